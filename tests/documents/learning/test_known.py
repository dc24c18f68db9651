"""What labels are known to mean: to the letter, put together of known words, or like a known one."""

from __future__ import annotations

import pytest
from jixiao.documents.learning.known import ALIKE, EXACT, UNKNOWN, known


@pytest.mark.parametrize(
    ("section", "label", "key"),
    [
        ("fund_columns", "下达金额", "budget"),
        ("fund_columns", "预算执行数②", "spent"),
        ("fund_columns", "未支出原因", "reason"),
        ("fund_rows", "其中：中央衔接资金", "central"),
        ("fund_rows", "州县财政资金", "county"),
        ("fund_rows", "县市资金", "county"),
        ("fund_rows", "地州资金", "city"),
        ("fields", "地州主管部门", "local_department"),
        ("sections", "下一步工作打算", "improvements"),
        ("sections", "发现的主要问题和改进措施", "problems"),
        ("indicator_columns", "预期实现值", "target"),
        ("indicator_columns", "实际实现值", "actual"),
        ("indicator_columns", "计划完成值", "target"),
        ("indicator_columns", "完成差异原因", "reason"),
        ("fields", "未完成指标的原因分析及整改措施", "deviation"),
        ("fields", "存在问题和下一步打算", "problems"),
        ("sections", "部门整体支出绩效存在问题及改进措施", "problems"),
    ],
)
def test_labels_put_together_of_known_words_are_guessed(section: str, label: str, key: str) -> None:
    assert known().sure(section, label)[0] == key


@pytest.mark.parametrize(
    ("section", "label"),
    [
        ("fund_rows", "兵团财政拨款"),
        ("fund_rows", "新增专项债券"),
        ("fields", "年度主要任务完成情况"),
        ("fields", "承担处室"),
        ("indicator_columns", "数据项1"),
        ("fields", "某某县问题学生帮教项目"),
        ("fund_columns", "执行" * 40),
    ],
)
def test_a_word_that_says_more_makes_another_label(section: str, label: str) -> None:
    assert known().sure(section, label) == ("", UNKNOWN)


def test_a_label_known_to_the_letter_is_sure_and_one_put_together_is_guessed() -> None:
    assert known().sure("fund_columns", "全年执行数（B）") == ("spent", EXACT)
    assert known().sure("fund_columns", "资金执行金额") == ("spent", ALIKE)


def test_a_chapter_takes_no_sentences_that_belong_to_a_heading_below_it() -> None:
    assert known().section("二、部门主要履职绩效分析", is_chapter=True) == ""
    assert known().section("（三）部门履职绩效情况", is_chapter=False) == "performance"
