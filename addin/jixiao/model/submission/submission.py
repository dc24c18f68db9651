"""The submission: plain texts by key.

Every value is kept as it was printed or typed (``90.80``, ``95.13%``, ``——``); :func:`figure` tells what it counts
as. For a field that has a formula three states differ: no key means *let the formula stand*, the empty text means
*left blank by the person*, any other text was *typed over the formula* and is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.model.forms.destinations import Destination
from jixiao.model.submission.printed_table import PrintedTable

EXPLAINED_LIST = "explained"
"""The list of what the unit says of failures (情况说明): number of the check, sheet, what is checked, reason."""

LOOSE_TEXT, HEADER, FOOTER = "正文", "页眉", "页脚"
"""Where text of a document stood that belongs to no section."""


@dataclass(slots=True)
class FormData:
    """One filled form (附件).

    ``fields``: key → text. ``rows``: block → its rows, each column → text. ``wording``: a label of the form → how this
    unit prints it. ``sheet`` and ``places`` say where the values stand in the file they were read from: reference
    (see :func:`row_reference`) → cell address; empty when the submission comes from elsewhere. ``frozen``: references
    of values that were put in place of formulas, which can come back. ``skipped_rows``: the file has rows with figures
    that found no place here, so that sums over the form's rows cannot be judged. ``is_cut``: the file's table ends
    before its total, or most of its rows are not in it.
    """

    form: str
    fields: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    wording: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    places: dict[str, str] = field(default_factory=dict)
    frozen: set[str] = field(default_factory=set)
    skipped_rows: bool = False
    is_cut: bool = False
    money: dict[str, str] = field(default_factory=dict)
    """The figures that their cells show with a sign of money: reference → the sign."""
    number: int = 0
    """Of a form in a part of a workbook: which of its kind it is in the whole; 0 where that is told by its place."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is filled in."""
        rows = (row for rows in self.rows.values() for row in rows)
        return not any(self.fields.values()) and not any(any(row.values()) for row in rows)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something that was read and not understood: where it stood, what it said, where a person should put it."""

    where: str
    text: str
    advice: str


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The pages of a Word file: measures in millimetres, ``size`` of the body's type in points.

    ``font`` is empty and ``size`` 0 where no one font or size prevails.
    """

    width: Decimal
    height: Decimal
    top: Decimal
    bottom: Decimal
    left: Decimal
    right: Decimal
    font: str = ""
    size: Decimal = Decimal(0)
    has_page_numbers: bool = False


@dataclass(slots=True)
class Submission:
    """One unit's figures and texts of one year.

    ``texts``: report id → section key → paragraphs, separated by line breaks. ``replaced``: report id → the sections
    whose text stands instead of what the figures would write there. ``choices``: key of a choice → the words chosen.
    """

    family: str
    unit: str
    year: int
    forms: list[FormData] = field(default_factory=list)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    report_date: str = ""
    unplaced: list[Unplaced] = field(default_factory=list)
    placed: dict[str, Destination] = field(default_factory=dict)
    """Of an open workbook: cells of 待处理 whose texts were read where a person chose, and where that is."""
    preparer: str = ""
    phone: str = ""
    """Who filled it in and how to reach them: once for all forms, as ``report_date`` is their date."""
    published: bool = False
    """Whether it was read from a published document, which leaves out names and telephone numbers."""
    text_places: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Where each text stands in the workbook it was read from: ``report.section`` → sheet and cell address."""
    replaced: dict[str, set[str]] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    headings: dict[str, list[str]] = field(default_factory=dict)
    """Of a published document: report id → the sections whose headings it has, in its order."""
    layout: PageLayout | None = None
    """Of a published document: how its pages look."""
    tables: list[PrintedTable] = field(default_factory=list)
    """Of a published document: every table as it stands there, those read as forms too."""
    part: str = ""
    """Of a part of a workbook: who fills it in. It has only some of the forms and sections."""
    made: str = ""
    """Which version of the program and of the family made the workbook it was read from; empty: an early one."""
    lists: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    """What goes with the workbook, by name, as rows of texts: who fills in what, remarks and their answers, the log."""

    def of(self, form_id: str) -> Iterator[FormData]:
        """The filled forms of that id, in order."""
        return (data for data in self.forms if data.form == form_id)


def row_reference(block: str, index: int, column: str) -> str:
    """How a value inside a repeated block is named, e.g. ``indicators[2].score``."""
    return f"{block}[{index}].{column}"
