"""Whether a text in a cell for a figure may be read as one: a native formula and what it says, from one table.

It never calls unreadable what :func:`.as_typed_figure` reads. Where it cannot tell, it says that the text may be one:
校验全部 reads it, and puts the figure there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from jixiao.core.functions.results import BLANK_RESULT
from jixiao.model.forms.family import Kind

_END = "e0"
"""Stands behind the text: nothing that a spreadsheet takes for a date or a fraction is a number with it."""

_SPELLINGS = {
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    "．": ".", ",": "", "，": "", " ": "", "　": "", BLANK_RESULT: "", "－": "-", "−": "-", "—": "-", "–": "-",
}  # fmt: skip
_MONEY = ("元", "亿", "万", "千", "百")
_ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    "amount": _MONEY,
    "yuan": _MONEY,
    "count": ("人", "名", "个", "万", "千", "百"),
    "points": ("分",),
    "area": ("平方米", "平米", "m²", "㎡", "m2", "万"),
    "percent": ("%", "％", "‰"),
}
"""Units, in the order in which they are taken away from the end."""

_NUMERALS = "零〇一二两三四五六七八九十百"
_BEGINNINGS: Mapping[Kind, str] = {"count": _NUMERALS, "percent": "百"}
"""What a count or a percentage written in words begins with: 三人, 百分之五."""

_MOST_UNITS = 3
"""Units that are taken away before a comma is judged."""

_FIRST_GROUPED = 1_000
"""The first number that commas divide."""

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}

_PLAIN = re.compile(r" *([-+]?[0-9]*)(?:\.[0-9]*)? *")
_NUMBER = re.compile(rf"[-+]?(\d+\.?\d*|\.\d+){_END}")


def readable_formula(cell: str, kind: Kind) -> str:
    """A formula that says whether the text of a cell may be a figure."""
    before, behind = _around(kind)
    is_number = f"ISNUMBER(VALUE({before}{cell}{behind}))"
    words = _BEGINNINGS.get(kind)
    return f'OR({is_number},ISNUMBER(FIND(LEFT({cell},1),"{words}")))' if words else is_number


def stray_formula(cell: str, kind: Kind) -> str:
    """A formula that says whether a comma stands among the digits of a cell where no thousand ends: 125,5.

    Such a text does not hold its number as it is written with commas, or begins with 0. ``ASC`` makes digits of full
    width narrow; an Excel whose language has none leaves them, and the text is said to be one that may be read.
    """
    text = f'SUBSTITUTE(ASC({cell}),"，",",")'
    bare = f'SUBSTITUTE({text},",","")'
    for unit in _ENDINGS[kind][:_MOST_UNITS]:
        bare = f'SUBSTITUTE({bare},"{unit}","")'
    grouped = f'TEXT(TRUNC(ABS(VALUE({bare}))),"[<1000]""x"";#,##0")'
    is_other = f'(SUBSTITUTE({text},{grouped},"")={text})+(LEFT(TRIM({text}),1)="0")'
    is_digit = f'FIND(MID({text},FIND(",",{text})+1,1),"0123456789")'
    return f"IFERROR(({is_other})*{is_digit},0)>0"


def has_stray_comma(text: str, kind: Kind) -> bool:
    """What that formula says of a text."""
    text = text.translate(_NARROW)
    bare = text.replace(",", "")
    for unit in _ENDINGS[kind][:_MOST_UNITS]:
        bare = bare.replace(unit, "")
    match = _PLAIN.fullmatch(bare)
    if not match or not re.match(r"[^,]*,[0-9]", text):
        return False
    whole = abs(int(match[1].strip("+-") or 0))
    return whole < _FIRST_GROUPED or f"{whole:,}" not in text or text.strip().startswith("0")


@cache
def _around(kind: Kind) -> tuple[str, str]:
    """What stands before a cell and behind it in a formula that brings its text to one spelling."""
    replaced = [f',"{written}","{meant}")' for written, meant in _replacements(kind)]
    return "SUBSTITUTE(" * len(replaced), f'&"{_END}"{"".join(replaced)}'


def may_be_read(text: str, kind: Kind) -> bool:
    """What that formula says of a text."""
    ended = text + _END
    for written, meant in _replacements(kind):
        ended = ended.replace(written, meant)
    return bool(_NUMBER.fullmatch(ended)) or text[:1] in tuple(_BEGINNINGS.get(kind, ""))


def _replacements(kind: Kind) -> Iterator[tuple[str, str]]:
    yield from _SPELLINGS.items()
    yield from ((ending + _END, _END) for ending in ("。", *_ENDINGS[kind]))
