"""Word files that are none, that mean harm, or that hold what Word can hold: a clear message or a correct reading."""

from __future__ import annotations

import random
import socket
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import docx as python_docx
import pytest
from jixiao.core.package_limits import DOCUMENT
from jixiao.documents.intake import DocumentError, docx_file, read_report
from jixiao.documents.intake.docx_file import MAX_ROWS, read_document
from jixiao.documents.intake.raw_document import RawParagraph, RawTable

from .word import MAIN, Block, Cell, cell, document, docx, package, paragraph, row, table

Read = Callable[..., list[object]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """What is read of a document's blocks: texts of paragraphs, rows of cells' texts of tables."""

    def plainly(*blocks: Block) -> list[object]:
        found = read_document(docx(tmp_path / "报告.docx", *blocks)).blocks
        return [plain(block) for block in found]

    return plainly


def plain(block: object) -> object:
    if isinstance(block, RawParagraph):
        return block.text
    assert isinstance(block, RawTable)
    return [[c.text for c in cells] for cells in block.rows]


def refused(path: Path, *words: str) -> str:
    """The message of a file that is refused; it names the file and says what to do."""
    with pytest.raises(DocumentError) as caught:
        read_report(path)
    message = str(caught.value)
    assert all(word in message for word in (path.name[:20], *words)), message
    assert "Error" not in message
    return message


# ---- no Word file ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("报告.doc", "另存为 .docx"),
        ("报告.DOC", "另存为 .docx"),
        ("报告.wps", "另存为 .docx"),
        ("报告.rtf", "另存为 .docx"),
        ("报告.pdf", "另存为 .docx"),
        ("扫描.jpg", "原来的 Word 文件"),
        ("扫描.PNG", "原来的 Word 文件"),
        ("扫描.tiff", "原来的 Word 文件"),
    ],
)
def test_other_kinds_of_files_are_refused_with_the_way_out(tmp_path: Path, name: str, remedy: str) -> None:
    (tmp_path / name).write_bytes(b"anything")
    refused(tmp_path / name, remedy)


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "去掉密码"),  # an encrypted .docx is such a file
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1\\ansi}", "另存"),
        (b"\x89PNG\r\n\x1a\n", "另存"),
        (b"<html><body>x</body></html>", "另存"),
        (b"", "另存"),
        (b"PK\x03\x04", "另存"),
    ],
)
def test_what_only_bears_the_name_of_a_word_file_is_refused(tmp_path: Path, content: bytes, remedy: str) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(content)
    refused(path, remedy)


@pytest.mark.parametrize("name", ["没有这个文件.docx", "长" * 300 + ".docx", "."])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match="没有文件"):
        read_report(tmp_path / name)


def test_a_workbook_under_another_name_is_no_word_file(tmp_path: Path, quyuan_book: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(quyuan_book.read_bytes())
    refused(path, "不是 Word 文件", "请")


def test_a_password_on_the_zip_is_a_password(tmp_path: Path) -> None:
    path = docx(tmp_path / "报告.docx", "正文")
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag of each part, here and in the directory
        start = 0
        while (start := content.find(mark, start)) >= 0:
            content[start + offset] |= 1
            start += 4
    path.write_bytes(content)
    refused(path, "密码", "请")


def test_a_damaged_file_never_ends_in_an_error_of_ours(tmp_path: Path) -> None:
    whole = docx(tmp_path / "好.docx", *["一段文字，各不相同：" + str(n) * 7 for n in range(300)]).read_bytes()
    damaged, chance = tmp_path / "坏.docx", random.Random(7)  # noqa: S311 - the same damage in every run
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        damaged.write_bytes(whole[:length])
        refused(damaged, "请")
    for _ in range(300):
        spoiled = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        damaged.write_bytes(spoiled)
        with pytest.raises(DocumentError):  # at the latest because no form is in it
            read_report(damaged)


@pytest.mark.parametrize("main", ["", "<w:document", "不是 XML", document("正文").replace("</w:body>", "")])
def test_a_main_part_that_is_no_xml_is_damage(tmp_path: Path, main: str) -> None:
    refused(package(tmp_path / "报告.docx", main), "请")


def test_a_document_without_a_body_or_a_text_is_refused(tmp_path: Path) -> None:
    refused(package(tmp_path / "a.docx", document().replace("<w:body></w:body>", "")), "没有正文")
    refused(docx(tmp_path / "b.docx"), "没有认出绩效自评的表")
    python_docx.Document().save(str(tmp_path / "c.docx"))
    refused(tmp_path / "c.docx", "没有认出绩效自评的表")


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        lambda xml: xml.encode("utf-16"),
        lambda xml: b"\xef\xbb\xbf" + xml.encode(),
    ],
    ids=["strict Open XML", "UTF-16", "byte order mark"],
)
def test_other_spellings_of_the_same_document_are_read(tmp_path: Path, change: Callable[[str], str | bytes]) -> None:
    xml = document("正文", [["甲", "乙"]])
    changed = change(xml)
    if isinstance(changed, bytes) and changed[:2] == b"\xff\xfe":
        changed = xml.replace("UTF-8", "UTF-16").encode("utf-16")
    found = read_document(package(tmp_path / "报告.docx", changed))
    assert [plain(block) for block in found.blocks] == ["正文", [["甲", "乙"]]]


def test_the_main_part_may_bear_another_name(tmp_path: Path) -> None:
    """Word on the web saves word/document2.xml."""
    path = package(tmp_path / "报告.docx", document("正文"), name="word/document2.xml")
    assert [plain(block) for block in read_document(path).blocks] == ["正文"]


# ---- harm -----------------------------------------------------------------------------------------------------------


def peak_of(work: Callable[[], object]) -> int:
    """The most memory that Python held on the way; libxml2's own is not counted."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = package(tmp_path / "报告.docx", b" " * (DOCUMENT.xml_part + 1))
    assert path.stat().st_size < 200_000
    assert peak_of(lambda: refused(path, "太大")) < 5_000_000


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked_either(tmp_path: Path) -> None:
    path = package(tmp_path / "报告.docx", document("正文" * 10) + " " * 200_000_000)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(MAIN).file_size
    content = path.read_bytes().replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    path.write_bytes(content)
    assert peak_of(lambda: refused(path, "请")) < 5_000_000


def test_parts_that_nobody_reads_may_be_of_any_size_and_too_many_parts_are_refused(tmp_path: Path) -> None:
    big = package(tmp_path / "a.docx", document("正文"), others={"word/media/image1.emf": b" " * 80_000_000})
    assert peak_of(lambda: read_document(big)) < 5_000_000
    many: dict[str, str | bytes] = {f"word/x{n}.xml": "" for n in range(DOCUMENT.parts)}
    refused(package(tmp_path / "b.docx", document("正文"), others=many), "太大")


def test_a_file_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_file, "MAX_BYTES", 500)
    path = package(tmp_path / "报告.docx", document("正文"), others={"word/media/1.bin": bytes(range(256)) * 8})
    refused(path, "太大", "压缩图片")


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declaration",
    [
        f'<!DOCTYPE x [<!ENTITY a0 "笑">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY a9 SYSTEM "http://127.0.0.1:9/secret">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
    ],
    ids=["billion laughs", "file", "network", "external subset", "parameter entity"],
)
def test_declarations_of_entities_are_refused_and_not_followed(
    tmp_path: Path, declaration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", None)
    monkeypatch.setattr(socket, "create_connection", None)
    reference = "" if "SYSTEM" in declaration and "a9" not in declaration else "&a9;"
    xml = document("正文").replace("<w:document", f"{declaration}<w:document", 1).replace("正文", f"正文{reference}")
    refused(package(tmp_path / "报告.docx", xml), "报告.docx")


def test_links_and_pictures_from_elsewhere_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{base}/{kind}" Target="http://192.0.2.1/{kind}" TargetMode="External"/>'
        for n, kind in enumerate(("image", "hyperlink", "attachedTemplate", "oleObject", "subDocument"))
    )
    link = f'<w:p><w:hyperlink r:id="rId1">{paragraph("链接的字")[5:-6]}</w:hyperlink></w:p>'
    picture = (
        '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rId0"/></v:shape></w:pict></w:r></w:p><w:subDoc r:id="rId4"/>'
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    path = package(
        tmp_path / "报告.docx",
        document(link, picture),
        others={"word/_rels/document.xml.rels": f'<Relationships xmlns="{namespace}">{relations}</Relationships>'},
    )
    assert [plain(block) for block in read_document(path).blocks] == ["链接的字"]


def test_a_table_of_10_000_rows_is_refused_soon(tmp_path: Path) -> None:
    begin = process_time()
    refused_message = refused_rows(tmp_path, 10_000)
    assert str(MAX_ROWS) in refused_message
    assert process_time() - begin < 30  # no benchmark: it must end


def refused_rows(folder: Path, count: int) -> str:
    path = docx(folder / "行.docx", [[f"{n}", "指标", "≥95%"] for n in range(count)])
    with pytest.raises(DocumentError) as caught:
        read_report(path)
    return str(caught.value)


def test_the_largest_table_that_is_read_costs_in_step_with_its_rows(tmp_path: Path) -> None:
    """Rows of different texts as long as labels, under the headings of a real form: the worst that is not refused."""
    head = [["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]]
    fund = [["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"], ["预期目标", "实际完成情况"]]
    rows = [[f"{n}年度指标内容第{k}列的文字{n * k}" for k in range(8)] for n in range(MAX_ROWS - 10)]
    begin = process_time()
    intake = read_report(docx(tmp_path / "长.docx", [*fund, *head, *rows, ["总分", "100", "98"]]), "hunan-2024")
    assert process_time() - begin < 30
    read = [values for data in intake.submission.forms for values in data.rows.get("indicators", [])]
    assert len(read) == len(rows)


@pytest.mark.parametrize("sign", ["：", "（", " ", "、", "1、"])
def test_a_cell_of_signs_without_end_is_read_soon(tmp_path: Path, sign: str) -> None:
    begin = process_time()
    rows = [["预算部门名称", sign * 300_000], [sign * 300_000, "年初预算数"], ["其中：一般公共预算：" + sign * 300_000]]
    assert read_report(docx(tmp_path / "长.docx", sign * 300_000, rows)).is_free
    assert process_time() - begin < 10


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 5_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5_000
    refused(docx(tmp_path / "a.docx", deep), "请")
    controls = "<w:sdt><w:sdtContent>" * 5_000 + paragraph("x") + "</w:sdtContent></w:sdt>" * 5_000
    refused(docx(tmp_path / "b.docx", controls), "请")


def test_a_span_without_end_is_cut(read: Read) -> None:
    assert read(table([["a"]]).replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="99999999999"/>')) == [[["a"]]]
    assert read(table([["a"]]).replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="-3"/>')) == [[["a"]]]
    assert read(table([["a"]]).replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="²"/>')) == [[["a"]]]


# ---- what Word holds ------------------------------------------------------------------------------------------------


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"


def test_tracked_insertions_count_and_deletions_do_not(read: Read) -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    odd = f'<w:del w:id="2">{run("旧")}</w:del>'
    new = f'<w:ins w:id="3">{run("新")}</w:ins>'
    moved = f'<w:moveFrom w:id="4">{run("旧处")}</w:moveFrom><w:moveTo w:id="5">{run("新处")}</w:moveTo>'
    assert read(f"<w:p>{run('前')}{gone}{odd}{new}{moved}{run('后')}</w:p>") == ["前新新处后"]


def test_a_deleted_row_is_gone_and_an_inserted_one_is_there(read: Read) -> None:
    deleted = row(["", ""], '<w:trPr><w:del w:id="1"/></w:trPr>')
    inserted = row(["丙", "丁"], '<w:trPr><w:ins w:id="2"/></w:trPr>')
    assert read(f"<w:tbl>{row(['甲', '乙'])}{deleted}{inserted}</w:tbl>") == [[["甲", "乙"], ["丙", "丁"]]]


def test_what_word_hides_is_not_read_and_is_told(tmp_path: Path) -> None:
    def marked(text: str, mark: str) -> str:
        return f"<w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r>"

    line = run("执行率") + marked("80%", "<w:vanish/>") + marked("95%", '<w:vanish w:val="0"/>')
    ours = f"<w:p>{marked('续表', '<w:vanish/>')}</w:p>"
    found = read_document(docx(tmp_path / "报告.docx", f"<w:p>{line}</w:p>", ours))
    assert [plain(block) for block in found.blocks] == ["执行率95%", "续表"]
    assert found.unread == ["隐藏的文字"]


def test_moved_paragraphs_stand_where_they_went(read: Read) -> None:
    moved = f"<w:moveFrom>{run('一')}</w:moveFrom>", f"<w:moveTo>{run('一')}</w:moveTo>"
    assert read(f"<w:p>{moved[0]}</w:p>", "二", f"<w:p>{moved[1]}</w:p>") == ["二", "一"]


def test_content_controls_are_looked_through_at_every_level(read: Read) -> None:
    block = CONTROL.format(paragraph("块"))
    in_run = f"<w:p>{CONTROL.format(run('行内'))}</w:p>"
    in_row = f"<w:tr>{CONTROL.format(cell('格'))}{cell('乙')}</w:tr>"
    in_cell = f"<w:tr><w:tc>{CONTROL.format(paragraph('格内'))}</w:tc>{cell('丁')}</w:tr>"
    rows = f"<w:tbl>{in_row}{CONTROL.format(in_cell)}{CONTROL.format(CONTROL.format(row(['戊', '己'])))}</w:tbl>"
    assert read(block, in_run, CONTROL.format(rows)) == ["块", "行内", [["格", "乙"], ["格内", "丁"], ["戊", "己"]]]


def test_what_word_has_in_two_versions_is_read_once(read: Read) -> None:
    choice = f"<mc:Choice>{run('新版')}</mc:Choice><mc:Fallback>{run('旧版')}</mc:Fallback>"
    block = f"<mc:AlternateContent><mc:Choice>{paragraph('块')}</mc:Choice><mc:Fallback/></mc:AlternateContent>"
    assert read(f"<w:p><w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r></w:p>", block) == ["新版", "块"]


def test_smart_tags_fields_and_links_are_text_and_their_codes_are_not(read: Read) -> None:
    smart = f"<w:smartTag>{run('甲')}</w:smartTag><w:customXml>{run('乙')}</w:customXml>"
    field = f'<w:fldSimple w:instr=" DATE ">{run("丙")}</w:fldSimple><w:r><w:instrText> PAGE </w:instrText></w:r>'
    assert read(f"<w:p>{smart}{field}<w:hyperlink>{run('丁')}</w:hyperlink></w:p>") == ["甲乙丙丁"]


def test_a_nested_table_is_a_table_of_its_own_behind_the_outer_one(read: Read) -> None:
    inner = table([["内"]])
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('上')}{inner}{paragraph('下')}</w:tc>{cell('右')}</w:tr></w:tbl>"
    assert read(outer, "后") == [[["上\n下", "右"]], [["内"]], "后"]


def test_tables_are_numbered_as_they_stand(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{table([['二']])}<w:p/></w:tc></w:tr></w:tbl>"
    found = read_document(docx(tmp_path / "a.docx", "前", inner, [["三"]])).tables
    assert [t.number for t in found] == [0, 1, 2]


def test_columns_skipped_before_a_row_count(tmp_path: Path) -> None:
    before = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>'
    path = docx(tmp_path / "a.docx", f"<w:tbl>{row(['甲', Cell('乙', 2), '丙'])}{row(['丁', '戊'], before)}</w:tbl>")
    (found,) = read_document(path).tables
    assert [[(c.column, c.columns, c.text) for c in cells] for cells in found.rows] == [
        [(0, 1, "甲"), (1, 2, "乙"), (3, 1, "丙")],
        [(2, 1, "丁"), (3, 1, "戊")],
    ]


def test_vertically_merged_cells_are_one_cell(tmp_path: Path) -> None:
    rows: list[list[Cell | str]] = [
        [Cell("甲", 1, "restart"), "1", Cell("乙", 2, "restart")],
        [Cell("", 1, "continue"), "2", Cell("", 2, "continue")],
        [Cell("", 1, "continue"), "3", Cell("丙", 2, "restart")],
        ["丁", "4", Cell("", 2, "continue")],
        [Cell("无头", 1, "continue"), "5", Cell("己", 2)],
    ]
    (found,) = read_document(docx(tmp_path / "a.docx", rows)).tables
    cells = {c.text: (c.row, c.rows, c.column, c.columns) for line in found.rows for c in line}
    assert cells["甲"] == (0, 3, 0, 1)
    assert cells["乙"] == (0, 2, 2, 2)
    assert cells["丙"] == (2, 2, 2, 2)
    assert cells["丁"] == (3, 1, 0, 1)
    assert cells["无头"] == (4, 1, 0, 1)  # nothing above to continue: it stands for itself
    assert [[c.text for c in line] for line in found.covered] == [[], ["甲", "乙"], ["甲"], ["丙"], []]


def test_breaks_and_tabs_are_text_and_tab_stops_are_not(read: Read) -> None:
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>'
    assert read(f"<w:p>{stops}<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/></w:r></w:p>") == [
        "甲\t乙\n丙\n"
    ]
    assert read(f"<w:p>{stops}</w:p>", f"<w:p>{stops}<w:r><w:tab/></w:r></w:p>") == []


def test_hyphens_that_word_keeps_as_signs_are_text(read: Read) -> None:
    assert read("<w:p><w:r><w:t>2024</w:t><w:noBreakHyphen/><w:t>03</w:t><w:softHyphen/></w:r></w:p>") == ["2024-03"]


def test_a_cells_paragraphs_are_lines_and_blanks_around_them_are_layout(read: Read) -> None:
    assert read([["\n　甲　乙\n\n丙 　\n", "　　", "\t"]]) == [[["甲　乙\n\n丙", "", ""]]]


def test_hidden_text_boxes_comments_and_footnotes_do_not_end_the_reading(read: Read) -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox></w:pict></w:r>"
    notes = '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    assert read(f"<w:p>{run('正文')}{notes}</w:p>", f"<w:p>{box}</w:p>") == ["正文", "框"]


def test_a_file_of_another_kind_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "说明.md"
    path.write_text("# 说明", "utf-8")
    with pytest.raises(DocumentError, match="不是 Word 文件。请选择自评报告"):
        read_document(path)
