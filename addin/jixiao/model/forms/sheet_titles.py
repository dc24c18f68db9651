"""What the sheets of a workbook are called: those that are no forms, and those of forms filled once a project."""

from __future__ import annotations

import re
from itertools import accumulate

HOME = "首页"
CHECKS = "校验"
ALL_CHECKS = "全部校验"
EXPLANATION = "情况说明"
"""The column in which a finding is set aside with a reason."""
BEYOND_CELLS = "要看全文才知道"
"""Said of findings that no sheet counts, wherever findings are counted."""
REPORT_TEXT = "报告正文"
OPTIONS = "选项"
UNPLACED = "待处理"
PROJECTS = "项目汇总"
DISAGREEMENTS = "合并分歧"
HANDED_OUT, HANDED, LOG = "jixiao.parts", "jixiao.handed", "jixiao.log"
"""Hidden: who fills in what, what a part held when it was handed out, what the program changed."""

_LONGEST = 31
"""UTF-16 units that a sheet's name may have, in Excel and in files; LibreOffice keeps to it when it saves."""

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\!'\"~\x00-\x1f\x7f\ufffe\uffff\s]+")
"""What no program allows in a sheet's name, and what has a meaning in the formulas that name it."""


def sheet_title(pattern: str, number: int, name: str = "") -> str:
    """The title of a form's sheet: with its number, and with its project's name where there is one.

    Args:
        pattern: how the family calls the sheet; ``{number}`` stands for the number of a form that is filled many times.
        number: which of its kind the form is, from 1; it alone keeps two titles apart.
        name: the project's name as typed; what a sheet's name may not have is left out, what is too long is cut.
    """
    numbered = pattern.replace("{number}", str(number))
    own = _NOT_IN_TITLES.sub(" ", name).strip()
    return _cut(f"{numbered} {own}") if own and numbered != pattern else numbered


def is_own_title(title: str, pattern: str) -> bool:
    """Whether a sheet's title is one that the program gives to such a form, and not a person's own."""
    before, number, behind = pattern.partition("{number}")
    return bool(number) and bool(re.fullmatch(rf"{re.escape(before)}\d+{re.escape(behind)}(?:[ _(].*)?", title))


def _cut(title: str) -> str:
    widths = accumulate(2 if ord(character) > 0xFFFF else 1 for character in title)
    return title[: sum(width <= _LONGEST for width in widths)].rstrip()
