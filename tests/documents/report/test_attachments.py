"""Attachments: what stands in their tables and around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.documents.report import write_report
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.family import Family
from jixiao.model.forms.grid import lay_out
from jixiao.model.submission import FormData, start
from jixiao.model.submission.submission import Submission

from ...narrowing import present
from .golden import Table, read_tables

FORMS = ("base", "overall", "project")
CONTROL = "".join(map(chr, [*range(0, 9), 11, 12, *range(14, 32)]))


def form(submission: Submission, form_id: str) -> FormData:
    return next(submission.of(form_id))


def notes(document: WordFile) -> list[str]:
    return [p.text for p in document.paragraphs if present(p.style).name == "表外文字"]


def cell_at(table: Table, row: int, column: int) -> str:
    position = 0
    for cell in table[row]:
        if position == column:
            return cell.text
        position += cell.span
    raise AssertionError(f"no cell begins at row {row}, column {column}")


def printed(evaluation: Evaluation, table: Table, form_id: str, key: str, index: int = -1) -> str:
    """What the table prints for a field."""
    values = next(evaluation.of(form_id))
    cells = lay_out(values.form, values.data.rows).cells
    placed = next(p for p in cells if (p.key, p.index) == (key, index))
    return cell_at(table, placed.row, placed.column).removeprefix(placed.label)


def tables_of(submission: Submission, family: Family, folder: Path) -> tuple[Evaluation, list[Table]]:
    evaluation = evaluate(family, submission)
    write_report(evaluation, folder / "report.docx")
    return evaluation, read_tables(folder / "report.docx")


@pytest.mark.parametrize(
    "text", ["a<b>&c", "&lt;", "]]>", "=1+1", "{{ x }}", " 前后空格 ", "一\n二", "一\t二", "≥95％　。", "𠮷"]
)
def test_a_text_is_printed_as_it_was_typed(text: str, family: Family, empty: Submission, tmp_path: Path) -> None:
    form(empty, "project").fields["project_name"] = text
    evaluation, tables = tables_of(empty, family, tmp_path)
    assert printed(evaluation, tables[2], "project", "project_name") == text


def test_what_xml_forbids_is_dropped(family: Family, empty: Submission, tmp_path: Path) -> None:
    form(empty, "project").fields["project_name"] = f"道路{CONTROL}\ud800\ufffe\uffff改造"
    evaluation, tables = tables_of(empty, family, tmp_path)
    assert printed(evaluation, tables[2], "project", "project_name") == "道路改造"


def test_line_breaks_of_any_system_stay_one_line_break(family: Family, empty: Submission, tmp_path: Path) -> None:
    form(empty, "overall").fields["goal.expected"] = "一\r\n二\r三\n四"
    evaluation, tables = tables_of(empty, family, tmp_path)
    assert printed(evaluation, tables[1], "overall", "goal.expected") == "一\n二\n三\n四"


def test_a_very_long_text_is_whole(family: Family, empty: Submission, tmp_path: Path) -> None:
    text = "全年目标已经完成。" * 4000
    form(empty, "overall").fields["goal.actual"] = text
    evaluation, tables = tables_of(empty, family, tmp_path)
    assert printed(evaluation, tables[1], "overall", "goal.actual") == text


def test_figures_keep_the_digits_they_were_typed_with(family: Family, empty: Submission, tmp_path: Path) -> None:
    form(empty, "overall").fields |= {"funds.budget": "118.50", "funds.spent": "118.49", "expense.basic": "90.80"}
    evaluation, tables = tables_of(empty, family, tmp_path)
    assert printed(evaluation, tables[1], "overall", "funds.budget") == "118.50"
    assert printed(evaluation, tables[1], "overall", "expense.basic") == "90.80"
    assert printed(evaluation, tables[1], "overall", "funds.rate") == "99.99%"


def test_a_label_is_printed_in_the_units_wording(family: Family, empty: Submission, tmp_path: Path) -> None:
    form(empty, "overall").wording["预算部门名称"] = "区级预算部门名称"
    _, tables = tables_of(empty, family, tmp_path)
    assert tables[1][0][0].text == "区级预算部门名称"


def test_so_is_a_title(empty: Submission, report: Callable[..., Any]) -> None:
    form(empty, "overall").wording["{year}年度部门整体支出绩效自评表"] = "{year}年度预算部门整体支出绩效自评表"
    titles = [p.text for p in report(empty).paragraphs if present(p.style).name == "附件标题"]
    assert titles[1] == "2024年度预算部门整体支出绩效自评表"


def test_years_are_filled_into_labels(family: Family, empty: Submission, tmp_path: Path) -> None:
    _, tables = tables_of(empty, family, tmp_path)
    assert [cell.text for cell in tables[0][2]][1:] == ["2023年决算数", "2024年预算数", "2024年决算数"]


def test_a_label_and_its_value_stand_in_one_cell(family: Family, empty: Submission, tmp_path: Path) -> None:
    form(empty, "overall").fields["income.other"] = "8.36"
    _, tables = tables_of(empty, family, tmp_path)
    assert "其他资金：8.36" in [cell.text for row in tables[1] for cell in row]


def test_lines_below_hold_what_was_signed_and_ask_for_the_rest(empty: Submission, report: Callable[..., Any]) -> None:
    form(empty, "base").fields |= {"sign.preparer": "填表员", "sign.date": "2025-03-20"}
    line = "填表人：填表员　填报日期：2025-03-20　联系电话：［待填：联系电话］　单位负责人签字："
    assert notes(report(empty))[1] == line


def test_note_stands_below_its_table(empty: Submission, report: Callable[..., Any]) -> None:
    document = report(empty)
    below = document.tables[0]._tbl.getnext()
    assert notes(document)[0].startswith("说明：“项目支出”需要填报")
    assert below.text == notes(document)[0]


def test_rows_fill_the_grid_and_the_grid_fills_the_page(empty: Submission, report: Callable[..., Any]) -> None:
    for table in report(empty).tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iterchildren()]
        assert sum(widths) == round(156 / 25.4 * 1440)
        for row in table._tbl.tr_lst:
            assert sum(cell.width.twips for cell in row.tc_lst) == sum(widths)
            assert sum(cell.grid_span for cell in row.tc_lst) == len(widths)


def test_vertical_merges_continue_the_cell_above(sample_report: Callable[..., Any]) -> None:
    """Every ``continue`` stands under a cell of the same columns that is merged too, and is empty."""
    for table in read_tables(sample_report("cooperation-center-2024")):
        for above, row in pairwise([[], *table]):
            open_columns = {place for place, cell in placed_cells(above) if cell.merge}
            for place, cell in placed_cells(row):
                assert cell.merge != "continue" or (place in open_columns and cell.text == "")


def placed_cells(row: list[Any]) -> Iterator[tuple[tuple[int, int], Any]]:
    column = 0
    for cell in row:
        yield (column, cell.span), cell
        column += cell.span


def test_rows_may_not_break_over_pages(sample_report: Callable[..., Any]) -> None:
    document = docx.Document(str(sample_report("service-center-2024")))
    assert all(
        row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
        for table in document.tables
        for row in table._tbl.tr_lst
    )


def test_only_a_row_too_high_to_be_moved_may_be_split(empty: Submission, report: Callable[..., Any]) -> None:
    overall = next(empty.of("overall"))
    overall.fields["goal.expected"] = "目标" * 300
    overall.rows["indicators"][0]["name"] = "很长的指标名称" * 120
    rows = [row for table in report(empty).tables[1:3] for row in table._tbl.tr_lst]  # 附件2 in two parts
    whole = [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows]
    texts = ["".join(row.itertext()) for row in rows]
    assert [text[:3] for text, kept in zip(texts, whole, strict=True) if not kept] == ["目标目", "产出指"]


def test_long_words_are_broken_so_that_no_column_grows(empty: Submission, report: Callable[..., Any]) -> None:
    document = report(empty)
    for style in ("表格文字", "表格文字（左）"):
        assert document.styles[style].element.pPr.find(qn("w:wordWrap")).get(qn("w:val")) == "0"
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"


def test_an_empty_block_has_no_rows(family: Family, empty: Submission, tmp_path: Path) -> None:
    form(empty, "project").rows["indicators"] = []
    _, tables = tables_of(empty, family, tmp_path)
    assert [row[0].text for row in tables[2]][-2:] == ["绩效指标", "总分"]
    assert tables[2][-2][0].merge == ""


def fields(family: Family) -> list[tuple[str, str, str, int]]:
    """Every cell of an empty submission that may stay blank and is printed anyway: form, key, block, index."""
    submission = start(family, "某局", 2024)
    forms = [data for data in submission.forms if not family.form(data.form).optional]
    placed = ((data.form, p) for data in forms for p in lay_out(family.form(data.form), data.rows).cells)
    return [(name, p.key, p.block, p.index) for name, p in placed if p.key and not (p.cell.merge or p.cell.required)]


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_any_text_in_any_field_comes_back(family: Family, tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    name, key, block, index = data.draw(st.sampled_from(fields(family)))
    text = data.draw(st.text(st.characters(exclude_categories=[]), max_size=30))
    submission = start(family, "某局", 2024)
    target = form(submission, name)
    (target.rows[block][index] if block else target.fields)[key] = text
    evaluation, tables = tables_of(submission, family, tmp_path_factory.getbasetemp())
    assert printed(evaluation, tables[FORMS.index(name)], name, key, index) == as_printed(text)


def as_printed(text: str) -> str:
    text = "".join(c for c in text if c not in CONTROL and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    return text.replace("\r\n", "\n").replace("\r", "\n")
