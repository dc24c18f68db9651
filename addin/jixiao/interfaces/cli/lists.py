"""Where lists go: the console, a file, or a copy of the file that was checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path

import typer
from rich.console import Console

from jixiao.audit.presentation import Review, page, write_listing
from jixiao.core.errors import UserError
from jixiao.core.files import keep_previous, refuse_source
from jixiao.core.functions.results import Outcome
from jixiao.interfaces.cli.check_list import print_review

FILE_WIDTH = 120
"""Characters of a line of a list that goes to a file."""


class ListFormat(StrEnum):
    """How findings are listed."""

    text = "text"
    json = "json"
    html = "html"
    xlsx = "xlsx"


class ListError(UserError):
    """A list that cannot be written so."""


def format_of(wanted: ListFormat | None, output: Path | None) -> ListFormat:
    """The format that was asked for, or the one a file's name tells.

    Raises:
        ListError: the format and the file's name contradict each other, or a workbook has no file to go to.
    """
    told = {f".{name.value}": name for name in ListFormat}.get(output.suffix.lower() if output else "")
    if wanted and told and wanted is not told:
        raise ListError(f"「{output}」的扩展名与格式「{wanted}」不一致，请改一个再试")
    chosen = wanted or told or ListFormat.text
    if chosen is ListFormat.xlsx and told is not chosen:
        raise ListError("xlsx 格式要写到文件里，请用 -o 指定文件名，如 -o 校验结果.xlsx")
    return chosen


def list_findings(
    review: Review, chosen: ListFormat, output: Path | None, source: Path, console: Console, *, whole: bool = False
) -> None:
    """Write the findings where and how they were asked for; a file that stands there is kept beside.

    A file has all of them; so has the console if ``whole``, else what fits a screen.

    Raises:
        OutputError: the file cannot be written, or is the one that is checked.
    """
    if output is None:
        _print(review, chosen, console, whole=whole)
        return
    refuse_source(source, output)
    written = {
        ListFormat.text: lambda target: _write_table(review, target),
        ListFormat.json: lambda target: target.write_text(_json(review) + "\n", "utf-8"),
        ListFormat.html: lambda target: target.write_text(_page(review), "utf-8"),
        ListFormat.xlsx: lambda target: write_listing(review, target),
    }
    _save(output, written[chosen], "校验结果")


def annotate_copy(review: Review, source: Path, target: Path) -> None:
    """Write the copy with the findings in it; a file that stands there is kept beside.

    Raises:
        OutputError: the copy cannot be written, or is the file that is checked.
    """
    from jixiao.documents.annotation.annotate import annotate, refuse_copy  # loads what writes Word files; few ask

    refuse_copy(source, target)  # here, where the name is still the one that was asked for
    _save(target, lambda temporary: annotate(review, source, temporary), "带批注的副本")


def print_json(value: object) -> None:
    """Data on the console, in characters that it has."""
    print(dumped(value, ensure_ascii=not _takes_all()))


def _print(review: Review, chosen: ListFormat, console: Console, *, whole: bool) -> None:
    if chosen is ListFormat.json:
        print_json(_records(review))
    elif chosen is ListFormat.html:
        text = _page(review)  # in a page every character can be written as its number
        print(text if _takes_all() else text.encode("ascii", "xmlcharrefreplace").decode())
    else:
        print_review(console, review, whole=whole)


def _page(review: Review) -> str:
    return page(review, date.today())


def _records(review: Review) -> list[dict[str, object]]:
    return [finding.record() for finding in review.findings if finding.outcome is Outcome.FAIL]


def _json(review: Review) -> str:
    return dumped(_records(review), ensure_ascii=False)


def dumped(value: object, *, ensure_ascii: bool) -> str:
    """Data as text."""
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=2)


def _write_table(review: Review, target: Path) -> None:
    with target.open("w", encoding="utf-8") as file:
        print_review(Console(file=file, width=FILE_WIDTH, highlight=False, no_color=True), review, whole=True)


def _save(target: Path, write: Callable[[Path], object], what: str) -> None:
    """Write a file and say so on the error stream: the other may carry data."""
    kept = keep_previous(target, lambda temporary: _discard(write(temporary)))
    if kept:
        typer.echo(f"原来的文件保留为：{kept}", err=True)
    typer.echo(f"已写成{what}：{target}", err=True)


def _discard(_: object) -> None:
    """What a writer returns is of no use here."""


def _takes_all() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
