"""The rules' file is read strictly, and a rule that breaks hides no other."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from jixiao.audit.checks import run
from jixiao.audit.checks.document import inspect
from jixiao.audit.checks.prose import RULES, audit, context_of
from jixiao.audit.checks.prose.prose_rules import rules_of
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load

from .conftest import submission

WRONG = {"text": "领导职数5名，其中局长1名、副局长3名。自评得分86分，等级为“优”。"}


@pytest.fixture
def narrative() -> dict[str, Any]:
    return copy.deepcopy(load("hunan-2024").narrative)


def family(narrative: dict[str, Any]) -> Family:
    return load("hunan-2024").model_copy(update={"narrative": narrative})


def test_an_unknown_key_is_refused(narrative: dict[str, Any]) -> None:
    narrative["splits"]["支出"]["wholes"] = []
    with pytest.raises(DataFileError, match="不认识的键「splits 支出 wholes」，是不是「whole」"):
        rules_of(family(narrative))


def test_a_missing_source_is_refused(narrative: dict[str, Any]) -> None:
    narrative["checks"]["N01"]["source"] = ["没有的依据"]
    with pytest.raises(DataFileError, match="没有的依据"):
        rules_of(family(narrative))


def test_a_tolerance_needs_a_source_that_is_there(narrative: dict[str, Any]) -> None:
    narrative["tolerances"]["near"]["source"] = ["没有的依据"]
    with pytest.raises(DataFileError, match="near 的依据「没有的依据」"):
        rules_of(family(narrative))
    del narrative["tolerances"]["near"]["source"]
    with pytest.raises(DataFileError, match=r"缺少「.*near source」"):
        rules_of(family(narrative))


def test_a_tolerance_is_the_number_that_is_compared_with(narrative: dict[str, Any]) -> None:
    narrative["tolerances"]["money"]["value"] = 250
    assert rules_of(family(narrative)).tolerances.money == 250


def test_a_section_left_out_is_refused(narrative: dict[str, Any]) -> None:
    del narrative["checks"]
    with pytest.raises(DataFileError, match=r"缺少「.*checks」"):
        rules_of(family(narrative))


def test_a_nearer_familys_rules_are_those_it_inherits() -> None:
    assert load("xinjiang-2024").narrative == load("hunan-2024").narrative


def test_a_family_without_rules_for_prose_tells_nothing() -> None:
    assert audit(context_of(evaluate(family({}), submission(WRONG)))) == []


def test_a_rule_that_breaks_is_told_by_its_id_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(context: object) -> Any:
        raise RuntimeError

    monkeypatch.setitem(RULES, "N01", broken)
    found = audit(context_of(evaluate(load("hunan-2024"), submission(WRONG))))
    assert [(f.check, f.outcome) for f in found] == [("N01", Outcome.UNKNOWN), ("C38", Outcome.FAIL)]
    assert "程序出错（N01）" in found[0].message


def test_what_prose_contradicts_is_told_between_the_forms_checks_and_the_document_s() -> None:
    evaluation = evaluate(load("hunan-2024"), submission({**WRONG, "forms": {"overall": {"total.score": "86"}}}))
    findings = run(evaluation)
    of_prose, of_document = audit(context_of(evaluation)), inspect(context_of(evaluation))
    assert of_prose
    assert findings[-len(of_prose + of_document) :] == of_prose + of_document
    assert {f.sheet for f in of_prose} == {"报告正文"}
    assert all(f.cell == "" for f in of_prose)
