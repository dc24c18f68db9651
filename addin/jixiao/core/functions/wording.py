"""Wording (行文): figures in the words of an official report.

A blank gives a blank, so that a sentence is not written rather than written with a gap. Amounts are in 万元.
"""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.functions.cells import amount as read_amount
from jixiao.core.functions.cells import flatten, is_blank, number, numbers, single
from jixiao.core.functions.rates import BUDGET, SPENT, exec_rate, growth_rate, quotient
from jixiao.core.functions.registry import Argument, cell_function
from jixiao.core.functions.results import PROBLEM_SIGN, Problem
from jixiao.core.quantity import PERCENT, Amount, half_up, plain

Text = str | Problem | None

PERCENT_DIGITS = 2
_MONEY_DIGITS = 2
_FINEST_DIGITS = 6
"""A hundredth of a 元; below it binary arithmetic leaves noise."""

_SEPARATOR = "；"


@cell_function(
    "金额文字：整数照写，其他写到分位（两位小数），如 118.49；原数更细的照原数写。",
    Argument("amount", "金额", "以万元为单位的金额"),
)
def amount_text(amount: object) -> Text:
    """金额文字: a whole amount as it is, any other with two decimals at least; a text without a figure is a problem."""
    found = number("金额", amount)
    return money(found) if isinstance(found, Decimal) else found


@cell_function(
    "比率文字：把小数写成百分数，最多两位小数，如 95.13%。",
    Argument("rate", "比率", "以小数表示的比率，如 0.9513"),
)
def percent_text(rate: object) -> Text:
    """比率文字: a fraction as a percentage with at most two decimals, half up; an amount with a unit is a problem."""
    found = read_amount("比率", rate)
    if not isinstance(found, Amount):
        return found
    if found.unit not in ("", PERCENT):
        return Problem(f"比率“{single(rate)}”带有单位“{found.unit}”，请填小数或百分数")
    return percent(found.value / 100 if found.unit == PERCENT else found.value)


@cell_function(
    "增减文字：与上年（或别的基数）相比增减多少，如 比上年增加12.30万元，增长28.21%；相等时写 与上年持平。",
    Argument("current", "本年数", "本年的数，万元"),
    Argument("previous", "上年数", "上年的数，万元"),
    Argument("compared", "比较对象", "不填为“上年”，也可以写“上年决算”“年初预算”等", optional=True),
)
def change_text(current: object, previous: object, compared: object = None) -> Text:
    """增减文字: difference and rate of change; from zero the rate is 100%, as :func:`growth_rate` has it."""
    rate = growth_rate(current, previous)
    change = _difference(("本年数", current), ("上年数", previous))
    if not isinstance(rate, Decimal) or not isinstance(change, Decimal):
        return rate if isinstance(rate, Problem) else None
    against = "上年" if is_blank(compared) else str(single(compared))
    if change == 0:
        return f"与{against}持平"
    moved, grown = ("增加", "增长") if change > 0 else ("减少", "下降")
    return f"比{against}{moved}{money(abs(change))}万元" + _rate_remark(grown, rate)


@cell_function(
    "预算调整文字：年初预算到全年预算调增、调减多少，如 年中调增21.98万元，增幅22.78%；没有变化时写 年中未作调整。",
    Argument("initial", "年初预算数", "年初批复的预算数，万元"),
    Argument("budget", "全年预算数", "调整后的全年预算数，万元"),
)
def adjust_text(initial: object, budget: object) -> Text:
    """预算调整文字: from the initial to the adjusted budget."""
    rate = growth_rate(budget, initial)
    change = _difference(("全年预算数", budget), ("年初预算数", initial))
    if not isinstance(rate, Decimal) or not isinstance(change, Decimal):
        return rate if isinstance(rate, Problem) else None
    if change == 0:
        return "年中未作调整"
    moved, by = ("调增", "增幅") if change > 0 else ("调减", "降幅")
    return f"年中{moved}{money(abs(change))}万元" + _rate_remark(by, rate)


@cell_function(
    "占比文字：部分占合计的百分比，如 占76.63%、占支出合计的76.63%；合计为0时不写。",
    Argument("part", "部分", "其中的一项"),
    Argument("whole", "合计", "合计数"),
    Argument("of", "合计的名称", "不填只写百分比", optional=True),
)
def share_text(part: object, whole: object, of: object = None) -> Text:
    """占比文字: nothing of a whole that is zero; a part greater than the whole is a problem."""
    share = quotient(("部分", part), ("合计", whole))
    if not isinstance(share, Decimal):
        return share
    if share > 1:
        return Problem("部分大于合计，请核对这两个数")
    return f"占{'' if is_blank(of) else f'{single(of)}的'}{percent(share)}"


@cell_function(
    "单项文字：名称、金额和说明连写，如 公务接待费4.99万元，与上年持平；金额为空时不写。",
    Argument("name", "名称", "这一项的名称"),
    Argument("amount", "金额", "这一项的金额，万元"),
    Argument("remark", "说明", "跟在金额后面的话，如占比、增减；空着不写", optional=True),
)
def part_text(name: object, amount: object, remark: object = None) -> Text:
    """单项文字: one item of a list; a remark that is blank is left out, one that is a problem is the answer."""
    found = number("金额", amount)
    if not isinstance(found, Decimal):
        return found
    if wrong := _problem_in(remark):
        return wrong
    return f"{single(name)}{money(found)}万元" + ("" if is_blank(remark) else f"，{single(remark)}")


@cell_function(
    "合并文字：把几段话用分号连成一句，空着的跳过；全空则为空。",
    Argument("first", "第一段", "一段话"),
    *(
        Argument(name, label, "一段话，空着的跳过", optional=True)
        for name, label in zip(
            ("second", "third", "fourth", "fifth", "sixth"),
            ("第二段", "第三段", "第四段", "第五段", "第六段"),
            strict=True,
        )
    ),
)
def join_text(
    first: object,
    second: object = None,
    third: object = None,
    fourth: object = None,
    fifth: object = None,
    sixth: object = None,
) -> Text:
    """合并文字: what is not blank, joined by ；; a problem among it is the answer."""
    given = [single(piece) for piece in (first, second, third, fourth, fifth, sixth)]
    if wrong := next(filter(None, map(_problem_in, given)), None):
        return wrong
    return joined([str(piece) for piece in given if not is_blank(piece)])


@cell_function(
    "全数合计：一列数相加；有一个空着就不算，不把空当作0。",
    Argument("values", "各数", "要相加的一列数", is_range=True),
)
def sum_all(values: object) -> Decimal | Problem | None:
    """全数合计: the sum of figures that are all there; one that is blank leaves the sum blank."""
    found = numbers(*((f"第{place}个数", value) for place, value in enumerate(flatten(values), 1)))
    if isinstance(found, Problem):
        return found
    given = [value for value in found if value is not None]
    return sum(given, Decimal(0)) if found and len(given) == len(found) else None


@cell_function("执行率文字：全年执行数÷全年预算数，写成百分数，如 95.13%。", BUDGET, SPENT)
def exec_text(budget: object, spent: object) -> Text:
    """执行率文字: :func:`exec_rate` as a percentage."""
    rate = exec_rate(budget, spent)
    if isinstance(rate, Decimal):
        return percent(rate)
    return rate if isinstance(rate, Problem) else None


def money(value: Decimal) -> str:
    """An amount in 万元 as officials write it: whole, or with two decimals, or with as many as it has."""
    digits = plain(half_up(value, _FINEST_DIGITS))
    decimals = len(digits.partition(".")[2])
    return digits if not decimals or decimals > _MONEY_DIGITS else f"{half_up(value, _MONEY_DIGITS):f}"


def percent(rate: Decimal) -> str:
    """A fraction as a percentage."""
    return plain(half_up(rate * 100, PERCENT_DIGITS)) + "%"


def joined(pieces: list[str]) -> str | None:
    """Clauses of one sentence; none is a blank."""
    return _SEPARATOR.join(pieces) or None


def _problem_in(piece: object) -> Problem | None:
    """The problem that a cell shows: it is no text for a report."""
    text = single(piece)
    is_problem = isinstance(text, str) and text.startswith(PROBLEM_SIGN)
    return Problem(str(text).removeprefix(PROBLEM_SIGN).strip()) if is_problem else None


def _difference(current: tuple[str, object], previous: tuple[str, object]) -> Decimal | Problem | None:
    found = numbers(current, previous)
    if isinstance(found, Problem):
        return found
    now, before = found
    return None if now is None or before is None else half_up(now - before, _FINEST_DIGITS)


def _rate_remark(word: str, rate: Decimal) -> str:
    """The rate behind the amount; one that would print as 0% says nothing."""
    shown = percent(abs(rate))
    return "" if shown == "0%" else f"，{word}{shown}"
