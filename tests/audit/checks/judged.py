"""Documents of every class, judged by hand, and how precise each check is on them.

``python -m tests.audit.checks.judged`` writes workbook/forms/mof/precision.yaml anew.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

from jixiao.audit.checks import Finding, run
from jixiao.core import resources
from jixiao.core.functions.results import Outcome
from jixiao.documents.intake import read_report
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.json_schema import naming
from jixiao.model.forms.library import load
from jixiao.model.forms.yaml_file import read_yaml

from ...documents.intake.word import docx

DOCUMENTS: list[dict[str, Any]] = read_yaml(
    Path(__file__).parents[2] / "data" / "judged-documents.yaml", text_only=True
)
PATH = resources.path("workbook", "forms", "mof", "precision.yaml")
_HEAD = (
    f"{naming('precision')}\n"
    "# 每条校验在 tests/data/judged-documents.yaml 的文件上说了几次、其中几次属实。\n"
    "# 由 python -m tests.audit.checks.judged 写出，不要手改。\n"
    "# 公开文件上，属实的低于九成的错误改为提醒，低于七成的改为提示。\n"
)


def findings(document: dict[str, Any], folder: Path) -> list[Finding]:
    """The errors and warnings on a document, before any is lowered."""
    path = docx(folder / f"{document['id']}.docx", *blocks(document["text"]))
    submission = read_report(path).submission
    found = run(evaluate(load(submission.family), submission), is_lowered=False)
    return [one for one in found if one.outcome is Outcome.FAIL and one.severity != "info"]


def blocks(text: str) -> list[Any]:
    """Paragraphs and tables."""
    found: list[Any] = []
    for is_table, lines in groupby(text.strip().splitlines(), key=lambda line: line.startswith("|")):
        rows = [line.strip().strip("|").split("|") if not is_table else line[1:-1].split("|") for line in lines]
        found += [rows] if is_table else ["|".join(row) for row in rows]
    return found


def is_told_of(finding: Finding, expected: dict[str, Any]) -> bool:
    said = {*finding.figures, *expected["figures"]} == set(finding.figures)
    return finding.check == expected["check"] and said


def counted(folder: Path) -> dict[str, dict[str, int]]:
    """How often each check was told, and how often that was so."""
    told: Counter[str] = Counter()
    so: Counter[str] = Counter()
    for document in DOCUMENTS:
        for finding in findings(document, folder):
            told[finding.check] += 1
            so[finding.check] += any(is_told_of(finding, expected) for expected in document.get("told", []))
    return {check: {"told": told[check], "so": so[check]} for check in sorted(told)}


def written(counts: dict[str, dict[str, int]]) -> str:
    """The file's text."""
    lines = (f"{check}: {{told: {count['told']}, so: {count['so']}}}\n" for check, count in counts.items())
    return _HEAD + "".join(lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        PATH.write_text(written(counted(Path(temporary))), "utf-8")
