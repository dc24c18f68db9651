"""How headings are numbered: 一、, （一）, 1., 第一部分; which way it is, and numbers to mend one with."""

from __future__ import annotations

import re

from jixiao.documents.intake.word_parts import chinese

CHAPTER, IN_BRACKETS, DIGITS, DIGITS_IN_BRACKETS = 4, 5, 6, 9
"""Ways of numbering: 一、, （一）, 1., （1）; outside of them 第一部分, 第一章, 第一节."""

_CHINESE, _DIGITS = "[一二三四五六七八九十百]{1,4}", r"\d{1,2}"
_STYLES = (
    rf"第\s*(?:{_CHINESE}|{_DIGITS})\s*部分",
    rf"第\s*(?:{_CHINESE}|{_DIGITS})\s*章",
    rf"第\s*(?:{_CHINESE}|{_DIGITS})\s*节",
    rf"{_CHINESE}\s*[、.．]",
    rf"[（(]\s*{_CHINESE}\s*[)）]",
    rf"{_DIGITS}\s*(?:[、.．](?!\d)|[\u3000\t ]+(?=[\u4e00-\u9fff]))",
    rf"{_DIGITS}[.．]{_DIGITS}(?![.．]?\d)[、.．]?",
    rf"{_DIGITS}[.．]{_DIGITS}[.．]{_DIGITS}[、.．]?",
    rf"(?:[（(]\s*{_DIGITS}\s*[)）]|{_DIGITS}[)）])",
    "[①-⑳]",
)
_NUMBERED = tuple(re.compile(rf"\s*{style}") for style in _STYLES)


def style_of(text: str) -> int:
    """Which way a heading is numbered, from 1; 0 if it is not."""
    return next((number for number, style in enumerate(_NUMBERED, 1) if style.match(text)), 0)


def chapter_number(count: int) -> str:
    """The number of a chapter: 三、."""
    return f"{chinese(count)}、"


def section_number(count: int) -> str:
    """The number of a section: （三）."""
    return f"（{chinese(count)}）"
