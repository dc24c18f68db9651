"""What the page costs: ``python -m tests.bench.page_times`` (``make page-times``), the command line beside it.

Told in one run: how long the page takes from being opened to being ready, how long it and the command line take for
the same published files, turn about, the middle of some rounds, and how large the page is.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from jixiao.interfaces.web.assemble import write_page

from ..page.driving import RUNTIME, drive, lacking
from ..page.questions import STRANGERS

_FILES, _ROUNDS = 20, 3


def main() -> None:
    """Measure and print."""
    if lack := lacking():
        sys.exit(lack)
    files = sorted(STRANGERS.glob("*.docx"))[:_FILES]
    if len(files) < _FILES:
        sys.exit(f"the published files are not on this machine: {STRANGERS}")
    with tempfile.TemporaryDirectory() as name:
        page = Path(name, "page.html")
        write_page(page, RUNTIME)
        size = page.stat().st_size
        rounds = [(_page(page, files), _command_line(files)) for _ in range(_ROUNDS)]
    told = {
        "page, opened until ready": [there["ready"] / 1000 for there, _ in rounds],
        f"page, {_FILES} files": [there["files"] / 1000 for there, _ in rounds],
        f"command line, {_FILES} files": [here for _, here in rounds],
    }
    for what, seconds in told.items():
        print(f"{what:28} {median(seconds):6.1f} s   ({', '.join(f'{each:.1f}' for each in seconds)})")
    print(f"{'page, size':28} {size:,} bytes")


def _page(page: Path, files: list[Path]) -> dict[str, float]:
    times: dict[str, float] = drive("times.mjs", {"page": page, "files": files})["times"]
    return times


def _command_line(files: list[Path]) -> float:
    command = [str(Path(sys.executable).with_name("jixiao")), "check", "--any", *map(str, files)]
    start = time.perf_counter()
    subprocess.run(command, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
