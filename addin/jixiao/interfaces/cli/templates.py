"""``jixiao template``: templates of the report, which an administrator edits in Word."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from jixiao.core import resources
from jixiao.core.files import creating, keep_previous, protect
from jixiao.documents.word_templates import (
    Checked,
    TemplateFile,
    check_template,
    family_of,
    listed,
    open_template,
    vocabulary,
    write_from_template,
    write_starting_template,
)
from jixiao.interfaces.cli.chinese import ChineseProgram
from jixiao.interfaces.cli.console import console
from jixiao.interfaces.cli.inputs import MissingOptions, named_sample
from jixiao.interfaces.cli.options import Output, need_suffix
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample, start

app = ChineseProgram(help="报告模板：新建、查字段、检查、预览")

Template = Annotated[Path, typer.Argument(help="报告模板（.docx）", metavar="模板")]
Family = Annotated[str, typer.Option("--family", help="表样名称，如 hunan-2024", metavar="表样")]
OfTemplate = Annotated[str, typer.Option("--family", help="按哪个表样检查；不填则按模板里记的", metavar="表样")]


@app.command("new", help="新建一份模板：照它生成的报告与不用模板时一样，可以在 Word 里改")
def new(family: Family, output: Output) -> int:
    """Write a starting template; an existing file is never overwritten."""
    need_suffix(output, ".docx")
    with creating(output) as temporary:
        write_starting_template(load(family), temporary)
    console.print(f"已新建模板：{output}")
    return 0


@app.command("fields", help="列出模板里可以用的字段")
def fields(family: Family) -> int:
    """Print every field as it is written in a template, with its title."""
    table = Table(header_style="bold")
    table.add_column("写法", overflow="fold")
    table.add_column("是什么", overflow="fold")
    for line in listed(vocabulary(load(family))):
        table.add_row(Text(line.written), Text(line.title))
    console.print(table)
    return 0


@app.command("check", help="检查模板：哪个标记写错了、在哪一段、应该怎么写")
def check(template: Template, family: OfTemplate = "") -> int:
    """List every fault; the exit code is 1 if there are any."""
    opened = open_template(template)
    checked = check_template(opened, load(family or _family(opened)))
    _print_checked(checked)
    return int(bool(checked.faults))


@app.command("preview", help="用示例单位的数字套一份模板，看看样子")
def preview(
    template: Template,
    output: Output,
    sample: Annotated[str, typer.Option(help="示例名称；不填则用同一表样里内容最多的", metavar="示例")] = "",
) -> int:
    """Write the report of a sample with the template; the previous preview is kept."""
    need_suffix(output, ".docx")
    protect(template)
    submission = named_sample(sample) if sample else _sample(_family(open_template(template)))
    evaluation = evaluate(load(submission.family), submission)
    kept = keep_previous(output, lambda target: write_from_template(evaluation, template, target))
    if kept:
        console.print(f"上一份预览保留为：{kept}")
    console.print(f"已用「{submission.unit}」的数字生成预览：{output}")
    return 0


def _family(template: TemplateFile) -> str:
    """The family a template says it is for."""
    family = family_of(template.document)
    if not family:
        raise MissingOptions(f"「{template.name}」里没有记明是哪个表样的模板，请用 --family（预览用 --sample）写明")
    return family


def _sample(family: str) -> Submission:
    """The sample of a family that has the most to show, or an empty unit where there is none."""
    samples = map(read_sample, sorted(resources.path("workbook", "samples").glob("*.yaml")))
    found = [sample for sample in samples if sample.family == family]
    empty = start(load(family), "某某单位", load(family).head.year)
    return max(found, key=lambda sample: len(sample.forms), default=empty)


def _print_checked(checked: Checked) -> None:
    if checked.faults:
        table = Table(show_lines=True, header_style="bold")
        for heading in ("位置", "原文", "哪里不对，怎么改"):
            table.add_column(heading, overflow="fold")
        for fault in checked.faults:
            table.add_row(Text(fault.place), Text(fault.text), Text(fault.message))
        console.print(table)
    for hint in checked.hints:
        console.print(Text(f"提示：{hint}"))
    count = len(checked.faults)
    console.print(f"共有 {count} 处不对，改正后才能用这份模板" if count else "模板可以用，没有发现写错的标记")
