"""预算执行率得分: points for execution."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from jixiao.core.scoring.completion import FULL, ZERO
from jixiao.core.scoring.points import capped, tier_share
from jixiao.core.scoring.profile import Profile


def execution_points(profile: Profile, rate: Decimal, weight: Decimal | None = None) -> Decimal:
    """Points for an execution rate, never above the weight (Q-CAP-01).

    Args:
        profile: the family's rules.
        rate: spent over adjusted budget, as a fraction.
        weight: 分值, by default the family's.

    Returns:
        Points between 0 and the weight, rounded half up as the family rounds them.
    """
    full = profile.execution_weight if weight is None else weight
    score = _METHODS[profile.execution_method](profile, rate, full)
    return capped(profile, score, full)


def _linear(profile: Profile, rate: Decimal, weight: Decimal) -> Decimal:
    """B-LIN-01."""
    return weight * rate


def _tiers(profile: Profile, rate: Decimal, weight: Decimal) -> Decimal:
    """B-TIER-01."""
    return weight * tier_share(profile.execution_tiers, rate)


def _steps(profile: Profile, rate: Decimal, weight: Decimal) -> Decimal:
    """B-STEP-01: a fixed deduction for each whole step that is missing."""
    missing = max(ZERO, FULL - rate)
    return weight - profile.execution_deduction * (missing // profile.execution_step)


_METHODS: dict[str, Callable[[Profile, Decimal, Decimal], Decimal]] = {
    "linear": _linear,
    "tiers": _tiers,
    "steps": _steps,
}
