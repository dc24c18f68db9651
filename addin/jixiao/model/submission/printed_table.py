"""Tables of a published document as they stand there, whatever form they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell; rows and columns count from 0 in the table's grid, merged cells reach over several of them."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table: ``name`` is how findings call it, ``form`` the form it was recognised as (empty: none).

    ``above`` are the lines between it and the table before, which may say its title, its year and its unit.
    """

    name: str
    form: str
    above: str
    cells: tuple[PrintedCell, ...]
