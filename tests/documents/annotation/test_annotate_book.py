"""Notes and colours in a workbook built anew."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from jixiao.audit.checks import run
from jixiao.audit.checks.findings import SEVERITY, SEVERITY_COLOURS
from jixiao.audit.presentation import Review, as_text
from jixiao.documents.annotation import annotate
from jixiao.documents.annotation.annotate_book import annotate_book
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import evaluate
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from .conftest import HOSTILE, LONG, finding


def notes(path: Path) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment
    }  # fmt: skip


def coloured(sheet: Worksheet) -> list[str]:
    """The areas with a rule that is always true."""
    return [
        str(area.sqref) for area, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules if rule.formula == ["TRUE()"]
    ]  # fmt: skip


@pytest.fixture
def checked(review: Review, tmp_path: Path) -> tuple[Review, Path]:
    """A unit's own workbook, as saved, with its review."""
    path = tmp_path / "自评.xlsx"
    build(review.evaluation.family, review.evaluation.submission, path)
    family, submission = read_book(path)
    evaluation = evaluate(family, submission)
    return Review(evaluation, tuple(run(evaluation)), path.name), path


def test_each_finding_is_noted_on_the_cell_it_names_and_the_original_stays(
    checked: tuple[Review, Path], tmp_path: Path
) -> None:
    found, source = checked
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    annotate(found, source, tmp_path / "副本.xlsx")
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    noted = notes(tmp_path / "副本.xlsx")
    assert len(found.failed) > 5
    for told in found.failed:
        if told.cell:
            assert as_text(told) in noted[told.sheet, told.cell], told
        assert any(as_text(told) in text for text in noted.values())


def test_each_noted_cell_is_filled_with_the_colour_of_the_worst(checked: tuple[Review, Path], tmp_path: Path) -> None:
    found, source = checked
    annotate(found, source, tmp_path / "副本.xlsx")
    book = openpyxl.load_workbook(tmp_path / "副本.xlsx")
    for (sheet, cell), text in notes(tmp_path / "副本.xlsx").items():
        worst = next((colour for level, colour in COLOURS.items() if f"\n{level} " in f"\n{text}"), None)
        if cell != "A1":
            assert worst
            assert book[sheet][cell].fill.fgColor.rgb == f"FF{worst}"


COLOURS = {SEVERITY[severity]: colour.lstrip("#") for severity, colour in SEVERITY_COLOURS.items()}


def test_parts_without_findings_stay_byte_for_byte(checked: tuple[Review, Path], tmp_path: Path) -> None:
    found, source = checked
    (told,) = [each for each in found.failed if each.cell][:1]
    annotate(replace(found, findings=(told,)), source, tmp_path / "副本.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "副本.xlsx") as new:
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert sum("worksheets/sheet" in name for name in changed) == 2  # the cell's and the first
    assert not [name for name in changed if "chart" in name or "sharedStrings" in name or name == "xl/workbook.xml"]


def test_a_comment_that_stood_on_a_cell_stays_in_front_of_ours(checked: tuple[Review, Path], tmp_path: Path) -> None:
    found, source = checked
    told = next(each for each in found.failed if each.cell)
    book = openpyxl.load_workbook(source)
    book[told.sheet][told.cell].comment = Comment("老王：已核实", "老王")
    book.save(tmp_path / "改过.xlsx")
    annotate(replace(found, findings=(told,)), tmp_path / "改过.xlsx", tmp_path / "副本.xlsx")
    text = notes(tmp_path / "副本.xlsx")[told.sheet, told.cell]
    assert text.startswith("老王：已核实")
    assert as_text(told) in text


def test_in_a_book_built_anew_each_noted_cell_is_coloured_whole(review: Review, tmp_path: Path) -> None:
    annotate_book(review, tmp_path / "副本.xlsx")
    book = openpyxl.load_workbook(tmp_path / "副本.xlsx")
    for sheet, cell in notes(tmp_path / "副本.xlsx"):
        (area,) = [area for area in coloured(book[sheet]) if area.split(":")[0] == cell]
        merged = [str(r) for r in book[sheet].merged_cells.ranges if str(r).split(":")[0] == cell]
        assert area == (merged[0] if merged else cell)


def test_the_copy_holds_what_the_original_holds(checked: tuple[Review, Path], tmp_path: Path) -> None:
    found, source = checked
    annotate(found, source, tmp_path / "副本.xlsx")
    old, new = read_book(source)[1], read_book(tmp_path / "副本.xlsx")[1]
    assert (new.texts, new.unit, new.year) == (old.texts, old.unit, old.year)
    assert [(f.fields, f.rows, f.wording) for f in new.forms] == [(f.fields, f.rows, f.wording) for f in old.forms]


def test_a_published_report_can_be_noted_in_a_workbook(review_of: Callable[[str], Review], tmp_path: Path) -> None:
    found = review_of("junshan-2024")
    annotate(found, Path("junshan-2024.docx"), tmp_path / "副本.xlsx")
    said = "\n\n".join(notes(tmp_path / "副本.xlsx").values())
    assert all(as_text(told) in said for told in found.failed)


def test_prose_is_noted_at_its_section_and_what_has_no_cell_at_the_head(review: Review, tmp_path: Path) -> None:
    told = (
        finding(form_index=-1, reference="overall.duties", message="章节"),
        finding(form_index=-1, reference="没有的章节", message="正文"),
        finding(form_index=1, reference="没有的格", message="表头"),
        finding(form_index=1, reference="indicators[1].level1", message="合并格"),
        finding(form_index=1, reference="funds.score", message="一"),
        finding(form_index=1, reference="funds.score", message="二"),
    )
    annotate_book(replace(review, findings=told), tmp_path / "副本.xlsx")
    noted = notes(tmp_path / "副本.xlsx")
    sheet = "附件2 整体支出自评表"
    assert "正文" in noted["报告正文", "A1"]
    assert any("章节" in text for (name, cell), text in noted.items() if name == "报告正文" and cell.startswith("E"))
    assert "表头" in noted[sheet, "A1"]
    assert any("错误 C02：一" in text and "错误 C02：二" in text for text in noted.values())
    merged = next(cell for (name, cell), text in noted.items() if "合并格" in text)
    ranges = openpyxl.load_workbook(tmp_path / "副本.xlsx")[sheet].merged_cells.ranges
    assert any(str(area).split(":")[0] == merged for area in ranges)


def test_hostile_and_long_texts_are_notes_like_others(review: Review, tmp_path: Path) -> None:
    told = finding(message=HOSTILE, action="=1+1", source=LONG)
    annotate_book(replace(review, findings=(told,)), tmp_path / "副本.xlsx")
    (text,) = notes(tmp_path / "副本.xlsx").values()
    assert '<script>alert("1")</script>&amp; =1+1' in text
    assert len(text) < 32_767


def test_a_workbook_without_findings_has_no_notes(review: Review, tmp_path: Path) -> None:
    annotate_book(replace(review, findings=()), tmp_path / "副本.xlsx")
    assert notes(tmp_path / "副本.xlsx") == {}
    with zipfile.ZipFile(tmp_path / "副本.xlsx") as book:
        assert not [name for name in book.namelist() if "comment" in name]


def fills(path: Path) -> dict[tuple[str, str], str]:
    """The colour that a rule lays on each noted area, by its first cell."""
    return {
        (sheet.title, str(area.sqref).split(":")[0]): rule.dxf.fill.bgColor.rgb[-6:]
        for sheet in openpyxl.load_workbook(path)
        for area, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules if rule.formula == ["TRUE()"]
    }  # fmt: skip


def test_a_cell_has_the_colour_of_the_worst_that_is_noted_there(review: Review, tmp_path: Path) -> None:
    told = (
        finding(form_index=1, reference="funds.score", severity="info"),
        finding(form_index=1, reference="funds.score", severity="error"),
        finding(form_index=1, reference="funds.rate", severity="warning"),
        finding(form_index=-1, reference="overall.duties", severity="info"),
    )
    annotate_book(replace(review, findings=told), tmp_path / "副本.xlsx")
    assert sorted(fills(tmp_path / "副本.xlsx").values()) == ["DDEBF7", "FFC7CE", "FFEB9C"]


def test_the_first_sheet_tells_what_the_colours_mean(review: Review, tmp_path: Path) -> None:
    annotate_book(review, tmp_path / "副本.xlsx")
    home = openpyxl.load_workbook(tmp_path / "副本.xlsx")["首页"]
    (legend,) = [row for row in home.iter_rows() if str(row[0].value).startswith("批注的颜色")]
    shown = [(cell.value, cell.fill.fgColor.rgb[-6:]) for cell in legend[1:4]]
    assert shown == [("错误", "FFC7CE"), ("提醒", "FFEB9C"), ("提示", "DDEBF7")]


def test_a_workbook_without_findings_has_no_legend(review: Review, tmp_path: Path) -> None:
    annotate_book(replace(review, findings=()), tmp_path / "副本.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "副本.xlsx")["首页"].iter_rows(values_only=True)
    assert not any(str(row[0]).startswith("批注的颜色") for row in cells)
