"""What staff write in cells, and what it means."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.quantity import (
    Amount,
    Blank,
    Deadline,
    Range,
    Several,
    Unreadable,
    Words,
    level_points,
    number,
    plain,
    read,
)
from jixiao.core.quantity.reading_kinds import NotApplicable, Operator

from ...narrowing import instance_of

AMOUNTS = {
    # signs
    "≥95%": ("≥", "95", "%"),
    "≧ 95％": ("≥", "95", "%"),
    ">=3/4": ("≥", "0.75", ""),
    "＞＝９５％": ("≥", "95", "%"),
    "=>2家": ("≥", "2", "家"),
    ">60人": (">", "60", "人"),
    "＞60人": (">", "60", "人"),
    "≦125万元": ("≤", "125", "万元"),
    "<=3150.44万元": ("≤", "3150.44", "万元"),
    "<90天": ("<", "90", "天"),
    "＝100%": ("=", "100", "%"),
    "≥-5%": ("≥", "-5", "%"),
    # words instead of signs
    "不少于3次": ("≥", "3", "次"),
    "不低于90%": ("≥", "90", "%"),
    "不超过100%": ("≤", "100", "%"),
    "不高于5%": ("≤", "5", "%"),
    "95%以上": ("≥", "95", "%"),
    "95%及以上": ("≥", "95", "%"),
    "95%(含)以上": ("≥", "95", "%"),
    "3次以下": ("≤", "3", "次"),
    "27.69万元以内": ("≤", "27.69", "万元"),
    "≤27.69万元以内": ("≤", "27.69", "万元"),
    "达到95%及以上。": ("≥", "95", "%"),
    "百分之九十五": ("", "95", "%"),
    "不低于百分之八十五": ("≥", "85", "%"),
    "百分之百": ("", "100", "%"),
    "三次": ("", "3", "次"),
    "两场": ("", "2", "场"),
    "二十一次": ("", "21", "次"),
    "零事故": ("", "0", ""),
    # numbers and units
    "0": ("", "0", ""),
    "100%": ("", "100", "%"),
    "1年": ("", "1", "年"),
    "=12个月": ("=", "12", "个月"),
    "12月": ("", "12", "月"),
    "=0.44元/千克": ("=", "0.44", "元/千克"),
    "3万元/家": ("", "3", "万元/家"),
    ">=22.69万吨": ("≥", "22.69", "万吨"),
    "=1.5次": ("=", "1.5", "次"),
    "60㎡": ("", "60", "m²"),
    "30个工作日内": ("≤", "30", "个工作日"),
    "≥3个百分点": ("≥", "3", "个百分点"),
    "1,184,900": ("", "1184900", ""),
    "1，184，900元": ("", "1184900", "元"),
    "-5%": ("", "-5", "%"),
    "≤2024.12": ("≤", "2024.12", ""),
    "　1 次": ("", "1", "次"),
    # a short label
    "企业改革≥2家": ("≥", "2", "家"),
    "共85.5万元": ("", "85.5", "万元"),
    "约60人": ("", "60", "人"),
    "40人左右": ("", "40", "人"),
}


@pytest.mark.parametrize(("text", "expected"), AMOUNTS.items())
def test_an_amount(text: str, expected: tuple[Any, ...]) -> None:
    operator, value, unit = expected
    reading = read(text)
    assert isinstance(reading, Amount)
    assert (reading.operator, reading.value, reading.unit) == (Operator(operator), Decimal(value), unit)


def test_an_amount_keeps_its_label_and_printed_decimals() -> None:
    assert instance_of(Amount, read("企业改革≥2家")).label == "企业改革"
    assert instance_of(Amount, read("≤11.50万元")).digits == 2


DEADLINES = {
    "2024年12月16日前": ((2024, 12, 16), (2024, 12, 16)),
    "=2024年10月31日": ((2024, 10, 31), (2024, 10, 31)),
    "2024-12-16": ((2024, 12, 16), (2024, 12, 16)),
    "2024/12/16": ((2024, 12, 16), (2024, 12, 16)),
    "2024.12": ((2024, 12, 1), (2024, 12, 31)),
    "2024年2月": ((2024, 2, 1), (2024, 2, 29)),
    "2023年12月": ((2023, 12, 1), (2023, 12, 31)),
    "2024年12月底前": ((2024, 12, 31), (2024, 12, 31)),
    "2022年12月底前完成。": ((2022, 12, 31), (2022, 12, 31)),
    "12月底前完成": ((0, 12, 31), (0, 12, 31)),
    "于2024年12月10日完成": ((2024, 12, 10), (2024, 12, 10)),
    "2024年11月上旬": ((2024, 11, 1), (2024, 11, 10)),
    "2024年第三季度": ((2024, 7, 1), (2024, 9, 30)),
    "上半年": ((0, 1, 1), (0, 6, 30)),
    "年底前完成": ((0, 1, 1), (0, 12, 31)),
    "2024年度": ((2024, 1, 1), (2024, 12, 31)),
    "2022年1月至2022年12月。": ((2022, 1, 1), (2022, 12, 31)),
    "2024年1-12月": ((2024, 1, 1), (2024, 12, 31)),
}


@pytest.mark.parametrize(("text", "span"), DEADLINES.items())
def test_a_deadline(text: str, span: tuple[Any, ...]) -> None:
    reading = read(text)
    assert isinstance(reading, Deadline)
    assert (reading.first, reading.last) == span
    assert reading.due == reading.last


def test_before_a_month_may_or_may_not_include_it() -> None:
    assert instance_of(Deadline, read("2024年10月前")).due == (2024, 10, 0)


def test_a_date_cell_is_a_deadline() -> None:
    assert read(date(2024, 12, 16)) == read("2024年12月16日")


@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000\n"])
def test_nothing_is_blank(blank: str | None) -> None:
    assert read(blank) == Blank()


@pytest.mark.parametrize("sign", ["/", "／", "—", "——", "-", "－", "--", "无", "不适用", "……", "N/A"])
def test_a_sign_that_nothing_applies(sign: str) -> None:
    assert read(sign) == NotApplicable()


WORDS = [
    "定性",
    "每月月初",
    "长期",
    "提高效率、运行规范",
    "合法真实完整",
    "1、有序、规范、稳妥；2、合法、完整、效益",
    "完成11家监管企业2022年度经营业绩考核工作。",
    "截至2022年底，指导6家企业完成章程修订工作。",
    "较上年度优化5%",
    "满意度提升10%",
    "5A级景区",
]


@pytest.mark.parametrize("text", WORDS)
def test_words_are_not_guessed_at(text: str) -> None:
    assert read(text) == Words(text)


UNREADABLE = {
    "≥": "没有数值",
    "≧ %": "没有数值",
    "不少于": "没有数值",
    "1,18": "千分位",
    "1.2.3": "规范的数字",
    "3/0": "分母为0",
    "≥95%且≤98%": "一个符号",
    "2023年11月31日": "11月没有31日",
    "2024年13月": "13月",
    "≥2024年12月": "最晚时间",
    "#DIV/0!": "公式出错",
    "#N/A": "公式出错",
    "9999999999999999999元": "过大",
}


@pytest.mark.parametrize(("text", "why"), UNREADABLE.items())
def test_what_cannot_be_read_says_why(text: str, why: str) -> None:
    reading = read(text)
    assert isinstance(reading, Unreadable)
    assert why in reading.reason


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300, 10**400, True, [1, 2], object()])
def test_a_value_that_is_no_figure_is_unreadable(value: Any) -> None:
    assert isinstance(read(value), Unreadable)


@pytest.mark.parametrize(
    ("value", "expected"), [(3, "3"), (0.1, "0.1"), (Decimal("2.50"), "2.50"), (0.1 + 0.2, "0.3"), (-1.5, "-1.5")]
)
def test_a_number_cell_is_what_it_shows(value: Decimal | float | int, expected: str) -> None:
    assert read(value) == Amount(Operator.NONE, Decimal(expected), digits=len(expected.partition(".")[2]), bare=True)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"), [("90%-95%", 90, 95, "%"), ("3～5次", 3, 5, "次"), ("3次至5次", 3, 5, "次")]
)
def test_a_range(text: str, low: int, high: int, unit: str) -> None:
    reading = read(text)
    assert isinstance(reading, Range)
    values = (reading.low.value, reading.high.value, reading.low.unit, reading.high.unit)
    assert values == (Decimal(low), Decimal(high), unit, unit)


SEVERAL = {
    "1、企业改革≥2家；2、经营性资产≥80%": [("企业改革", "≥2家"), ("经营性资产", "≥80%")],
    "1、企业改革≥2家；2核查经营性资产≥80%": [("企业改革", "≥2家"), ("核查经营性资产", "≥80%")],
    "1.培训≥2次\n2.检查≥3次": [("培训", "≥2次"), ("检查", "≥3次")],
    "1、≥2家2、≥80%": [("", "≥2家"), ("", "≥80%")],
    "①≥2家；②≥80%": [("", "≥2家"), ("", "≥80%")],
    "培训≥2次、检查≥3次": [("培训", "≥2次"), ("检查", "≥3次")],
    "1.5次；2次": [("", "1.5次"), ("", "2次")],
}


@pytest.mark.parametrize(("text", "parts"), SEVERAL.items())
def test_several_values_in_one_cell(text: str, parts: list[Any]) -> None:
    reading = read(text)
    assert isinstance(reading, Several)
    assert [(label, str(part)) for label, part in reading.parts] == parts


def test_a_part_of_several_may_be_words() -> None:
    assert instance_of(Several, read("1、规范有序；2、≥80%")).parts[0] == ("", Words("规范有序"))


NUMBERS = {
    "118.49": Decimal("118.49"),
    "1,184.90": Decimal("1184.90"),
    "118.49万元": Decimal("118.49"),
    "95.13%": Decimal("0.9513"),
    "2024.12": Decimal("2024.12"),
    "=3": Decimal(3),
    "": None,
    "——": NotApplicable(),
}


@pytest.mark.parametrize(("text", "expected"), NUMBERS.items())
def test_a_plain_number(text: str, expected: Decimal | NotApplicable | None) -> None:
    assert number(text) == expected


@pytest.mark.parametrize("text", ["≥3", "3-5", "提升", "2024年12月", "1,18", "定" * 600])
def test_not_a_plain_number(text: str) -> None:
    assert isinstance(number(text), Unreadable)


@pytest.mark.parametrize(
    ("name", "points"),
    [("产出指标(50分)", 50), ("效益指标（30 分）", 30), ("布置工作10分", 10), ("自评通知（7.5分）", Decimal("7.5"))],
)
def test_points_in_a_levels_name(name: str, points: Decimal | int) -> None:
    assert level_points(name) == points


@pytest.mark.parametrize("name", ["产出指标", "数量指标(1)", "", "10分钟", "长" * 20_000])
def test_a_name_without_points(name: str) -> None:
    assert level_points(name) is None


@pytest.mark.parametrize("piece", ["≥", "1、", "1", "(1)", "2024年", "一", "百分之", "≥1；", "1-", "1,111", "不超过"])
def test_a_long_cell_is_not_slow(piece: str) -> None:
    started = time.process_time()
    for length in (499, 20_000):
        read((piece * length)[:length])
    assert time.process_time() - started < 1  # a guard against catastrophe, not a benchmark


@pytest.mark.parametrize(("value", "text"), [("1E+5", "100000"), ("0.50", "0.5"), ("-0.00", "0"), ("20", "20")])
def test_plain_notation(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


PIECES = st.sampled_from(
    [*"≥≤<>=%/、；;,.()年月日前万元家次-~至 0123456789", "1、", "2、", "百分之", "提升", "底前", "\n"]
)
TEXTS = st.text() | st.lists(PIECES, max_size=30).map("".join)
VALUES = TEXTS | st.integers() | st.floats() | st.decimals() | st.none() | st.booleans() | st.dates()


@given(VALUES)
def test_reading_never_raises(value: Any) -> None:
    read(value)
    number(value)


@given(
    st.sampled_from(Operator),
    st.decimals(min_value=0, max_value=1000, places=2),
    st.sampled_from(["", "%", "万元", "家", "元/千克", "个百分点", "m²"]),
)
def test_an_amount_reads_back_what_it_prints(operator: Operator, value: Decimal, unit: str) -> None:
    amount = Amount(operator, value, unit, digits=2)
    assert read(str(amount)) == amount
