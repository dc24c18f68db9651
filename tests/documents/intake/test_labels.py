"""When two labels are the same label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.intake.labels import Spellings, normal
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.library import load

SYNONYMS = {"预算部门名称": ("市级预算部门名称", "单位名称"), "得分": ("自评得分",), "总分": ("合计",)}
WORDS = Spellings(SYNONYMS)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("一 级\n指 标", "一级指标"),
        ("年度资金 总额", "年度资金总额"),
        ("1、公务用车购置和维护经费", "1、公务用车购置和维护经费"),
        ("１．公务用车购置和维护经费：", "1、公务用车购置和维护经费"),
        ("（1）公务用车购置和维护经费", "1、公务用车购置和维护经费"),
        ("其中:公车购置", "其中：公车购置"),
        ("财政供养人员情况(人)", "财政供养人员情况（人）"),
        ("2023年决算数", "{previous_year}年决算数"),
        ("2024 年\n实际在职人数", "{year}年实际在职人数"),
        ("2024年度实际在职人数", "{year}年实际在职人数"),
        ("批复规模（m²）", "批复规模（㎡）"),
        ("全年预算数（A）", "全年预算数"),
        ("执行率（B/A）", "执行率"),
        ("执 行 率（ B / A ）", "执行率"),
        ("市级预算部门名称", "预算部门名称"),
        ("单 位 名 称", "预算部门名称"),
        ("自评\n得分", "得分"),
        ("偏差原因分析及改进的措施", "偏差原因分析及改进措施"),
        ("水费、电费、差旅费", "水费电费差旅费"),
    ],
)
def test_the_same_label(printed: str, label: str) -> None:
    assert WORDS.same(printed, label)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("", "得分"),
        ("", ""),
        ("：", "得分"),
        ("100", "得分"),
        ("得分率", "得分"),
        ("一级指标", "二级指标"),
        ("年初预算数", "全年预算数"),
        ("全年预算数", "全年执行数"),
        ("年度指标值", "实际完成值"),
        ("预期目标", "实际完成情况"),
        ("批复规模（㎡）", "实际规模（㎡）"),
        ("预算投资（万元）", "实际投资（万元）"),
        ("基本支出", "项目支出"),
        ("经济效益指标", "社会效益指标"),
    ],
)
def test_another_label(printed: str, label: str) -> None:
    assert not WORDS.same(printed, label)


@pytest.mark.parametrize("family_id", ["hunan-2024", "hunan-2022", "xinjiang-2024"])
def test_no_two_labels_of_a_form_are_taken_for_each_other(family_id: str) -> None:
    """Beyond those that say the same: 决算数 of two years, 分值 of two tables."""
    family = load(family_id)
    words = Spellings(family.synonyms)
    for form in family.forms:
        labels = {cell.label for _, cell in walk_cells(form.rows) if cell.label}
        assert not {
            (a, b) for a in labels for b in labels if a < b and words.same(a, b) and words.key(a) != words.key(b)
        }


@pytest.mark.parametrize(
    ("printed", "label", "rest"),
    [
        ("其中：  一般公共预算:  110.13", "其中：一般公共预算：", "110.13"),
        ("其中：一般公共预算：", "其中：一般公共预算：", ""),
        ("其中：一般公共预算110.13", "其中：一般公共预算：", "110.13"),
        ("（其中）一般\n公共预算：0", "其中：一般公共预算：", "0"),
        ("政府性基金拨款：——", "政府性基金拨款：", "——"),
        ("其他资金：（含利息）8.36", "其他资金：", "（含利息）8.36"),
        ("项目支出：-3.5", "项目支出：", "-3.5"),
    ],
)
def test_a_value_behind_its_label(printed: str, label: str, rest: str) -> None:
    end = WORDS.prefix(printed, label)
    assert end
    assert printed[end:] == rest


@pytest.mark.parametrize("printed", ["", "项目", "基本支出：3", "：" * 1000, "110.13", "\n\n"])
def test_what_does_not_begin_with_the_label(printed: str) -> None:
    assert WORDS.prefix(printed, "其中：项目支出：") == 0


LABELS = sorted(
    {
        cell.label
        for form in load("hunan-2024").forms
        for _, cell in walk_cells(form.rows)
        if cell.label and normal(cell.label) and len(cell.label) < 40
    }
)
SPACES = st.text(" \u3000\t\n\r\xa0", max_size=3)


@st.composite
def respelled(draw: st.DrawFn) -> tuple[str, str]:
    """A label, and the same in another spelling."""
    label = draw(st.sampled_from(LABELS))
    year = draw(st.sampled_from(["2022年", "2023年", "2024年", "1999年度", "{year}年"]))
    text = label.replace("{year}年", year).replace("{previous_year}年", year)
    wide = draw(st.booleans())
    text = "".join(_wide(c) if wide else c for c in text)
    if draw(st.booleans()):
        text = text.replace("（", "(").replace("）", ")").replace("：", ":").replace("、", "，")
    at = draw(st.integers(0, len(text)))
    opened = draw(st.sampled_from(["", "（", "【", "“", "["]))
    closed = {"": "", "（": "）", "【": "】", "“": "”", "[": "]"}[opened]
    # a bracket around the first sign makes a number of it: （一）级指标; no year is cut, no bracket crosses another
    is_apart = at > 1 and text[at - 1] > "\u2e80" and not text[at - 1].isdigit() and text[at - 1 : at + 1] != "年度"
    if is_apart and "（" not in label and "{" not in text:
        text = text[:at] + opened + text[at:] + closed
    pieces = [piece for c in text for piece in (draw(SPACES), c)]
    return label, "".join(pieces) + draw(SPACES) + draw(st.sampled_from(["", "：", ":", "。"]))


def _wide(character: str) -> str:
    return chr(ord(character) + 0xFEE0) if character.isascii() and character.isalnum() else character


@given(respelled())
def test_spaces_width_brackets_line_breaks_and_the_year_change_nothing(pair: tuple[str, str]) -> None:
    label, spelled = pair
    assert normal(spelled) == normal(label)


@given(st.text(max_size=50), st.text(max_size=50))
def test_any_two_texts_can_be_compared_both_ways(a: str, b: str) -> None:
    assert WORDS.same(a, b) == WORDS.same(b, a)
    assert WORDS.equal(a, b) == WORDS.equal(b, a)
    assert 0 <= WORDS.prefix(a, b) <= len(a)
    assert normal(normal(a)) == normal(normal(normal(a)))
