"""Formulas between Excel's notation and the one of Calc's API, without LibreOffice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlwings_calc.addresses import quoted
from xlwings_calc.formulas import is_formula, names_in, programmatic_functions, shifted, to_calc, to_excel

SHEETS = ["plain", "附件2", "附件2 表", "it's", "One", "Three"]

BOTH_WAYS = {
    "=SUM(A1:B2,3)": "=SUM(A1:B2;3)",
    "='附件2 表'!$A$1+plain!B2": "=$'附件2 表'.$A$1+$'plain'.B2",
    "='it''s'!A1": "=$'it''s'.A1",
    "=SUM((A1:A2,C1:C2))": "=SUM((A1:A2~C1:C2))",
    "=A1:A2,C1": "=A1:A2~C1",
    "={1,2;3,4}": "={1;2|3;4}",
    "=SUM({1,2;3,4},5)": "=SUM({1;2|3;4};5)",
    "=SUM(plain!A:A,$1:$2)": "=SUM($'plain'.A:A;$1:$2)",
    '=IF(A1="","a,b;c!d.e",TRUE)': '=IF(A1="";"a,b;c!d.e";TRUE())',
    "=A1:B2 B1:C3": "=A1:B2!B1:C3",
    "=(A1:B2) B1": "=(A1:B2)!B1",
    "=SUM( A1 , B1 )": "=SUM( A1 ; B1 )",
    "=-A1^2%": "=-A1^2%",
    "=plain!A1:B2": "=$'plain'.A1:B2",
    "=One:Three!A1:B3": "=$'One'.A1:$'Three'.B3",
    "='附件2 表:One'!A1:B3": "=$'附件2 表'.A1:$'One'.B3",
    "=CEILING(A1,1)+EFFECT(B1,4)": "=CEILING.XCL(A1;1)+EFFECTIVE(B1;4)",
    "=IFERROR(A1,)": "=IFERROR(A1;)",
    "=plain!local*预算": "=$'plain'.local*预算",
    "=LOG10(A1)+my.name+_x1": "=LOG10(A1)+my.name+_x1",
    "=#REF!+#N/A": "=#REF!+#N/A",
    '="say ""hi"""': '="say ""hi"""',
    "=1.5E+3+.5-2.": "=1.5E+3+.5-2.",
    "=Table1[[#All],[a,b]]": "=Table1[[#All],[a,b]]",
    "=FALSE": "=FALSE()",
    "=附件2!A1": "=$'附件2'.A1",
}


@pytest.mark.parametrize("excel", BOTH_WAYS)
def test_from_excel_to_calc_and_back(excel: str) -> None:
    calc = BOTH_WAYS[excel]
    assert to_calc(excel) == calc
    assert to_excel(calc, SHEETS) == excel


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ('=_xlfn.CONCAT(A1,"x")', '=CONCAT(A1;"x")'),
        ("=_xlfn.ORG.LIBREOFFICE.REGEX(A1)", "=REGEX(A1)"),
        ("=ceiling(A1,2)", "=CEILING.XCL(A1;2)"),
        ("=TRUE()", "=TRUE()"),
        ("=One:Three!A1", "=$'One'.A1:$'Three'.A1"),
        ("=plain!A1:plain!B2", "=$'plain'.A1:$'plain'.B2"),
    ],
)
def test_other_ways_to_write_the_same(excel: str, calc: str) -> None:
    assert to_calc(excel) == calc


@pytest.mark.parametrize(
    ("calc", "excel"),
    [
        ("{=A1:A3*2}", "=A1:A3*2"),
        ("=plain.local+other.name", "=plain!local+other.name"),
        ("=附件2.local", "=附件2!local"),
        ("='附件2 表'.local", "='附件2 表'!local"),
        ("=$plain.$A$1:$plain.$B$2", "=plain!$A$1:$B$2"),
        ("=#REF!.A1", "=#REF!A1"),
        ("=COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE(A1;1)", "=EDATE(A1,1)"),
        ("=ERROR.TYPE(A1)", "=ERROR.TYPE(A1)"),
    ],
)
def test_what_calc_writes_otherwise(calc: str, excel: str) -> None:
    assert to_excel(calc, SHEETS, {"COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE": "EDATE"}) == excel


@pytest.mark.parametrize("formula", ["='[other.xlsx]Sheet1'!A1", "=[other.xlsx]Sheet1!A1", "=SUM([1]Sheet1!A1)"])
def test_other_workbooks_are_not_covered(formula: str) -> None:
    with pytest.raises(NotImplementedError, match="another workbook is not covered by xlwings_calc"):
        to_calc(formula)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=A1+$B1+C$1+$D$1", "=C2+$B2+E$1+$D$1"),
        ("=SUM(plain!A1:B2,A:A,$1:1)", "=SUM(plain!C2:D3,C:C,$1:2)"),
        ('="A1"&LOG10(A1)&total', '="A1"&LOG10(C2)&total'),
    ],
)
def test_references_move_when_a_formula_is_copied(formula: str, expected: str) -> None:
    assert shifted(formula, 1, 2) == expected


def test_references_that_leave_the_sheet_are_lost() -> None:
    assert shifted("=A1+XFD1", -1, 0) == "=#REF!+#REF!"
    assert shifted("=XFD1", 0, 1) == "=#REF!"
    assert shifted("=A1", 0, 0) == "=A1"


def test_what_is_asked_of_a_formula() -> None:
    assert is_formula("=1")
    assert not is_formula("=")
    assert not is_formula("≥1")
    assert names_in('=SUM(one;$plain.two;"three";A1;four.five)+预算') == {"one", "预算"}
    assert programmatic_functions("=ORG.JIXIAO.FUNCTIONS.GRADE(A1)")
    assert not programmatic_functions('=STDEV.S(A1)&"A.B.C("')


@given(st.text(alphabet="A1b$:;,.(){}'\"! #中=+|~[]%", max_size=30))
def test_nothing_that_is_typed_breaks_the_translation(text: str) -> None:
    for translate in (to_calc, to_excel, lambda formula: shifted(formula, 1, 1)):
        try:
            assert isinstance(translate(f"={text}"), str)
        except NotImplementedError:
            assert "]" in text


@given(st.text(alphabet="ab1中 '!.-()", min_size=1, max_size=20), st.booleans())
def test_any_sheet_s_name_survives(sheet: str, absolute: bool) -> None:
    cell = "$A$1" if absolute else "A1"
    formula = f"=SUM({quoted(sheet)}!{cell},1)"
    assert to_excel(to_calc(formula), [sheet]) == formula
