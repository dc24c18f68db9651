"""首页 counts by the rule of the command line: what is left blank, and in how many places something is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from jixiao.audit.checks import run
from jixiao.audit.checks.findings import SEVERITY
from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.build import build
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.left_blank import count_left_blank
from jixiao.model.forms.library import load
from jixiao.model.submission import start
from jixiao.model.submission.submission import Submission
from openpyxl.worksheet.worksheet import Worksheet

MakeSubmission = Callable[[str], Submission]


def built(submission: Submission, folder: Path) -> tuple[Evaluation, Worksheet, Worksheet]:
    """The evaluation, 首页 and 全部校验."""
    evaluation = build(load(submission.family), submission, folder / "自评.xlsx")
    book = openpyxl.load_workbook(folder / "自评.xlsx", data_only=True)
    return evaluation, book["首页"], book["全部校验"]


def listed(home: Worksheet, heading: str) -> int:
    """The sum of a column of the list of sheets."""
    head = next(row[0].row for row in home.iter_rows() if row[0].value == "表")
    column = next(cell.column for cell in home[head] if cell.value == heading)
    rows = range(head + 1, next(n for n in range(head + 1, 999) if not home.cell(n, 1).value))
    return sum(int(home.cell(row, column).value or 0) for row in rows)


@pytest.mark.parametrize("family", ["hunan-2024", "xinjiang-2024", "mof-transfer-2024", "chongqing-2024"])
def test_a_blank_book_has_as_many_cells_left_as_the_command_line_lists(family: str, tmp_path: Path) -> None:
    evaluation, home, _ = built(start(load(family), "某某局", 2024, 2), tmp_path)
    left = count_left_blank(evaluation)
    assert listed(home, "还没有填") == left
    assert home["B12"].value == f"还有 {left} 格没有填"


@pytest.mark.parametrize("sample", ["quyuan-2024", "junshan-2024"])
def test_a_filled_book_too_and_a_score_that_is_missing_counts(
    sample: str, submission_of: MakeSubmission, tmp_path: Path
) -> None:
    submission = submission_of(sample)
    for form in submission.of("overall"):
        form.rows["indicators"][1] |= {"actual": "", "score": ""}
        form.rows["indicators"][2]["name"] = ""
    evaluation, home, _ = built(submission, tmp_path)
    assert listed(home, "还没有填") == count_left_blank(evaluation)


@pytest.mark.parametrize("sample", ["quyuan-2024", "junshan-2024"])
def test_each_row_that_fails_counts_as_it_has_a_finding(
    sample: str, submission_of: MakeSubmission, tmp_path: Path
) -> None:
    evaluation, home, checks = built(submission_of(sample), tmp_path)
    rows = checks.iter_rows(min_row=3, max_col=4, values_only=True)
    of_cells = {(check, str(title).partition("：")[0]) for check, _, _, title in rows}  # others ask the whole text
    found = [f for f in run(evaluation) if f.outcome is Outcome.FAIL and (f.check, f.title) in of_cells]
    counts = Counter(SEVERITY[finding.severity] for finding in found)
    assert {level: listed(home, level) for level in ("错误", "提醒")} == {x: counts[x] for x in ("错误", "提醒")}
