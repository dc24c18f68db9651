"""The tables of the samples equal those that the units published, cell by cell, but for named differences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from .golden import DATA, FORMS, PROSE, Cell, Table, extract, read_golden, read_tables, seed

Aspect = Literal["text", "span", "merge"]

# One printed column of 附件2 and 附件3 is two columns of our grid: in the sheet 其中：一般公共预算 stands left of its
# figure, in Word both stand in one cell.
SPLIT = {"base": set(), "overall": {2}, "project": {2}, "appraisal": set()}


@dataclass(frozen=True)
class Pair:
    """A published cell and ours in the same place.

    ``label`` is the first text of their row, ``head`` that of the row above.
    """

    form: str
    label: str
    head: str
    index: int
    published: Cell
    ours: Cell


@dataclass(frozen=True)
class Difference:
    """Where ours is meant to differ, and why."""

    aspect: Aspect
    reason: str
    holds: Callable[[Pair], bool]


DIFFERENCES = {
    "格内换行": Difference(
        "text",
        "line breaks and empty paragraphs fit a label to a narrow cell by hand; Word breaks ours itself",
        lambda pair: "\n" in pair.published.text and unbroken(pair.published) == unbroken(pair.ours),
    ),
    "长文本": Difference(
        "text",
        "sentences belong to their authors: the samples tell the same in words of our own",
        lambda pair: pair.published.text == PROSE and len(pair.ours.text) > 10,
    ),
    "左侧标签合并": Difference(
        "merge",
        "published: a label over an empty cell; ours: one cell over both rows, as junshan has it in its first",
        lambda pair: (
            pair.form == "base"
            and pair.index == 0
            and not pair.published.merge
            and any(label in pair.label + pair.head for label in ("财政供养人员情况", "楼堂馆所控制情况"))
        ),
    ),
    "年度总体目标栏宽": Difference(
        "span",
        "published: a goal in the width of 一级指标, its result in seven columns; ours: half the table each",
        lambda pair: (pair.index, pair.published.span, pair.ours.span) in {(1, 1, 3), (2, 7, 5)},
    ),
    "主管部门栏宽": Difference(
        "span",
        "published: the department in one narrow column; ours: two, because names are long",
        lambda pair: (
            pair.label == "主管部门" and (pair.index, pair.published.span, pair.ours.span) in {(1, 1, 2), (3, 6, 5)}
        ),
    ),
}


@pytest.fixture
def pairs(sample_report: Callable[..., Any]) -> Callable[[str], list[Pair]]:
    def paired(name: str) -> list[Pair]:
        ours = read_tables(sample_report(name))
        golden = read_golden(name)
        assert [form for form, _ in golden] == list(FORMS[name])
        assert len(ours) == len(golden)
        return [pair for (form, table), own in zip(golden, ours, strict=True) for pair in pair_cells(form, table, own)]

    return paired


def pair_cells(form: str, published: Table, ours: Table) -> Iterator[Pair]:
    head = ""
    for row, own in zip(published, in_printed_columns(ours, SPLIT[form]), strict=True):
        label = unbroken(row[0])
        for index, (cell, own_cell) in enumerate(zip(row, own, strict=True)):
            yield Pair(form, label, head, index, cell, own_cell)
        head = label


def in_printed_columns(table: Table, split: set[int]) -> Table:
    """Spans counted in columns of the printed form: a cell over both halves of a split one covers one column less."""
    counted = []
    for row in table:
        column, cells = 0, []
        for cell in row:
            covered = range(column + 1, column + cell.span)
            cells.append(Cell(cell.text, cell.span - len(split.intersection(covered)), cell.merge))
            column += cell.span
        counted.append(cells)
    return counted


def unbroken(cell: Cell) -> str:
    return cell.text.replace("\n", "")


def reasons(pair: Pair) -> Iterator[tuple[str, str]]:
    """Each aspect in which two cells differ with the name of the difference that explains it."""
    for aspect in ("text", "span", "merge"):
        if getattr(pair.published, aspect) != getattr(pair.ours, aspect):
            names = [name for name, d in DIFFERENCES.items() if d.aspect == aspect and d.holds(pair)]
            yield aspect, names[0] if names else ""


@pytest.mark.parametrize("name", FORMS)
def test_tables_equal_the_published_ones_cell_by_cell(pairs: Callable[..., Any], name: str) -> None:
    unexplained = [(aspect, pair) for pair in pairs(name) for aspect, reason in reasons(pair) if not reason]
    assert not unexplained


def test_each_named_difference_is_met(pairs: Callable[..., Any]) -> None:
    met = {reason for name in FORMS for pair in pairs(name) for _, reason in reasons(pair)}
    assert met == set(DIFFERENCES)


@pytest.mark.parametrize("name", FORMS)
def test_published_figures_are_all_there(pairs: Callable[..., Any], name: str) -> None:
    """A second reading of the first test: whatever holds a digit and is no prose stands in our table as it stood."""
    figures = [pair for pair in pairs(name) if any(c.isdigit() for c in pair.published.text)]
    assert len(figures) > 40
    assert [unbroken(pair.ours) for pair in figures] == [unbroken(pair.published) for pair in figures]


@pytest.mark.parametrize("name", FORMS)
def test_golden_tables_are_those_of_the_published_report(name: str) -> None:
    if not seed(name).is_file():
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    kept = json.loads((DATA / f"{name}-tables.json").read_text(encoding="utf-8"))
    assert extract(name) == kept


def test_every_table_has_a_form() -> None:
    kept = {name: json.loads((DATA / f"{name}-tables.json").read_text(encoding="utf-8")) for name in FORMS}
    assert {name: data["tables_without_a_form"] for name, data in kept.items()} == {
        "service-center-2024": 0,
        "cooperation-center-2024": 0,
    }
