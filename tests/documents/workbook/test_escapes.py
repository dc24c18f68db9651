"""Texts that look like the file's own escapes stay what they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.workbook.escapes import escaped, unescaped


@given(st.text(st.sampled_from("_x0005DFf甲"), max_size=24))
def test_any_text_is_what_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text
