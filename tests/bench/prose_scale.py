"""What auditing prose costs by its length: ``python -m tests.bench.prose_scale`` tells each mix at five lengths.

Told are the processor seconds of all checks of a document of nothing but that text, the slope of each mix in a log-log
plot from the shortest to the longest (1 is linear) and of its last step, and the plot itself in characters. A machine
that others use too slows all alike; what counts are the slopes. Lengths are characters; a kB of UTF-8 holds a third.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from .test_narrative_bench import all_checks, mixed

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
_ROWS, _COLUMNS = 16, 60
_CLAUSES = (
    "组织培训{n}期，",
    "培训干部{m}{k}人次，",
    "印发资料{n}{m}份，",
    "检查企业{m}家，",
    "整改问题{k}个，",
    "走访群众，",
)
_LISTS = (
    "甲项支出{n}.5万元，其中：设备费{m}.2万元、劳务费{k}.3万元；", "全年培训{n}人，其中男学员{m}人、女学员{k}人；",
    "下达资金{n}万元，其中中央{m}万元，省级{k}万元。",
)  # fmt: skip
_BRACKETS = (
    "补助{n}万元（中央{m}万元、省级{k}万元），",
    "（含{m}个村）",
    "达标{m}户（应达标{n}户），",
    "覆盖率{k}%（{m}/{n}），",
)
_FIGURES = ("甲{n}.5万元", "乙{m}人", "占{k}%", "增{n}户", "率{m}.2%", "丙{k}个、")
"""A figure every second character, and hardly a mark."""


def _made(pieces: Sequence[str]) -> Callable[[int], str]:
    def text(size: int) -> str:
        made, length, number = [], 0, 0
        while length < size:
            made.append(pieces[number % len(pieces)].format(n=number % 97 + 3, m=number % 31 + 2, k=number % 13 + 1))
            length += len(made[-1])
            number += 1
        return "".join(made)

    return text


MIXES: Mapping[str, Callable[[int], str]] = {
    "commas": _made(_CLAUSES),
    "lists": _made(_LISTS),
    "brackets": _made(_BRACKETS),
    "figures": _made(_FIGURES),
    "mixed": lambda size: mixed(size, is_one_paragraph=False),
    "one paragraph": lambda size: mixed(size, is_one_paragraph=True),
}
"""How a text of so many characters is made; but for the mixed one all of it is one paragraph."""


def measured(name: str, size: int) -> float:
    """The processor seconds of a mix."""
    return all_checks(MIXES[name](size))


def slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the line through the points in a log-log plot, by least squares."""
    x, y = [math.log(size) for size in sizes], [math.log(second) for second in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    over = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return over / sum((a - mean_x) ** 2 for a in x)


def heading(sizes: Sequence[int]) -> str:
    """What stands over the lines of :func:`line`."""
    return f"{'characters':14}" + "".join(f"{size:>11,}" for size in sizes) + f"{'slope':>8}{'last':>7}"


def line(name: str, sizes: Sequence[int], seconds: Sequence[float]) -> str:
    """A mix: its seconds by length, the slope of all and of the last step."""
    told = "".join(f"{second:11.2f}" for second in seconds)
    return f"{name:14}{told}{slope(sizes, seconds):8.2f}{slope(sizes[-2:], seconds[-2:]):7.2f}"


def plot(sizes: Sequence[int], times: Mapping[str, Sequence[float]]) -> str:
    """Seconds over characters, by their logarithms; a mix is its first letter, two in one place are *."""
    all_seconds = [second for seconds in times.values() for second in seconds]
    low, high = math.log(min(all_seconds)), math.log(max(all_seconds))
    left, right = math.log(sizes[0]), math.log(sizes[-1])
    grid = [[" "] * (_COLUMNS + 1) for _ in range(_ROWS + 1)]
    for name, seconds in times.items():
        for size, second in zip(sizes, seconds, strict=True):
            row = round((high - math.log(second)) / (high - low or 1) * _ROWS)
            column = round((math.log(size) - left) / (right - left or 1) * _COLUMNS)
            grid[row][column] = name[0] if grid[row][column] == " " else "*"
    scale = [f"{math.exp(high - (high - low) * row / _ROWS):8.2f} s |" for row in range(_ROWS + 1)]
    lines = [f"{mark}{''.join(points)}" for mark, points in zip(scale, grid, strict=True)]
    return "\n".join([*lines, " " * 10 + "+" + "-" * _COLUMNS, " " * 11 + f"{sizes[0]:<,}{sizes[-1]:>{_COLUMNS - 6},}"])


def main() -> None:
    """Measure each mix at each length, each in a process of its own, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mixes", nargs="+", choices=[*MIXES], default=[*MIXES])
    parser.add_argument("--sizes", nargs="+", type=int, default=[*SIZES])
    wanted = parser.parse_args()
    times: dict[str, list[float]] = {}
    print(heading(wanted.sizes), flush=True)
    for name in wanted.mixes:
        for size in wanted.sizes:
            with ProcessPoolExecutor(1, get_context("spawn")) as process:
                times.setdefault(name, []).append(process.submit(measured, name, size).result())
        print(line(name, wanted.sizes, times[name]), flush=True)
    print(plot(wanted.sizes, times))


if __name__ == "__main__":
    main()
