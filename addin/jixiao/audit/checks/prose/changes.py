"""增减 against what it changes: 比上年增加300.91万元，增长28.21% (N03)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import Amount, printed_precision
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.sentences import Mention, MentionKind, Prose, Role, read_label
from jixiao.core.quantity.sentences.words import YEAR

_OVERALL = re.compile(
    r"\s*(?P<thing>[^，。；]{0,24}?)(?:收入支出|收、支|收支)(?:决算)?(?:总体|总计)?(?:情况)?(?:与|同|比|较)"
)
_PREVIOUS = re.compile(r"上一?年|去年|20\d\d年|同比")
_LAST_YEAR = re.compile(r"上一?年|去年|同比|20\d\d年")
_ENDING = re.compile(r"(?:总计|合计|总额|支出|费用|费|经费)+$")
_REACHED = re.compile(r"(?:达到?|增至|增加到|增长到|降至|降到|减至|减少到)")
"""What leads to the figure that a thing has become."""
_TOTAL = re.compile(r"(?:总计|合计|总额|总)$")
_BOTH_SIDES = re.compile(r"收、?支(?P<total>总计|合计|总额)$")
_ALL = Decimal(100)
_TIMES = 10
_THEN = "同期"
"""去年同期4.3万人次 names no thing of its own."""
_AVERAGE = re.compile(r"[日月人户生亩床次]均|平均|每")
_LONG = 4
"""Characters of a name by which longer words that end with it are known to mean it."""
_MOST_ALIKE = 20
_LED = (MentionKind.FIGURE, MentionKind.RATE)
"""What stands before a change whose rate comes first: 收入100万元，增长25%，增收20万元."""
_DIRECTION = {1: "增加", -1: "减少"}
_UNNAMED = "这一项"
_GROWTH = {1: "增长", -1: "下降"}


_Told = dict[tuple[Decimal, str], list[tuple[Passage, Mention, Mention]]]


def changes(context: Context) -> Iterator[Contradiction]:
    """N03: the rate is the change over what there was before; both go the same way."""
    told = _told_rates(context)
    for passage in context.passages:
        mentions = passage.prose.mentions
        for change in mentions:
            if change.kind is not MentionKind.CHANGE or not change.is_sure:
                continue
            rate = _rate_beside(change, mentions)
            if rate is not None:
                found = [*_change(change, rate, passage, context, told)]
                yield from found or _rate_of_base(change, rate, passage, context)
            yield from _beyond(change, passage)
            yield from _since(change, passage, context)
            yield from _between_years(change, passage, context)
        yield from _bare_rates(passage, context)


def _rate_beside(change: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """The rate right behind a change; or right before it, where a figure and no other change stands before the rate."""
    behind = mentions[change.index + 1] if change.index + 1 < len(mentions) else None
    if behind is not None and behind.kind is MentionKind.RATE:
        return behind if _is_rate_of(behind, change) else None
    if change.index < len(_LED) or change.whole:
        return None
    figure, rate = mentions[change.index - len(_LED) : change.index]
    is_led = figure.is_figure and figure.place.segment == rate.place.segment
    return rate if is_led and _is_rate_of(rate, change) else None


def _is_rate_of(rate: Mention, change: Mention) -> bool:
    """Whether a rate beside a change is of the same thing."""
    is_here = rate.place.segment == change.place.segment and rate.place.depth == change.place.depth
    return rate.kind is MentionKind.RATE and is_here and rate.is_sure and rate.whole in ("", change.whole)


def _change(change: Mention, rate: Mention, passage: Passage, context: Context, told: _Told) -> Iterator[Contradiction]:
    current = changed(change, passage.prose) or _reached(rate, passage.prose) or _elsewhere_given(change, context)
    if _opposed(change, rate):
        name = current[0].name if current else change.whole
        yield Contradiction("N03-direction", passage, rate, {
            "name": name, "change": mention_text(change), "printed": mention_text(rate),
            "direction": _DIRECTION[change.rising], "other": _GROWTH[rate.rising],
        }, (change, rate))  # fmt: skip
        return
    found = [printed_precision.growth(now.amount, _size(change.amount), _rising(change)) for now in current]
    if not found or any(span is None for span in found) or _fits(rate, found, context):
        return
    assert found[0] is not None  # noqa: S101 - told to the type checker; the line above has seen to it
    says = {
        "name": current[0].name,
        "current": mention_text(current[0]),
        "direction": _DIRECTION[change.rising],
        "change": mention_text(change),
        "expected": number_text(found[0].exact, max(2, rate.amount.digits)),
        "rate": _GROWTH[rate.rising],
        "printed": mention_text(rate),
        "elsewhere": _elsewhere(change, rate, current[0], told),
    }
    yield Contradiction("N03", passage, rate, says, (change, rate, *current))


def _rate_of_base(change: Mention, rate: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """立案数较2022年的104宗增加23宗，增长22.1%: what there was is given, what there is now is not by its name."""
    prose = passage.prose
    base = _base_of(change, prose) if rate.index > change.index else None
    is_beside = (
        base is not None and base.index == change.index - 1 and dimension(base.amount) == dimension(change.amount)
    )
    if base is None or not is_beside or _opposed(change, rate):
        return
    now = [*changed(change, prose), *_reached(rate, prose)]
    if _fits(rate, [printed_precision.growth(m.amount, _size(change.amount), _rising(change)) for m in now], context):
        return
    span = printed_precision.percent_of(_size(change.amount), base.amount)
    if span is not None and not _fits(rate, [span], context):
        yield Contradiction("N03-rate", passage, rate, {
            "name": change.whole or _UNNAMED, "previous": mention_text(base), "direction": _DIRECTION[change.rising],
            "change": mention_text(change), "expected": number_text(span.exact, max(2, rate.amount.digits)),
            "rate": _GROWTH[rate.rising], "printed": mention_text(rate),
        }, (change, rate, base))  # fmt: skip


def _reached(rate: Mention, prose: Prose) -> list[Mention]:
    """人员经费较上年增加35.6万元，增幅4.2%，达到883.2万元: what it has become stands right behind the rate."""
    behind = prose.mentions[rate.index + 1 : rate.index + 2]
    is_it = bool(behind) and behind[0].is_figure and behind[0].is_sure and _REACHED.fullmatch(behind[0].words)
    return behind if is_it and behind[0].place.segment == rate.place.segment else []


def _elsewhere_given(change: Mention, context: Context) -> list[Mention]:
    """The figure of the thing that a change names, if the document gives it in another place, and only one."""
    given = context.account.only(change.whole, Role.FINAL, change.amount) if change.whole else None
    if given is None:
        return []
    label = replace(change.label, subject=change.whole)
    return [replace(change, amount=given.amount, kind=MentionKind.FIGURE, words=change.whole, label=label)]


def _beyond(change: Mention, passage: Passage) -> Iterator[Contradiction]:
    """Nothing has grown since last year by more than it is now."""
    if change.rising < 0 or not _PREVIOUS.search(change.words):
        return
    current = changed(change, passage.prose)
    if current and all(
        printed_precision.span(now.amount).high < printed_precision.span(change.amount).low for now in current
    ):
        says = {"name": current[0].name, "current": mention_text(current[0]), "change": mention_text(change)}
        yield Contradiction("N03-beyond", passage, change, says, (change, *current))


def _opposed(change: Mention, rate: Mention) -> bool:
    sides = change.amount.value * change.rising, rate.amount.value * rate.rising
    return sides[0] * sides[1] < 0 and min(change.amount.value, rate.amount.value) > 0


def _rising(change: Mention) -> int:
    """增加-3.2万元 is a fall."""
    return change.rising if change.amount.value >= 0 else -change.rising


def _size(amount: Amount) -> Amount:
    return replace(amount, value=abs(amount.value))


def _fits(rate: Mention, found: Iterable[printed_precision.Span | None], context: Context) -> bool:
    size = _size(rate.amount)
    digits = context.rules.tolerances.percent_digits
    return any(span is not None and printed_precision.is_within(size, span, digits) for span in found)


def changed(change: Mention, prose: Prose) -> list[Mention]:
    """The figures that a change can be of, the nearest first.

    Those before it between the same semicolons, or else in its sentence; for 与上年相比，减少… the single figure of the
    sentence before, in its paragraph. A change that names its thing must find it.
    """
    kind = dimension(change.amount)
    near = [m for m in prose.before(change, sentences=1) if m.is_figure and dimension(m.amount) == kind]
    near = [m for m in near if m.place.paragraph == change.place.paragraph or change.whole]
    if change.whole:
        named = [m for m in near if _is_of(change.whole, m.label.subject)]
        return named or [m for m in near if _is_a_side(change.whole, m.label.subject)]
    near = [m for m in near if not prose.is_measure(m)]
    for own in (
        [m for m in near if m.place.segment == change.place.segment],
        [m for m in near if m.place.sentence == change.place.sentence],
    ):
        if own:
            return _without_budgets(own, change)
    near = _without_budgets(near, change)
    if heads := [m for m in near if m.part_of < 0]:
        return heads if len(heads) == 1 else []
    return _totals(change, prose)


def _is_of(thing: str, subject: str) -> bool:
    """Whether a figure's subject is the thing: the same words, or they end with it (财政拨款三公经费总额)."""
    bare = _TOTAL.sub("", subject).replace("总支出", "支出").replace("总收入", "收入")
    is_longer = len(thing) >= _LONG and bare.endswith(thing) and not bare.removesuffix(thing).endswith("非")
    return thing in (subject, bare) or is_longer


def _is_a_side(thing: str, subject: str) -> bool:
    """财政拨款 alone may mean what came in or what was spent; 收、支总计 are both."""
    both = _BOTH_SIDES.search(thing)
    if both:
        name, total = thing[: both.start()], both["total"]
        return subject in (f"{name}收入{total}", f"{name}支出{total}")
    return len(thing) >= _LONG and subject in (f"{thing}收入", f"{thing}支出")


def _without_budgets(near: list[Mention], change: Mention) -> list[Mention]:
    """比上年决算数增加 is said of what was spent, where that is given beside the budget."""
    spent = [m for m in near if m.label.role not in (Role.BUDGET, Role.INITIAL)]
    return near if not spent or "预算" in change.words else spent


def _totals(change: Mention, prose: Prose) -> list[Mention]:
    """收入支出总体与上年相比，增加…: the totals of income and of spending named before."""
    said = _OVERALL.match(prose.text, prose.starts[change.place.sentence], change.place.start)
    if said is None:
        return []
    thing = read_label(said["thing"]).subject
    called = {thing + side + "总计" for side in ("收入", "支出", "收、支")}
    return [m for m in reversed(prose.mentions[: change.index]) if m.is_figure and m.label.subject in called]


def _told_rates(context: Context) -> _Told:
    """Each change with the rate right behind it, by the change's figure."""
    found: _Told = {}
    for passage in context.passages:
        for change, rate in pairwise(passage.prose.mentions):
            if change.kind is MentionKind.CHANGE and rate.kind is MentionKind.RATE:
                found.setdefault((change.amount.value, change.amount.unit), []).append((passage, change, rate))
    return found


def _elsewhere(change: Mention, rate: Mention, now: Mention, told: _Told) -> str:
    """What the same change is said to be in another place."""
    alike = told.get((change.amount.value, change.amount.unit), [])
    for passage, other, behind in alike[:_MOST_ALIKE]:
        is_other = other.amount == change.amount and behind.amount != rate.amount
        if is_other and any(m.amount == now.amount for m in changed(other, passage.prose)):
            return f"，“{passage.heading}”里写的是{mention_text(behind)}"
    return ""


# ---- 上年数 -------------------------------------------------------------------------------------------------


def _since(change: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """A change beside this year's figure and last year's is their difference."""
    current = [m for m in changed(change, passage.prose) if m.label.role is not Role.PREVIOUS]
    base = _base_of(change, passage.prose)
    if base is None or not current or dimension(base.amount) != dimension(change.amount):
        return
    if any(_is_difference(now, base, change, context) for now in current):
        return
    difference = printed_precision.in_base(current[0].amount) - printed_precision.in_base(base.amount)
    unit = printed_precision.in_base(replace(change.amount, value=Decimal(1)))
    says = {
        "name": current[0].name,
        "current": mention_text(current[0]),
        "previous": mention_text(base),
        "direction": _DIRECTION[change.rising],
        "stated": mention_text(change),
        "expected": f"{number_text(abs(difference) / unit, 6)}{change.amount.unit}",
    }
    yield Contradiction("N03-base", passage, change, says, (change, base, *current))


def _between_years(change: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """接待费2024年预算8万元，2023年预算12.5万元；对比减少4.5万元: both years' figures stand with their years."""
    pair = _pair_before(change, passage.prose) or _pair_named(change, passage) or _year_before(change, passage)
    if pair is None or _base_of(change, passage.prose) or _is_difference(*pair, change, context):
        return
    now, then = pair
    difference = printed_precision.in_base(now.amount) - printed_precision.in_base(then.amount)
    unit = printed_precision.in_base(replace(change.amount, value=Decimal(1)))
    yield Contradiction("N03-base", passage, change, {
        "name": now.name, "current": mention_text(now), "previous": mention_text(then),
        "direction": _DIRECTION[change.rising], "stated": mention_text(change),
        "expected": f"{_DIRECTION[1 if difference >= 0 else -1]}"
        f"{number_text(abs(difference) / unit, 6)}{change.amount.unit}",
    }, (change, then, now))  # fmt: skip


def _pair_before(change: Mention, prose: Prose) -> tuple[Mention, Mention] | None:
    """The two figures just before a change, of one thing and of two years, whichever of them stands first."""
    last, first = ([*prose.before(change), None, None])[:2]
    if last is None or first is None or change.whole:
        return None
    orders = ((first, last), (last, first))
    return next(((now, then) for now, then in orders if _are_years_of_one(now, then, change)), None)


def _are_years_of_one(now: Mention, then: Mention, change: Mention) -> bool:
    is_kind = all(m.is_figure and dimension(m.amount) == dimension(change.amount) for m in (now, then))
    is_one = now.label.subject == then.label.subject != ""
    is_next = now.label.role is then.label.role and now.label.year - 1 == then.label.year > 0
    is_last = then.label.role is Role.PREVIOUS and now.label.role in (Role.NONE, Role.FINAL)
    return is_kind and is_one and (is_next or (is_last and now.place.segment == change.place.segment))


def _pair_named(change: Mention, passage: Passage) -> tuple[Mention, Mention] | None:
    """The only figures that the text gives of the thing that a change names, in two years that follow each other."""
    said = passage.prose.before_in_sentence(change)
    years = [int(year) for year in YEAR.findall(said)[-2:]]
    year = max(years, default=0)
    if not change.whole or not _LAST_YEAR.search(change.words) or min(years, default=0) not in (year, year - 1):
        return None
    alike = [m for m in _called(_bare(change.whole), passage) if dimension(m.amount) == dimension(change.amount)]
    now, then = ([m for m in alike if m.label.year == wanted] for wanted in (year, year - 1))
    return (now[0], then[0]) if len(now) == len(then) == 1 else None


def _year_before(change: Mention, passage: Passage) -> tuple[Mention, Mention] | None:
    """2022年公用经费80万元。2023年公用经费72万元，下降10%: last year's has the same words in another sentence."""
    now = passage.prose.mentions[change.index - 1] if change.index else change
    is_here = now.is_figure and now.label.year and now.place.segment == change.place.segment
    if not is_here or change.whole or not _says_its_year(now):
        return None
    if (last := _last_years(now, passage.prose)) and _LAST_YEAR.search(change.words):
        return now, last
    alike = passage.by_subject.get(now.label.subject, [])
    then = [m for m in alike if m.label.year == now.label.year - 1 and m.is_figure and _says_the_same(m, now)]
    said = YEAR.search(change.words)
    is_year = int(said[1]) == now.label.year - 1 if said else bool(_LAST_YEAR.search(change.words))
    is_next = not said and len(then) == 1 and then[0].place.sentence == now.place.sentence - 1
    return (now, then[0]) if (is_year or is_next) and len(then) == 1 else None


def _last_years(now: Mention, prose: Prose) -> Mention | None:
    """上年支出860万元。2023年支出925万元，增加65万元: the only figure of the sentence before, of the same thing."""
    before = prose.mentions[max(0, now.index - 2) : now.index]
    then = before[-1] if before else now
    is_next = then.place.sentence == now.place.sentence - 1 and then.place.paragraph == now.place.paragraph
    is_only = len(before) < 2 or before[0].place.sentence < then.place.sentence
    is_last = then.is_figure and then.label.role is Role.PREVIOUS and dimension(then.amount) == dimension(now.amount)
    is_one = then.label.subject == now.label.subject != "" and now.label.role in (Role.NONE, Role.FINAL)
    return then if is_next and is_only and is_last and is_one else None


def _says_its_year(figure: Mention) -> bool:
    return YEAR.search(figure.words) is not None


def _says_the_same(then: Mention, now: Mention) -> bool:
    """Whether the words before two figures are the same but for the year."""
    is_kind = dimension(then.amount) == dimension(now.amount) and _says_its_year(then)
    return is_kind and YEAR.sub("", then.words) == YEAR.sub("", now.words)


def _called(thing: str, passage: Passage) -> list[Mention]:
    named = (listed for subject, listed in passage.by_subject.items() if _bare(subject) == thing)
    return [m for listed in named for m in listed if m.is_figure]


def _bare(subject: str) -> str:
    """合计, 总额 and the like do not change what is meant."""
    return _ENDING.sub("", subject) or subject


def _base_of(change: Mention, prose: Prose) -> Mention | None:
    """What a change starts from, before it or in a bracket behind it."""
    return _base_before(change, prose) or _base_in_bracket(change, prose)


def _base_in_bracket(change: Mention, prose: Prose) -> Mention | None:
    """收入500万元，较上年增加50万元（上年450万元）: last year's figure of the same thing."""
    if not 0 < change.index < len(prose.mentions) - 1:
        return None
    now, then = prose.mentions[change.index - 1], prose.mentions[change.index + 1]
    is_inside = then.place.depth == change.place.depth + 1 and then.place.segment == change.place.segment
    is_one = now.is_figure and then.is_figure and then.label.subject == now.label.subject
    return then if is_inside and is_one and then.is_sure and then.label.role is Role.PREVIOUS else None


def _base_before(change: Mention, prose: Prose) -> Mention | None:
    """Given between the same semicolons, and not what another change starts from."""
    for other in prose.before(change):
        if other.kind is MentionKind.BASE and other.is_sure:
            return other if other.place.segment == change.place.segment else None
        if other.kind is MentionKind.CHANGE:
            return None
    return None


def _is_difference(now: Mention, base: Mention, change: Mention, context: Context) -> bool:
    signed = replace(change.amount, value=change.amount.value * change.rising)
    floor = context.rules.tolerances.money if dimension(now.amount) == printed_precision.MONEY else Decimal(0)
    return printed_precision.adds_up(now.amount, [base.amount, signed], floor)


def _bare_rates(passage: Passage, context: Context) -> Iterator[Contradiction]:
    """A rate without its change, where the sentence gives both years' figures of one thing."""
    for rate in passage.prose.mentions:
        if rate.kind is MentionKind.RATE and rate.is_sure and rate.rising < 0 and rate.amount.value > _ALL:
            yield Contradiction("N03-fall", passage, rate, {"printed": mention_text(rate)})
        if rate.kind is not MentionKind.RATE or not rate.is_sure or rate.whole:
            continue
        pair = _two_years(rate, passage.prose, context.year) or _spent_before(rate, passage.prose)
        pair = pair or _said_behind(rate, passage.prose) or _year_before(rate, passage)
        found = printed_precision.growth_from(pair[0].amount, pair[1].amount) if pair else None
        if pair is None or found is None:
            continue
        signed = replace(rate.amount, value=rate.amount.value * rate.rising)
        if not printed_precision.is_within(signed, found, context.rules.tolerances.percent_digits):
            says = {
                "name": pair[0].name,
                "current": mention_text(pair[0]),
                "previous": mention_text(pair[1]),
                "direction": _GROWTH[rate.rising],
                "stated": mention_text(rate),
                "expected": _rate_text(found.exact, max(2, rate.amount.digits)),
            }
            yield Contradiction("N03-base", passage, rate, says, (rate, *pair))


def _rate_text(rate: Decimal, digits: int) -> str:
    return f"{_GROWTH[1 if rate >= 0 else -1]}{number_text(abs(rate), digits)}%"


def _spent_before(rate: Mention, prose: Prose) -> tuple[Mention, Mention] | None:
    """实际支出21.7万元，比预算少6.3万元；与上年24.8万元相比，下降12.5%: the only figure spent stands farther before."""
    if not rate.index or prose.mentions[rate.index - 1].kind is not MentionKind.BASE:
        return None
    base, *before = [*prose.before(rate)] or [rate]
    alike = [m for m in before if m.is_figure and dimension(m.amount) == dimension(base.amount)]
    spent = [m for m in alike if m.label.role is Role.FINAL]
    is_base = base.kind is MentionKind.BASE and base.is_sure and base.place.segment == rate.place.segment
    is_only = len(spent) == 1 and all(m in spent or m.label.role in (Role.BUDGET, Role.INITIAL) for m in alike)
    return (spent[0], base) if is_base and is_only and rate.index - 1 == base.index else None


def _said_behind(rate: Mention, prose: Prose) -> tuple[Mention, Mention] | None:
    """新增2340户，同比增长17%（2022年为2000户）: last year's figure right behind the rate, in a bracket or not."""
    if not 0 < rate.index < len(prose.mentions) - 1:
        return None
    now, then = prose.mentions[rate.index - 1], prose.mentions[rate.index + 1]
    is_here = now.place.segment == rate.place.segment == then.place.segment
    if now.is_figure and then.kind is MentionKind.BASE and then.is_sure and is_here:
        return (now, then) if _is_last_years(then, rate) and dimension(now.amount) == dimension(then.amount) else None
    if not (now.is_figure and then.is_figure and now.is_sure and then.is_sure):
        return None
    is_inside = now.place.depth == rate.place.depth and then.place.depth - rate.place.depth in (0, 1)
    is_last = then.label.role is Role.PREVIOUS or bool(YEAR.match(then.words.removeprefix("其中")))
    is_one = then.label.subject in (now.label.subject, _THEN) and dimension(now.amount) == dimension(then.amount)
    return (now, then) if is_here and is_inside and is_last and is_one else None


def _is_last_years(base: Mention, rate: Mention) -> bool:
    """同比下降10%，较2021年的9.60万元减少0.96万元: both are measured from the year before."""
    return base.label.role is Role.PREVIOUS and bool(_LAST_YEAR.search(rate.words))


def _two_years(rate: Mention, prose: Prose, year: int) -> tuple[Mention, Mention] | None:
    """The figures of this year and of last year just before a rate, of one subject and without a change between."""
    before = list(prose.before(rate))[:2]
    if len(before) < 2 or any(not m.is_sure for m in before):
        return None
    kinds = {m.kind for m in before}
    if not kinds <= {MentionKind.FIGURE, MentionKind.BASE} or dimension(before[0].amount) != dimension(
        before[1].amount
    ):
        return None
    past = [m for m in before if m.kind is MentionKind.BASE or m.label.role is Role.PREVIOUS]
    past = past or [m for m in before if m.label.year == year - 1] or _earlier(before, rate)
    if len(past) != 1:
        return None
    now = before[1] if past[0] is before[0] else before[0]
    if _AVERAGE.search(now.words) and not _is_like(now, past[0]):
        total = next((m for m in prose.before(now) if m.is_figure and m.place.segment == now.place.segment), None)
        return (total, past[0]) if total and _is_like(total, past[0]) else None
    return (now, past[0]) if past[0].kind is MentionKind.BASE or _is_same_thing(now, past[0]) else None


def _is_like(now: Mention, then: Mention) -> bool:
    """客运量1860万人次，日均5.1万人次，比上年的1550万人次增长20%: the growth is of what is of the same size."""
    first, second = printed_precision.in_base(now.amount), printed_precision.in_base(then.amount)
    is_near = max(abs(first), abs(second)) <= _TIMES * min(abs(first), abs(second))
    return is_near and dimension(now.amount) == dimension(then.amount)


def _earlier(before: Sequence[Mention], rate: Mention) -> list[Mention]:
    """Of the figures of two years that follow each other the earlier, where the rate says that it starts from it."""
    first, last = sorted(m.label.year for m in before)
    said = YEAR.search(rate.words)
    is_said = said is not None and int(said[1]) == first == last - 1
    return [m for m in before if m.label.year == first] if is_said else []


def _is_same_thing(now: Mention, then: Mention) -> bool:
    """新增企业156家，去年同期新增120家: last year's is called by the beginning or the end of this year's name."""
    short, name = then.label.subject.removeprefix("同期"), now.label.subject
    return short == name or (len(short) > 1 and name.startswith(short)) or (len(short) > 1 and name.endswith(short))
