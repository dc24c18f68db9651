"""``jixiao check`` of several files: each in a box of its own, so that none keeps the others from being judged."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from jixiao.audit.checks import run
from jixiao.audit.presentation import ListedFile, Review, listed, write_listings
from jixiao.core.box import BoxError, in_box, warm
from jixiao.core.errors import UserError
from jixiao.core.files import keep_previous, protect
from jixiao.core.functions.results import Outcome
from jixiao.interfaces.cli.check_list import print_review
from jixiao.interfaces.cli.inputs import evaluated
from jixiao.interfaces.cli.lists import FILE_WIDTH, ListFormat, dumped, print_json

_HEAVY = ("jixiao.interfaces.cli.batch",)


class BatchError(UserError):
    """What cannot be done for several files at once."""


@dataclass(frozen=True)
class Judged:
    """What became of one file: its list as text and as records, or the problem that kept it from being judged."""

    file: str
    told: str = ""
    text: str = ""
    records: list[dict[str, Any]] = field(default_factory=list)
    listed: dict[str, Any] = field(default_factory=dict)
    has_errors: bool = False
    problem: str = ""

    def as_text(self) -> str:
        """The file's part of the list."""
        return "\n".join(filter(None, (f"【{self.file}】", self.told, self.problem, self.text.rstrip()))) + "\n"

    def as_listed(self) -> ListedFile:
        """The file's rows of a list in a spreadsheet."""
        return ListedFile(self.file, self.problem) if self.problem else ListedFile(**self.listed)

    def as_records(self) -> Iterator[dict[str, Any]]:
        """The findings, each with its file; a file that could not be judged is one record with its problem."""
        if self.problem:
            yield {"file": self.file, "problem": self.problem}
        yield from ({"file": self.file} | record for record in self.records)


def check_each(
    files: Sequence[Path],
    chosen: ListFormat,
    output: Path | None,
    console: Console,
    *,
    family: str = "",
    any_kind: bool = False,
    whole: bool = False,
) -> int:
    """List what fails in each of several files.

    Returns:
        2 if any file could not be judged, else 1 if any has an error.

    Raises:
        BatchError: the format is one for single files.
        OutputError: the list cannot be written.
    """
    if chosen is ListFormat.html:
        raise BatchError("几个文件一起校验，清单可以是文本、.json 或 .xlsx；网页请一个文件一个文件地生成")
    protect(*files)
    width = console.width if output is None else FILE_WIDTH
    asked = (width, family, any_kind, whole or output is not None)
    judged = _judged_all(files, partial(_judged, asked=asked))
    if output is None:
        results = _shown(judged, chosen, console)
    else:
        results = list(judged)
        keep_previous(output, lambda target: _write(target, results, chosen))
        typer.echo(f"已写成校验结果：{output}", err=True)
    if any(result.problem for result in results):
        return 2
    return int(any(result.has_errors for result in results))


def refuse_for_several(options: Mapping[str, object]) -> None:
    """Refuse options that speak of one file.

    Raises:
        BatchError: one is given.
    """
    given = [option for option, value in options.items() if value is not None]
    if given:
        raise BatchError(f"几个文件一起校验时不能用「{'」「'.join(given)}」，请一个文件一个文件地校验")


def judge(path: str, name: str, width: int, family: str, any_kind: bool, whole: bool = False) -> dict[str, Any]:
    """What is said of one file, as data; this runs inside the box."""
    told, shown = io.StringIO(), io.StringIO()
    with redirect_stderr(told):
        evaluation = evaluated(Path(path), family, any_kind=any_kind)
    review = Review(evaluation, tuple(run(evaluation)), name)
    console = Console(file=shown, width=width, highlight=False, no_color=True)
    print_review(console, review, whole=whole)
    return {
        "file": name,
        "told": told.getvalue().strip(),
        "text": shown.getvalue(),
        "records": [finding.record() for finding in review.findings if finding.outcome is Outcome.FAIL],
        "listed": asdict(listed(review)),
        "has_errors": any(finding.severity == "error" for finding in review.failed),
    }


def _judged_all(files: Iterable[Path], judged: Any) -> Iterator[Judged]:
    """The files' results in their order, as many at once as there are processors."""
    warm(*_HEAVY)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(judged, files)


def _judged(file: Path, asked: tuple[int, str, bool, bool]) -> Judged:
    try:
        return Judged(**in_box(judge, (str(file.absolute()), str(file), *asked)))
    except BoxError as error:
        return Judged(str(file), problem=str(error))


def _shown(judged: Iterable[Judged], chosen: ListFormat, console: Console) -> list[Judged]:
    """The results, shown as they come; data is shown when it is whole."""
    results = []
    for result in judged:
        results.append(result)
        if chosen is ListFormat.text:
            console.print(result.as_text(), soft_wrap=True)
    if chosen is ListFormat.json:
        print_json([record for result in results for record in result.as_records()])
    return results


def _write(target: Path, results: Sequence[Judged], chosen: ListFormat) -> None:
    if chosen is ListFormat.xlsx:
        write_listings([result.as_listed() for result in results], target)
        return
    records = [record for result in results for record in result.as_records()]
    text = "\n".join(result.as_text() for result in results)
    target.write_text(text if chosen is ListFormat.text else dumped(records, ensure_ascii=False) + "\n", "utf-8")
