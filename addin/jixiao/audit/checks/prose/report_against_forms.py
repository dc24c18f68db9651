"""Figures that the report and the forms both give (C40, C48, N09)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import amount_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.form_figures import FormCell, cell_at, cells_of, first_amount
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Figure
from jixiao.core.quantity import Amount, printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention, MentionKind, Role, read_label
from jixiao.model.forms.vocabulary import roles

Cells: TypeAlias = "dict[Role, list[FormCell]]"
"""The cells of one figure by role."""

_ORDER = {
    Role.NONE: (Role.NONE, Role.FINAL, Role.BUDGET, Role.INITIAL),
    Role.FINAL: (Role.NONE, Role.FINAL),
    Role.BUDGET: (Role.NONE, Role.BUDGET),
    Role.INITIAL: (Role.NONE, Role.INITIAL),
    Role.PREVIOUS: (Role.PREVIOUS,),
    Role.PLAN: (),
}
"""The cells that a figure of a role may stand in, the likeliest first."""

_NEAR = 20
"""Figures on either side among which other kinds of the same thing are looked for."""

_OPENING = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])[^。：；，\n\d]{2,25}。")
_OF_THE_UNIT = re.compile(r"支出|收支|收入|预算|决算|资金|经费|情况|整体|部门|单位|执行")
"""What the opening words of a paragraph name where its figures may be the whole unit's."""

_SHORTEST_NAME = 4
"""A shorter project name is a word that may mean anything."""


def figures(context: Context) -> Iterator[Contradiction]:
    """C40 and N09: a figure in the report is the form's, and is not missing there."""
    for name, figure in context.rules.figures.items():
        if figure.cells:
            yield from _figure(name, figure, context)


def _figure(name: str, figure: Figure, context: Context) -> Iterator[Contradiction]:
    cells = {role: cells_of(context, places) for role, places in figure.cells.items()}
    told: set[str] = set()
    for passage in context.passages:
        if not passage.report:
            continue
        for found in in_passage(name, figure, cells, passage, context):
            if (key := found.check + found.mention.label.role.value + mention_text(found.mention)) not in told:
                told.add(key)
                yield found


def in_passage(name: str, figure: Figure, cells: Cells, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """What one passage contradicts; nothing of a role in which it gives several figures, as of several units."""
    groups: dict[tuple[Role, int], list[Mention]] = {}
    for mention in _named(figure, passage, context):
        groups.setdefault((passage.stated_role(mention), mention.label.year), []).append(mention)
    for alike in groups.values():
        is_one = all(printed_precision.same(alike[0].amount, m.amount) for m in alike)
        if is_one and (found := _against(name, figure, alike[0], cells, passage, context)):
            yield found


def _named(figure: Figure, passage: Passage, context: Context) -> Iterator[Mention]:
    """The mentions of a figure in one passage that are of the whole unit."""
    called = (listed for subject, listed in passage.by_subject.items() if figure.names_it(subject))
    named = [m for listed in called for m in listed if _is_named(figure, m, passage)]
    for mention in sorted(named, key=lambda m: m.index):
        if _is_kind(mention, figure) and _has_other_kinds(mention, figure, passage):
            continue  # 行政编制 beside 事业编制: neither is the whole
        if _counts_more(mention, passage) if figure.unit == "人" else _is_of_a_fund(mention, passage, context):
            continue
        if not figure.alone or is_alone(mention, passage, context):
            yield mention


def _is_named(figure: Figure, mention: Mention, passage: Passage) -> bool:
    if mention.label.role is Role.PLAN or (figure.unit == "%") is not (mention.kind is MentionKind.RATIO):
        return False
    if mention.kind is MentionKind.FIGURE and dimension(mention.amount) != figure.unit:
        return False
    if not passage.prose.names_its_thing(mention):
        return False
    if passage.prose.is_of_a_day(mention):
        return False
    return not figure.under or _is_under(figure.under, mention, passage)


def _is_kind(mention: Mention, figure: Figure) -> bool:
    return any(kind in mention.label.subject for kind in figure.kinds)


def _has_other_kinds(mention: Mention, figure: Figure, passage: Passage) -> bool:
    near = passage.prose.mentions[max(0, mention.index - _NEAR) : mention.index + _NEAR]
    return any(
        figure.names_it(m.label.subject) and _is_kind(m, figure) and m.label.subject != mention.label.subject
        for m in near
    )


def _is_of_a_fund(mention: Mention, passage: Passage, context: Context) -> bool:
    """A part of 财政拨款基本支出 is not the unit's whole, unless the forms hold that 基本支出 too."""
    wholes = passage.prose.lists[mention.part_of].wholes if mention.part_of >= 0 else []
    if not wholes or not any(word in wholes[-1].label.subject for word in context.rules.scopes.words):
        return False
    known = (listed for figure in context.rules.figures.values() for listed in figure.cells.values())
    amounts = (cell.amount for places in known for cell in cells_of(context, places))
    return not any(amount and printed_precision.same(amount, wholes[-1].amount) for amount in amounts)


def _counts_more(mention: Mention, passage: Passage) -> bool:
    """实有34人，其中：在职22人，退休12人 counts more than those in post."""
    lists = (found for found in passage.prose.lists if mention in found.wholes[-1:])
    return any("休" in part.label.subject for found in lists for part in found.parts)


def _counted(mention: Mention, passage: Passage) -> list[Amount]:
    """What a figure may count: 42人（含派驻7人） is 42 or 35."""
    lists = (found for found in passage.prose.lists if found.included and mention in found.wholes[-1:])
    less = [printed_precision.without(mention.amount, part.amount) for found in lists for part in found.parts]
    return [mention.amount, *(amount for amount in less if amount is not None)]


def _is_under(whole: str, mention: Mention, passage: Passage) -> bool:
    if mention.part_of < 0:
        return False
    wholes = passage.prose.lists[mention.part_of].wholes
    return bool(wholes) and wholes[-1].label.subject.endswith(whole)


def is_alone(mention: Mention, passage: Passage, context: Context) -> bool:
    """Whether nothing around narrows a word such as 支出 to a part of the unit's."""
    if passage.report != roles().unit_form or mention.part_of >= 0:
        return False
    if mention.kind is MentionKind.RATIO and passage.prose.firsts[mention.place.sentence] is not mention:
        return False  # the rate of the figures before it
    around = passage.prose.before_in_sentence(mention)
    narrows = any(word in around or word in passage.heading for word in context.rules.scopes.own)
    return not narrows and not _is_of_a_named_thing(mention, passage)


def _is_of_a_named_thing(mention: Mention, passage: Passage) -> bool:
    """Whether its paragraph begins with the name of one thing: （一）良种推广。预算600万元，支出582万元."""
    opening = _OPENING.match(passage.text, passage.text.rfind("\n", 0, mention.place.start) + 1)
    return opening is not None and not _OF_THE_UNIT.search(opening[0])


def _against(
    name: str, figure: Figure, mention: Mention, cells: Cells, passage: Passage, context: Context
) -> Contradiction | None:
    role = _role(mention, passage, context)
    if role is None:
        return None
    listed = [(asked, cell) for asked in _ORDER[role] for cell in cells.get(asked, ())]
    filled = [(asked, cell, cell.amount) for asked, cell in listed if cell.amount is not None]
    if not filled:
        return _missing(name, figure, mention, [cell for _, cell in listed], passage)
    floor = context.rules.tolerances.money if figure.unit == MONEY else Decimal(0)
    if any(_same(said, amount, figure, floor) for said in _counted(mention, passage) for _, _, amount in filled):
        return None
    if figure.or_a_projects and _is_a_projects(mention, context):
        return None
    _, cell, amount = filled[0]
    return Contradiction("C40-near" if figure.doubtful or _is_kind(mention, figure) else "C40", passage, mention, {
        "name": name, "role": role.value, "figure": mention_text(mention), "form": cell.form, "label": cell.label,
        "cell": amount_text(amount), "remark": _remark(amount, mention, passage),
    })  # fmt: skip


def _same(first: Amount, second: Amount, figure: Figure, floor: Decimal) -> bool:
    if figure.unit == "%":
        give = max(printed_precision.slack(first), printed_precision.slack(second)) * 200
        return abs(first.value - second.value) <= give
    return printed_precision.same(first, second, floor)


def _role(mention: Mention, passage: Passage, context: Context) -> Role | None:
    """The role by the year it is given for; ``None`` if it cannot be told, or for a year the forms do not hold."""
    role = mention.label.role
    if role is not passage.stated_role(mention):
        return None  # a budget was spoken of before: nobody can tell which figure this is
    if mention.label.year in (0, context.year) or not context.year:
        return role
    is_last_year = mention.label.year == context.year - 1 and role in (Role.NONE, Role.FINAL)
    return Role.PREVIOUS if is_last_year else None


def _missing(
    name: str, figure: Figure, mention: Mention, cells: list[FormCell], passage: Passage
) -> Contradiction | None:
    blank = next((cell for cell in cells if cell.is_blank), None)
    if not figure.blank or blank is None:
        return None
    says = {"name": name, "figure": mention_text(mention), "label": blank.label}
    return Contradiction("N09", passage, mention, says)


def _remark(amount: Amount, mention: Mention, passage: Passage) -> str:
    """What the report calls the form's figure, which tells how the two came to differ."""
    for other in passage.prose.mentions:
        if (
            other.is_figure
            and other.label.subject not in ("", mention.label.subject)
            and printed_precision.same(other.amount, amount)
        ):
            return f"（报告里{mention_text(other)}是{other.name}）"
    return ""


def project_cells(context: Context) -> dict[str, Cells]:
    """Each project's money by role, from its own form and from the rows of others."""
    found: dict[str, Cells] = {}
    form, rows = context.rules.projects.form, context.rules.projects.rows
    for values in context.evaluation.of(form.form):
        if form.name in values.schema.fields:
            keys = {Role.FINAL: form.final, Role.BUDGET: form.budget, Role.INITIAL: form.initial}
            cells = {role: [cell_at(values, key)] for role, key in keys.items() if key in values.schema.fields}
            _add(found, values.printed(form.name), cells)
    for values in context.evaluation.of(rows.form):
        for index in values.rows(rows.block):
            keys = {Role.FINAL: rows.final, Role.BUDGET: rows.budget, Role.PREVIOUS: rows.previous}
            cells = {role: [cell_at(values, key, rows.block, index)] for role, key in keys.items()}
            _add(found, values.printed(rows.name, rows.block, index), cells)
    return found


def _add(found: dict[str, Cells], name: str, cells: Cells) -> None:
    subject = read_label(name).subject
    if len(subject) >= _SHORTEST_NAME:
        for role, listed in cells.items():
            found.setdefault(subject, {}).setdefault(role, []).extend(listed)


def _is_a_projects(mention: Mention, context: Context) -> bool:
    """Whether the figure is that of some project, of which the sentence then speaks."""
    return any(
        cell.amount is not None and printed_precision.same(mention.amount, cell.amount)
        for cells in project_cells(context).values()
        for listed in cells.values()
        for cell in listed
    )


def three_public(context: Context) -> Iterator[Contradiction]:
    """C48: the report says that 三公经费 fell, the form that it rose."""
    figure = context.rules.figures.get("三公经费")
    if figure is None:
        return
    now = first_amount(cells_of(context, figure.cells.get(Role.FINAL, ())))
    before = first_amount(cells_of(context, figure.cells.get(Role.PREVIOUS, ())))
    if now is None or before is None or printed_precision.in_base(now) <= printed_precision.in_base(before):
        return
    for passage in context.passages:
        for change in passage.prose.mentions if passage.report else ():
            if (
                change.kind in (MentionKind.CHANGE, MentionKind.RATE)
                and change.is_sure
                and change.rising < 0
                and change.amount.value
            ):
                of = next((m for m in passage.prose.before(change) if m.kind is MentionKind.FIGURE), None)
                if (
                    of
                    and figure.names_it(of.label.subject)
                    and of.label.role in (Role.FINAL, Role.NONE)
                    and "上年" in change.words
                ):
                    says = {"figure": amount_text(now), "cell": amount_text(before)}
                    yield Contradiction("C48", passage, change, says)
                    return
