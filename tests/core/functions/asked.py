"""A function called for the kind of answer that a test knows it gives."""

from __future__ import annotations

from jixiao.core.functions import Verdict, call
from jixiao.core.functions.results import Answer

from ...narrowing import instance_of


def verdict_of(name: str, *cells: object) -> Verdict:
    """What a check says."""
    return instance_of(Verdict, call(name, *cells))


def text_of(name: str, *cells: object) -> str:
    """What a cell with words shows."""
    return instance_of(str, call(name, *cells))


def column_of(name: str, *cells: object) -> list[Answer]:
    """What a column of cells shows."""
    answer = call(name, *cells)
    assert isinstance(answer, list)
    return answer


def cell_of(name: str, *cells: object) -> Answer:
    """What one cell shows."""
    answer = call(name, *cells)
    assert not isinstance(answer, list)
    return answer
