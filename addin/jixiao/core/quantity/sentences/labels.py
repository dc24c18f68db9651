"""What the words before a figure say: the thing that is meant, and which of its figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from jixiao.core.quantity.sentences import words


class Role(Enum):
    """Which of a thing's figures it is."""

    PREVIOUS = "上年"
    INITIAL = "年初预算"
    BUDGET = "预算"
    FINAL = "决算"
    PLAN = "计划"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The thing meant, which of its figures, and of which year (0: none is named)."""

    subject: str = ""
    role: Role = Role.NONE
    year: int = 0

    @property
    def thing(self) -> str:
        """The subject without endings that do not change what is meant."""
        return _thing(self.subject)


NO_LABEL = Label()
"""Of words that name nothing."""


@lru_cache(maxsize=4096)
def read_label(label: str) -> Label:
    """What a label or the words before a figure say; a thing written in the usual ways gives one subject."""
    said = words.MARKS.sub("", label.translate(words.WIDTHS))
    year = words.YEAR.search(said)
    bare = words.LEADING.sub("", words.BOTH_SIDES.sub("收、支", said))
    role = _role(bare)
    for pattern in (words.INITIAL, words.BUDGET, words.FINAL, words.PREVIOUS, words.PLANNED):
        bare = pattern.sub("", bare)
    bare = words.TRAILING.sub("", words.LEADING.sub("", words.YEAR.sub("", bare)))
    return Label(bare, role, int(year[1]) if year else 0)


def read_role(said: str) -> Role:
    """The role that words name, of words that no other place has and that need not be remembered."""
    return _role(words.LEADING.sub("", words.MARKS.sub("", said.translate(words.WIDTHS))))


_LATER = ((words.BUDGET, Role.BUDGET), (words.FINAL, Role.FINAL))
"""Where both are named (支出预算执行数), the later word says what the figure is."""


def _role(bare: str) -> Role:
    if words.PREVIOUS.search(bare):
        return Role.PREVIOUS
    if words.PLANNED.search(bare):
        return Role.PLAN
    if words.INITIAL.search(bare):
        return Role.INITIAL
    found = [(match.start(), role) for pattern, role in _LATER if (match := pattern.search(bare))]
    return max(found, key=lambda pair: pair[0])[1] if found else Role.NONE


_COUNTING = re.compile(r"(?:支出|经费|费用|费|人数|人员|人|总额|金额|额|数)$")
"""Endings that do not change what is meant: 公务接待费 and 公务接待, 编制 and 编制人数."""


@lru_cache(maxsize=4096)
def _thing(subject: str) -> str:
    bare = _COUNTING.sub("", subject)
    return bare if len(bare) > 1 else subject
