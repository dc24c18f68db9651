"""Checks (核对) of an indicator's row and of a goal's words: grade and points, dates, copied texts."""

from __future__ import annotations

import re
from decimal import Decimal

from jixiao.core.functions.cells import is_blank, number, numbers, profile, single
from jixiao.core.functions.registry import Argument, cell_function
from jixiao.core.functions.results import Outcome, Problem, Verdict
from jixiao.core.functions.scores import ACTUAL, FAMILY, TARGET, WEIGHT
from jixiao.core.quantity import Deadline, Words, half_up, plain, read
from jixiao.core.scoring import Profile
from jixiao.core.scoring.qualitative import core

_ALIKE = Decimal("0.9")
_SHORTEST, _LONGEST = 8, 20_000
"""Shorter texts are alike by chance; of longer ones the beginnings are compared."""

_OPENING = 12
"""Characters by which a text is told."""

_WORDS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_POINTS_DIGITS = 2
_RATIO_DIGITS = 6


@cell_function(
    "核对评判等级：定性指标的得分应在所评等级的区间内。",
    WEIGHT,
    Argument("score", "得分", "该指标的得分"),
    ACTUAL,
    FAMILY,
)
def check_band(weight: object, score: object, actual: object, family: object = None) -> Verdict:
    """核对评判等级 (L-3-60): points between the limits of the grade that the words name."""
    scheme, found = profile(family), numbers(("分值", weight), ("得分", score))
    if isinstance(scheme, Problem):
        return _unknown(scheme.reason)
    if isinstance(found, Problem):
        return _unknown(found.reason)
    full, got = found
    if full is None or got is None:
        return _unknown("分值或得分为空，请填写后再核对")
    shares = _band(scheme, actual)
    if shares is None:
        return _unknown("实际完成值没有写评判等级")
    return _within(got, full * shares[0], full * shares[1], is_top=shares[1] == 1)


def _band(scheme: Profile, actual: object) -> tuple[Decimal, Decimal] | None:
    """The shares of the weight between which a grade's points lie."""
    words = read(single(actual))
    grade = core(words) if isinstance(words, Words) else ""
    if grade in scheme.grade_top_words:
        return scheme.grade_top, Decimal(1)
    if grade in scheme.grade_middle_words:
        return scheme.grade_middle, scheme.grade_top
    return (Decimal(0), scheme.grade_middle) if grade in scheme.grade_low_words else None


def _within(got: Decimal, low: Decimal, high: Decimal, is_top: bool) -> Verdict:
    """The upper limit belongs to the band above, but for the highest one."""
    shown = [plain(half_up(value, _POINTS_DIGITS)) for value in (got, low, high)]
    if low <= got < high or (is_top and got == high):
        return Verdict(Outcome.PASS, "", tuple(shown))
    limit = "" if is_top else f"（不含{shown[2]}分）"
    text = f"得分{shown[0]}，这一等级应在{shown[1]}～{shown[2]}分{limit}之间，请核对"
    return Verdict(Outcome.FAIL, text, tuple(shown))


@cell_function(
    "核对日期：完成日期应在评价年度内，不晚于填报日期；目标日期本就在别的年度的不判断。",
    ACTUAL,
    TARGET,
    Argument("year", "年度", "评价年度，例如 2024"),
    Argument("reported", "填报日期", "填报日期，没有填的不比", optional=True),
)
def check_date(actual: object, target: object, year: object, reported: object = None) -> Verdict:
    """核对日期: a completion in the year evaluated, and not after the day it was reported."""
    done, aim, day, asked = read(single(actual)), read(single(target)), read(single(reported)), number("年度", year)
    if not isinstance(done, Deadline) or not done.has_year:
        return _unknown("实际完成值不是写明年份的日期")
    if not isinstance(asked, Decimal):
        return _unknown("没有年度，请填写后再核对")
    if isinstance(day, Deadline) and day.has_year and done.first > day.last:
        return Verdict(Outcome.FAIL, f"完成日期{done.text}晚于填报日期{day.text}，请核对")
    if done.first[0] <= asked <= done.last[0]:
        return Verdict(Outcome.PASS)
    if isinstance(aim, Deadline) and aim.first[0] <= done.last[0] <= aim.last[0]:
        return _unknown("目标日期不在评价年度，实际日期与目标同年")
    return Verdict(Outcome.FAIL, f"完成日期{done.text}不在{plain(asked)}年度，请核对")


@cell_function(
    "核对照抄：实际完成情况不应照抄预期目标；写的数不同的不算照抄。",
    Argument("expected", "预期目标", "年度总体目标的预期目标"),
    Argument("actual", "实际完成情况", "年度总体目标的实际完成情况"),
    Argument("share", "相同比例", "相同的文字超过这个比例算照抄；不填按90%", optional=True),
)
def check_copy(expected: object, actual: object, share: object = None) -> Verdict:
    """核对照抄 (C52): two texts of the same figures that are the same to more than a share of their words."""
    allowed = number("相同比例", share)
    if isinstance(allowed, Problem):
        return _unknown(allowed.reason)
    texts = [str(single(cell)) for cell in (expected, actual) if not is_blank(single(cell))]
    if len(texts) < 2:
        return _unknown("预期目标或实际完成情况为空，请填写后再核对")
    bare = [_WORDS.sub("", text) for text in texts]
    if min(map(len, bare)) < _SHORTEST:
        return _unknown("文字太短，看不出是不是照抄")
    if len({tuple(_DIGITS.findall(text)) for text in texts}) > 1:
        return Verdict(Outcome.PASS)
    alike = _likeness(*bare)
    if alike <= (_ALIKE if allowed is None else allowed):
        return Verdict(Outcome.PASS)
    shown, opening = plain(half_up(alike * 100, 0)), texts[1].strip()[:_OPENING]
    return Verdict(Outcome.FAIL, f"“{opening}…”，相同的文字占{shown}%", (shown,))


def _likeness(first: str, second: str) -> Decimal:
    """The share (0 to 1) of both texts' characters that stand in both in the same order."""
    if first == second:
        return Decimal(1)
    first, second = first[:_LONGEST], second[:_LONGEST]
    return half_up(Decimal(2 * _common(first, second)) / (len(first) + len(second)), _RATIO_DIGITS)


def _common(first: str, second: str) -> int:
    """The length of the longest common subsequence.

    Hyyrö's bit-parallel algorithm (2004): one step for each character of the second text, whatever the texts say,
    where difflib takes minutes for texts made to be slow.
    """
    places: dict[str, int] = {}
    for place, sign in enumerate(first):
        places[sign] = places.get(sign, 0) | 1 << place
    every = unmet = (1 << len(first)) - 1
    for sign in second:
        met = unmet & places.get(sign, 0)
        unmet = ((unmet + met) | (unmet - met)) & every
    return len(first) - unmet.bit_count()


def _unknown(reason: str) -> Verdict:
    return Verdict(Outcome.UNKNOWN, reason)
