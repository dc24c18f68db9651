"""What a bureau's run costs: ``python -m tests.bench.bureau_scale FOLDER 500 5000`` makes so many files and reads them.

Told beside each other in one run: seconds of reading and of the whole, files a second, the workers' processor time a
file beside python-docx or openpyxl opening and walking the same files once, how much of the time the workers had
something to do, the most memory of a worker in each tenth of the run and of the process that collects, what scheduling
costs a file (batches whose files are left unread), and what the slope says that 100,000 files cost. A machine that
others use too slows both sides; what counts are the ratios. Files once made are used again.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import threading
import time
import zipfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import docx
import psutil
from jixiao.interfaces.collect.engine import BATCH, Engine, client_of
from jixiao.interfaces.collect.run import Options, collect
from jixiao.interfaces.collect.sources import Source, find
from openpyxl import load_workbook

from ..interfaces.collect.made_files import make

_PROVINCE = 100_000
_EVERY = 0.2
_WALKED = 100
"""Files that are walked; the mean of so many is that of all."""


class Watched:
    """The worker processes, looked at again and again: processor time, memory, whether there is something to do."""

    def __init__(self) -> None:
        self.cpu: dict[int, float] = {}
        self.memory: list[tuple[float, int]] = []
        self.busy: list[float] = []
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def _watch(self) -> None:
        me, begun = psutil.Process(), time.monotonic()
        while not self._ends.wait(_EVERY):
            workers = [child for child in me.children() if _is_worker(child)]
            states = [_looked_at(worker, self.cpu) for worker in workers]
            seen = [state for state in states if state]
            if seen:
                self.busy.append(sum(is_busy for is_busy, _ in seen) / len(seen))
                self.memory.append((time.monotonic() - begun, max(memory for _, memory in seen)))


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _looked_at(worker: psutil.Process, cpu: dict[int, float]) -> tuple[bool, int] | None:
    """Whether a worker runs or waits for a core or the disk, and its memory; ``None`` if it is gone."""
    try:
        with worker.oneshot():
            times = worker.cpu_times()
            cpu[worker.pid] = times.user + times.system
            return _has_busy_thread(worker.pid), worker.memory_info().rss
    except (psutil.Error, OSError):
        return None


def _has_busy_thread(process: int) -> bool:
    """Whether any thread runs, or waits for a core or the disk: files are read beside the thread of the messages."""
    states = [stat.read_text().rpartition(")")[2].split()[0] for stat in Path(f"/proc/{process}/task").glob("*/stat")]
    return bool({"R", "D"} & set(states))


def _walk(source: Source) -> float:
    """Processor time of opening a file with python-docx or openpyxl and reading each paragraph and cell once."""
    if source.member:
        with zipfile.ZipFile(source.path) as archive:
            content = archive.read(source.member)
    else:
        content = source.path.read_bytes()
    begun = time.process_time()
    if source.name.endswith(".docx"):
        document = docx.Document(BytesIO(content))
        _ = [paragraph.text for paragraph in document.paragraphs]
        _ = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    else:
        _ = [cell.value for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    return time.process_time() - begun


def _read_nothing(batch: Sequence[Any]) -> int:
    return len(batch)


def _scheduling(files: int, engine: Engine) -> float:
    """Seconds a file that scheduling takes."""
    with client_of(engine) as client:
        client.gather([client.submit(_read_nothing, [0], pure=False) for _ in range(10)])
        begun = time.monotonic()
        batches = range(0, files, BATCH)
        client.gather([client.submit(_read_nothing, [0] * BATCH, pure=False) for _ in batches])
        return (time.monotonic() - begun) / files


def measured(folder: Path, workers: int) -> dict[str, Any]:
    """All figures of one run."""
    engine = Engine(workers=workers)
    sources = [source for source in find([folder]) if isinstance(source, Source)]
    walks = [_walk(source) for source in sources[:: max(1, len(sources) // _WALKED)]]
    read: list[float] = []
    with tempfile.TemporaryDirectory() as result, Watched() as watched:
        begun = time.monotonic()
        summary = collect([folder], Path(result), Options(engine), lambda progress: read.append(progress.seconds))
        seconds = time.monotonic() - begun
    files = int(summary.totals["文件"])
    cpu, walk = sum(watched.cpu.values()) / files, sum(walks) / len(walks)
    during = _while_reading(watched, read[-1])
    return {
        "files": files,
        "seconds": round(seconds, 1),
        "seconds reading": round(read[-1], 1),
        "files a second": round(files / seconds, 1),
        "workers' CPU ms a file": round(1000 * cpu, 1),
        "walk ms a file": round(1000 * walk, 1),
        "times the walk": round(cpu / walk, 2),
        "files a CPU second": round(1 / cpu, 1),
        "workers busy while reading": f"{sum(during) / len(during):.1%}",
        "worker MB by tenth": [_most(watched.memory, part, seconds) for part in range(10)],
        "collecting process MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000,
        "scheduling ms a file": round(1000 * _scheduling(max(files, 2000), engine), 2),
    }


def _while_reading(watched: Watched, seconds: float) -> list[float]:
    """Shares of busy workers from the first look at any of them until the last file was read."""
    return [share for share, (at, _) in zip(watched.busy, watched.memory, strict=True) if at <= seconds]


def _most(memory: Sequence[tuple[float, int]], part: int, seconds: float) -> int:
    """The most that any worker took in a tenth of the time."""
    found = [size for at, size in memory if part <= 10 * at / seconds < part + 1]
    return max(found, default=0) // 1_000_000


def _told(runs: Sequence[dict[str, Any]]) -> None:
    """The runs as the columns of a table, and what lies on the line through the first and the last."""
    for name in runs[0]:
        print(f"{name:30}", *(f"{run[name]!s:>24}" for run in runs))
    first, last = runs[0], runs[-1]
    if last["files"] > first["files"]:
        slope = (last["seconds"] - first["seconds"]) / (last["files"] - first["files"])
        hours = (first["seconds"] + slope * (_PROVINCE - first["files"])) / 3600
        print(f"slope {1000 * slope:.1f} ms a file, so {_PROVINCE:,} files cost {hours:.2f} hours with these workers")


def main() -> None:
    """Make the files that are not there yet, and measure each number of them in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("counts", type=int, nargs="+")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    runs = []
    for count in wanted.counts:
        made = wanted.folder / str(count)
        if not made.exists():
            make(count, made, processes=os.cpu_count() or 1)
        with ProcessPoolExecutor(1, get_context("spawn")) as process:
            runs.append(process.submit(measured, made, wanted.workers).result())
    _told(runs)


if __name__ == "__main__":
    main()
