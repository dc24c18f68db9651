"""``docs/architecture.md`` leads a newcomer right: every room is there, and every path it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "addin" / "jixiao"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
HOUSES = ("core", "model", "audit", "documents", "interfaces")


def rooms(house: str) -> set[str]:
    found = {
        path.stem for path in (PACKAGE / house).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    return found - {"__init__"}


def told() -> dict[str, set[str]]:
    """The rooms in the table of houses, by house."""
    found: dict[str, set[str]] = {}
    house = ""
    table = PAGE.split("\n## ")[1]
    for first, names in re.findall(r"^\| ([^|]*?) ?\| ([^|]*) \| [^|]* \|$", table, re.MULTILINE):
        house = first.strip("`") if first.strip("`") in HOUSES else house
        if house:
            found.setdefault(house, set()).update(re.findall(r"`(\w+)`", names))
    return found


@pytest.mark.parametrize("house", HOUSES)
def test_every_room_is_in_the_table(house: str) -> None:
    assert told()[house] == rooms(house)


def test_every_path_exists() -> None:
    paths = re.findall(r"`((?:addin|workbook|macros|tests|docs|templates)/[\w./-]*)`", PAGE)
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_no_line_is_too_long_to_read() -> None:
    assert [line for line in PAGE.splitlines() if len(line) > 120] == []
