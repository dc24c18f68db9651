"""What an administrator corrected last year, found again in this year's blank by the labels."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawCell, RawTable
from jixiao.documents.learning.family import BLANKS, PROVINCE, RECORD, Learned, learn, place, read_record
from jixiao.documents.learning.form import LearnedForm
from jixiao.documents.learning.known import known
from jixiao.documents.learning.taken import Role, Taken
from jixiao.documents.learning.words import is_value

_SAME_FORM = 0.5
"""The share of last year's labels that this year's form has, if it is the same."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What names a cell: its own words, the nearest on its left, the nearest above; none of them tells the year."""

    own: str
    left: str
    above: str

    def __str__(self) -> str:
        return self.own or "·".join(filter(None, (self.left, self.above))) or "空格"


def carry_over(family: Path, now: Learned) -> dict[str, str]:
    """Place in this year's blank → what a person took that cell for last year; what fits no more is remarked on.

    Args:
        family: the folder of last year's family.
        now: this year's, as it was learned without corrections.
    """
    if not (family / BLANKS / RECORD).is_file():
        return {}
    record = read_record(family)
    said = {where: what for where, what in record["corrections"].items() if where != PROVINCE}
    if not said:
        return {}
    files = [family / BLANKS / name for name in record["files"]]
    return _carried(_corrected(learn(now.id, files, year=record["asked"]["year"]), said), now)


@dataclass(frozen=True, slots=True)
class _Corrected:
    """A cell of last year's form, and what a person said it is."""

    form: LearnedForm
    cell: RawCell
    said: str


def _corrected(before: Learned, said: Mapping[str, str]) -> Iterator[_Corrected]:
    for form in before.forms:
        for cell in _cells(form):
            if (where := _place(form, cell)) in said:
                yield _Corrected(form, cell, said[where])


def _carried(corrected: Iterator[_Corrected], now: Learned) -> dict[str, str]:
    found: dict[int, tuple[LearnedForm, RawCell, str]] = {}
    for one in corrected:
        form = _same_form(one.form, now)
        cell = _same_cell(one, form) if form else None
        if form and cell:
            found[id(cell)] = (form, cell, one.said)
        else:
            now.remarks.append(f"{_about(one.form, one.cell, one.said)}，今年的样表上没有找到，没有带过来")
    carried = {}
    for form, cell, what in found.values():
        if other := _taken_for(form, cell, what, found.keys()):
            now.remarks.append(f"{_about(form, cell, what)}，今年的样表上「{other}」已认作它，没有带过来")
        else:
            carried[_place(form, cell)] = what
    return carried


def _about(form: LearnedForm, cell: RawCell, said: str) -> str:
    what = said if said in (Role.LABEL, Role.BLANK) else known().name(said) or said
    words = cell.text or form.taken.of(cell).title or str(_labels(form.taken.table, cell))
    return f"去年在对照表里改过的「{''.join(words.split())[:30]}」（改为{what}）"


def _same_form(before: LearnedForm, now: Learned) -> LearnedForm | None:
    """The form of this year with the most of last year's labels."""
    said = _said(before)
    best = max(now.forms, key=lambda form: len(said & _said(form)), default=None)
    return best if best and len(said & _said(best)) >= _SAME_FORM * len(said) else None


def _said(form: LearnedForm) -> set[str]:
    return {_own(cell) for cell in _cells(form)} - {""}


def _same_cell(one: _Corrected, form: LearnedForm) -> RawCell | None:
    """The one cell that has the same labels, as far as they are needed to tell it from others."""
    was = _labels(one.form.taken.table, one.cell)
    same = [(cell, _labels(form.taken.table, cell)) for cell in _cells(form) if _own(cell) == was.own]
    if not was.own:
        same = [(cell, labels) for cell, labels in same if labels.left == was.left]
    for name in ("left", "above"):
        if len(same) > 1 or not (was.own or was.left):
            same = [(cell, labels) for cell, labels in same if getattr(labels, name) == getattr(was, name)]
    twins = [cell for cell in _cells(one.form) if _labels(one.form.taken.table, cell) == was]
    is_one_of_them = len(same) == len(twins) and one.cell in twins
    return same[twins.index(one.cell)][0] if is_one_of_them else same[0][0] if len(same) == 1 else None


def _taken_for(form: LearnedForm, cell: RawCell, key: str, carried: Container[int]) -> str:
    """The label of another cell that is taken for a key already, and was not corrected itself."""
    block = next((b.columns for b in form.taken.blocks if any(c.cell is cell for c in b.columns)), None)
    fields = [taken for taken in form.taken.cells.values() if taken.role in (Role.FIELD, Role.BOTH)]
    others: list[Taken] = fields if block is None else block
    same = (taken for taken in others if taken.key == key and taken.cell is not cell)
    return next((t.title or str(_labels(form.taken.table, t.cell)) for t in same if id(t.cell) not in carried), "")


# ---- cells and their labels ---------------------------------------------------------------------------------


def _cells(form: LearnedForm) -> Iterator[RawCell]:
    return (cell for row in form.taken.table.rows for cell in row if id(cell) in form.places)


def _place(form: LearnedForm, cell: RawCell) -> str:
    return place(form.file, form.taken.table.number, *form.places[id(cell)])


def _own(cell: RawCell) -> str:
    """A cell's words; figures and what only keeps a place name nothing."""
    return "" if is_value(cell.text) else normal(cell.text)


def _labels(table: RawTable, cell: RawCell) -> Labels:
    around = [*table.rows[cell.row], *table.covered[cell.row]]
    left = sorted((other for other in around if other.end <= cell.column), key=lambda other: -other.column)
    rows = reversed(table.rows[: cell.row])
    above = (other for row in rows for other in row if other.column <= cell.column < other.end)
    return Labels(_own(cell), *(next(filter(None, map(_own, others)), "") for others in (left, above)))
