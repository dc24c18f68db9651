"""The submission: plain texts by key.

Every value is kept as it was printed or typed (``90.80``, ``95.13%``, ``——``); :func:`figure` tells what it counts
as. For a field that has a formula three states differ: no key means *let the formula stand*, the empty text means
*left blank by the person*, any other text was *typed over the formula* and is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class FormData:
    """One filled form (附件).

    ``fields``: key → text. ``rows``: block → its rows, each column → text. ``wording``: a label of the form → how this
    unit prints it. ``sheet`` and ``places`` say where the values stand in the file they were read from: reference
    (see :func:`row_reference`) → cell address; empty when the submission comes from elsewhere.
    """

    form: str
    fields: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    wording: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something that was read and not understood: where it stood, what it said, where a person should put it."""

    where: str
    text: str
    advice: str


@dataclass(slots=True)
class Submission:
    """One unit's figures and texts of one year.

    ``texts``: report id → section key → paragraphs, separated by line breaks.
    """

    family: str
    unit: str
    year: int
    forms: list[FormData] = field(default_factory=list)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    report_date: str = ""
    unplaced: list[Unplaced] = field(default_factory=list)
    published: bool = False
    """Whether it was read from a published document, which leaves out names and telephone numbers."""

    def of(self, form_id: str) -> Iterator[FormData]:
        """The filled forms of that id, in order."""
        return (data for data in self.forms if data.form == form_id)


def row_reference(block: str, index: int, column: str) -> str:
    """How a value inside a repeated block is named, e.g. ``indicators[2].score``."""
    return f"{block}[{index}].{column}"
