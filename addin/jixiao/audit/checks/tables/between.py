"""What two tables of a document give for one thing (T05)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed, number_text
from jixiao.audit.checks.prose.account import Given
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import MONEY
from jixiao.core.quantity.sentences import Role

_ROLES = {Role.FINAL: "决算数", Role.BUDGET: "预算数"}


def between(context: Context) -> Iterator[Finding]:
    """T05: money that a unit has once is the same in both tables that give it; of more tables nobody can tell."""
    floor = context.rules.tolerances.money
    for name, figure in context.rules.figures.items():
        for role, called in _ROLES.items() if figure.once and figure.unit == MONEY and not figure.alone else ():
            given = [one for one in context.account.of(name, role) if one.is_table]
            if len(given) == 2 and given[0].place != given[1].place:
                first, second = given
                if not printed_precision.same(first.amount, second.amount, floor):
                    place = FindingPlace(f"{second.place}：{name}", sheet=second.place)
                    yield failed("T05", context, place, {
                        "name": name, "role": called, "figure": _text(second), "place": first.place,
                        "other": _text(first),
                    })  # fmt: skip


def _text(given: Given) -> str:
    return f"{number_text(given.amount.value, 6)}{given.amount.unit}"
