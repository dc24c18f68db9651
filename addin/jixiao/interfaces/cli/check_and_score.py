"""Commands that judge a file: its checks, its points by the rules, and what the bureau may give."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from jixiao.audit.bureau_score import Dates
from jixiao.audit.checks import Finding, run
from jixiao.audit.presentation import Review
from jixiao.core.functions.results import Outcome
from jixiao.interfaces.cli.assessments import asked_day, assessed_file, print_assessed
from jixiao.interfaces.cli.batch import check_each, refuse_for_several
from jixiao.interfaces.cli.console import console
from jixiao.interfaces.cli.inputs import evaluated
from jixiao.interfaces.cli.lists import ListFormat, annotate_copy, format_of, list_findings, print_json
from jixiao.interfaces.cli.options import AnyKind, Book, Books, Form, Format, ReadAs, refuse_same
from jixiao.interfaces.cli.tables import print_scores
from jixiao.model.evaluation.scored_rows import scored_rows


def score(file: Book, output_format: Form = Format.text, family: ReadAs = "") -> int:
    """Print the indicator rows of a workbook with the points the rule gives."""
    rows = list(scored_rows(evaluated(file, family)))
    if output_format is Format.json:
        print_json([row.record() for row in rows])
    else:
        print_scores(console, rows)
    return 0


def check(
    files: Books,
    output_format: Annotated[
        ListFormat | None,
        typer.Option("--format", help="输出格式：text 表格，json 数据，html 网页，xlsx 清单", metavar="格式"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="清单存到哪个文件；不填则显示在屏幕上", metavar="文件")
    ] = None,
    annotated: Annotated[
        Path | None,
        typer.Option("--annotate", help="另存带批注的副本（.docx 批注，.xlsx 附注和颜色），原件不动", metavar="文件"),
    ] = None,
    last: Annotated[
        Path | None, typer.Option("--last", help="上年的工作簿或报告，核对上年决算数", metavar="文件")
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="全部列出；不加则只显示一屏")] = False,
    family: ReadAs = "",
    any_kind: AnyKind = False,
) -> int:
    """List what fails; the exit code is 1 if any of it is an error."""
    chosen = format_of(output_format, output)
    if len(files) > 1:
        refuse_for_several({"--annotate": annotated, "--last": last})
        return check_each(files, chosen, output, console, family=family, any_kind=any_kind, whole=whole)
    file = files[0]
    evaluation = evaluated(file, family, any_kind=any_kind)
    review = Review(evaluation, tuple(run(evaluation, evaluated(last) if last else None)), file.name)
    if annotated:
        refuse_same(annotated, output)
        annotate_copy(review, file, annotated)
    list_findings(review, chosen, output, file, console, whole=whole)
    return int(_has_errors(review.findings))


def assess_command(
    file: Book,
    output_format: Form = Format.text,
    deadline: Annotated[str, typer.Option(help="当年通知规定的报送截止日期，如 2025-05-31", metavar="日期")] = "",
    handed_in: Annotated[str, typer.Option("--handed-in", help="实际报送日期", metavar="日期")] = "",
    family: ReadAs = "",
) -> int:
    """Print each item with its likely points, and what would raise them."""
    dates = Dates(asked_day(deadline, "--deadline"), asked_day(handed_in, "--handed-in"))
    assessed = assessed_file(evaluated(file, family), dates)
    if output_format is Format.json:
        print_json(assessed.records())
    else:
        print_assessed(console, assessed)
    return 0


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(f.outcome is Outcome.FAIL and f.severity == "error" for f in findings)
