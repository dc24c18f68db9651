"""Every module of a workbook parses by the grammar that Microsoft publishes, in 64 bits and in 32."""

from __future__ import annotations

import pytest
from jixiao.documents.workbook.build import build
from jixiao.model.forms.library import load
from jixiao.model.submission import start

from .macro_audit import macros_of
from .package import Package

pytest.importorskip("antlr4_vba", reason="the grammar is not installed: pip install antlr4-vba")

from .vba_grammar import EXCELS, errors

OTHERS = ("xlwings", "Dictionary")
"""Not ours, and long."""


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    book = tmp_path_factory.mktemp("vba") / "book.xlsm"
    family = load("hunan-2024")
    build(family, start(family, "某局", 2024, projects=1), book)
    return dict(macros_of(Package.read(book)).modules)


@pytest.mark.parametrize("excel", ["64 bit", pytest.param("32 bit", marks=pytest.mark.long)])
def test_our_modules(modules: dict[str, str], excel: str) -> None:
    ours = {name: text for name, text in modules.items() if name not in OTHERS and not name.startswith("Sheet")}
    assert {"Buttons", "Calls", "Start", "xlwings_udfs", "ThisWorkbook"} <= set(ours)
    assert {name: found for name, text in ours.items() if (found := errors(text, EXCELS[excel]))} == {}


@pytest.mark.long
@pytest.mark.parametrize("excel", EXCELS)
@pytest.mark.parametrize("name", OTHERS)
def test_the_modules_of_others(modules: dict[str, str], name: str, excel: str) -> None:
    assert errors(modules[name], EXCELS[excel]) == []


@pytest.mark.parametrize(
    "broken", ["Sub a()\nIf x Then\nEnd Sub\n", "Sub a(\nEnd Sub\n", "Sub a()\nCall b(\nEnd Sub\n"]
)
def test_the_grammar_is_not_blind(broken: str) -> None:
    assert errors(f'Attribute VB_Name = "M"\n{broken}', EXCELS["64 bit"])
