"""What ``narrative.yaml`` may say: one class for each kind of thing, and nothing else is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Literal

from pydantic import Field, ValidationError

from jixiao.core.quantity.sentences import Role, read_label
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Certainty, Family, Sourced
from jixiao.model.forms.faults import nearest, told
from jixiao.model.forms.strict_model import StrictModel, known_keys

FILE = "narrative.yaml"


class Tolerance(Sourced):
    """One number: what it is called, its value and unit, and where it comes from."""

    title: str
    value: Decimal
    unit: str
    note: str = ""


class NamedTolerances(StrictModel):
    """How far apart figures may be: money in 元, percentages in units of their last printed digit."""

    money: Tolerance
    money_of_a_sum: Tolerance
    percent_digits: Tolerance
    percent_of_a_split: Tolerance
    near: Tolerance
    near_of_a_closed_list: Tolerance
    near_of_counts: Tolerance
    near_of_points: Tolerance
    near_of_kinds: Tolerance


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The numbers alone."""

    money: Decimal
    money_of_a_sum: Decimal
    percent_digits: Decimal
    percent_of_a_split: Decimal
    near: Decimal
    near_of_a_closed_list: Decimal
    near_of_counts: Decimal
    near_of_points: Decimal
    near_of_kinds: Decimal


class Told(StrictModel):
    """One rule as it is told to people."""

    title: str
    severity: Literal["error", "warning", "info"]
    message: str
    action: str
    source: tuple[str, ...] = Field(min_length=1)
    certainty: Certainty


class Split(StrictModel):
    """A whole and what it is made of.

    Where all ``parts`` are written their sum must be the whole; ``others`` may be there besides. ``closed``: whatever
    其中 lists is all there is. ``ends``: the whole is known by how it ends (政府性基金预算财政拨款收入总计).
    ``usual``: the parts are usually all there is, so that too little is told as doubtful.
    """

    whole: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()
    others: tuple[tuple[str, ...], ...] = ()
    closed: bool = False
    ends: bool = False
    usual: bool = False

    def is_whole(self, subject: str) -> bool:
        """Whether a subject is that whole."""
        names = subjects(self.whole)
        return subject in names or (self.ends and subject.endswith(tuple(names)))


class Identity(StrictModel):
    """What adds up: all of ``plus`` less all of ``minus`` is ``equals``; each term by words its figure is called by.

    ``between``: what figures are called that may stand among them and are none of them. ``unless``: words of a
    sentence in which more is added or taken away. ``alike``: words that all of its figures are called by, or none.
    ``rates``: what the result is called as a part of the only term of ``plus``, in per cent. ``mixed``: some terms are
    planned and others done. ``beside``: all stand between the same semicolons.
    """

    plus: tuple[tuple[str, ...], ...] = Field(min_length=1)
    minus: tuple[tuple[str, ...], ...] = ()
    equals: tuple[str, ...] = Field(min_length=1)
    between: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    mixed: bool = False
    beside: bool = False

    def is_result(self, words: str) -> bool:
        """Whether the words before a figure call it what the terms make."""
        return any(word in words for word in self.equals)

    def is_passed_over(self, words: str) -> bool:
        """Whether a figure among the terms is none of them."""
        return any(word in words for word in self.between)

    def is_spoiled(self, sentence: str) -> bool:
        """Whether a sentence speaks of more than the terms."""
        return any(word in sentence for word in self.unless)


class Ratio(StrictModel):
    """A ratio that prose names: ``upper`` over ``lower``; ``alike`` asks that both are of the same thing.

    ``of_budget``: what was spent over its budget, wherever the document gives that. ``limited``: whatever its figures,
    it is a part of a whole and no more than all of it; its names are endings.
    """

    names: tuple[str, ...]
    upper: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    upper_roles: tuple[Role, ...] = ()
    lower_roles: tuple[Role, ...] = ()
    alike: bool = False
    change: bool = False
    of_budget: bool = False
    limited: bool = False


class NamedRates(StrictModel):
    """Rates named after a figure before them: 竣工455户，竣工率98.48%.

    ``endings`` are how they end, ``spent`` words that mean one another, ``planned`` those of what a plan is measured
    by, ``of_budgets`` rates of a budget in a sentence before, ``never`` those whose whole a text seldom gives.
    """

    endings: tuple[str, ...] = Field(min_length=1)
    spent: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    of_budgets: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class Points(Sourced):
    """Words beside percentage points: which way they go, and what another rate is compared by.

    ``higher`` and ``lower`` say so only right before the points; ``over`` stand before what is compared with.
    ``target`` tells a rate that was meant, ``done`` (or ``done_ends`` right before it) one that was reached; ``last``
    one of the year before, ``since_last`` points since then, ``not_yearly`` points of no two years. ``average`` is
    what one of many is compared with, ``shares`` rates that name no thing of their own.
    """

    rises: tuple[str, ...]
    falls: tuple[str, ...]
    higher: tuple[str, ...]
    lower: tuple[str, ...]
    over: tuple[str, ...]
    target: tuple[str, ...]
    done: tuple[str, ...]
    done_ends: tuple[str, ...]
    last: tuple[str, ...]
    since_last: tuple[str, ...]
    not_yearly: tuple[str, ...]
    average: tuple[str, ...]
    shares: tuple[str, ...]

    def is_target(self, said: str) -> bool:
        """Whether words call a rate what was meant to be reached."""
        return self.has(self.target, said)

    def is_done(self, said: str) -> bool:
        """Whether words call a rate what was reached."""
        return self.has(self.done, said) or said.endswith(self.done_ends)

    @staticmethod
    def has(words: tuple[str, ...], said: str) -> bool:
        """Whether one of the words stands in what is said."""
        return any(word in said for word in words)

    def direction(self, said: str) -> int:
        """1 or -1 by the last word that tells it; 0 if none does."""
        bare = said.rstrip("了约近达为：:")
        if bare.endswith(self.higher):
            return 1
        if bare.endswith(self.lower):
            return -1
        up, down = (max((said.rfind(word) for word in words), default=-1) for words in (self.rises, self.falls))
        return (up > down) - (down > up)

    def bare(self, said: str) -> str:
        """What is left of words without those that tell which way."""
        for word in sorted((*self.rises, *self.falls, *self.higher, *self.lower), key=len, reverse=True):
            said = said.replace(word, "")
        return said


class Eaches(Sourced):
    """Words beside so much for each of so many.

    ``times``: how often a year what each gets is paid. ``repeated``: a sentence with such a word may speak of what is
    paid more than once, ``not_repeated`` words apart. ``total`` calls a sum all of it, ``paid`` what was paid out;
    ``counted``: units that count what 每 with another word means.
    """

    times: dict[str, int]
    repeated: tuple[str, ...]
    not_repeated: tuple[str, ...]
    total: tuple[str, ...]
    paid: tuple[str, ...]
    counted: dict[str, tuple[str, ...]]

    def is_repeated(self, sentence: str) -> bool:
        """Whether a sentence may speak of what is paid more than once."""
        for word in self.not_repeated:
            sentence = sentence.replace(word, "，")
        return any(word in sentence for word in self.repeated)

    def is_total(self, words: str) -> bool:
        """Whether words call a sum the whole of it."""
        return any(word in words for word in self.total)

    def is_paid(self, words: str) -> bool:
        """Whether words call a sum what was paid to all."""
        return any(word in words for word in (*self.total, *self.paid))


class Exclusive(StrictModel):
    """Kinds of which a thing is but one, each by what it is called; of ``closed`` ones there are no others."""

    words: tuple[tuple[str, ...], ...] = Field(min_length=2)
    closed: bool = False

    def number_of(self, name: str) -> int:
        """Which of them a name says; -1 if none."""
        return next((n for n, words in enumerate(self.words) if any(word in name for word in words)), -1)


class Kinds(StrictModel):
    """``exclusive`` kinds; by ``crossing`` words one thing may be of two."""

    exclusive: tuple[Exclusive, ...]
    crossing: tuple[str, ...]


class Headings(Sourced):
    """Words by which the headings of a table tell what a column is.

    ``used`` is how much of a budget was used, ``rate`` any other rate, ``upper`` and ``lower`` what the first is made
    of, ``average`` and ``price`` so much for each, ``opening`` and ``closing`` what there was at first and is left,
    ``points`` no money, ``running`` what adds up from row to row, ``no_sum`` rows that are not added, ``no_part`` and
    ``no_score`` columns that are no part of a total, of a total of points; ``no_used`` none of the first kind,
    ``no_operand`` none that a rate is made of. ``worked_out`` are ends of names of rows. What is in ``not_added``
    columns is never summed up; a total with one of ``not_all_counted`` in its brackets is less than its rows.
    """

    used: tuple[str, ...]
    rate: tuple[str, ...]
    difference: tuple[str, ...]
    average: tuple[str, ...]
    price: tuple[str, ...]
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    points: tuple[str, ...]
    running: tuple[str, ...]
    upper: tuple[str, ...]
    lower: tuple[str, ...]
    no_sum: tuple[str, ...]
    no_part: tuple[str, ...]
    no_score: tuple[str, ...]
    no_used: tuple[str, ...]
    no_operand: tuple[str, ...]
    worked_out: tuple[str, ...]
    not_added: tuple[str, ...]
    not_all_counted: tuple[str, ...]

    def is_use(self, heading: str) -> bool:
        """Whether a column is how much of a budget was used, which its heading alone tells."""
        return self.has(self.used, heading) and not self.has(self.no_used, heading)

    def is_free(self, heading: str) -> bool:
        """Whether a column may be anything that the rows of its table show."""
        return not self.is_use(heading) and not self.has(self.points, heading)

    def is_worked_out(self, label: str) -> bool:
        """Whether a row is called as what is worked out of the rows above it; remarks in brackets left out."""
        return label.replace("(", "（").partition("（")[0].endswith(self.worked_out)

    @staticmethod
    def has(words: tuple[str, ...], heading: str) -> bool:
        """Whether one of the words stands in a heading."""
        return any(word in heading for word in words)


class ColumnNames(StrictModel):
    """How a column or row is called: by its whole name or by how that ends, remarks in brackets behind it left out."""

    names: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def fits(self, text: str) -> bool:
        """Whether a printed heading or label is called so."""
        name = text.replace("(", "（").partition("（")[0]
        return name in self.names or bool(self.ends and name.endswith(self.ends))


class Scored(Sourced):
    """How the columns and rows of a scored table are called; ``any_score`` are words of which one tells a score."""

    score: ColumnNames
    weight: ColumnNames
    total: ColumnNames
    grade: ColumnNames
    any_score: tuple[str, ...]


class Figure(StrictModel):
    """A figure that prose and forms both give; ``cells`` are ``form:key`` by role.

    ``names`` are whole names, ``ends`` endings, ``unless`` words that make it another thing. ``kinds`` are words for
    parts of it that may be called the same. ``under``: only as a part of that whole. ``once``: the same wherever it is
    given, but for a nought where ``nought_is_narrower``. ``alone``: only where nothing narrows it. ``blank``: told if
    the form has none. ``doubtful``: its scope may differ. ``or_a_projects``: the words may also mean one project's.
    """

    unit: Literal["元", "人", "%"] = "元"
    names: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    under: str = ""
    cells: dict[Role, tuple[str, ...]] = {}
    once: bool = False
    nought_is_narrower: bool = False
    alone: bool = False
    blank: bool = False
    doubtful: bool = False
    or_a_projects: bool = False

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The names as prose is read."""
        return subjects(self.names)

    def names_it(self, subject: str) -> bool:
        """Whether a subject is this figure's."""
        is_name = subject in self.subjects or bool(self.ends and subject.endswith(self.ends))
        return is_name and not any(word in subject for word in self.unless)


class ProjectForm(StrictModel):
    """Where each project's own form keeps its money."""

    form: str
    name: str
    final: str
    budget: str
    initial: str


class ProjectRows(StrictModel):
    """Where another form lists the projects, one a row."""

    form: str
    block: str
    name: str
    final: str
    budget: str
    previous: str


class ProjectTotals(StrictModel):
    """Words for all projects together, and the unit's own figures that these cannot exceed."""

    names: tuple[str, ...]
    final: str
    budget: str


class NamesOfOne(StrictModel):
    """Words for one thing."""

    names: tuple[str, ...]


class Projects(StrictModel):
    """The projects' figures; ``least_shared`` of its pairs of characters make one name like another."""

    form: ProjectForm
    rows: ProjectRows
    totals: ProjectTotals
    counts: NamesOfOne
    least_shared: Tolerance


class Scores(StrictModel):
    """Words for the total score and for the grades."""

    names: tuple[str, ...]
    grades: dict[str, str]


class Lists(StrictModel):
    """What announced lists count, and how the names on them end."""

    nouns: tuple[str, ...]
    suffixes: tuple[str, ...]


class ScopeWords(StrictModel):
    """Words that make a figure another one; ``own`` are those that make it none of the unit's whole."""

    words: tuple[str, ...]
    own: tuple[str, ...]


class Repeated(StrictModel):
    """Words that alone do not say which thing is meant, and how many characters must be left without them.

    ``opening`` is the least length of a sentence's beginning that, found twice, says the same thing twice.
    """

    words: tuple[str, ...]
    fewest: Tolerance
    opening: Tolerance


class Residues(StrictModel):
    """What a template leaves behind."""

    phrases: tuple[str, ...]
    patterns: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All of them as one."""
        return re.compile("|".join([*map(re.escape, self.phrases), *self.patterns]))


class Satisfaction(StrictModel):
    """Words for how satisfaction is found out, and for people of whom every project has some."""

    surveys: tuple[str, ...]
    general: tuple[str, ...]


class Outlines(StrictModel):
    """The largest share of main headings that may be missing of a report that still follows the outline."""

    most_missing: Tolerance


class Measure(StrictModel):
    """A measure in millimetres, with what it is called."""

    name: str
    value: Decimal


class PageRules(StrictModel):
    """The pages of an official document, in millimetres; ``size`` in points."""

    paper: dict[Literal["width", "height"], Measure]
    margins: dict[Literal["top", "bottom", "left", "right"], Measure]
    paper_within: Tolerance
    margin_within: Tolerance
    fonts: tuple[str, ...] = Field(min_length=1)
    size: Decimal
    size_within: Tolerance


class Problems(StrictModel):
    """The sections that tell problems; a lost mark is spoken of where so many of its pairs of characters stand."""

    sections: tuple[str, ...]
    least_shared: Tolerance


class Rules(StrictModel):
    """All of ``narrative.yaml``, with what a family's ancestors say."""

    named_tolerances: NamedTolerances = Field(alias="tolerances")
    checks: dict[str, Told]
    splits: dict[str, Split]
    identities: dict[str, Identity]
    ratios: dict[str, Ratio]
    named_rates: NamedRates
    points: Points
    each: Eaches
    kinds: Kinds
    headings: Headings
    scored: Scored
    figures: dict[str, Figure]
    projects: Projects
    scores: Scores
    lists: Lists
    scopes: ScopeWords
    repeated: Repeated
    cells: dict[str, str]
    residues: Residues
    satisfaction: Satisfaction
    outline: Outlines
    page: PageRules
    problems: Problems

    @cached_property
    def tolerances(self) -> Tolerances:
        """The tolerances as numbers to compare with."""
        named: dict[str, Tolerance] = dict(self.named_tolerances)
        return Tolerances(**{name: tolerance.value for name, tolerance in named.items()})

    def sources(self) -> Iterator[tuple[str, str]]:
        """Each rule's or number's name with a key of ``sources.yaml`` that it rests on."""
        rested: dict[str, Sourced | Told] = {**self.checks, **dict(self.named_tolerances), **self._thresholds()}
        rested |= {"scored": self.scored, "points": self.points, "each": self.each, "headings": self.headings}
        return ((name, key) for name, rule in rested.items() for key in rule.source)

    def _thresholds(self) -> dict[str, Tolerance]:
        """The numbers that stand beside the words they belong to."""
        sections: list[StrictModel] = [self.projects, self.repeated, self.outline, self.page, self.problems]
        return {number.title: number for part in sections for _, number in part if isinstance(number, Tolerance)}


@lru_cache(maxsize=512)
def subjects(names: tuple[str, ...]) -> frozenset[str]:
    """Names as prose is read: ``三公经费预算`` and ``“三公”经费`` are one subject."""
    return frozenset(read_label(name).subject for name in names)


_loaded: dict[str, tuple[dict[str, Any], Rules]] = {}


def rules_of(family: Family) -> Rules:
    """The family's rules for prose.

    Raises:
        DataFileError: the file says something that is not known, or leaves something out.
    """
    kept = _loaded.get(family.head.id)
    if kept is None or kept[0] is not family.narrative:
        kept = _loaded[family.head.id] = (family.narrative, _read(family))
    return kept[1]


def _read(family: Family) -> Rules:
    try:
        rules = Rules.model_validate(family.narrative)
    except ValidationError as error:
        faults = told(error.errors(), known_keys())
        raise DataFileError(*(f"{family.head.id}/{FILE}：{fault}" for _, fault in faults)) from error
    missing = [(name, key) for name, key in rules.sources() if key not in family.sources]
    if missing:
        raise DataFileError(
            *(
                f"{FILE} 的 {name} 的依据「{key}」在 sources.yaml 里没有{nearest(key, family.sources)}"
                for name, key in missing
            )
        )
    return rules
