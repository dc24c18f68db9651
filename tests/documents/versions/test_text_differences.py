"""What changed inside a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.versions.text_differences import ChangeKind, FigureChange, Piece, figure_changes, pieces

TEXT = st.text("全年预算数执行率。，118.49%万元 ab", max_size=40)


def told(old: str, new: str) -> str:
    """Both texts in one: [-taken out-], [+put in+]."""
    signs = {ChangeKind.KEPT: ("", ""), ChangeKind.OUT: ("[-", "-]"), ChangeKind.IN: ("[+", "+]")}
    return "".join(f"{signs[p.kind][0]}{p.text}{signs[p.kind][1]}" for p in pieces(old, new))


@given(TEXT, TEXT)
def test_both_texts_are_in_the_pieces(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(p.text for p in found if p.kind is not ChangeKind.IN) == old
    assert "".join(p.text for p in found if p.kind is not ChangeKind.OUT) == new


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(piece.kind is ChangeKind.KEPT for piece in pieces(text, text))
    assert figure_changes(text, text) == []


def test_a_figure_is_changed_as_a_whole_with_its_unit() -> None:
    old, new = "全年执行数118.49万元，执行率100%。", "全年执行数118.50万元，执行率100%。"
    assert told(old, new) == "全年执行数[-118.49万元-][+118.50万元+]，执行率100%。"
    assert Piece(ChangeKind.IN, "118.50万元", is_figure=True) in pieces(old, new)


def test_a_single_sign_between_two_changes_belongs_to_them() -> None:
    assert told("甲的乙在", "丙的丁在") == "[-甲的乙-][+丙的丁+]在"


def test_a_figure_kept_between_two_changes_stays() -> None:
    assert told("甲5乙", "丙5丁") == "[-甲-][+丙+]5[-乙-][+丁+]"


def test_figures_are_told_with_their_sentence() -> None:
    old = "预算20万元。执行18万元，结余2万元。另有说明。"
    new = "预算20万元。执行19万元，结余1万元。另有说明。"
    sentence = "执行19万元，结余1万元。"
    assert figure_changes(old, new) == [
        FigureChange("18万元", "19万元", sentence),
        FigureChange("2万元", "1万元", sentence),
    ]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("没有支出。", "支出3.5万元。", FigureChange("", "3.5万元", "支出3.5万元。")),
        ("支出3.5万元。", "没有支出。", FigureChange("3.5万元", "", "支出3.5万元。")),
        ("97.00", "96.51", FigureChange("97.00", "96.51", "96.51")),
        ("", "12", FigureChange("", "12", "12")),
        ("1,234.5万元", "1234.5万元", FigureChange("1,234.5万元", "1234.5万元", "1234.5万元")),
    ],
)
def test_figures_that_come_go_or_change(old: str, new: str, change: FigureChange) -> None:
    assert figure_changes(old, new) == [change]


def test_a_text_of_enormous_length_counts_as_changed_as_a_whole() -> None:
    old, new = "甲" * 20_001, "乙"
    assert pieces(old, new) == [Piece(ChangeKind.OUT, old), Piece(ChangeKind.IN, new)]
