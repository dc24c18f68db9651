"""Every indicator of eighteen published project forms: the rules reproduce what is printed."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from jixiao.core.quantity import number
from jixiao.core.scoring import (
    CannotJudge,
    IndicatorRow,
    completion,
    execution_points,
    load,
    points,
    printed_completion,
)

from ...narrowing import instance_of

DATA = Path(__file__).parents[2] / "data"
XINJIANG = load("xinjiang-2024")

ROUNDED_OTHERWISE = {"project": "16", "target": ">=93%", "actual": "=100%", "completion": "107.5%"}
"""100÷93 is 107.53%, printed elsewhere on these forms as a whole percentage, here as 107.5%."""

REPEATS_THE_TARGET = {"project": "16", "target": "每月月初", "actual": "每月月初"}
"""The actual value is the target's own words: only the completion a person printed can be scored."""


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


ROWS = table("changji-2024-rows.csv")
TOTALS = table("changji-2024-totals.csv")


def score(row: dict[str, str], given: str | None) -> Decimal | CannotJudge | None:
    return points(XINJIANG, IndicatorRow(row["weight"], row["target"], row["actual"], row["rule"], given))


def is_row(row: dict[str, str], named: dict[str, str]) -> bool:
    return named.items() <= row.items()


def test_all_rows_are_there() -> None:
    assert len(ROWS) == 147
    assert len(TOTALS) == 18


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['project']}:{row['target']}")
def test_points_from_the_printed_completion(row: dict[str, str]) -> None:
    assert score(row, row["completion"]) == Decimal(row["points"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['project']}:{row['target']}")
def test_completion_as_printed(row: dict[str, str]) -> None:
    ratio = completion(XINJIANG, row["target"], row["actual"])
    if is_row(row, REPEATS_THE_TARGET):
        assert isinstance(ratio, CannotJudge)
    elif is_row(row, ROUNDED_OTHERWISE):
        assert printed_completion(XINJIANG, instance_of(Decimal, ratio)) == Decimal("1.08")
    else:
        assert printed_completion(XINJIANG, instance_of(Decimal, ratio)) == number(row["completion"])
        assert score(row, None) == Decimal(row["points"])


@pytest.mark.parametrize("form", TOTALS, ids=lambda form: form["project"])
def test_the_total_of_each_form(form: dict[str, str]) -> None:
    by_project = defaultdict(list)
    for row in ROWS:
        by_project[row["project"]].append(instance_of(Decimal, score(row, row["completion"])))
    execution = execution_points(XINJIANG, Decimal(form["spent"]) / Decimal(form["budget"]))
    assert execution == Decimal(form["execution_points"])
    assert execution + sum(by_project[form["project"]]) == Decimal(form["total"])
