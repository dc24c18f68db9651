"""Every rule for prose has samples that are right, that are wrong with the figures named, and that say too little."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jixiao.audit.checks.document import RULES as DOCUMENT_RULES
from jixiao.audit.checks.prose import RULES
from jixiao.audit.checks.prose.prose_rules import rules_of
from jixiao.audit.checks.tables import RULES as TABLE_RULES
from jixiao.core.functions.results import Outcome
from jixiao.model.forms.library import families, load

from ..sample_cases import cases_of
from .conftest import Tell

ALL = families()


FILE = Path(__file__).parents[3] / "data" / "narrative-samples.yaml"
SAMPLES: dict[str, dict[str, list[dict[str, Any]]]] = yaml.load(
    FILE.read_text("utf-8"),
    Loader=yaml.BaseLoader,  # noqa: S506 - every scalar stays text
)
WHOLE = {*DOCUMENT_RULES, *TABLE_RULES, "C50"}
"""Checks of the document as a whole, which have samples of their own."""

KINDS = {"pass", "fail", "unknown"}
KEYS = {"text", "texts", "forms", "projects", "cell", "indicators", "year", "figures", "table", "above"}


@pytest.mark.parametrize(("check", "sample"), cases_of(SAMPLES, "fail"))
def test_what_is_wrong_is_told_with_its_figures(check: str, sample: dict[str, Any], tell: Tell) -> None:
    rules = rules_of(load("hunan-2024"))
    title = rules.checks[check].title
    found = [f for f in tell(sample) if f.title == title]
    assert found, f"{check} says nothing"
    assert {f.check for f in found} == {check.partition("-")[0]}
    best = max(found, key=lambda f: len(set(sample["figures"]) & set(f.figures)))
    assert set(sample["figures"]) <= set(best.figures), best
    assert all(figure in best.message for figure in sample["figures"])
    assert best.outcome is Outcome.FAIL
    assert best.severity == rules.checks[check].severity
    assert best.action
    assert best.source
    assert "{" not in best.message


@pytest.mark.parametrize(("check", "sample"), cases_of(SAMPLES, "pass", "unknown"))
def test_what_is_right_or_cannot_be_told_is_not_told(check: str, sample: dict[str, Any], tell: Tell) -> None:
    assert [f"{f.check} {f.message}" for f in tell(sample)] == []


@pytest.mark.parametrize(("check", "sample"), cases_of(SAMPLES, "fail"))
def test_the_sentence_is_quoted_as_it_stands(check: str, sample: dict[str, Any], tell: Tell) -> None:
    texts = [*sample.get("texts", {}).values(), sample.get("text", ""), sample.get("cell", "")]
    for found in tell(sample):
        quote = found.where.partition("：“")[2].removesuffix("”")
        assert quote
        assert len(quote) <= 60
        assert any(quote in text for text in texts)


def test_no_rule_is_without_samples_of_all_three_kinds() -> None:
    known = {check for check in rules_of(load("hunan-2024")).checks if check.partition("-")[0] not in WHOLE}
    assert set(SAMPLES) == known
    assert {check: set(listed) for check, listed in SAMPLES.items()} == dict.fromkeys(SAMPLES, KINDS)


def test_each_sample_says_only_what_is_read() -> None:
    for check, listed in SAMPLES.items():
        for kind, samples in listed.items():
            for sample in samples:
                assert set(sample) <= KEYS, (check, sample)
                assert ("figures" in sample) == (kind == "fail"), (check, sample)


def test_each_rule_of_the_package_makes_checks_that_are_written_down() -> None:
    known = {check.partition("-")[0] for check in rules_of(load("hunan-2024")).checks}
    assert {name.partition("-")[0] for name in RULES} <= known


@pytest.mark.parametrize("family", ALL)
def test_every_family_has_the_rules_with_sources_that_exist(family: str) -> None:
    rules = rules_of(load(family))
    for name, told in rules.checks.items():
        assert told.source, name
        if told.certainty not in "SP":
            assert "违反" not in told.message + told.action
