"""The figures inside prose: audited here by rules anyone can read.

:mod:`jixiao.core.quantity.sentences` finds them.

Told is only what is contradicted: two figures, in the text or in text and forms, that cannot both be right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import SEVERITY, Finding
from jixiao.audit.checks.messages import safely
from jixiao.audit.checks.prose.account import Account
from jixiao.audit.checks.prose.added_up import added, adjusted, balances
from jixiao.audit.checks.prose.against_account import known_changes, tables, unchanged
from jixiao.audit.checks.prose.both_sides import both_sides, lists_of_sides
from jixiao.audit.checks.prose.bracketed_wholes import bracketed_wholes
from jixiao.audit.checks.prose.budget_items import budget_items
from jixiao.audit.checks.prose.changes import changes
from jixiao.audit.checks.prose.contradiction import Contradiction, Rule, finding
from jixiao.audit.checks.prose.culprits import Cause, causes
from jixiao.audit.checks.prose.divisions import divisions
from jixiao.audit.checks.prose.each_of_many import each_of_many
from jixiao.audit.checks.prose.identities import identities
from jixiao.audit.checks.prose.implied import changes_of_a_list, changes_of_parts, implied
from jixiao.audit.checks.prose.indicators import indicators
from jixiao.audit.checks.prose.name_lists import name_lists
from jixiao.audit.checks.prose.numbered_parts import numbered_parts
from jixiao.audit.checks.prose.passages import passages
from jixiao.audit.checks.prose.percentage_points import points
from jixiao.audit.checks.prose.products import averages, gaps, products
from jixiao.audit.checks.prose.project_mentions import project_counts, project_totals, projects
from jixiao.audit.checks.prose.prose_rules import rules_of
from jixiao.audit.checks.prose.ratios import ratios
from jixiao.audit.checks.prose.repeated_figures import openings, repeats, restated, sentences
from jixiao.audit.checks.prose.report_against_forms import figures, three_public
from jixiao.audit.checks.prose.respective_lists import respective_changes, respective_shares
from jixiao.audit.checks.prose.satisfaction_counts import satisfaction_counts
from jixiao.audit.checks.prose.scored_items import scored_items
from jixiao.audit.checks.prose.scores import grades, scores
from jixiao.audit.checks.prose.shares import shares, splits_of_hundred
from jixiao.audit.checks.prose.steps import steps
from jixiao.audit.checks.prose.sums import sums
from jixiao.audit.checks.prose.targets import targets
from jixiao.audit.checks.prose.template_residue import residue
from jixiao.audit.checks.prose.two_units import same_digits, two_units
from jixiao.audit.checks.table_grid import Grid
from jixiao.audit.checks.verdicts import numerals
from jixiao.model.evaluation import Evaluation

__all__ = ["RULES", "audit", "context_of"]

RULES: dict[str, Rule] = {
    "N01": sums,
    "N01-added": added,
    "N01-adjusted": adjusted,
    "N01-divided": divisions,
    "N01-numbered": numbered_parts,
    "N01-scored": scored_items,
    "N01-sides": lists_of_sides,
    "N02": shares,
    "N02-respective": respective_shares,
    "C42": splits_of_hundred,
    "N03": changes,
    "N03-steps": steps,
    "N03-points": points,
    "N03-respective": respective_changes,
    "N04": ratios,
    "N04-bracketed": bracketed_wholes,
    "N04-satisfied": satisfaction_counts,
    "N05": repeats,
    "N05-again": restated,
    "N05-units": two_units,
    "N05-digits": same_digits,
    "N05-words": sentences,
    "N05-sentences": openings,
    "N06": name_lists,
    "N07": project_totals,
    "N08": indicators,
    "N10": tables,
    "N10-items": budget_items,
    "N11": targets,
    "N12": unchanged,
    "N13": known_changes,
    "N14": products,
    "N14-each": averages,
    "N14-many": each_of_many,
    "N15": balances,
    "N15-sides": both_sides,
    "N16": implied,
    "N16-changes": changes_of_parts,
    "N16-listed": changes_of_a_list,
    "N17": gaps,
    "N17-identity": identities,
    "C38": grades,
    "C39": scores,
    "C40": figures,
    "C40-projects": projects,
    "C41": project_counts,
    "C48": three_public,
    "C54": residue,
}
"""Each rule by the check it makes (some make two)."""
_AS = {"N01-slip": "N01", "N01-point": "N01"}
"""What is told of a sum beside other contradictions, which may say otherwise which figure is wrong."""
_ONE_CAUSE = "{figure}多半写错了，写成{meant}，下面{count}处就都相符：{said}"


def context_of(evaluation: Evaluation) -> Context | None:
    """What the rules work on; ``None`` for a family without rules for prose."""
    if not evaluation.family.narrative:
        return None
    rules = rules_of(evaluation.family)
    texts = passages(evaluation, rules.cells)
    tables = [Grid(table) for table in evaluation.submission.tables]
    return Context(evaluation, rules, texts, tables, Account(texts, tables, rules, evaluation.submission.year))


def audit(context: Context | None) -> list[Finding]:
    """What the prose of a submission says that cannot be so.

    Args:
        context: of an evaluated submission, from a workbook or from a published document.

    Returns:
        Findings, all of them failures; a rule that breaks is our fault and is told as such.
    """
    if context is None:
        return []
    answers = [(name, one) for name, rule in RULES.items() for one in safely(name, rule, context)]
    asked = _each_once((name, one) for name, one in answers if isinstance(one, Contradiction))
    broken = [one for _, one in answers if isinstance(one, Finding)]
    found = [_told(cause, context) for cause in causes(asked, context, RULES)]
    return list({(f.where, f.message): f for f in (*broken, *found)}.values())


def _each_once(asked: Iterable[tuple[str, Contradiction]]) -> list[tuple[str, Contradiction]]:
    """Without what another rule says of the same figure and the same parts, or in the same words."""
    found: dict[object, tuple[str, Contradiction]] = {}
    for name, one in asked:
        said = one.says.get("parts") or tuple(one.says.items())
        found.setdefault((one.check.partition("-")[0], id(one.passage), one.mention.place, said), (name, one))
    return list(found.values())


def _told(cause: Cause, context: Context) -> Finding:
    """The finding of a cause; of several contradictions the worst, at the figure that explains them, then all."""
    if cause.spot is None:
        return finding(cause.found[0], context)
    found = [finding(replace(one, check=_AS.get(one.check, one.check)), context) for one in cause.found]
    levels = list(SEVERITY)
    worst = min(found, key=lambda one: levels.index(one.severity))
    passage, figure = cause.spot
    place = finding(replace(cause.found[0], passage=passage, mention=figure), context)
    said = "；".join(f"{number}. {one.message}" for number, one in enumerate(found, 1))
    figures = dict.fromkeys(number for one in found for number in (*one.figures, *numerals(cause.meant)))
    return replace(
        place, check=worst.check, title=worst.title, severity=worst.severity, figures=tuple(figures),
        message=_ONE_CAUSE.format(figure=figure.amount.text, meant=cause.meant, count=len(found), said=said),
        action=worst.action, source=worst.source,
    )  # fmt: skip
