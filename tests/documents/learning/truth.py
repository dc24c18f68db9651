"""Blanks with what a person took their cells for, and the share that the learner takes the same.

A file of ``tests/data/blanks`` is a blank written as text: lines, and tables as lines of cells between ``[T]`` and
``[/T]``, ``<`` continuing the cell on the left and ``^`` the one above. Behind a text stands what it is:

* ``{key}`` a cell to be filled in, ``{~}`` one that is the form's own; ``{=key}`` the heading of a column of rows
  that repeat, ``# name rows`` before those rows;
* ``{/key key}`` a line outside the tables with what is filled in on it;
* ``{level section}`` a heading of the report's outline, also within a line that runs on behind it, and within a cell
  of a table that only frames the outline (``\\n`` parts its lines); ``{level# section}`` one whose number Word counts:
  the file says the number as printed, the blank has it from a list; ``{level* section}`` one in bold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from jixiao.documents.learning import Learned
from jixiao.documents.learning.form import LearnedForm
from jixiao.documents.learning.taken import CellRole
from jixiao.model.forms.family import Form
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.numbering import without_numbering

from .blanks import LEFT, Bold, Listed, write_docx, write_xlsx

_HEADING = re.compile(r"\{([1-4])([#*]?) ?([a-z_]*)\}")
_MARK = re.compile(r"\{([^{}]*)\}\s*$")
_BLOCK = re.compile(r"# (\w+) (\d+)")
OWN = "~"


@dataclass(slots=True)
class Table:
    """A table's texts, and by place what a person took its cells for."""

    rows: list[list[str]] = field(default_factory=list)
    fields: dict[tuple[int, int], str] = field(default_factory=dict)
    columns: dict[tuple[int, int], str] = field(default_factory=dict)
    blocks: list[tuple[str, int, int]] = field(default_factory=list)
    is_frame: bool = False
    """Whether it only frames headings of the outline."""

    def is_in_block(self, row: int) -> bool:
        return any(first <= row < first + count for _, first, count in self.blocks)


@dataclass(slots=True)
class Truth:
    """A blank as a person read it."""

    name: str
    about: dict[str, str] = field(default_factory=dict)
    content: list[str | Listed | Bold | Table] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    headings: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.content if isinstance(part, Table)]

    def write(self, folder: Path) -> Path:
        """The blank as a Word file, or as the sheet its head says it is (``as: xlsx``)."""
        parts = [part.rows if isinstance(part, Table) else part for part in self.content]
        suffix = self.about.get("as", "docx")
        return {"docx": write_docx, "xlsx": write_xlsx}[suffix](folder / f"{self.name}.{suffix}", *parts)


def read_truth(path: Path) -> Truth:
    """A file of blanks and truth."""
    head, _, body = path.read_text("utf-8").partition("---\n")
    truth = Truth(path.stem, dict(line.split(": ", 1) for line in head.strip().split("\n")))
    table: Table | None = None
    for line in body.rstrip("\n").split("\n"):
        if line == "[T]":
            table = Table()
            truth.content.append(table)
        elif line == "[/T]":
            table = None
        elif table is not None:
            table.is_frame |= bool(_HEADING.search(line))
            _take_row(table, "|".join(_without_headings(truth, cell) for cell in line.split("|")))
        else:
            _take_line(truth, line)
    return truth


def _take_row(table: Table, line: str) -> None:
    block = _BLOCK.fullmatch(line)
    if block:
        table.blocks.append((block[1], len(table.rows), int(block[2])))
        return
    texts = []
    for column, cell in enumerate(line.split("|")):
        mark = _MARK.search(cell)
        if mark:
            places = table.columns if mark[1].startswith("=") else table.fields
            places[len(table.rows), column] = mark[1].lstrip("=")
        text = _MARK.sub("", cell)
        texts.append(LEFT if text == "<" else text.replace("\\n", "\n"))
    table.rows.append(texts)


def _without_headings(truth: Truth, cell: str) -> str:
    """A cell without its marks of headings, which are taken."""
    for line in cell.split("\\n"):
        _take_heading(truth, line)
    return _HEADING.sub("", cell)


def _take_heading(truth: Truth, line: str) -> re.Match[str] | None:
    mark = _HEADING.search(line)
    if mark:
        truth.headings.append((line[: mark.start()].strip().rstrip("。：: "), int(mark[1]), mark[3]))
    return mark


def _take_line(truth: Truth, line: str) -> None:
    heading = _take_heading(truth, line)
    if heading:
        text = _HEADING.sub("", line)
        listed = Listed(without_numbering(text), int(heading[1]))
        ways: dict[str, str | Listed | Bold] = {"": text, "#": listed, "*": Bold(text)}
        truth.content.append(ways[heading[2]])
        return
    mark = _MARK.search(line)
    truth.content.append(_MARK.sub("", line))
    if mark:
        truth.lines.append(mark[1][1:].split())


@dataclass(slots=True)
class Share:
    """How many there are, how many were taken right, and what was not."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    own: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, kind: str, where: str, said: str, expected: str) -> None:
        self.all[kind] += 1
        self.right[kind] += said == expected
        if said != expected:
            self.wrong.append(f"{kind} {where}: {said or 'nothing'}, not {expected or 'nothing'}")

    def add(self, other: Share) -> None:
        self.right += other.right
        self.all += other.all
        self.own += other.own
        self.wrong += other.wrong

    def of(self, *kinds: str) -> float:
        """The share that is right of these kinds, or of all."""
        kinds = kinds or tuple(self.all)
        return sum(self.right[kind] for kind in kinds) / max(sum(self.all[kind] for kind in kinds), 1)


def compare(truth: Truth, learned: Learned) -> Share:
    """What was learned from a blank beside what a person read there."""
    share = Share()
    for number, table in enumerate(truth.tables):
        if table.is_frame:
            continue
        _compare_table(share, truth.name, table, [form for form in learned.forms if form.taken.table.number == number])
    said = [list(_lines_of(form)) for form in learned.forms]
    for keys in truth.lines:
        found = next((run for lines in said for run in _runs(lines) if run == keys), [])
        share.count("line", truth.name, " ".join(found), " ".join(keys))
    sections = [section for report in (learned.report or {}).get("reports", ()) for section in report["sections"]]
    found_headings = {section["heading"]: section for section in sections}
    for text, level, key in truth.headings:
        section = found_headings.pop(text, None)
        told = f"{section['level']} {section['key'] if key else ''}" if section else ""
        share.count("heading", f"{truth.name} {text}", told, f"{level} {key}")
    for text in found_headings:
        share.count("heading", f"{truth.name} {text}", "a heading", "")
    return share


def _runs(lines: list[list[str]]) -> Iterator[list[str]]:
    """Lines, and lines that a narrow table makes two of."""
    yield from lines
    yield from (first + second for first, second in pairwise(lines))


def _compare_table(share: Share, name: str, table: Table, forms: list[LearnedForm]) -> None:
    found: dict[tuple[int, int], str] = {}
    columns: dict[tuple[int, int], str] = {}
    blocks: list[tuple[str, int, int]] = []
    for form in forms:
        blocks += _blocks_of(form)
        found |= _fields_of(form)
        columns |= {form.places[id(c.cell)]: _key(c.key, c.sureness) for b in form.taken.blocks for c in b.columns}
    for place, key in table.columns.items():
        share.own += key == OWN
        share.count("column", f"{name} {place} {table.rows[place[0]][place[1]]}", columns.get(place, ""), key)
    for block in table.blocks:
        share.count("block", name, str(block if block in blocks else blocks), str(block))
    for row, texts in enumerate(table.rows):
        for column, text in enumerate(texts):
            if text in (LEFT, "^") or (row, column) in table.columns or table.is_in_block(row):
                continue
            expected = table.fields.get((row, column), "")
            share.own += expected == OWN
            kind = "field" if expected else "label"
            share.count(kind, f"{name} ({row},{column}) {text[:12]}", found.get((row, column), ""), expected)


def _blocks_of(form: LearnedForm) -> Iterator[tuple[str, int, int]]:
    for block in form.taken.blocks:
        cells = form.taken.table.rows[block.first]
        row = form.places[id(cells[0])][0] if cells else block.first
        yield block.name.removesuffix("_plain"), row, block.last - block.first + 1


def _fields_of(form: LearnedForm) -> dict[tuple[int, int], str]:
    cells = (
        t for t in form.taken.cells.values() if form.taken.block_at(t.cell.row) is None and id(t.cell) in form.places
    )
    return {
        form.places[id(t.cell)]: _key(t.key, t.sureness)
        for t in cells
        if t.role in (CellRole.FIELD, CellRole.BOTH) and t.key
    }


def _key(key: str, sureness: str) -> str:
    return re.sub(r"_\d+$", "", key) if sureness else OWN


def _lines_of(form: LearnedForm) -> Iterator[list[str]]:
    data = Form.model_validate(form.data)
    for rows in (data.above, data.below):
        for row in rows:
            keys = [cell.field for _, cell in walk_cells([row]) if cell.field]
            yield [_key(key, "S") if re.fullmatch(r"[a-z_.]+(?:_\d)?", key) else OWN for key in keys]
