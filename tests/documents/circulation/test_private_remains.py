"""The check of what is to be published finds every class of things that nobody sees, and what concerns persons."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from jixiao.documents.circulation.private_remains import UnreadableFile, left_in
from openpyxl.comments import Comment

RSID = re.compile(rb' w:rsid\w*="[^"]*"|<w:rsids>.*?</w:rsids>', re.DOTALL)


def with_parts(
    source: Path, target: Path, parts: Mapping[str, str | bytes], replaced: Mapping[str, tuple[str, str]]
) -> Path:
    """A copy of a file with parts more or others in their place, and some changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in (name for name in old.namelist() if name not in parts):
            text = old.read(name)
            if name in replaced:
                changed = text.decode().replace(*replaced[name], 1)
                assert changed != text.decode()
                text = changed.encode()
            new.writestr(name, text)
        for name, content in parts.items():
            new.writestr(name, content)
    return target


def document(path: Path) -> Path:
    word = Document()
    word.core_properties.author = word.core_properties.last_modified_by = word.core_properties.comments = ""
    word.add_paragraph("正文")
    word.save(str(path))
    with zipfile.ZipFile(
        path
    ) as package:  # python-docx's own template has a picture of its page, and traces of editing
        rest = {
            name: RSID.sub(b"", package.read(name))
            for name in package.namelist()
            if not name.startswith(("docProps/thumb", "customXml"))
        }
    with zipfile.ZipFile(path, "w") as package:
        for name, content in rest.items():
            package.writestr(name, content)
    return path


RUN = "<w:r><w:t>正文</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (f'<w:ins w:id="1" w:author="某人">{RUN}</w:ins>', "修订"),
        ('<w:del w:id="1" w:author="某人"><w:r><w:delText>旧</w:delText></w:r></w:del>', "修订"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>", "隐藏的文字"),
        ('<w:r><w:commentReference w:id="0"/></w:r>', "批注"),
        ("<w:r><w:t>手机 138</w:t></w:r><w:r><w:t>12345678</w:t></w:r>", "13812345678"),
        ("<w:r><w:t>填表人：</w:t></w:r>", "填表人"),
    ],
)
def test_what_word_leaves_in_a_document_is_found(inside: str, told: str, tmp_path: Path) -> None:
    plain = document(tmp_path / "原.docx")
    assert left_in(plain) == []
    file = with_parts(plain, tmp_path / "改.docx", {}, {"word/document.xml": (RUN, inside)})
    assert any(told in one for one in left_in(file)), left_in(file)


def test_what_excel_leaves_in_a_workbook_is_found(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.lastModifiedBy = "王五", "赵六"
    book.active["A1"].comment = Comment("看一下", "王五")
    book.create_sheet("底稿").sheet_state = "hidden"
    book.active.column_dimensions["C"].hidden = True
    book.save(tmp_path / "表.xlsx")
    told = "\n".join(left_in(tmp_path / "表.xlsx"))
    for word in ("作者”：王五", "最后保存的人”：赵六", "批注", "隐藏的工作表「底稿」", "隐藏的列"):
        assert word in told


def png(kind: bytes, said: bytes) -> bytes:
    """The beginning of a PNG with a text in it."""
    return b"\x89PNG\r\n\x1a\n" + len(said).to_bytes(4, "big") + kind + said + b"\0\0\0\0"


PICTURES = {
    "xl/media/image1.jpg": b"\xff\xd8\xff\xe1\x00\x10Exif\0\0" + b"\0" * 8,
    "xl/media/image2.png": png(b"tEXt", b"Author\0x"),
    "xl/media/image3.jpeg": b"\xff\xd8\xff\xfe\x00\x06abcd",
    "xl/media/image4.png": b"<x:xmpmeta>",
    "xl/media/image5.tif": b"II*\0",
}
PEOPLE = "张三丰"
RELATION = '<Relationships><Relationship Id="rId99" Type="x" TargetMode="External" Target="{}"/></Relationships>'
NAMES = ("<definedNames><definedName ", "</definedName></definedNames>")
RESULT = '<row r="9"><c r="A9" t="str"><f>B1</f><v>电话13812345678</v></c></row>'
IN_BOOKS: dict[str, tuple[Mapping[str, str | bytes], Mapping[str, tuple[str, str]], str]] = {
    "comments": ({"xl/comments1.xml": "<comments/>"}, {}, "批注"),
    "threaded comments": ({"xl/threadedComments/threadedComment1.xml": "<x/>"}, {}, "批注"),
    "persons": ({"xl/persons/person.xml": "<x/>"}, {}, "批注"),
    "hidden sheet": ({}, {"xl/workbook.xml": ("<sheet ", '<sheet state="veryHidden" ')}, "隐藏的工作表"),
    "hidden row": ({}, {"xl/worksheets/sheet1.xml": ("<row ", '<row hidden="1" ')}, "隐藏的行"),
    "name with a text": (
        {}, {"xl/workbook.xml": ("</sheets>", f'</sheets>{NAMES[0]}name="a">="填"{NAMES[1]}')},
        "名称「a」里的文字",
    ),
    "hidden name": (
        {}, {"xl/workbook.xml": ("</sheets>", f'</sheets>{NAMES[0]}name="b" hidden="1">1{NAMES[1]}')},
        "隐藏的名称「b」",
    ),
    "company": ({"docProps/app.xml": "<Properties><Company>某局</Company></Properties>"}, {}, "单位（电脑上登记的）"),
    "manager": ({"docProps/app.xml": "<Properties><Manager>x</Manager></Properties>"}, {}, "经理"),
    "custom properties": ({"docProps/custom.xml": "<Properties/>"}, {}, "自定义属性"),
    "keywords": ({"docProps/core.xml": "<a><keywords>x</keywords></a>"}, {}, "标记"),
    "printer": ({"xl/printerSettings/printerSettings1.bin": b"HP"}, {}, "打印机"),
    "external link": ({"xl/externalLinks/externalLink1.xml": "<x/>"}, {}, "外部的数据"),
    "connection": ({"xl/connections.xml": "<x/>"}, {}, "外部的数据"),
    "custom XML": ({"customXml/item1.xml": "<x/>"}, {}, "自定义属性"),
    "revisions": ({"xl/revisions/userNames.xml": "<x/>"}, {}, "修订"),
    "macros": ({"xl/vbaProject.bin": b"x"}, {}, "宏"),
    "unused text": (
        {"xl/sharedStrings.xml": "<sst><si><t>旧的说法</t></si></sst>"}, {}, "哪一格都没有用到的文字：旧的说法",
    ),
    "stored result": (
        {}, {"xl/worksheets/sheet1.xml": ("<sheetData>", f"<sheetData>{RESULT}")},
        "13812345678",
    ),
    "first page's footer": (
        {}, {"xl/worksheets/sheet1.xml": ("</worksheet>", "<firstFooter>填表人：甲</firstFooter></worksheet>")},
        "填表人",
    ),
    "alt text": ({"xl/drawings/drawing1.xml": f'<a><cNvPr descr="{PEOPLE}的签字"/></a>'}, {}, PEOPLE),
    "file behind a picture": (
        {"xl/drawings/_rels/drawing1.xml.rels": RELATION.format("file:///C:/Users/x/a.png")}, {}, "链接到别的文件",
    ),
    "name of a part": ({f"xl/media/{PEOPLE}.png": b"x"}, {}, PEOPLE),
    "folder of the file": ({}, {"xl/workbook.xml": ("<sheets>", '<absPath url="C:/x/"/><sheets>')}, "电脑上的文件夹"),
    "who protected it": ({}, {"xl/workbook.xml": ("<sheets>", '<fileSharing userName="x"/><sheets>')}, "谁保护了文件"),
    "pivot cache": ({"xl/pivotCache/pivotCacheRecords1.xml": "<x/>"}, {}, "外部的数据"),
    "signature": ({"_xmlsignatures/sig1.xml": "<x/>"}, {}, "签名"),
    "label of the office": ({"docMetadata/LabelInfo.xml": "<x/>"}, {}, "自定义属性"),
    "note in the XML": ({"xl/theme/theme9.xml": "<x><!--甲写的--></x>"}, {}, "XML 里的备注"),
}  # fmt: skip
IN_BOOKS |= {name: ({name: content}, {}, "图片里的信息") for name, content in PICTURES.items()}


@pytest.fixture(scope="module")
def plain_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with nothing in it that nobody sees."""
    book = openpyxl.Workbook()
    book.properties.creator = None
    book.active["A1"] = 1
    path = tmp_path_factory.mktemp("plain") / "原.xlsx"
    book.save(path)
    assert left_in(path) == []
    return path


@pytest.mark.parametrize("planted", IN_BOOKS)
def test_every_class_of_leftovers_in_a_workbook_is_found(planted: str, plain_book: Path, tmp_path: Path) -> None:
    parts, replaced, told = IN_BOOKS[planted]
    file = with_parts(plain_book, tmp_path / "改.xlsx", parts, replaced)
    assert any(told in one for one in left_in(file, [PEOPLE])), left_in(file, [PEOPLE])


SETTINGS = "</w:settings>"
IN_DOCUMENTS: dict[str, tuple[dict[str, str | bytes], dict[str, tuple[str, str]], str]] = {
    "comments": ({"word/commentsExtended.xml": "<x/>"}, {}, "批注"),
    "people": ({"word/people.xml": "<x/>"}, {}, "批注"),
    "rsid": ({}, {"word/document.xml": ("<w:p>", '<w:p w:rsidR="00A1B2C3">')}, "rsid"),
    "rsids": ({}, {"word/settings.xml": (SETTINGS, f"<w:rsids/>{SETTINGS}")}, "rsid"),
    "tracking on": ({}, {"word/settings.xml": (SETTINGS, f"<w:trackRevisions/>{SETTINGS}")}, "修订"),
    "table changed": ({}, {"word/document.xml": (RUN, f"{RUN}<w:tblPrChange/>")}, "修订"),
    "variables": ({}, {"word/settings.xml": (SETTINGS, f"<w:docVars/>{SETTINGS}")}, "文档变量"),
    "mail merge": ({}, {"word/settings.xml": (SETTINGS, f"<w:mailMerge/>{SETTINGS}")}, "邮件合并"),
    "template": ({"word/_rels/settings.xml.rels": RELATION.format("C:/Users/x/甲.dotm")}, {}, "链接到别的文件"),
    "template's name": (
        {"docProps/app.xml": "<Properties><Template>甲的模板.dotm</Template></Properties>"}, {}, "模板",
    ),
    "glossary": ({"word/glossary/document.xml": "<x/>"}, {}, "词条"),
    "custom XML": ({"customXml/item1.xml": "<x/>"}, {}, "自定义属性"),
    "custom properties": ({"docProps/custom.xml": "<Properties/>"}, {}, "自定义属性"),
    "page's picture": ({"docProps/thumbnail.jpeg": b"x"}, {}, "自定义属性"),
    "macros": ({"word/vbaProject.bin": b"x"}, {}, "宏"),
    "embedded file": ({"word/embeddings/oleObject1.bin": b"x"}, {}, "嵌入的文件"),
    "camera": ({"word/media/image1.jpg": PICTURES["xl/media/image1.jpg"]}, {}, "图片里的信息 EXIF"),
    "alt text": ({}, {"word/document.xml": (RUN, f'{RUN}<w:docPr descr="电话13812345678"/>')}, "13812345678"),
    "header": (
        {"word/header9.xml": f"<w:hdr xmlns:w='x'><w:p><w:t>{PEOPLE[0]} {PEOPLE[1:]}</w:t></w:p></w:hdr>"}, {}, PEOPLE,
    ),
    "footnote": ({"word/footnotes.xml": "<w:f xmlns:w='x'><w:p><w:t>联系人：甲</w:t></w:p></w:f>"}, {}, "联系人"),
    "printer": ({"word/printerSettings1.bin": b"x"}, {}, "打印机"),
}  # fmt: skip


@pytest.mark.parametrize("planted", IN_DOCUMENTS)
def test_every_class_of_leftovers_in_a_document_is_found(planted: str, tmp_path: Path) -> None:
    parts, replaced, told = IN_DOCUMENTS[planted]
    plain = document(tmp_path / "原.docx")
    assert left_in(plain) == []
    file = with_parts(plain, tmp_path / "改.docx", parts, replaced)
    assert any(told in one for one in left_in(file, [PEOPLE])), left_in(file, [PEOPLE])


def test_the_workbook_behind_a_chart_is_looked_through_too(tmp_path: Path) -> None:
    inner = io.BytesIO()
    book = openpyxl.Workbook()
    book.properties.creator, book.active["A1"] = "", "填表人张三丰"
    book.save(inner)
    path = document(tmp_path / "图.docx")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/embeddings/Microsoft_Excel_Sheet1.xlsx", inner.getvalue())
    assert any("图表的数据里有「张三丰」" in one for one in left_in(path, ["张三丰"]))


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"no zip")
    with pytest.raises(UnreadableFile, match="没有检查"):
        left_in(tmp_path / "坏.docx")
