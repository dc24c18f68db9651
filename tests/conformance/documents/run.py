"""Ask a program about the documents of this folder: ``run.py "jixiao check {file} --family {form} --format json"``."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
_FIGURE = re.compile(r"\d+(?:\.\d+)?")

Ask = Callable[[Path, str], list[dict[str, Any]]]
"""A document and its form → the findings."""


def cases() -> list[dict[str, Any]]:
    """The documents with what must be found."""
    return list(yaml.safe_load((FOLDER / "expected.yaml").read_text("utf-8")))


def faults(case: dict[str, Any], ask: Ask) -> Iterator[str]:
    """What a program misses in a document, or says of the right one."""
    quoted = [_figures(found) for found in ask(FOLDER / case["file"], case["form"]) if found["severity"] == "error"]
    for wanted in case["found"]:
        if not any(set(wanted) <= figures for figures in quoted):
            yield f"{case['file']}: nothing quotes {'、'.join(wanted)} ({case['planted']})"
    if not case["found"]:
        others = [wanted for other in cases() for wanted in other["found"]]
        said = [wanted for wanted in others if any(set(wanted) <= figures for figures in quoted)]
        yield from (f"{case['file']}: said to have {'、'.join(wanted)}, which it has not" for wanted in said)


def _figures(found: dict[str, Any]) -> set[str]:
    return set(found.get("figures") or ()) | set(_FIGURE.findall(found.get("message", "")))


def by_command(command: str) -> Ask:
    """A program asked on its command line."""

    def ask(file: Path, form: str) -> list[dict[str, Any]]:
        words = [word.format(file=file, form=form) for word in shlex.split(command)]
        answer = subprocess.run(words, capture_output=True, text=True, check=False)
        return list(json.loads(answer.stdout))

    return ask


if __name__ == "__main__":
    told = [fault for case in cases() for fault in faults(case, by_command(sys.argv[1]))]
    print("\n".join(told) or f"{len(cases())} documents: all found, nothing said wrongly")
    sys.exit(bool(told))
