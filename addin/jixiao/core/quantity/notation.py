"""One spelling for the many ways a keyboard writes signs, digits and numerals."""

from __future__ import annotations

import re

from jixiao.core.quantity.reading_kinds import Operator

ERROR_VALUES = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"})
"""What a spreadsheet shows where a formula has no result."""

_SIGNS = {
    "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "﹪": "%", "〜": "~", "∼": "~",
    "—": "-", "–": "-", "−": "-", "―": "-", "‐": "-", "‑": "-", "㎡": "m²", "㎥": "m³",
    "⩵": "=", "﹦": "=", "═": "=", "﹥": ">", "﹤": "<", "\u200b": "", "\ufeff": "",
}  # fmt: skip
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_HALF_WIDTH = str.maketrans(_FULL_WIDTH | _SIGNS)
_SPACES = re.compile(r"\s+")
_PAIRS = (
    ("(含)", ""), ("%(百分比)", "%"), ("(百分比)", "%"), ("百分比", "%"), ("(%)", "%"),
    (">=", "≥"), ("=>", "≥"), ("<=", "≤"), ("=<", "≤"),
)  # fmt: skip

OPERATORS = {
    **dict.fromkeys(["≥", "大于等于", "大于或等于", "不少于", "不低于", "不小于", "至少"], Operator.AT_LEAST),
    **dict.fromkeys([">", "大于", "高于", "超过", "多于"], Operator.MORE),
    **dict.fromkeys(["≤", "小于等于", "小于或等于", "不超过", "不高于", "不大于", "不多于", "至多"], Operator.AT_MOST),
    **dict.fromkeys(["<", "小于", "低于", "少于", "不足"], Operator.LESS),
    **dict.fromkeys(["=", "等于"], Operator.EQUAL),
}
"""Signs and words that stand before a value."""

SIGNS = tuple(OPERATORS)

TAILS = {
    **dict.fromkeys(["以上", "及以上", "或以上"], Operator.AT_LEAST),
    **dict.fromkeys(["以下", "及以下", "或以下", "以内", "之内", "内"], Operator.AT_MOST),
    **dict.fromkeys(["左右", "完成", "整"], Operator.NONE),
}
"""Words that follow a value; 以上、以下、以内 include the value itself (民法典第一千二百五十九条)."""

TAIL_WORDS = tuple(TAILS)

LEADS = ("共计", "合计", "总计", "累计", "全年", "大约", "达到", "完成", "实现", "共", "约", "达", "为", "计")
"""Words before a number that say nothing about it."""

_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNTED = re.compile(
    r"([零〇一二两三四五六七八九十]{1,3})(次|场|个|人|起|件|项|家|户|批|册|份|篇|台|套|处|所|座|条|名|例|宗)"
)
_NONE_OF = re.compile(r"零(?:事故|投诉|差错|失误|上访|伤亡|发生|违规|案件)?")
"""零事故: there was none."""
_PERCENT = re.compile(r"百分之(百|[零〇一二两三四五六七八九十]{1,3}|\d+(?:\.\d+)?)")


def normalise(text: str) -> str:
    """The text with half-width signs, one sign for each meaning, and no spaces."""
    text = _SPACES.sub("", text.translate(_HALF_WIDTH))
    for written, meant in _PAIRS:
        text = text.replace(written, meant)
    if "百分之" in text:
        text = _PERCENT.sub(lambda match: f"{_in_digits(match[1])}%", text)
    return _counted(text.rstrip("。"))


def _counted(text: str) -> str:
    """3次 for 三次, 0 for 零事故: what is nothing but a numeral in words with what it counts."""
    if match := _COUNTED.fullmatch(text):
        return _in_digits(match[1]) + match[2]
    return "0" if _NONE_OF.fullmatch(text) else text


def split_start(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    """The longest of the words that the text starts with, and the rest."""
    if not text.startswith(words):
        return "", text
    word = max((word for word in words if text.startswith(word)), key=len)
    return word, text[len(word) :]


def split_end(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    """What is before the longest of the words that the text ends with, and that word."""
    if not text.endswith(words):
        return text, ""
    word = max((word for word in words if text.endswith(word)), key=len)
    return text[: len(text) - len(word)], word


def _in_digits(numeral: str) -> str:
    if numeral[0].isdigit():
        return numeral
    if numeral == "百":
        return "100"
    tens, ten, ones = numeral.rpartition("十")
    return str(_DIGITS.get(tens, 1 if ten else 0) * 10 + _DIGITS.get(ones, 0))
