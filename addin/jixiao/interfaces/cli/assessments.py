"""The bureau's scoring of the self-evaluation on the console."""

from __future__ import annotations

from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jixiao.audit.bureau_score import TOTAL, Assessed, AssessedItem, Dates, Decided, assess, span
from jixiao.core.errors import UserError
from jixiao.core.quantity import plain
from jixiao.model.evaluation import Evaluation


class AssessmentError(UserError):
    """Something that cannot be assessed."""


def asked_day(text: str, option: str) -> date | None:
    """A day of the command line; ``None`` if none was given.

    Raises:
        AssessmentError: it is no day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise AssessmentError(f"「{option}」的日期「{text}」读不出来，请写成 2025-05-31 的样子") from error


def assessed_file(evaluation: Evaluation, dates: Dates) -> Assessed:
    """A submission, assessed.

    Raises:
        AssessmentError: its family has no such form.
    """
    assessed = assess(evaluation, dates)
    if assessed is None:
        title = evaluation.family.head.title
        raise AssessmentError(f"表样「{title}」没有考核评分表，不能估计考核得分")
    return assessed


def print_assessed(console: Console, assessed: Assessed) -> None:
    """The items, the likely total, and what would raise it."""
    console.print(Text(assessed.title, "bold"))
    table = Table(show_lines=True, header_style="bold")
    for heading in ("一级指标", "二级指标", "分值", "自评得分", "可能得分", "为什么", "评分标准"):
        table.add_column(heading, overflow="fold")
    for row in assessed.rows:
        for place, item in enumerate(row.items):
            typed = assessed.typed.get(row.key) if place == 0 else None
            reason = item.prompt if item.decided is Decided.PERSON else item.reason
            shown = plain(typed) if typed is not None else ""
            cells = (item.level1, item.level2, plain(item.points), shown, item.likely, reason, item.standard)
            table.add_row(*(Text(cell, _style(item)) for cell in cells))
    console.print(table)
    for line in _conclusion(assessed):
        console.print(Text(line))


def _style(item: AssessedItem) -> str:
    if item.decided is Decided.PERSON:
        return "cyan"
    return "yellow" if item.low < item.points else ""


def _conclusion(assessed: Assessed) -> list[str]:
    low, high, full = assessed.judged
    fewest, most = assessed.total
    person = sum(item.points for item in assessed.items) - full
    lines = [
        f"能从文件判断的 {plain(full)} 分里可能得 {span(low, high)} 分；另有 {plain(person)} 分由您判断。",
        f"合计在 {plain(fewest)} 到 {plain(most)} 分之间。这是估计，不是财政部门的评分。",
    ]
    if TOTAL in assessed.typed:
        lines.append(f"考核评分表里自评合计填的是 {plain(assessed.typed[TOTAL])} 分。")
    raises = [f"{item.level2}：{advice}" for item in assessed.items for advice in item.raises]
    return [*lines, *(["还能这样提高：", *(f"  {n}. {text}" for n, text in enumerate(raises, 1))] if raises else [])]
