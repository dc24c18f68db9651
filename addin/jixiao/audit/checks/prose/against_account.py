"""What a sentence says of a figure that stands elsewhere: in another passage or in a table nobody described."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.changes import changed
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import Amount, printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention, MentionKind, Role

_UNCHANGED = re.compile(
    r"(?:与|同|比|较)(?P<base>[^，。；\n]{0,16}?)(?:相比较?|比较|相)?[，,]?"
    r"(?:无增减变化|无增减变动|无增减|无变化|没有变化|没有增减|持平|未发生变化)"
)
_COMPARED = re.compile(
    r"(?:与|同|比|较)(?P<base>[^，。；\n]{0,16}?)(?:相比较?|比较|数)?[，,]?(?:增加|减少|下降|增长)?$"
)
_FINAL_SAID = re.compile(r"[。，；]\s?(?:支出)?决算数?$")
"""What stands between a figure and what is said of it: nothing but its name."""
_NEAR = 3
_LONGEST = 60
_WORDS = {Role.BUDGET: "预算数", Role.FINAL: "决算数"}
_DIRECTION = {True: "增加", False: "减少"}


def unchanged(context: Context) -> Iterator[Contradiction]:
    """N12: 与预算相比无变化 is said of a figure that the document gives otherwise as the budget."""
    for passage in context.passages:
        for match in _UNCHANGED.finditer(passage.text):
            if "预算" not in match["base"]:
                continue
            yield from _unlike_the_budget_before(match, passage, context)
            now = _figure_before(match.start(), passage)
            base = context.account.only(now.label.subject, Role.BUDGET, now.amount) if now else None
            if now and base and not printed_precision.same(now.amount, base.amount, _floor(now, context)):
                yield Contradiction("N12", passage, now, {
                    "name": now.name, "figure": mention_text(now), "said": match[0],
                    "place": base.place, "base": _text(base.amount),
                }, other=base.source)  # fmt: skip


def _unlike_the_budget_before(match: re.Match[str], passage: Passage, context: Context) -> Iterator[Contradiction]:
    """全年预算为202.42万元，支出决算为202.24万元。决算数与全年预算数持平: both stand right before what is said."""
    count = bisect_right(passage.prose.mentions, match.start(), key=lambda m: m.place.end)
    budget, final = ([None, None, *passage.prose.mentions[:count]])[-2:]
    if budget is None or final is None or not _FINAL_SAID.match(passage.text, final.place.end, match.start()):
        return
    is_pair = budget.label.role in (Role.BUDGET, Role.INITIAL) and final.label.role is Role.FINAL
    is_named = ("年初" in match["base"]) is (budget.label.role is Role.INITIAL)
    is_here = budget.place.sentence == final.place.sentence and budget.is_sure and final.is_sure
    if (
        is_pair
        and is_named
        and is_here
        and not printed_precision.same(budget.amount, final.amount, context.rules.tolerances.money)
    ):
        says = {
            "name": final.name,
            "figure": mention_text(final),
            "said": match[0],
            "place": "同一句",
            "base": mention_text(budget),
        }
        yield Contradiction("N12", passage, final, says, (final, budget))


def _text(amount: Amount) -> str:
    return f"{number_text(amount.value, 6)}{amount.unit}"


def _figure_before(end: int, passage: Passage) -> Mention | None:
    """The thing's own figure just before, in the same sentence."""
    count = bisect_right(passage.prose.mentions, end, key=lambda m: m.place.end)
    for mention in reversed(passage.prose.mentions[max(0, count - _NEAR) : count]):
        is_here = (
            passage.prose.starts[mention.place.sentence] <= end and "。" not in passage.text[mention.place.end : end]
        )
        if is_here and mention.is_figure and mention.label.subject and mention.label.role in (Role.NONE, Role.FINAL):
            return mention
        if mention.kind not in (MentionKind.SHARE, MentionKind.CHANGE, MentionKind.RATE, MentionKind.BASE):
            return None
    return None


def known_changes(context: Context) -> Iterator[Contradiction]:
    """N13: 与预算相比减少0.1万元 is the difference to the budget that the document gives elsewhere."""
    for passage in context.passages:
        for change in passage.prose.mentions:
            if change.kind is MentionKind.CHANGE and change.is_sure and not change.whole:
                yield from _known(change, passage, context)


def _known(change: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    now = next(iter(changed(change, passage.prose)), None)
    if now is None or not now.label.subject or now.label.role not in (Role.NONE, Role.FINAL):
        return
    between = passage.text[max(now.place.end, change.place.start - _LONGEST) : change.place.start]
    said = _COMPARED.search(between)
    if said is None or "预算" not in said["base"] or any(c.isdigit() for c in _plain(said["base"])):
        return
    base = context.account.only(now.label.subject, Role.BUDGET, now.amount)
    if base is None or dimension(base.amount) != dimension(change.amount):
        return
    signed = now.amount.value, base.amount.value
    difference = printed_precision.in_base(now.amount) - printed_precision.in_base(base.amount)
    stated = printed_precision.in_base(change.amount) * change.rising
    give = max(printed_precision.slack(now.amount) * 3, _floor(now, context))
    if abs(difference - stated) > give and signed[0] != signed[1]:
        unit = printed_precision.in_base(printed_precision.one(change.amount))
        yield Contradiction("N13", passage, change, {
            "name": now.name, "figure": mention_text(now), "direction": _DIRECTION[change.rising > 0],
            "stated": mention_text(change), "place": base.place, "base": _text(base.amount),
            "expected": f"{_DIRECTION[difference > 0]}{number_text(abs(difference) / unit, 6)}{change.amount.unit}",
        }, (change, now), base.source)  # fmt: skip


def _plain(base: str) -> str:
    return re.sub(r"20\d\d年", "", base)


def _floor(now: Mention, context: Context) -> Decimal:
    return context.rules.tolerances.money if dimension(now.amount) == MONEY else Decimal(0)


def tables(context: Context) -> Iterator[Contradiction]:
    """N10: a figure in the text is the one that a table of the document gives for the same thing."""
    for passage in context.passages:
        for mention in passage.prose.mentions:
            if _is_plain(mention, passage, context):
                yield from _against_table(mention, passage, context)


def _is_plain(mention: Mention, passage: Passage, context: Context) -> bool:
    is_own = mention.is_figure and passage.prose.names_its_thing(mention) and mention.label.year in (0, context.year)
    return is_own and not passage.prose.is_of_a_day(mention) and mention.label.role is passage.stated_role(mention)


def _against_table(mention: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    role = Role.FINAL if mention.label.role in (Role.NONE, Role.FINAL) else Role.BUDGET
    if mention.label.role not in (Role.NONE, Role.FINAL, Role.BUDGET):
        return
    given = [g for g in context.account.find(mention.label.subject, role, mention.amount) if g.is_table]
    others = context.account.find(
        mention.label.subject, Role.BUDGET if role is Role.FINAL else Role.FINAL, mention.amount
    )
    floor = _floor(mention, context)
    if len(given) != 1 or printed_precision.same(given[0].amount, mention.amount, floor):
        return
    if mention.label.role is Role.NONE and any(printed_precision.same(g.amount, mention.amount, floor) for g in others):
        return
    yield Contradiction("N10", passage, mention, {
        "name": mention.name, "figure": mention_text(mention), "place": given[0].place,
        "role": _WORDS[role], "base": _text(given[0].amount),
    })  # fmt: skip
