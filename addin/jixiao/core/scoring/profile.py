"""A family's scoring profile: the numbers its rules take, each with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Tiers = tuple[tuple[Decimal, Decimal], ...]
"""Pairs of a lower limit and the share of the weight from there on, highest first; both are fractions."""

Grades = tuple[tuple[str, Decimal], ...]
"""Grades with their lower limits in points, best first."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a value comes from (依据): keys of ``sources.yaml``, and how certain it is.

    ``certainty`` is S seen, P practice, K known but not seen, I inferred from one sample. ``unit`` is what the value
    counts (分, 比率), ``begins`` the form year or date since when it is known to hold.
    """

    source: tuple[str, ...]
    certainty: str
    rule: str = ""
    note: str = ""
    unit: str = ""
    begins: str = ""

    @property
    def verified(self) -> bool:
        """Whether a finding may rest on it as a rule; otherwise it says 按所选规则配置."""
        return self.certainty in ("S", "P")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Profile:
    """One family's scoring rules; ratios are fractions (0.6 is 60%).

    A field ``proportion_floor`` is the value ``floor`` in the section ``[proportion]`` of ``scoring.toml``, where its
    meaning is told in Chinese; ``bases["proportion_floor"]`` is its basis.
    """

    family: str
    title: str
    bases: Mapping[str, Basis]
    execution_weight: Decimal
    execution_method: str
    execution_tiers: Tiers
    execution_step: Decimal
    execution_deduction: Decimal
    completion_digits: int
    completion_exact_digits: int
    completion_basis: str
    completion_reverse: str
    proportion_floor: Decimal
    proportion_over_slope: Decimal
    grade_top: Decimal
    grade_middle: Decimal
    grade_top_words: tuple[str, ...]
    grade_middle_words: tuple[str, ...]
    grade_low_words: tuple[str, ...]
    satisfaction_below: str
    satisfaction_tiers: Tiers
    total_full: Decimal
    total_grades: Grades
    points_digits: int
    tolerance_per_part: Decimal
    tolerance_sum_limit: Decimal
    tolerance_equal: Decimal
    tolerance_percent: Decimal
    reason_empty_words: frozenset[str]
    methods_proportion: tuple[str, ...]
    methods_direct: tuple[str, ...]
    methods_grade: tuple[str, ...]
    methods_satisfaction: tuple[str, ...]
