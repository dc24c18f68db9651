"""How the memory grows that writing a result takes: ``python -m tests.bench.bureau_memory RESULT 5000 20000``.

RESULT is what ``jixiao collect`` made of some files. Its outcomes are taken again and again, under other units' names
and with other words in their sentences, until there are as many as asked; the tables, the workbook and the page are
written of them in a process of its own, whose seconds and most memory are told. Nothing is read, so that a hundred
thousand files can be tried in minutes.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from jixiao.interfaces.collect.outcome_store import Outcome, OutcomeStore
from jixiao.interfaces.collect.run import Options, write_result
from jixiao.interfaces.collect.tables import FoundFile, read_table

_PROVINCE = 100_000


def _multiplied(result: Path, count: int, target: Path) -> Iterator[FoundFile]:
    """Entries of so many outcomes, kept below the target."""
    have, store = OutcomeStore(result), OutcomeStore(target)
    digests = [digest for digest in read_table(result, "files")["digest"] if digest and have.has(digest)]
    outcomes = [have.load(digest) for digest in digests]
    for number in range(count):
        digest = sha256(str(number).encode()).hexdigest()
        store.save(digest, _renamed(outcomes[number % len(outcomes)], number // len(outcomes)))
        yield FoundFile(f"某某市第{number // 60}县/{number}号单位自评报告.docx", digest)


def _renamed(outcome: Outcome, round_: int) -> Outcome:
    """The outcome as another unit's, whose text has other words."""
    sentences = [[sha256(f"{round_}{key}".encode()).hexdigest()[:16], text] for key, text in outcome["sentences"]]
    return outcome | {"unit": f"{outcome['unit']}{round_}", "sentences": sentences}


def measured(result: Path, count: int) -> dict[str, Any]:
    """Seconds and most memory of writing so many files' result."""
    target = Path(tempfile.mkdtemp(prefix="jixiao-memory-", dir=result.parent))
    try:
        entries = list(_multiplied(result, count, target))
        before, begun = _most(), time.monotonic()
        write_result(entries, [], target, OutcomeStore(target), Options())
        return {
            "files": count,
            "seconds of writing": round(time.monotonic() - begun, 1),
            "MB before": before,
            "most MB": _most(),
            "workbook MB": (target / "汇总表.xlsx").stat().st_size // 1_000_000,
        }
    finally:
        shutil.rmtree(target)


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


def _told(runs: Sequence[dict[str, Any]]) -> None:
    for name in runs[0]:
        print(f"{name:20}", *(f"{run[name]!s:>12}" for run in runs))
    first, last = runs[0], runs[-1]
    if last["files"] > first["files"]:
        slope = (last["most MB"] - first["most MB"]) / (last["files"] - first["files"])
        print(f"{_PROVINCE:,} files take {first['most MB'] + slope * (_PROVINCE - first['files']):,.0f} MB")


def main() -> None:
    """Measure each number of files in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("counts", type=int, nargs="+")
    wanted = parser.parse_args()
    runs = []
    for count in wanted.counts:
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            runs.append(process.submit(measured, wanted.result, count).result())
    _told(runs)


if __name__ == "__main__":
    main()
