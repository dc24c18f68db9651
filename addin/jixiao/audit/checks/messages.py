"""From what a rule written in Python saw to a finding, in the words of ``narrative.yaml``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol, TypeVar

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.verdicts import BROKEN, numerals
from jixiao.core.functions.results import Outcome
from jixiao.core.quantity import Amount, half_up, plain
from jixiao.model.forms.family import Certainty, Family
from jixiao.model.forms.sentence_template import MARK
from jixiao.model.forms.sheet_titles import REPORT_TEXT

_Found = TypeVar("_Found")
_LOG = logging.getLogger(__name__)
_NAMES = frozenset({"name", "place", "items", "words", "form", "label"})
_UNVERIFIED = "按所选规则配置；"
"""Said before the source of a rule whose original text was not verified."""


@dataclass(frozen=True)
class FindingPlace:
    """Where a finding lands; ``where`` is told to people, the rest finds it in the file."""

    where: str
    reference: str = ""
    sheet: str = REPORT_TEXT
    cell: str = ""
    form_index: int = -1


class RuleWithSource(Protocol):
    """A rule with what it rests on and how sure that is."""

    @property
    def source(self) -> tuple[str, ...]:
        """Keys of ``sources.yaml``."""

    @property
    def certainty(self) -> Certainty:
        """How sure it is."""


def source_of(rule: RuleWithSource, family: Family) -> str:
    """What a rule rests on, for people."""
    unverified = "" if rule.certainty in "SP" else _UNVERIFIED
    return unverified + sources_told(rule, family)


def sources_told(rule: RuleWithSource, family: Family) -> str:
    """The sources of a rule, each text once."""
    return "；".join(dict.fromkeys(family.sources[key].told for key in rule.source))


def failed(check: str, context: Context, place: FindingPlace, says: Mapping[str, str]) -> Finding:
    """The record of what a rule found: its words in ``narrative.yaml``, filled with what it says."""
    words = context.rules.checks[check]
    found = _record(check, context, place, Outcome.FAIL, MARK.sub(lambda mark: says[mark[1]], words.message))
    source = source_of(words, context.evaluation.family)
    return replace(found, figures=_figures(says), action=words.action, source=source)


def passed(check: str, context: Context, place: FindingPlace) -> Finding:
    """The record that a rule found nothing wrong."""
    return _record(check, context, place, Outcome.PASS, "")


def unjudged(check: str, context: Context, place: FindingPlace, reason: str) -> Finding:
    """The record that a rule could not judge, and why."""
    return _record(check, context, place, Outcome.UNKNOWN, reason)


def _record(check: str, context: Context, place: FindingPlace, outcome: Outcome, message: str) -> Finding:
    words = context.rules.checks[check]
    return Finding(
        check=check.partition("-")[0], title=words.title, outcome=outcome, severity=words.severity,
        form_index=place.form_index, reference=place.reference, sheet=place.sheet, cell=place.cell, where=place.where,
        figures=(), message=message, action="", source="",
    )  # fmt: skip


def safely(name: str, rule: Callable[[Context], Iterable[_Found]], context: Context) -> list[_Found | Finding]:
    """What a rule finds; one that breaks is our fault and is told as such, whatever it had found."""
    try:
        return list(rule(context))
    except Exception as error:
        _LOG.error("%s: %r", name, error)
        return [_broken(name)]


def _broken(name: str) -> Finding:
    check = name.partition("-")[0]
    return Finding(
        check=check, title="正文数字核对", outcome=Outcome.UNKNOWN, severity="warning", form_index=-1, reference="",
        sheet=REPORT_TEXT, cell="", where="", figures=(), message=BROKEN.format(id=check), action="", source="",
    )  # fmt: skip


def _figures(says: Mapping[str, str]) -> tuple[str, ...]:
    """The numbers the message quotes, but not those inside names."""
    quoted = (numerals(text) for key, text in says.items() if key not in _NAMES)
    return tuple(dict.fromkeys(number for numbers in quoted for number in numbers))


def amount_text(amount: Amount) -> str:
    """A cell's figure with its unit."""
    return f"{amount.value:.{amount.digits}f}{amount.unit}"


def number_text(value: Decimal, digits: int = 2) -> str:
    """A computed number with no needless digits."""
    return plain(half_up(value, digits))
