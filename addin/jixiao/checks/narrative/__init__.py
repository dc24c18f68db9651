"""The figures inside prose: extracted by :mod:`jixiao.quantity.prose`, audited here by rules anyone can read.

Told is only what is contradicted: two figures, in the text or in text and forms, that cannot both be right.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from jixiao.checks.findings import Finding
from jixiao.checks.narrative.changes import changes
from jixiao.checks.narrative.contradiction import Context, Rule, finding, safely
from jixiao.checks.narrative.figures import figures, three_public
from jixiao.checks.narrative.indicators import indicators
from jixiao.checks.narrative.name_lists import name_lists
from jixiao.checks.narrative.passages import passages
from jixiao.checks.narrative.projects import project_counts, project_totals, projects
from jixiao.checks.narrative.ratios import ratios
from jixiao.checks.narrative.repeats import openings, repeats, sentences
from jixiao.checks.narrative.residue import residue
from jixiao.checks.narrative.respective import respective_shares
from jixiao.checks.narrative.rules import rules_of
from jixiao.checks.narrative.scores import grades, scores
from jixiao.checks.narrative.shares import shares, splits_of_hundred
from jixiao.checks.narrative.sums import sums
from jixiao.evaluate import Evaluation

__all__ = ["RULES", "audit", "context_of"]

RULES: dict[str, Rule] = {
    "N01": sums,
    "N02": shares,
    "N02-respective": respective_shares,
    "C42": splits_of_hundred,
    "N03": changes,
    "N04": ratios,
    "N05": repeats,
    "N05-words": sentences,
    "N05-sentences": openings,
    "N06": name_lists,
    "N07": project_totals,
    "N08": indicators,
    "C38": grades,
    "C39": scores,
    "C40": figures,
    "C40-projects": projects,
    "C41": project_counts,
    "C48": three_public,
    "C54": residue,
}
"""Each rule by the check it makes (some make two)."""


def context_of(evaluation: Evaluation) -> Context | None:
    """What the rules work on; ``None`` for a family without rules for prose."""
    if not evaluation.family.narrative:
        return None
    rules = rules_of(evaluation.family)
    return Context(evaluation, rules, passages(evaluation, rules.cells))


def audit(evaluation: Evaluation) -> list[Finding]:
    """What the prose of a submission says that cannot be so.

    Args:
        evaluation: an evaluated submission, from a workbook or from a published document.

    Returns:
        Findings, all of them failures; a rule that breaks is our fault and is told as such.
    """
    context = context_of(evaluation)
    if context is None:
        return []
    found = (one for name, rule in RULES.items() for one in safely(name, partial(_findings, rule), context))
    return list({(f.where, f.message): f for f in found}.values())


def _findings(rule: Rule, context: Context) -> Iterator[Finding]:
    return (finding(contradiction, context) for contradiction in rule(context))
