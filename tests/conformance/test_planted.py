"""The audits are not blind: a fault planted into a good file is found, and nothing else is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import FILLED
from .formula_audit import Names, formula_faults, single_cells_wanted
from .schemas import FOLDER, schema_faults
from .word_audit import document_faults
from .workbook_audit import workbook_faults

BOOK, HOME, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"
STYLES = "xl/styles.xml"
DOCUMENT, SETTINGS = "word/document.xml", "word/settings.xml"

IN_WORKBOOKS = {
    "merges overlap": (SHEET, r'(<mergeCell ref="[A-Z]+\d+:[A-Z]+\d+"/>)', r"\1\1", "merges overlap"),
    "sheet name": (BOOK, r'<sheet name="[^"]*"', '<sheet name="a/b"', "illegal sheet name"),
    "name twice": (BOOK, r'(<definedName name="jixiao_family".*?</definedName>)', r"\1\1", "name defined twice"),
    "name like a cell": (BOOK, r'<definedName name="jixiao_family"', '<definedName name="AB12"', "illegal name"),
    "name that is none": (SHEET, r"jixiao_family", "jixiao_famly", "no such name: jixiao_famly"),
    "function too new": (SHEET, r"<f>IF\(", "<f>TEXTJOIN(", "function unknown to Excel 2016"),
    "volatile function": (SHEET, r"<f>IF\(", "<f>OFFSET(", "function unknown to Excel 2016, or volatile"),
    "volatile name": (SHEET, r"<f>IF\(", "<f>IF(jixiao_dated_1,1,", "a name for conditions only: jixiao_dated_1"),
    "long text in a formula": (SHEET, r"<f>IF\(", f'<f>IF("{"x" * 256}"="",', "text in a formula longer"),
    "condition's format": (HOME, r'dxfId="\d+"', 'dxfId="999"', "format of a condition out of range"),
    "cell's format": (SHEET, r'(<c r="[A-Z]+\d+" )s="\d+"', r'\1s="99999"', "cell format out of range"),
    "validation's list": (SHEET, r"<formula1>[^<]*<", f'<formula1>"{"a," * 140}"<', "longer than 255"),
    "code name": (SHEET, r'codeName="[^"]*"', 'codeName="Nope"', "code name without a module: Nope"),
    "page's foot": (HOME, r"<oddFooter>", f"<oddFooter>{'x' * 260}", "header or footer longer than 255"),
    "row too high": (SHEET, r'(<row r="5"[^>]* ht=)"[\d.]+"', r'\1"500"', "row too high"),
    "text out of range": (SHEET, r't="s"><v>\d+', 't="s"><v>999999', "text out of range"),
    "number format": (STYLES, r'formatCode="[^"]*"', 'formatCode="0.00&quot;x"', "illegal number format"),
    "button": ("xl/drawings/vmlDrawing1.vml", r"\[0\]!(\w+)", "[0]!Nope", "no such macro: Nope"),
    "ribbon": ("customUI/customUI14.xml", r'onAction="\w+"', 'onAction="Nope"', "no such callback: Nope"),
    "part that is missing": ("xl/theme/theme1.xml", None, None, "relationship to no part: xl/theme/theme1.xml"),
}

IN_DOCUMENTS = {
    "drawing's id": (DOCUMENT, r'(<wp:docPr id=)"\d+"', r'\1"9001"', "docPr id twice: 9001"),
    "zoom": (SETTINGS, r' w:percent="100"', "", "zoom without percent"),
    "mode": (SETTINGS, r'(compatibilityMode"[^>]*w:val=)"15"', r'\1"14"', "compatibility mode"),
    "span": (DOCUMENT, r'<w:gridSpan w:val="\d+"/>', '<w:gridSpan w:val="40"/>', "the grid has"),
    "style": (DOCUMENT, r'<w:pStyle w:val="[^"]*"', '<w:pStyle w:val="Nope"', "no such paragraph style: Nope"),
    "merged downwards": (DOCUMENT, r'<w:vMerge w:val="restart"/>', "", "merged downwards from nothing"),
    "field": ("word/OddPage.xml", r"<w:fldSimple .*?</w:fldSimple>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
              "field without an end"),
    "width": (DOCUMENT, r'<w:tcW w:w="\d+"', '<w:tcW w:w="1"', "on columns of"),
}  # fmt: skip


def planted(source: Path, target: Path, part: str, pattern: str | None, replacement: str | None) -> Path:
    """A copy with one place changed, or without the part."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if pattern is None:
        del parts[part]
    else:
        before = parts[part].decode()
        parts[part] = re.sub(pattern, replacement or "", before, count=1, flags=re.DOTALL).encode()
        assert parts[part] != before.encode(), "nothing to change"
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


@pytest.mark.parametrize("fault", IN_WORKBOOKS)
def test_a_fault_in_a_workbook_is_found(filled: Callable[[str], tuple[Path, Path]], tmp_path: Path, fault: str) -> None:
    part, pattern, replacement, told = IN_WORKBOOKS[fault]
    found = workbook_faults(planted(filled(FILLED)[0], tmp_path / "book.xlsm", part, pattern, replacement))
    assert found
    assert any(told in str(each) for each in found), found[:5]


@pytest.mark.parametrize("fault", IN_DOCUMENTS)
def test_a_fault_in_a_document_is_found(filled: Callable[[str], tuple[Path, Path]], tmp_path: Path, fault: str) -> None:
    part, pattern, replacement, told = IN_DOCUMENTS[fault]
    found = document_faults(planted(filled(FILLED)[1], tmp_path / "report.docx", part, pattern, replacement))
    assert found
    assert any(told in str(each) for each in found), found[:5]


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the schemas of ECMA-376 are not at hand")
def test_elements_in_the_wrong_order_are_found_by_the_schemas(
    filled: Callable[[str], tuple[Path, Path]], tmp_path: Path
) -> None:
    swap = r"(<mergeCells.*?</mergeCells>)(.*?)(<pageMargins[^>]*/>)"
    book = planted(filled(FILLED)[0], tmp_path / "book.xlsm", SHEET, swap, r"\3\1\2")
    assert [fault for fault in schema_faults(book) if "mergeCells" in fault.what]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("1+", ""),
        ("SUM(A1:A3)", ""),
        ("SUM(A1 A2", "brackets do not match"),
        ("(1+2", "brackets do not match"),
        ('"a""b"&B2', ""),
        ("1 2", "operand or operator missing"),
        ("甲!A1", "no such sheet"),
        ("#REF!+1", "an error stands"),
        ("NOW()", "volatile"),
    ],
)
def test_formulas(formula: str, told: str) -> None:
    found = list(formula_faults(formula, Names(("首页",)), 0))
    assert (found == []) if not told else any(told in each for each in found)


@pytest.mark.parametrize(
    ("formula", "wrong"),
    [
        ("A1:A3*2", True),
        ("SUM(A1:A3)*2", False),
        ("SUMPRODUCT(A1:A3*2)", False),
        ("IF(A1:A3=1,2)", True),
        ("A1*2", False),
    ],
)
def test_a_range_where_one_cell_is_wanted(formula: str, wrong: bool) -> None:
    assert bool(list(single_cells_wanted(formula, Names(("首页",)), 0))) is wrong
