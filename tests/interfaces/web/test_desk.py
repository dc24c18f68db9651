"""What the page answers, asked on the desktop: the same as the command line says."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from jixiao.audit.checks import run
from jixiao.core import resources
from jixiao.core.functions.results import Outcome
from jixiao.documents.report import report_document
from jixiao.documents.workbook.build import build
from jixiao.interfaces.web.desk import Desk, answer
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample


@pytest.fixture(scope="module")
def sample() -> Evaluation:
    submission = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
    return evaluate(load(submission.family), submission)


@pytest.fixture(scope="module")
def word(sample: Evaluation) -> bytes:
    return report_document(sample).content()


@pytest.fixture(scope="module")
def book(sample: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("book") / "自评.xlsx"
    build(sample.family, sample.submission, path)
    return path.read_bytes()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_workbook_is_checked_as_the_command_line_checks_it(desk: Desk, book: bytes, sample: Evaluation) -> None:
    told = desk.check("自评.xlsx", book)
    failed = [finding for finding in run(sample) if finding.outcome is Outcome.FAIL]
    assert told["isBook"]
    assert told["unit"] == sample.submission.unit
    assert sum(told["severities"].values()) == len(failed)
    assert {(r["check"], r["message"]) for r in told["records"] if r["outcome"] == "FAIL"} == {
        (finding.check, finding.message) for finding in failed
    }
    assert "<mark>" in told["findings"]
    assert "按规则打分" in told["scores"]
    assert "整体支出绩效自评表" in told["scores"]  # the form by its title, not by its key


def test_a_file_under_a_wrong_suffix_is_what_it_holds(desk: Desk, book: bytes, word: bytes) -> None:
    """As the command line and a bureau's collecting take it: by one function."""
    renamed = desk.check("自评.docx", book)
    assert (renamed["isBook"], renamed["records"]) == (True, desk.check("自评.xlsx", book)["records"])
    assert renamed["listed"]["file"] == "自评.docx"
    assert desk.check("报告.xlsx", word)["taken"] == desk.check("报告.docx", word)["taken"]
    page = answer(desk, "check", ["报告.docx", b"<html><body>" + bytes(200)])
    assert "是网页，请用 Word 或 WPS 打开" in page["error"]


def test_many_files_are_one_list_with_those_that_could_not_be_read(desk: Desk, book: bytes, word: bytes) -> None:
    files = [desk.check("自评.xlsx", book)["listed"], desk.check("报告.docx", word)["listed"]]
    made = desk.together([*files, {"file": "坏.docx", "told": "文件已损坏"}])
    listed = openpyxl.load_workbook(io.BytesIO(made["content"]))
    assert [cell.value for cell in listed["文件"]["A"]] == ["共 3 个文件", "文件", "自评.xlsx", "报告.docx", "坏.docx"]
    assert listed["文件"]["B5"].value == "文件已损坏"
    rows = list(listed["不符"].iter_rows(min_row=3, values_only=True))
    assert [row[0] for row in rows] == [each["file"] for each in files for _ in each["wrong"]]
    assert len({row[0] for row in rows}) == 2


def test_a_word_file_becomes_a_workbook(desk: Desk, word: bytes, sample: Evaluation) -> None:
    assert "湖南" in desk.check("报告.docx", word)["taken"]
    made = desk.make("book", "报告.docx", word)
    assert made["name"] == "报告自评工作簿.xlsx"
    again = desk.check(made["name"], made["content"])
    assert (again["unit"], again["year"]) == (sample.submission.unit, sample.submission.year)


def test_a_workbook_becomes_the_report_a_draft(desk: Desk, book: bytes, sample: Evaluation) -> None:
    made = desk.make("report", "自评.xlsx", book)
    assert made["name"] == "自评报告.docx"
    assert "处待填" in made["told"]
    with zipfile.ZipFile(io.BytesIO(made["content"])) as ours:
        assert ours.read("word/document.xml") == report_document(sample).parts["word/document.xml"]
    assert Document(io.BytesIO(made["content"])).core_properties.content_status == "草稿"


def test_lists_are_made_of_both(desk: Desk, word: bytes, book: bytes) -> None:
    for name, content in (("报告.docx", word), ("自评.xlsx", book)):
        listed = openpyxl.load_workbook(io.BytesIO(desk.make("list", name, content)["content"]))
        assert listed.worksheets[0].max_row > 1
        page = desk.make("page", name, content)["content"].decode()
        assert page.startswith("<!DOCTYPE html>")
        assert "表中的这一行" in page


def test_the_final_version_names_what_is_open_and_what_it_leaves_out_first(desk: Desk, book: bytes) -> None:
    report = Document(io.BytesIO(desk.make("report", "自评.xlsx", book)["content"]))
    left = re.search(r"待填 \d+ 处", report.core_properties.comments)
    told = desk.check("自评.xlsx", book)
    asked = desk.make("final", "自评.xlsx", book)["question"]
    assert left is not None
    assert asked["open"][0] == f"共有{left[0]}，校验错误 {told['severities']['error']} 处"
    assert {line.partition("：")[0] for line in asked["open"][1:]} == {"校验错误", "待填"}
    assert asked["lost"] == []
    changed = openpyxl.load_workbook(io.BytesIO(book))
    changed.create_sheet("我的表")["A1"] = 1
    content = io.BytesIO()
    changed.save(content)
    told = desk.make("final", "自评.xlsx", content.getvalue())
    assert any("我的表" in line for line in told["question"]["lost"])
    made = desk.make("final", "自评.xlsx", content.getvalue(), True)
    assert made["name"] == "自评上报版.xlsx"
    assert "我的表" not in openpyxl.load_workbook(io.BytesIO(made["content"])).sheetnames


def test_what_is_wrong_in_many_places_is_named_once(desk: Desk, tmp_path: Path) -> None:
    submission = read_sample(resources.path("workbook", "samples", "assets-commission-2022.yaml"))
    build(load(submission.family), submission, tmp_path / "自评.xlsx")
    asked = desk.make("final", "自评.xlsx", (tmp_path / "自评.xlsx").read_bytes())["question"]["open"]
    assert len(asked) == 1 + 5 + 1 + 5 + 1  # how many, errors, what is still to be filled in
    assert len({line.partition("（")[0] for line in asked}) == len(asked)
    assert any(re.search(r" 等 \d+ 处）$", line) for line in asked)
    assert re.fullmatch(r"……等，一共 \d+ 种", asked[-1])


def test_anothers_workbook_is_read_as_what_it_holds(desk: Desk) -> None:
    theirs = openpyxl.Workbook()
    for row in (
        ["部门支出", None, None],
        ["科目", "预算数（万元）", "决算数（万元）"],
        ["合计", 90, 100],
        ["其中：办公费", 90, 90],
    ):
        theirs.active.append(row)
    content = io.BytesIO()
    theirs.save(content)
    told = desk.check("别人的表.xlsx", content.getvalue())
    assert not told["isBook"]
    assert "没有认出绩效自评的表" in told["taken"]
    assert "要用自评工作簿" in answer(desk, "make", ["report", "别人的表.xlsx", content.getvalue()])["error"]


def test_a_report_is_made_by_a_template(desk: Desk, book: bytes, word: bytes) -> None:
    template = resources.path("templates", "hunan-2024.docx").read_bytes()
    made = desk.by_template("自评.xlsx", book, "自评报告.docx", template)
    assert made["name"] == "自评报告.docx"
    assert "处待填" in made["told"]
    assert Document(io.BytesIO(made["content"])).core_properties.content_status == "草稿"
    assert "要用自评工作簿" in answer(desk, "by_template", ["报告.docx", word, "模板.docx", template])["error"]
    assert "坏.docx" in answer(desk, "by_template", ["自评.xlsx", book, "坏.docx", b"PK"])["error"]


@pytest.mark.parametrize("what", ["final", "report"])
def test_what_needs_a_workbook_says_so(desk: Desk, word: bytes, what: str) -> None:
    assert "要用自评工作簿" in answer(desk, "make", [what, "报告.docx", word])["error"]


def test_a_new_workbook_is_made(desk: Desk) -> None:
    made = desk.new("hunan-2024", " 某某局 ", 2024, 2)
    assert made["name"] == "某某局2024年度绩效自评.xlsx"
    assert desk.check(made["name"], made["content"])["unit"] == "某某局"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
        ("坏.docx", b"PK\x03\x04", "已损坏"),
        ("空.xlsx", b"", "空文件（0 字节）"),
        ("空.docx", b"", "空文件（0 字节）"),
        ("表.xls", b"\xd0\xcf\x11\xe0", "另存为 .xlsx"),
        ("照片.jpg", b"\xff\xd8", "图片"),
        ("便条.txt", "自评".encode(), "请选择自评报告"),
        ("../../etc/passwd.docx", b"x", "passwd.docx"),
    ],
)
def test_what_cannot_be_read_says_why_in_chinese(desk: Desk, name: str, content: bytes, told: str) -> None:
    assert told in answer(desk, "check", [name, content])["error"]


def test_a_fault_of_ours_is_one_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "check", lambda *_: 1 / 0)
    assert answer(desk, "check", ["a.docx", b""]) == {"error": "程序出错（ZeroDivisionError），请把文件发给软件管理员"}
    monkeypatch.setattr(Desk, "check", lambda *_: (_ for _ in ()).throw(MemoryError))
    told = answer(desk, "check", ["a.docx", b""])
    assert "内存不够" in told["error"]
    assert told["spent"]


def test_functions_answer_as_cells_do(desk: Desk) -> None:
    assert desk.call("SCORE_ROW", [10, "≥95%", "97%"]) == 10.0
    assert desk.call("EXEC_RATE", [None, 3]) == ""


def test_nothing_of_a_file_stays_on_the_disk(
    desk: Desk, book: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk.check("自评.xlsx", book)
    desk.make("report", "自评.xlsx", book)
    assert list(tmp_path.iterdir()) == []
