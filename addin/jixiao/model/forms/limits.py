"""Tolerances and limits that checks use, by name: each number with unit, source and certainty.

A check's test says ``limit.points`` or ``scoring.execution_weight``; the number takes the name's place when the family
is loaded, so that Python and the cell calculate with the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from jixiao.core.scoring import Profile
from jixiao.model.forms.family import Sourced
from jixiao.model.forms.faults import nearest

FILE = "limits.yaml"
_NAMED = re.compile(r"\b(limit|scoring)\.(\w+)")


class Limit(Sourced):
    """One number: what it is called, its value and unit, and where it comes from."""

    title: str
    value: float
    unit: str
    note: str = ""


def numbers(limits: Mapping[str, Limit], profile: Profile | None) -> dict[str, str]:
    """The numbers by the names that tests use: the limits, and what the scoring profile gives as one number."""
    named = {f"limit.{name}": f"{limit.value:g}" for name, limit in limits.items()}
    for key in profile.bases if profile else ():
        if isinstance(value := getattr(profile, key), Decimal):
            named[f"scoring.{key}"] = f"{value.normalize():f}"
    return named


def with_numbers(test: str, named: Mapping[str, str]) -> str:
    """A test with the numbers in place of their names; an unknown name stays, to be told."""
    return _NAMED.sub(lambda match: named.get(match[0], match[0]), test)


def unknown_numbers(test: str, named: Mapping[str, str], *, has_profile: bool) -> Iterator[str]:
    """What is to be said of each name that is none; without a scoring profile its numbers cannot be known."""
    for match in _NAMED.finditer(test):
        if match[0] not in named and (has_profile or match[1] == "limit"):
            yield f"没有名为「{match[0]}」的数（limits.yaml 或 scoring.toml）{nearest(match[0], named)}"
