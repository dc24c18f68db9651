"""One figure that is written wrong is told once, with everything it contradicts; two wrong figures are told as two."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.audit.checks import Finding, prose
from jixiao.audit.checks.prose import RULES, context_of
from jixiao.audit.checks.prose.contradiction import finding
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load

from .conftest import Tell, submission

RIGHT = (
    "三公经费支出20.89万元，比上年减少2.32万元，下降10%，其中：公务接待费8.36万元，占40.02%；"
    "公务用车运行维护费12.53万元，占59.98%。"
)


def audit_alone(text: str) -> list[Finding]:
    """Every contradiction as a finding of its own."""
    context = context_of(evaluate(load("hunan-2024"), submission({"text": text})))
    assert context is not None
    return [finding(one, context) for rule in RULES.values() for one in rule(context)]


def wrong(*pairs: tuple[str, str]) -> dict[str, Any]:
    text = RIGHT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return {"text": text}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("20.89万元", "20.89元"),
        ("20.89万元", "208.9万元"),
        ("12.53万元", "125.3万元"),
        ("12.53万元", "12.53亿元"),
        ("12.53万元", "15.23万元"),
        ("12.53万元", "14.53万元"),
    ],
)
def test_one_figure_that_is_wrong_is_one_finding(old: str, new: str, tell: Tell) -> None:
    assert tell({"text": RIGHT}) == []
    (found,) = tell(wrong((old, new)))
    assert found.severity == "error"
    assert found.message.startswith(f"{new}多半写错了，写成{old}，下面")
    assert "2. " in found.message
    assert new in found.where
    assert {new.rstrip("万亿元"), old.rstrip("万元")} <= set(found.figures)


def test_a_figure_that_another_text_has_otherwise_is_one_finding(tell: Tell) -> None:
    again = "“三公”经费支出20.89万元。"
    (found,) = tell({"texts": {"performance": wrong(("20.89万元", "29.89万元"))["text"], "other": again}})
    assert found.message.startswith("29.89万元多半写错了，写成20.89万元，下面")


@pytest.mark.parametrize("sections", [("performance", "basic_spending"), ("basic_spending", "performance")])
def test_a_slip_explains_the_growth_it_breaks_and_the_other_place(sections: tuple[str, str], tell: Tell) -> None:
    texts = ("公用经费1832.0万元，比上年增加13.20万元，增长7.76%。", "公用经费183.20万元。")
    (found,) = tell({"texts": dict(zip(sections, texts, strict=True))})
    assert found.message.startswith("1832.0万元多半写错了，写成183.2万元，下面2处")


def test_a_years_figure_is_the_cause_where_the_change_and_the_rate_agree(tell: Tell) -> None:
    (found,) = tell("2023年支出860万元，2024年支出925万元，比上年增加75万元，增长8.72%。")
    assert found.message.startswith("925万元多半写错了，写成935万元，下面2处")


def test_a_total_that_two_rules_ask_about_is_told_once(tell: Tell) -> None:
    (found,) = tell("工资支出1,023.46万元、商品支出186.72万元、补助65.38万元，三项共计1,285.56万元。")
    assert "多半" not in found.message


def test_what_a_figure_should_be_makes_its_sums_come_out(tell: Tell) -> None:
    text = (
        "建筑面积13459平方米，其中地上建筑面积8013平方米（其中计容面积7998平方米，不计容面积105平方米），"
        "地下建筑面积5356平方米。"
    )
    (found,) = tell({"text": text})
    assert found.message.startswith("8013平方米多半写错了，写成8103平方米")


def test_two_wrong_figures_are_two_findings(tell: Tell) -> None:
    found = tell(wrong(("40.02%", "43.02%"), ("59.98%", "55.98%")))
    assert sorted(f.check for f in found) == ["N02", "N02"]
    assert not any("多半" in f.message for f in found)


def test_a_rule_that_breaks_when_asked_again_explains_nothing_and_hides_nothing(
    tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares = RULES["N02"]

    def fragile(context: Any) -> Any:
        if "20.89元" not in context.passages[0].text:
            raise RuntimeError
        return shares(context)

    monkeypatch.setitem(prose.RULES, "N02", fragile)
    told = "".join(f.message for f in tell(wrong(("20.89万元", "20.89元"))))
    assert "写成20.89万元，下面" not in told
    assert all(said in told for said in ("400191.48%", "599808.52%", "99.91%"))


PIECES = [
    "三公经费支出{n}万元",
    "比上年减少{m}万元",
    "下降{m}%",
    "其中：公务接待费{m}万元",
    "占{m}%",
    "运行费{n}元",
    "完成预算的{m}%",
    "（中央{n}万元、省级{m}万元）",
    "10.98万元（140人×{n}元＋96人×500元）",
    "综合得分{m}分，等级为良",
    "执行率{m}%",
    "共计{n}万元",
]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(0, 999), st.decimals(0, 99, places=2),
                          st.sampled_from("，。；\n、")), max_size=30))  # fmt: skip
def test_no_text_breaks_it_and_every_contradiction_is_told(tell: Tell, pieces: list[tuple[str, int, Any, str]]) -> None:
    text = "".join(piece.format(n=n, m=m) + mark for piece, n, m, mark in pieces)
    found = tell({"text": text})
    assert not any("程序出错" in f.message for f in found)
    alone = audit_alone(text)
    told = "".join(f.message for f in found)
    assert all(f.message.partition("；")[0] in told or f.title.startswith("各项与合计") for f in alone)
