"""Every rule on a document as a whole has samples that are right, that are wrong, and that say too little."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jixiao.audit.checks import Finding
from jixiao.audit.checks.document import RULES, inspect
from jixiao.audit.checks.prose import context_of
from jixiao.audit.checks.prose.prose_rules import rules_of
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.forms.yaml_file import read_yaml
from jixiao.model.submission import FormData, Submission
from jixiao.model.submission.submission import PageLayout

from ..sample_cases import cases_of

SAMPLES = read_yaml(Path(__file__).parents[3] / "data" / "document-samples.yaml", text_only=True)
KINDS = {"pass", "fail", "unknown"}


def submission(sample: dict[str, Any]) -> Submission:
    forms = [
        FormData(
            form,
            dict(filled.get("fields", {})),
            filled.get("rows", {}),
            places=places(filled),
            money=dict(filled.get("money", {})),
        )
        for form, listed in sample.get("forms", {}).items()
        for filled in listed
    ]
    replaced = {report: set(keys) for report, keys in sample.get("replaced", {}).items()}
    return Submission(
        sample.get("family", "hunan-2024"), "某某局", 2024, forms, sample.get("texts", {}),
        published=sample.get("published", "true") == "true", replaced=replaced, headings=sample.get("headings", {}),
        layout=layout(sample["layout"]) if "layout" in sample else None,
    )  # fmt: skip


def places(filled: dict[str, Any]) -> dict[str, str]:
    """Where the cells of a file's table would stand: of the ``columns`` it has in each row, and single ``cells``."""
    rows = range(max(1, len(filled.get("rows", {}).get("indicators", []))))
    columns = [f"indicators[{row}].{column}" for row in rows for column in filled.get("columns", [])]
    return dict.fromkeys([*columns, *filled.get("cells", [])], "第1行第1列")


def layout(sample: dict[str, str]) -> PageLayout:
    numbers = {key: Decimal(value) for key, value in sample.items() if key not in ("font", "has_page_numbers")}
    return PageLayout(**numbers, font=sample.get("font", ""), has_page_numbers="has_page_numbers" in sample)


def told(sample: dict[str, Any], check: str) -> list[Finding]:
    whole = submission(sample)
    title = rules_of(load("hunan-2024")).checks[check].title
    return [f for f in inspect(context_of(evaluate(load(whole.family), whole))) if f.title == title]


@pytest.mark.parametrize(("check", "sample"), cases_of(SAMPLES, "fail"))
def test_what_is_wrong_is_told_with_its_place(check: str, sample: dict[str, Any]) -> None:
    (found,) = told(sample, check)
    assert (found.outcome, found.check) == (Outcome.FAIL, check.partition("-")[0])
    assert found.severity == rules_of(load("hunan-2024")).checks[check].severity
    assert found.reference == sample["reference"]
    assert [words for words in sample["told"] if words not in found.message] == []
    assert found.where
    assert found.action
    assert found.source


@pytest.mark.parametrize(("check", "sample"), cases_of(SAMPLES, "pass"))
def test_what_is_right_is_not_told(check: str, sample: dict[str, Any]) -> None:
    assert [f for f in told(sample, check) if f.outcome is not Outcome.PASS] == []


@pytest.mark.parametrize(("check", "sample"), cases_of(SAMPLES, "unknown"))
def test_what_cannot_be_judged_is_neither(check: str, sample: dict[str, Any]) -> None:
    assert [f for f in told(sample, check) if f.outcome is not Outcome.UNKNOWN] == []


def test_no_rule_is_without_samples_of_all_three_kinds() -> None:
    assert {check.partition("-")[0] for check in SAMPLES} == set(RULES)
    assert {check: set(listed) for check, listed in SAMPLES.items()} == dict.fromkeys(SAMPLES, KINDS)


def test_a_rule_that_breaks_is_told_as_our_fault_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(context: Any) -> Any:
        raise KeyError("a fault of ours")

    sample = SAMPLES["C57"]["fail"][0]
    monkeypatch.setitem(RULES, "C56", broken)
    found = inspect(context_of(evaluate(load("hunan-2024"), submission(sample))))
    assert [(f.check, f.outcome) for f in found] == [("C56", Outcome.UNKNOWN), ("C57", Outcome.FAIL)]
    assert "校验程序出错（C56）" in found[0].message
