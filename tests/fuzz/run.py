"""Long runs of random and broken inputs: ``make fuzz SECONDS=600 CLASSES="docx xlsx"``.

What brings the program down goes to the corpus. A table at the end tells, class by class, how many inputs there were,
how they ended, and the worst.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .classes import CLASSES, Inputs
from .workers import Tally, chance_of, is_out_of_reach, own_folder, tried

CORPUS = Path(__file__).parents[1] / "corpus"
_HEAD = "| class | inputs | answered | refused | faults | slow, killed | slowest s | MB |\n" + "|---" * 8 + "|"


def main() -> int:
    """Try each class for its share of the time; returns 1 if the program broke."""
    wanted = _arguments()
    if is_out_of_reach():
        sys.exit("an ordinary user, as whom inputs are tried, may not read where the project lies")
    tallies, classes = {}, wanted.classes or list(CLASSES)
    for name in classes:
        inputs = CLASSES[name]()
        tallies[name] = tried(inputs, wanted.seed, wanted.seconds / len(classes))
        _keep(inputs, wanted.seed, tallies[name])
    print(_HEAD, *(_row(name, tally) for name, tally in tallies.items()), sep="\n")
    print(f"seed {wanted.seed}")
    return int(any(tally.faults for tally in tallies.values()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("classes", nargs="*", default=[], choices=[*CLASSES, []])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6)
    return parser.parse_args()


def _keep(inputs: Inputs, seed: int, tally: Tally) -> None:
    """Put what brought the program down into the corpus, and tell where it broke."""
    for place, (number, trace) in tally.faults.items():
        path = CORPUS / f"{inputs.name}-{seed}-{number}{inputs.suffix}"
        print(f"{path.name}: {place}\n{trace}", file=sys.stderr)
        with own_folder() as folder:
            inputs.prepare(folder)
            path.write_bytes(inputs.make(chance_of(inputs, seed, number)))


def _row(name: str, tally: Tally) -> str:
    ends = tally.ends
    stopped = ends["slow"] + ends["killed"] + ends["memory"]
    cells = (
        name,
        tally.count,
        ends["answered"],
        ends["refused"],
        ends["fault"],
        stopped,
        f"{tally.slowest:.1f}",
        tally.megabytes,
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
