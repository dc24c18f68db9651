"""What people read on the console: findings, scores and functions as tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jixiao.checks import Finding
from jixiao.cli.formula import shown
from jixiao.cli.scores import ScoredRow
from jixiao.functions import FUNCTIONS
from jixiao.functions.results import Outcome
from jixiao.review import SEVERITY, summary
from jixiao.submission.model import Unplaced

_SHOWN = 120
"""Characters of a long text that the console shows."""

_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def print_findings(console: Console, findings: Sequence[Finding]) -> None:
    """What fails, where, with both figures and what to do; then how the rest ended."""
    failed = [f for f in findings if f.outcome is Outcome.FAIL]
    if failed:
        table = _table("级别", "编号", "位置", "哪里不对", "怎么办")
        for finding in failed:
            place = f"{finding.sheet} {finding.cell}".strip()
            table.add_row(
                Text(SEVERITY[finding.severity], _STYLE[finding.severity]), finding.check,
                Text(f"{place}\n{finding.where}"), Text(finding.message), Text(finding.action),
            )
        console.print(table)
    console.print(Text(summary(findings)))


def print_scores(console: Console, rows: Sequence[ScoredRow]) -> None:
    """Each indicator's printed points beside the rule's."""
    table = _table("表", "三级指标", "指标值", "完成值", "分值", "完成率", "填写得分", "按规则得分", "说明")
    for row in rows:
        differs = None not in (row.printed_score, row.rule_score) and row.printed_score != row.rule_score
        place = "整体" if not row.project else row.project
        rate = f"{shown(row.completion * 100)}%" if row.completion is not None else ""
        note = "与规则不同" if differs else row.why
        cells = (
            place, row.indicator, row.target, row.actual, shown(row.weight), rate, shown(row.printed_score),
            shown(row.rule_score), note,
        )
        table.add_row(*(Text(cell, "yellow" if differs else "") for cell in cells))
    console.print(table)


def print_unplaced(console: Console, unplaced: Sequence[Unplaced]) -> None:
    """What was read and found no place; nothing is dropped silently."""
    if not unplaced:
        return
    table = _table("在原文件的哪里", "内容", "怎么办")
    for item in unplaced:
        text = item.text if len(item.text) <= _SHOWN else item.text[:_SHOWN] + "…"
        table.add_row(Text(item.where), Text(text), Text(item.advice))
    console.print(table)
    console.print(f"以上 {len(unplaced)} 处没有找到位置，全文在工作簿的「待处理」页")


def print_functions(console: Console) -> None:
    """The functions cells can call, with their arguments."""
    table = _table("函数", "作用", "参数")
    for function in FUNCTIONS.values():
        arguments = "\n".join(
            f"{a.name}（{a.label}{'，可省略' if a.optional else ''}）：{a.help}" for a in function.arguments
        )
        table.add_row(Text(function.name, "bold"), Text(function.help), Text(arguments))
    console.print(table)


def _table(*headings: str) -> Table:
    table = Table(show_lines=True, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
