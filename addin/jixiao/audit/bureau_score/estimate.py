"""The bureau's scoring of the self-evaluation itself: what a submission would likely get, and what would raise it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import groupby
from operator import attrgetter

from jixiao.audit.bureau_score.measures import Answer, Dates, measure
from jixiao.audit.bureau_score.rubric import Item, Part, Rubric, read_rubric
from jixiao.audit.checks.messages import source_of
from jixiao.core.quantity import plain
from jixiao.model.evaluation import Evaluation

TOTAL = "total"
"""The key of the row that adds the points up."""


class Decided(Enum):
    """How far the submission tells an item's points."""

    VALUE = "已判断"
    SPAN = "大致判断"
    PERSON = "由您判断"


@dataclass(frozen=True, slots=True)
class AssessedItem:
    """One reason for points: the full points, the likely ones, why, and what would raise them.

    ``key`` is that of the printed row it belongs to. What is left to the person has the whole span and a ``prompt``
    that tells what to look at; ``checks`` speak of it too.
    """

    key: str
    level1: str
    level2: str
    points: Decimal
    standard: str
    evidence: str
    measure: str
    low: Decimal
    high: Decimal
    decided: Decided
    reason: str
    raises: tuple[str, ...]
    prompt: str
    source: str
    checks: tuple[str, ...] = ()

    @property
    def likely(self) -> str:
        """The likely points as printed."""
        if self.decided is Decided.PERSON:
            return "由您判断"
        return span(self.low, self.high)

    def record(self) -> dict[str, object]:
        """The item as ``jixiao assess --format json`` writes it; points are numbers as printed."""
        texts = {name: getattr(self, name) for name in ("level1", "level2", "standard", "evidence", "measure")}
        figures = {name: plain(getattr(self, name)) for name in ("points", "low", "high")}
        rest = {"decided": self.decided.value, "reason": self.reason, "raises": list(self.raises)}
        return {**texts, **figures, **rest, "prompt": self.prompt, "source": self.source}


@dataclass(frozen=True, slots=True)
class AssessedRow:
    """A printed row: its items together."""

    key: str
    items: tuple[AssessedItem, ...]

    @property
    def low(self) -> Decimal:
        """Fewest points."""
        return sum((item.low for item in self.items), Decimal(0))

    @property
    def high(self) -> Decimal:
        """Most points."""
        return sum((item.high for item in self.items), Decimal(0))

    @property
    def reason(self) -> str:
        """Why, item by item; of what is left to the person, what to look at."""
        told = (item.prompt if item.decided is Decided.PERSON else item.reason for item in self.items)
        return "\n".join(f"{plain(item.points)}分：{text}" for item, text in zip(self.items, told, strict=True))

    @property
    def raises(self) -> str:
        """What would raise the points, one thing a line."""
        return "\n".join(advice for item in self.items for advice in item.raises)

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks that speak of it, each once."""
        return tuple(dict.fromkeys(key for item in self.items for key in item.checks))


@dataclass(frozen=True, slots=True)
class Assessed:
    """The whole form: its title, the family's form that prints it, its items, and the points that the unit typed."""

    title: str
    form: str
    items: tuple[AssessedItem, ...]
    typed: Mapping[str, Decimal]

    @property
    def rows(self) -> list[AssessedRow]:
        """The items by printed row."""
        return [AssessedRow(key, tuple(items)) for key, items in groupby(self.items, attrgetter("key"))]

    def records(self) -> list[dict[str, object]]:
        """The items as ``jixiao assess --format json`` writes them, each with what is typed for its whole row."""
        typed = {key: plain(points) for key, points in self.typed.items()}
        return [{**item.record(), "typed": typed.get(item.key, "")} for item in self.items]

    @property
    def total(self) -> tuple[Decimal, Decimal]:
        """Fewest and most points of everything, what is left to the person included."""
        return sum((i.low for i in self.items), Decimal(0)), sum((i.high for i in self.items), Decimal(0))

    @property
    def judged(self) -> tuple[Decimal, Decimal, Decimal]:
        """Fewest and most points of what could be decided, and how many points that was about."""
        known = [item for item in self.items if item.decided is not Decided.PERSON]
        low, high, full = (sum((getattr(i, n) for i in known), Decimal(0)) for n in ("low", "high", "points"))
        return low, high, full


def assess(evaluation: Evaluation, dates: Dates | None = None) -> Assessed | None:
    """Score a submission by the bureau's form.

    Args:
        evaluation: the submission.
        dates: when the report was due and handed in, which no file tells.

    Returns:
        The items; ``None`` if the family has no such form.

    Raises:
        DataFileError: the form's file cannot be used.
    """
    if evaluation.submission.part:  # the bureau scores the whole
        return None
    rubric = read_rubric(evaluation.family)
    if rubric is None:
        return None
    items = (_item(item, part, evaluation, dates or Dates()) for item in rubric.items for part in item.parts)
    return Assessed(rubric.title, rubric.form, tuple(items), _typed(rubric, evaluation))


def _typed(rubric: Rubric, evaluation: Evaluation) -> dict[str, Decimal]:
    """The points that the unit gave itself, by item; the total's key is ``TOTAL``."""
    if rubric.form not in {form.id for form in evaluation.family.forms}:
        return {}
    keys = (*(item.key for item in rubric.items), TOTAL)
    given = {key: evaluation.lookup(rubric.form, f"{key}.score") for key in keys}
    return {key: value for key, value in given.items() if isinstance(value, Decimal)}


def _item(item: Item, part: Part, evaluation: Evaluation, dates: Dates) -> AssessedItem:
    answer = measure(part.measure, part.points, evaluation, dates)
    known = answer or Answer(Decimal(0), part.points, "从文件里看不出来")
    decided = Decided.VALUE if known.low == known.high else Decided.SPAN
    return AssessedItem(
        key=item.key,
        level1=item.level1,
        level2=item.level2,
        points=part.points,
        standard=part.standard,
        evidence=item.evidence,
        measure=part.measure.kind,
        low=known.low,
        high=known.high,
        decided=decided if answer else Decided.PERSON,
        reason=known.reason,
        raises=known.raises,
        prompt=part.prompt,
        source=source_of(part, evaluation.family),
        checks=part.checks,
    )


def span(low: Decimal, high: Decimal) -> str:
    """A span of points as printed."""
    return plain(low) if low == high else f"{plain(low)}–{plain(high)}"
