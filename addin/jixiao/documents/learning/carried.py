"""What an administrator corrected last year, found again in this year's blank by the labels."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawCell, RawTable
from jixiao.documents.learning.form import LearnedForm
from jixiao.documents.learning.known import EXACT, known
from jixiao.documents.learning.learned_family import BLANKS, PROVINCE, RECORD, Learned, learn, place, read_record
from jixiao.documents.learning.taken import CellRole, Taken
from jixiao.documents.learning.words import is_value

_SAME_FORM = 0.5
"""The share of last year's labels that this year's form has, if it is the same."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What names a cell: its own words, the nearest on its left, the nearest above; none of them tells the year."""

    own: str
    left: str
    above: str

    @property
    def nearest(self) -> tuple[str, str]:
        """What is compared first: its own words, or where it has none those on its left."""
        return self.own, "" if self.own else self.left

    def __str__(self) -> str:
        return self.own or "·".join(filter(None, (self.left, self.above))) or "空格"


def learned_before(family: Path) -> Learned | None:
    """Last year's family learned again, ``carried`` being what was corrected then; none of a family somebody wrote.

    Args:
        family: its folder.
    """
    if not (family / BLANKS / RECORD).is_file():
        return None
    record = read_record(family)
    before = learn(family.name, [family / BLANKS / name for name in record["files"]], year=record["asked"]["year"])
    before.carried = {where: what for where, what in record["corrections"].items() if where != PROVINCE}
    return before


def carry_over(before: Learned, now: Learned) -> dict[str, str]:
    """Place in this year's blank → what a person took that cell for last year; what fits no more is remarked on."""
    found: dict[int, tuple[_Form, RawCell, str]] = {}
    for was, form in _pairs(before, now):
        for cell in (cell for cell in was.cells if was.place(cell) in before.carried):
            said = before.carried[was.place(cell)]
            same = _same_cell(was, cell, form) if form else None
            if form and same:
                found[id(same)] = (form, same, said)
            else:
                now.remarks.append(f"{was.about(cell, said)}，今年的样表上没有找到，没有带过来")
    return dict(_not_taken_twice([*found.values()], now))


def _not_taken_twice(found: Sequence[tuple[_Form, RawCell, str]], now: Learned) -> Iterator[tuple[str, str]]:
    """What another cell is taken for already is not carried over."""
    carried = {id(cell) for _, cell, _ in found}
    for form, cell, said in found:
        if other := _taken_for(form, cell, said, carried):
            now.remarks.append(f"{form.about(cell, said)}，今年的样表上「{other}」已认作它，没有带过来")
        else:
            yield form.place(cell), said


def confirmed_again(before: Learned, now: Learned) -> frozenset[str]:
    """Places in this year's blank that are taken, not for sure, for what a person confirmed last year."""
    return frozenset(
        form.place(same)
        for was, form in _pairs(before, now)
        for cell in was.cells
        if form and id(cell) in was.unsure and was.place(cell) not in before.carried
        if (same := _same_cell(was, cell, form)) and form.unsure.get(id(same)) == was.unsure[id(cell)]
    )


# ---- forms and cells that are the same ----------------------------------------------------------------------


class _Form:
    """A learned form with the labels of its cells."""

    def __init__(self, learned: LearnedForm) -> None:
        self.learned = learned
        rows = learned.taken.table.rows
        self.cells = [cell for row in rows for cell in row if id(cell) in learned.places]
        self.labels = dict(_labels(learned.taken.table))
        self.words = {labels.own for labels in self.labels.values()} - {""}
        columns = (column for block in learned.taken.blocks for column in block.columns)
        self.unsure = {id(t.cell): t.key for t in (*learned.taken.cells.values(), *columns) if _is_guess(t)}
        self._alike: dict[tuple[str, str], list[RawCell]] = {}
        for cell in self.cells:
            self._alike.setdefault(self.labels[id(cell)].nearest, []).append(cell)

    def alike(self, labels: Labels) -> list[RawCell]:
        """The cells with the same words, or without words right of the same."""
        return self._alike.get(labels.nearest, [])

    def place(self, cell: RawCell) -> str:
        """What a cell is called in the table of corrections."""
        return place(self.learned.file, self.learned.taken.table.number, *self.learned.places[id(cell)])

    def about(self, cell: RawCell, said: str) -> str:
        """A cell, and what a person took it for, in words."""
        what = said if said in (CellRole.LABEL, CellRole.BLANK) else known().name(said) or said
        words = cell.text or self.learned.taken.of(cell).title or str(self.labels[id(cell)])
        return f"去年在对照表里改过的「{''.join(words.split())[:30]}」（改为{what}）"


def _is_guess(taken: Taken) -> bool:
    return bool(taken.key) and taken.role is not CellRole.LABEL and taken.sureness != EXACT


def _pairs(before: Learned, now: Learned) -> Iterator[tuple[_Form, _Form | None]]:
    """Each form of last year with this year's that has the most of its labels, if it has enough of them."""
    forms = [_Form(form) for form in now.forms]
    for was in map(_Form, before.forms):
        best = max(forms, key=lambda form: len(was.words & form.words), default=None)
        is_same = best is not None and len(was.words & best.words) >= _SAME_FORM * len(was.words)
        yield was, best if is_same else None


def _same_cell(was: _Form, cell: RawCell, form: _Form) -> RawCell | None:
    """The one cell that has the same labels, as far as they are needed to tell it from others."""
    labels = was.labels[id(cell)]
    same = form.alike(labels)
    for name in ("left", "above"):
        if len(same) > 1 or not (labels.own or labels.left):
            same = [one for one in same if getattr(form.labels[id(one)], name) == getattr(labels, name)]
    twins = [one for one in was.alike(labels) if was.labels[id(one)] == labels]
    if len(same) == len(twins):
        return same[next(number for number, one in enumerate(twins) if one is cell)]
    return same[0] if len(same) == 1 else None


def _taken_for(form: _Form, cell: RawCell, key: str, carried: Container[int]) -> str:
    """The label of another cell that is taken for a key already, and was not corrected itself."""
    taken = form.learned.taken
    fields = [one for one in taken.cells.values() if one.role in (CellRole.FIELD, CellRole.BOTH)]
    columns = next((block.columns for block in taken.blocks if any(c.cell is cell for c in block.columns)), None)
    same = (one for one in columns or fields if one.key == key and one.cell is not cell)
    return next((one.title or str(form.labels[id(one.cell)]) for one in same if id(one.cell) not in carried), "")


# ---- labels -------------------------------------------------------------------------------------------------


def _labels(table: RawTable) -> Iterator[tuple[int, Labels]]:
    """The labels of a table's cells, by their identity."""
    above: dict[int, str] = {}
    for row, covered in zip(table.rows, table.covered, strict=True):
        sides = sorted((cell for cell in (*row, *covered) if _own(cell)), key=lambda cell: -cell.column)
        for cell in row:
            left = next((_own(other) for other in sides if other.end <= cell.column), "")
            yield id(cell), Labels(_own(cell), left, above.get(cell.column, ""))
        for cell in sides:
            above |= dict.fromkeys(range(cell.column, cell.end), _own(cell)) if cell in row else {}


def _own(cell: RawCell) -> str:
    """A cell's words; figures and what only keeps a place name nothing."""
    return "" if is_value(cell.text) else normal(cell.text)
