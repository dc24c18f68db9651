"""A reviewer's copy comes back: its remarks stand on 校验 with a cell for the answer, and go out with the 上报版."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document
from jixiao.documents.circulation.remarks import NoRemarks, Remark, add_remarks, remarks_in
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.final import build_final
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission
from openpyxl.comments import Comment

Capture = pytest.CaptureFixture[str]
OVERALL = "附件2 整体支出自评表"


def place_of(path: Path, name: str) -> str:
    sheet = openpyxl.load_workbook(path)[OVERALL]
    reference: str = sheet.defined_names[name].attr_text
    return reference.rpartition("!")[2].replace("$", "")


def test_comments_on_a_handed_in_copy_are_read_at_the_workbook_s_own_cells(
    quyuan_book: Path, family: Family, tmp_path: Path
) -> None:
    whole = read_book(quyuan_book)[1]
    build_final(evaluate(family, whole), tmp_path / "上报.xlsx")
    book = openpyxl.load_workbook(tmp_path / "上报.xlsx")
    cells = [cell for row in book[OVERALL].iter_rows() for cell in row if isinstance(cell.value, str)]
    first, cell = cells[4], max(cells, key=lambda cell: cell.row)
    cell.comment, first.comment = Comment("总分与等级不符", "审核人"), Comment("请写全", "审核人")
    book.save(tmp_path / "批注.xlsx")
    found = remarks_in(tmp_path / "批注.xlsx", family, whole, None)
    assert {remark.text for remark in found} == {"总分与等级不符", "请写全"}
    ours = openpyxl.load_workbook(quyuan_book)[OVERALL]
    by_text = {remark.text: ours[remark.cell].value for remark in found}
    assert by_text == {"总分与等级不符": cell.value, "请写全": first.value}
    assert {remark.cell for remark in found} != {cell.coordinate, first.coordinate}  # boundary rows lie between


def test_word_comments_are_read_with_the_words_they_are_about(
    quyuan_book: Path, family: Family, quyuan: Submission, tmp_path: Path
) -> None:
    write_report(evaluate(family, quyuan), tmp_path / "报告.docx")
    document = Document(str(tmp_path / "报告.docx"))
    paragraph = next(p for p in document.paragraphs if len(p.text) > 20 and p.runs and "\n" not in p.text)
    document.add_comment(paragraph.runs, text="这句话的数与附件1不符", author="审核人", initials="审")
    document.save(str(tmp_path / "批注.docx"))
    (remark,) = remarks_in(tmp_path / "批注.docx", family, quyuan, None)
    assert (remark.sheet, remark.author) == ("报告", "审核人")
    assert remark.text == f"“{paragraph.text[:40]}”：这句话的数与附件1不符"
    Document().save(str(tmp_path / "没有.docx"))
    with pytest.raises(NoRemarks, match="没有可以读的内容"):
        remarks_in(tmp_path / "没有.docx", family, quyuan, None)


def test_somebody_elses_workbook_without_remarks_is_told_to_be_no_part(
    family: Family, quyuan: Submission, tmp_path: Path
) -> None:
    path = tmp_path / "工资表.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(NoRemarks, match=r"「工资表\.xlsx」不是这个工作簿分出去的，也不是它的副本"):
        remarks_in(path, family, quyuan, None)


def test_a_list_with_a_column_of_remarks_is_read(family: Family, quyuan: Submission, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["问题清单"],
        ["表", "校验内容", "情况说明"],
        [OVERALL, "执行率", "请改为 95%"],
        [OVERALL, "总分", None],
    ):
        book.active.append(row)
    book.save(tmp_path / "清单.xlsx")
    (remark,) = remarks_in(tmp_path / "清单.xlsx", family, quyuan, None)
    assert (remark.sheet, remark.text) == (OVERALL, "执行率：请改为 95%")


def test_remarks_that_came_before_keep_their_answers(quyuan: Submission) -> None:
    one = Remark(OVERALL, "C5", "请核对", "审核人", "批注.xlsx")
    assert add_remarks(quyuan, [one]) == 1
    quyuan.lists["remarks"] = [one.row("已核对")]
    assert add_remarks(quyuan, [one, Remark(OVERALL, "C6", "请核对", "审核人", "批注.xlsx")]) == 1
    assert [row[3] for row in quyuan.lists["remarks"]] == ["已核对", ""]


def test_from_the_copy_to_the_answer_and_out_with_the_final_version(
    family: Family, quyuan: Submission, tmp_path: Path, capsys: Capture
) -> None:
    source = tmp_path / "自评.xlsx"
    build(family, quyuan, source)
    cell = place_of(source, "funds_spent")
    book = openpyxl.load_workbook(source)
    book[OVERALL][cell].comment = Comment("与决算不符，请核对", "财政审核")
    copy = tmp_path / "批注.xlsx"
    book.save(copy)
    values = openpyxl.load_workbook(copy)  # openpyxl leaves formulas without results; none is typed here
    assert values[OVERALL][cell].comment is not None
    merged = tmp_path / "有意见.xlsx"
    assert run(["merge", str(source), str(copy), "-o", str(merged)]) == 0
    assert "读到审核意见 1 条" in capsys.readouterr().out
    assert read_book(merged)[1].lists["remarks"] == [(OVERALL, cell, "与决算不符，请核对", "", "财政审核", "批注.xlsx")]
    book = openpyxl.load_workbook(merged)
    sheet = book["校验"]
    (answer,) = [c for row in sheet.iter_rows() for c in row if c.value == "与决算不符，请核对"]
    place = sheet.cell(answer.row, answer.column + 1)
    assert not place.protection.locked
    assert any(c.comment for row in book[OVERALL].iter_rows() for c in row) is False
    place.value = "已按决算改正"
    book.save(merged)
    again = tmp_path / "又合并.xlsx"
    assert run(["merge", str(merged), str(copy), "-o", str(again)]) == 0
    assert [row[3] for row in read_book(again)[1].lists["remarks"]] == ["已按决算改正"]
    assert run(["final", str(again), "-o", str(tmp_path / "上报.xlsx")]) == 0
    sheet = openpyxl.load_workbook(tmp_path / "上报.xlsx")["审核意见答复"]
    assert [cell.value for cell in sheet[2]] == [f"{OVERALL} {cell}", "与决算不符，请核对", "已按决算改正"]
