"""Every rule for tables nobody described has samples that are right, that are wrong, and that say too little."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.audit.checks import Finding, run
from jixiao.audit.checks.prose import context_of
from jixiao.audit.checks.prose.prose_rules import rules_of
from jixiao.audit.checks.tables import RULES, audit_tables
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.forms.yaml_file import read_yaml
from jixiao.model.submission import Submission
from jixiao.model.submission.printed_table import PrintedCell, PrintedTable

from ..sample_cases import cases_of

SAMPLES = read_yaml(Path(__file__).parents[3] / "data" / "table-samples.yaml", text_only=True)


def submission(rows: list[str]) -> Submission:
    tables = [table(number, own) for number, own in enumerate(divided(rows), 1)]
    return Submission("generic", "某某局", 2024, published=True, tables=tables)


def divided(rows: list[str]) -> list[list[str]]:
    """The rows of each table; a row of ``----`` begins another."""
    found: list[list[str]] = [[]]
    for row in rows:
        if row == "----":
            found.append([])
        else:
            found[-1].append(row)
    return found


def table(number: int, rows: list[str]) -> PrintedTable:
    above = rows.pop(0) if rows and rows[0].startswith("单位：") else ""
    cells = [PrintedCell(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row.split("|"))]
    return PrintedTable(f"第{number}个表", "", above, tuple(cells))


def told(rows: list[str]) -> list[Finding]:
    context = context_of(evaluate(load("generic"), submission(rows)))
    assert context is not None
    return audit_tables(context)[0]


@pytest.mark.parametrize(("check", "sample"), cases_of(SAMPLES, "fail"))
def test_what_is_wrong_is_told_once_with_its_figures(check: str, sample: dict[str, Any]) -> None:
    (found,) = told(sample["rows"])
    assert found.title == rules_of(load("generic")).checks[check].title
    assert found.outcome is Outcome.FAIL
    assert set(sample["figures"]) <= set(found.figures)
    assert found.sheet == sample.get("sheet", "第1个表")
    assert found.action
    assert found.source


@pytest.mark.parametrize(("check", "sample"), cases_of(SAMPLES, "pass", "unknown"))
def test_what_is_right_or_cannot_be_told_is_not_told(check: str, sample: list[str]) -> None:
    assert [f"{f.check} {f.message}" for f in told(sample)] == []


def test_an_average_in_another_unit_is_told_with_units_and_what_it_should_be() -> None:
    rows = [
        "培训|期数（期）|支出（万元）|期均（元）",
        "甲班|5|8|18000",
        "乙班|4|6|15000",
        "丙班|8|10|12500",
        "丁班|6|9|15000",
    ]
    (found,) = told(rows)
    assert found.message.endswith("这一行8万元÷5应为16000元")


def test_points_of_the_execution_may_stand_in_the_table_before() -> None:
    before = ["资金来源|预算数|执行数|得分", "资金总额|640|608|9.5"]
    rows = ["指标|分值|得分", "数量|40|40", "质量|20|20", "满意度|30|30", "总分|100|99.5"]
    assert [one for one in told([*before, "----", *rows]) if one.check == "T04"] == []


def test_no_rule_is_without_samples() -> None:
    assert {check.partition("-")[0] for check in SAMPLES} == {rule.partition("-")[0] for rule in RULES}
    assert all(set(listed) == {"pass", "fail", "unknown"} for listed in SAMPLES.values())


def test_the_whole_check_tells_it_too() -> None:
    rows = SAMPLES["T01"]["fail"][0]["rows"]
    assert "T01" in {f.check for f in run(evaluate(load("generic"), submission(rows)))}


CELLS = ["合计", "小计", "其中：甲", "一、乙", "12", "3.5", "", "—", "90%", "执行率（B/A）", "得分", "总分"]


@given(st.lists(st.lists(st.sampled_from(CELLS), max_size=5), max_size=8))
def test_no_table_breaks_the_rules(rows: list[list[str]]) -> None:
    for found in told(["|".join(row) for row in rows]):
        assert found.outcome is Outcome.FAIL, found.message
