"""Whether a date meets its deadline."""

from __future__ import annotations

from jixiao.core.quantity import Day, Deadline
from jixiao.core.scoring.cannot_judge import CannotJudge

_HALF_A_YEAR = 6


def in_time(target: Deadline, actual: Deadline) -> bool | CannotJudge:
    """Whether the work was done by its deadline; the day named in the deadline still counts.

    A year printed on one side only is taken from the other, where the neighbouring year would not be nearer.
    """
    if target.has_year != actual.has_year or not target.has_year:
        if abs(target.last[1] - actual.last[1]) > _HALF_A_YEAR:
            return CannotJudge("日期没有写全年份，看不出先后，请把年、月、日写全")
        return _ordered(_yearless(target.due), _yearless(target.last), _yearless(actual.first), _yearless(actual.last))
    return _ordered(target.due, target.last, actual.first, actual.last)


def _ordered(due: Day, last: Day, first_done: Day, last_done: Day) -> bool | CannotJudge:
    if last_done <= due:
        return True
    if first_done > last:
        return False
    return CannotJudge("实际完成日期不够具体，看不出是否按时，请写到日")


def _yearless(day: Day) -> Day:
    return (0, day[1], day[2])
