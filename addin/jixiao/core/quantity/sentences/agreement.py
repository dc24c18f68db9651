"""What a text says of figures that are known by name: which of them it gives, and which otherwise than they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from jixiao.core.quantity.printed_precision import MONEY, dimension, same
from jixiao.core.quantity.reading import read_figure
from jixiao.core.quantity.reading_kinds import Amount
from jixiao.core.quantity.sentences import Label, Mention, Prose, Role, read_account, read_label
from jixiao.core.quantity.units import PERCENT

_UNIT_OF_NAME = re.compile(r"[（(]([^（）()\d]{1,6})[)）]\s*$")
_MONEY = "万元"
"""What forms count money in where neither the cell nor its name prints a unit."""
_FINAL = (Role.NONE, Role.FINAL)
"""Where nothing is said the final figure is meant."""
_PERHAPS = (Role.BUDGET, Role.INITIAL)
"""What a figure may be besides, if it does not say which it is."""


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A figure and what it is called, read as a label of prose."""

    name: str
    amount: Amount
    label: Label


@dataclass(frozen=True, slots=True)
class Said:
    """A figure that a text gives for a known one; ``meant`` is the known one in the unit of the text's."""

    name: str
    stated: Amount
    meant: Amount
    agrees: bool


@lru_cache(maxsize=4096)
def read_named(name: object, figure: object) -> NamedMention | None:
    """A figure with its name, whose last bracket may hold the unit; ``None`` where either is not there or not clear."""
    amount = read_figure(figure)
    if not isinstance(name, str) or not isinstance(amount, Amount):
        return None
    unit = _UNIT_OF_NAME.search(name)
    if unit and not amount.unit:
        amount = replace(amount, unit=unit[1], bare=amount.bare and unit[1] == PERCENT)
    bare = _UNIT_OF_NAME.sub("", name).strip()
    label = read_label(bare)
    return NamedMention(bare, amount, label) if label.subject else None


def compare(text: str, known: Iterable[NamedMention]) -> list[Said]:
    """The known figures that a text gives, each role of a thing once.

    Several figures of one name are all right where the text gives one of them. Left out is what cannot be told: figures
    of other years than those named and the year before the latest, of some day of the year, and those that do not say
    which they are behind words that speak of a budget.
    """
    prose, things = read_account(text), _by_thing(known)
    latest = max((one.label.year for ones in things.values() for one in ones), default=0)
    mentions = prose.by_thing()
    found = (_said(prose, ones, mentions[thing], latest) for thing, ones in things.items() if thing in mentions)
    return [said for of_thing in found for said in of_thing]


def _by_thing(known: Iterable[NamedMention]) -> dict[str, list[NamedMention]]:
    found: dict[str, list[NamedMention]] = {}
    for one in known:
        found.setdefault(one.label.thing, []).append(one)
    return found


def _said(prose: Prose, known: Sequence[NamedMention], mentions: Sequence[Mention], latest: int) -> Iterator[Said]:
    for role, alike in _by_role(prose, mentions, latest).items():
        roles = _FINAL if role in _FINAL else (role,)
        meant = [one for one in known if _role(one.label.role, one.label.year, latest) in roles]
        if meant:
            perhaps = [one for one in known if role is Role.NONE and one.label.role in _PERHAPS]
            agrees = any(_agrees(one, said.amount) for one in (*meant, *perhaps) for said in alike)
            stated = alike[0].amount
            yield Said(meant[0].name, stated, _in_unit(meant[0], stated), agrees)


def _by_role(prose: Prose, mentions: Sequence[Mention], latest: int) -> dict[Role, list[Mention]]:
    found: dict[Role, list[Mention]] = {}
    for mention in mentions:
        role = _role(mention.label.role, mention.label.year, latest)
        if role is not None and mention.label.role is prose.stated_role(mention) and not prose.is_of_a_day(mention):
            found.setdefault(role, []).append(mention)
    return found


def _role(role: Role, year: int, latest: int) -> Role | None:
    """A role as seen from the latest year named; ``None`` for a year that is neither that one nor the one before."""
    if not latest or year in (0, latest):
        return role
    return Role.PREVIOUS if year == latest - 1 and role in _FINAL else None


def _agrees(one: NamedMention, said: Amount) -> bool:
    """Whether a figure of the text can be it; figures that cannot be compared do not contradict each other."""
    meant = _in_unit(one, said)
    return dimension(meant) != dimension(said) or same(meant, said)


def _in_unit(one: NamedMention, said: Amount) -> Amount:
    """The named figure in the unit it is given in, or else in the forms'; a fraction beside % as a percentage."""
    unit = one.amount.unit or (_MONEY if dimension(said) == MONEY else said.unit)
    if unit == PERCENT and one.amount.bare and abs(one.amount.value) <= 1:
        return replace(one.amount, value=one.amount.value * 100, unit=unit, digits=max(0, one.amount.digits - 2))
    return replace(one.amount, unit=unit)
