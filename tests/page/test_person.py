"""A person at the page: every button by keyboard, what is saved the same as on the desktop, readable for everybody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from jixiao.interfaces.cli.entry import run
from jixiao.interfaces.web.desk import Desk, answer
from jixiao.model.forms.library import families

from .questions import parts

COMMANDS = {
    "生成自评报告（.docx）": ("report",),
    "导出上报版（.xlsx）": ("final", "--leave-behind"),
    "问题清单（.xlsx）": ("check", "--any"),
    "问题网页（.html）": ("check", "--any"),
    "读成工作簿（.xlsx）": ("import", "--any"),
}
"""What the command line makes of a file, by the page's button."""
OF_BOOK = ["生成自评报告（.docx）", "导出上报版（.xlsx）", "问题清单（.xlsx）", "问题网页（.html）"]
OF_OTHERS = ["读成工作簿（.xlsx）", "问题清单（.xlsx）", "问题网页（.html）"]


def said(path: Path) -> Any:
    """What a file says, without the time of writing."""
    if path.suffix == ".html":
        return re.sub(r"校验日期：[-\d]+", "", path.read_text("utf-8"))
    return parts(path.read_bytes())


def test_every_file_has_its_buttons(visit: dict[str, Any], seen: dict[str, Any]) -> None:
    pressed = [(path, text) for path, text, *_ in seen["saved"]]
    book, word, theirs, *_ = visit["files"]
    assert pressed == [(book, each) for each in OF_BOOK] + [
        (path, each) for path in (word, theirs) for each in OF_OTHERS
    ]


def test_what_is_saved_says_what_the_command_line_writes(seen: dict[str, Any], tmp_path: Path) -> None:
    for number, (path, text, made, _) in enumerate(seen["saved"]):
        command, *options = COMMANDS[text]
        target = tmp_path / f"{number}{Path(made).suffix}"
        assert run([command, path, "-o", str(target), *options]) in (0, 1), (path, text)
        assert said(Path(made)) == said(target), (path, text)


def test_what_is_saved_can_be_opened_and_is_named_after_its_file(seen: dict[str, Any]) -> None:
    for path, _, made, told in seen["saved"]:
        assert Path(made).name.startswith(Path(path).stem)
        assert Path(made).name in told
        if made.endswith(".docx"):
            assert len(Document(made).tables) > 1
        elif made.endswith(".xlsx"):
            assert openpyxl.load_workbook(made).worksheets[0].max_row > 1


def test_the_final_version_asks_first_and_no_is_no(seen: dict[str, Any]) -> None:
    assert "还有没有了结的事" in seen["question"]
    assert "我的底稿" in seen["question"]
    assert seen["answeredNo"] == "导出上报版（.xlsx）"  # where the keyboard was
    (final,) = (made for _, text, made, _ in seen["saved"] if text == "导出上报版（.xlsx）")
    assert "我的底稿" not in openpyxl.load_workbook(final).sheetnames


def test_a_new_workbook_says_the_same_and_can_be_dropped(seen: dict[str, Any], tmp_path: Path) -> None:
    assert seen["family"] == list(families())[1]
    assert seen["unnamed"] == ""
    options = ["--family", seen["family"], "--unit", "某某县某某局", "--year", "2024", "--projects", "1"]
    assert run(["new", *options, "-o", str(tmp_path / "新.xlsx")]) == 0
    assert said(Path(seen["new"])) == said(tmp_path / "新.xlsx")
    assert seen["newRow"][:2] == ["某某县某某局2024年度绩效自评.xlsx", "读完 看结果"]


def test_files_are_listed_with_what_was_found_or_why_they_cannot_be_read(
    visit: dict[str, Any], seen: dict[str, Any]
) -> None:
    read, unread = seen["rows"][:3], seen["rows"][3:]
    assert [row[0] for row in seen["rows"]] == [Path(path).name for path in visit["files"]]
    assert [row[1].split() for row in read] == [["读完", "看结果"]] * 3
    assert [row[1] for row in unread] == ["读不了"] * 4
    whys = ("已损坏", "空文件（0 字节）", "另存为 .docx", "请选择自评报告")
    for row, why in zip(unread, whys, strict=True):
        assert why in row[2]


def test_all_files_are_one_list_with_those_that_could_not_be_read(
    visit: dict[str, Any], seen: dict[str, Any], desk: Desk
) -> None:
    files = []
    for path in map(Path, visit["files"]):
        here = answer(desk, "check", [path.name, path.read_bytes()])
        files.append(here["done"]["listed"] if "done" in here else {"file": path.name, "told": here["error"]})
    assert parts(Path(seen["together"]).read_bytes()) == parts(desk.together(files)["content"])


def test_a_file_alone_is_shown_at_once(seen: dict[str, Any]) -> None:
    assert seen["alone"]


def test_the_keyboard_comes_to_everything_and_one_sees_where(seen: dict[str, Any]) -> None:
    assert seen["keys"]["stops"] > 20
    assert seen["keys"]["missed"] == []
    assert seen["keys"]["unmarked"] == []
    assert seen["keys"]["lost"] == []  # making a file leaves the keyboard where it was
    assert seen["focus"] == "file-name"


def test_what_goes_on_is_announced(seen: dict[str, Any]) -> None:
    assert seen["working"] == "正在读：1 / 7 个"
    told = "\n".join(seen["announced"])
    for each in ("已读完 7 个文件，其中 4 个读不了，原因在表里", "正在生成…", "已生成：自评报告.docx", "没有导出"):
        assert each in told


STATES = ["beginning", "empty", "working", "files", "question", "findings", "page of findings", "new", "error", "old"]


def test_everybody_can_use_it_in_every_state(seen: dict[str, Any]) -> None:
    assert set(STATES) <= set(seen["axe"])
    assert {f"{state}, phone" for state in ("empty", "files", "question", "findings")} <= set(seen["axe"])
    assert {state: found for state, found in seen["axe"].items() if found} == {}


def test_nothing_is_wider_than_a_telephone(seen: dict[str, Any]) -> None:
    assert set(STATES) <= set(seen["overflow"])
    assert {state: over for state, over in seen["overflow"].items() if over > 0} == {}
