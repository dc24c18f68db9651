"""What is refused before LibreOffice is given it."""

from __future__ import annotations

import struct
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from jixiao.core.package_limits import OversizedFile
from jixiao.documents.intake import DocumentError
from jixiao.documents.other_formats.containers import refuse_unfit, true_suffix

NOISE = b"".join(sha256(b"%d" % number).digest() for number in range(600))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(*streams: str) -> bytes:
    """A compound file with empty streams, at most three: a header, a sector of the FAT, one of the directory."""
    header = OLE + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    table = struct.pack("<128I", FAT, END, *[FREE] * 126)
    entries = [_entry("Root Entry", 5, child=1), *(_entry(name, 2, right=at) for at, name in enumerate(streams, 2))]
    entries[-1] = _entry(streams[-1], 2)
    return header + table + b"".join(entries).ljust(512, b"\0")


def _entry(name: str, kind: int, child: int = FREE, right: int = FREE) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text) + 2, kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", END, 0)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (compound("EncryptionInfo", "EncryptedPackage"), "加了密码"),
        (compound("VisioDocument"), "不是它的扩展名所说的文件，或已损坏"),
        (OLE + NOISE, "不是它的扩展名所说的文件，或已损坏"),
        (b"PK\3\4" + NOISE, "不是它的扩展名所说的文件，或已损坏"),
    ],
    ids=["encrypted", "another program's", "random", "random package"],
)
def test_what_holds_no_text_and_no_workbook_is_refused(content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "旧.doc").write_bytes(content)
    with pytest.raises(DocumentError, match=rf"「旧\.doc」.*{told}.*另存为"):
        refuse_unfit(tmp_path / "旧.doc", "请另存为 .docx 再试")


def test_a_workbook_of_excel_97_is_none_of_these(tmp_path: Path) -> None:
    (tmp_path / "表.xls").write_bytes(compound("Workbook"))
    refuse_unfit(tmp_path / "表.xls", "")


CELL = '<table:table-cell table:number-columns-repeated="{columns}"{more}'
VALUE, TEXT = ' office:value-type="float"/>', "><text:p>1</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("cell", "is_refused"),
    [
        (CELL.format(columns=16_384, more=VALUE), True),
        (CELL.format(columns=16_384, more=TEXT), True),
        (CELL.format(columns="", more=TEXT), False),
        (CELL.format(columns=9 * "9" + "9", more=TEXT), True),
        (CELL.format(columns=16_384, more="/>"), False),
    ],
    ids=["values", "texts", "one", "no number", "empty to the end"],
)
def test_cells_that_repeat_are_counted_where_something_stands_in_them(
    cell: str, is_refused: bool, tmp_path: Path
) -> None:
    row = f'<table:table-row table:number-rows-repeated="1000">{cell}</table:table-row>'
    content = f'<a xmlns:table="t" xmlns:office="o" xmlns:text="x">{row}</a>'
    with zipfile.ZipFile(tmp_path / "表.ods", "w") as archive:
        archive.writestr("content.xml", content)
    if not is_refused:
        refuse_unfit(tmp_path / "表.ods", "")
        return
    with pytest.raises(OversizedFile, match=r"「表\.ods」里的单元格太多"):
        refuse_unfit(tmp_path / "表.ods", "")


@pytest.mark.parametrize(
    ("name", "content", "suffix"),
    [("a.DOCX", OLE, ".doc"), ("a.docx", b"{\\rtf1", ".rtf"), ("a.xlsx", OLE, ".xls"), ("a.docx", b"PK", ".docx"),
     ("a.pdf", OLE, ".pdf")],
)  # fmt: skip
def test_a_renamed_file_is_known_by_how_it_begins(name: str, content: bytes, suffix: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert true_suffix(tmp_path / name) == suffix


def test_a_text_of_more_rows_than_anybody_fills_in_is_refused(tmp_path: Path) -> None:
    (tmp_path / "稿.rtf").write_bytes(b"{\\rtf1" + b"\\trowd\\cellx1 a\\cell\\row" * 10_001 + b"}")
    with pytest.raises(OversizedFile, match=r"「稿\.rtf」里的表格行"):
        refuse_unfit(tmp_path / "稿.rtf", "")
