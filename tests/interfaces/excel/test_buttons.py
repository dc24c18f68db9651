"""What the buttons do that needs no office: names of files, the next problem, the final version."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import jixiao.interfaces.excel.buttons as buttons
import openpyxl
import pytest
import xlwings as xw
from jixiao.core.fault_log import LOG
from jixiao.documents.workbook.final import build_final
from jixiao.interfaces.excel.failing_cells import FailingCell, next_after
from jixiao.interfaces.excel.form_rows import _runs
from jixiao.interfaces.excel.open_book import LiveBookError, file_of, free_path, suffix_like
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission


def problem(*place: int) -> FailingCell:
    return FailingCell((place[0], place[1], place[2]), "表", "$A$1", ())


FOUND = [problem(2, 5, 3), problem(2, 5, 9), problem(3, 1, 1)]


@pytest.mark.parametrize(
    ("place", "index"),
    [(None, 0), ((1, 99, 99), 0), ((2, 5, 3), 1), ((2, 5, 4), 1), ((2, 5, 9), 2), ((3, 1, 1), 0), ((9, 1, 1), 0)],
)
def test_the_next_problem_is_the_first_behind_the_selection(place: tuple[int, int, int] | None, index: int) -> None:
    assert next_after(place, FOUND) is FOUND[index]


def test_without_problems_there_is_no_next_one() -> None:
    assert next_after((1, 1, 1), []) is None


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    wanted = tmp_path / "书.xlsx"
    assert free_path(wanted) == wanted
    wanted.touch()
    (tmp_path / "书（2）.xlsx").touch()
    assert free_path(wanted).name == "书（3）.xlsx"


@pytest.mark.parametrize(
    ("old", "new"), [("a.xlsm", ".xlsm"), ("a.XLSM", ".xlsm"), ("a.xlsx", ".xlsx"), ("a.ods", ".xlsx")]
)
def test_a_new_workbook_has_macros_if_the_old_one_has(old: str, new: str) -> None:
    assert suffix_like(Path(old)) == new


@pytest.mark.parametrize(("old", "new"), [("2024自评.xlsm", "2025自评.xlsm"), ("自评.xlsx", "自评2025.xlsx")])
def test_next_years_file_is_named_for_its_year(old: str, new: str) -> None:
    assert buttons.results._of_next_year(Path(old), 2024).name == new


@pytest.mark.parametrize("name", ["Book1", "无标题 1", "https://d.docs.live.net/1/自评.xlsm"])
def test_a_workbook_without_a_file_here_is_refused(name: str) -> None:
    with pytest.raises(LiveBookError, match="请先把这个工作簿保存到本机"):
        file_of(SimpleNamespace(fullname=name))  # type: ignore[arg-type]


def test_cells_are_taken_in_unbroken_stretches() -> None:
    cells = {(3, 5), (3, 6), (3, 8), (4, 7), (4, 8)}
    assert list(_runs(cells)) == [(3, 5, 6), (3, 8, 8), (4, 7, 8)]


def test_the_final_version_shows_what_the_report_prints(family: Family, quyuan: Submission, tmp_path: Path) -> None:
    evaluation = evaluate(family, quyuan)
    build_final(evaluation, tmp_path / "上报版.xlsx")
    book = openpyxl.load_workbook(tmp_path / "上报版.xlsx")
    assert len(book.worksheets) == len(evaluation.forms)
    for sheet, values in zip(book.worksheets, evaluation.forms, strict=True):
        assert sheet.max_column <= len(values.form.columns)
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        shown = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
        if block := values.form.helper_block:
            assert {name for i in values.rows(block) if (name := values.printed("name", block, i))} <= shown


class Caller:
    """A calling workbook with an app that only notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        engine = SimpleNamespace(name="excel")
        self.app = SimpleNamespace(engine=engine, status_bar="…", alert=lambda text, *_, **__: self.told.append(text))


@pytest.fixture
def caller(monkeypatch: pytest.MonkeyPatch) -> Caller:
    caller = Caller()
    monkeypatch.setattr(xw.Book, "caller", lambda: caller)
    return caller


def test_help_is_told_whatever_the_workbook_is(caller: Caller) -> None:
    buttons.show_help()
    assert re.search(r"校验全部：.*\n跳到下一个问题：", caller.told[0])
    assert caller.app.status_bar is False


def test_a_fault_is_logged_with_its_trace(caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    buttons.check_all()
    log = tmp_path / LOG
    assert caller.told == [f"程序内部出错，工作簿没有保存任何改动，请把这个文件发给管理员：{log}"]
    assert "Traceback" in log.read_text("utf-8")


@pytest.mark.parametrize("command", ["next_step", "move_up", "show_help"])
def test_a_button_starts_without_what_only_others_need(command: str) -> None:
    """Excel starts Python anew for each."""
    others = ("docx", "jinja2", "jixiao.documents.word_templates", "jixiao.documents.learning")
    pressed = f"import sys, jixiao.hosts.buttons as b; b.{command}"
    code = f"{pressed}; print([name for name in {others} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_what_is_no_command_is_missing_as_from_any_module() -> None:
    with pytest.raises(AttributeError, match="no attribute 'no_such_command'"):
        _ = buttons.no_such_command
