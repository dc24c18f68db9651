"""等级: the grade of a total."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.quantity import plain
from jixiao.core.scoring.cannot_judge import CannotJudge
from jixiao.core.scoring.profile import Profile


def grade(profile: Profile, total: Decimal) -> str | CannotJudge:
    """The grade (优 良 中 差) of a total; each band holds its lower limit."""
    full = profile.total_full
    if not 0 <= total <= full:
        return CannotJudge(f"总分{plain(total)}不在0～{plain(full)}分之间，请核对各项得分")
    return next(name for name, limit in profile.total_grades if total >= limit)
