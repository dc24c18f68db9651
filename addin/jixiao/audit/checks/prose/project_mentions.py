"""The projects' money and number against their own forms (C40, C41, N07)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import amount_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.form_figures import cells_of, first_amount
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Figure, subjects
from jixiao.audit.checks.prose.report_against_forms import Cells, in_passage, project_cells
from jixiao.core.quantity import Amount, printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Role


def projects(context: Context) -> Iterator[Contradiction]:
    """C40: a project's money in the report is that of its own form."""
    for name, cells in project_cells(context).items():
        figure = Figure(names=(name,), cells={})
        told: set[str] = set()
        for passage in context.passages:
            for found in in_passage(name, figure, cells, passage, context) if passage.report else ():
                if mention_text(found.mention) not in told:
                    told.add(mention_text(found.mention))
                    yield found


def project_totals(context: Context) -> Iterator[Contradiction]:
    """N07: all projects together spend no more than the whole unit."""
    totals = context.rules.projects.totals
    limits = {Role.FINAL: cells_of(context, [totals.final]), Role.BUDGET: cells_of(context, [totals.budget])}
    for passage in context.passages:
        yield from islice(_over(passage, limits, context), 1)


def _over(passage: Passage, limits: Cells, context: Context) -> Iterator[Contradiction]:
    """Totals of all projects beyond the unit's own, those spent first."""
    names = subjects(context.rules.projects.totals.names)
    named = [m for m in passage.prose.mentions if passage.report and m.is_figure and m.label.subject in names]
    for mention in sorted(named, key=lambda m: m.label.role is not Role.FINAL):
        limit = first_amount(limits.get(mention.label.role, ()))
        if limit and _exceeds(mention.amount, limit, context):
            yield Contradiction("N07", passage, mention, {
                "name": mention.label.subject, "role": mention.label.role.value, "figure": mention_text(mention),
                "cell": amount_text(limit),
            })  # fmt: skip


def _exceeds(amount: Amount, limit: Amount, context: Context) -> bool:
    if dimension(amount) != MONEY:
        return False
    return (
        printed_precision.in_base(amount) - printed_precision.in_base(limit) > context.rules.tolerances.money_of_a_sum
    )


def project_counts(context: Context) -> Iterator[Contradiction]:
    """C41: as many projects as the report counts have their form."""
    counted = subjects(context.rules.projects.counts.names)
    there = sum(1 for _ in context.evaluation.of(context.rules.projects.form.form))
    for passage in context.passages:
        for mention in passage.prose.mentions if passage.report and there else ():
            is_count = mention.is_figure and mention.amount.unit in ("个", "份", "项", "张")
            if (
                is_count
                and mention.label.subject in counted
                and not mention.inherited
                and mention.amount.value != there
            ):
                says = {"name": mention.label.subject, "figure": mention_text(mention), "cell": str(there)}
                yield Contradiction("C41", passage, mention, says)
