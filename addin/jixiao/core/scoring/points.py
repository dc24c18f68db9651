"""得分: the points of one indicator, by its 赋分规则."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.quantity import (
    Amount,
    Blank,
    Deadline,
    NotApplicable,
    Reading,
    Unreadable,
    Words,
    half_up,
    plain,
    read,
    read_figure,
)
from jixiao.core.scoring.cannot_judge import CannotJudge
from jixiao.core.scoring.completion import FULL, ZERO, Ratio, printed_completion, ratio
from jixiao.core.scoring.profile import Profile, Tiers
from jixiao.core.scoring.qualitative import core

Score = Decimal | CannotJudge | None
_PERCENT_FROM = 2
"""A bare number above this is a percentage; up to it a fraction, for 150% in a cell is 1.5."""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator's cells as a form holds them: numbers, texts or ``None``.

    ``completion`` overrides what target and actual would give; ``rule`` is the text of 赋分规则, blank to choose by
    the kind of target.
    """

    weight: object
    target: object
    actual: object
    rule: object = None
    completion: object = None


def points(profile: Profile, row: IndicatorRow) -> Score:
    """The points of one indicator, rounded half up as the family rounds them.

    Returns:
        Points between 0 and the weight; ``None`` when an input is blank; :class:`CannotJudge` with the reason.
    """
    weight = _weight(row.weight)
    if not isinstance(weight, Decimal):
        return weight
    target, actual = read(row.target), read(row.actual)
    given = _completion_beside(profile, row.completion, target, actual)
    if isinstance(given, CannotJudge):
        return given
    method = _method(profile, row.rule, target)
    if isinstance(method, CannotJudge):
        return method
    score = _METHODS[method](profile, _Case(weight, target, actual, given))
    return capped(profile, score, weight) if isinstance(score, Decimal) else score


def capped(profile: Profile, score: Decimal, weight: Decimal) -> Decimal:
    """Q-CAP-01: points rounded as the family rounds them, and never below 0 or above the weight."""
    return min(half_up(max(score, ZERO), profile.points_digits), weight)


def _completion_beside(profile: Profile, value: object, target: Reading, actual: Reading) -> Ratio:
    """A completion typed, or the one computed beside: that is a fraction however large (3 is 300%)."""
    if isinstance(value, Decimal | float | int) and value > _PERCENT_FROM:
        computed = ratio(profile, target, actual)
        if isinstance(computed, Decimal) and (printed := printed_completion(profile, computed)) == Decimal(str(value)):
            return printed
    return given_completion(value)


def given_completion(value: object) -> Ratio:
    """A completion somebody typed: ``0.87``, ``"87%"`` or ``87``."""
    amount = read_figure(value)
    if isinstance(amount, Blank | NotApplicable):
        return None
    if isinstance(amount, Unreadable):
        return CannotJudge(f"完成率{amount.reason}，或写成百分数，例如“87%”")
    if amount.unit not in ("", "%") or amount.value < 0:
        return CannotJudge(f"完成率“{plain(amount.value)}{amount.unit}”不对，请写成百分数，例如“87%”")
    is_percent = amount.unit == "%" or amount.value > _PERCENT_FROM
    return amount.value / 100 if is_percent else amount.value


@dataclass(frozen=True, slots=True)
class _Case:
    """One indicator, read: what every method scores."""

    weight: Decimal
    target: Reading
    actual: Reading
    given: Decimal | None


def _weight(value: object) -> Score:
    amount = read_figure(value)
    if isinstance(amount, Blank | NotApplicable):
        return None
    if isinstance(amount, Unreadable):
        return CannotJudge(f"分值{amount.reason}")
    if amount.value < 0:
        return CannotJudge(f"分值{plain(amount.value)}为负数，请核对")
    return amount.value


def _method(profile: Profile, rule: object, target: Reading) -> str | CannotJudge:
    """The method that the form names, or the one that suits the kind of target."""
    written = read(rule)
    if isinstance(written, Blank | NotApplicable):
        return _method_of_kind(target)
    names = {
        "proportion": profile.methods_proportion,
        "direct": profile.methods_direct,
        "grade": profile.methods_grade,
        "satisfaction": profile.methods_satisfaction,
    }
    for method, spellings in names.items():
        if isinstance(written, Words) and core(written) in spellings:
            return method
    known = "、".join(spellings[0] for spellings in names.values())
    return CannotJudge(f"不认识赋分规则“{str(rule)[:20]}”，请从这几种中选：{known}")


def _method_of_kind(target: Reading) -> str:
    if isinstance(target, Deadline):
        return "direct"
    return "grade" if isinstance(target, Words) else "proportion"


def _completion(profile: Profile, case: _Case) -> Ratio:
    return ratio(profile, case.target, case.actual) if case.given is None else case.given


def _proportion(profile: Profile, case: _Case) -> Score:
    """按照完成比例赋分: nothing below the threshold, then in proportion; less beyond 100% where the family says so."""
    value = _completion(profile, case)
    if not isinstance(value, Decimal):
        return value
    if case.given is None and profile.completion_basis == "printed":
        value = printed_completion(profile, value)
    floor, slope = profile.proportion_floor, profile.proportion_over_slope
    if value < floor:
        return ZERO
    share = (value - floor) / (1 - floor) if value < 1 else 1 - slope * (value - 1)
    return case.weight * share


def _direct(profile: Profile, case: _Case) -> Score:
    """直接赋分: met full, else nothing."""
    value = _completion(profile, case)
    if not isinstance(value, Decimal):
        return value
    return case.weight if value >= 1 else ZERO


def _grade(profile: Profile, case: _Case) -> Score:
    """按评判等级赋分: full for the top words, otherwise a band in which a person chooses."""
    value: Ratio = _named_band(profile, case)
    if value is None:
        value = _completion(profile, case)
    if not isinstance(value, Decimal):
        return value
    return case.weight if value >= 1 else _band(profile, case.weight, value)


def _named_band(profile: Profile, case: _Case) -> Decimal | None:
    """The lower limit of the band that a middle or low word names."""
    if case.given is not None or not isinstance(case.actual, Words):
        return None
    word = core(case.actual)
    if word in profile.grade_middle_words:
        return profile.grade_middle
    return ZERO if word in profile.grade_low_words else None


def _band(profile: Profile, weight: Decimal, value: Decimal) -> CannotJudge:
    top, middle = profile.grade_top, profile.grade_middle
    low, high = next(band for band in ((top, FULL), (middle, top), (ZERO, middle)) if value >= band[0])
    below = "" if high == FULL else f"（不含{half_up(weight * high, 2)}分）"
    return CannotJudge(
        f"按评判等级应得{half_up(weight * low, 2)}～{half_up(weight * high, 2)}分{below}，请在此区间直接填写得分"
    )


def _satisfaction(profile: Profile, case: _Case) -> Score:
    """满意度赋分: full from the target on; below it as the family says."""
    value = _completion(profile, case)
    if not isinstance(value, Decimal):
        return value
    if value >= 1:
        return case.weight
    if profile.satisfaction_below == "unknown":
        return CannotJudge("满意度低于目标值，所选规则没有写明如何给分，请直接填写得分")
    return _tiered(profile.satisfaction_tiers, case)


def _tiered(tiers: Tiers, case: _Case) -> Score:
    rate = case.actual
    if not isinstance(rate, Amount) or rate.unit not in ("", "%"):
        return CannotJudge("满意度低于目标值，要按满意度分档给分，请在实际完成值填写百分数，例如“88%”")
    share = rate.value if rate.bare and rate.value <= 1 else rate.value / 100
    return case.weight * tier_share(tiers, share)


def tier_share(tiers: Tiers, value: Decimal) -> Decimal:
    """The share of the weight that a value reaches, tiers from the highest down."""
    return next((share for limit, share in tiers if value >= limit), ZERO)


_METHODS: dict[str, Callable[[Profile, _Case], Score]] = {
    "proportion": _proportion,
    "direct": _direct,
    "grade": _grade,
    "satisfaction": _satisfaction,
}
