"""What the commands work on: a workbook, a published report, a sample, or a new unit-year."""

from __future__ import annotations

import os.path
import re
from pathlib import Path
from typing import Any

import typer

from jixiao.core import resources
from jixiao.core.errors import UserError
from jixiao.core.files import protect
from jixiao.documents.intake import Intake
from jixiao.documents.other_formats import own_book, read_any
from jixiao.documents.workbook.layout.made import is_older
from jixiao.documents.workbook.read import read_whole_book
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample, roll_forward, start

OLDER = "「{name}」是以前的版本（或改动前的表样）做的，可以照常用；运行 jixiao upgrade 能换成这一版的，填的内容都保留"
_CONTROL = re.compile("[\x00-\x1f\x7f\u061c\u200f\u202b\u202e\u2067\ud800-\udfff\ufffe\uffff]")


class MissingOptions(UserError):
    """Options that are needed together were left out."""


class IsFolder(UserError):
    """A folder where a file belongs."""


class BadText(UserError):
    """A text on the command line that no file can hold."""


class UnknownSample(UserError):
    """There is no sample of that name."""


def started(family: str, unit: str, year: int, projects: int) -> Submission:
    """An empty submission."""
    missing = [option for option, value in (("--family", family), ("--unit", unit), ("--year", year)) if not value]
    if missing:
        raise MissingOptions(f"缺少「{'」「'.join(missing)}」。用 --help 看每个参数的说明")
    refuse_control(unit, "--unit")
    return start(load(family), unit, year, projects)


def rolled(last: Path, family: str, unit: str, year: int) -> tuple[Submission, Submission]:
    """Last year's file, and this year's start from it; what is not said otherwise stays, the year moves on by one."""
    refuse_control(unit, "--unit")
    old = read(last)
    if not (year or old.year):
        raise MissingOptions(f"「{last.name}」里看不出是哪一年的，请用 --year 写明新的年度")
    submission = roll_forward(old, load(family or old.family), year or old.year + 1)
    submission.unit = unit or submission.unit
    return old, submission


def refuse_control(text: str, option: str) -> None:
    """Refuse what no file can hold, before anything is written with it.

    Raises:
        BadText: there are control characters in it.
    """
    if found := _CONTROL.search(text):
        place = f"第 {found.start() + 1} 个字"
        raise BadText(f"「{option}」的{place}是看不见的控制字符，请重新输入：{_CONTROL.sub('□', text)}")


def named_sample(name: str) -> Submission:
    """A sample by name."""
    samples = sorted(p.stem for p in resources.path("workbook", "samples").glob("*.yaml"))
    if name not in samples:
        raise UnknownSample(f"没有名为「{name}」的示例。可用的示例：{'、'.join(samples)}")
    return read_sample(resources.path("workbook", "samples", f"{name}.yaml"))


def evaluated(path: Path, family: str = "", *, any_kind: bool = False) -> Evaluation:
    """A file, read and evaluated; a published report as that family, if one is named."""
    submission = read(path, family, any_kind=any_kind)
    return evaluate(load(submission.family), submission)


def read(path: Path, family: str = "", *, any_kind: bool = False) -> Submission:
    """What a workbook of ours or a published report holds."""
    protect(path)
    if os.path.isdir(path):  # Path.is_dir raises on a name that is too long
        raise IsFolder(f"「{path}」是文件夹，请写出里面的文件名")
    if own := _own_book(path):
        return own
    intake = read_any(path, family, any_kind=any_kind)
    say_recognised(intake)
    return intake.submission


def _own_book(path: Path) -> Submission | None:
    """What a workbook of ours holds; ``None`` for a report, and for a workbook that somebody else made."""
    found = own_book(path)
    if found is None:
        return None
    _say_older(path, found[1])
    return found[1]


def of_book(path: Path) -> tuple[Family, Submission]:
    """What a workbook of ours holds; that it can be upgraded is said on the error stream."""
    return opened_book(path)[:2]


def opened_book(path: Path) -> tuple[Family, Submission, Any]:
    """As :func:`of_book`, and the workbook itself as openpyxl's objects."""
    family, submission, opened = read_whole_book(path)
    _say_older(path, submission)
    return family, submission, opened


def _say_older(path: Path, submission: Submission) -> None:
    if is_older(submission):
        typer.echo(OLDER.format(name=path.name), err=True)


def say_recognised(intake: Intake) -> None:
    """How a document was taken, said on the error stream so that data on the other stays data."""
    if intake.is_free:
        tables = len(intake.submission.tables)
        typer.echo(f"没有认出绩效自评的表，按文字和一般的表格读取（{tables} 个表），核对里面的数字", err=True)
        return
    title = intake.family.head.title
    share = f"{intake.sureness:.0%}"
    how = f"按「{title}」读取（表头对上 {share}）"
    if not intake.is_sure:
        how += "，与表样不完全相同，请核对；也可以用 --family 指定表样"
    count = len(intake.submission.unplaced)
    typer.echo(how + (f"；有 {count} 处没有找到位置" if count else ""), err=True)
