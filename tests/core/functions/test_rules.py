"""Every scoring rule in use, from a form's data to a cell: full marks, marks lost, cannot be judged."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jixiao.core import resources, scoring
from jixiao.core.functions import cells as cells_module
from jixiao.core.functions import to_cell

from .asked import cell_of

BASIS = 'source = ["测试"], certainty = "S"'
GRADE_RULE = "按评判等级赋分"
DIRECT_RULE = "直接赋分"
SATISFACTION_RULE = "满意度赋分"
PROPORTION_RULE = "按照完成比例赋分"


def row(*arguments: object) -> tuple[Any, ...]:
    """A call of SCORE_ROW for a weight of 10."""
    return ("SCORE_ROW", 10, *arguments)


RULES: dict[str, tuple[str, list[tuple[tuple[Any, ...], float | str]]]] = {
    # rule: family, calls with their answers; ⚠ is "cannot be judged"
    "W-MOF-01": ("mof", [(("EXEC_SCORE", 5, 5), 10), (("GRADE", 100), "优"), (("GRADE", 101), "⚠")]),
    "B-LIN-01": (
        "mof",
        [(("EXEC_SCORE", 100, 130), 10), (("EXEC_SCORE", 70.91, 67.46), 9.51), (("EXEC_SCORE", 0, 5), "⚠")],
    ),
    "B-TIER-01": (
        "[execution]\nmethod = { value = 'tiers', BASIS }",
        [(("EXEC_SCORE", 100, 100), 10), (("EXEC_SCORE", 100, 95), 7), (("EXEC_SCORE", 0, 5), "⚠")],
    ),
    "B-STEP-01": (
        "[execution]\nmethod = { value = 'steps', BASIS }",
        [(("EXEC_SCORE", 100, 99.27), 10), (("EXEC_SCORE", 100, 89), 6), (("EXEC_SCORE", "很多", 5), "⚠")],
    ),
    "Q-POS-01": ("mof", [(row("≥95%", "96%"), 10), (row("≥60人", "52人"), 8.67), (row("≥2家", "2次"), "⚠")]),
    "Q-EQ-01": ("mof", [(row("=0件", "0件"), 10), (row("=0件", "1件"), 0), (row("=4家", "全部"), "⚠")]),
    "Q-NEG-01": ("mof", [(row("≤5%", "-3%"), 10), (row("≥10%", "-5%"), 0), (row("≥-5%", "-8%"), "⚠")]),
    "Q-CAP-01": ("mof", [(row("≥10人", "15人"), 10), (row("≥10人", "-1人"), 0), (row("≥10人", 1e300), "⚠")]),
    "Q-REV-01": ("mof", [(row("≤100万元", "90万元"), 10), (row("≤100万元", "120万元"), 8.33), (row("≤", "1"), "⚠")]),
    "Q-REV-02": (
        "[completion]\nreverse = { value = 'deviation', BASIS }",
        [(row("≤100万元", "90万元"), 10), (row("≤100万元", "120万元"), 8), (row("≤100万元", "超支"), "⚠")],
    ),
    "L-3-60": (
        "mof",
        [(row("提升", "达到预期指标"), 10), (row("2024年底前", "未完成"), "⚠"), (row("提升", "提升"), "⚠")],
    ),
    "Q-MOF-S": (
        "mof",
        [
            (row("≥95%", "95%", SATISFACTION_RULE), 10),
            (row("≥95%", "85%", SATISFACTION_RULE), 8),
            (row("≥95%", "良好", SATISFACTION_RULE), "⚠"),
        ],
    ),
    "Q-XJ-01": (
        "xinjiang-2024",
        [(row("≥60人", "60人"), 10), (row("≥60人", "52人"), 6.75), (row("≥60人", "若干"), "⚠")],
    ),
    "Q-XJ-02": (
        "xinjiang-2024",
        [(row("≥90%", "90%"), 10), (row("≥90%", "100%"), 8.9), (row("≥90%", 1.5), "⚠")],
    ),
    "Q-XJ-03": (
        "xinjiang-2024",
        [
            (row("2024年12月20日前", "2024年6月14日", DIRECT_RULE), 10),
            (row("2024年12月20日前", "2024年12月31日", DIRECT_RULE), 0),
            (row("2024年12月20日前", "2024年12月", DIRECT_RULE), "⚠"),
        ],
    ),
    "Q-XJ-04": (
        "xinjiang-2024",
        [
            (row("≥90%", "100%", SATISFACTION_RULE), 10),
            (row("≥90%", "85%", SATISFACTION_RULE), "⚠"),
            (row("≥", "85%", SATISFACTION_RULE), "⚠"),
        ],
    ),
    "G-4-90": ("mof", [(("GRADE", 90), "优"), (("GRADE", 89.99), "良"), (("GRADE", "优"), "⚠")]),
    "T-SUM-01": ("mof", [(row("≥3次", "3次"), 10), (row("≥3次", "2次"), 6.67), (row("≥3次", "≥"), "⚠")]),
    "R-LOW-01": (
        "mof",
        [
            (("CHECK_REASON", 10, 9, "预算减少"), "✓"),
            (("CHECK_REASON", 10, 9, "无"), "✗"),
            (("CHECK_REASON", 10, None, ""), "－"),
        ],
    ),
}

SAMPLES = [
    pytest.param(family, arguments, expected, id=f"{rule}-{place}")
    for rule, (family, samples) in RULES.items()
    for place, (arguments, expected) in enumerate(samples)
]


Choose = Callable[[str], None]


@pytest.fixture
def choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Choose:
    """A function that makes a family, or settings over mof, what a blank family means."""

    def choose_family(family: str) -> None:
        if not family.startswith("["):
            chosen = scoring.load(family)
        else:
            shipped = resources.path("workbook", "forms", "mof", "scoring.toml").read_text("utf-8")
            for name, text in (("mof", shipped), ("chosen", f'extends = "mof"\n{family.replace("BASIS", BASIS)}')):
                folder = tmp_path / "workbook" / "forms" / name
                folder.mkdir(parents=True)
                (folder / "scoring.toml").write_text(text, "utf-8")
            monkeypatch.setattr(resources, "path", tmp_path.joinpath)
            chosen = scoring.load.__wrapped__("chosen")
        monkeypatch.setattr(cells_module, "load", lambda _family: chosen)

    return choose_family


@pytest.mark.parametrize(("family", "arguments", "expected"), SAMPLES)
def test_a_rule(choose: Choose, family: str, arguments: tuple[Any, ...], expected: float | int | str) -> None:
    choose(family)
    answer = to_cell(cell_of(*arguments))
    if isinstance(expected, str):
        assert str(answer).startswith(expected)
    else:
        assert answer == expected


def rules_in_use() -> Iterator[str]:
    """The rule ids that the scoring profiles name."""
    for family in scoring.families():
        text = resources.path("workbook", "forms", family, "scoring.toml").read_text("utf-8")
        for section in tomllib.loads(text).values():
            if isinstance(section, dict):
                yield from (leaf["rule"] for leaf in section.values() if "rule" in leaf)


def test_no_rule_is_forgotten() -> None:
    assert set(rules_in_use()) <= set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_three_samples_of_each_rule(rule: str) -> None:
    assert len(RULES[rule][1]) == 3
