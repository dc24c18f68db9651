"""The number format of a field: none where the figure needs none, so that a date typed next can be told from it."""

from __future__ import annotations

import pytest
from jixiao.documents.workbook.layout.cells import format_of
from jixiao.model.forms.family import Kind


@pytest.mark.parametrize(
    ("kind", "typed", "pattern"),
    [
        ("amount", "78.16", "General"),
        ("amount", "-0.5", "General"),
        ("count", "3", "General"),
        ("amount", "90.80", "0.00"),
        ("amount", "12345678.1234", "0.0000"),
        ("percent", "95.13%", "0.00%"),
        ("percent", "-0.5", "0.0"),
        ("amount", "", "General"),
        ("percent", "", "[=1]0%;0.00%"),
        ("date", "2025-03-20", "@"),
        ("text", "78.16", "@"),
    ],
)
def test_a_figure_keeps_its_digits_and_one_that_needs_no_format_has_none(kind: Kind, typed: str, pattern: str) -> None:
    assert format_of(kind, typed) == pattern
