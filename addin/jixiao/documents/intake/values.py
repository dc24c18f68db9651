"""How values are printed in other people's tables, as the form's cells take them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.submission.figures import cell_value, plain

_YUAN = Decimal("0.0001")
"""万元 in a 元."""
_LARGEST_SHARE = 2
"""A figure without a sign from here on is a percentage, as 98.5 below 执行率（%）; 0.985 is a share."""
_POINTS = re.compile(r"[（(]\s*(\d{1,3}(?:\.\d{1,2})?)\s*分[^）)]*[)）]\s*$")


def as_figure(text: str, kind: Kind) -> str:
    """A figure in the usual characters: full-width digits, spaces before a unit and ﹪ do not count.

    A percentage gets its sign where only the heading has it. What is no figure stays as it is.
    """
    if kind not in NUMERIC:
        return text
    for said in (text, "".join(unicodedata.normalize("NFKC", text).split())):
        value = cell_value(said, kind)
        if isinstance(value, Decimal):
            is_percentage = kind == "percent" and "%" not in said and abs(value) >= _LARGEST_SHARE
            return f"{said}%" if is_percentage else said
    return text


def in_ten_thousands(text: str) -> str:
    """An amount in 元 as 万元; what is no plain figure stays as it is."""
    value = cell_value(text, "amount")
    return plain(value * _YUAN) if isinstance(value, Decimal) else text


def points_named(text: str) -> str:
    """The points in the brackets that end a name or a heading: ``培训人次（10分）`` → ``10``; else the empty text."""
    match = _POINTS.search(text)
    return match[1] if match else ""
