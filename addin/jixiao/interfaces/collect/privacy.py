"""Names and telephone numbers of people, kept out of what a bureau's tables say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jixiao.documents.circulation.person_names import hidden, suspects
from jixiao.documents.circulation.private_words import without

_FIGURES = frozenset({"figures", "printed", "key", "number"})
"""Entries that hold figures alone; a large amount in 元 has as many digits as a telephone number."""


def names_in(texts: Iterable[str]) -> dict[str, str]:
    """What may be names of persons in some texts, each with what stands in its place."""
    return {suspect.name: hidden(suspect.name) for text in texts for suspect in suspects(text, "")}


def masked(value: Any, names: Mapping[str, str], key: str = "") -> Any:
    """Plain values with every text freed of the names, and of numbers to reach persons."""
    if isinstance(value, str):
        return value if key in _FIGURES else without(value, names)
    if isinstance(value, dict):
        return {key: masked(each, names, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [masked(each, names, key) for each in value]
    return value
