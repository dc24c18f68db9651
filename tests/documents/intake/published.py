"""Published tables (labels and figures, no prose) from tests/data as Word tables to be read, whole or changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from jixiao.core import resources
from jixiao.model.submission import FormData, Submission, read_sample

from .word import Cell, docx

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data"
SEEDS = ROOT.parent / "shared" / "seeds"
UNITS = ("service-center-2024", "cooperation-center-2024")

SEED_OF = {
    "service-center-2024": "quyuan-2024",
    "cooperation-center-2024": "junshan-2024",
    "assets-commission-2022": "hengyang-2022",
    "assets-commission-2024": "changji-2024",
}
"""Sample → the published report whose figures it keeps, in ../shared/seeds."""

PROSE = "（长文本）"
"""Stands in tests/data for sentences, which belong to their authors."""

TITLES = {
    "base": "2024年度部门整体支出绩效评价基础数据表",
    "overall": "2024年度部门整体支出绩效自评表",
    "project": "2024年度项目支出绩效自评表",
}

Table: TypeAlias = list[list[Cell]]
Change: TypeAlias = Callable[[Table], Table]


def tables(name: str) -> dict[str, Table]:
    """The tables of a published report by form, without the bureau's form about the work itself."""
    return {form_id: table for form_id, table in all_tables(name).items() if form_id in TITLES}


def all_tables(name: str) -> dict[str, Table]:
    """All tables of a published report by form."""
    kept = json.loads((DATA / f"{name}-tables.json").read_text(encoding="utf-8"))["tables"]
    return {t["form"]: [[Cell(*cell) for cell in row] for row in t["rows"]] for t in kept}


def sample(name: str) -> Submission:
    """The same tables as they were entered by hand."""
    entered = read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
    entered.forms = [data for data in entered.forms if data.form in TITLES]
    return entered


def form(name: str, form_id: str) -> FormData:
    return next(sample(name).of(form_id))


def seed(name: str) -> Path:
    """The published report whose figures a sample keeps."""
    return SEEDS / f"{SEED_OF[name]}.docx"


def write(path: Path, found: dict[str, Table]) -> Path:
    """A Word file of these tables under their titles."""
    return docx(path, *(block for form_id, table in found.items() for block in (TITLES[form_id], table)))


def values(data: FormData) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    """Fields and rows without prose."""
    prose = {"goal.expected", "goal.actual", "economy_measures", "unit_name"}
    return {k: v for k, v in data.fields.items() if k not in prose}, {b: rows for b, rows in data.rows.items() if rows}


# ---- changes --------------------------------------------------------------------------------------------------------


def each(change: Callable[[Cell], Cell]) -> Change:
    """Every cell changed alike."""
    return lambda table: [[change(cell) for cell in row] for row in table]


def is_label(cell: Cell) -> bool:
    """Whether a cell holds words of the form alone, no figure and no value behind a colon."""
    text = "".join(cell.text.split())
    return len(text) > 1 and text != PROSE and not text[-1].isdigit() and not text.startswith(("≥", "≤"))


def number(table: Table, label: str) -> int:
    """The row that holds a label."""
    found = [n for n, row in enumerate(table) if any(label in "".join(c.text.split()) for c in row)]
    return found[0]


def indicator_rows(table: Table) -> range:
    """The heading of the indicators and their rows, without the total."""
    return range(number(table, "三级指标"), number(table, "总分"))


def at_columns(order: Callable[[list[Cell]], list[Cell]]) -> Change:
    """The indicators' columns arranged otherwise; the cell left of them all stays."""

    def change(table: Table) -> Table:
        rows = indicator_rows(table)
        return [[row[0], *order(row[1:])] if n in rows else row for n, row in enumerate(table)]

    return change


def unmerged(table: Table) -> Table:
    """Merged cells taken apart: the text above, blank cells below."""
    return each(lambda cell: replace(cell, merge=""))(table)


def repeated(table: Table) -> Table:
    """Merged cells taken apart, each with the text."""
    above: dict[int, Cell] = {}
    result: Table = []
    for row in table:
        line, column = [], 0
        for cell in row:
            own = replace(above[column], merge="") if cell.merge == "continue" else replace(cell, merge="")
            above[column] = own
            line.append(own)
            column += cell.span
        result.append(line)
    return result


def with_row(position: Callable[[Table], int], row: Callable[[Table, int], list[Cell]]) -> Change:
    """One more row before another."""

    def change(table: Table) -> Table:
        at = position(table)
        return [*table[:at], row(table, at), *table[at:]]

    return change


def without_rows(*labels: str) -> Change:
    def change(table: Table) -> Table:
        gone = {number(table, label) for label in labels}
        return [row for n, row in enumerate(table) if n not in gone]

    return change


def places(table: Table) -> Iterator[tuple[int, int]]:
    """Every cell that begins somewhere."""
    return ((r, c) for r, row in enumerate(table) for c, cell in enumerate(row) if cell.merge != "continue")


def put(table: Table, row: int, column: int, text: str) -> Table:
    """The table with another text in one cell."""
    changed = [list(line) for line in table]
    changed[row][column] = replace(changed[row][column], text=text)
    return changed
