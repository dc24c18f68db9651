"""Layouts of strangers, each learned from a filled document: ``python -m tests.documents.learning.strangers [NAME …]``.

For each document of ``../shared/strangers`` and for all: columns of rows that repeat and fields that the vocabulary
knows, of all there are; figures of the document that the learned family finds a place for when it reads the document,
and texts with figures left over; differences between the blank and what the family prints (``jixiao family check``).
Without truth written beside them these are no shares of what is right, but what falls short shows.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jixiao.core.errors import UserError
from jixiao.documents.intake import read_report
from jixiao.documents.learning import Learned, learn, prove, write_family
from jixiao.documents.learning.taken import CellRole
from jixiao.documents.learning.words import is_amount
from jixiao.model.forms.library import load, refresh

STRANGERS = Path(__file__).parents[3].parent / "shared" / "strangers"
MEASURES = ("columns", "columns known", "fields", "fields known", "placed", "unplaced", "differences")
_NAME = "learned"
_NO_DOCUMENTS = f"skipped: there is no {STRANGERS.parent.name}/{STRANGERS.name} beside the project"


def measured(path: Path, folder: Path) -> Counter[str]:
    """What was learned of a document, and what the family does with it; the folder takes the family.

    Raises:
        UserError: no form and no outline was found in it.
    """
    learned = learn(_NAME, [path])
    counted = Counter(dict(_taken(learned)))
    if not learned.forms:
        return counted
    write_family(learned, folder / path.stem / _NAME)
    os.environ["JIXIAO_FORMS"] = str(folder / path.stem)
    refresh()
    submission = read_report(path, _NAME).submission
    rows = [row for data in submission.forms for block in data.rows.values() for row in block]
    texts = [text for values in (*(data.fields for data in submission.forms), *rows) for text in values.values()]
    counted["placed"] = sum(map(is_amount, texts))
    counted["unplaced"] = sum(any(map(str.isdigit, item.text)) for item in submission.unplaced)
    counted["differences"] = len(prove(load(_NAME), folder / path.stem / _NAME).differences)
    return counted


def _taken(learned: Learned) -> Iterator[tuple[str, int]]:
    columns = [column for form in learned.forms for block in form.taken.blocks for column in block.columns]
    fields = [
        taken
        for form in learned.forms
        for taken in form.taken.cells.values()
        if taken.key and taken.role in (CellRole.FIELD, CellRole.BOTH) and form.taken.block_at(taken.cell.row) is None
    ]
    for name, cells in (("columns", columns), ("fields", fields)):
        yield name, len(cells)
        yield f"{name} known", sum(bool(taken.sureness) for taken in cells)


def _line(name: str, counted: Counter[str]) -> str:
    return f"| {name} | " + " | ".join(str(counted[measure]) for measure in MEASURES) + " |"


def main(names: list[str]) -> int:
    """Print a line for each document and one for all."""
    documents = [path for path in sorted(STRANGERS.glob("*.docx")) if not names or path.stem in names]
    if not documents:
        print(_NO_DOCUMENTS)
        return 0
    whole: Counter[str] = Counter()
    print(f"| document | {' | '.join(MEASURES)} |\n|{'---|' * (len(MEASURES) + 1)}")
    with tempfile.TemporaryDirectory() as folder:
        for path in documents:
            try:
                counted = measured(path, Path(folder))
            except UserError as error:
                print(f"| {path.stem} | not learned: {error} |")
                continue
            whole += counted
            print(_line(path.stem, counted), flush=True)
    print(_line(f"all {len(documents)}", whole))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
