"""Filling in a whole workbook by 下一步 alone: everything that every unit fills in is asked for, then problems come."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw
from jixiao.model.submission.submission import Submission

from .hand_run import sit_down

pytestmark = [pytest.mark.live, pytest.mark.long]


def test_the_next_step_asks_for_all_that_a_report_needs(app: xw.App, quyuan: Submission, tmp_path: Path) -> None:
    run = sit_down(app, tmp_path, quyuan)
    run.fill()
    filled = run.desk.submission()
    assert next(filled.of("overall")).rows["indicators"][0]["name"]
    assert next(filled.of("overall")).fields["funds.budget"] == next(quyuan.of("overall")).fields["funds.budget"]
    assert filled.texts["overall"]["duties"] == quyuan.texts["overall"]["duties"]
    assert all(row["actual"] for row in next(filled.of("overall")).rows["indicators"] if row["name"])
    assert run.sign().is_file()
