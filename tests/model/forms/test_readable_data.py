"""What a person can read and change: short lines, and no IF inside an IF; both for every family's files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jixiao.core import resources
from jixiao.model.forms.expression import ExpressionError, all_calls, parse
from jixiao.model.forms.sentence_template import MARK
from jixiao.model.forms.yaml_file import read_yaml

LONGEST_LINE = 120
FORMS = resources.path("workbook", "forms")
FILES = [path.relative_to(FORMS).as_posix() for path in sorted(FORMS.glob("*/*")) if path.suffix in (".yaml", ".toml")]
EXPRESSIONS = frozenset({"formula", "test", "if"})
"""The keys whose texts are expressions."""


def expressions(value: Any, key: str = "") -> Iterator[str]:
    """Every expression in a file's content: of a key that holds one, and of the marks in sentences."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from expressions(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from expressions(inner, key)
    elif isinstance(value, str) and key in EXPRESSIONS:
        yield value
    elif isinstance(value, str):
        yield from (mark[1:] for mark in MARK.findall(value) if mark.startswith("="))


def is_nested(text: str) -> bool:
    """Whether an IF stands inside an IF; placeholders of checks (``{column}``) count as words."""
    tree = parse(text.replace("{", "").replace("}", ""))
    outer = (call for call in all_calls(tree) if call.function == "IF")
    return any(inner.function == "IF" for call in outer for part in call.arguments for inner in all_calls(part))


@pytest.mark.parametrize("name", FILES)
def test_no_line_is_too_long_to_read(name: str) -> None:
    lines = (FORMS / name).read_text("utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE] == []


@pytest.mark.parametrize("name", [name for name in FILES if Path(name).suffix == ".yaml"])
def test_no_expression_has_an_if_inside_an_if(name: str) -> None:
    assert [text for text in expressions(read_yaml(FORMS / name)) if is_nested(text)] == []


def test_what_is_held_to_these_limits_can_break_them() -> None:
    nested = "IF(a>1,IF(b>1,1,2),3)"
    data = {"rows": [{"formula": nested}], "sentences": ["甲{=" + nested + "}"], "when": [{"if": nested}]}
    assert [is_nested(text) for text in expressions(data)] == [True] * 3
    assert not is_nested("SUM(IF(a>1,1,2),IF(b>1,1,2))")
    with pytest.raises(ExpressionError):
        is_nested("IF(")
