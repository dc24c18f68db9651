"""Cells answered on Windows: xlwings' own library, its COM server, our functions, asked as a workbook's VBA asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jixiao.core import resources
from jixiao.core.functions import FUNCTIONS
from jixiao.documents.workbook.build import build
from jixiao.interfaces.excel.cell_functions import answer
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

from .windows import Installed, windows_path
from .workbook_calls import OMITTED, Call, calls_of, expected

pytestmark = pytest.mark.live


DIVISION_BY_ZERO, DIVIDED = -2146826281, "⚠ 所引用的单元格是 #DIV/0!，请先改正"
"""Excel's #DIV/0! as COM hands it over, and what is said of it."""

ROUND_TRIPS = 8
"""At most, of one call, as the server counts them; as xlwings generates it some two hundred."""

ASKING_FOR_THE_COUNT = 8

CLIENT = Path(__file__).with_name("vba_client.py")


def ask(pc: Installed, calls: list[Call], folder: Path) -> dict[str, Any]:
    """The answers of the server, asked from that current folder."""
    given, answered = folder.parent / "calls.json", folder.parent / "answers.json"
    given.write_text(json.dumps(calls, ensure_ascii=False), "utf-8")
    paths = [CLIENT, pc.bundle / "setup" / "excel_client.py", given, answered, folder]
    ran = pc.python(*(windows_path(path) for path in paths))
    assert ran.code == 0, ran.shown
    found: dict[str, Any] = json.loads(answered.read_text("utf-8"))
    return found


def same(got: Any, wanted: Any) -> bool:
    """A column may come as a list of rows or of cells, one of a single cell as that cell."""
    return got == wanted or (isinstance(wanted, list) and _rows(got) == wanted)


def _rows(got: Any) -> list[list[Any]]:
    cells = got if isinstance(got, list) else [got]
    return [cell if isinstance(cell, list) else [cell] for cell in cells]


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """Every call of the samples' workbooks, and of every function some with numbers, texts and nothing."""
    found: dict[str, Call] = {}
    for path in sorted(resources.path("workbook", "samples").glob("*.yaml")):
        sample = read_sample(path)
        book = tmp_path_factory.mktemp("books") / f"{path.stem}.xlsx"
        build(load(sample.family), sample, book)
        found |= {repr(call): call for call in calls_of(book)}
    for name, function in FUNCTIONS.items():
        for value in (10.0, "≥95%", OMITTED):
            call: Call = (name, [value] * len(function.arguments))
            found[repr(call)] = call
    return list(found.values())


def test_every_call_is_answered_as_in_this_process(
    installed: Installed, calls: list[Call], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "某局 (本) & 自评").mkdir()
    found = ask(installed, calls, tmp_path / "某局 (本) & 自评")
    wrong = [
        (call, got, expected(call))
        for call, got in zip(calls, found["answers"], strict=True)
        if not same(got, expected(call))
    ]
    assert not wrong, wrong[:5]
    assert {name for name, _ in calls} == set(FUNCTIONS)
    assert len(calls) <= found["asked"] <= ROUND_TRIPS * len(calls) + ASKING_FOR_THE_COUNT
    with capsys.disabled():
        print(f"\n{len(calls)} calls over COM: {found['median'] * 1000:.1f} ms each, the first {found['first']:.2f} s")
        print(f"the server counts {found['asked'] / len(calls):.2f} round trips a call")


def test_every_type_of_value_arrives_right(installed: Installed, tmp_path: Path) -> None:
    rows = [[10.0, 20.0], [30.0, None]]
    calls: list[tuple[str, list[Any], Any]] = [
        ("EXEC_RATE", [100.0, {"currency": "95.13"}], 0.9513),
        ("EXEC_RATE", [100.0, None], ""),
        ("CHECK_SUM", [60.0, {"cells": rows}, OMITTED], "✓"),
        ("CHECK_SUM", [30.0, {"cells": [[10.0, 20.0]]}, OMITTED], "✓"),
        ("CHECK_SUM", [40.0, {"cells": [[10.0], [30.0]]}, OMITTED], "✓"),
        ("CHECK_DATE", [{"date": "2024-06-30"}, "2024年12月底前", 2024.0, OMITTED], "✓"),
        ("EXEC_RATE", [100.0, {"error": DIVISION_BY_ZERO}], DIVIDED),
        ("LEVEL_TEXT", [{"cells": [["甲"]]}, {"cells": [[{"error": DIVISION_BY_ZERO}]]}, 1.0], DIVIDED),
        ("TARGET_KIND", [True], answer(FUNCTIONS["TARGET_KIND"], [True])),
    ]
    found = ask(installed, [(name, arguments) for name, arguments, _ in calls], tmp_path)
    assert found["answers"] == [wanted for *_, wanted in calls]


def test_nothing_is_imported_from_where_the_workbook_lies(installed: Installed, tmp_path: Path) -> None:
    folder = tmp_path / "别人的"
    folder.mkdir()
    ran = folder / "ran.txt"
    for name in ("jixiao", "xlwings", "pythoncom"):
        (folder / f"{name}.py").write_text(f"open(r'{windows_path(ran)}', 'w').close()")
    (folder / "xlwings.conf").write_text(f'"PYTHONPATH","{windows_path(folder)}"\n')
    found = ask(installed, [("EXEC_RATE", [100.0, 50.0])], folder)
    assert found["answers"] == [0.5]
    assert not ran.exists()
    assert found["about"]["safe"] == "True"
    assert "site-packages\\jixiao" in found["about"]["package"]
    assert windows_path(folder).lower() not in found["about"]["path"].lower()
    assert "''" not in found["about"]["path"]
