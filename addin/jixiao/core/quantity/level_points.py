"""The points printed in a level's name: ``产出指标(50分)``."""

from __future__ import annotations

import re
from decimal import Decimal

from jixiao.core.quantity.notation import normalise

_POINTS = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)分\)?$")
_LONGEST_NAME = 200


def level_points(name: str) -> Decimal | None:
    """The points in a level's name, or ``None`` when it prints none."""
    match = _POINTS.search(normalise(name)) if len(name) <= _LONGEST_NAME else None
    return Decimal(match[1]) if match else None
