"""``jixiao report``: drafts, final versions, what was edited in Word, and the PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from jixiao.documents.libreoffice import OfficeError
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli import reports
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture
def book(family: Family, new_unit: Submission, tmp_path: Path) -> Path:
    build(family, new_unit, tmp_path / "自评.xlsx")
    return tmp_path / "自评.xlsx"


@pytest.fixture
def open_and_wrong(complete: Path, family: Family, new_unit: Submission, tmp_path: Path) -> Path:
    """The same without the report's date: something is open, and something is wrong."""
    new_unit.report_date = ""
    build(family, new_unit, tmp_path / "缺日期.xlsx")
    return tmp_path / "缺日期.xlsx"


@pytest.fixture
def complete(family: Family, new_unit: Submission, tmp_path: Path) -> Path:
    """The workbook of a unit that filled in everything that is asked for, but before the year was over."""
    new_unit.report_date = "2025年3月20日"
    signed = {"sign.preparer": "某某", "sign.date": "2024-03-20", "sign.phone": "0730-0000000"}
    for data in new_unit.forms:
        data.fields |= signed
    next(new_unit.of("project")).fields["project_name"] = "甲项目"
    for report in family.outline.reports:
        new_unit.texts[report.id] = {section.key: "已写明。" for section in report.sections}
    build(family, new_unit, tmp_path / "全.xlsx")
    return tmp_path / "全.xlsx"


@pytest.fixture
def no_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.documents.versions.status.run", lambda evaluation: [])


def status(path: Path) -> str:
    status: str = Document(str(path)).core_properties.content_status
    return status


def test_a_draft_lists_what_is_still_to_be_filled_in(book: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx")]) == 0
    told = capsys.readouterr().out
    assert "处待填，报告里用黄色标出：报告日期（首页）" in told
    assert "附件3 项目1 B" in told
    assert status(tmp_path / "报告.docx") == "草稿"


def test_what_was_edited_in_word_stays_and_the_changes_are_shown(book: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "报告.docx"
    run(["report", str(book), "-o", str(target)])
    document = Document(str(target))
    next(p for p in document.paragraphs if p.text.startswith("无其他需要说明")).text = "有，共12.5万元。"
    document.save(str(target))
    before = target.read_bytes()
    capsys.readouterr()
    assert run(["report", str(book), "-o", str(target)]) == 0
    told = capsys.readouterr().out
    assert target.read_bytes() == before
    assert (tmp_path / "报告（新稿1）.docx").is_file()
    assert (tmp_path / "报告（新稿1）与改过的稿子的不同.html").is_file()
    assert "[-有，共12.5万元-][+无其他需要说明的情况+]" in told


def test_only_the_first_changes_are_shown_on_the_screen(book: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "报告.docx"
    run(["report", str(book), "-o", str(target)])
    document = Document(str(target))
    for table in document.tables:
        for row in table.rows:
            row.cells[0].text = "改过"
    document.save(str(target))
    capsys.readouterr()
    run(["report", str(book), "-o", str(target)])
    told = capsys.readouterr().out
    assert told.count("[-改过-]") <= 20
    assert "以上是前 20 处，共 " in told


def test_a_final_version_is_refused_while_something_is_open(book: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx"), "--final"]) == 1
    told = capsys.readouterr().out
    assert "填报日期" in told
    assert "没有定稿，也没有写任何文件" in told
    assert not (tmp_path / "报告.docx").exists()


def test_a_final_version_is_refused_while_an_error_is_left(complete: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(["report", str(complete), "-o", str(tmp_path / "报告.docx"), "--final"]) == 1
    told = capsys.readouterr().out
    assert "错误" in told
    assert "在哪里填" not in told
    assert not (tmp_path / "报告.docx").exists()


@pytest.mark.usefixtures("no_errors")
def test_a_final_version_with_nothing_open_says_so(complete: Path, tmp_path: Path) -> None:
    assert run(["report", str(complete), "-o", str(tmp_path / "报告.docx"), "--final"]) == 0
    properties = Document(str(tmp_path / "报告.docx")).core_properties
    assert (properties.content_status, properties.comments) == ("定稿", "")


def test_a_final_version_despite_what_is_open_lists_it_and_keeps_it_in_the_file(
    open_and_wrong: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert run(["report", str(open_and_wrong), "-o", str(tmp_path / "报告.docx"), "--final", "--allow-open"]) == 0
    assert "在哪里填" in capsys.readouterr().out
    properties = Document(str(tmp_path / "报告.docx")).core_properties
    assert properties.content_status == "定稿"
    assert properties.comments.startswith("待填 ")
    assert "校验错误 " in properties.comments


def test_the_permission_alone_means_nothing(book: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx"), "--allow-open"]) == 2
    assert "要与「--final」一起用" in capsys.readouterr().err


def pdf_writer(content: bytes) -> Callable[[Path, Path], None]:
    def write(document: Path, target: Path) -> None:
        target.write_bytes(content + document.read_bytes()[:2])

    return write


def test_the_pdf_stands_beside_and_the_one_before_is_kept(
    book: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["report", str(book), "-o", str(tmp_path / "报告.docx"), "--pdf"]
    for content in (b"1", b"2"):
        monkeypatch.setattr(reports, "write_pdf", pdf_writer(content))
        assert run(command) == 0
    assert (tmp_path / "报告.pdf").read_bytes() == b"2PK"
    assert (tmp_path / "报告（旧稿1）.pdf").read_bytes() == b"1PK"
    assert "上一份 PDF 保留为" in capsys.readouterr().out


def test_without_libreoffice_the_report_is_written_anyway(
    book: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Path) -> None:
        raise OfficeError("没有找到 LibreOffice，PDF 没有生成")

    monkeypatch.setattr(reports, "write_pdf", fail)
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx"), "--pdf"]) == 2
    captured = capsys.readouterr()
    assert "已生成报告" in captured.out
    assert "没有找到 LibreOffice" in captured.err
    assert (tmp_path / "报告.docx").is_file()
    assert not (tmp_path / "报告.pdf").exists()
