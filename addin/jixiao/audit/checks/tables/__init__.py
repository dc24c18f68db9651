"""Tables nobody described: what their own labels and headings say must hold."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import safely
from jixiao.audit.checks.tables.between import between
from jixiao.audit.checks.tables.budget_codes import budget_codes
from jixiao.audit.checks.tables.known_parts import known_parts
from jixiao.audit.checks.tables.numbered_rows import numbered_rows
from jixiao.audit.checks.tables.one_cause import Rule, findings
from jixiao.audit.checks.tables.point_columns import points
from jixiao.audit.checks.tables.rates import column_sums, rates
from jixiao.audit.checks.tables.slips import Slip
from jixiao.audit.checks.tables.totals import totals
from jixiao.audit.checks.tables.turned import turned
from jixiao.audit.checks.tables.worked_out import worked_out

__all__ = ["RULES", "audit_tables"]

RULES: dict[str, Rule] = {
    "T01": totals,
    "T01-known": known_parts,
    "T01-codes": budget_codes,
    "T01-numbers": numbered_rows,
    "T02": rates,
    "T03": column_sums,
    "T04": points,
    "T05": between,
    "T06": worked_out,
    "T06-turned": turned,
}
"""Each rule by the check it makes."""


def audit_tables(context: Context, of_texts: Sequence[Finding] = ()) -> tuple[list[Finding], list[Finding]]:
    """What the tables of a published document say that cannot be so, and what is left of what its texts say."""
    found = [one for name, rule in RULES.items() for one in safely(name, rule, context)]
    alone = [one for one in found if isinstance(one, Finding)]
    slips = [one for one in found if isinstance(one, Slip)]
    of_slips, left = findings(slips, context, RULES, of_texts)
    return of_slips + alone, left
