"""A cell that is written wrong is told once, with every sum, rate and sentence that it breaks."""

from __future__ import annotations

import pytest
from jixiao.audit.checks import Finding, run
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission
from jixiao.model.submission.submission import LOOSE_TEXT, Unplaced

from .test_samples import table, told

SPENDING = [
    "单位：万元",
    "项目|2023年决算|2024年决算|增减|增减率|合计|其中基本支出|其中项目支出",
    "甲经费|120.5|133.6|13.1|10.87%|133.6|100.4|33.2",
    "乙经费|80.25|75.5|-4.75|-5.92%|75.5|50.3|25.2",
    "丙经费|64.4|70.8|6.4|9.94%|70.8|40.8|30",
    "合计|265.15|279.9|14.75|5.56%|279.9|191.5|88.4",
]


@pytest.mark.parametrize(
    ("right", "wrong", "count"),
    [
        ("64.4|70.8", "46.4|70.8", 3),
        ("100.4|33.2", "104.4|33.2", 2),
        ("|279.9|191.5", "|297.9|191.5", 2),
        ("80.25", "82.05", 3),
    ],
    ids=["a part", "a column", "a total", "last year's"],
)
def test_a_wrong_cell_is_one_finding_with_what_it_breaks(right: str, wrong: str, count: int) -> None:
    assert told(list(SPENDING)) == []
    (found,) = told([row.replace(right, wrong, 1) for row in SPENDING])
    meant, printed = (
        next(p for p in text.split("|") if p not in other) for text, other in ((right, wrong), (wrong, right))
    )
    assert f"“{printed}”多半写错了，写成{meant}，下面" in found.message
    assert f"{count}. " in found.message
    assert found.severity == "error"


def test_two_wrong_cells_are_told_apart() -> None:
    rows = [row.replace("13.1|", "31.1|").replace("9.94%", "4.99%") for row in SPENDING]
    assert len(told(rows)) >= 2


def whole(rows: list[str], text: str) -> list[Finding]:
    tables = [table(1, rows)]
    submission = Submission("generic", "某某局", 2024, published=True, tables=tables)
    submission.unplaced.append(Unplaced(LOOSE_TEXT, text, ""))
    return [one for one in run(evaluate(load("generic"), submission)) if one.check in ("T01", "N10")]


def test_what_a_text_says_of_the_cell_is_told_with_it() -> None:
    rows = ["单位：万元", "项目|决算数", "合计|20.35", "公务接待费|7.52", "公务用车运行维护费|15.1"]
    (found,) = whole(rows, "公务接待费支出决算为5.25万元。")
    assert found.message.startswith("第3行第2列“7.52”多半写错了，写成5.25，下面2处就都相符：")
    assert "公务接待费" in found.where
