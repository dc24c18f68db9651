"""What the pages for people name is there: every command with its options, every link and picture, every path."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer
from jixiao.interfaces.cli.app import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "templates" / "README.md", *(ROOT / "docs").glob("*.md")]
PROGRAM: Any = typer.main.get_command(app)


def named_commands(text: str) -> Iterator[list[str]]:
    """The words behind each ``jixiao``: in blocks of examples, and between back quotes."""
    fenced = "\n".join(text.split("```")[1::2])
    blocks = re.findall(r"^ {4,}jixiao (.+)$", text, re.MULTILINE) + re.findall(r"^jixiao (.+)$", fenced, re.MULTILINE)
    for line in blocks + re.findall(r"`jixiao ([^`\n]+)`", text):
        yield shlex.split(line.replace("…", ""), comments=True)


def faults(words: list[str]) -> list[str]:
    """Words that name no command, and options that the command does not have."""
    command: Any = PROGRAM
    while hasattr(command, "list_commands") and words and not words[0].startswith("-"):
        if words[0] not in command.list_commands(None):
            return words[:1]
        command, words = command.get_command(None, words[0]), words[1:]
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return [word for word in words if word.startswith("-") and word.partition("=")[0] not in {*known, "--help"}]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_and_its_options_exist(page: Path) -> None:
    told = [(words, wrong) for words in named_commands(page.read_text("utf-8")) if (wrong := faults(words))]
    assert told == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_exists(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)|src=\"([^\"]+)\"", page.read_text("utf-8"))
    named = [unquote(link or picture) for link, picture in links]
    assert [link for link in named if "://" not in link and not (page.parent / link).exists()] == []


def test_readme_names_every_command_and_family() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    shown = [name for name in PROGRAM.list_commands(None) if not PROGRAM.get_command(None, name).hidden]
    assert [name for name in shown if f"`jixiao {name}" not in text] == []
    families = [folder.parent.name for folder in (ROOT / "workbook" / "forms").glob("[a-z]*/family.yaml")]
    assert [name for name in families if name != "mof" and f"`{name}`" not in text] == []


def test_every_target_of_make_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"(?:`|^ {4})make ([a-z-]+)", page.read_text("utf-8"), re.M)}
    assert named - targets == set()
