"""How what is wrong with a data file is told: where, what may stand there, and the nearest right word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_MOST_LISTED = 12
_NO_BASIS = ("source", "certainty")
_TYPES = {
    "string_type": "应是文字",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "int_from_float": "应是整数",
    "float_type": "应是数",
    "float_parsing": "应是数",
    "decimal_type": "应是数",
    "decimal_parsing": "应是数",
    "bool_type": "应写 true 或 false",
    "bool_parsing": "应写 true 或 false",
    "tuple_type": "应是列表，如 [甲, 乙]",
    "list_type": "应是列表，如 [甲, 乙]",
    "dict_type": "应写成「键: 内容」",
    "model_type": "应写成「键: 内容」",
    "model_attributes_type": "应写成「键: 内容」",
    "too_short": "不能空着",
    "too_long": "写得太多",
    "string_too_short": "不能空着",
}


def nearest(word: str, known: Iterable[str]) -> str:
    """``，是不是「…」？`` with the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), 1)
    return f"，是不是「{near[0]}」？" if near else ""


def listed(known: Iterable[str]) -> str:
    """``，可以写：…`` with what may stand there, if it is short enough to be read."""
    words = [word for word in known if word]
    return f"，可以写：{'、'.join(words)}" if 0 < len(words) <= _MOST_LISTED else ""


def explain(error: Mapping[str, Any], known_keys: Iterable[str]) -> str:
    """One of pydantic's errors in Chinese, with the place in the file."""
    place, last, kind = ".".join(map(str, error["loc"])), str(error["loc"][-1:] and error["loc"][-1]), error["type"]
    if kind == "extra_forbidden":
        return f"不认识的键「{place}」{nearest(last, known_keys)}"
    if kind == "missing":
        return f"缺少「{place}」" + ("（每条规则都要写明依据）" if last in _NO_BASIS else "")
    if kind == "value_error":
        return f"「{place}」{error['ctx']['error']}" if place else str(error["ctx"]["error"])
    return f"「{place}」的值不合要求：{str(error['input'])[:60]}{_expected(error)}"


def _expected(error: Mapping[str, Any]) -> str:
    if error["type"] == "literal_error":
        words = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        return nearest(str(error["input"]), words) + listed(words)
    told: Callable[[str], str] = "（{}）".format
    return told(_TYPES[error["type"]]) if error["type"] in _TYPES else ""
