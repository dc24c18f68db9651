"""What a file of another office format is inside, looked at before LibreOffice is given it.

LibreOffice takes random bytes for text and a repeated cell for as many cells, at the cost of minutes and gigabytes.
"""

from __future__ import annotations

import re
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
    ".html": (_MARKUP,),
    ".htm": (_MARKUP,),
}
"""How a file of each kind begins; what offices rename is converted all the same."""

_RENAMED = {
    ".docx": {_OLE: ".doc", _RICH_TEXT: ".rtf"},
    ".xlsx": {_OLE: ".xls"},
}
"""What files with today's suffixes are in truth when somebody only renamed them, by how they begin."""

_MADE_OF = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
"""What a package is, by a part that it has, and by what it says of itself."""

_PRINTED = b"%PDF"
_BYTE_ORDER = b"\xef\xbb\xbf"
_MOST_PAGE_ROWS, _MOST_PAGE_TABLES, _MOST_SPANNED = 10_000, 500, 2_000
"""Of a web page, and how many columns or rows one of its cells may cover."""
_SPAN = re.compile(rb"(?:col|row)span\s*=\s*[\"']?(\d{1,9})", re.IGNORECASE)

_TEXT = "worddocument"
_MAIN_STREAMS = frozenset({_TEXT, "workbook", "book", "contents"})
"""In one of these stands what Word, WPS, Excel and Works write."""
_ENCRYPTED = frozenset({"encryptedpackage", "encryptioninfo"})
_MOST_ROWS, _MOST_GROUPS = 10_000, 500_000
"""Of a Rich Text file; 30 000 rows take LibreOffice minutes."""
_DEEPEST = 5_000
"""Groups of a Rich Text file in one another; the bytes of a picture may hold some hundreds of odd braces."""

_BRACE = re.compile(rb"\\[{}\\]|[{}]")
_RAW_BYTES = re.compile(rb"\\bin(\d{1,12})")
"""Bytes of a picture that are no text; LibreOffice waits for as many as a file says."""

_FLAGS_AT, _IS_ENCRYPTED = 10, 0x0100
"""Of a Word 97 file, by [MS-DOC]."""


def true_suffix(path: Path) -> str:
    """The suffix of a file, in small letters; of an older file that was only renamed, the one it had."""
    suffix = path.suffix.lower()
    if suffix not in _RENAMED or not path.is_file():
        return suffix
    start = _start_of(path)
    return next((older for sign, older in _RENAMED[suffix].items() if start.startswith(sign)), suffix)


def held_suffix(path: Path) -> str:
    """The same, also of a .docx or .xlsx that is the other of them, an OpenDocument file, a PDF or a web page."""
    suffix = true_suffix(path)
    if suffix not in _RENAMED or not path.is_file():
        return suffix
    start = _start_of(path)
    if start.startswith(_PRINTED):
        return ".pdf"
    if suffix == ".docx" and _is_markup(start):
        return ".html"
    return _suffix_of_package(path) or suffix if start.startswith(_PACKAGE) else suffix


def _suffix_of_package(path: Path) -> str:
    """Of a package that begins as it should; empty if it is none that is known here."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = (suffix for part, suffix in _MADE_OF.items() if part in archive.NameToInfo)
            said = archive.open("mimetype").read(_LEAST) if "mimetype" in archive.NameToInfo else b""
    except DAMAGED:
        return ""
    return next(found, _OPEN_DOCUMENT.get(said.strip(), ""))


def _is_markup(start: bytes) -> bool:
    return start.removeprefix(_BYTE_ORDER).lstrip().startswith(_MARKUP)


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
    starts = STARTS[true_suffix(path)]
    is_page = _MARKUP in starts and _is_markup(start)
    if size < _LEAST or not (is_page or start.startswith(starts)):
        raise _unfit(path, advice)
    if is_page:
        _refuse_long_page(path)
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
    is_short = any(int(length) > len(content) for length in _RAW_BYTES.findall(content))
    if is_short or content.count(b"\\row") > _MOST_ROWS or content.count(b"{") > _MOST_GROUPS or _is_deep(content):
        raise OversizedFile(
            f"「{path.name}」里的表格行或格式太多，不是平常的自评文件，没有打开。"
            "请在 Word 里删去多余的内容，另存一份再试"
        )


def _is_deep(content: bytes) -> bool:
    """Whether groups stand in one another deeper than any program writes them."""
    depth = 0
    for brace in _BRACE.finditer(content):
        depth += {b"{": 1, b"}": -1}.get(brace[0], 0)
        if depth > _DEEPEST:
            return True
    return False


def _refuse_long_page(path: Path) -> None:
    content = path.read_bytes().lower()
    is_wide = any(int(span) > _MOST_SPANNED for span in _SPAN.findall(content))
    if content.count(b"<table") > _MOST_PAGE_TABLES or content.count(b"<tr") > _MOST_PAGE_ROWS or is_wide:
        raise OversizedFile(
            f"「{path.name}」里的表格太多或太大，不是平常的自评文件，没有打开。请在 Word 里删去多余的内容，另存一份再试"
        )


def _refuse_package(path: Path, advice: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            count_package(archive, path.name, CALC)
    except DAMAGED as error:
        raise _unfit(path, advice) from error
