"""An edit in a workbook of twenty projects asks Python few times: each time costs Excel some two milliseconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .edit_cost import Dependents

MOST = 12


@pytest.fixture(scope="module")
def dependents(empty_book: Callable[[str, int], Path]) -> Dependents:
    return Dependents(empty_book("hunan-2024", 20))


@pytest.mark.parametrize("sheet", ["附件2 整体支出自评表", "附件3 项目3"])
@pytest.mark.parametrize("column", ["actual", "target", "weight", "score", "reason"])
def test_a_cell_of_an_indicator_asks_few_times(dependents: Dependents, sheet: str, column: str) -> None:
    asked = dependents.calls_after(sheet, f"indicators_{column}", 2)
    assert 0 < asked.total() <= MOST, asked
