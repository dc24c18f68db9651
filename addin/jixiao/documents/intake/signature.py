"""The line under a table that tells who filled it in, when, and who signs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from jixiao.model.forms.family import Cell

_LONGEST = 200
_LEAST_LABELS = 2
_COLONS = ":：;；"
_SENTENCE = re.compile(r"[。，！？]")


def split_line(
    text: str, labels: Sequence[Cell], synonyms: Mapping[str, Sequence[str]], least: int = _LEAST_LABELS
) -> list[tuple[Cell, str, str]]:
    """A line such as ``填表人：    填报日期：2023.3.22  联系电话：`` cut at its labels.

    Args:
        text: the line.
        labels: the cells of the form's own lines.
        synonyms: other spellings of labels.
        least: how many labels make it such a line.

    Returns:
        The form's cell, the label as printed and the value, for each label found; nothing if fewer are found, if
        something stands before them, or if it is a sentence: then it is no such line.
    """
    if len(text) > _LONGEST:
        return []
    found = sorted(
        (match.start(), match.end(), index)
        for index, cell in enumerate(labels)
        if (match := _pattern(cell.label, tuple(synonyms.get(cell.label, ()))).search(text))
    )
    if len(found) < least or text[: found[0][0]].strip():
        return []
    with_colon = [end for start, end, _ in found if any(mark in text[start:end] for mark in _COLONS)]
    if len(with_colon) < least and _SENTENCE.search(text):
        return []
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    return [
        (labels[index], text[start:end].strip(), text[end:until].strip())
        for (start, end, index), until in zip(found, ends, strict=True)
    ]


@lru_cache(maxsize=1024)
def _pattern(label: str, synonyms: tuple[str, ...]) -> re.Pattern[str]:
    """The label or another spelling of it, spaces between its characters, with the colon behind it."""
    spellings = sorted((_bare(label), *map(_bare, synonyms)), key=len, reverse=True)
    spaced = (r"\s*".join(map(re.escape, spelling)) for spelling in spellings)
    return re.compile(f"(?:{'|'.join(spaced)})\\s*[{_COLONS}]?")


def _bare(label: str) -> str:
    return label.strip().rstrip(":：")
