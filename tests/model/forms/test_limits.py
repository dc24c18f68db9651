"""Numbers of checks by name: each with its source, put in when a family is loaded, and told when there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.model.forms.library import families, load
from jixiao.model.forms.yaml_file import read_yaml

from .conftest import Copied

FORMS = resources.path("workbook", "forms")
CHECKS = sorted(FORMS.glob("*/checks.yaml"))
_BARE = re.compile(r"(?<![\w.\"])\d+\.\d+")


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.parent.name)
def test_no_tolerance_stands_bare_in_a_test(path: Path) -> None:
    assert [(check["id"], check["test"]) for check in read_yaml(path) if _BARE.search(check["test"])] == []


def test_every_limit_is_used_and_tells_unit_and_source() -> None:
    texts = "".join(path.read_text("utf-8") for path in CHECKS)
    limits = read_yaml(FORMS / "mof" / "limits.yaml")
    assert [name for name in limits if f"limit.{name}" not in texts] == []
    assert all(limit["unit"] and limit["source"] and limit["certainty"] in "SPKI" for limit in limits.values())


@pytest.mark.parametrize("name", families())
def test_a_loaded_check_holds_the_numbers(name: str) -> None:
    tests = {(check.id, check.variant): check.test for check in load(name).checks}
    assert [test for test in tests.values() if "limit." in test or "scoring." in test] == []


def test_the_number_stands_where_its_name_stood() -> None:
    tests = {(check.id, check.variant): check.test for check in load("hunan-2024").checks}
    assert tests["C04", ""] == "CHECK_SUM(total.score,SUM(funds.score,indicators.score),0.05)"
    assert tests["C10", ""].endswith("EXEC_SCORE(funds.budget,funds.spent,funds.weight,family),0.05))")


def test_a_familys_own_limit_replaces_the_shared_one(copied: Copied) -> None:
    own = "scores: {title: 得分核对的误差, value: 0.1, unit: 分, source: [AA], certainty: P}\n"
    (copied.own / "limits.yaml").write_text(own, "utf-8")
    tests = {(check.id, check.variant): check.test for check in copied.load().checks}
    assert tests["C10", ""].endswith(",0.1))")


def test_execution_worth_twenty_reaches_the_checks_that_speak_of_it(copied: Copied) -> None:
    copied.change("scoring.toml", "weight = { value = 10", "weight = { value = 20")
    for form in ("overall.yaml", "project.yaml"):
        copied.change(form, 'funds.weight: "10"', 'funds.weight: "20"')
    test = next(check.test for check in copied.load().checks if (check.id, check.variant) == ("C01", ""))
    assert "SUM(indicators.weight)=100-20" in test


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "checks.yaml",
            "limit.scores",
            "limit.score",
            ["checks.yaml", " C04：", "limit.score", "是不是「limit.scores」"],
        ),
        ("checks.yaml", "scoring.total_full-", "scoring.total_ful-", ["C01", "是不是「scoring.total_full」"]),
    ],
)
def test_a_number_that_is_not_there_is_told_with_the_near_one(
    copied: Copied, file: str, old: str, new: str, told: list[str]
) -> None:
    copied.change(file, old, new)
    message = copied.refusal()
    assert [words for words in told if words not in message] == [], message


def test_a_limit_without_a_source_that_exists_is_refused(copied: Copied) -> None:
    (copied.own / "limits.yaml").write_text(
        "x: {title: 误差, value: 1, unit: 分, source: [NONE], certainty: P}\n", "utf-8"
    )
    assert "limits.yaml x 的依据「NONE」在 sources.yaml 里没有" in copied.refusal()
