"""Completion and points by rule, in decimal arithmetic, half up; each family's numbers come from its profile.

A rule that cannot decide answers :class:`CannotJudge` with the reason and the remedy in Chinese, never a guess.
Standard library only.
"""

from jixiao.scoring.completion import completion, printed_completion
from jixiao.scoring.execution import execution_points
from jixiao.scoring.grades import grade
from jixiao.scoring.outcome import CannotJudge
from jixiao.scoring.points import Row, points
from jixiao.scoring.profile import Basis, Profile
from jixiao.scoring.profiles import DEFAULT_FAMILY, ProfileError, UnknownFamily, families, load

__all__ = [
    "DEFAULT_FAMILY",
    "Basis",
    "CannotJudge",
    "Profile",
    "ProfileError",
    "Row",
    "UnknownFamily",
    "completion",
    "execution_points",
    "families",
    "grade",
    "load",
    "points",
    "printed_completion",
]
