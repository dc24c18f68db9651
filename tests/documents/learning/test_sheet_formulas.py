"""Formulas of a blank sheet: sums are the workbook's own, others are told."""

from __future__ import annotations

from pathlib import Path

from jixiao.documents.learning import learn
from jixiao.model.forms.family import Form
from jixiao.model.forms.grid import walk_cells
from openpyxl import load_workbook

from .blanks import PROJECT, grid, write_xlsx


def test_a_sum_is_the_workbooks_own_and_what_is_not_simple_is_told(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "样表.xlsx", "项目支出绩效自评表", grid(PROJECT))
    book = load_workbook(path)
    cells = book.active
    assert cells["B5"].value == "年度资金总额："
    cells["C5"], cells["D5"], cells["E5"] = "=SUM(C6:C8)", "=D6+D7", "=SUM(B5:E5)"
    cells["G5"], cells["C6"] = "=E5/D5", "=C7*2"
    book.save(path)
    learned = learn("learned", [path])
    formulas = {c.field: c.formula for _, c in walk_cells(Form.model_validate(learned.forms[0].data).rows) if c.field}
    parts = "fiscal.initial,carried.initial,other.initial"
    assert formulas["funds.initial"] == f'IF(COUNT({parts})=0,"",ROUND(SUM({parts}),6))'
    assert "fiscal.budget,carried.budget" in (formulas["funds.budget"] or "")
    assert formulas["funds.rate"] == "EXEC_RATE(funds.budget,funds.spent)"
    assert not formulas["funds.spent"]  # it adds up itself
    assert [remark.partition("是公式")[2] for remark in learned.remarks] == [
        " =SUM(B5:E5)，没有照搬",
        " =C7*2，没有照搬",
    ]
