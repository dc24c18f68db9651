"""What of an item of the bureau's form can be told by formula: how much is written, and how its checks stand."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.bureau_score import AssessedRow
from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.layout.bureau_score_columns import Told
from jixiao.documents.workbook.sheets.check_sheet import CheckSheet
from jixiao.documents.workbook.sheets.report_text_sheet import TextSheet


def facts(row: AssessedRow, texts: TextSheet, checks: CheckSheet) -> Told | None:
    """The facts of a printed row; nothing where no cell tells any."""
    told = list(_facts(row, texts, checks))
    if not told:
        return None
    return '&"；"&'.join(formula for formula, _ in told), "；".join(value for _, value in told)


def _facts(row: AssessedRow, texts: TextSheet, checks: CheckSheet) -> Iterator[Told]:
    if any(item.measure == "sections_complete" for item in row.items):
        formula, value = texts.progress()
        every, count = texts.inputs_count()
        yield f'"报告正文自己写了 "&{formula}&" 处（共 {every} 处）"', f"报告正文自己写了 {value} 处（共 {count} 处）"
    if row.checks:
        (failed, wrong), (unknown, unsure) = (
            (checks.count_formula_of(row.checks, outcome), checks.count_of(row.checks, outcome))
            for outcome in (Outcome.FAIL, Outcome.UNKNOWN)
        )
        formula = f'"校验 {"、".join(row.checks)} 不符 "&{failed}&" 项，还没有填或不能核对 "&{unknown}&" 项"'
        yield formula, f"校验 {'、'.join(row.checks)} 不符 {wrong} 项，还没有填或不能核对 {unsure} 项"
