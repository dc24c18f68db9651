"""上报版: what is handed in and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from jixiao.documents.workbook.final import build_final
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission

from .conftest import BASE, OVERALL

BLANK_PROJECT, APPRAISAL = "附件3 项目1", "附件4 考核评分表"


def sheets(family: Family, submission: Submission, folder: Path) -> list[str]:
    build_final(evaluate(family, submission), folder / "上报版.xlsx")
    names: list[str] = openpyxl.load_workbook(folder / "上报版.xlsx").sheetnames
    return names


def test_an_optional_form_is_handed_in_only_when_something_is_filled_in(
    family: Family, new_unit: Submission, tmp_path: Path
) -> None:
    assert sheets(family, new_unit, tmp_path) == [BASE, OVERALL, BLANK_PROJECT]
    next(new_unit.of("appraisal")).fields["notice.score"] = "8"
    assert sheets(family, new_unit, tmp_path) == [BASE, OVERALL, BLANK_PROJECT, APPRAISAL]


def test_figures_stand_as_values_and_nothing_helps_to_fill_them_in(
    family: Family, quyuan: Submission, tmp_path: Path
) -> None:
    sheets(family, quyuan, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "上报版.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [sheet.title for sheet in book if sheet.defined_names or sheet.data_validations.dataValidation]


def test_items_within_another_stand_one_step_in(family: Family, quyuan: Submission, tmp_path: Path) -> None:
    sheets(family, quyuan, tmp_path)
    column = openpyxl.load_workbook(tmp_path / "上报版.xlsx")[BASE]["A"]
    indents = {str(cell.value): cell.alignment.indent for cell in column}
    items = ("公用经费", "其中：办公经费", "水费、电费、差旅费", "政府采购金额")
    assert [indents[item] for item in items] == [0, 2, 2, 0]
