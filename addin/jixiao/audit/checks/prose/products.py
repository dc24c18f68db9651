"""Amounts that others before them make: 10.98万元（140人×300元＋96人×500元＋…） (N14), 差值为0.9万元 (N17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import PERCENT, printed_precision
from jixiao.core.quantity.reading_kinds import Amount, Operator
from jixiao.core.quantity.sentences import Mention, MentionKind, Prose, Role
from jixiao.core.quantity.sentences.words import GAP

_NUMBER = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?"
_COUNTED = r"[\u4e00-\u9fff㎡]{0,3}"
_TIMES = r"\s?[×xX*✕]\s?"
_PER = r"(?:/[\u4e00-\u9fff·]{1,6})?"
_FACTOR = rf"{_NUMBER}\s?{_COUNTED}"
_TERM = rf"{_FACTOR}(?:{_TIMES}{_FACTOR}){{0,3}}{_TIMES}{_NUMBER}\s?(?:万元|元){_PER}"
_SUM = rf"(?P<sum>{_TERM}(?:\s?[+＋]\s?{_TERM}){{0,19}})"
_TOTAL = rf"(?P<total>{_NUMBER})\s?(?P<total_unit>万元|元)"
_BEFORE = re.compile(rf"(?<![\d.]){_TOTAL}\s?(?:[（(]|[=＝﹦])\s?{_SUM}\s?(?=[）)，,。；;\n]|$)")
_BEHIND = re.compile(rf"(?<![\d.]){_SUM}\s?[=＝﹦]\s?{_TOTAL}")
_DIVIDED = re.compile(
    rf"(?:均|每[一-龥]{{1,2}})[一-龥]{{0,10}}(?<![\d.]){_TOTAL}\s?[（(=＝]\s?(?P<whole>{_NUMBER})\s?(?P<whole_unit>万元|元)"
    rf"\s?[/／÷]\s?(?P<count>{_NUMBER})\s?(?P<ten_thousands>万)?(?P<counted>[一-龥]{{1,2}})\s?(?=[）)，,。；;\n]|$)"
)
"""户均补助1250元（1600万元÷12800户）."""
_SO_MANY = re.compile(
    rf"(?<![\d.])(?P<count>{_NUMBER})\s?(?P<counted>人次|[人名户亩])[，,]每[人名户亩]次?(?P<each>{_NUMBER})元[，,]"
    rf"(?:共计?|合计|总计)(?:发放|补助|补贴|支出)?(?:资金|补助|补贴)?{_TOTAL}"
)
"""惠及4520人，每人500元，共发放226万元; what is paid by the month or by the term is left alone."""
_FACTORS = re.compile(_NUMBER)
_MULTIPLE = {"元": Decimal(1), "万元": Decimal(10_000)}


def products(context: Context) -> Iterator[Contradiction]:
    """N14: an amount is the sum of the products written out behind it or before it, or so much for each of so many."""
    for passage in context.passages:
        for match in _SO_MANY.finditer(passage.text):
            yield from _for_each(match, passage)
        for match in _DIVIDED.finditer(passage.text):
            yield from _quotient(match, passage)
        for pattern in (_BEFORE, _BEHIND):
            for match in pattern.finditer(passage.text):
                yield from _judge(match, passage)


def _judge(match: re.Match[str], passage: Passage) -> Iterator[Contradiction]:
    found = sum((_value(term) for term in re.split(r"[+＋]", match["sum"])), Decimal(0))
    total = _amount(match["total"], match["total_unit"])
    unit = _MULTIPLE[match["total_unit"]]
    if abs(printed_precision.in_base(total) - found) > printed_precision.slack(total):
        yield Contradiction("N14", passage, passage.prose.place(match.start(), match.end()), {
            "sum": match["sum"], "expected": f"{number_text(found / unit, 6)}{total.unit}", "printed": total.text,
        })  # fmt: skip


def _quotient(match: re.Match[str], passage: Passage) -> Iterator[Contradiction]:
    """So much for each: so much in all over so many."""
    each = _amount(match["total"], match["total_unit"])
    whole, count = _amount(match["whole"], match["whole_unit"]), Decimal(match["count"].replace(",", ""))
    count *= Decimal(10_000) if match["ten_thousands"] else 1
    found = printed_precision.in_base(whole) / count if count else Decimal(0)
    give = printed_precision.slack(each) * 2 + found * _SLIGHT
    if count and abs(printed_precision.in_base(each) - found) > give:
        yield Contradiction("N14", passage, passage.prose.place(match.start(), match.end()), {
            "sum": f"{whole.text}÷{match['count']}{match['ten_thousands'] or ''}{match['counted']}",
            "expected": f"{number_text(found / _MULTIPLE[each.unit], 4)}{each.unit}", "printed": each.text,
        })  # fmt: skip


def _for_each(match: re.Match[str], passage: Passage) -> Iterator[Contradiction]:
    """So many, so much for each, so much in all."""
    count, each = (Decimal(match[name].replace(",", "")) for name in ("count", "each"))
    total = _amount(match["total"], match["total_unit"])
    if abs(printed_precision.in_base(total) - count * each) > printed_precision.slack(total):
        yield Contradiction("N14", passage, passage.prose.place(match.start(), match.end()), {
            "sum": f"{match['count']}{match['counted']}×{match['each']}元",
            "expected": f"{number_text(count * each / _MULTIPLE[match['total_unit']], 6)}{total.unit}",
            "printed": total.text,
        })  # fmt: skip


_EACH = re.compile(
    r"(?:^|每|平均每?)(?P<of>[人户亩场次期班村]|(?<=平均每)(?:[起件个项次家套台村所座栋辆场条期批吨]|平方米|立方米|公里|公顷)|(?<=每)(?:平方米|立方米|公里|公顷)(?=平均|造价|成本))(?:均|平均)?"
    r"(?:补助|补贴|增收|支出|投入|发放|资助|救助|奖励|投资|追回|项目|造价|成本|建设成本|费用)?(?:为|约)?$"
)
_PRICE = re.compile(r"^(?:平均单价|均价)(?:为|约|：|:)?$")
_AVERAGE = "平均"
_EVENTS = ("场均", "次均", "期均", "班均", "村均")
_COUNTED_AS = {"人": ("人", "人次", "名"), **dict.fromkeys("场次期班", ("场", "次", "期", "班", "场次"))}
_SLIGHT = Decimal("0.01")
"""Averages are rounded as people like."""
_LEFT = re.compile(
    r"(?:资金|年末|预算)?(?:结转[和及]?结余|结余|结转(?:下年|下一年度?|次年)?(?:使用)?|剩余|尚余|未(?:支出|支付|使用|执行|拨付))"
    r"(?:资金|金额)?(?:为|了)?"
)
_GIVEN = re.compile(r"(?:安排|到位|下达)(?:资金|金额)?(?:为|了)?$")
_TAKEN = re.compile(r"上年结转|历年|收回|上缴|缴回|交回|退回|核减|调减|调剂|追加")
"""What else becomes of money that was given."""
_OF_THE_YEAR = re.compile(r"(?:当年|本年|年度|当期|收支)?(?:收支)?结余(?:资金|金额)?(?:为|了)?")
_INCOME, _SPENDING = re.compile(r"收入(?:合计)?(?:为)?$"), re.compile(r"支出(?:合计)?(?:为)?$")
_EARLIER = re.compile(r"上年|年初|历年|滚存|累计|结转|分配|提取|弥补")
_SHORT = re.compile(r"(?:缺编|空编|超编)(?:人员|人数)?(?:为)?")
_SPENT_WORDS = re.compile(r"支出|执行|支付|使用|拨付")
_SPENT = (Role.FINAL, Role.NONE)
_RATES = 3
"""Figures behind what was spent among which its rate is looked for."""


def gaps(context: Context) -> Iterator[Contradiction]:
    """N17: 支出2.05万元，年初预算为2.95万元，差值为0.9万元: what lies between the two figures just before it."""
    for passage in context.passages:
        for gap in passage.prose.mentions[2:]:
            first, second = passage.prose.mentions[gap.index - 2 : gap.index]
            if gap.is_sure and GAP.fullmatch(gap.words) and _are_beside(first, second, gap):
                yield from _gap(first, second, gap, passage)
            elif gap.is_figure and any(said.fullmatch(gap.words) for said in (_LEFT, _SHORT, _OF_THE_YEAR)):
                yield from _left_over(gap, passage)


def _left_over(left: Mention, passage: Passage) -> Iterator[Contradiction]:
    """预算2900万元，支出2850万元，执行率98%，结转50万元: what is left; 编制86名，在岗71名，缺编15名: who is missing."""
    here = (left.place.segment, left.place.depth)
    near = (m for m in passage.prose.before(left) if (m.place.segment, m.place.depth) == here)
    before = [m for m in near if m.is_figure]
    first, second = ([*before[:2], None, None])[1::-1]
    if first is None or second is None or not _are_beside(first, second, left):
        return
    is_money = second.label.role in _SPENT and (_is_given(first) or _is_measured_by(first, second, passage.prose))
    is_money = is_money and _LEFT.fullmatch(left.words) is not None
    is_money = is_money and not _TAKEN.search(passage.prose.around(left))
    is_staff = _SHORT.fullmatch(left.words) and "编" in first.words
    if (is_money and _SPENT_WORDS.search(second.words)) or is_staff or _is_of_the_year(first, second, left, passage):
        yield from _gap(first, second, left, passage)


def _is_given(figure: Mention) -> bool:
    """Whether a figure is what may be spent."""
    return figure.label.role is Role.BUDGET or (figure.label.role is Role.NONE and bool(_GIVEN.search(figure.words)))


def _is_measured_by(budget: Mention, spent: Mention, prose: Prose) -> bool:
    """年初预算560万元，执行523.6万元，…执行率93.5%: the rate of the sentence shows that nothing was changed since."""
    behind = prose.mentions[spent.index + 1 : spent.index + 1 + _RATES]
    rates = [m for m in behind if m.kind is MentionKind.RATIO and m.place.sentence == spent.place.sentence]
    span = printed_precision.percent_of(spent.amount, budget.amount) if budget.label.role is Role.INITIAL else None
    return span is not None and any(printed_precision.is_within(m.amount, span, Decimal(1)) for m in rates)


def _is_of_the_year(income: Mention, spent: Mention, left: Mention, passage: Passage) -> bool:
    """总收入2.68亿元，总支出2.61亿元，结余700万元: nothing is said of what earlier years left."""
    sides = _INCOME.search(income.words) and _SPENDING.search(spent.words)
    is_left = bool(_OF_THE_YEAR.fullmatch(left.words)) and not left.label.role.value
    return bool(sides) and is_left and not _EARLIER.search(passage.prose.around(left))


def _are_beside(first: Mention, second: Mention, gap: Mention) -> bool:
    is_here = first.place.sentence == gap.place.sentence and first.is_figure and second.is_figure
    return is_here and len({printed_precision.dimension(m.amount) for m in (first, second, gap)}) == 1


def _gap(first: Mention, second: Mention, gap: Mention, passage: Passage) -> Iterator[Contradiction]:
    found = abs(printed_precision.in_base(first.amount) - printed_precision.in_base(second.amount))
    give = sum(printed_precision.slack(m.amount) for m in (first, second, gap))
    if abs(found - abs(printed_precision.in_base(gap.amount))) > give:
        unit = printed_precision.in_base(printed_precision.one(gap.amount))
        yield Contradiction("N17", passage, gap, {
            "name": first.name, "first": mention_text(first), "second": mention_text(second),
            "expected": f"{number_text(found / unit, 6)}{gap.amount.unit}", "printed": mention_text(gap),
        }, (first, second, gap))  # fmt: skip


def averages(context: Context) -> Iterator[Contradiction]:
    """N14: 发放8640万元，惠及1.08万户，户均8000元: money for each is the money over those who have it.

    Of other things only what is called an average: 道路12条，总长36.5公里，平均每条3.04公里.
    """
    for passage in context.passages:
        for average in passage.prose.mentions[2:]:
            said = _EACH.search(average.words) if average.is_figure else None
            is_money = printed_precision.dimension(average.amount) == printed_precision.MONEY
            if is_money and average.is_figure and _PRICE.search(average.words):
                yield from _average(average, "", passage)
            elif said and (is_money or average.words.startswith((_AVERAGE, *_EVENTS))):
                yield from _average(average, said["of"], passage)


def _average(average: Mention, of: str, passage: Passage) -> Iterator[Contradiction]:
    near = [m for m in passage.prose.before(average) if m.is_figure and m.place.segment == average.place.segment]
    kind = printed_precision.dimension(average.amount)
    money = [m for m in near if printed_precision.dimension(m.amount) == kind]
    counts = [m for m in near if m not in money and m.amount.unit.endswith(_COUNTED_AS.get(of, of))]
    counts = counts if of else [m for m in near if m not in money and m.amount.unit != PERCENT]
    pairs = [(total, count) for total in money for count in counts if count.amount.value]
    spans = [_each(total, count, of or count.amount.unit) for total, count in pairs]
    two = [*counts[:1], *money[:1]]
    if not pairs or near[: len(two)] not in (two, two[::-1]):
        return
    printed = printed_precision.span(average.amount)
    if not any(printed.low * (1 - _SLIGHT) <= s.high and s.low <= printed.high * (1 + _SLIGHT) for s in spans):
        total, count = pairs[0]
        unit = printed_precision.in_base(printed_precision.one(average.amount))
        yield Contradiction("N14", passage, average, {
            "sum": f"{mention_text(total)}÷{mention_text(count)}",
            "expected": f"{number_text(spans[0].exact / unit, 2)}{average.amount.unit}",
            "printed": mention_text(average),
        }, (average, total, count))  # fmt: skip


def _each(total: Mention, count: Mention, of: str) -> printed_precision.Span:
    """How much there is for each, as printed digits allow; of 15.6公里 for each 公里, not for each metre."""
    whole, number = printed_precision.span(total.amount), printed_precision.span(count.amount)
    one = printed_precision.in_base(replace(count.amount, value=Decimal(1), unit=of))
    least = max(number.low, number.exact / 2)
    return printed_precision.Span(
        one * whole.low / number.high, one * whole.exact / number.exact, one * whole.high / least
    )


def _value(term: str) -> Decimal:
    """A product in 元."""
    value = _MULTIPLE["万元" if "万元" in term else "元"]
    for factor in _FACTORS.findall(term):
        value *= Decimal(factor.replace(",", ""))
    return value


def _amount(number: str, unit: str) -> Amount:
    value = Decimal(number.replace(",", ""))
    return Amount(Operator.NONE, value, unit, len(number.partition(".")[2]), f"{number}{unit}")
