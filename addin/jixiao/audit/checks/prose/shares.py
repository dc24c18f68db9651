"""占…% against its part and its whole (N02, C42)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, groupby

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import amount_text, number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import subjects
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.sentences import Label, Mention, MentionKind, Prose, Role, read_label
from jixiao.core.quantity.sentences.words import BEFORE_FIGURE

_SHORTEST_NAME = 2
_LOOK_BACK = 200
"""Figures back among which a whole that is called by its name is looked for."""
_LOOK_AHEAD = 12
"""Figures of a sentence behind a share among which its whole may be."""
_FEWEST = 4
"""Items of a list without a whole from which the one that does not fit can be told."""

_MOST = 100
"""A longer list is not looked through for the item that does not fit."""
_ALL = Decimal(100)
_LONGEST_OPENING = 80
_SENTENCES = 2
"""Sentences before one that opens with a thing, in which its figure is looked for."""
_ALL_OF = re.compile(r"^(?:全部|总|全[县市区州校院局镇乡]|所有)|(?:的)?(?:总人数|总数|总量|总额|人数|数量|总)$")
_ANY = re.compile(r"收入|支出|资金|经费|预算|决算|投资|人员|人口|项目|任务|计划|指标")
"""What is called so may be any of its kind."""
_RELATIVE = re.compile(r"同类|同期|各自|相应|其中|该")
"""Words by which a whole is another one for each part."""
_ALL_SPENT = re.compile(r"(?:总|全部|全年)支出(?:总额|合计)?")
_AMONG = re.compile(r"[\u4e00-\u9fff]{1,12}中[，,]")
_OPENING = re.compile(r"(?P<thing>[^，。；：\n]{2,60}?)(?:中[，,：:]|的?(?:具体)?构成(?:情况)?(?:为|是|如下)[：:])")

_PLANNED = (Role.BUDGET, Role.INITIAL, Role.PLAN, Role.PREVIOUS)

Pair = tuple[Mention, Mention]


def shares(context: Context) -> Iterator[Contradiction]:
    """N02: a share is its part over its whole."""
    for passage in context.passages:
        pairs = list(_pairs(passage.prose))
        for part, share in pairs:
            yield from _share(part, share, passage, context)
        yield from _odd_one_out(_of_paragraphs(pairs, passage), _FEWEST, passage, context)
        for of_one in _of_one_name(pairs, passage, context):
            yield from of_two_wholes(of_one, passage, context)
        for pairs_of_one in _of_sentences(pairs, passage, context):
            yield from together(pairs_of_one, passage, context)


def _pairs(prose: Prose) -> Iterator[Pair]:
    """Each share with what has it."""
    for share in prose.mentions:
        if share.kind is MentionKind.SHARE and share.is_sure and (part := _part_of(share, prose)):
            yield part, share


def _part_of(share: Mention, prose: Prose) -> Mention | None:
    """What has the share: the thing it names, or the figure just before."""
    for other in prose.before(share):
        if other.kind is MentionKind.FIGURE:
            if _is_whole_named(share, other):
                continue  # 实有车辆9辆，编制10辆，占编制的90%
            if share.label.subject in ("", other.label.subject):
                return other if other.is_sure else None
            if other.part_of >= 0 and share.label.subject:
                continue  # 债务余额43亿元，其中一般债务18亿元、专项债务25亿元，债务余额占限额的95%
            if not share.label.subject.endswith(other.label.subject):
                return None
    return None


def _is_whole_named(share: Mention, figure: Mention) -> bool:
    """Whether a figure right before a share is the very thing that the share is of."""
    whole, is_next = read_label(share.whole), figure.index == share.index - 1
    is_named = bool(whole.subject) and (whole.subject, whole.role) == (figure.label.subject, figure.label.role)
    return is_next and is_named and not share.label.subject and not figure.inherited


def _share(part: Mention, share: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    wholes = _wholes(part, share, passage, context)
    yield from against(part, share, wholes, passage, context)
    if share.whole and not wholes:
        yield from _named_otherwise(part, share, passage, context)
    elif not wholes and not share.label.subject:
        yield from _of_the_count_before(part, share, passage, context)


def _of_the_count_before(part: Mention, share: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """公交车480辆，新能源车432辆，占90%: of the count right before, if it is none of any other."""
    before = passage.prose.mentions[max(0, part.index - 1) : part.index]
    is_next = bool(before) and before[0].is_figure and before[0].place.segment == part.place.segment
    is_count = (
        is_next and before[0].amount.unit == part.amount.unit and dimension(part.amount) != printed_precision.MONEY
    )
    if not is_count or not _is_larger(before[0], part) or share.index != part.index + 1 or part.part_of >= 0:
        return
    near = [m for m in passage.prose.before(before[0], _SENTENCES) if m.is_figure and _is_larger(m, part)]
    value = before[0].amount.value + part.amount.value
    both = replace(before[0], amount=replace(before[0].amount, value=value, text=""))
    for found in against(part, share, [*before, *near, both], passage, context):
        yield replace(found, check="N02-likely", figures=(share, part, before[0]))


def _named_otherwise(part: Mention, share: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """在职职工860人，卫生技术人员731人，占职工总数的85%: told if the share is none of any figure it may be of."""
    near = [
        m for m in passage.prose.before(part, _SENTENCES) if m.is_figure and m.place.paragraph == part.place.paragraph
    ]
    larger = [m for m in near if _is_larger(m, part) and m.amount.value]
    meant = [m for m in larger if _may_mean(share.whole, m.label.subject)] or _all_of_its_list(part, share, larger)
    others = [m for m in larger if m not in meant[:1]]
    for found in against(part, share, [*meant[:1], *others] if meant else [], passage, context):
        yield replace(found, check="N02-likely", figures=(share, part, meant[0]))


def _all_of_its_list(part: Mention, share: Mention, larger: Sequence[Mention]) -> list[Mention]:
    """培训1500人次，其中女性630人次，占总人次的42%: all that is counted so, which a list divides."""
    is_all = _ALL_OF.sub("", share.whole) in ("", part.amount.unit) and part.part_of >= 0
    return [m for m in larger if is_all and m.index < part.index and m.part_of != part.part_of][:1]


def _may_mean(whole: str, subject: str) -> bool:
    """Whether a name is the other one shortened: 卫技人员 of 卫生技术人员, 职工总数 of 在职职工."""
    said = _ALL_OF.sub("", whole)
    rest = iter(subject)
    return len(said) >= _SHORTEST_NAME and not _ANY.fullmatch(said) and all(sign in rest for sign in said)


def against(
    part: Mention, share: Mention, wholes: Sequence[Mention], passage: Passage, context: Context
) -> Iterator[Contradiction]:
    """A share that its part has of none of the figures that may be its whole."""
    found = [span for whole in wholes if (span := printed_precision.percent_of(part.amount, whole.amount))]
    digits = context.rules.tolerances.percent_digits
    if (
        (
            not found
            or len(found) < len(wholes)
            or any(printed_precision.is_within(share.amount, b, digits) for b in found)
        )
        or _is_of_one_behind(part, share, passage, digits)
        or _is_of_sum(part, share, wholes, passage, digits)
    ):
        return
    says = {
        "part": f"{part.name}{mention_text(part)}",
        "whole": f"{wholes[0].name}{wholes[0].amount.text or amount_text(wholes[0].amount)}",
        "expected": number_text(found[0].exact, max(2, share.amount.digits)),
        "printed": mention_text(share),
    }
    yield Contradiction("N02", passage, share, says, (share, part, *wholes))


def _is_of_one_behind(part: Mention, share: Mention, passage: Passage, digits: Decimal) -> bool:
    """基本支出1320万元，占62.86%；项目支出780万元，占37.14%，合计2100万元: the sentence gives the whole last."""
    behind = passage.prose.mentions[share.index + 1 : share.index + 1 + _LOOK_AHEAD]
    wholes = [m for m in behind if m.is_figure and m.place.sentence == share.place.sentence]
    found = [printed_precision.percent_of(part.amount, m.amount) for m in wholes if _is_larger(m, part)]
    return any(span is not None and printed_precision.is_within(share.amount, span, digits) for span in found)


def _is_of_sum(part: Mention, share: Mention, wholes: Sequence[Mention], passage: Passage, digits: Decimal) -> bool:
    """86人，其中博士12人、硕士50人，占72.09%: the share of the parts together."""
    listed = passage.prose.lists[part.part_of].parts if part.part_of >= 0 else []
    before = [m for m in listed if m.index <= part.index and m.amount.unit == part.amount.unit]
    here = [m.amount.value for m in before if m.place.segment == part.place.segment and m.is_figure][::-1]
    sums = [replace(part.amount, value=total) for total in accumulate(here)][1:]
    spans = [printed_precision.percent_of(total, whole.amount) for total in sums for whole in wholes]
    return any(span is not None and printed_precision.is_within(share.amount, span, digits) for span in spans)


def _is_larger(whole: Mention, part: Mention) -> bool:
    return dimension(whole.amount) == dimension(part.amount) and _may_be(part, whole)


def _wholes(part: Mention, share: Mention, passage: Passage, context: Context) -> list[Mention]:
    """The figures that may be the whole, the nearest first; none if it cannot be told."""
    prose = passage.prose
    if share.whole:
        return (
            called(share.whole, part, prose, context)
            or _spent(share, part, prose)
            or _said_of_its_list(share.whole, part, prose)
            or _later(share.whole, part, passage)
            or _elsewhere(share.whole, part, context)
        )
    if part.part_of >= 0:
        wholes = prose.lists[part.part_of].wholes
    else:
        wholes = _head(part, prose, context) or _continued(part, prose)
    wholes = wholes or _among(part, prose) or _of_split(part, passage, context)
    if not wholes and (said := _opening(part, prose)):
        near = [m for m in called(said, part, prose, context) if m.place.sentence >= part.place.sentence - _SENTENCES]
        return _of_opening(said, part, passage, context) or near
    return [w for w in reversed(wholes) if dimension(w.amount) == dimension(part.amount) and w.amount.value]


def _among(part: Mention, prose: Prose) -> list[Mention]:
    """抽查的40个站点中，正常运行的34个，占85%: what stands right before, of which this is said to be some."""
    whole = prose.mentions[part.index - 1] if part.index else part
    between = prose.text[whole.place.end : part.place.start]
    is_whole = whole.is_figure and whole.place.segment == part.place.segment and whole.amount.unit == part.amount.unit
    return [whole] if is_whole and whole is not part and _AMONG.match(between) and _may_be(part, whole) else []


def _of_split(part: Mention, passage: Passage, context: Context) -> list[Mention]:
    """2.公务用车购置及运行维护费14.20万元，占86.85%: what it is known to be a part of, given in a paragraph before."""
    if not _is_first(part, passage) or part.label.role in _PLANNED:
        return []
    of_it = [s for s in context.rules.splits.values() if any(part.label.subject in subjects(p) for p in s.parts)]
    before = passage.prose.mentions[max(0, part.index - _LOOK_BACK) : part.index]
    wholes = [m for m in reversed(before) if m.is_figure and any(s.is_whole(m.label.subject) for s in of_it)]
    return [m for m in wholes if m.label.role not in _PLANNED and _is_larger(m, part)]


def _elsewhere(name: str, part: Mention, context: Context) -> list[Mention]:
    """The only figure that the document gives for what a share is of, in another of its texts or in a table."""
    given = context.account.only(name, Role.FINAL, part.amount) if len(name) > _SHORTEST_NAME else None
    if given is None or (given.source and given.source[1] is part):
        return []
    whole = replace(part, amount=given.amount, words=name, label=Label(name), subject_from=None)
    return [whole] if _may_be(part, whole) else []


def _spent(share: Mention, part: Mention, prose: Prose) -> list[Mention]:
    """全年执行数2397.29万元；其中项目支出1108.45万元，占执行数的46.24%: the figure that is called so and no more."""
    said = read_label(share.whole)
    if not (_ALL_SPENT.fullmatch(said.subject) if said.subject else said.role is Role.FINAL):
        return []
    near = (m for m in prose.before(part, _SENTENCES) if m.is_figure and m.place.paragraph == part.place.paragraph)
    return [m for m in near if _is_spent(read_label(m.words)) and _is_larger(m, part)][:1]


def _said_of_its_list(name: str, part: Mention, prose: Prose) -> list[Mention]:
    """部门预算支出总额3642万元，其中项目支出1274.7万元，占支出总额的35%: the whole ends with that name."""
    wholes = prose.lists[part.part_of].wholes if part.part_of >= 0 and len(name) > _SHORTEST_NAME else []
    return [w for w in reversed(wholes) if _ends_so(w.words, name) and _is_larger(w, part)][:1]


def _ends_so(said: str, name: str) -> bool:
    return BEFORE_FIGURE.sub("", said).endswith(name)


def _is_spent(label: Label) -> bool:
    return label.role is Role.FINAL and not label.subject


def _later(name: str, part: Mention, passage: Passage) -> list[Mention]:
    """The figure that the text gives behind a share for what the share is of, if it gives but one there."""
    named = passage.by_subject.get(read_label(name).subject, [])
    given = [m for m in named if m.is_figure and m.index > part.index and dimension(m.amount) == dimension(part.amount)]
    is_one = given and all(printed_precision.same(given[0].amount, other.amount) for other in given)
    return given[:1] if is_one and _may_be(part, given[0]) else []


def _may_be(part: Mention, whole: Mention) -> bool:
    return printed_precision.in_base(part.amount) <= printed_precision.in_base(whole.amount)


def _opening(part: Mention, prose: Prose) -> str:
    """What a sentence opens with: 三公经费支出决算中，甲…，占…；本年收入的构成为：甲…，占…."""
    start, first = prose.starts[part.place.sentence], prose.firsts[part.place.sentence]
    said = _OPENING.match(prose.text, start, min(first.place.start, start + _LONGEST_OPENING))
    return said["thing"] if said else ""


def _of_opening(thing: str, part: Mention, passage: Passage, context: Context) -> list[Mention]:
    """What the sentence opens with, as the document gives it elsewhere: each of the figures, if there are several."""
    return [
        replace(
            given.source[1] if given.source and given.source[0] is passage else part,
            amount=given.amount,
            words=thing,
            label=replace(part.label, subject=thing),
            subject_from=None,
        )
        for given in context.account.find(thing, Role.FINAL, part.amount)
    ]


def _head(part: Mention, prose: Prose, context: Context) -> list[Mention]:
    """The figure that begins the sentence, if it is known to be a whole."""
    head = prose.firsts[part.place.sentence]
    behind = prose.mentions[head.index + 1]  # 基本支出6万元，占60%: a part itself
    is_part = behind.kind is MentionKind.SHARE and not behind.whole
    is_whole = head.index < part.index and head.is_figure and not is_part
    return [head] if is_whole and any(s.is_whole(head.label.subject) for s in context.rules.splits.values()) else []


def _continued(part: Mention, prose: Prose) -> list[Mention]:
    """The wholes of a list that goes on in sentences of its own (其中：甲…，占…%。乙…，占…%。)."""
    if prose.firsts[part.place.sentence] is not part:
        return []
    found = prose.list_before(part)
    if found is None:
        return []
    first = found.parts[0]
    behind = prose.mentions[first.index + 1]
    goes_on = len(found.parts) == 1 and behind.kind is MentionKind.SHARE and not behind.whole
    return found.wholes if goes_on and first.place.paragraph == part.place.paragraph else []


def called(name: str, part: Mention, prose: Prose, context: Context) -> list[Mention]:
    """Earlier figures that are called so: the same name, or one of its other names."""
    wanted = {read_label(name).subject.replace("的", "")} - {""}  # 占年初预算的 names no thing
    for split in context.rules.splits.values():
        names = subjects(split.whole)
        wanted |= names if wanted & names else set()
    return [
        m
        for m in reversed(prose.mentions[max(0, part.index - _LOOK_BACK) : part.index])
        if m.is_figure
        and m.amount.value
        and dimension(m.amount) == dimension(part.amount)
        and _is_called(m.label.subject, wanted)
    ]


def _is_called(subject: str, wanted: set[str]) -> bool:
    subject = subject.replace("的", "")
    return subject in wanted or any(len(w) > _SHORTEST_NAME and subject.endswith(w) for w in wanted)


# ---- lists without a whole ----------------------------------------------------------------------------------


def _of_paragraphs(pairs: Sequence[Pair], passage: Passage) -> list[Pair]:
    """A list of amounts with shares, one a paragraph."""
    return [(p, s) for p, s in pairs if not s.whole and p.part_of < 0 and p.amount.value and _is_first(p, passage)]


def _of_sentences(pairs: Sequence[Pair], passage: Passage, context: Context) -> Iterator[list[Pair]]:
    """The amounts with shares of a sentence that lacks their whole (支出中，甲12万元，占60%；乙8万元，占40%)."""
    loose = [(p, s) for p, s in pairs if not s.whole and p.part_of < 0 and not _wholes(p, s, passage, context)]
    for _, group in groupby(loose, key=lambda pair: (pair[0].place.sentence, dimension(pair[0].amount))):
        listed = list(group)
        if len(listed) > 1:
            yield listed


def together(pairs: Sequence[Pair], passage: Passage, context: Context) -> Iterator[Contradiction]:
    """Shares that are everything belong to amounts whose sum is the whole; otherwise one that does not fit is told."""
    given = [share for _, share in pairs]
    beyond = sum((m.amount.value for m in given), Decimal(0)) - _ALL
    if abs(beyond) > context.rules.tolerances.percent_of_a_split:
        odd = [*_odd_one_out([pair for pair in pairs if pair[0].amount.value], _FEWEST - 1, passage, context)]
        yield from odd or _odd_of_sum(pairs, passage, context)
        return
    whole = sum((printed_precision.in_base(part.amount) for part, _ in pairs), Decimal(0))
    if whole <= 0:  # what was paid back takes away all the rest: nothing has a share of it
        return
    for part, share in pairs:
        found = _implied(part, share, context)
        if part.amount.value and not found.low <= whole <= found.high:
            yield _unfit(part, share, whole, "各项合计", passage)
            return


def _odd_of_sum(pairs: Sequence[Pair], passage: Passage, context: Context) -> Iterator[Contradiction]:
    """收入950万元，占比95%，其他收入50万元，占比15%: of the sum all but one have the shares that are printed."""
    if any(part.amount.value <= 0 for part, _ in pairs) or len({part.label.subject for part, _ in pairs}) < len(pairs):
        return
    whole = sum((printed_precision.in_base(part.amount) for part, _ in pairs), Decimal(0))
    odd = [pair for pair in pairs if not (found := _implied(*pair, context)).low <= whole <= found.high]
    if len(odd) == 1 and len(pairs) > 1:
        yield _unfit(*odd[0], whole, "各项合计", passage)


def _of_one_name(pairs: Sequence[Pair], passage: Passage, context: Context) -> Iterator[list[Pair]]:
    """The amounts with shares of a whole that is called by one name and that the document does not give."""
    found: dict[object, list[Pair]] = {}
    for part, share in pairs:
        name = "" if _RELATIVE.search(share.whole) else read_label(share.whole).subject
        if name and part.amount.value and not _wholes(part, share, passage, context):
            found.setdefault((name, part.label.year, dimension(part.amount)), []).append((part, share))
    yield from (listed for listed in found.values() if len(listed) > 1)


def of_two_wholes(pairs: Sequence[Pair], passage: Passage, context: Context) -> Iterator[Contradiction]:
    """Shares that cannot be of the same whole: the one that does not fit, of two the second."""
    if len(pairs) >= _FEWEST - 1:
        yield from _odd_one_out(pairs, _FEWEST - 1, passage, context)
        return
    (first, second) = (_implied(part, share, context) for part, share in pairs)
    if not first.meets(second):
        yield _unfit(*pairs[1], first.exact, "合计（按前一项推算）", passage)


def _odd_one_out(pairs: Sequence[Pair], fewest: int, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """All but one of the shares imply the same whole."""
    if not fewest <= len(pairs) <= _MOST:
        return
    wholes = [_implied(part, share, context) for part, share in pairs]
    likely = max(wholes, key=lambda whole: sum(whole.meets(other) for other in wholes))
    odd = [pair for pair, whole in zip(pairs, wholes, strict=True) if not likely.meets(whole)]
    if len(odd) == 1:
        yield _unfit(*odd[0], likely.exact, "合计（按其他各项推算）", passage)


def _unfit(part: Mention, share: Mention, whole: Decimal, called: str, passage: Passage) -> Contradiction:
    """A share that is not its part's of the whole, which is in the base unit."""
    unit = printed_precision.in_base(replace(part.amount, value=Decimal(1)))
    says = {
        "part": f"{part.name}{mention_text(part)}",
        "whole": f"{called}{number_text(whole / unit)}{part.amount.unit}",
        "expected": number_text(100 * printed_precision.in_base(part.amount) / whole),
        "printed": mention_text(share),
    }
    return Contradiction("N02", passage, share, says, (share, part))


def _is_first(part: Mention, passage: Passage) -> bool:
    """Whether a paragraph begins with the figure: only then is the list one of paragraphs."""
    return part.index == 0 or passage.prose.mentions[part.index - 1].place.paragraph != part.place.paragraph


def _implied(part: Mention, share: Mention, context: Context) -> printed_precision.Span:
    """The wholes of which the part can be that share."""
    amount, percent = printed_precision.span(part.amount), share.amount.value
    give = context.rules.tolerances.percent_digits.scaleb(-share.amount.digits)
    least = max(percent - give, give / 10)
    low, high = 100 * amount.low / (percent + give), 100 * amount.high / least
    return printed_precision.Span(low, 100 * amount.exact / max(percent, least), high)


def splits_of_hundred(context: Context) -> Iterator[Contradiction]:
    """C42: shares of one whole, given without amounts, are together no more than everything."""
    for passage in context.passages:
        given = [m for m in passage.prose.mentions if m.kind is MentionKind.SHARE and m.is_sure and m.label.subject]
        for _, group in groupby(given, key=lambda m: (m.place.segment, m.place.depth, m.part_of, m.whole)):
            together = list(group)
            total = sum((m.amount.value for m in together), Decimal(0))
            is_split = len(together) > 1 or together[0].whole != ""
            if is_split and total > _ALL + context.rules.tolerances.percent_of_a_split and _is_money(together):
                says = {"parts": "、".join(map(mention_text, together)), "sum": number_text(total)}
                yield Contradiction("C42", passage, together[-1], says)


def _is_money(given: Sequence[Mention]) -> bool:
    """Money is divided once; people may be counted by sex and by age."""
    return all(any(word in m.words for word in ("支出", "收入", "资金", "经费", "投资")) for m in given)
