"""Inputs in a process of their own: as an ordinary user, in a folder of their own, bounded in memory and time."""

from __future__ import annotations

import gc
import importlib
import json
import logging
import mmap
import os
import pkgutil
import re
import resource
import shutil
import signal
import stat
import struct
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import jixiao.interfaces.cli

from .classes import Inputs

MEMORY, SECONDS = 300, 10
"""Megabytes that all inputs together and seconds of processor time that each of them may take.

A worker begins with the memory of the process that made it: a test run's own is not the inputs'.
"""

_OWN = 200
"""Megabytes that a worker may take beside what it began with."""
_NOBODY = 65534
_INPUTS_A_WORKER = 20_000
"""A worker that is made anew gives its memory back."""


class Slow(BaseException):
    """An input that takes too long; nothing in the program catches this."""


@dataclass
class Tally:
    """What became of the inputs of a class."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_number: int = 0
    megabytes: int = 0
    faults: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Where the program broke → the first input's number and the trace."""

    @property
    def count(self) -> int:
        """How many inputs there were."""
        return sum(self.ends.values())

    def add(self, other: dict[str, Any]) -> None:
        """Put what one worker saw to the rest."""
        self.ends.update(other["ends"])
        if other["slowest"] > self.slowest:
            self.slowest, self.slowest_number = other["slowest"], other["slowest_number"]
        self.megabytes = max(self.megabytes, other["megabytes"])
        for place, (number, trace) in other["faults"].items():
            self.faults.setdefault(place, (number, trace))


def is_out_of_reach() -> bool:
    """Whether root runs the tests from where an ordinary user may not read: in root's own home, for one."""
    return os.getuid() == 0 and not all(folder.stat().st_mode & stat.S_IXOTH for folder in Path(__file__).parents)


def chance_of(inputs: Inputs, seed: int, number: int) -> Random:
    """Where the input of a number comes from: the same number is the same input."""
    return Random(f"{inputs.name}-{seed}-{number}")  # noqa: S311 - it keeps no secret


def tried(inputs: Inputs, seed: int, seconds: float, most: int = sys.maxsize) -> Tally:
    """Ask about inputs for some time, or until there were that many; each worker goes on where the last one ended."""
    tally, until = Tally(), time.monotonic() + seconds
    with own_folder() as folder:
        inputs.prepare(folder)
        for path in [folder, *folder.rglob("*")]:
            _give_away(path)
        number = mmap.mmap(-1, 8)
        _load_late_modules()
        gc.freeze()  # what is there by now is shared with the workers and not theirs to look through
        while time.monotonic() < until and _at(number) < most:
            _one_worker(inputs, seed, folder, number, until, most, tally)
    return tally


def _one_worker(
    inputs: Inputs, seed: int, folder: Path, number: mmap.mmap, until: float, most: int, tally: Tally
) -> None:
    """A worker's life: what it saw is added; one that was killed is a fault of the input it was at."""
    told = folder / "told.json"
    told.unlink(missing_ok=True)
    process = os.fork()
    if not process:
        status = 1
        try:
            _work(inputs, seed, folder, number, until, most)
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(process, 0)
    if told.exists():
        tally.add(json.loads(told.read_text("utf-8")))
    if status:
        place = f"killed by {os.waitstatus_to_exitcode(status)}"
        tally.ends["killed"] += 1
        tally.faults.setdefault(f"{place} at {_at(number)}", (_at(number), place))
        _set(number, _at(number) + 1)


def _work(inputs: Inputs, seed: int, folder: Path, number: mmap.mmap, until: float, most: int) -> None:
    _limit(folder)
    logged = _Logged()
    logging.getLogger("jixiao").addHandler(logged)
    seen = Tally()
    for _ in range(_INPUTS_A_WORKER):
        if time.monotonic() > until or _at(number) >= most:
            break
        _one_input(inputs, chance_of(inputs, seed, _at(number)), folder, _at(number), logged, seen)
        _set(number, _at(number) + 1)
        if _at(number) % 200 == 0:
            _tell(folder, seen)  # a worker that is killed has told most of what it saw
    _tell(folder, seen)


def _one_input(inputs: Inputs, chance: Random, folder: Path, number: int, logged: _Logged, seen: Tally) -> None:
    content = inputs.make(chance)
    started = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    logged.records.clear()
    try:
        end = inputs.ask(content, folder)
        if logged.records:
            raise RuntimeError(f"logged: {logged.records[0]}")
    except Slow:
        end = "slow"
        seen.faults.setdefault(f"slow {_place()}", (number, traceback.format_exc()))
    except MemoryError:
        end = "memory"
        seen.faults.setdefault("memory", (number, traceback.format_exc()))
    except Exception:
        end = "fault"
        seen.faults.setdefault(_place(), (number, traceback.format_exc()))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    seen.ends[end] += 1
    taken = time.process_time() - started
    if taken > seen.slowest:
        seen.slowest, seen.slowest_number = taken, number


def _place() -> str:
    """Where the program broke, so that one cause is kept once."""
    error = sys.exc_info()[1]
    frames = re.findall(r'File "[^"]*/jixiao/([^"]*)", line (\d+)', f"{traceback.format_exc()}{error}")
    return " ".join((type(error).__name__, *(f"{file}:{line}" for file, line in frames[-1:])))


class _Logged(logging.Handler):
    """What the program logged as an error: it caught a fault of its own."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.records.append(record.getMessage())


def _tell(folder: Path, seen: Tally) -> None:
    seen.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    content = {
        "ends": seen.ends, "slowest": seen.slowest, "slowest_number": seen.slowest_number, "megabytes": seen.megabytes,
        "faults": seen.faults,
    }  # fmt: skip
    beside = folder / "telling.json"
    beside.write_text(json.dumps(content), "utf-8")
    beside.replace(folder / "told.json")


def _limit(folder: Path) -> None:
    """Be an ordinary user with a home here and little memory."""
    begun_with = int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()
    os.environ.update(HOME=str(folder), XDG_STATE_HOME=str(folder), TMPDIR=str(folder))
    tempfile.tempdir = None
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    os.chdir(folder)
    most = max(MEMORY * 1_000_000, begun_with + _OWN * 1_000_000)
    resource.setrlimit(resource.RLIMIT_DATA, (most, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _stop)


def _stop(*_: object) -> None:
    raise Slow


def _load_late_modules() -> None:
    """What is loaded only when needed: an ordinary user may not read where another's Python lies."""
    for name in ("importlib.readers", "encodings.idna", "encodings.gbk", "zoneinfo", "openpyxl", "docx", "xlsxwriter"):
        importlib.import_module(name)
    for module in pkgutil.walk_packages(jixiao.interfaces.cli.__path__, "jixiao.interfaces.cli."):
        importlib.import_module(module.name)


@contextmanager
def own_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="jixiao-fuzz-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_away(path: Path) -> None:
    if os.getuid() == 0:
        os.chown(path, _NOBODY, _NOBODY)


def _at(number: mmap.mmap) -> int:
    return int(struct.unpack("q", number[:8])[0])


def _set(number: mmap.mmap, value: int) -> None:
    number[:8] = struct.pack("q", value)
