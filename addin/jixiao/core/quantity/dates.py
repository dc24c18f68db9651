"""Dates and deadlines: ``2024年12月16日前``, ``=2024年10月31日``, ``2024-12-16``, ``12月底前完成``."""

from __future__ import annotations

import re

from jixiao.core.quantity.reading_kinds import Day, Deadline, Unreadable

_PREFIX = r"(?:于|在|截至|截止到?|按时于)?(?P<sign>[≤<=≥>])?"
_SUFFIX = r"(?:之?前|以前)?(?:全部|全面|按时)?(?:完成|完工|结束|竣工|验收)?"
_QUARTER = r"第?(?P<quarter>[一二三四1-4])季度"
_PART = r"上旬|中旬|下旬|初|中|底|末"
_CHINESE = re.compile(
    rf"{_PREFIX}(?:(?P<year>(?:19|20)\d\d)年度?|本年度?|当年|全年)?"
    rf"(?:(?P<month>\d{{1,2}})月份?(?:(?P<day>\d{{1,2}})[日号])?|{_QUARTER}|(?P<half>[上下])半年)?"
    rf"(?P<part>{_PART})?(?P<suffix>{_SUFFIX})"
)
_NUMERIC = re.compile(
    rf"{_PREFIX}(?P<year>(?:19|20)\d\d)(?P<mark>[-./])(?P<month>\d{{1,2}})(?:(?P=mark)(?P<day>\d{{1,2}}))?"
    rf"(?:\d\d:\d\d(?::\d\d)?)?(?P<suffix>{_SUFFIX})"
)
_YEAR_END = re.compile(rf"{_PREFIX}(?:(?P<year>(?:19|20)\d\d)|本|当)?年(?:底|末|内)(?P<suffix>{_SUFFIX})")
_SPAN = re.compile(r"(?P<start>[^至到~-]{1,12})[至到~-](?P<end>[^至到~-]{1,16})")
_MONTHS = re.compile(r"((?:(?:19|20)\d\d年)?)(\d{1,2})月?")
_PARTS = {
    "初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31), "底": (31, 31), "末": (31, 31),
}  # fmt: skip
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_LONG_MONTHS = (1, 3, 5, 7, 8, 10, 12)


def parse_deadline(text: str) -> Deadline | Unreadable | None:
    """Read a normalised text as a date, a part of a year, or a span of them.

    Returns:
        The deadline; :class:`Unreadable` for a day that does not exist or a ``≥`` before it; ``None`` if it is no date.
    """
    return _point(text) or _span(text)


def days_in_month(year: int, month: int) -> int:
    """Days of a month; an unknown year (0) counts as a leap year."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 31 if month in _LONG_MONTHS else 30


def _point(text: str) -> Deadline | Unreadable | None:
    if match := _YEAR_END.fullmatch(text):
        year = int(match["year"] or 0)
        return _signed(match, _between((year, 1, 1), (year, 12, 31), text))
    if (match := _NUMERIC.fullmatch(text)) and not _is_signed_decimal(match):
        return _signed(match, _month(int(match["year"]), int(match["month"]), match["day"], None, text))
    if (match := _CHINESE.fullmatch(text)) and _says_when(match):
        return _signed(match, _due(match, _chinese(match, text)))
    return None


def _is_signed_decimal(match: re.Match[str]) -> bool:
    """``≤2024.12`` is an amount; a bare ``2024.12`` is a month."""
    return bool(match["sign"]) and match["mark"] == "." and not match["day"]


def _between(first: Day, last: Day, text: str) -> Deadline:
    return Deadline(first, last, last, text)


def _due(match: re.Match[str], deadline: Deadline | Unreadable) -> Deadline | Unreadable:
    """``10月前`` may or may not include October; ``10月底前`` and ``10月8日前`` are clear."""
    if isinstance(deadline, Unreadable) or "前" not in match["suffix"] or match["day"] or match["part"]:
        return deadline
    year, month, _ = deadline.first
    return Deadline(deadline.first, deadline.last, (year, month, 0), deadline.text)


def _says_when(match: re.Match[str]) -> bool:
    """A bare ``12月`` is twelve months as likely as December, a bare ``全年`` only a word: neither is a date."""
    if match["year"]:
        return True
    if match["month"]:
        return bool(match["day"] or match["part"] or match["suffix"])
    return bool(match["quarter"] or match["half"])


def _signed(match: re.Match[str], deadline: Deadline | Unreadable) -> Deadline | Unreadable:
    sign = match["sign"]
    if sign in ("≥", ">"):
        return Unreadable(f"的日期前写了“{sign}”，看不出最晚时间，请写成“某年某月某日前”", deadline.text)
    return deadline


def _chinese(match: re.Match[str], text: str) -> Deadline | Unreadable:
    year = int(match["year"] or 0)
    if match["month"]:
        return _month(year, int(match["month"]), match["day"], match["part"], text)
    first, last = 1, 12
    if match["quarter"]:
        last = _QUARTERS[match["quarter"]] * 3
        first = last - 2
    elif match["half"]:
        first, last = (1, 6) if match["half"] == "上" else (7, 12)
    return _between((year, first, 1), (year, last, days_in_month(year, last)), text)


def _month(year: int, month: int, day: str | None, part: str | None, text: str) -> Deadline | Unreadable:
    if not 1 <= month <= 12:
        return Unreadable(f"“{text}”中没有{month}月这个月份，请核对日期", text)
    length = days_in_month(year, month)
    first, last = (int(day), int(day)) if day else _PARTS.get(part or "", (1, 31))
    if day and not 1 <= first <= length:
        return Unreadable(f"“{text}”不存在：{month}月没有{first}日，请核对日期", text)
    return _between((year, month, min(first, length)), (year, month, min(last, length)), text)


def _span(text: str) -> Deadline | Unreadable | None:
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    end = _point(match["end"]) or _bare_month(match["end"])
    start = _point(match["start"]) or _bare_month(match["start"])
    if not isinstance(start, Deadline) or not isinstance(end, Deadline):
        return None
    year = end.last[0] or start.first[0]
    first, last = _in_year(start.first, start.first[0] or year), _in_year(end.last, year)
    return _between(first, last, text) if first <= last else None


def _bare_month(text: str) -> Deadline | Unreadable | None:
    """``1`` or ``12月``, which are dates only inside a span such as ``1-12月``."""
    match = _MONTHS.fullmatch(text)
    return _month(int(match[1][:4] or 0), int(match[2]), None, None, text) if match else None


def _in_year(day: Day, year: int) -> Day:
    return (year, day[1], day[2])
