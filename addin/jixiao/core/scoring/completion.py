"""完成率: how far an actual value meets its target."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.quantity import (
    Amount,
    Blank,
    Deadline,
    NotApplicable,
    Operator,
    Range,
    Reading,
    Several,
    Unreadable,
    Words,
    align,
    half_up,
    read,
    read_figure,
)
from jixiao.core.scoring.cannot_judge import CannotJudge
from jixiao.core.scoring.deadlines import in_time
from jixiao.core.scoring.profile import Profile
from jixiao.core.scoring.qualitative import core

ZERO = Decimal(0)
FULL = Decimal(1)

Ratio = Decimal | CannotJudge | None
"""A completion as a fraction, the reason why there is none, or ``None`` when an input is blank."""


def completion(profile: Profile, target: object, actual: object) -> Ratio:
    """The completion of an indicator, not rounded.

    Args:
        profile: the family's rules.
        target: 年度指标值, a cell's value.
        actual: 实际完成值, a cell's value.

    Returns:
        A fraction (1.11 is 111%); 1 or 0 for a date met or missed; ``None`` for a blank or a target of ``/``.
    """
    return ratio(profile, read(target), read(actual))


def printed_completion(profile: Profile, value: Decimal) -> Decimal:
    """The completion as the family's form prints it, still as a fraction."""
    exact = half_up(value, profile.completion_exact_digits)
    return exact if exact == value else half_up(value, profile.completion_digits)


def ratio(profile: Profile, target: Reading, actual: Reading) -> Ratio:
    """The completion of an indicator from its two readings, not rounded."""
    if isinstance(target, Blank | NotApplicable) or isinstance(actual, Blank):
        return None
    if isinstance(target, Unreadable):
        return CannotJudge(f"目标值{target.reason}")
    if isinstance(actual, Unreadable):
        return CannotJudge(f"实际完成值{actual.reason}")
    if isinstance(actual, NotApplicable):
        return CannotJudge(f"实际完成值填的是“{_short(actual.text)}”，没有可评的数，请填写实际完成值")
    if says_complete(profile, actual):
        return FULL
    return _by_kind(profile, target, actual)


def says_complete(profile: Profile, actual: Reading) -> bool:
    """Whether the actual value is a word of the top grade, such as 达到预期指标."""
    return isinstance(actual, Words) and core(actual) in profile.grade_top_words


def _by_kind(profile: Profile, target: Reading, actual: Reading) -> Ratio:
    if isinstance(target, Amount):
        return _amount(profile, target, actual)
    if isinstance(target, Range):
        return _range(target, actual)
    if _is_complete_percent(actual):
        return FULL
    if isinstance(target, Deadline):
        return _deadline(profile, target, actual)
    if isinstance(target, Several):
        return _several(profile, target, actual)
    return CannotJudge(_describe(target, actual) + "请写明达成情况（如“达到预期指标”），或直接填写完成率")


def _is_complete_percent(actual: Reading) -> bool:
    """``100%`` against a target that is no amount states that the work is done."""
    return isinstance(actual, Amount) and actual.unit == "%" and actual.value == 100


def _amount(profile: Profile, target: Amount, actual: Reading) -> Ratio:
    if isinstance(actual, Deadline):
        actual = _as_number(actual)
    if not isinstance(actual, Amount):
        return CannotJudge("目标值是数量，实际完成值不是一个确定的数量，请填写数值，或直接填写完成率")
    values = align(target, actual)
    if isinstance(values, Unreadable):
        return CannotJudge(f"目标值与实际完成值{values.reason}")
    aim, done = values
    if target.operator.lower_is_better:
        return reverse_ratio(profile, aim, done)
    return forward_ratio(aim, done, target.operator)


def forward_ratio(target: Decimal, actual: Decimal, operator: Operator = Operator.AT_LEAST) -> Ratio:
    """Q-POS-01 and Q-EQ-01: actual over target, beyond 1 where the target is passed.

    A negative actual counts as 0 (Q-NEG-01); a target of 0 has no ratio, only met or missed.
    """
    if target < 0:
        return FULL if actual >= target else CannotJudge("目标值为负数且未达到，无法按比例计算，请直接填写完成率")
    actual = max(actual, ZERO)
    if target == 0:
        exact = operator in (Operator.EQUAL, Operator.NONE)
        return ZERO if exact and actual else FULL
    return actual / target


def reverse_ratio(profile: Profile, limit: Decimal, actual: Decimal) -> Ratio:
    """Q-REV-01 and Q-REV-02, for targets where lower is better: 1 within the limit, falling beyond it."""
    if actual <= limit:
        return FULL
    if limit < 0:
        return CannotJudge("目标值为负数且未达到，无法按比例计算，请直接填写完成率")
    if profile.completion_reverse == "ratio":
        return limit / actual
    return max(ZERO, 1 - (actual - limit) / limit) if limit else ZERO


def _as_number(actual: Deadline) -> Reading:
    """``2024.12`` beside an amount is a number, not a month."""
    return read_figure(actual.text)


def _range(target: Range, actual: Reading) -> Ratio:
    if not isinstance(actual, Amount):
        return CannotJudge("目标值是一个区间，实际完成值不是一个确定的数量，请填写数值，或直接填写完成率")
    low, high = align(target.low, actual), align(target.high, actual)
    if isinstance(low, Unreadable) or isinstance(high, Unreadable):
        return CannotJudge("目标值与实际完成值单位不同，无法比较，请核对并统一单位")
    if low[0] <= low[1] and high[1] <= high[0]:
        return FULL
    return CannotJudge("目标值是一个区间，实际完成值不在其中，请直接填写完成率或得分")


def _deadline(profile: Profile, target: Deadline, actual: Reading) -> Ratio:
    if not isinstance(actual, Deadline):
        return CannotJudge("目标值是日期，实际完成值不是日期，请填写实际完成的年月日")
    met = in_time(target, actual)
    if isinstance(met, CannotJudge):
        return met
    return FULL if met else ZERO


def _several(profile: Profile, target: Several, actual: Reading) -> Ratio:
    if not isinstance(actual, Several) or len(actual.parts) != len(target.parts):
        return CannotJudge(f"目标值有{len(target.parts)}项，实际完成值没有一一对应，请分行填写，或直接填写完成率")
    for (_, aim), (_, done) in zip(target.parts, actual.parts, strict=True):
        part = ratio(profile, aim, done)
        if not isinstance(part, Decimal) or part < 1:
            return CannotJudge("多项目标中有的未达到或无法比较，请分行填写，或直接填写完成率")
    return FULL


def _describe(target: Reading, actual: Reading) -> str:
    if isinstance(target, Words) and isinstance(actual, Words) and core(target) == core(actual):
        return "实际完成值与目标值文字相同，看不出是否达成，"
    return "目标值是定性描述，无法自动判断，"


def _short(text: str) -> str:
    return text.strip()[:20]
