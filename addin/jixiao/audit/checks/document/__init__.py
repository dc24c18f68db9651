"""What is asked of a submission as a whole: its outline, its pages, its problems, its forms beside each other.

Rules that no cell's formula could say; each tells what it found, or why it cannot be judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.document.blanks import blanks
from jixiao.audit.checks.document.deduction_reasons import losses
from jixiao.audit.checks.document.last_year import last_year
from jixiao.audit.checks.document.lost_levels import lost_levels
from jixiao.audit.checks.document.outline import outline
from jixiao.audit.checks.document.page_layout import page
from jixiao.audit.checks.document.project_forms import projects
from jixiao.audit.checks.document.satisfaction import objects, surveys
from jixiao.audit.checks.document.unreadable_figures import broken_formulas, signs_of_money, unreadable
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import safely

__all__ = ["RULES", "inspect", "last_year"]

RULES: dict[str, Callable[[Context], Iterator[Finding]]] = {
    "C30": surveys,
    "C31": objects,
    "C43": projects,
    "C56": outline,
    "C57": page,
    "C58": losses,
    "C65": unreadable,
    "C66": blanks,
    "C67": broken_formulas,
    "C68": signs_of_money,
    "C69": lost_levels,
}
"""Each rule by the check it makes; C50 needs last year's file besides."""


def inspect(context: Context | None) -> list[Finding]:
    """What the rules find in a submission, whatever their outcome."""
    if context is None:
        return []
    return [one for name, rule in RULES.items() for one in safely(name, rule, context)]
