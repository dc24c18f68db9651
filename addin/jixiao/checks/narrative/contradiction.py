"""From what a rule saw to a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.checks.findings import Finding
from jixiao.checks.narrative.passages import Passage
from jixiao.checks.narrative.rules import Rules
from jixiao.checks.verdicts import numerals
from jixiao.evaluate import Evaluation
from jixiao.forms.audit import MARK
from jixiao.functions.results import Outcome
from jixiao.quantity import Amount, half_up, plain
from jixiao.quantity.prose import Mention, Role, read_label


@dataclass(frozen=True)
class Contradiction:
    """Two figures that cannot both be right: the rule, the place, and what its message says."""

    check: str
    passage: Passage
    mention: Mention
    says: Mapping[str, str]


@dataclass(frozen=True)
class Context:
    """What every rule works on."""

    evaluation: Evaluation
    rules: Rules
    passages: list[Passage] = field(default_factory=list)

    @property
    def year(self) -> int:
        """The year that is evaluated."""
        return self.evaluation.submission.year


_NAMES = frozenset({"name", "place", "items", "words", "form", "label"})
_LOOKED_AT = 200
Rule = Callable[[Context], Iterator[Contradiction]]


def finding(contradiction: Contradiction, context: Context) -> Finding:
    """The record of a contradiction."""
    told = context.rules.checks[contradiction.check]
    passage = contradiction.passage
    said = MARK.sub(lambda mark: contradiction.says[mark[1]], told.message)
    return Finding(
        check=contradiction.check.partition("-")[0],
        title=told.title,
        outcome=Outcome.FAIL,
        severity=told.severity,
        form_index=passage.form_index,
        reference=passage.reference,
        sheet=passage.sheet,
        cell=passage.cell,
        where=passage.where(contradiction.mention),
        figures=_figures(contradiction),
        message=said,
        action=told.action,
        source=_source(told.source, told.certainty, context),
    )


def _figures(contradiction: Contradiction) -> tuple[str, ...]:
    """The numbers the message quotes, but not those inside names."""
    quoted = (numerals(text) for key, text in contradiction.says.items() if key not in _NAMES)
    return tuple(dict.fromkeys(number for numbers in quoted for number in numbers))


def _source(keys: tuple[str, ...], certainty: str, context: Context) -> str:
    known = {**context.rules.sources, **context.evaluation.family.sources}
    return ("" if certainty in "SP" else "按所选规则配置；") + "；".join(known[key].title for key in keys)


def stated_role(mention: Mention, passage: Passage) -> Role:
    """Which of a thing's figures is meant: where it does not say, a budget spoken of before in its sentence counts."""
    if mention.role is not Role.NONE:
        return mention.role
    before = passage.text[passage.prose.starts[mention.sentence] : mention.start]
    said = read_label(before[-_LOOKED_AT:]).role, read_label(passage.heading).role
    return next((role for role in said if role in (Role.BUDGET, Role.INITIAL, Role.PLAN)), Role.NONE)


def shown(mention: Mention) -> str:
    """A figure as printed, with its unit."""
    return mention.amount.text


def amount_text(amount: Amount) -> str:
    """A cell's figure with its unit."""
    return f"{amount.value:.{amount.digits}f}{amount.unit}"


def number_text(value: Decimal, digits: int = 2) -> str:
    """A computed number with no needless digits."""
    return plain(half_up(value, digits))
