"""A learned family's data as text that a person can read: short lines, small mappings on one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

_LONGEST_ON_A_LINE, _LONGEST_LINE, _PIECE = 84, 118, 90
_NEVER = 1_000_000
_LONG_TEXT = re.compile(r"(?P<before>\s*(?:- )?(?:[\w.]+: |- ))(?P<text>\S.*)")


class _Dumper(yaml.SafeDumper):
    """What would be long on one line takes one line for each of its parts."""

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        node = super().represent_mapping(tag, mapping, flow_style)
        size = sum(len(str(key)) + len(str(value)) + 4 for key, value in dict(mapping).items())
        if size > _LONGEST_ON_A_LINE:
            node.flow_style = False
        return node

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:
        node = super().represent_sequence(tag, sequence, flow_style)
        if sum(len(str(value)) + 2 for value in sequence) > _LONGEST_ON_A_LINE:
            node.flow_style = False
        return node


def yaml_text(data: Any) -> str:
    """The text of a file of data."""
    options: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "default_flow_style": None}
    text = yaml.dump(data, Dumper=_Dumper, width=_NEVER, **options)
    return "\n".join(short for line in text.split("\n") for short in _short(line))


def _short(line: str) -> Iterator[str]:
    """A line, or the lines of a long text that has no blanks to break it at."""
    match = _LONG_TEXT.fullmatch(line)
    if len(line) <= _LONGEST_LINE or match is None:
        yield line
        return
    text = json.dumps(str(yaml.safe_load(match["text"])), ensure_ascii=False)[1:-1]
    pieces = re.findall(rf"(?:\\.|[^\\]){{1,{_PIECE}}}", text)
    indent = " " * (len(match["before"]) - len(match["before"].lstrip()) + 4)
    yield f'{match["before"]}"{pieces[0]}\\'
    yield from (f"{indent}{piece}\\" for piece in pieces[1:-1])
    yield f'{indent}{pieces[-1]}"'
