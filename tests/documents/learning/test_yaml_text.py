"""A learned family's data as text: what is read back is what was written, in lines that a person can read."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.learning.yaml_text import yaml_text

TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x85\u2028\u2029\ufeff"))
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), DATA))
def test_what_is_read_back_is_what_was_written(data: dict[str, Any]) -> None:
    assert yaml.safe_load(yaml_text(data)) == data


def test_long_notes_take_several_lines() -> None:
    note = "1.预算执行情况口径：预算数为调整后财政资金总额，执行数为实际支出数；" * 8
    cells = [{"field": "notes", "kind": "long_text", "align": "left", "help": note}, {"label": '"引号"\\' + note}]
    text = yaml_text({"rows": [{"cells": cells}], "note": note})
    assert max(len(line) for line in text.split("\n")) <= 120
    assert yaml.safe_load(text) == {"rows": [{"cells": cells}], "note": note}
