"""Rates (比率): execution, control, growth. All are fractions, rounded half up to six decimals."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.functions.cells import numbers
from jixiao.core.functions.registry import Argument, cell_function
from jixiao.core.functions.results import Problem
from jixiao.core.quantity import half_up, plain

RATE_DIGITS = 6
"""Enough for a percentage with four decimals; all hosts agree to the last of them."""

Rate = Decimal | Problem | None

BUDGET = Argument("budget", "全年预算数", "调整后的全年预算数（含上年结转），不是年初预算数")
SPENT = Argument("spent", "全年执行数", "全年实际支出数")


@cell_function("预算执行率：全年执行数÷全年预算数，得小数，单元格可设为百分比格式。", BUDGET, SPENT)
def exec_rate(budget: object, spent: object) -> Rate:
    """预算执行率: spent over adjusted budget."""
    return _rounded(quotient(("全年执行数", spent), ("全年预算数", budget)))


@cell_function(
    "控制率：实际数÷核定数，例如在职人数÷编制数，得小数。",
    Argument("actual", "实际数", "实际在职人数、实际规模等"),
    Argument("quota", "核定数", "编制数、批复规模等"),
)
def control_rate(actual: object, quota: object) -> Rate:
    """控制率: actual over approved."""
    return _rounded(quotient(("实际数", actual), ("核定数", quota)))


@cell_function(
    "增长率：（本年数－上年数）÷上年数，得小数；上年为0而本年不为0时为100%。",
    Argument("current", "本年数", "本年的数"),
    Argument("previous", "上年数", "上年的数"),
)
def growth_rate(current: object, previous: object) -> Rate:
    """增长率: change on the previous year; from zero it is 100%, as final accounts print it."""
    found = numbers(("本年数", current), ("上年数", previous))
    if isinstance(found, Problem):
        return found
    now, before = found
    if now is None or before is None:
        return None
    if before < 0 or (before == 0 and now < 0):
        return Problem(f"上年数{plain(before)}、本年数{plain(now)}，有负数时增长率没有意义，请核对")
    if before == 0:
        return Decimal(1 if now else 0)
    return _rounded((now - before) / before)


def quotient(dividend: tuple[str, object], divisor: tuple[str, object]) -> Rate:
    """The quotient of two named cells, not rounded; blank for a blank, and for 0/0, where nothing was planned."""
    found = numbers(dividend, divisor)
    if isinstance(found, Problem):
        return found
    upper, lower = found
    if upper is None or lower is None or (upper == 0 and lower == 0):
        return None
    for (name, _), value in ((divisor, lower), (dividend, upper)):
        if value < 0:
            return Problem(f"{name}{plain(value)}为负数，请核对")
    if lower == 0:
        return Problem(f"{divisor[0]}为0而{dividend[0]}为{plain(upper)}，无法计算，请核对{divisor[0]}")
    return upper / lower


def _rounded(rate: Rate) -> Rate:
    return half_up(rate, RATE_DIGITS) if isinstance(rate, Decimal) else rate
