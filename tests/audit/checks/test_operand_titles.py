"""A comparison that fails names what it compared, alike in the finding and in the cell's formula."""

from __future__ import annotations

import re

import pytest
from jixiao.audit.checks.operand_titles import named, named_formula, roles
from jixiao.audit.checks.verdicts import judge, verdict_formula
from jixiao.core.functions import call
from jixiao.core.functions.results import Outcome, Verdict
from jixiao.model.evaluation import FormValues, evaluate
from jixiao.model.forms.family import Check, Family
from jixiao.model.submission import Submission


@pytest.fixture
def overall(family: Family, new_unit: Submission) -> FormValues:
    """The unit's own form, whose 项目支出 is not what the form beside it says."""
    next(new_unit.of("base")).fields["project_spending.final"] = "66.48"
    next(new_unit.of("overall")).fields |= {"expense.project": "66.54", "funds.budget": "100", "funds.spent": "90",
                                            "funds.rate": "95%", "total.score": "96", "funds.score": "9"}  # fmt: skip
    return next(evaluate(family, new_unit).of("overall"))


def check(test: str) -> Check:
    return Check(id="X", title="一致", severity="error", forms=("overall",), cell="funds.spent", test=test,
                 message="{text}", action="请改", source=("ZJX",), certainty="S")  # fmt: skip


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("CHECK_EQUAL(expense.project,base:project_spending.final)",
         "“附件2 项目支出”66.54万元，“附件1 项目支出·2024年决算数”66.48万元，相差0.06万元，请核对"),
        ("CHECK_EQUAL(funds.rate*100,ROUND(EXEC_RATE(funds.budget,funds.spent)*100,2),0.01)",
         "“年度资金总额·执行率”95，按公式算得90，相差5，请核对"),
        ("CHECK_EQUAL(SUM(funds.budget,funds.spent),100)", "各项之和190万元，应为100万元，相差90万元，请核对"),
        ("CHECK_SUM(total.score,funds.score)", "“总分·得分”96分，分项之和9分，相差87分，请核对"),
        ('CHECK_SUM(total.score,"")', "分项全部为空，请填写后再核对"),
        ("CHECK_SUM(funds.initial,9)", "“年度资金总额·年初预算数”为空，请填写后再核对"),
        ("CHECK_SUM(ROUND(96,0),9)", "合计96，分项之和9，相差87"),
        ("CHECK_LIMIT(funds.budget,9)", "数值100，超过上限9"),
    ],
)  # fmt: skip
def test_figures_are_called_by_what_the_check_knows_of_them(overall: FormValues, test: str, told: str) -> None:
    assert judge(check(test), overall).text.startswith(told)


def test_of_several_comparisons_nobody_knows_which_answered(overall: FormValues) -> None:
    test = "IF(funds.spent>1,CHECK_EQUAL(funds.budget,9),CHECK_EQUAL(funds.spent,9))"
    assert roles(check(test), overall) == []
    assert judge(check(test), overall).text.startswith("两处不一致：一处是100，另一处是9")


def test_the_figures_of_a_verdict_are_those_it_compared(overall: FormValues) -> None:
    verdict = judge(check("CHECK_EQUAL(expense.project,base:project_spending.final)"), overall)
    assert verdict.figures == ("66.54", "66.48")


def test_the_cell_says_the_same(overall: FormValues) -> None:
    """The formula replaces, in what the function answers, the same words by the same."""
    asked = check("CHECK_EQUAL(expense.project,base:project_spending.final)")
    text = str(call("CHECK_EQUAL", "66.54", "66.48"))
    formula = verdict_formula(asked, overall, lambda key: key, lambda key: False)
    replaced = re.findall(r'"([^"]+)","([^"]+)",1\)', formula)
    for old, new in replaced:
        text = text.replace(old, new, 1)
    assert replaced == roles(asked, overall)
    assert text == str(judge(asked, overall))


def test_only_the_first_of_equal_words_is_replaced() -> None:
    replaced = [("合计", "“总分”")]
    assert named(Verdict(Outcome.FAIL, "合计9，合计8"), replaced).text == "“总分”9，合计8"
    assert named_formula("A1", replaced) == 'SUBSTITUTE(A1,"合计","“总分”",1)'
