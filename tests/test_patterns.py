"""Every regular expression beyond one line has examples of what it takes and what it leaves, and keeps to them."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

PACKAGE = Path(__file__).parents[1] / "addin" / "jixiao"
EXAMPLES: dict[str, dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "data" / "pattern-examples.yaml").read_text("utf-8"),
    Loader=yaml.BaseLoader,  # noqa: S506 - every scalar stays text
)


def long_patterns() -> Iterator[str]:
    """The file and the name of each pattern that is written on more than one line."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and "re.compile" in ast.unparse(node):
                pattern = node.value.args[0]
                if (pattern.end_lineno or 0) > pattern.lineno:
                    yield f"{path.relative_to(PACKAGE).as_posix()} {ast.unparse(node.targets[0])}"


def pattern_of(place: str) -> re.Pattern[str]:
    file, name = place.split(" ")
    module = importlib.import_module("jixiao." + file.removesuffix(".py").replace("/", "."))
    return re.compile(getattr(module, name))


def test_every_long_pattern_has_examples() -> None:
    assert sorted(set(long_patterns()) - set(EXAMPLES)) == []
    assert all(examples["takes"] for examples in EXAMPLES.values())


@pytest.mark.parametrize("place", EXAMPLES)
def test_a_pattern_takes_and_leaves_what_its_examples_say(place: str) -> None:
    pattern, examples = pattern_of(place), EXAMPLES[place]
    found = {text: pattern.search(text) for text in [*examples["takes"], *examples["leaves"]]}
    assert {text: (match := found[text]) and match[0] for text in examples["takes"]} == examples["takes"]
    assert [text for text in examples["leaves"] if found[text]] == []
