"""Several hundred right paragraphs in the wordings of many provinces: not one of them may be told."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from jixiao.core.quantity import half_up, plain

from .conftest import Tell

_LINES = (Path(__file__).parents[3] / "data" / "narrative-right-patterns.txt").read_text("utf-8").splitlines()
PATTERNS = [line for line in _LINES if not line.startswith("#")]
SEEDS = range(5)


def _percent(part: Decimal, whole: Decimal) -> str:
    return plain(half_up(100 * part / whole, 2))


def figures(seed: int) -> dict[str, str]:
    """One set of figures that agree with one another, by the names that the patterns use."""
    pick = random.Random(seed)  # noqa: S311 - only to be the same each time

    def amount(low: int, high: int) -> Decimal:
        return Decimal(pick.randint(low * 100, high * 100)) / 100

    a, b, c = amount(200, 900), amount(60, 190), amount(5, 50)
    ab, abc = a + b, a + b + c
    before = ab * Decimal(pick.choice((85, 93, 108, 120))) / 100
    previous = half_up(before, 2)
    change = abs(ab - previous)
    budget = half_up(ab * Decimal(pick.choice((102, 105, 111))) / 100, 2)
    added = half_up(budget / 12, 2)
    counted = {"k1": pick.randint(11, 40), "k2": pick.randint(3, 10), "k3": pick.randint(1, 2)}
    planned = pick.randint(80, 900)
    done = planned - pick.randint(2, 20)
    points = [Decimal(n) / 10 for n in (pick.randint(430, 450), pick.randint(180, 190), pick.randint(190, 200), 95)]
    w, risen = Decimal(pick.randint(900, 950)) / 10, Decimal(pick.randint(5, 40)) / 10
    money = {"a": a, "b": b, "c": c, "ab": ab, "abc": abc, "p": previous, "d": change, "B": budget,
             "I": budget - added, "add": added, "left": budget - ab}  # fmt: skip
    rates = {"sa": (a, ab), "sb": (b, ab), "ta": (a, abc), "tb": (b, abc), "tc": (c, abc), "g": (change, previous),
             "e": (ab, budget), "r": (Decimal(done), Decimal(planned))}  # fmt: skip
    counts = {**counted, "k": sum(counted.values()), "n": planned, "m": done, "nm": planned - done}
    scores = {"x": sum(points, Decimal(0)), **{f"x{i}": one for i, one in enumerate(points, 1)}}
    return {
        **{name: f"{value:.2f}" for name, value in money.items()},
        **{name: _percent(*pair) for name, pair in rates.items()},
        **{name: str(value) for name, value in counts.items()},
        **{name: plain(value) for name, value in {**scores, "w": w, "v": w + risen, "vw": risen}.items()},
        "up": "增加" if ab > previous else "减少",
        "grow": "增长" if ab > previous else "下降",
    }


@pytest.mark.parametrize("pattern", PATTERNS)
def test_nothing_is_told_of_right_paragraphs(pattern: str, tell: Tell) -> None:
    for seed in SEEDS:
        text = pattern.format(**figures(seed))
        assert [f"{f.check} {f.message}" for f in tell(text)] == [], text


def test_there_are_several_hundred() -> None:
    assert len({pattern.format(**figures(seed)) for pattern in PATTERNS for seed in SEEDS}) >= 350
