"""Several values in one cell: ``1、企业改革≥2家；2、经营性资产≥80%``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jixiao.core.quantity.notation import normalise
from jixiao.core.quantity.reading_kinds import Amount, Reading, Several, Words

ReadOne = Callable[[str], Reading | None]

_SEPARATOR = re.compile(r"[;；\n]")
_FIRST = re.compile(r"(?:1[、)]|1\.(?!\d)|\(1\)|①|一、)")
_NEXT = re.compile(r"(?<=[^\d.])(?=(?:\(\d{1,2}\)|[②-⑨]|\d{1,2}[、)]|\d{1,2}\.(?!\d)))")
_MARK = re.compile(r"(?:\(\d{1,2}\)|[①-⑨]|[一二三四五六七八九]、|\d{1,2}(?:[、)]|\.(?!\d)))")
_SLOPPY = re.compile(r"\d(?=\D{2})(?=.*\d)")
_COMMA = re.compile(r"[,、]")


def parse_several(text: str, read_one: ReadOne) -> Several | None:
    """Read a text as several values, split at semicolons, line breaks or numbering.

    Returns:
        The parts, at least one of them a quantity; ``None`` if the text is not such a list.
    """
    parts = list(_split(text))
    if len(parts) < 2:
        return None
    readings = tuple(_part(part, read_one) for part in parts)
    if all(isinstance(reading, Words) for _, reading in readings):
        return None
    return Several(readings, text)


def _split(text: str) -> Iterator[str]:
    pieces = [normal for piece in _SEPARATOR.split(text) if (normal := normalise(piece))]
    if pieces and _FIRST.match(pieces[0]):
        return (_unnumbered(item) for piece in pieces for item in _NEXT.split(piece) if item)
    return iter(pieces if len(pieces) > 1 else _signed_list(pieces))


def _unnumbered(item: str) -> str:
    """The item without its number; ``2核查资产≥80%`` has lost the mark after it."""
    if match := _MARK.match(item):
        return item[match.end() :]
    return item[1:] if _SLOPPY.match(item) else item


def _signed_list(pieces: list[str]) -> list[str]:
    """``培训≥2次、检查≥3次``: commas separate only where every piece has its own sign, for they also group digits."""
    items = [item for piece in pieces for item in _COMMA.split(piece)]
    return items if all(re.search(r"[≥≤<>=]", item) for item in items) else pieces


def _part(item: str, read_one: ReadOne) -> tuple[str, Reading]:
    reading = read_one(item) or Words(item)
    return (reading.label if isinstance(reading, Amount) else ""), reading
