"""The same thing given twice with different figures (N05)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction, Spot, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Figure
from jixiao.audit.checks.prose.report_against_forms import is_alone
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention, Role
from jixiao.model.submission.submission import LOOSE_TEXT

_DOCUMENT = re.compile(r"《[^《》\n]{1,80}》|\d{1,5}号")
_ITEM = re.compile(r"项[）)][”」\"]?\s?$")
_ITEM_END = 5
_CITED = 3
_CALLED = {Role.FINAL: "支出决算", Role.BUDGET: "预算"}
_LONGEST = 30
_LONGEST_OPENING = 150


def repeats(context: Context) -> Iterator[Contradiction]:
    """N05: figures that a unit has once are the same wherever the reports give them."""
    said = list(_mentions(context))
    for name, figure in context.rules.figures.items():
        if figure.once:
            places: dict[object, Spot] = {}
            for passage, mention in said:
                is_named = figure.names_it(mention.label.subject) and dimension(mention.amount) == figure.unit
                if is_named and _is_units(figure, mention, passage, context):
                    key = _identity(figure, mention, passage, context)
                    yield from _compare("N05", name, key, passage, mention, places, context)


def _is_units(figure: Figure, mention: Mention, passage: Passage, context: Context) -> bool:
    """Whether the figure is the unit's own: not one of several offices', not narrowed."""
    if figure.nought_is_narrower and not mention.amount.value:
        return False
    if figure.alone:
        return is_alone(mention, passage, context)
    return figure.unit == MONEY or _is_single(mention, passage)


def _identity(figure: Figure, mention: Mention, passage: Passage, context: Context) -> tuple[object, ...]:
    """What makes two mentions the same figure: role, year and scope; for loose words the very words."""
    role = passage.stated_role(mention)
    role = Role.FINAL if role is Role.NONE else role
    words = mention.name if figure.alone else ""
    return role, mention.label.year or context.year, _scope(mention, passage, context), words


def sentences(context: Context) -> Iterator[Contradiction]:
    """N05: the same long words in another place have the same figure."""
    places: dict[object, Spot] = {}
    for passage, mention in _mentions(context):
        if mention.part_of < 0 and _says_which(mention.label.subject, context):
            cited = _cited(mention, passage)
            scope = _heading_scope(passage, context)
            key = (
                mention.label.subject,
                mention.label.role,
                mention.label.year,
                dimension(mention.amount),
                cited,
                scope,
            )
            seen = places.get(key)
            if seen is None or seen[0] is not passage or seen[1].place.paragraph != mention.place.paragraph:
                yield from _compare("N05-free", mention.name, key, passage, mention, places, context)


def restated(context: Context) -> Iterator[Contradiction]:
    """N05-again: “…（项）”257.14万元，…，支出决算为257.14万元: an item's amount and its account are one."""
    for passage in context.passages:
        for final in passage.prose.mentions:
            first = _named_by(final, passage) if final.is_figure else None
            if first is not None and not printed_precision.same(
                first.amount, final.amount, context.rules.tolerances.money
            ):
                says = {
                    "name": first.name, "other": mention_text(first), "figure": mention_text(final),
                    "role": _CALLED.get(final.label.role, ""),
                }  # fmt: skip
                yield Contradiction("N05-again", passage, final, says, (first, final))


def _named_by(final: Mention, passage: Passage) -> Mention | None:
    """The item with its amount that a sentence in the same paragraph means without naming it."""
    budget = passage.prose.mentions[final.index - 1] if final.index > 1 else None
    if budget is None or budget.label.subject != final.label.subject or not _are_of_an_item(budget, final):
        return None
    first = passage.prose.mentions[budget.index - 1]
    is_item = bool(_ITEM.search(passage.text, max(0, first.place.start - _ITEM_END), first.place.start))
    is_its = first.label.subject == final.label.subject and first.place.paragraph == final.place.paragraph
    return first if is_item and is_its and first.is_figure and first.label.role is Role.NONE else None


def _are_of_an_item(before: Mention, own: Mention) -> bool:
    """年初预算…，支出决算…, or 2023年执行数…，2024年预算…: the second is the item's own amount."""
    is_final = before.label.role is Role.INITIAL and own.label.role is Role.FINAL
    is_next = before.label.role is Role.FINAL and own.label.role is Role.BUDGET
    return is_final or (is_next and 0 < before.label.year == own.label.year - 1)


def _cited(mention: Mention, passage: Passage) -> tuple[str, ...]:
    """The documents that a sentence names before a figure: what two of them allot are two figures."""
    return tuple(_DOCUMENT.findall(passage.prose.before_in_sentence(mention))[-_CITED:])


def openings(context: Context) -> Iterator[Contradiction]:
    """N05: a sentence that another section repeats has the same figures."""
    places: dict[object, Spot] = {}
    for passage, mention in _mentions(context):
        opening = _opening(mention, passage)
        if len(opening) < context.rules.repeated.opening.value or not _says_which(opening[-_LONGEST:], context):
            continue
        key = (opening, dimension(mention.amount), _heading_scope(passage, context))
        seen = places.get(key)
        if seen is None or seen[0] is not passage:
            yield from _compare("N05-free", mention.name, key, passage, mention, places, context)


def _opening(mention: Mention, passage: Passage) -> str:
    """A sentence up to a figure, without the figures before it."""
    prose = passage.prose
    start, pieces = prose.starts[mention.place.sentence], list[str]()
    if mention.place.start - start > _LONGEST_OPENING:
        return ""
    for other in reversed(list(prose.before(mention))):
        pieces.append(passage.text[start : other.place.start])
        start = other.place.end
    pieces.append(passage.text[start : mention.place.start])
    return "#".join(pieces).strip()


def _mentions(context: Context) -> Iterator[Spot]:
    for passage in context.passages:
        for mention in passage.prose.mentions if passage.report else ():
            if mention.is_figure and mention.label.role is not Role.PLAN and passage.prose.names_its_thing(mention):
                yield passage, mention


def _compare(
    check: str,
    name: str,
    key: object,
    passage: Passage,
    mention: Mention,
    places: dict[object, Spot],
    context: Context,
) -> Iterator[Contradiction]:
    before, first = places.setdefault(key, (passage, mention))
    floor = context.rules.tolerances.money if dimension(mention.amount) == MONEY else type(mention.amount.value)(0)
    is_same = printed_precision.same(first.amount, mention.amount, floor)
    if not is_same and (before is passage or not _begins_anew(before, passage, context)):
        says = {
            "name": name,
            "figure": mention_text(mention),
            "other": mention_text(first),
            "place": f"“{before.heading}”",
        }
        yield Contradiction(check, passage, mention, says, other=(before, first))


def _begins_anew(before: Passage, passage: Passage, context: Context) -> bool:
    """Whether a heading that comes again stands over a figure: the next project's or unit's part begins with it."""
    if before.heading == passage.heading:
        return True
    lines = (line.strip() for one in context.passages for line in (one.heading, *one.text.split("\n")))
    return passage.is_loose and passage.heading != LOOSE_TEXT and sum(line == passage.heading for line in lines) > 1


def _is_single(mention: Mention, passage: Passage) -> bool:
    """Whether a passage gives one such figure: several are those of several offices."""
    return passage.endings[mention.label.subject[-2:]] <= 1


def _scope(mention: Mention, passage: Passage, context: Context) -> frozenset[str]:
    """What narrows a figure: words before it in its sentence, in its wholes, and in the heading."""
    around = passage.heading + passage.prose.before_in_sentence(mention)
    if mention.part_of >= 0:
        around += "".join(whole.words for whole in passage.prose.lists[mention.part_of].wholes)
    return frozenset(word for word in context.rules.scopes.words if word in around)


def _heading_scope(passage: Passage, context: Context) -> frozenset[str]:
    """What the heading narrows all that stands below it to: 一、中央财政衔接资金."""
    return frozenset(word for word in context.rules.scopes.words if word in passage.heading)


def _says_which(subject: str, context: Context) -> bool:
    """Whether a subject's words say which thing is meant, not only what kind of figure it is."""
    rules = context.rules.repeated
    if len(subject) > _LONGEST:
        return False
    for word in rules.words:
        subject = subject.replace(word, "")
    return len(subject) >= rules.fewest.value
