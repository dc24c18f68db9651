"""The line of a family's file where something is wrong; 0 where no one line can be named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

_KINDS = frozenset({"row", "pattern", "repeat", "side"})
_QUOTED = re.compile(r"「([^」]+)」")
_FORMULA = re.compile(r"公式 (.+?) 里|处读不下去：(.+)$")


def line_at(path: Path, place: Sequence[str | int], parts: Mapping[str, Any]) -> int:
    """The line of the entry to which keys and numbers of a list lead, or of the last that is there.

    Args:
        path: a YAML file that was read before.
        place: keys and numbers from 0, as pydantic gives them; names of kinds of rows among them lead nowhere.
        parts: what ``{use: name}`` stands for: a list of it takes as many places as it has items.
    """
    node, line = yaml.compose(path.read_bytes(), yaml.SafeLoader), 0
    for step in without_kinds(place):
        found = _below(node, step, parts)
        if found is None and isinstance(step, int):
            break
        if found is not None:
            node, line = found
    return line


def without_kinds(place: Sequence[str | int]) -> list[str | int]:
    """The place without what pydantic puts behind a row's number: the kind of row that it took it for."""
    before = (None, *place)
    return [step for last, step in zip(before, place, strict=False) if not (isinstance(last, int) and step in _KINDS)]


def _below(node: yaml.Node | None, step: str | int, parts: Mapping[str, Any]) -> tuple[yaml.Node, int] | None:
    """The node at a key or number, and its line."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if str(key.value) == str(step):
                return value, int(key.start_mark.line) + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        for item in node.value:
            step -= _places(item, parts)
            if step < 0:
                return item, int(item.start_mark.line) + 1
    return None


def _places(item: yaml.Node, parts: Mapping[str, Any]) -> int:
    """How many items of the whole list an item of the file stands for."""
    if isinstance(item, yaml.MappingNode) and len(item.value) == 1 and item.value[0][0].value == "use":
        part = parts.get(str(item.value[0][1].value))
        return len(part) if isinstance(part, list) else 1
    return 1


def line_of_words(path: Path, fault: str) -> int:
    """The one line of a file that holds the formula or the first quoted word of a fault, if exactly one does."""
    formulas = [found for pair in _FORMULA.findall(fault) for found in pair if found]
    lines = path.read_text("utf-8", errors="replace").splitlines()
    for words in (*formulas, *_QUOTED.findall(fault)):
        whole = re.compile(rf"(?<![\w.:-]){re.escape(words)}(?![\w-])")
        holding = [number for number, line in enumerate(lines, 1) if whole.search(line)]
        if len(holding) == 1:
            return holding[0]
    return 0
