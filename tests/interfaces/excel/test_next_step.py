"""下一步 leads on: past what was left blank on purpose, through whole rows, and round again when asked."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
import xlwings as xw
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_whole_book
from jixiao.interfaces.excel.next_step import NOTE, Step, keep_step, last_step, next_to_fill
from jixiao.interfaces.excel.open_book import Snapshot
from jixiao.interfaces.excel.unfilled_cells import UnfilledCell, unfilled_cells
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import start
from jixiao.model.submission.submission import Submission

BOOK = Path("/somewhere/自评.xlsx")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def blank() -> Submission:
    return start(load("hunan-2024"), "某某县某某局", 2024, projects=1)


def waiting(submission: Submission, folder: Path) -> list[UnfilledCell]:
    build(load(submission.family), submission, folder / "自评.xlsx")
    family, read, saved = read_whole_book(folder / "自评.xlsx")
    return unfilled_cells(Snapshot(cast(xw.Book, None), BOOK, evaluate(family, read), saved))


def walked(cells: list[UnfilledCell], wants_again: bool = False) -> tuple[list[UnfilledCell], list[str]]:
    """The cells that presses show until there is none, and what was asked."""
    asked: list[str] = []
    shown: list[UnfilledCell] = []

    def answer(question: str) -> bool:
        asked.append(question)
        return wants_again

    while cell := next_to_fill(last_step(BOOK), cells, answer):
        shown.append(cell)
        keep_step(BOOK, Step("fill", cell.place))
        if asked:
            break
    return shown, asked


def test_what_stays_blank_is_passed_told_at_the_end_and_asked_again(blank: Submission, tmp_path: Path) -> None:
    cells = waiting(blank, tmp_path)
    shown, asked = walked(cells)
    assert shown == cells
    needed = [cell for cell in cells if cell.is_needed]
    assert asked[0].startswith(f"要填的都走过一遍了，还有 {len(needed)} 格空着：\n首页：B5 报告（填报）日期，B6 填表人")
    again, _ = walked(cells, wants_again=True)
    assert again == needed[:1]


def test_each_group_of_rows_is_led_to_and_a_named_row_is_led_through(blank: Submission, tmp_path: Path) -> None:
    form = next(blank.of("overall"))
    rows = form.rows["indicators"]
    rows[1]["name"] = "培训人次"
    titles = ("三级指标", "年度指标值", "实际完成值", "分值")
    cells = [cell for cell in waiting(blank, tmp_path) if cell.sheet.startswith("附件2") and cell.title in titles]
    named = [cell for cell in cells if cell.is_needed]
    assert [cell.title for cell in named] == list(titles[1:])
    assert len({cell.place[1] for cell in named}) == 1
    groups = {(row.get("level1"), row.get("level2")) for row in rows if not row.get("name")}
    assert len(cells) - len(named) == len(groups)


def test_a_learned_form_leads_to_a_score_that_is_missing(tmp_path: Path) -> None:
    submission = start(load("yunnan-2022"), "某某县某某局", 2024)
    row = next(submission.of("project")).rows["indicators"][0]
    row |= {"name": "培训人次", "target": "达标", "actual": "好", "weight": "10", "score": ""}
    needed = [cell for cell in waiting(submission, tmp_path) if cell.is_needed]
    assert "得分" in [cell.title for cell in needed]


def test_a_slash_is_an_answer(blank: Submission, tmp_path: Path) -> None:
    project = next(blank.of("project"))
    before = {cell.title for cell in waiting(blank, tmp_path) if cell.sheet.startswith("附件3")}
    project.fields |= {"project_name": "/", "funds.budget": "/"}
    after = {cell.title for cell in waiting(blank, tmp_path) if cell.sheet.startswith("附件3")}
    assert before - after == {"项目支出名称", "年度资金总额·全年预算数"}


def test_how_far_a_person_is_belongs_to_one_workbook_and_to_its_user(state: Path) -> None:
    keep_step(BOOK, Step("check", (3, 12, 4)))
    assert last_step(BOOK) == Step("check", (3, 12, 4))
    assert last_step(BOOK.with_name("别的.xlsx")) == Step()
    for broken in ("", "{", "[]", '{"book": "/somewhere/自评.xlsx", "stage": "fill", "place": ["x"]}'):
        (state / NOTE).write_text(broken, "utf-8")
        assert last_step(BOOK) == Step()
