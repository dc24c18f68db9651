"""The figures of two long published reports stand in the reports written from their samples, in their order.

``python -m tests.report.test_published_figures`` writes tests/data/published-figures.json anew from ../shared/seeds.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jixiao.core import resources
from jixiao.documents.report import write_report
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

from .golden import DATA, Table, neutral, read_tables, seed

NAMES = ("assets-commission-2022", "assets-commission-2024")
PATH = DATA / "published-figures.json"
LONGEST = 14
"""Longer texts with figures are sentences, which the samples tell in other words."""


def figures(table: Table) -> list[str]:
    """The short texts of a table that hold a digit, once for each merged cell, in reading order."""
    texts = (cell.text.replace("\n", "").strip() for row in table for cell in row if cell.merge != "continue")
    return [text for text in texts if len(text) <= LONGEST and any(sign.isdigit() for sign in text)]


def published(name: str) -> list[list[str]]:
    return [[neutral(text) for text in figures(table)] for table in read_tables(seed(name))]


@pytest.fixture(scope="module")
def kept() -> dict[str, list[list[str]]]:
    figures: dict[str, list[list[str]]] = json.loads(PATH.read_text(encoding="utf-8"))
    return figures


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Table]]:
    def tables(name: str) -> list[Table]:
        submission = read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
        target = tmp_path_factory.mktemp("figures") / f"{name}.docx"
        write_report(evaluate(load(submission.family), submission), target)
        return read_tables(target)

    return tables


@pytest.mark.parametrize("name", NAMES)
def test_each_table_holds_the_published_figures_in_their_order(
    kept: dict[str, list[Any]], written: Callable[[str], list[Table]], name: str
) -> None:
    ours = [figures(table) for table in written(name)]
    assert len(ours) == len(kept[name]) > 5
    for expected, found in zip(kept[name], ours, strict=True):
        assert len(expected) > 10
        left = iter(found)
        assert [text for text in expected if text not in left] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_figures_are_those_of_the_published_report(kept: dict[str, list[Any]], name: str) -> None:
    if not seed(name).is_file():
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    assert published(name) == kept[name]


def _write(path: Path) -> None:
    lines = (
        f' "{name}": [\n' + ",\n".join(f"  {json.dumps(t, ensure_ascii=False)}" for t in published(name)) + "\n ]"
        for name in NAMES
    )
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    _write(PATH)
