"""其中 against its whole (N01)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.bare_kinds import bare_kinds
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.kinds import AVERAGE, are_kinds, are_of_other_things, counted_thing, kinds
from jixiao.audit.checks.prose.odd_units import odd_units
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Split, subjects
from jixiao.audit.checks.prose.slips import likely_slip_among, slip_among
from jixiao.core.quantity import Amount, printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Exactness, Mention, MentionKind, Prose, Role
from jixiao.core.quantity.sentences.words import LOWERED

_FEW = 10
"""Parts of which every choice is tried."""
_FEWEST = 3
"""Figures before 共计 that are surely its parts."""
_BEHIND = 3
"""Figures behind the parts among which a total of their own may be."""
_MOST = 60
_LISTS = 3
"""Lists behind a whole among which its own is looked for."""
_AROUND = 12
_OPEN = re.compile(r"主要|重点|比如|例如|包括但不限于")
_OPEN_BEHIND = re.compile(r"主要(?!是|原因|由于|系|因|用于|为)|重点|比如|例如")
"""Behind the last part 主要是 gives a reason."""
_ALL_FOLLOW = re.compile(r"分项|构成(?:情况)?(?:是|为|如下)|分别(?:是|为)")
_AREA = re.compile(r"[\u4e00-\u9fff]{1,8}(?:区|县|市|旗|镇|乡|街道)(?:完成|收入|支出)*")
"""Areas are listed beside what their centre has itself, which is not said."""
_AND_OTHERS = re.compile(r"等(?:[，,。；;）)\d]|支出|项目|费用|经费|方面|工作|$)")
_SOME = re.compile(r"其中|含|如|等|主要|新增")
_BETWEEN = 40
_JOINING = "、和及与"
"""Between two parts of one list; behind a comma something else may begin."""
_POINTS = "分"
_RAISED = ("筹集", "筹措", "募集", "整合", "落实")
_SPENT = ("支出", "投入", "使用", "拨付")
_SOURCE = re.compile(r"资金|配套|自筹|补助|拨款|贷款|债券|投入|捐")
"""安排配套120万元，争取省级资金260万元，共筹集380万元: money from several sources."""
_LOST = re.compile(r"扣分?$")
"""两项合计扣1.5分: what was lost, not what was won."""
_ANEW = re.compile(r"[。；\n]\s?按(?:照)?[\u4e00-\u9fff]{2,14}?(?:划分|分类|分为|分|看)")
"""What follows divides something else: 按支出用途分，…, where nothing stands before it in its sentence."""
_REST = re.compile(r"其他|其它|其余")
_RIGHT_BEHIND = re.compile(r"[，,]?\s?(?:[（(]|其中)")
_OPEN_END = re.compile(r"[）)]?等")
_TOTAL_BEHIND = re.compile(
    r"(?:以上|上述|三项|两项|四项|五项|各项)*(?:(?<=项)(?:支出|补贴|资金|经费|费用|补助|收入|投入))?(?:共计|合计|总计)|(?:总|一)?共$|各[类级项种][\u4e00-\u9fff]{1,8}(?:共计|合计|总计|共)$"
    r"|(?:城乡|[两三四五][类者]|两级)[\u4e00-\u9fff]{0,6}(?:合计|共计|共)$|[两三四五]年(?:累计|合计|共计|共)[\u4e00-\u9fff]{0,4}$"
    r"|(?:全年|年度|全[县市区省州]|[两三四五][个项类级][\u4e00-\u9fff]{0,4})?(?:累计|(?<!公)共计?|总计)(?P<verb>[\u4e00-\u9fff]{2})[\u4e00-\u9fff]{0,8}$"
)
_BESIDES = re.compile(r"\s?(?:此外|另外|另有)")
"""收入合计100万元，其中：…。此外，年初结转和结余5万元: what such a sentence gives is no part."""
_TOTAL_OF_YEARS = re.compile(
    r"(?:(?:(?P<count>[两三四五])[年项类]|以上|上述|各年|各项)累计|(?:[两三四五][年项类]|各年|各项)?(?:合计|共计|总计|共))(?:投入|支出|安排|下达|完成)?(?:资金)?(?:为|达)?"
    r"|(?P<bare>累计)(?:投入|支出|安排|下达|完成)(?:资金)?(?:为|达)?"
)
_SO_MANY_YEARS = re.compile(r"[两三四五]年(?:间|来|内)?[，,]?[\u4e00-\u9fff]{0,4}分别")
_ALL_TWO = re.compile(r"(?:(?:城乡|两[类者级])[\u4e00-\u9fff]{0,6})?(?:合计|共计|总计)")
_AND = "、和及与"
_NUMBERS = {"两": 2, "三": 3, "四": 4, "五": 5}
"""三项合计: how many figures before it are its parts."""
_PLANNED = (Role.INITIAL, Role.BUDGET, Role.PLAN)
_SENTENCES = 3
"""A split's parts may stand in sentences after the whole's: 人员经费…。公用经费…。"""


def sums(context: Context) -> Iterator[Contradiction]:
    """N01: the parts of a whole add up to it."""
    for passage in context.passages:
        told: set[int] = set()
        for split in context.rules.splits.values():
            for found in _split(split, passage, context):
                told.add(found.mention.index)
                yield found
        lists = [c for c in _lists(passage, context) if c.mention.index not in told]
        yield from lists
        told |= {c.figures[0].index for c in lists if c.figures}
        for odd, meant, whole, parts in odd_units(passage):
            if whole.index not in told:
                told.add(whole.index)
                yield _slipped(odd, meant, sum_of("N01-slip", whole, parts, passage))
        for check, whole, parts in (*kinds(passage, context), *bare_kinds(passage, context)):
            if whole.index not in told:
                told.add(whole.index)
                yield sum_of(check, whole, parts, passage)


def divided(passage: Passage, context: Context) -> Iterator[tuple[Mention, list[Mention]]]:
    """Each whole of a text with the parts that add up to it, by its name or by its list."""
    told: set[int] = set()
    for whole, parts in (*_known(passage, context), *_listed(passage)):
        amounts = [part.amount for part in parts]
        fits = len(parts) > 1 and printed_precision.adds_up(whole.amount, amounts, _floor(whole, context))
        if fits and whole.index not in told:
            told.add(whole.index)
            yield whole, parts


def _known(passage: Passage, context: Context) -> Iterator[tuple[Mention, list[Mention]]]:
    for split in context.rules.splits.values():
        for subject, listed in passage.by_subject.items():
            if split.is_whole(subject):
                yield from ((m, _named(split, m, passage.prose)) for m in listed if m.is_figure)


def _listed(passage: Passage) -> Iterator[tuple[Mention, list[Mention]]]:
    for found in passage.prose.lists:
        parts = _of_one_role(_chain(found.parts), found.wholes)
        for whole in found.wholes[-1:] if parts else ():
            if dimension(whole.amount) == dimension(parts[0].amount):
                yield whole, parts


# ---- wholes whose parts are known ---------------------------------------------------------------------------


def _split(split: Split, passage: Passage, context: Context) -> Iterator[Contradiction]:
    prose = passage.prose
    called = (listed for subject, listed in passage.by_subject.items() if split.is_whole(subject))
    for whole in (m for listed in called for m in listed):
        if whole.is_figure and prose.names_its_thing(whole):
            parts = _closed(whole, prose) if split.closed else _named(split, whole, prose)
            if parts and not _agrees(whole, parts, prose, context) and not _have_own_total(parts, prose):
                yield from _told(_judge_split(split, whole, parts, context), whole, parts, passage)


def _have_own_total(parts: Sequence[Mention], prose: Prose) -> bool:
    """基本支出60万元，占60%；项目支出40万元，占40%，支出合计100万元: their sum stands behind them in their sentence."""
    last = parts[-1]
    behind = prose.mentions[last.index + 1 : last.index + 1 + _BEHIND]
    amounts = [part.amount for part in parts]
    return any(
        m.is_figure and m.place.sentence == last.place.sentence and printed_precision.adds_up(m.amount, amounts)
        for m in behind
    )


def _told(check: str, whole: Mention, parts: Sequence[Mention], passage: Passage) -> Iterator[Contradiction]:
    """That parts do not add up: where a stroke explains it, that; else the check, if any; else what is likely."""
    if slip := slip_among(whole, parts):
        yield _slipped(*slip, sum_of("N01-slip", whole, parts, passage))
    elif check:
        yield sum_of(check, whole, parts, passage)
    elif not is_open(parts, passage.prose) and (slip := likely_slip_among(whole, parts)):
        yield _slipped(*slip, sum_of("N01-point", whole, parts, passage))


def _slipped(figure: Mention, meant: str, found: Contradiction) -> Contradiction:
    return replace(found, mention=figure, says={**found.says, "figure": mention_text(figure), "meant": meant})


def _judge_split(split: Split, whole: Mention, parts: list[Mention], context: Context) -> str:
    """The rule that is broken, or nothing."""
    amounts = [part.amount for part in parts]
    over = sum(map(printed_precision.in_base, amounts)) > printed_precision.in_base(whole.amount)
    others = {name for names in split.others for name in subjects(names)}
    if over or not others or any(part.label.subject in others for part in parts):
        return "N01"
    if split.usual:
        return "N01-short"
    near = context.rules.tolerances.near * abs(printed_precision.in_base(whole.amount))
    return "N01-near" if printed_precision.adds_up(whole.amount, amounts, near / len(parts)) else ""


def _agrees(whole: Mention, parts: Sequence[Mention], prose: Prose, context: Context) -> bool:
    """Whether the parts add up to the whole, or to another figure before them: 按用途分，… divides what was divided."""
    beside = [m for m in prose.before(parts[0], _SENTENCES) if m.is_figure and not prose.is_measure(m)]
    amounts = [part.amount for part in parts]
    return any(
        dimension(w.amount) == dimension(whole.amount)
        and printed_precision.adds_up(w.amount, amounts, _floor(w, context))
        for w in (whole, *beside)
    )


def _floor(whole: Mention, context: Context) -> Decimal:
    return context.rules.tolerances.money if dimension(whole.amount) == MONEY else Decimal(0)


def _closed(whole: Mention, prose: Prose) -> list[Mention]:
    """All that 其中 lists right behind the whole, as long as no semicolon divides them."""
    first = bisect_left(prose.filled, whole.index, key=lambda found: found.parts[0].index)
    for found in prose.filled[first : first + _LISTS]:
        if found.wholes[-1:] == [whole]:
            kind = [p for p in found.parts if dimension(p.amount) == dimension(whole.amount) and p.is_figure]
            return kind if len(kind) > 1 and len({p.place.segment for p in kind}) == 1 else []
    return []


def _named(split: Split, whole: Mention, prose: Prose) -> list[Mention]:
    """The split's own parts behind the whole, each once; nothing unless all that make it whole are there."""
    names = [subjects(aliases) for aliases in (*split.parts, *split.others)]
    found: dict[int, Mention] = {}
    for other in prose.mentions[whole.index + 1 : whole.index + 1 + _MOST]:
        is_apart = other.place.sentence > whole.place.sentence and _BESIDES.match(
            prose.text, prose.starts[other.place.sentence]
        )
        is_far = other.place.sentence > whole.place.sentence + _SENTENCES
        if is_apart or is_far or (other.is_figure and split.is_whole(other.label.subject)):
            break
        place = next((i for i, aliases in enumerate(names) if other.label.subject in aliases), -1)
        if place >= 0 and _belongs(other, whole) and (place not in found or _is_planned_only(found[place], other)):
            found[place] = other
    parts = list(found.values())
    if parts and _ANEW.search(prose.text, whole.place.end, parts[0].place.start):
        return []
    is_mixed = 0 < sum(part.label.role in _PLANNED for part in parts) < len(parts)
    return parts if set(range(len(split.parts))) <= set(found) and not is_mixed else []


def _is_planned_only(part: Mention, later: Mention) -> bool:
    """公用经费预算6万元，决算3.71万元: what was planned gives way to what was spent."""
    return part.label.role in _PLANNED and later.label.role is Role.FINAL


def _belongs(part: Mention, whole: Mention) -> bool:
    return (
        part.is_figure
        and dimension(part.amount) == dimension(whole.amount)
        and _are_of_one_role(part.label.role, whole.label.role)
        and part.label.year in (0, whole.label.year)
    )


def _are_of_one_role(part: Role, whole: Role) -> bool:
    """Whether both are planned (政府采购预算…，拟采购货物…), or both not, as far as they say."""
    return part is whole or Role.NONE in (part, whole) or (part is Role.PLAN and whole in _PLANNED)


# ---- lists whose parts nobody knows -------------------------------------------------------------------------


def _lists(passage: Passage, context: Context) -> Iterator[Contradiction]:
    """They may leave something out: too much is told, and too little of a list that is closed and almost whole."""
    for found in passage.prose.lists:
        if any(LOWERED.search(part.words) for part in found.parts):
            continue  # 年初预算100万元、追加25万元、调减5万元 lead to a figure and are none of its parts
        parts = _of_one_role(_chain(found.parts), found.wholes)
        wholes = [w for w in found.wholes if parts and dimension(w.amount) == dimension(parts[0].amount)]
        wholes = [w for w in _own_wholes(wholes, parts) if not are_of_other_things(w, parts, passage.text)]
        amounts = [part.amount for part in parts]
        if len(parts) > 1 and wholes and not any(_some_fit(w.amount, amounts, _floor(w, context)) for w in wholes):
            yield from _told(_judge_list(wholes, parts, passage, context), wholes[-1], parts, passage)
    yield from _totals_behind(passage, context)
    yield from _totals_in_two_ways(passage)
    yield from _respective_totals(passage, context)


def _own_wholes(wholes: list[Mention], parts: Sequence[Mention]) -> list[Mention]:
    """Without last year's figures and those in brackets, where others are there."""
    for keep in (lambda w: w.label.role is not Role.PREVIOUS, lambda w: w.place.depth <= parts[0].place.depth):
        wholes = [w for w in wholes if keep(w)] or wholes
    return wholes


def _judge_list(wholes: Sequence[Mention], parts: Sequence[Mention], passage: Passage, context: Context) -> str:
    """The rule that parts break which are none of the wholes, or nothing."""
    amounts = [part.amount for part in parts]
    total, limits = sum(map(printed_precision.in_base, amounts)), [printed_precision.in_base(w.amount) for w in wholes]
    is_money = dimension(wholes[-1].amount) == MONEY
    most = max(map(printed_precision.in_base, amounts))
    is_all = is_money or _ends_with_rest(parts) or dimension(parts[0].amount) == _POINTS
    are_all_kinds = are_kinds(parts, context.rules.kinds)
    is_all = is_all or are_all_kinds
    is_next = _RIGHT_BEHIND.match(passage.text, wholes[-1].place.end) is not None
    if total > (limits[-1] if are_all_kinds and is_next else max(limits)) and (
        is_all if most <= limits[-1] else _is_beyond(wholes, parts, passage.prose)
    ):
        return "N01-over"
    tolerances = context.rules.tolerances
    if abs(total - limits[-1]) <= tolerances.near * limits[-1]:
        return "N01-near"
    near = tolerances.near_of_a_closed_list if is_money else tolerances.near_of_counts
    is_almost_whole = abs(total - limits[-1]) <= near * limits[-1] and not is_open(parts, passage.prose)
    is_almost_whole = is_almost_whole and not all(_AREA.fullmatch(part.label.subject) for part in parts)
    is_known = any(split.is_whole(wholes[-1].label.subject) and split.others for split in context.rules.splits.values())
    is_whole = (
        is_almost_whole
        or _fill_bracket(wholes[-1], parts, passage.text)
        or _is_closed(wholes[-1], parts[0], passage.prose)
        or _ends_with_rest(parts)
    )
    is_known = is_known and len(parts) <= _FEWEST  # so many parts leave no other one out
    is_told = is_whole and total < limits[-1] and not is_known
    return "N01-short" if is_told else ""


def _fill_bracket(whole: Mention, parts: Sequence[Mention], text: str) -> bool:
    """4860个（小学2700个、初中2160个）: a bracket that holds the parts and nothing else."""
    before, behind = text[whole.place.end : parts[0].place.start], text[parts[-1].place.end :][:1]
    is_bracket = before[:1] in ("(", "（") and behind in (")", "）") and not _SOME.search(before)
    is_one = len({m.amount.unit for m in (whole, *parts)}) == 1 and parts[-1].index - whole.index == len(parts)
    return is_bracket and is_one and all(text[first.place.end] == "、" for first in parts[:-1])


def _ends_with_rest(parts: Sequence[Mention]) -> bool:
    """一般公务用车1辆、执法用车2辆、其他用车0辆: nothing is left out. Of money 其他 is a kind like others."""
    is_money = dimension(parts[-1].amount) == MONEY
    return len(parts) > 1 and not is_money and bool(_REST.match(parts[-1].label.subject))


def _is_beyond(wholes: Sequence[Mention], parts: Sequence[Mention], prose: Prose) -> bool:
    """Whether what is surely a part is more than anything that may be its whole, which stands right before its list."""
    if not _RIGHT_BEHIND.match(prose.text[wholes[-1].place.end : parts[0].place.start]):
        return False
    joined = (second for first, second in pairwise(parts) if prose.text[first.place.end] in _JOINING)
    most = max(printed_precision.in_base(whole.amount) for whole in wholes)
    return any(printed_precision.in_base(part.amount) > most for part in (parts[0], *joined))


def _some_fit(whole: Amount, parts: Sequence[Amount], floor: Decimal) -> bool:
    """Whether all parts, their beginning, the upper level of them, or, if they are few, any choice can be the whole."""
    return (
        printed_precision.begins_with(whole, parts, floor)
        or printed_precision.adds_up(whole, printed_precision.upper_level(parts), floor)
        or (len(parts) <= _FEW and printed_precision.some_add_up(whole, parts, floor))
    )


def _is_closed(whole: Mention, first: Mention, prose: Prose) -> bool:
    """Whether the words between a whole and its first part say that all the parts follow, and nothing says 等."""
    between = prose.text[max(whole.place.end, first.place.start - _BETWEEN) : first.place.start]
    behind = prose.text[first.place.start : prose.end(first.place.sentence)]
    return bool(_ALL_FOLLOW.search(between)) and not _AND_OTHERS.search(behind)


def is_open(parts: Sequence[Mention], prose: Prose) -> bool:
    """Whether a list says that it leaves something out: 等, 主要."""
    begin = prose.starts[parts[0].place.sentence]
    end = (
        prose.starts[parts[-1].place.sentence + 1]
        if parts[-1].place.sentence + 1 < len(prose.starts)
        else len(prose.text)
    )
    last = parts[-1].place.end
    listed = prose.text[max(begin, parts[0].place.start - _AROUND) : last]
    behind = prose.text[last : min(end, last + _AROUND)]
    return bool(_OPEN.search(listed) or _OPEN_BEHIND.search(behind) or _OPEN_END.match(prose.text, last))


def _totals_behind(passage: Passage, context: Context) -> Iterator[Contradiction]:
    """甲40万元；乙20万元……共计60万元: the total stands behind its parts, in their sentence or right after it."""
    mentions = passage.prose.mentions
    for whole in mentions:
        is_total = whole.is_figure and _TOTAL_BEHIND.match(whole.words) and not _LOST.search(whole.words)
        if not is_total or not _is_apart(whole, passage):
            continue
        parts = _counted(whole, mentions) or _counted_alike(_before(whole, mentions), whole)
        parts = _of_its_things(parts, whole, passage.text)
        if (
            len(parts) < (2 if _are_two(parts, whole) else _FEWEST)
            or not _share_its_verb(parts, whole, passage.prose, context)
            or any(dimension(p.amount) != dimension(whole.amount) for p in parts)
        ):
            continue
        amounts = [part.amount for part in parts]
        floor = _floor(whole, context)
        is_said = _are_all(parts, whole) and not _is_of_more(parts, whole)
        fits = _fit_behind(whole.amount, amounts, floor, is_said=is_said)
        limit, total = printed_precision.in_base(whole.amount), sum(map(printed_precision.in_base, amounts))
        if not fits:
            is_near = is_said or abs(total - limit) <= context.rules.tolerances.near_of_counts * limit
            yield from _told("N01-near" if is_near else "", whole, parts, passage)


def _is_of_more(parts: Sequence[Mention], whole: Mention) -> bool:
    """运营补贴64万元、改造补贴92万元，共支出300万元: what was spent in all may be more than what is listed."""
    said = _TOTAL_BEHIND.match(whole.words)
    verb = said["verb"] if said else None
    return verb in _SPENT and not any(verb in part.words for part in parts)


def _of_its_things(parts: list[Mention], whole: Mention, text: str) -> list[Mention]:
    """6个乡镇，其中甲镇12个村、乙镇9个村……共计57个村: what is counted as the total is, if there are enough of them."""
    thing = counted_thing(whole, text)
    alike = [part for part in parts if thing and counted_thing(part, text) == thing]
    return alike if len(alike) >= _FEWEST else parts


def _is_apart(whole: Mention, passage: Passage) -> bool:
    """Whether a total is no part of a list; one that closes a list of other things than its whole is none."""
    if whole.part_of < 0:
        return True
    found = passage.prose.lists[whole.part_of]
    return all(are_of_other_things(w, found.parts, passage.text) for w in found.wholes)


def _totals_in_two_ways(passage: Passage) -> Iterator[Contradiction]:
    """甲类320人25.6万元，乙类185人11.1万元，共计505人、36.7万元: if the people are all there are, so is the money."""
    mentions = passage.prose.mentions
    for first, second in pairwise(mentions):
        is_pair = first.is_figure and second.is_figure and dimension(first.amount) != dimension(second.amount)
        parts = _before(first, mentions) if is_pair and _TOTAL_BEHIND.match(first.words) else []
        if not parts or not _counts_them_again(second, parts):
            continue
        is_run = len(parts) > 2 and first.index - parts[0].index == len(parts)
        if not is_run or [dimension(p.amount) for p in parts] != [dimension(first.amount), dimension(second.amount)] * (
            len(parts) // 2
        ):
            continue
        pairs = ((first, parts[::2]), (second, parts[1::2]))
        odd = [(w, of) for w, of in pairs if not printed_precision.adds_up(w.amount, [p.amount for p in of])]
        if len(odd) == 1:
            yield sum_of("N01-near", *odd[0], passage)


def _counts_them_again(second: Mention, parts: Sequence[Mention]) -> bool:
    """合计284户、28.4万元; 合计慰问284户，发放慰问金28.4万元: a second total, called as the parts are."""
    said = second.words.strip(_JOINING)
    return not said or all(said[-2:] in part.words for part in parts[::2])


def _fit_behind(whole: Amount, amounts: Sequence[Amount], floor: Decimal, *, is_said: bool) -> bool:
    """Whether figures can be the total behind them: all, where it is said that they are, or those that may be meant."""
    if is_said:
        return any(
            printed_precision.adds_up(whole, a, floor) for a in (amounts, printed_precision.upper_level(amounts))
        )
    return _some_fit(whole, amounts, floor) or printed_precision.begins_with(whole, amounts[::-1], floor)


def _respective_totals(passage: Passage, context: Context) -> Iterator[Contradiction]:
    """2021—2023年分别投入1260万元、1480万元和1760万元，三年累计4500万元."""
    mentions = passage.prose.mentions
    for whole in mentions:
        said = _TOTAL_OF_YEARS.fullmatch(whole.words) if whole.kind is MentionKind.FIGURE and not whole.aside else None
        parts = _respective_before(whole, passage.prose) if said else []
        amounts = [part.amount for part in parts]
        is_counted = said is not None and _NUMBERS.get(said["count"] or "", len(parts)) == len(parts)
        is_counted = is_counted and (said is None or not said["bare"] or _are_so_many_years(whole, passage.prose))
        is_told = len(parts) > 1 and is_counted and _are_of_years(parts[:1], whole)
        if is_told and not printed_precision.adds_up(whole.amount, amounts, _floor(whole, context)):
            over = printed_precision.total(amounts, whole.amount.unit) > whole.amount.value
            yield sum_of("N01-over" if over else "N01-short", whole, parts, passage)


def _are_so_many_years(whole: Mention, prose: Prose) -> bool:
    """三年间，分别投入…，累计投入…: 累计 alone may be of earlier years too."""
    here = re.split(r"[；;]", prose.before_in_sentence(whole))[-1]
    return bool(_SO_MANY_YEARS.search(here))


def _respective_before(whole: Mention, prose: Prose) -> list[Mention]:
    """The figures of one kind right before a total that 分别 begins, each joined to the next."""
    parts = list[Mention]()
    for other in reversed(prose.mentions[max(0, whole.index - _FEW) : whole.index]):
        is_kind = other.kind is MentionKind.FIGURE and dimension(other.amount) == dimension(whole.amount)
        if not is_kind or other.exactness is not Exactness.RESPECTIVE or other.place.segment != whole.place.segment:
            return []
        parts.insert(0, other)
        if other.words.strip(_AND):
            return parts if "分别" in other.words else []
    return []


def _are_all(parts: Sequence[Mention], whole: Mention) -> bool:
    """三项合计 right behind three figures; 甲5.5万亩、乙10.8万亩，合计16.3万亩."""
    is_counted = _NUMBERS.get(whole.words[:1]) == len(parts) and parts[-1].index == whole.index - 1
    is_counted = is_counted and _are_of_years(parts, whole)
    is_pair = _ALL_TWO.fullmatch(whole.words) is not None and _are_two(parts, whole)
    return is_counted or is_pair or _are_joined(parts, whole)


def _are_of_years(parts: Sequence[Mention], whole: Mention) -> bool:
    """三年累计 counts years, not what else stands before it: 三个项目分别投入…，三年累计投入…."""
    return "年" not in whole.words[:2] or all("年" in part.words for part in parts)


def _share_its_verb(parts: Sequence[Mention], whole: Mention, prose: Prose, context: Context) -> bool:
    """城区发放8000份，乡镇发放12000份，共发放2万份: a total that says what was done is of those that say it too."""
    said = _TOTAL_BEHIND.match(whole.words)
    verb = said["verb"] if said else None
    if verb is None or not parts:
        return True
    are_all = any(
        len({k.number_of(p.words) for p in parts} - {-1}) == len(parts) for k in context.rules.kinds.exclusive
    )
    are_raised = verb in _RAISED and all(_SOURCE.search(p.words) for p in parts)
    are_counted = _NUMBERS.get(whole.words[:1]) == len(parts) and whole.index - parts[0].index == len(parts)
    are_counted = are_counted or (_are_in_a_run(parts, whole) and _are_enumerated(parts, prose))
    are_spent = verb in _SPENT and _are_in_a_run(parts, whole) and _are_enumerated(parts, prose)
    return (
        are_raised
        or (are_spent and dimension(whole.amount) == MONEY)
        or (are_counted and verb in parts[0].words)
        or (verb in parts[0].words and (are_all or all(verb in p.words for p in parts)))
    )


def _are_enumerated(parts: Sequence[Mention], prose: Prose) -> bool:
    """安排培训费16万元、会议费8万元、差旅费22万元: one verb for all that 、 divides."""
    return all(prose.text[part.place.end : part.place.end + 1] == "、" for part in parts[:-1])


def _are_joined(parts: Sequence[Mention], whole: Mention) -> bool:
    """讲座86场、展览42场、培训58场，合计186场: three and more of one unit right before it, each with its own name."""
    is_here = parts[-1].index == whole.index - 1 and all(p.place.segment == whole.place.segment for p in parts)
    is_run = parts[-1].index - parts[0].index == len(parts) - 1 and len({m.amount.unit for m in (*parts, whole)}) == 1
    is_named = all(p.part_of < 0 and not p.inherited for p in parts)
    return len(parts) >= _FEWEST and is_here and is_run and is_named and all(p.words[:1] not in _JOINING for p in parts)


def _are_in_a_run(parts: Sequence[Mention], whole: Mention) -> bool:
    return len(parts) >= _FEWEST and whole.index - parts[0].index == len(parts)


def _are_two(parts: Sequence[Mention], whole: Mention) -> bool:
    """党组会议24次、局长办公会18次，共计42次: two figures right before their total, and nothing else."""
    is_right_before = len(parts) == 2 and whole.index - parts[-1].index == parts[-1].index - parts[0].index <= 2
    return is_right_before and all(p.part_of < 0 and p.place.segment == whole.place.segment for p in parts)


def _counted_alike(parts: list[Mention], whole: Mention) -> list[Mention]:
    """城市1268户1902人，农村5420户9756人，合计6688户: of things counted in two ways those that the total counts."""
    alike = [part for part in parts if part.amount.unit == whole.amount.unit]
    by_two = len(alike) > 1 and len(parts) == 2 * len(alike) and parts[::2] == alike
    return alike if by_two else parts


def _counted(whole: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """其中设备费40万元。另有材料费30万元、劳务费30万元，三项合计100万元: as many figures right before as it says."""
    count = _NUMBERS.get(whole.words[:1], 0)
    parts = list(mentions[max(0, whole.index - count) : whole.index])
    is_near = bool(parts) and parts[0].place.paragraph == whole.place.paragraph
    is_near = is_near and whole.place.sentence - parts[0].place.sentence <= 1
    is_each = all(p.is_figure and p.amount.unit == whole.amount.unit and not p.inherited for p in parts)
    return parts if len(parts) == count and is_near and is_each else []


def _before(whole: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """The figures before a total: of its own sentence, or of the one before if it begins its own."""
    kept = list[Mention]()
    for other in reversed(mentions[max(0, whole.index - _MOST) : whole.index]):
        sentence = kept[0].place.sentence if kept else other.place.sentence
        if (
            other.place.sentence != sentence
            or other.place.paragraph != whole.place.paragraph
            or other.place.sentence < whole.place.sentence - 1
        ):
            break
        if other.is_figure and other.place.depth == whole.place.depth:
            kept.insert(0, other)
    return kept


def _chain(parts: Sequence[Mention]) -> list[Mention]:
    """The parts as long as they go on in the same way: one kind, all divided by semicolons or none."""
    if len(parts) < 2:
        return list(parts)
    by_segment = parts[0].place.segment != parts[1].place.segment
    chain = [parts[0]]
    for part in parts[1:]:
        if AVERAGE.match(part.words):
            break
        steps = part.place.segment != chain[-1].place.segment
        if steps is not by_segment or not part.is_figure or dimension(part.amount) != dimension(parts[0].amount):
            if by_segment and not steps:
                chain.pop()  # 126人，占75%；正高级6人、高级51人: the last one begins a list of its own
            break
        chain.append(part)
    return chain


def _of_one_role(parts: Sequence[Mention], wholes: Sequence[Mention]) -> list[Mention]:
    """The parts that may be the whole's: a budget is none of what was spent."""
    role = wholes[-1].label.role if wholes else Role.NONE
    return [part for part in parts if role is Role.NONE or part.label.role in (Role.NONE, role)]


def sum_of(check: str, whole: Mention, parts: Sequence[Mention], passage: Passage) -> Contradiction:
    """That parts do not add up to their whole, each with its name."""
    total = printed_precision.total([part.amount for part in parts], whole.amount.unit)
    says = {
        "name": _called(whole, parts),
        "whole": mention_text(whole),
        "parts": "、".join(f"{part.name}{mention_text(part)}" for part in parts),
        "sum": f"{number_text(total, 6)}{whole.amount.unit}",
    }
    return Contradiction(check, passage, whole, says, (whole, *parts))


def _called(whole: Mention, parts: Sequence[Mention]) -> str:
    """What a whole is called: one behind its parts without a name of its own has the last part's."""
    is_nameless = whole.name != whole.words and parts[-1].index < whole.index and parts[-1].name == whole.name
    return whole.words if is_nameless and whole.words else whole.name
