"""Two sequences side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.versions.alignment import aligned

LINES = st.lists(st.sampled_from(["收入", "支出", "结余", "项目一", "项目二", "无"]), max_size=12)


def pairs(old: list[str], new: list[str]) -> list[tuple[str | None, str | None]]:
    return aligned(old, new, lambda line: line, lambda line: line)


def differing(old: list[str], new: list[str]) -> list[tuple[str | None, str | None]]:
    return [pair for pair in pairs(old, new) if pair[0] != pair[1]]


@given(LINES)
def test_the_same_is_paired_with_itself(lines: list[str]) -> None:
    assert pairs(lines, lines) == [(line, line) for line in lines]


@given(LINES, LINES)
def test_everything_is_there_once_and_in_order(old: list[str], new: list[str]) -> None:
    found = pairs(old, new)
    if "".join(old) != "".join(new):
        assert [a for a, _ in found if a is not None] == old
        assert [b for _, b in found if b is not None] == new


@given(LINES, st.data())
def test_one_thing_changed_is_one_pair_and_one_more_is_one(lines: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(lines)))
    added = data.draw(st.sampled_from(["收入", "新的一段"]))
    (change,) = differing(lines, [*lines[:place], added, *lines[place:]])
    assert change == (None, added)
    if place < len(lines) and lines[place] != added:
        assert differing(lines, [*lines[:place], added, *lines[place + 1 :]]) == [(lines[place], added)]


def test_what_is_alike_became_the_other_where_numbers_differ() -> None:
    old, new = ["全年预算数118.49万元", "另有说明"], ["全年预算数119.50万元"]
    assert pairs(old, new) == [(old[0], new[0]), (old[1], None)]


def test_what_is_not_alike_went_and_came() -> None:
    assert pairs(["甲乙丙", "丁"], ["戊己庚辛"]) == [("甲乙丙", None), ("丁", None), (None, "戊己庚辛")]


def test_things_of_two_classes_never_become_each_other() -> None:
    assert aligned([1], ["一"], lambda item: item, str) == [(1, None), (None, "一")]


def test_only_another_place_of_the_break_is_no_difference() -> None:
    assert differing(["上半句，下半句", "完"], ["上半句，", "下半句", "完"]) == []


def test_very_much_in_one_place_is_not_compared_one_by_one() -> None:
    old, new = [f"旧的第{n}段" for n in range(150)], [f"新的第{n}段" for n in range(151)]
    found = pairs(old, new)
    assert len(found) == 301
    assert all(a is None or b is None for a, b in found)
