"""One run of the desk: find the files, read what is new, write the result."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from jixiao.core.errors import UserError
from jixiao.core.files import make_folder
from jixiao.interfaces.collect.engine import Engine, SchedulerLost, read_all
from jixiao.interfaces.collect.engine import Progress as Counted
from jixiao.interfaces.collect.outcome_store import OutcomeStore, ResultLock
from jixiao.interfaces.collect.patterns import find_hints
from jixiao.interfaces.collect.previous import changes_since
from jixiao.interfaces.collect.result_page import write_page
from jixiao.interfaces.collect.result_workbook import hint_table, write_workbook
from jixiao.interfaces.collect.sources import DamagedMember, Source, Unread, content_digest, find
from jixiao.interfaces.collect.summaries import Summary, summarise
from jixiao.interfaces.collect.tables import FoundFile, read_table, write_tables
from jixiao.interfaces.collect.waivers import carry, take_explained, take_typed

PARTIAL = "部分结果.txt"
WORKBOOK = "汇总表.xlsx"


class DamagedResult(UserError):
    """A result folder in which a reviewer may have written, and which cannot be read."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    done: int
    total: int
    unread: int
    seconds: float

    @property
    def seconds_left(self) -> float:
        """At the rate so far."""
        return self.seconds / self.done * (self.total - self.done) if self.done else 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """How to run.

    ``engine`` does the work; ``fresh``: read everything anew, ``keeps_names``: names of people stay in the tables,
    ``expected`` units, ``previous`` result to compare with.
    """

    engine: Engine = field(default_factory=Engine)
    fresh: bool = False
    keeps_names: bool = False
    expected: tuple[str, ...] = ()
    previous: Path | None = None


def collect(places: Sequence[Path], result: Path, options: Options, told: Callable[[Progress], None]) -> Summary:
    """Read every file under the places and write the result folder.

    Interrupted by Ctrl+C it writes what is read so far and says that it is partial, then stops as asked.

    Raises:
        OutputError: the result folder cannot be written.
        ResultInUse: another run writes there.
        SchedulerError: the scheduler may not be used, or is gone; a partial result is written then.
        KeyboardInterrupt: after the partial result is written.
    """
    make_folder(result)
    with ResultLock(result):
        store = OutcomeStore(result, keeps_names=options.keeps_names)
        _take_typed(result)
        if options.previous:
            carry(options.previous, result)
        sources, entries = _found(places, result)
        if options.fresh:
            for source in sources:
                store.forget(source.digest)
        new = [source for source in sources if not store.has(source.digest)]
        try:
            unreached = read_all(new, store, _counted(len(new), told), options.engine)
        except (KeyboardInterrupt, SchedulerLost):
            write_result(_read_so_far(entries, store), places, result, store, options)
            (result / PARTIAL).write_text("汇总中途停下，这里只有已经读完的文件；再运行一次就接着做。\n", "utf-8")
            raise
        (result / PARTIAL).unlink(missing_ok=True)
        return write_result(_with_reasons(entries, unreached), places, result, store, options)


def _take_typed(result: Path) -> None:
    """What a reviewer typed into the last workbook is kept before it is written anew."""
    if not (result / WORKBOOK).is_file() or not (result / "findings.parquet").is_file():
        return
    try:
        take_typed(result / WORKBOOK, read_table(result, "findings", ("number", "figures")), result, date.today())
    except UserError:
        raise
    except Exception as error:  # openpyxl and pyarrow raise whatever a damaged file leads them to
        raise DamagedResult(
            f"「{result}」里上次的汇总表或 findings.parquet 读不出来，写在“问题清单”里的情况说明取不回来。"
            "请恢复备份；不要这些情况说明的，请换一个结果文件夹"
        ) from error


def _found(places: Sequence[Path], result: Path) -> tuple[list[Source], list[FoundFile]]:
    """What to read, each content once, and an entry for every file in the order it was found."""
    sources: list[Source] = []
    entries: list[FoundFile] = []
    first: dict[str, str] = {}
    for found in find(places):
        if isinstance(found, Unread):
            entries.append(FoundFile(found.name, reason=found.reason))
        elif not found.path.is_relative_to(result):
            entries.append(_entry(found, first, sources))
    return sources, entries


def _entry(source: Source, first: dict[str, str], sources: list[Source]) -> FoundFile:
    try:
        digest = content_digest(source)
    except DamagedMember as error:
        return FoundFile(source.name, reason=str(error))
    except OSError:
        return FoundFile(source.name, reason="文件打不开：没有权限，正被别的程序独占打开，或已经移走")
    if digest in first:
        return FoundFile(source.name, digest, first[digest])
    first[digest] = source.name
    sources.append(Source(source.path, source.name, source.member, digest))
    return FoundFile(source.name, digest)


def _with_reasons(entries: Iterable[FoundFile], unreached: Mapping[str, str]) -> list[FoundFile]:
    """The entries; those of files that could not be reached have a reason in place of an outcome."""
    return [
        replace(entry, digest="", same_as="", reason=unreached[entry.digest]) if entry.digest in unreached else entry
        for entry in entries
    ]


def _read_so_far(entries: Iterable[FoundFile], store: OutcomeStore) -> list[FoundFile]:
    return [entry for entry in entries if not entry.digest or store.has(entry.digest)]


def _counted(total: int, told: Callable[[Progress], None]) -> Counted:
    begun, done, unread = time.monotonic(), 0, 0

    def count(more: int, more_unread: int) -> None:
        nonlocal done, unread
        done, unread = done + more, unread + more_unread
        told(Progress(done, total, unread, time.monotonic() - begun))

    return count


def write_result(
    entries: list[FoundFile], places: Sequence[Path], result: Path, store: OutcomeStore, options: Options
) -> Summary:
    """Write the result of what is read: tables, workbook, page.

    Raises:
        OutputError: the result folder cannot be written.
        PreviousError: the earlier result to compare with cannot be read.
    """
    write_tables(entries, store, result)
    take_explained(read_table(result, "findings", ("number", "figures", "explained")), result, date.today())
    hints = find_hints(entries, store, result, options.expected)
    changes = changes_since(options.previous, result) if options.previous else None
    summary = summarise(result, hint_table(hints), changes)
    write_workbook(summary, result / WORKBOOK, _links(entries, places, result))
    write_page(summary, result, store)
    return summary


def _links(entries: Iterable[FoundFile], places: Sequence[Path], result: Path) -> dict[str, str]:
    """From a file's name to its path as seen from the result folder: no absolute path leaves this machine."""
    folders = [place if place.is_dir() else place.parent for place in places]
    links = {}
    for entry in entries:
        path = next((folder / entry.name for folder in folders if (folder / entry.name).is_file()), None)
        if path:
            links[entry.name] = Path(os.path.relpath(path, result)).as_posix()
    return links
