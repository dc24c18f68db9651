"""Completion and points by rule, in decimal arithmetic, half up; each family's numbers come from its profile.

A rule that cannot decide answers :class:`CannotJudge` with the reason and the remedy in Chinese, never a guess.
Standard library only.
"""

from jixiao.core.scoring.cannot_judge import CannotJudge
from jixiao.core.scoring.completion import completion, printed_completion
from jixiao.core.scoring.execution import execution_points
from jixiao.core.scoring.grades import grade
from jixiao.core.scoring.points import IndicatorRow, points
from jixiao.core.scoring.profile import Basis, Profile
from jixiao.core.scoring.profile_files import DEFAULT_FAMILY, ProfileError, UnknownProfile, families, load, load_from

__all__ = [
    "DEFAULT_FAMILY",
    "Basis",
    "CannotJudge",
    "IndicatorRow",
    "Profile",
    "ProfileError",
    "UnknownProfile",
    "completion",
    "execution_points",
    "families",
    "grade",
    "load",
    "load_from",
    "points",
    "printed_completion",
]
