"""How what is wrong with a data file is told: where, what may stand there, and the nearest right word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from jixiao.model.forms.fault_lines import without_kinds

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


def told(errors: Iterable[Mapping[str, Any]], known_keys: Iterable[str]) -> list[tuple[tuple[Any, ...], str]]:
    """Pydantic's errors, each mistake once: its place in the data, and what is wrong in Chinese.

    A key that is missing where a misspelt one stands is told by that one; a value that may be one of several kinds of
    thing by the first of them.
    """
    listed_errors, known, found = list(errors), list(known_keys), dict[tuple[Any, ...], str]()
    missing = [error["loc"] for error in listed_errors if error["type"] == "missing"]
    meant = {loc: _meant(loc, missing) for loc in (e["loc"] for e in listed_errors if e["type"] == "extra_forbidden")}
    for error in listed_errors:
        place = _without_types(error["loc"])
        if error["type"] == "missing" and error["loc"] in meant.values():
            continue
        near = meant.get(error["loc"])
        found.setdefault(place, explain({**error, "loc": place}, near[-1:] if near else known))
    return list(found.items())


def _meant(loc: tuple[Any, ...], missing: Iterable[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """The missing key beside an unknown one that is spelt nearly as it."""
    beside = {str(each[-1]): each for each in missing if each[:-1] == loc[:-1]}
    near = difflib.get_close_matches(str(loc[-1]), beside, 1)
    return beside[near[0]] if near else None


def _without_types(loc: tuple[Any, ...]) -> tuple[Any, ...]:
    """The place without the type that pydantic tried there last."""
    return loc[:-1] if len(loc) > 1 and _TRIED.match(str(loc[-1])) else loc


_TRIED = re.compile(r"(int|str|float|bool|tuple\[.*|list\[.*|dict\[.*|function-.*|constrained-.*)$")


def explain(error: Mapping[str, Any], known_keys: Iterable[str]) -> str:
    """One of pydantic's errors in Chinese, with the place in the file."""
    place, last, kind = shown(error["loc"]), str(error["loc"][-1:] and error["loc"][-1]), error["type"]
    if kind == "extra_forbidden":
        return f"不认识的键「{place}」{nearest(last, known_keys)}"
    if kind == "missing":
        return f"缺少「{place}」" + ("（每条规则都要写明依据）" if last in _NO_BASIS else "")
    if kind == "value_error":
        return f"「{place}」{error['ctx']['error']}" if place else str(error["ctx"]["error"])
    if error["input"] is None:
        return f"「{place}」空着{_expected(error)}" if place else f"里面是空的{_expected(error)}"
    given = f"值不合要求：{str(error['input'])[:60]}{_expected(error)}"
    return f"「{place}」的{given}" if place else given


def shown(place: Iterable[str | int]) -> str:
    """``rows 第5项 cells 第1项 marge``: keys and the numbers of items as people count them."""
    return " ".join(f"第{step + 1}项" if isinstance(step, int) else step for step in without_kinds(tuple(place)))


def _expected(error: Mapping[str, Any]) -> str:
    if error["type"] == "literal_error":
        words = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        near = nearest(str(error["input"]), words)
        return near + listed(words).lstrip("，" if near else "")
    if isinstance(error["input"], int | float) and error["type"] in _TEXT_OR_KEYS:
        return f'（文字要加引号，如 "{error["input"]}"）'
    return f"（{_TYPES[error['type']]}）" if error["type"] in _TYPES else ""


_TEXT_OR_KEYS = frozenset({"string_type", "model_type", "model_attributes_type"})
