"""Opening a Word file that may be anything, and reading its XML into plain blocks.

Works on the XML itself: walking cells through a library's objects takes many times as long. Tracked insertions count
as text and deletions do not; content controls are looked through; a nested table is a table of its own.
"""

from __future__ import annotations

import os.path
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jixiao.core import xml_tree
from jixiao.core.errors import UserError
from jixiao.core.package_limits import DAMAGED, DOCUMENT, OversizedFile, count_package
from jixiao.core.unseen_signs import seen
from jixiao.documents.intake.page_breaks import join_split
from jixiao.documents.intake.raw_document import RawCell, RawDocument, RawParagraph, RawTable

MAX_BYTES = 100_000_000
MAX_ROWS = 2_000
"""Of one table; official forms have some thirty."""

_MAIN_PART = "word/document.xml"
_NAMESPACE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""Word's other choice when saving: the same document in another namespace."""

_W = f"{{{_NAMESPACE.decode()}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC, _T = (f"{_W}{tag}" for tag in ("p", "tbl", "tr", "tc", "t"))
_BOX = f"{_W}txbxContent"
_R, _TAB, _BR, _CR, _VAL = (f"{_W}{tag}" for tag in ("r", "tab", "br", "cr", "val"))
_TR_PR, _HYPHEN, _TABS = f"{_W}trPr", f"{_W}noBreakHyphen", f"{_W}tabs"
_DELETED = f"{_W}del"
_HIDDEN, _RUN_PROPERTIES = f"{_W}vanish", f"{_W}rPr"
_GOES_ON = "续表"
_OFF = frozenset({"0", "false", "off"})
GONE = (_DELETED, f"{_W}moveFrom", f"{_MC}Fallback")
"""What a reader does not see: what is deleted under tracked changes, and the second form of a drawing."""

_TRANSPARENT = (f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))
_WRAPPERS = frozenset((*_TRANSPARENT, f"{_MC}AlternateContent", f"{_MC}Choice"))
_BREAKS = {_TAB: "\t", _BR: "\n", _CR: "\n", _HYPHEN: "-"}
_OLE = b"\xd0\xcf\x11\xe0"
_ADVICE = {
    ".doc": "是旧版 Word 文件，请在 Word 或 WPS 里另存为 .docx 再试",
    ".wps": "是 WPS 文字文件，请在 WPS 里另存为 .docx 再试",
    ".pdf": "是 PDF，读不出表格。请用原来的 Word 文件，或用 Word 打开后另存为 .docx",
    ".rtf": "是 RTF 文件，请在 Word 或 WPS 里另存为 .docx 再试",
    ".odt": "是 LibreOffice 文件，请另存为 .docx 再试",
    ".html": "是网页，请用 Word 或 WPS 打开，另存为 .docx 再试",
}
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".gif"})


class DocumentError(UserError):
    """A Word file that cannot be read; the message is Chinese and says what to do."""


def read_document(path: Path) -> RawDocument:
    """The paragraphs and tables of a .docx.

    Raises:
        DocumentError: as :func:`body_of`.
    """
    return read_body(body_of(path))


def body_of(path: Path) -> Any:
    """The body of a .docx as XML.

    Raises:
        DocumentError: not there, not a .docx, encrypted, damaged, too large, or with declarations no Word file has.
    """
    root = parse_part(_main_part(path), path)
    body = root.find(f"{_W}body")
    if body is None:
        raise DocumentError(f"「{path.name}」里没有正文，请检查文件是否正确")
    return body


def read_body(body: Any) -> RawDocument:
    """The paragraphs and tables of a document's body; what is deleted or hidden is taken out of it."""
    _take_out_deleted(body)
    document = RawDocument(body, unread=["隐藏的文字"] if _take_out_hidden(body) else [])
    _read_blocks(body, document)
    join_split(document)
    return document


def _take_out_deleted(body: Any) -> None:
    found = [element for tag in GONE for element in body.iter(tag)]
    if not found:
        return
    parent_of = xml_tree.parents(body)
    rows = (parent_of[element] for element in found if element.tag == _DELETED)
    marked = [parent_of[properties] for properties in rows if properties.tag == _TR_PR]  # the whole row is deleted
    xml_tree.remove([*found, *marked], parent_of)


def _take_out_hidden(body: Any) -> bool:
    """Take out the runs that Word neither shows nor prints; whether there was any."""
    if next(body.iter(_HIDDEN), None) is None:
        return False
    hidden = [run for run in body.iter(_R) if is_hidden(run)]
    xml_tree.remove(hidden, xml_tree.parents(body))
    return bool(hidden)


def is_hidden(element: Any) -> bool:
    """Whether an element is a run with words that Word neither shows nor prints; our own 续表 is none."""
    mark = element.find(f"{_RUN_PROPERTIES}/{_HIDDEN}") if element.tag == _R else None
    if mark is None or mark.get(_VAL, "") in _OFF:
        return False
    return "".join(text.text or "" for text in element.iter(_T)) not in ("", _GOES_ON)


# ---- the file -----------------------------------------------------------------------------------------------


def _main_part(path: Path) -> bytes:
    with opened_package(path) as archive:
        name = _main_name(archive)
        count_package(archive, path.name, DOCUMENT)
        with archive.open(name) as part:
            return part.read(archive.getinfo(name).file_size + 1)  # never more than the directory tells


@contextmanager
def opened_package(path: Path) -> Iterator[zipfile.ZipFile]:
    """A Word file as the archive it is.

    Raises:
        DocumentError: it is none; also whatever goes wrong with the archive inside the block.
    """
    _refuse_other_kinds(path)
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OversizedFile as error:
        raise DocumentError(str(error)) from error
    except PermissionError as error:
        raise DocumentError(f"读不了「{path.name}」：没有权限，或正被别的程序独占打开，请关闭后再试") from error
    except KeyError as error:
        raise DocumentError(f"「{path.name}」不是 Word 文件（里面没有正文），请检查选对了文件") from error
    except DAMAGED as error:
        raise DocumentError(f"「{path.name}」打不开，文件可能已损坏或加了密码。请在 Word 里另存一份再试") from error


def _refuse_other_kinds(path: Path) -> None:
    if not os.path.isfile(path):  # Path.is_file raises on a name that is too long
        raise DocumentError(f"没有文件「{path}」，请检查文件名和文件夹")
    suffix = path.suffix.lower()
    if suffix in _ADVICE:
        raise DocumentError(f"「{path.name}」{_ADVICE[suffix]}")
    if suffix in _PICTURES:
        raise DocumentError(f"「{path.name}」是图片，读不出文字。请用原来的 Word 文件（.docx）")
    if path.stat().st_size > MAX_BYTES:
        raise DocumentError(f"「{path.name}」太大，不像自评报告，没有打开。里面如有大图，请压缩图片后再试")
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLE:
        raise DocumentError(f"「{path.name}」是加了密码的文件或旧版 .doc，请在 Word 里去掉密码、另存为 .docx 再试")
    if start[:4] == b"%PDF":
        raise DocumentError(f"「{path.name}」{_ADVICE['.pdf']}")
    if suffix != ".docx" and not start.startswith(b"PK"):
        raise DocumentError(f"「{path.name}」不是 Word 文件。请选择自评报告（.docx）或自评工作簿（.xlsx、.xlsm）")


def _main_name(archive: zipfile.ZipFile) -> str:
    """The part with the text; Word on the web names it ``word/document2.xml``."""
    if _MAIN_PART in archive.NameToInfo:
        return _MAIN_PART
    parts = (name for name in archive.namelist() if posixpath.dirname(name) == "word")
    return next((name for name in parts if posixpath.basename(name).startswith("document")), _MAIN_PART)


def parse_part(content: bytes, path: Path) -> Any:
    """A part of a Word file as XML; nothing it refers to is read.

    Raises:
        DocumentError: it is damaged, or has declarations no Word file has.
    """
    try:
        return xml_tree.parse(content.replace(_STRICT, _NAMESPACE))
    except xml_tree.DeclaredXml as error:
        raise DocumentError(f"「{path.name}」含有 Word 文件不应有的声明，为安全起见没有读取") from error
    except xml_tree.BadXml as error:
        raise DocumentError(f"「{path.name}」的内容已损坏，请在 Word 里打开并另存一份再试") from error


# ---- its content --------------------------------------------------------------------------------------------


def _children(element: Any, *tags: str) -> Iterator[Any]:
    """Children of those tags, looking through content controls and tracked insertions."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, *tags)


def _read_blocks(parent: Any, document: RawDocument) -> None:
    for element in _children(parent, _P, _TBL):
        if element.tag == _P:
            text = _text(element)
            if text.strip():
                document.blocks.append(RawParagraph(text, element))
            for box in _boxes(element):
                _read_blocks(box, document)
        else:
            _read_table(element, document)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes in a paragraph, but for those in other boxes."""
    inside = 0
    for element in paragraph.iter():
        if inside:
            inside -= 1
        elif element.tag == _BOX:
            inside = _descendants(element)
            yield element


def _descendants(element: Any) -> int:
    return sum(1 for _ in element.iter()) - 1


def _text(paragraph: Any) -> str:
    return seen("".join([text for _, text in text_pieces(paragraph)]))


def text_pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """What a paragraph says, piece by piece, with the element that says it; text boxes in it are read on their own."""
    stops = 0  # tab stops of the paragraph's properties are no text
    boxed = 0
    for element in paragraph.iter():
        tag = element.tag
        if boxed:
            boxed -= 1
        elif tag == _BOX:
            boxed = _descendants(element)
        elif tag == _T:
            yield element, element.text or ""
        elif tag == _TABS:
            stops = sum(stop.tag == _TAB for stop in element)
        elif tag in _BREAKS:
            if tag != _TAB or not stops:
                yield element, _BREAKS[tag]
            else:
                stops -= 1


def _read_table(element: Any, document: RawDocument) -> None:
    table = RawTable(number=len(document.tables))
    document.blocks.append(table)
    open_cells: dict[int, RawCell] = {}
    for number, row in enumerate(_children(element, _TR)):
        if number >= MAX_ROWS:
            raise DocumentError(f"第 {table.number + 1} 个表超过 {MAX_ROWS} 行，不像自评表，没有读取")
        table.rows.append([])
        table.covered.append([])
        _read_row(row, number, table, open_cells, document)


def _read_row(row: Any, number: int, table: RawTable, open_cells: dict[int, RawCell], document: RawDocument) -> None:
    """One row; ``open_cells`` are the vertically merged cells that may reach into it, by their first column."""
    column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    for element in _children(row, _TC):
        columns = _number(element.find(f"{_W}tcPr/{_W}gridSpan"), 1)
        merge = element.find(f"{_W}tcPr/{_W}vMerge")
        above = open_cells.get(column)
        if merge is not None and merge.get(_VAL, "continue") == "continue" and above is not None:
            above.rows = number - above.row + 1
            table.covered[number].append(above)
        else:
            cell = RawCell(number, column, columns, _cell_text(element, document), element=element)
            table.rows[number].append(cell)
            open_cells.pop(column, None)
            if merge is not None:
                open_cells[column] = cell
        column += columns


def _cell_text(element: Any, document: RawDocument) -> str:
    """The cell's paragraphs as lines; blank ones at either end are layout. A nested table is read on its own."""
    lines = []
    for child in _children(element, _P, _TBL):
        if child.tag == _P:
            lines.append(_text(child))
            lines += [_text(paragraph) for box in _boxes(child) for paragraph in box.iter(_P)]
        else:
            _read_table(child, document)
    return "\n".join(lines).strip("\n \t\u3000")


def _number(element: Any, default: int) -> int:
    value = element.get(_VAL, "") if element is not None else ""
    return min(int(value), 500) if value.isdecimal() else default
