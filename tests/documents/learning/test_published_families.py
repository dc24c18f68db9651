"""The published documents of the families that somebody wrote, learned from nothing: the same key in every place.

What a person wrote is the truth: each figure that the written family finds in a cell has its key there, and the
learned one must have taken the cell for the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from jixiao.documents.intake import Intake, read_report
from jixiao.documents.intake.labels import alike, normal
from jixiao.documents.learning import learn
from jixiao.documents.learning.form import LearnedForm
from jixiao.documents.learning.taken import CellRole
from jixiao.model.submission import FormData

SHARED = Path(__file__).parents[3].parent / "shared"
DOCUMENTS = {
    "hunan-2024": "seeds/quyuan-2024.docx",
    "hunan-2024 junshan": "seeds/junshan-2024.docx",
    "hunan-2022": "seeds/hengyang-2022.docx",
    "xinjiang-2024": "seeds/changji-2024.docx",
    "yueyanglou-2023": "strangers/yueyanglou-2023.docx",
}
LEAST, LEAST_OF_EACH = 0.97, 0.90
_CELL, _TABLE, _ROW = re.compile(r"第(\d+)行第(\d+)列"), re.compile(r"第(\d+)个表"), re.compile(r"(\w+)\[\d+\]\.(\w+)")


def plain(key: str) -> str:
    return re.sub(r"_\d+$", "", key)


def places(form: LearnedForm) -> dict[tuple[int, int], str]:
    """What each cell outside the rows that repeat was taken for."""
    cells = (taken for taken in form.taken.cells.values() if taken.role in (CellRole.FIELD, CellRole.BOTH))
    return {form.places[id(taken.cell)]: plain(taken.key) for taken in cells if id(taken.cell) in form.places}


def compared(data: FormData, form: LearnedForm) -> Iterator[tuple[str, str, str]]:
    """Each figure that the written family found: what it is, its key, and what was learned there."""
    taken = places(form)
    columns = {(b.name, form.places[id(c.cell)][1]): c.key for b in form.taken.blocks for c in b.columns}
    for reference, where in data.places.items():
        row, column = (int(number) - 1 for number in _CELL.search(where).groups())  # type: ignore[union-attr]
        match = _ROW.fullmatch(reference)
        if match is None:
            yield "field", plain(reference), taken.get((row, column), "")
        elif (match[1], column) in columns:
            yield "column", match[2], columns[match[1], column]


def headings(written: Intake) -> Iterator[str]:
    """The headings that the written family found in the document, as it prints them itself."""
    for report in written.family.outline.reports:
        found = written.submission.headings.get(report.id, [])
        yield from (normal(section.heading) for section in report.sections if section.key in found)


def share_of(name: str) -> tuple[Counter[str], Counter[str], list[str]]:
    """How many of each kind there are, how many are right, and what is not."""
    path = SHARED / DOCUMENTS[name]
    written = read_report(path, name.split(" ")[0])
    learned = learn("learned", [path])
    forms = {form.taken.table.number + 1: form for form in learned.forms}
    found = []
    for data in written.submission.forms:
        number = _TABLE.match(data.sheet)
        if number and int(number[1]) in forms:
            found += list(compared(data, forms[int(number[1])]))
    reports = (learned.report or {}).get("reports", ())
    said = [normal(section["heading"]) for report in reports for section in report["sections"]]
    for heading in headings(written):
        found.append(
            ("heading", heading, heading if any(heading == other or alike(heading, other) for other in said) else "")
        )
    right = Counter(kind for kind, key, other in found if key == other)
    wrong = [f"{kind} {key}: {other or 'nothing'}" for kind, key, other in found if key != other]
    return Counter(kind for kind, _, _ in found), right, wrong


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here: published documents are no part of the project")
def test_the_published_families_are_learned_as_somebody_wrote_them() -> None:
    whole: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for name in DOCUMENTS:
        there, taken, wrong = share_of(name)
        assert all(taken[kind] >= LEAST_OF_EACH * there[kind] for kind in there), (name, wrong)
        whole += there
        right += taken
    assert right.total() >= LEAST * whole.total(), (right, whole)
