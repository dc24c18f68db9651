"""Figures read out of prose: unit, year, role, what they say of each other, and what is left alone."""

from __future__ import annotations

from decimal import Decimal
from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.quantity import Amount, Operator
from jixiao.core.quantity.printed_precision import adds_up, growth, is_within, percent_of, same, some_add_up, without
from jixiao.core.quantity.sentences import Label, Mention, MentionKind, Role, read_label, read_prose
from jixiao.core.quantity.sentences.chinese_amounts import in_digits
from jixiao.core.quantity.sentences.reader import _Reader


def figures(text: str) -> list[Mention]:
    return read_prose(text).mentions


def printed(text: str) -> list[str]:
    return [mention.amount.text for mention in figures(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("支出118.49万元，收入1,184,900元", ["118.49万元", "1,184,900元"]),
        ("全年支出 67.46 万元,其中5人", ["67.46万元", "5人"]),
        ("亏损-3.64亿元，占１２．５％", ["-3.64亿元", "12.5%"]),
        ("培训3期156人次，建成2处", ["3期", "156人次", "2处"]),
        ("上升0.2个百分点，是上年的1.5倍", ["0.2个百分点", "1.5倍"]),
        ("4125.49,4143.91万元", []),
        ("2024年12月31日，第3次会议，12个月，S101线", []),
        ("《关于印发100万元以下采购办法的通知》（财预〔2020〕10号）", []),
        ("每吨0.442元/千克，3万元/家", []),
        ("行政单位离退休（款）（01项）（208类）", []),
    ],
)
def test_what_counts_as_a_figure(text: str, found: list[str]) -> None:
    assert printed(text) == found


@pytest.mark.parametrize(
    ("label", "subject", "role", "year"),
    [
        ("2024年“三公”经费预算", "三公经费", Role.BUDGET, 2024),
        ("三公经费", "三公经费", Role.NONE, 0),
        ("公用经费年初预算数为", "公用经费", Role.INITIAL, 0),
        ("公用经费支出预算执行数", "公用经费支出", Role.FINAL, 0),
        ("一般公共预算财政拨款收入完成", "一般公共预算财政拨款收入", Role.NONE, 0),
        ("政府性基金预算支出决算", "政府性基金预算", Role.FINAL, 0),
        ("上年结转和结余", "上年结转和结余", Role.NONE, 0),
        ("上年基本支出", "基本支出", Role.PREVIOUS, 0),
        ("其中：在职人员共计", "在职人员", Role.NONE, 0),
        ("因公出国（境）费", "因公出国（境）费", Role.NONE, 0),
        ("计划培训", "培训", Role.PLAN, 0),
        ("总预算执行率", "总预算执行率", Role.NONE, 0),
        ("2024年度收入总计", "收入总计", Role.NONE, 2024),
        ("决算数", "", Role.FINAL, 0),
    ],
)
def test_what_words_before_a_figure_say(label: str, subject: str, role: Role, year: int) -> None:
    said = read_label(label)
    assert (said.subject.replace("(境)", "（境）"), said.role, said.year) == (subject, role, year)


def test_a_statement_with_its_share_and_its_change() -> None:
    text = "2024年基本支出53.06万元，其中：人员经费49.35万元，占基本支出的93.01%，比上年增加2.10万元，增长4.44%。"
    basic, people, share, change, rate = figures(text)
    assert (basic.kind, basic.label, basic.part_of) == (MentionKind.FIGURE, Label("基本支出", Role.NONE, 2024), -1)
    assert (people.label.subject, people.part_of) == ("人员经费", 0)
    assert (share.kind, share.whole) == (MentionKind.SHARE, "基本支出")
    assert (change.kind, change.rising) == (MentionKind.CHANGE, 1)
    assert (rate.kind, rate.rising) == (MentionKind.RATE, 1)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("完成年初预算的110%", [MentionKind.DONE]),
        ("资产负债率56.23%，同比下降0.2个百分点", [MentionKind.RATIO, MentionKind.OTHER]),
        ("比上年的15万元减少2.5万元，下降16.67%", [MentionKind.BASE, MentionKind.CHANGE, MentionKind.RATE]),
        ("近三年年均增长88.56%", [MentionKind.OTHER]),
        ("新增对企业补助63万元", [MentionKind.FIGURE]),
        ("占地50亩", [MentionKind.FIGURE]),
        ("总收入占比为12%", [MentionKind.SHARE]),
        ("由900万元增加到1000万元", [MentionKind.FIGURE, MentionKind.FIGURE]),
    ],
)
def test_what_a_figure_says(text: str, kinds: list[MentionKind]) -> None:
    assert [mention.kind for mention in figures(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "支出约100万元",
        "培训1400余人次",
        "投资超16亿元",
        "支出100万元左右",
        "不少于3家",
        "满意度90%-95%",
        "甲、乙分别为3万元和4万元",
    ],
)
def test_a_figure_that_is_not_exact_is_not_sure(text: str) -> None:
    assert figures(text)
    assert not any(mention.is_sure for mention in figures(text))


def test_figures_in_a_reason_are_no_part_of_the_account() -> None:
    text = "项目支出390.56万元，主要原因：新增房租；新增对企业补助63万元。其中：国资监管支出85.5万元。"
    prose = read_prose(text)
    assert [m.aside for m in prose.mentions] == [False, True, False]
    assert [w.amount.text for w in prose.lists[0].wholes] == ["390.56万元"]


def test_a_list_takes_its_whole_from_before_and_ends_with_its_bracket() -> None:
    prose = read_prose("基本支出100万元（其中：人员经费80万元、公用经费20万元），项目支出50万元。")
    assert [m.part_of for m in prose.mentions] == [-1, 0, 0, -1]
    assert not prose.lists[0].included


def test_what_a_bracket_includes_may_be_counted_or_not() -> None:
    prose = read_prose("在职人员42人（含派驻7人），退休11人。")
    assert [m.part_of for m in prose.mentions] == [-1, 0, -1]
    assert prose.lists[0].included


def test_a_part_takes_the_role_of_its_whole() -> None:
    _, part = figures("三公经费预算5万元，其中：公务接待费3万元。")
    assert part.label.role is Role.BUDGET


def test_a_figure_without_a_name_takes_the_last_one() -> None:
    prose = read_prose("公务接待费全年预算数0.07万元，决算数0.05万元。住房公积金（项）：支出决算数为29.17万元。")
    _, final, housing = prose.mentions
    assert (final.label.subject, final.label.role, final.inherited) == ("公务接待费", Role.FINAL, True)
    assert prose.names_its_thing(final)
    assert housing.label.subject == "住房公积金"


def test_a_quote_is_the_text_itself_and_not_too_long() -> None:
    text = "前一句。" + "甲" * 100 + "支出３．５万元，" + "乙" * 100 + "。后一句。"
    prose = read_prose(text)
    (mention,) = prose.mentions
    quote = prose.quote(mention)
    assert quote in text
    assert "３．５万元" in quote
    assert len(quote) <= 60


def amount(text: str) -> Amount:
    (mention,) = figures(text)
    return mention.amount


WAYS = ["118.49万元", "1,184,900元", "1184900.00元", "0.0118亿元", "118.5万元", "118万元"]


@pytest.mark.parametrize("one", WAYS)
@pytest.mark.parametrize("other", WAYS)
def test_one_amount_in_the_usual_ways_is_the_same(one: str, other: str) -> None:
    if {one, other} != {"118.5万元", "118万元"}:  # these two cannot both be roundings of one amount
        assert same(amount(one), amount(other))


@given(st.integers(min_value=1, max_value=10**13), st.sampled_from([2, 1]))
def test_an_amount_equals_itself_in_every_usual_way(cents: int, coarse: int) -> None:
    """118.49万元, 1,184,900元, 1184900.00元, 0.0118亿元: rounded to what is printed they are one amount."""
    yuan = Decimal(cents).scaleb(-2)
    ways = [f"{yuan:,f}元", f"{yuan:f}元", f"{round(yuan / 10_000, 6):f}万元", f"{yuan / 10**8:.8f}亿元"]
    rounded = f"{yuan / 10_000:.{coarse}f}万元"
    for text in ways:
        assert printed(text) == [text]
        assert same(amount(text), amount(ways[0]))
        assert same(amount(text), amount(rounded))
        assert same(amount(rounded), amount(text))


@given(st.decimals(min_value=1, max_value=10**6, places=2), st.integers(min_value=2, max_value=10**5))
def test_amounts_apart_by_more_than_their_digits_are_not_the_same(value: Decimal, cents: int) -> None:
    other = value + Decimal(cents).scaleb(-2)
    assert not same(amount(f"{value}万元"), amount(f"{other}万元"))


@given(st.lists(st.decimals(min_value=0, max_value=10**5, places=2), min_size=2, max_size=6))
def test_parts_add_up_to_their_sum_however_it_is_printed(parts: list[Decimal]) -> None:
    amounts = [amount(f"{part}万元") for part in parts]
    assert adds_up(amount(f"{sum(parts)}万元"), amounts)
    assert adds_up(amount(f"{sum(parts) * 10_000:f}元"), amounts)
    assert not adds_up(amount(f"{sum(parts) + 1}万元"), amounts)


@given(
    st.decimals(min_value=1, max_value=10**5, places=2),
    st.decimals(min_value=1, max_value=10**5, places=2),
    st.integers(min_value=0, max_value=4),
)
def test_a_rate_computed_and_rounded_fits(now: Decimal, before: Decimal, digits: int) -> None:
    change = abs(now - before)
    found = growth(amount(f"{now}万元"), amount(f"{change}万元"), 1 if now >= before else -1)
    share = percent_of(amount(f"{now}万元"), amount(f"{before}万元"))
    assert found
    assert share
    unit = Decimal(1)
    assert is_within(amount(f"{change / before * 100:.{digits}f}%"), found, unit)
    assert is_within(amount(f"{now / before * 100:.{digits}f}%"), share, unit)


def test_from_nothing_there_is_no_rate() -> None:
    assert growth(amount("17000.00万元"), amount("17000.00万元"), 1) is None
    assert percent_of(amount("5万元"), amount("0万元")) is None


def test_parts_of_parts_are_seen() -> None:
    parts = [amount(text) for text in ("100万元", "80万元", "20万元", "50万元")]
    assert some_add_up(amount("150万元"), parts)
    assert not some_add_up(amount("145万元"), parts)


def test_what_is_left_without_a_part() -> None:
    left = without(amount("42人"), amount("7人"))
    assert left
    assert left.value == 35
    assert without(amount("42人"), amount("7名")) is None


@given(st.text(alphabet="支出占其中比上年增长，。；：（）、1234567890.,%万元亿人\n《》", max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    prose = read_prose(text)
    for mention in prose.mentions:
        assert text[mention.place.start : mention.place.end]
        assert mention.amount.operator is Operator.NONE
        assert prose.quote(mention) in text


class Cut(str):
    """A text that counts how many of its characters are cut out."""

    characters = 0

    def __getitem__(self, where: SupportsIndex | slice) -> str:
        piece = super().__getitem__(where)
        self.characters += len(piece)
        return piece


def cut_out(brackets: int) -> int:
    """Characters that are cut out while a figure with so many brackets behind it is read."""
    reader = _Reader("全年支出5万元" + "（甲" * brackets)
    reader._text = text = Cut(reader._text)
    reader.read()
    return text.characters


def test_twice_as_many_brackets_cost_twice_as_much() -> None:
    assert cut_out(4_000) < 2.2 * cut_out(2_000)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一百二十万元", "120万元"), ("两亿三千万元", "2.3亿元"), ("十二点五万元", "12.5万元"), ("两千万元", "2千万元"),
        ("一亿零五百万元", "1.05亿元"), ("三千零五万元", "3005万元"), ("五亿元", "5亿元"), ("三十万元", "30万元"),
        ("三五万元", ""), ("几十万元", ""), ("百余万元", ""), ("一百二万元", ""), ("一亿五万元", ""), ("数百万元", ""),
    ],
)  # fmt: skip
def test_an_amount_in_words_is_read_where_it_is_one_number(text: str, found: str) -> None:
    assert printed(f"全年支出{text}。") == [found] * bool(found)
    assert len(in_digits(text)) == len(text)
