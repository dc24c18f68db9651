"""Long runs of broken files: ``make fuzz SECONDS=600``. Whatever is not answered is put into ``tests/corpus``.

Each file is a published or built one with bytes, elements or attributes of its XML changed at random, and is checked in
a box. A table at the end tells how many there were, how they ended, and the worst.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

from jixiao.core import resources
from jixiao.core.box import BoxError, Limits, in_box
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli.batch import judge
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

CORPUS = Path(__file__).parents[1] / "corpus"
NUMBERS = (b"0", b"-1", b"1", b"99999999999", b"1048577", b"", b"A1:XFD1048576", "甲".encode(), b"1e999", b"#REF!")


def seeds(folder: Path) -> list[Path]:
    """A workbook and a report of one unit."""
    sample = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
    family = load(sample.family)
    build(family, sample, folder / "seed.xlsx")
    write_report(evaluate(family, sample), folder / "seed.docx")
    return [folder / "seed.xlsx", folder / "seed.docx"]


def changed(content: bytes, chance: random.Random) -> bytes:
    """A part with something in it changed."""
    kind = chance.randrange(5)
    if kind == 0 and content:
        place = chance.randrange(len(content))
        return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]
    if kind == 1:
        return content[: chance.randrange(len(content) + 1)]
    pattern = rb'"[^"<>]*"' if kind in (2, 3) else rb"<[^/!?][^<>]*/>"
    found = list(re.finditer(pattern, content))
    if not found:
        return content
    match = chance.choice(found)
    new = b'"' + chance.choice(NUMBERS) + b'"' if kind in (2, 3) else b""
    return content[: match.start()] + new + content[match.end() :]


def broken(source: Path, target: Path, chance: random.Random) -> None:
    """A copy with one to four of its parts changed."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.sample(sorted(parts), min(len(parts), chance.randint(1, 4))):
        parts[name] = changed(parts[name], chance)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def main(seconds: float, seed: int) -> int:
    """Break and check files for some time; returns 1 if any was not answered."""
    chance = random.Random(seed)  # noqa: S311 - it keeps no secret
    ends, slowest = Counter[str](), 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources, until = seeds(folder), time.monotonic() + seconds
        while time.monotonic() < until:
            source = chance.choice(sources)
            path = folder / f"broken{source.suffix}"
            broken(source, path, chance)
            started = time.monotonic()
            end = outcome(path)
            slowest = max(slowest, time.monotonic() - started)
            ends[f"{source.suffix} {end}"] += 1
            if end in ("fault", "stopped"):
                shutil.copy(path, CORPUS / f"{end}-{seed}-{sum(ends.values())}{source.suffix}")
    for end, count in sorted(ends.items()):
        print(f"{end:20} {count}")
    print(f"slowest {slowest:.1f} s, seed {seed}")
    return int(any("fault" in end or "stopped" in end for end in ends))


def outcome(path: Path) -> str:
    """How checking a file ended."""
    try:
        in_box(judge, (str(path), path.name, 120, "", False), Limits(seconds=20, megabytes=300))
    except BoxError as error:
        message = str(error)
        return "fault" if "程序内部出错" in message else "stopped" if "已经停下" in message else "refused"
    return "judged"


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 10**6))
