"""Names of persons and numbers to reach them, in texts: how they are left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from jixiao.documents.circulation.person_names import spelled

PHONE = re.compile(
    r"(?<![\d.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\s?[\d.万亿元])|(?<![\d.])0\d{2,3}[-－—]\d{7,8}(?![\d.])"
    r"|(?<=电话)[：: ]*\d{7,8}(?![\d.])|(?<![\d.])\d{17}[\dXx](?![\d.])"
    r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
"""Telephone numbers, numbers of identity cards, and mail addresses."""
PRIVATE_LABEL = re.compile(r"填表人|填报人|制表人|经办人|联系人|审核人|复核人|联系电话|电话|手机|签字|签名|签批")
"""Labels of cells and lines that stand for a person."""
LEFT_OUT = "（略）"


def without(text: str, names: Mapping[str, str]) -> str:
    """A text without numbers to reach persons, and with other words for some names, however those are spread."""
    if names:
        text = _finder(tuple(names)).sub(lambda match: names.get(match[0]) or names["".join(match[0].split())], text)
    return PHONE.sub(LEFT_OUT, text)


@lru_cache(maxsize=16)
def _finder(names: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for all of some names; of two that begin alike the longer one is found."""
    return re.compile("|".join(spelled(name) for name in sorted(names, key=len, reverse=True)))
