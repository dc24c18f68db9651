"""A form learned from a blank, filled in, printed and read again: everything has its place in each of the three."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.documents.intake import read_report
from jixiao.documents.intake.table_places import TablePlace, find_place
from jixiao.documents.learning import learn, prove, write_family
from jixiao.documents.report import report_document
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Cell, Family, Form
from jixiao.model.forms.grid import walk_blocks, walk_cells
from jixiao.model.forms.library import load, refresh
from jixiao.model.submission import FormData, start

from .blanks import PROJECT, grid, write_docx
from .truth import read_truth

TITLE = "项目支出绩效自评表（2025年度）"
BLANKS = Path(__file__).parents[2] / "data" / "blanks"
WRITTEN = {"amount": "100", "yuan": "100", "count": "10", "percent": "100%", "date": "2026年3月20日", "points": "5"}


def typed(cell: Cell) -> str:
    return WRITTEN.get(cell.kind, f"填的{cell.field}。")


def fill_in(form: Form, data: FormData) -> None:
    """Something in every place that has nothing and reckons nothing."""
    parts = (form.above, form.rows, form.below)
    for cell in (cell for part in parts for block, cell in walk_cells(part) if cell.field and not block):
        if not cell.formula:
            data.fields[cell.field] = data.fields.get(cell.field) or typed(cell)
    for block in walk_blocks(form.rows):
        rows = data.rows.get(block.repeat) or [{}]
        cells = [cell for cell in block.cells if not cell.formula]
        data.rows[block.repeat] = [{cell.field: row.get(cell.field) or typed(cell) for cell in cells} for row in rows]


def family_of(name: str, folder: Path, forms: Path) -> Family:
    write_family(learn("learned", [read_truth(BLANKS / f"{name}.txt").write(folder)]), forms / "learned")
    refresh()
    return load("learned")


@pytest.mark.parametrize(
    "name",
    [
        "customs_special_2017",  # columns of the indicators under a heading of their own
        "hebei_baoding_summary_list_2023",  # a list of projects with a row for all of them
        "fujian_fuzhou_project_2021",  # headings in two rows over one row of values
        "jilin_overall_2023",  # 收入 and 支出 side by side, a numbered list
        "jiangsu_province_report_table",  # lines of a cover above it
        "neimenggu_transfer_2022",  # the project's name is printed
        "shaanxi_special_two_forms_2023",
        "shandong_jinan_project_2024",  # funds under headings in two rows
        "tianjin_jizhou_compact_2024",  # what is filled in stands behind its label, and that ends with a bracket
        "xinjiang_kashi_base_staff_2023",  # the line of who filled it in takes two
        "yunnan_project_public14_2022",
        "zhejiang_ningbo_project_2022",  # who reports, when and in which unit on one line above
    ],
)
def test_what_is_filled_in_is_printed_and_read_again(name: str, tmp_path: Path, forms: Path) -> None:
    family = family_of(name, tmp_path, forms)
    assert prove(family, forms / "learned").differences == ()
    submission = start(family, "某某局", family.head.year, 1)
    for data in submission.forms:
        fill_in(family.form(data.form), data)
    report_document(evaluate(family, submission)).save(str(tmp_path / "报告.docx"))
    read = read_report(tmp_path / "报告.docx", "learned").submission
    assert [f"{item.where}：{item.text}" for item in read.unplaced] == []
    for written, again in zip(submission.forms, read.forms, strict=True):
        assert {key: again.fields.get(key) for key in written.fields} == written.fields
        for block, rows in written.rows.items():
            kept = [{key: other.get(key) for key in row} for row, other in zip(rows, again.rows[block], strict=True)]
            assert kept == rows


def test_a_form_filled_in_as_two_tables_is_read_from_both(tmp_path: Path, forms: Path) -> None:
    lines = [[cell or f"填的{r}行{c}列" for c, cell in enumerate(row)] for r, row in enumerate(grid(PROJECT))]
    lines[2][1] = ""  # the corner over the rows' names
    parts = lines[:9], lines[9:]
    write_family(learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT))]), forms / "learned")
    refresh()
    whole = read_report(write_docx(tmp_path / "一张.docx", TITLE, lines), "learned")
    both = read_report(write_docx(tmp_path / "两张.docx", TITLE, *parts), "learned")
    (one,), (two,) = whole.submission.forms, both.submission.forms
    assert one.rows["indicators"]
    assert one.fields["project_name"]
    assert (two.fields, two.rows, two.wording) == (one.fields, one.rows, one.wording)
    assert both.sureness == whole.sureness
    assert len(both.submission.unplaced) == len(whole.submission.unplaced)
    assert find_place(two.sheet, two.places["indicators[1].target"]) == TablePlace(1, 2, 3)
    assert find_place(two.sheet, two.places["funds.spent"]) == TablePlace(0, 3, 4)


def test_two_projects_right_behind_each_other_stay_two(tmp_path: Path, forms: Path) -> None:
    write_family(learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT))]), forms / "learned")
    refresh()
    lines = grid(PROJECT)
    lines[0][1] = "某项目"
    read = read_report(write_docx(tmp_path / "两个.docx", TITLE, lines, lines), "learned").submission
    assert [data.fields["project_name"] for data in read.forms] == ["某项目", "某项目"]
