"""What a bureau's run costs: ``python -m tests.bench.bureau_scale FOLDER`` on files of ``made_files``.

Told beside each other in one run: files, seconds, the workers' processor time a file, python-docx opening and walking
the same Word files once, how much of the time each worker had something to do, the workers' memory over the run, and
what scheduling costs a file (batches of files whose reading is left out). A machine that others use too slows both
sides; what counts are the ratios.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import psutil
from jixiao.interfaces.collect.engine import BATCH, Engine, client_of
from jixiao.interfaces.collect.run import Options, collect
from jixiao.interfaces.collect.sources import Source, find

_EVERY = 0.2
_WALKED = 40
"""Files that python-docx walks; the mean of so many is that of all."""


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
            return worker.status() in (psutil.STATUS_RUNNING, psutil.STATUS_DISK_SLEEP), worker.memory_info().rss
    except psutil.Error:
        return None


def _walk(source: Source) -> float:
    """Processor time of opening a Word file with python-docx and reading each paragraph and cell once."""
    if source.member:
        with zipfile.ZipFile(source.path) as archive:
            content = archive.read(source.member)
    else:
        content = source.path.read_bytes()
    begun = time.process_time()
    document = docx.Document(BytesIO(content))
    _ = [paragraph.text for paragraph in document.paragraphs]
    _ = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
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
    words = [s for s in find([folder]) if isinstance(s, Source) and s.name.endswith(".docx")]
    walks = [_walk(source) for source in words[:: max(1, len(words) // _WALKED)]]
    read: list[float] = []
    with tempfile.TemporaryDirectory() as result, Watched() as watched:
        begun = time.monotonic()
        summary = collect([folder], Path(result), Options(engine), lambda progress: read.append(progress.seconds))
        seconds = time.monotonic() - begun
    files = int(summary.totals["文件"])
    cpu, walk = sum(watched.cpu.values()) / files, sum(walks) / len(walks)
    during = [share for share, (at, _) in zip(watched.busy, watched.memory, strict=True) if at <= read[-1]]
    return {
        "files": files,
        "seconds": round(seconds, 1),
        "seconds_reading": round(read[-1], 1),
        "cpu_ms_a_file": round(1000 * cpu),
        "walk_ms_a_file": round(1000 * walk),
        "times_the_walk": round(cpu / walk, 2),
        "files_a_second_and_core_in_cpu_time": round(1 / cpu, 1),
        "workers_busy": round(sum(during) / len(during), 3),
        "memory_mb_by_tenth": [_most(watched.memory, part, read[-1]) for part in range(10)],
        "scheduling_ms_a_file": round(1000 * _scheduling(max(files, 2000), engine), 2),
    }


def _most(memory: Sequence[tuple[float, int]], part: int, seconds: float) -> int:
    """The most that any worker took in a tenth of the time."""
    found = [size for at, size in memory if part <= 10 * at / seconds < part + 1]
    return max(found, default=0) // 1_000_000


def main() -> None:
    """Measure the folder that was named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    wanted = parser.parse_args()
    print(json.dumps(measured(wanted.folder, wanted.workers), ensure_ascii=False))


if __name__ == "__main__":
    main()
