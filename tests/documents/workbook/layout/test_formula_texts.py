"""The text of a formula, made once for all sheets of a form."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from jixiao.documents.workbook.layout.formula_texts import formula_text

NAMES = [f"field.{number}" for number in range(12)]


def test_names_are_asked_for_in_the_formula_s_order_each_once() -> None:
    """Who is asked hands out columns as it is asked: the same book must come of the same figures."""
    schema: Any = SimpleNamespace(formula_texts={})
    asked: list[str] = []

    def reference(name: str) -> str:
        asked.append(name)
        return name.upper()

    text = formula_text(schema, "sum", lambda of: "+".join(map(of, [*NAMES, *NAMES])), reference)
    assert asked == NAMES
    assert text == "+".join(name.upper() for name in [*NAMES, *NAMES])
