"""What people read on the console: scores, functions, what is open and what changed, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jixiao.audit.checks.catalogue import CERTAINTY, CatalogueEntry
from jixiao.audit.checks.findings import SEVERITY
from jixiao.core.functions import FUNCTIONS
from jixiao.documents.report import OpenField
from jixiao.documents.versions import Change, ChangeKind
from jixiao.interfaces.cli.folding import folded
from jixiao.interfaces.cli.formula import as_text_line
from jixiao.model.evaluation.scored_rows import ScoredRow
from jixiao.model.submission.submission import Unplaced

_SHOWN = 120
"""Characters of a long text that the console shows."""

_AROUND = 12
"""Characters that the console shows before and behind what changed."""

_MOST_CHANGES = 20
_CHANGED = {ChangeKind.OUT: ("[-", "-]", "red strike"), ChangeKind.IN: ("[+", "+]", "green")}
"""How what is taken out and put in is set off; the signs, where there is no colour."""


def print_scores(console: Console, rows: Sequence[ScoredRow]) -> None:
    """Each indicator's printed points beside the rule's."""
    if not rows:
        console.print("还没有填指标，没有可以打分的行")
        return
    table = _table("表", "三级指标", "指标值", "完成值", "分值", "完成率", "填写得分", "按规则得分", "说明")
    for row in rows:
        differs = None not in (row.printed_score, row.rule_score) and row.printed_score != row.rule_score
        place = "整体" if not row.project else row.project
        rate = f"{as_text_line(row.completion * 100)}%" if row.completion is not None else ""
        note = "与规则不同" if differs else row.why
        cells = (
            place,
            row.indicator,
            row.target,
            row.actual,
            as_text_line(row.weight),
            rate,
            as_text_line(row.printed_score),
            as_text_line(row.rule_score),
            note,
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


def print_open_fields(console: Console, fields: Sequence[OpenField]) -> None:
    """What is still to be filled in: where, and what to write there."""
    if not fields:
        return
    console.print(Text("还要填的（在哪里填　填什么）", "bold"))
    for field in fields:
        advice = f"：{field.advice}" if field.advice else ""
        line = Text(f"  {field.where}　{field.name}{advice}".replace("\n", " "))
        for part in folded(line, console.width, 4):
            console.print(part, soft_wrap=True)


def print_changes(console: Console, changes: Sequence[Change]) -> None:
    """The first changes from an edited report to the new one: what is taken out in red, what is put in in green."""
    if not changes:
        return
    table = _table("在哪里", "怎样", "改过的稿子 → 新稿")
    for change in changes[:_MOST_CHANGES]:
        table.add_row(Text(change.where), change.kind, _marked(change))
    console.print(table)
    if len(changes) > _MOST_CHANGES:
        console.print(f"以上是前 {_MOST_CHANGES} 处，共 {len(changes)} 处，其余见网页")


def _marked(change: Change) -> Text:
    """What changed with a little of what stands around it."""
    text = Text()
    for kind, pieces in groupby(change.pieces, attrgetter("kind")):
        said = "".join(piece.text for piece in pieces)
        if kind is ChangeKind.KEPT:
            text.append(said if len(said) <= 2 * _AROUND else f"{said[:_AROUND]}…{said[-_AROUND:]}")
        else:
            before, behind, style = _CHANGED[kind]
            text.append(f"{before}{said[:_SHOWN]}{behind}", style)
    return text


def print_functions(console: Console) -> None:
    """The functions cells can call, with their arguments."""
    table = _table("函数", "作用", "参数")
    for function in FUNCTIONS.values():
        arguments = "\n".join(
            f"{a.name}（{a.label}{'，可省略' if a.optional else ''}）：{a.help}" for a in function.arguments
        )
        table.add_row(Text(function.name, "bold"), Text(function.help), Text(arguments))
    console.print(table)


def print_catalogue(console: Console, entries: Sequence[CatalogueEntry]) -> None:
    """Every check with what it needs, what it rests on, and how often it was right on published documents."""
    table = _table("编号", "校验", "级别", "需要", "依据", "把握", "在公开文件上实测")
    for entry in entries:
        severity = SEVERITY[entry.severity]
        if entry.published != entry.severity:
            severity += f"（公开文件：{SEVERITY[entry.published]}）"
        cells = (entry.title, severity, entry.needs, entry.source, CERTAINTY[entry.certainty], entry.precision)
        table.add_row(Text(entry.check, "bold"), *map(Text, cells))
    console.print(table)


def _table(*headings: str) -> Table:
    table = Table(show_lines=True, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
