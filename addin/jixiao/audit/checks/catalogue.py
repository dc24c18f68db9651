"""Every check of a family: what it asks, what it needs, what it rests on, and how often it was right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from jixiao.audit.checks.messages import sources_told
from jixiao.audit.checks.precision import allowed
from jixiao.audit.checks.prose.prose_rules import Told, rules_of
from jixiao.model.forms.family import Check, Family
from jixiao.model.forms.family_check import check_variants
from jixiao.model.forms.field_titles import field_titles

_NEEDS = {"N": "正文里写出的数", "T": "任何一张表里的数", "C": "正文、自评表或版面"}
"""What the checks written in Python need, by the letter of their id."""
_UNMEASURED = "没有实测"
CERTAINTY = {"S": "见过原文", "P": "在用系统的做法", "K": "未见原文", "I": "由样例推断"}
"""How sure a rule is, for people."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One check as ``jixiao checks`` lists it; ``published`` is the severity on documents that were published."""

    check: str
    title: str
    severity: str
    published: str
    needs: str
    source: str
    certainty: str
    told: int | None
    so: int | None

    @property
    def precision(self) -> str:
        """How often it was so, for people."""
        return _UNMEASURED if self.told is None else f"{self.told}次中{self.so}次属实"

    def record(self) -> dict[str, object]:
        """The entry as data."""
        return asdict(self)


def catalogue(family: Family) -> list[CatalogueEntry]:
    """The checks of a family in the order of their ids, each of its variants on its own."""
    told = rules_of(family).checks if family.narrative else {}
    entries = [*_of_cells(family), *(_of_rule(check, words, family) for check, words in told.items())]
    return sorted(entries, key=lambda entry: (entry.check, entry.title))


def _of_cells(family: Family) -> Iterator[CatalogueEntry]:
    for check in family.checks:
        yield _entry(check.id, check, _needed(check_variants(check)[0], family), family)


def _needed(check: Check, family: Family) -> str:
    """The titles of what must be filled in before it can be judged, and the forms it is asked of."""
    forms = [form for form in family.forms if form.id in check.forms]
    named = field_titles(forms[0], family.head.year)
    keys = (key for given in check.given for key in given.split("|"))
    found = (named.get(key) or named.get(f"{check.rows}.{key}") for key in keys)
    return (
        f"{'、'.join(form.attachment for form in forms)}：{'、'.join(dict.fromkeys(filter(None, found))) or '整张表'}"
    )


def _of_rule(check: str, words: Told, family: Family) -> CatalogueEntry:
    return _entry(check.partition("-")[0], words, _NEEDS[check[0]], family)


def _entry(check: str, words: Check | Told, needs: str, family: Family) -> CatalogueEntry:
    measured = family.precision.get(check)
    return CatalogueEntry(
        check=check, title=words.title, severity=words.severity, published=allowed(words.severity, measured),
        needs=needs, source=sources_told(words, family), certainty=words.certainty,
        told=measured.told if measured else None, so=measured.so if measured else None,
    )  # fmt: skip
