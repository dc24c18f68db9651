"""What the program changes in a submission, for the log; and where two disagree, for a person to choose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jixiao.documents.circulation.cell_plan import plan
from jixiao.documents.circulation.split import TEXT, form_keys
from jixiao.model.forms.family import Family, Kind
from jixiao.model.forms.sheet_titles import REPORT_TEXT
from jixiao.model.submission.more_rows import moved_reference
from jixiao.model.submission.submission import FormData, Submission, row_reference

LOG = "log"
_DISAGREEMENTS = "disagreements"
_CODE_COLUMNS = {_DISAGREEMENTS: 0, LOG: 4}
"""Where a list's rows say which cell they are about; the cell's address stands behind, of disagreements in the third
column."""
DECLINED = "合并：保留工作簿的"
_CODE = re.compile(r"(?P<form>[\w-]+#\d+)\|(?:(?P<block>\w+)\[(?P<index>\d+)\]\.)?(?P<key>.+)")


@dataclass
class FieldPlace:
    """A cell by what it means: a form's field, a row's column, or, without a form, a text."""

    data: FormData | None
    key: str
    block: str = ""
    row: dict[str, str] | None = None
    title: str = ""
    kind: Kind = "text"
    texts: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """How the form names it now."""
        if self.data is None or self.row is None:
            return self.key
        index = next(i for i, row in enumerate(self.data.rows[self.block]) if row is self.row)
        return row_reference(self.block, index, self.key)

    def value(self) -> str | None:
        """What stands there."""
        if self.data is None:
            report, _, section = self.key.partition(".")
            return self.texts.get(report, {}).get(section)
        return (self.data.fields if self.row is None else self.row).get(self.key)

    def put(self, text: str | None) -> None:
        """Write it; ``None`` lets a formula stand again."""
        if self.data is None:
            report, _, section = self.key.partition(".")
            target, key = self.texts.setdefault(report, {}), section
        else:
            target, key = self.data.fields if self.row is None else self.row, self.key
        if text is None:
            target.pop(key, None)
        else:
            target[key] = text

    def remove_row(self) -> None:
        """Take the whole row out of its block."""
        if self.data is not None and self.row is not None:
            rows = self.data.rows[self.block]
            index = next(i for i, row in enumerate(rows) if row is self.row)
            del rows[index]
            self.data.frozen = {
                moved_reference(reference, self.block, index, -1)
                for reference in self.data.frozen
                if not reference.startswith(f"{self.block}[{index}].")
            }


def cell_of(family: Family, submission: Submission, code: str) -> FieldPlace | None:
    """The cell that a code of a list names; ``None`` if there is none any more."""
    match = _CODE.fullmatch(code)
    if code.startswith(f"{TEXT}#"):
        return FieldPlace(None, code.partition("|")[2], texts=submission.texts)
    keys = form_keys(submission)
    if match is None or match["form"] not in keys:
        return None
    data = submission.forms[keys.index(match["form"])]
    if not match["block"]:
        return FieldPlace(data, match["key"])
    rows, index = data.rows.get(match["block"], []), int(match["index"])
    return FieldPlace(data, match["key"], match["block"], rows[index]) if index < len(rows) else None


class Changes:
    """Collects changes and disagreements; :meth:`finish` writes them into the submission's lists.

    References are made at the end, for rows may come in above a cell after it was changed.
    """

    def __init__(self, family: Family, submission: Submission, now: str, command: str) -> None:
        self._family = family
        self._submission = submission
        self._listed = {  # what is listed already moves with its rows
            key: [(row, cell_of(family, submission, row[at])) for row in submission.lists.get(key, ())]
            for key, at in _CODE_COLUMNS.items()
        }
        self._now = now
        self._command = command
        self._changes: list[tuple[FieldPlace, str, str]] = []
        self._open: list[tuple[FieldPlace, str, str, str]] = []
        self._declined: list[tuple[str, ...]] = []

    @property
    def taken(self) -> int:
        """How many cells were changed."""
        return len(self._changes)

    def taken_over(self, place: FieldPlace, before: str | None, after: str) -> None:
        """A cell was changed."""
        self._changes.append((place, before or "", after))

    def disagree(self, place: FieldPlace, mine: str, theirs: str, who: str) -> None:
        """Two say different things of a cell, which stays as it is."""
        self._open.append((place, mine, theirs, who))

    def declined(self, row: tuple[str, ...]) -> None:
        """A person chose what stands there."""
        self._declined.append((row[0], *row[1:3], row[4], row[5]))

    def finish(self) -> None:
        """Write everything down, with the cells as they will stand in the submission's workbook."""
        self._plan = plan(self._family, self._submission)
        self._keys = form_keys(self._submission)
        self._move_listed()
        log = self._submission.lists.setdefault(LOG, [])
        batch = str(1 + max((int(row[2]) for row in log if row[2].isdigit()), default=0))
        for place, before, after in self._changes:
            code, sheet, cell = self._where(place)
            log.append((self._now, self._command, batch, sheet, code, cell, before, after))
        for code, sheet, cell, mine, theirs in self._declined:
            log.append((self._now, DECLINED, batch, sheet, code, cell, mine, theirs))
        self._list_open()
        self._submission.lists = {key: rows for key, rows in self._submission.lists.items() if rows}

    def _move_listed(self) -> None:
        for key, rows in self._listed.items():
            at = _CODE_COLUMNS[key]
            standing = self._submission.lists.get(key, [])
            for row, place in rows:
                if place is None or place.data is None or row not in standing or not self._stands(place):
                    continue
                code, _, cell = self._where(place)
                new = list(row)
                new[at], new[at + 1 if key == LOG else 2] = code, cell
                standing[standing.index(row)] = tuple(new)

    def _stands(self, place: FieldPlace) -> bool:
        """Whether the row of a cell is still there."""
        return place.data is None or place.row is None or any(r is place.row for r in place.data.rows[place.block])

    def _list_open(self) -> None:
        rows = self._submission.lists.setdefault(_DISAGREEMENTS, [])
        known = {(row[0], row[5]) for row in rows}
        known |= {(row[4], row[7]) for row in self._submission.lists.get(LOG, ()) if row[1] == DECLINED}
        for place, mine, theirs, who in self._open:
            code, sheet, cell = self._where(place)
            if (code, theirs) not in known:
                rows.append((code, sheet, cell, place.title, mine, theirs, who, ""))
                known.add((code, theirs))

    def _where(self, place: FieldPlace) -> tuple[str, str, str]:
        """A cell's code, its sheet and its address."""
        if place.data is None:
            sheet, cell = self._submission.text_places.get(place.key, (REPORT_TEXT, ""))
            return f"{TEXT}#1|{place.key}", sheet, cell
        index = next(i for i, data in enumerate(self._submission.forms) if data is place.data)
        planned = self._plan[index]
        return f"{self._keys[index]}|{place.reference}", planned.title, planned.cell(place.reference)
