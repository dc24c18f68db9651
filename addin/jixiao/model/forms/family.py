"""What a family's files may say: one class for each kind of thing, and nothing else is accepted.

A *family* (表样) is what one authority asks for in one form year. It holds *forms* (附件), each one *grid* of rows and
cells, the *outline* of the narrative reports, *checks*, and the *sources* (依据) that all of them point to.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, RootModel, Tag
from pydantic.json_schema import SkipJsonSchema

from jixiao.model.forms.strict_model import StrictModel

Certainty: TypeAlias = Literal["S", "P", "K", "I"]
"""How sure a rule is: Seen in a source, Practice of a system, Known but not seen, Inferred from one sample."""

Kind: TypeAlias = Literal["text", "long_text", "amount", "yuan", "count", "percent", "area", "points", "date"]
"""What a field holds: ``amount`` in 万元, ``yuan`` in 元; ``percent`` is shown with its sign, counted as a fraction."""

ListName: TypeAlias = Literal["", "rules", "grades"]
"""The lists on the sheet 选项 that a cell may choose from: 赋分规则, 定性指标完成情况."""

WORDS: frozenset[str] = frozenset({"text", "long_text"})
NUMERIC: frozenset[str] = frozenset({"amount", "yuan", "count", "percent", "area", "points"})

NO_FORMS = frozenset(
    {"family", "parts", "report", "checks", "sources", "synonyms", "narrative", "assessment", "vocabulary", "labels"}
    | {"collect", "limits", "precision", "persons"}
)
"""Files of a family that are no forms."""


class Sourced(StrictModel):
    """Anything that rests on a rule: its 依据 (keys of sources.yaml) and how certain that is."""

    source: tuple[str, ...] = Field(min_length=1)
    certainty: Certainty


class Cell(StrictModel):
    """One cell of a grid: a label, a field, or a label with a field behind it in the same printed cell.

    ``span`` counts grid columns. A cell with ``label`` and ``field`` gives both spans: in a sheet they are two
    neighbouring cells, in Word one. ``merge`` joins equal neighbours below each other in a repeated block.
    ``beside`` names a helper column where the formula's value stands whatever is typed in the cell itself.
    ``title`` names a field that the labels around it do not. ``carry`` says what next year's workbook starts with:
    ``keep`` the value, or another field's key, whose value it takes (上年决算数 takes 决算数); empty: nothing.
    ``required`` fields that are blank are marked in a draft; those of a block in each row that has a name.
    ``prose`` labels are told otherwise by every county: a
    form is not known by them, and a document's own words are kept in their place. ``rows``: a cell may reach down into
    the rows below, where a ``covered`` cell of its width keeps its place.
    """

    label: str = ""
    field: str = ""
    span: int | tuple[int, int] = 1
    kind: Kind = "text"
    formula: str = ""
    merge: bool = False
    beside: str = ""
    carry: str = ""
    help: str = ""
    align: Literal["center", "left", "inner"] = "center"
    choices: ListName = ""
    required: bool = False
    prose: bool = False
    title: str = ""
    rows: int = Field(default=1, ge=1)
    covered: bool = False

    @property
    def name(self) -> str:
        """What a form is known by: its label, if that is no prose."""
        return "" if self.prose else self.label

    @property
    def width(self) -> int:
        """Grid columns the cell covers."""
        return self.span if isinstance(self.span, int) else sum(self.span)


def _cell(value: Any) -> Any:
    """A bare text in a row is a label."""
    return {"label": value} if isinstance(value, str) else value


CellData: TypeAlias = Annotated[Cell, BeforeValidator(_cell, json_schema_input_type=str | Cell)]


def _filled(cell: Cell, key: str, label: str) -> Cell:
    """A cell of a pattern in one of its rows."""
    keyed = {name: getattr(cell, name).replace("{key}", key) for name in ("field", "formula", "carry")}
    return cell.model_copy(update={"label": cell.label.replace("{label}", label), **keyed})


class Row(StrictModel):
    """One printed row."""

    cells: tuple[CellData, ...]


class Pattern(StrictModel):
    """Rows that differ in key and label only; ``{key}`` and ``{label}`` stand for them in the cells."""

    pattern: tuple[CellData, ...]
    each: tuple[tuple[str, str], ...]

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells of each row, the placeholders filled in."""
        return tuple(tuple(_filled(cell, key, label) for cell in self.pattern) for key, label in self.each)


class Repeat(StrictModel):
    """A block of as many rows as the submission has; ``help`` tells staff what a row is."""

    repeat: str
    cells: tuple[CellData, ...]
    help: str = ""


class Side(StrictModel):
    """Rows with a label on their left that spans them all."""

    side: CellData
    rows: tuple[RowData, ...]


def _row(value: Any) -> Any:
    """A bare list is a row."""
    return {"cells": value} if isinstance(value, list) else value


def _row_kind(value: Any) -> str:
    """Which kind of row is meant, so that only what is wrong with that one is told."""
    if isinstance(value, BaseModel):
        return type(value).__name__.lower()
    return next((kind for kind in ("pattern", "repeat", "side") if kind in value), "row") if value else "row"


_AnyRow: TypeAlias = (
    Annotated[Row, Tag("row")]
    | Annotated[Pattern, Tag("pattern")]
    | Annotated[Repeat, Tag("repeat")]
    | Annotated["Side", Tag("side")]
)
_BareRow: TypeAlias = tuple[CellData, ...]
RowData: TypeAlias = Annotated[
    _AnyRow, Discriminator(_row_kind), BeforeValidator(_row, json_schema_input_type=_BareRow | _AnyRow)
]


class Helper(StrictModel):
    """A column right of the printed form: never printed, there to help while filling in."""

    field: str
    title: str
    formula: str = ""
    kind: Kind = "text"
    choices: ListName = ""
    width: float = 10
    carry: str = ""
    help: str = ""


class Defaults(StrictModel):
    """What a new workbook starts with."""

    fields: dict[str, str] = {}
    rows: dict[str, list[dict[str, str]]] = {}


class Form(Sourced):
    """One attachment: where it prints, its grid, and what stands above and below the table.

    ``columns`` are widths in millimetres of the printed table. ``progress`` names the repeated block whose rows
    are indicators. ``above`` and ``below`` are printed as paragraphs, not as table rows. ``title_inside`` says that the
    title stands in the table's first row; ``title`` then only names the form in lists. ``orientation`` is the page's.
    ``aside`` are rows right of the table on the sheet, one for each of its rows and never printed; ``aside_columns``
    their widths in characters. An ``optional`` form is printed only when something is filled in.
    ``repeated_rows``: as many first rows of the table stand again on each further page it takes. ``needed``: what
    every unit fills in, by key; columns of a block as ``block.column``, in each row that has a name. ``asked``: as
    ``required`` in its cell, in a form that does not say itself what is needed (see :mod:`.library`). ``own_texts`` are
    rows under what is printed, one for each section of the report on a form that is filled many times; a family does
    not say them itself (see :mod:`jixiao.model.forms.own_text_cells`).
    """

    id: str
    attachment: str
    sheet: str
    title: str
    title_inside: bool = False
    orientation: Literal["portrait", "landscape"] = "portrait"
    repeated: bool = False
    repeated_rows: int = 0
    name_field: str = ""
    columns: tuple[float, ...]
    rows: tuple[RowData, ...]
    above: tuple[RowData, ...] = ()
    below: tuple[RowData, ...] = ()
    helpers: tuple[Helper, ...] = ()
    helper_block: str = ""
    aside: tuple[RowData, ...] = ()
    aside_columns: tuple[float, ...] = ()
    optional: bool = False
    needed: tuple[str, ...] = ()
    defaults: Defaults = Defaults()
    asked: SkipJsonSchema[tuple[str, ...]] = ()
    own_texts: SkipJsonSchema[tuple[Row, ...]] = ()

    def asks(self, cell: Cell, block: str = "") -> bool:
        """Whether a cell must be filled in before a report is final."""
        return cell.required or (f"{block}.{cell.field}" if block else cell.field) in self.asked

    @property
    def all_rows(self) -> tuple[RowData, ...]:
        """Everything a person may fill in, printed or not."""
        return self.above + self.rows + self.below + self.aside + self.own_texts


class Choice(StrictModel):
    """Words that a person chooses from a list, or writes, to stand in a sentence (``{choice:key}``)."""

    title: str
    help: str
    options: tuple[str, ...] = Field(min_length=1)


def _alternatives(value: Any) -> Any:
    """A bare text is a sentence without alternatives."""
    return [value] if isinstance(value, str) else value


SentenceData: TypeAlias = Annotated[
    tuple[str, ...],
    Field(min_length=1),
    BeforeValidator(_alternatives, json_schema_input_type=str | tuple[str, ...]),
]


class Section(StrictModel):
    """One heading of a narrative report.

    ``sentences`` are written by the figures (see ``forms.sentence_template``), one with a blank figure is left out;
    each is a text, or a list of alternatives of which the first that can be written is. ``guidance`` tells staff what
    belongs here. ``empty`` is what is printed where there is nothing to say (无); without it a draft asks for the text.
    ``years`` are figures (``form:key``) beside those of earlier years' files (历年对比), where such are given.
    """

    key: str
    heading: str
    level: Literal[1, 2, 3, 4] = 1
    guidance: str
    sentences: tuple[SentenceData, ...] = ()
    charts: tuple[Literal["points", "execution", "history"], ...] = ()
    years: tuple[str, ...] = ()
    empty: str = ""


PartItem: TypeAlias = RowData | Cell | Helper | Section | SentenceData | dict[str, str]
"""What stands in a list of a form or an outline, or a row that a new workbook starts with."""


class Parts(RootModel[dict[str, Choice | tuple[PartItem, ...]]]):
    """What several files of a family take in by name (``{use: name}``)."""


class Report(Sourced):
    """A narrative report: its title and headings."""

    id: str
    title: str
    sections: tuple[Section, ...]

    @property
    def parents(self) -> set[str]:
        """The sections that have sections below them: those are written, not these."""
        return {section.key for section, after in pairwise(self.sections) if after.level > section.level}

    @property
    def never_empty(self) -> list[Section]:
        """The sections that always say something: there is no word for nothing (无)."""
        parents = self.parents
        return [section for section in self.sections if not section.empty and section.key not in parents]

    @property
    def asked(self) -> list[Section]:
        """Those of them that only the unit writes."""
        return [section for section in self.never_empty if not section.sentences]


class Cover(StrictModel):
    """The lines of the cover page."""

    lines: tuple[str, ...]


class Outline(StrictModel):
    """All narrative reports of a family, its cover, and the lists of words that sentences may take in.

    ``attachments`` is the word before their list (附件：), ``signature`` who signs and when, behind the narrative.
    """

    cover: Cover
    reports: tuple[Report, ...]
    attachments: str = ""
    signature: Annotated[tuple[str, ...], Field(max_length=2)] = ()
    choices: dict[str, Choice] = {}

    @property
    def title(self) -> str:
        """What the whole is called: as the first report is, or, where the forms are all there is, as the cover is."""
        return self.reports[0].title if self.reports else next(iter(self.cover.lines), "")


class Check(Sourced):
    """One rule about figures.

    ``forms`` are the forms it is asked of; with ``rows`` it is asked of each row of that block (with ``once_per`` only
    where a merged column begins anew), with ``each`` once for each value of a placeholder. ``test`` gives a verdict
    (a ``CHECK_…`` function, or a text that begins with its sign) or a truth; ``given`` are the keys that must be
    filled before it can be judged (``a|b``: one of them). The finding lands on ``cell``. ``message`` says what is
    wrong, ``{key}`` being a value and ``{text}`` the verdict's own words. ``variant`` tells parts of one rule apart.
    ``own`` marks a rule for a unit's own workbook that a published document, freed of names, cannot answer;
    ``whole`` a sum over the form's rows, which rows that were not understood may belong to; ``complete`` one that a
    table of which the end is missing cannot answer; ``scored`` a rule for rows with points, not for their children.
    ``explained_by`` are checks whose failure at the same row (of the same form, for a check of the whole form) is the
    cause of its own: of a published document it is then not told.
    """

    id: str
    variant: str = ""
    title: str
    severity: Literal["error", "warning", "info"]
    forms: tuple[str, ...]
    cell: str
    test: str
    rows: str = ""
    once_per: str = ""
    each: Annotated[dict[str, tuple[str, ...]], Field(max_length=1)] = {}
    given: tuple[str, ...] = ()
    own: bool = False
    whole: bool = False
    complete: bool = False
    scored: bool = False
    explained_by: tuple[str, ...] = ()
    message: str = "{text}"
    action: str


class Precision(StrictModel):
    """How often a check was told on documents judged by hand, and how often it was so."""

    told: int = Field(gt=0)
    so: int = Field(ge=0)

    @property
    def share(self) -> float:
        """The share of what was told that was so."""
        return self.so / self.told


Seen = Literal["原文未核", "转载", "在用系统的做法", "复核人员的做法", "样表推断"]
"""How far the text that a rule rests on was seen, in the words that people are told."""


class Source(StrictModel):
    """Where a rule was read; ``seen`` is left out only where the official text itself was read."""

    title: str
    seen: tuple[Seen, ...] = ()
    address: str = ""
    reliability: str = ""
    note: str = ""

    @property
    def told(self) -> str:
        """The source for people: its title, and how far it was seen."""
        return f"{self.title}（{'，'.join(self.seen)}）" if self.seen else self.title


class FamilyHead(Sourced):
    """The first page of a family: who asks, for which form year, which forms in which order.

    ``province`` is where the forms are used; ``learned``: they were read from blanks.
    ``skip_checks`` are not asked; what ``doubtful_checks`` find is told as a warning, whatever their own severity.
    """

    id: str
    title: str
    authority: str
    province: str = ""
    year: int
    extends: str = ""
    forms: tuple[str, ...] = ()
    abstract: bool = False
    skip_checks: tuple[str, ...] = ()
    doubtful_checks: tuple[str, ...] = ()
    fallback: bool = False
    learned: bool = False


class Unanswered(StrictModel):
    """An inherited check that a form of the family cannot answer, and what the form lacks for it."""

    check: str
    variant: str
    title: str
    form: str
    missing: tuple[str, ...]
    reason: str


class Family(StrictModel):
    """A whole family, loaded and checked."""

    head: FamilyHead
    forms: tuple[Form, ...]
    outline: Outline
    checks: tuple[Check, ...]
    unanswered: tuple[Unanswered, ...] = ()
    sources: dict[str, Source]
    synonyms: dict[str, tuple[str, ...]] = {}
    """Label → other spellings of it, for reading documents that others made."""
    narrative: dict[str, Any] = {}
    """What ``narrative.yaml`` says; ``checks.prose.prose_rules`` knows its shape."""
    precision: dict[str, Precision] = {}
    """How often each check was so on documents judged by hand, by its id."""

    def form(self, form_id: str) -> Form:
        """The form with that id."""
        return next(f for f in self.forms if f.id == form_id)


KNOWN_KEYS: tuple[str, ...] = tuple(
    sorted({key for model in (*StrictModel.__subclasses__(), *Sourced.__subclasses__()) for key in model.model_fields})
)
"""Every key a file of a family may use somewhere."""
