"""Blanks that are none, or not what they seem: a clear message or the right reading, never a half-written family."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from jixiao.core.errors import UserError
from jixiao.core.files import OutputError
from jixiao.documents.learning import BlankError, learn, learned_family, prove, put_back, replace_family, write_family
from jixiao.model.forms.family import Form
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.library import load, load_folder, refresh
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Border

from .blanks import ABOVE, LEFT, PROJECT, grid, write_docx, write_xlsx

TITLE = "项目支出绩效自评表"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TEXT_BOX = (
    f"<w:p {nsdecls('w')}><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
    "<w:p><w:r><w:t>项目名称</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def keys_of(form: Form) -> set[str]:
    return {cell.field for block, cell in walk_cells(form.rows) if cell.field and not block}


def test_a_form_as_a_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "pixel.png").write_bytes(PIXEL)
    document = Document()
    document.add_picture(str(tmp_path / "pixel.png"))
    document.save(str(tmp_path / "样表.docx"))
    with pytest.raises(BlankError, match=r"只有图片.*可编辑的 Word 或 Excel"):
        learn("learned", [tmp_path / "样表.docx"])


@pytest.mark.parametrize("suffix", [".pdf", ".doc", ".wps", ".xls", ".et", ".jpg", ".txt"])
def test_a_file_of_another_kind_is_told_what_to_do(tmp_path: Path, suffix: str) -> None:
    blank = tmp_path / f"样表{suffix}"
    blank.write_bytes(b"%PDF-1.7\n" if suffix == ".pdf" else b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64)
    with pytest.raises(UserError, match="样表") as raised:
        learn("learned", [blank])
    assert any(word in str(raised.value) for word in ("另存", "docx", "选对了样表文件"))


@pytest.mark.parametrize("name", ["样表.docx", "样表.xlsx"])
def test_a_broken_or_missing_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="样表"):
        learn("learned", [tmp_path / name])
    (tmp_path / name).write_bytes(b"PK\x03\x04 not a package")
    with pytest.raises(UserError, match="样表"):
        learn("learned", [tmp_path / name])


def test_words_in_text_boxes_are_told_and_the_form_is_learned(tmp_path: Path) -> None:
    blank = write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT))
    document = Document(str(blank))
    document.element.body.insert(0, parse_xml(TEXT_BOX))
    document.save(str(blank))
    learned = learn("learned", [blank])
    assert "funds.spent" in keys_of(Form.model_validate(learned.forms[0].data))
    assert any("文本框里的字没有读入" in remark for remark in learned.remarks)


def test_a_form_in_a_text_box_alone_is_told(tmp_path: Path) -> None:
    document = Document()
    document.element.body.insert(0, parse_xml(TEXT_BOX))
    document.save(str(tmp_path / "样表.docx"))
    with pytest.raises(BlankError, match="样表"):
        learn("learned", [tmp_path / "样表.docx"])


def test_a_table_inside_a_cell_is_learned_and_told(tmp_path: Path) -> None:
    document = Document()
    outer = document.add_table(1, 1)
    inner = outer.cell(0, 0).add_table(3, 2)
    for row, label in enumerate(("项目名称", "主管部门", "实施单位")):
        inner.cell(row, 0).text = label
    document.save(str(tmp_path / "样表.docx"))
    learned = learn("learned", [tmp_path / "样表.docx"])
    assert keys_of(Form.model_validate(learned.forms[0].data)) == {"project_name", "department", "implementer"}
    assert any("套在另一张表的格子里" in remark for remark in learned.remarks)


def test_a_form_without_a_title_has_one_all_the_same(tmp_path: Path) -> None:
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", grid(PROJECT))])
    assert learned.forms[0].data["title"] == "绩效自评表"
    assert learned.title


def test_a_table_that_is_no_form_is_left_and_named_the_form_beside_it_learned(tmp_path: Path) -> None:
    list_of_names = [["序号", "姓名", "电话"], ["1", "", ""], ["2", "", ""]]
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", list_of_names, TITLE, grid(PROJECT))])
    assert [form.data["title"] for form in learned.forms] == [TITLE]
    assert any("第 1 个表不像自评表" in remark for remark in learned.remarks)


def test_two_hundred_columns_in_word_are_refused(tmp_path: Path) -> None:
    blank = write_docx(tmp_path / "样表.docx", TITLE, [[f"栏{n}" for n in range(200)], [""] * 200])
    with pytest.raises(BlankError, match="200 列"):
        learn("learned", [blank])


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BlankError, match="没有文字，也没有表格"):
        learn("learned", [write_docx(tmp_path / "样表.docx")])
    with pytest.raises(BlankError):
        learn("learned", [write_xlsx(tmp_path / "样表.xlsx", [["", ""]])])


def test_a_family_is_written_whole_or_not_at_all(tmp_path: Path, forms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT))])
    write_family(learned, forms / "kept")
    before = {path.name: path.read_bytes() for path in (forms / "kept").iterdir() if path.is_file()}

    def broken(*_: object) -> str:
        raise OSError("磁盘已满")

    monkeypatch.setattr(learned_family, "_scoring", broken)
    with pytest.raises((OSError, OutputError)):
        write_family(learned, forms / "learned")
    with pytest.raises((OSError, OutputError)):
        replace_family(learned, forms / "kept", {}, load_folder)
    assert not (forms / "learned").exists()
    assert {path.name: path.read_bytes() for path in (forms / "kept").iterdir() if path.is_file()} == before
    assert [path.name for path in forms.iterdir() if path.name.startswith(".")] == []


def test_a_program_killed_between_the_old_family_and_the_new_leaves_the_old(tmp_path: Path, forms: Path) -> None:
    folder = forms / "learned"
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT))])
    write_family(learned, folder)
    folder.rename(folder.with_name(".learned-old"))  # as far as a killed program came
    put_back(folder)
    assert load_folder(folder).forms
    replace_family(learned, folder, {}, load_folder)
    assert [path.name for path in forms.iterdir() if "learned" in path.name] == ["learned"]


def test_hidden_text_is_no_part_of_a_label(tmp_path: Path) -> None:
    blank = write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT))
    document = Document(str(blank))
    paragraph = document.tables[0].cell(1, 0).paragraphs[0]
    paragraph.add_run("内部代码").font.hidden = True
    paragraph.add_run("").font.hidden = False
    document.save(str(blank))
    assert "department" in keys_of(Form.model_validate(learn("learned", [blank]).forms[0].data))


@pytest.mark.parametrize("between", [(), ("续表",)])
@pytest.mark.parametrize("row", [9, 13])
def test_a_form_that_a_page_cut_in_two_is_one(tmp_path: Path, row: int, between: tuple[str, ...]) -> None:
    rows = grid(PROJECT)
    rest = [["效益指标" if cell == ABOVE else cell for cell in rows[row]], *rows[row + 1 :]]
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, rows[:row], *between, rest)])
    assert len(learned.forms) == 1
    assert {"funds.spent", "total.score"} <= keys_of(Form.model_validate(learned.forms[0].data))


def test_a_second_grid_right_behind_the_first_is_told(tmp_path: Path) -> None:
    upper, lower = grid(PROJECT)[:9], [row[:6] for row in grid(PROJECT)[9:-1]]
    told = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, upper, lower)]).remarks
    assert len(told) == 1
    assert "第 2 个表紧接着上一个表" in told[0]


def test_two_grids_as_wide_are_one_form(tmp_path: Path) -> None:
    upper, lower = [["项目名称", ""], ["主管部门", ""]], grid(PROJECT)[9:]
    blank = write_docx(tmp_path / "样表.docx", TITLE, upper, lower)
    document = Document(str(blank))
    for column in document.tables[0].columns:
        column.width = (column.width or 0) * 4  # as wide as the eight of the other
    document.save(str(blank))
    learned = learn("learned", [blank])
    assert learned.remarks == []
    assert len(learned.forms) == 1
    form = Form.model_validate(learned.forms[0].data)
    assert {"project_name", "department", "total.score"} <= keys_of(form)


def test_two_tables_that_begin_as_forms_do_are_two(tmp_path: Path) -> None:
    overall = [["部门名称", "", *[LEFT] * 6], *grid(PROJECT)[2:]]
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT), overall)])
    assert len(learned.forms) == 2


def test_braces_of_a_blank_are_printed_and_mean_nothing(tmp_path: Path, forms: Path) -> None:
    rows = grid(PROJECT)
    rows[0][0], rows[1][0] = "项目名称{year}", "主管部门{{"
    blank = write_docx(tmp_path / "样表.docx", TITLE + "{x}", rows, "注：{ }")
    write_family(learn("learned", [blank]), forms / "learned")
    refresh()
    assert prove(load("learned"), forms / "learned").differences == ()


def test_a_sheet_that_begins_further_in_is_read_as_any(tmp_path: Path) -> None:
    plain = load_workbook(write_xlsx(tmp_path / "样表.xlsx", TITLE, grid(PROJECT)))
    moved = Workbook()
    sheet = moved.active
    for cell in (cell for row in plain.active.iter_rows() for cell in row if cell.coordinate not in _hidden(plain)):
        sheet.cell(cell.row + 3, cell.column + 2, cell.value).border = copy(cell.border)
    for span in plain.active.merged_cells.ranges:
        span.shift(2, 3)
        sheet.merge_cells(span.coord)
    notes = moved.create_sheet("填表说明", 0)
    notes["A1"], notes["A2"], notes["A3"] = "填表说明", "1.请据实填写。", "2.金额保留两位小数。"
    moved.create_sheet("旧表").sheet_state = "hidden"
    moved.save(tmp_path / "样表.xlsx")
    learned = learn("learned", [tmp_path / "样表.xlsx"])
    assert learned.report is None
    assert {"funds.spent", "goal.actual"} <= keys_of(Form.model_validate(learned.forms[0].data))
    assert any("「旧表」没有读入" in remark for remark in learned.remarks)


def _chart(book: Workbook) -> BarChart:
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=13, min_row=3, max_row=6))
    return chart


def _on_the_sheet(book: Workbook) -> None:
    book.active.add_chart(_chart(book), "L10")


def _on_a_sheet_before(book: Workbook) -> None:
    book.create_chartsheet("图表", 0).add_chart(_chart(book))


def _on_a_hidden_sheet(book: Workbook) -> None:
    sheet = book.create_chartsheet("图表")
    sheet.add_chart(_chart(book))
    sheet.sheet_state = "hidden"


def _with_its_figures_beside(book: Workbook) -> None:
    for row in range(3, 7):
        book.active.cell(row, 12, f"{row}月")
        book.active.cell(row, 13, row * 10)
    _on_the_sheet(book)


@pytest.mark.parametrize(
    "draw",
    [_on_the_sheet, _on_a_sheet_before, _on_a_hidden_sheet, _with_its_figures_beside],
    ids=lambda draw: draw.__name__,
)
@pytest.mark.parametrize("gap", ["150", "9000"])  # wider than a chart may have it: other programs' charts are not ours
def test_a_form_with_charts_is_learned_as_without(tmp_path: Path, draw: Callable[[Workbook], None], gap: str) -> None:
    blank = write_xlsx(tmp_path / "样表.xlsx", TITLE, grid(PROJECT), "填报人：")
    plain = learn("learned", [blank])
    book = load_workbook(blank)
    draw(book)
    book.save(blank)
    _rewrite(blank, "xl/charts/", lambda part: part.replace(b'gapWidth val="150"', f'gapWidth val="{gap}"'.encode()))
    learned = learn("learned", [blank])
    assert [form.data for form in learned.forms] == [form.data for form in plain.forms]
    assert any("图表没有读入" in remark for remark in learned.remarks)
    assert any("L 列起" in remark for remark in learned.remarks) == (draw is _with_its_figures_beside)


@pytest.mark.parametrize(
    ("part", "said"), [("media/image1.png", "图片没有读入"), ("drawings/drawing1.xml", "文本框里的字")]
)
def test_what_is_drawn_on_a_sheet_is_told(tmp_path: Path, part: str, said: str) -> None:
    blank = write_xlsx(tmp_path / "样表.xlsx", TITLE, grid(PROJECT))
    with zipfile.ZipFile(blank, "a") as archive:
        archive.writestr(f"xl/{part}", PIXEL if part.endswith("png") else "<xdr:wsDr><a:t>请据实填写</a:t></xdr:wsDr>")
    learned = learn("learned", [blank])
    assert "funds.spent" in keys_of(Form.model_validate(learned.forms[0].data))
    assert any(said in remark for remark in learned.remarks)


def test_two_ruled_tables_side_by_side_are_two(tmp_path: Path) -> None:
    rows = [[*line, "", *beside] for line, beside in zip(grid(PROJECT), [["姓名", "电话"]] * 18, strict=True)]
    blank = write_xlsx(tmp_path / "样表.xlsx", TITLE, rows)
    book = load_workbook(blank)
    for row in range(1, book.active.max_row + 1):
        book.active.cell(row, 9).border = Border()
    book.save(blank)
    learned = learn("learned", [blank])
    assert {"funds.spent", "total.score"} <= keys_of(Form.model_validate(learned.forms[0].data))
    assert [remark.partition("，")[0] for remark in learned.remarks] == ["「样表.xlsx」第 2 个表不像自评表"]


def _rewrite(package: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """A package with the parts of that name changed."""
    with zipfile.ZipFile(package) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(package, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, change(content) if part.startswith(name) else content)


def _hidden(book: Workbook) -> set[str]:
    """The cells that merging hides."""
    return {cell.coordinate for row in book.active.iter_rows() for cell in row if isinstance(cell, MergedCell)}
