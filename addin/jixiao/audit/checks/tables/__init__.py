"""Tables nobody described: what their own labels and headings say must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import safely
from jixiao.audit.checks.tables.between import between
from jixiao.audit.checks.tables.budget_codes import budget_codes
from jixiao.audit.checks.tables.known_parts import known_parts
from jixiao.audit.checks.tables.points import points
from jixiao.audit.checks.tables.rates import column_sums, rates
from jixiao.audit.checks.tables.totals import totals
from jixiao.audit.checks.tables.worked_out import worked_out

__all__ = ["RULES", "audit_tables"]

RULES: dict[str, Callable[[Context], Iterator[Finding]]] = {
    "T01": totals,
    "T01-known": known_parts,
    "T01-codes": budget_codes,
    "T02": rates,
    "T03": column_sums,
    "T04": points,
    "T05": between,
    "T06": worked_out,
}
"""Each rule by the check it makes."""


def audit_tables(context: Context) -> list[Finding]:
    """What the tables of a published document say that cannot be so."""
    return [one for name, rule in RULES.items() for one in safely(name, rule, context)]
