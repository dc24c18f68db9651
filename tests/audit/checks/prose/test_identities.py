"""The terms of an identity are told in the text's own words, and what spoils it is left alone."""

from __future__ import annotations

import pytest

from .conftest import Tell

CARRIED = "年初结转和结余50.35万元，本年收入200.12万元，本年支出230.21万元，{}年末结转和结余30.26万元。"


def test_terms_are_told_by_the_words_before_them(tell: Tell) -> None:
    (found,) = [f for f in tell({"text": CARRIED.format("")}) if f.check == "N17"]
    assert found.message == (
        "年初结转和结余50.35万元＋本年收入200.12万元－本年支出230.21万元应为20.26万元，“年末结转和结余”写的是30.26万元"
    )


@pytest.mark.parametrize("more", ["上缴财政后，", "结余分配3.00万元，", "另由财政收回2.00万元，"])
def test_where_more_is_taken_away_nothing_is_told(tell: Tell, more: str) -> None:
    assert not [f for f in tell({"text": CARRIED.format(more)}) if f.check == "N17"]
