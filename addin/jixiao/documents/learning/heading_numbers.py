"""How headings are numbered: 一、, （一）, 1., 第一部分; which way it is, and numbers to mend one with."""

from __future__ import annotations

import re

from jixiao.documents.intake.word_parts import chinese
from jixiao.model.forms.numbering import without_numbering

CHAPTER, IN_BRACKETS, DIGITS, DIGITS_IN_BRACKETS = 40, 50, 60, 90
"""Ways of numbering: 一、, （一）, 1., （1）; outside of them 第一部分, 第一章, 第一节."""

OUTERMOST, STEP = CHAPTER - 5, 10
"""A way that has no place of its own and begins an outline; from one way with a place of its own to the next."""

PLACELESS = 1000
"""From here on ways that stand in one outline above, in another below the others: Ⅰ、, 甲、, A., （A）."""

_CHINESE, _DIGITS, _ROMAN = "[一二三四五六七八九十百]{1,4}", r"[\d０-９]{1,2}", "(?:[Ⅰ-Ⅻ]|[IVX]{1,4})"
_NUMBER, _SAID = f"(?:{_CHINESE}|{_DIGITS}|{_ROMAN})", r"(?=\s*[\u4e00-\u9fff“《])"
_COUNTS_NOTHING = r"(?![个万亿户元月]|年(?!度)|项(?!目)|人(?!员))(?=[\u4e00-\u9fff])"
_OPEN, _CLOSE, _POINT = "[（(〔【\\[]", "[)）〕】\\]]", "[、.．]"
_STYLES = (
    rf"第\s*{_NUMBER}\s*(?:部分|篇)|部分\s*{_CHINESE}(?=[\s：:、])",
    rf"第\s*{_NUMBER}\s*章",
    rf"第\s*{_NUMBER}\s*节",
    rf"{_CHINESE}\s*(?:{_POINT}|[：:，,]{_SAID})|{_CHINESE}(?:[\t\u3000]|  )\s*(?![般公])(?=[\u4e00-\u9fff]{{2}})",
    rf"(?:{_OPEN}\s*{_CHINESE}\s*{_CLOSE}|{_CHINESE}\s*[)）]|[㈠-㈩])",
    rf"(?:{_DIGITS}\s*(?:{_POINT}(?!\d)|[：:，,]{_SAID}|[\u3000\t ]+{_COUNTS_NOTHING})|[⒈-⒛])",
    rf"{_DIGITS}[.．]{_DIGITS}(?![.．]?\d|[万亿元%％倍])[、.．]?",
    rf"{_DIGITS}[.．]{_DIGITS}[.．]{_DIGITS}[、.．]?",
    rf"(?:{_OPEN}\s*{_DIGITS}\s*{_CLOSE}|{_DIGITS}[)）]|[⑴-⒇])",
    "[①-⑳❶-❿㊀-㊉]",
)
_PLACELESS_STYLES = (
    rf"(?:{_ROMAN}\s*{_POINT}|[Ⅰ-Ⅻ]\s+){_SAID}",
    rf"{_OPEN}\s*{_ROMAN}\s*{_CLOSE}{_SAID}",
    rf"[甲乙丙丁戊己庚辛]\s*{_POINT}(?![甲乙丙丁]){_SAID}",
    rf"{_OPEN}\s*[甲乙丙丁戊己庚辛]\s*{_CLOSE}{_SAID}",
    rf"[壹贰叁肆伍陆柒捌玖拾]\s*{_POINT}{_SAID}",
    rf"{_OPEN}\s*[壹贰叁肆伍陆柒捌玖拾]\s*{_CLOSE}{_SAID}",
    rf"[A-ZＡ-Ｚ]\s*{_POINT}{_SAID}",
    rf"{_OPEN}\s*[A-ZＡ-Ｚ]\s*{_CLOSE}{_SAID}",
    rf"(?:[a-zａ-ｚ]|[ivx]{{2,4}})\s*(?:{_POINT}|[)）]){_SAID}",
    rf"{_OPEN}\s*[a-zａ-ｚ]{{1,4}}\s*{_CLOSE}{_SAID}",
)
_NUMBERED = [(STEP * n, re.compile(rf"\s*(?:{style})")) for n, style in enumerate(_STYLES, 1)]
_NUMBERED += [(PLACELESS + n, re.compile(rf"\s*(?:{style})")) for n, style in enumerate(_PLACELESS_STYLES)]
_COUNT = re.compile(rf"{_CHINESE}|{_DIGITS}")
_COUNTS = {chinese(count): count for count in range(1, 100)} | {"百": 100}
_BEHIND = re.compile(r"[\s、.．:：,，]*")


def style_of(text: str) -> int:
    """Which way a heading is numbered; 0 if it is not."""
    return next((way for way, style in _NUMBERED if style.match(text)), 0)


def number_of(text: str) -> str:
    """The number that a text begins with, and the marks behind it; "" for none."""
    match = next((match for _, style in _NUMBERED if (match := style.match(text))), None)
    return text[: _BEHIND.match(text, match.end()).end()] if match else ""  # type: ignore[union-attr]


def count_of(text: str) -> int:
    """What a heading's number counts: 3 of 第三章; 0 for none."""
    found = _COUNT.search(number_of(text))
    return _COUNTS.get(found[0], 0) or int(found[0]) if found else 0


def point_of(text: str) -> str:
    """The mark right behind a heading's number: 、 of 一、, . of 1．."""
    found = re.search(_POINT, number_of(text))
    return found[0].replace("．", ".") if found else ""


def without_number(text: str) -> str:
    """A heading without its number."""
    return without_numbering(text.strip()[len(number_of(text.strip())) :])


def chapter_number(count: int) -> str:
    """The number of a chapter: 三、."""
    return f"{chinese(count)}、"


def section_number(count: int) -> str:
    """The number of a section: （三）."""
    return f"（{chinese(count)}）"
