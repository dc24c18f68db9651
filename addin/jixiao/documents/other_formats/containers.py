"""What a file of another office format is inside, looked at before LibreOffice is given it.

LibreOffice takes random bytes for text and a repeated cell for as many cells, at the cost of minutes and gigabytes.
"""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from jixiao.core.package_limits import CALC, DAMAGED, OversizedFile, count_package
from jixiao.documents.intake import DocumentError

_MAX_BYTES = 50_000_000
_LEAST = 100
"""Bytes; a smaller file holds nothing."""
_OLE, _PACKAGE, _RICH_TEXT, _MARKUP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK", b"{\\rtf", b"<"
STARTS = {
    ".doc": (_OLE, _RICH_TEXT, _PACKAGE, _MARKUP),
    ".wps": (_OLE, _PACKAGE),
    ".rtf": (_RICH_TEXT,),
    ".odt": (_PACKAGE,),
    ".xls": (_OLE, _PACKAGE, _MARKUP),
    ".et": (_OLE, _PACKAGE),
    ".ods": (_PACKAGE,),
}
"""How a file of each kind begins; what offices rename is converted all the same."""

_RENAMED = {
    ".docx": {_OLE: ".doc", _RICH_TEXT: ".rtf"},
    ".xlsx": {_OLE: ".xls"},
}
"""What files with today's suffixes are in truth when somebody only renamed them, by how they begin."""

_TEXT = "worddocument"
_MAIN_STREAMS = frozenset({_TEXT, "workbook", "book", "contents"})
"""In one of these stands what Word, WPS, Excel and Works write."""
_ENCRYPTED = frozenset({"encryptedpackage", "encryptioninfo"})
_MOST_ROWS, _MOST_GROUPS = 10_000, 500_000
"""Of a Rich Text file; 30 000 rows take LibreOffice minutes."""
_FLAGS_AT, _IS_ENCRYPTED = 10, 0x0100
"""Of a Word 97 file, by [MS-DOC]."""


def true_suffix(path: Path) -> str:
    """The suffix of a file, in small letters; of an older file that was only renamed, the one it had."""
    suffix = path.suffix.lower()
    if suffix not in _RENAMED or not path.is_file():
        return suffix
    start = _start_of(path)
    return next((older for sign, older in _RENAMED[suffix].items() if start.startswith(sign)), suffix)


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_OLE))


def refuse_unfit(path: Path, advice: str) -> None:
    """Refuse what LibreOffice should not be given.

    Args:
        path: a file whose :func:`true_suffix` is one of :data:`STARTS`.
        advice: what to do with it instead, a sentence without its full stop.

    Raises:
        DocumentError: it is empty, damaged, encrypted, too large, or not what its suffix says.
        OversizedFile: it holds more than such a file can.
    """
    size = path.stat().st_size
    if size > _MAX_BYTES:
        raise DocumentError(f"「{path.name}」太大，不像自评报告，没有打开。{advice}")
    start = _start_of(path)
    if size < _LEAST or not start.startswith(STARTS[true_suffix(path)]):
        raise _unfit(path, advice)
    if start.startswith(_OLE):
        _refuse_compound(path, advice)
    if start.startswith(_PACKAGE):
        _refuse_package(path, advice)
    if start.startswith(_RICH_TEXT):
        _refuse_long_text(path)


def _unfit(path: Path, advice: str) -> DocumentError:
    return DocumentError(f"「{path.name}」的内容不是它的扩展名所说的文件，或已损坏。{advice}")


def _refuse_compound(path: Path, advice: str) -> None:
    """Of a compound file: damaged ones, those without a text or workbook, and encrypted ones."""
    import olefile  # the page, which converts nothing, has it not

    try:
        with olefile.OleFileIO(str(path)) as file:
            streams = {entry[0].lower() for entry in file.listdir()}
            flags = _word_flags(file.openstream(_TEXT).read(_FLAGS_AT + 2)) if _TEXT in streams else 0
    except Exception as error:  # of a stranger's file olefile raises whatever its parts raise
        raise _unfit(path, advice) from error
    if streams & _ENCRYPTED or flags & _IS_ENCRYPTED:
        raise DocumentError(f"「{path.name}」加了密码，读不出来。请先去掉密码；{advice}")
    if not streams & _MAIN_STREAMS:
        raise _unfit(path, advice)


def _word_flags(head: bytes) -> int:
    return int(struct.unpack_from("<H", head, _FLAGS_AT)[0])


def _refuse_long_text(path: Path) -> None:
    content = path.read_bytes()
    if content.count(b"\\row") > _MOST_ROWS or content.count(b"{") > _MOST_GROUPS:
        raise OversizedFile(
            f"「{path.name}」里的表格行或格式太多，不是平常的自评文件，没有打开。"
            "请在 Word 里删去多余的内容，另存一份再试"
        )


def _refuse_package(path: Path, advice: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            count_package(archive, path.name, CALC)
    except DAMAGED as error:
        raise _unfit(path, advice) from error
