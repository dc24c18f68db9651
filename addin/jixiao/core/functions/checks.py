"""Checks (核对): each answers ✓, ✗ with the figures, or － with why it cannot be judged."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.functions.cells import amount, common_unit, flatten, number, numbers, single
from jixiao.core.functions.registry import Argument, cell_function
from jixiao.core.functions.results import Outcome, Problem, Verdict
from jixiao.core.quantity import (
    PERCENT,
    Amount,
    Blank,
    NotApplicable,
    Unreadable,
    Words,
    align,
    half_up,
    plain,
    printed_tolerance,
    read,
)
from jixiao.core.scoring import load
from jixiao.core.scoring.qualitative import core

TOLERANCE = Argument("tolerance", "允许误差", "相差不超过它算一致，与所比的数同单位；不填按通用办法", optional=True)

FIRST, SECOND = "两处不一致：一处是", "另一处是"
"""What CHECK_EQUAL calls its two figures."""

TOTAL = "合计"
"""What CHECK_SUM calls its total."""

PARTS, APART, LAST = "，分项之和", "，相差", "，请核对"
"""What follows its total, the second figure of either, and how far they are apart."""

_Named = tuple[str, Decimal]
_SHOWN_DIGITS = 6
_NOISE_DIGITS = 9
"""Differences are compared to this many decimals, below which binary arithmetic leaves noise."""


@cell_function(
    "核对合计：分项之和应等于合计；分项有空的不计，全空则不判断。",
    Argument("total", "合计", "合计数"),
    Argument("parts", "分项", "各分项所在的区域", is_range=True),
    TOLERANCE,
)
def check_sum(total: object, parts: object, tolerance: object = None) -> Verdict:
    """核对合计: by default 0.01 for each part may be lost to rounding, at most 0.1 (C06)."""
    cells = [(TOTAL, total), *((f"第{place}个分项", part) for place, part in enumerate(flatten(parts), 1))]
    found = numbers(*cells)
    if isinstance(found, Problem):
        return _unknown(found.reason)
    whole, addends = found[0], [value for value in found[1:] if value is not None]
    if whole is None or not addends:
        return _unknown(f"{TOTAL}为空，请填写后再核对" if whole is None else "分项全部为空，请填写后再核对")
    rules = load()
    allowed = _allowed(tolerance, min(rules.tolerance_per_part * len(addends), rules.tolerance_sum_limit))
    return _compare((TOTAL, whole), (PARTS[1:], sum(addends, Decimal(0))), allowed)


@cell_function(
    "核对相等：两处的数应一致。",
    Argument("a", "第一个数", "例如表中的数"),
    Argument("b", "第二个数", "例如另一张表中的数"),
    TOLERANCE,
)
def check_equal(a: object, b: object, tolerance: object = None) -> Verdict:
    """核对相等: by default 0.01 apart, percentages half of the coarser one's last printed digit.

    A number cell shows no trailing zeros, so that its printed digits are not known: a fixed 0.01 is safer than half of
    the last digit seen.
    """
    first, second = amount("第一个数", a), amount("第二个数", b)
    for found in (first, second):
        if isinstance(found, Problem):
            return _unknown(found.reason)
    if not isinstance(first, Amount) or not isinstance(second, Amount):
        return _unknown("两个数中有空的，请填写后再核对")
    values = align(first, second)
    if isinstance(values, Unreadable):
        return _unknown(values.reason)
    unit = PERCENT if common_unit((first, second)) == PERCENT else ""
    allowed = _allowed(tolerance, _equal_tolerance(first, second))
    return _compare((FIRST, values[0]), (SECOND, values[1]), allowed, unit)


@cell_function(
    "核对偏差原因：得分低于分值时必须写明原因。",
    Argument("weight", "分值", "该指标的分值"),
    Argument("score", "得分", "该指标的得分"),
    Argument("reason", "偏差原因", "偏差原因分析及改进措施"),
)
def check_reason(weight: object, score: object, reason: object) -> Verdict:
    """核对偏差原因 (R-LOW-01): points below the weight need a reason; 无 is none."""
    found = numbers(("分值", weight), ("得分", score))
    if isinstance(found, Problem):
        return _unknown(found.reason)
    full, got = found
    if full is None or got is None:
        return _unknown("分值或得分为空，请填写后再核对")
    figures = (_plain_text(got), _plain_text(full))
    if got >= full or _is_reason(reason):
        return Verdict(Outcome.PASS, "", figures)
    text = f"得分{figures[0]}，低于分值{figures[1]}，没有写偏差原因，请填写原因和改进措施"
    return Verdict(Outcome.FAIL, text, figures)


@cell_function(
    "核对上限：数值应在0和上限之间，例如得分不超过分值。",
    Argument("value", "数值", "例如得分"),
    Argument("limit", "上限", "例如分值"),
)
def check_limit(value: object, limit: object) -> Verdict:
    """核对上限: 0 ≤ value ≤ limit, without tolerance (Q-CAP-01)."""
    found = numbers(("数值", value), ("上限", limit))
    if isinstance(found, Problem):
        return _unknown(found.reason)
    given, most = found
    if given is None or most is None:
        return _unknown("数值或上限为空，请填写后再核对")
    figures = (_plain_text(given), _plain_text(most))
    if given >= 0 >= half_up(given - most, _NOISE_DIGITS):
        return Verdict(Outcome.PASS, "", figures)
    wrong = "小于0" if given < 0 else f"超过上限{figures[1]}，多{_plain_text(given - most)}"
    return Verdict(Outcome.FAIL, f"数值{figures[0]}，{wrong}，请核对", figures)


def _unknown(reason: str) -> Verdict:
    return Verdict(Outcome.UNKNOWN, reason)


def _plain_text(value: Decimal) -> str:
    return plain(half_up(value, _SHOWN_DIGITS))


def _compare(a: _Named, b: _Named, allowed: Decimal | Problem, unit: str = "") -> Verdict:
    """The verdict on two named figures; a difference of exactly the tolerance passes."""
    if isinstance(allowed, Problem):
        return _unknown(allowed.reason)
    difference = half_up(abs(a[1] - b[1]), _NOISE_DIGITS)
    figures = (_plain_text(a[1]) + unit, _plain_text(b[1]) + unit)
    if difference <= allowed:
        return Verdict(Outcome.PASS, "", figures)
    apart = _plain_text(difference) + ("个百分点" if unit else "")
    return Verdict(Outcome.FAIL, f"{a[0]}{figures[0]}，{b[0]}{figures[1]}{APART}{apart}{LAST}", figures)


def _allowed(given: object, default: Decimal) -> Decimal | Problem:
    """The tolerance given, or the default."""
    tolerance = number("允许误差", given)
    if isinstance(tolerance, Decimal) and tolerance < 0:
        return Problem(f"允许误差{plain(tolerance)}为负数，请核对")
    return default if tolerance is None else tolerance


def _equal_tolerance(first: Amount, second: Amount) -> Decimal:
    rules = load()
    percentages = [found for found in (first, second) if found.unit == PERCENT]
    if not percentages:
        return rules.tolerance_equal
    return max(rules.tolerance_percent, *map(printed_tolerance, percentages))


def _is_reason(cells: object) -> bool:
    reading = read(single(cells))
    if isinstance(reading, Words):
        return core(reading) not in load().reason_empty_words
    return not isinstance(reading, Blank | NotApplicable)
