"""Strangers' packages (.docx, .xlsx) counted before any library builds objects of them.

A few kilobytes can ask for gigabytes: one merged area over a whole sheet, one name over all its cells. The parts are
read as a stream of XML events, in constant memory, and counted against limits that no real file comes near.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from jixiao.core.errors import UserError

_CHUNK = 1 << 16
_FILLED = {"mergeCell": "ref", "hyperlink": "ref"}
"""Elements whose area libraries fill with an object for each cell, and the attribute that names the area."""

_ROWS_REPEATED, _COLUMNS_REPEATED = "table:number-rows-repeated", "table:number-columns-repeated"
"""Of an OpenDocument row and cell: how often each stands there; cells without content repeat to the sheet's end."""

_PLACED = frozenset({"row", "c", *_FILLED})
"""Elements that say which row or cell they are."""

_REPEATED = frozenset({"table-row", "table-cell", "p"})
"""Elements of OpenDocument tables that say how often they stand there, or that something does."""

_CONTENT = frozenset({"office:value-type", "table:formula"})

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}")
_COUNT = re.compile(r"[0-9]{1,9}")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


DAMAGED: tuple[type[Exception], ...] = (
    OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile,
    zlib.error, struct.error,
)  # fmt: skip
"""What ``zipfile`` raises on a package that is damaged, encrypted, or packed in a way it does not know."""


USUAL_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How office programs pack parts; the modules of other methods raise errors of their own."""


class OversizedFile(UserError):
    """A file with more in it than any of its kind has; the message is Chinese and says of what."""


@dataclass(frozen=True)
class PackageLimits:
    """What a package may hold: parts, bytes of one XML part, bytes unpacked, XML elements of one kind and of all.

    ``each`` limits elements by their name without prefix; ``cells`` are those that merged areas and links cover;
    ``text`` is of all elements together and ``attribute`` of one of them, in characters. Parts whose names begin as
    ``unread`` says are not counted: nothing here reads them.
    """

    parts: int
    unpacked: int
    xml_part: int
    elements: int
    depth: int = 120
    cells: int = 200_000
    text: int = 100_000_000
    attribute: int = 1_000_000
    each: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


WORKBOOK = PackageLimits(
    parts=5_000,
    unpacked=300_000_000,
    xml_part=60_000_000,
    elements=1_000_000,
    each={
        "c": 400_000,
        "row": 100_000,
        "definedName": 30_000,
        "xf": 20_000,
        "font": 5_000,
        "fill": 5_000,
        "border": 5_000,
        "numFmt": 5_000,
        "cellStyle": 10_000,
        "dxf": 5_000,
        "si": 200_000,
        "dataValidation": 30_000,
        "cfRule": 30_000,
        "col": 30_000,
        "comment": 20_000,
        "sheet": 1_000,
        "mergeCell": 30_000,
    },
)
"""A workbook of ours with 200 projects has 225 parts, 38 MB, 500 000 elements, 193 000 cells and 10 000 names."""

CALC = PackageLimits(
    parts=5_000,
    unpacked=300_000_000,
    xml_part=100_000_000,
    elements=2_000_000,
    cells=1_000_000,
    unread=("Basic/", "Dialogs/"),
)
"""The same as an .ods or .odt: a cell is two elements there, cells repeat, and macros declare what they are."""

DOCUMENT = PackageLimits(
    parts=5_000,
    unpacked=300_000_000,
    xml_part=20_000_000,
    elements=600_000,
    text=3_000_000,
    each={"tbl": 5_000, "tc": 100_000, "style": 20_000, "p": 100_000, "sectPr": 5_000},
)
"""The largest published report we know has 41 000 elements, 4 000 paragraphs, 19 tables and 125 000 characters."""

_FOUND_FIT: deque[tuple[bytes, PackageLimits]] = deque(maxlen=50)
"""Packages counted lately: a command opens the same file for its formulas, its results and its parts."""

_CHINESE = {
    "c": "单元格", "row": "行", "definedName": "名称", "xf": "单元格格式", "font": "字体", "fill": "填充",
    "border": "边框", "numFmt": "数字格式", "cellStyle": "样式", "dxf": "条件格式的样式", "si": "文字",
    "dataValidation": "下拉列表", "cfRule": "条件格式", "col": "列宽", "comment": "批注", "sheet": "工作表",
    "mergeCell": "合并的单元格",
    "tbl": "表格", "tc": "单元格", "style": "样式", "p": "段落", "sectPr": "节",
}  # fmt: skip


def count_package(archive: zipfile.ZipFile, name: str, limits: PackageLimits) -> None:
    """Refuse a package that holds more than its kind can.

    Args:
        archive: the package.
        name: what the message calls it.
        limits: of its kind.

    Raises:
        OversizedFile: it does, or it has declarations that such files never have.
        zipfile.BadZipFile: a part cannot be unpacked, as others of ``DAMAGED`` say too.
    """
    counted = (_fingerprint(archive), limits)
    if counted in _FOUND_FIT:
        return
    _refuse_size(archive, name, limits)
    if any(part.compress_type not in USUAL_METHODS for part in archive.infolist()):
        raise zipfile.BadZipFile("packed as no office program does")
    read = [part for part in archive.infolist() if not part.filename.startswith(limits.unread)]
    counter = _Counter(name, limits, sum(part.file_size for part in read))
    for part in read:
        with archive.open(part) as stream:
            counter.count(stream, part.file_size)
    _FOUND_FIT.append(counted)


def _fingerprint(archive: zipfile.ZipFile) -> bytes:
    file = archive.fp
    if file is None:
        raise ValueError("the package is closed")
    file.seek(0)
    return hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]  # read and seek are all it needs


def _refuse_size(archive: zipfile.ZipFile, name: str, limits: PackageLimits) -> None:
    parts = archive.infolist()
    largest = max((part.file_size for part in parts if part.filename.lower().endswith(".xml")), default=0)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > limits.parts or unpacked > limits.unpacked or largest > limits.xml_part:
        raise OversizedFile(
            f"「{name}」展开后太大（{len(parts)} 个部件，{unpacked // 1_000_000} MB），不是平常的自评文件，没有打开。"
            "里面如有大图，请压缩图片；有大量空行空列的，请删去后另存再试"
        )


class _Counter:
    """Counts the events of one part after the other."""

    def __init__(self, name: str, limits: PackageLimits, size: int) -> None:
        self._name = name
        self._limits = limits
        self._may_say_too_much = size > limits.text  # a character is a byte at least, and no part has more bytes
        self._counts: Counter[str] = Counter()
        self._elements = self._cells = self._depth = self._text = self._rows = self._repeated = 0

    def count(self, stream: IO[bytes], size: int) -> None:
        """Count one part of that size, whatever its name; where it ceases to be XML, whoever reads it ceases too."""
        self._depth = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True  # one call for a text, not one for each of its lines
        parser.StartElementHandler = self._start if size <= self._limits.attribute else self._start_of_any_size
        parser.EndElementHandler = self._end
        if self._may_say_too_much:
            parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse_declarations
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)  # newer expats put off what is long until there is more, or no more
        except expat.ExpatError:
            return
        except (ValueError, LookupError):  # an encoding that others may know: they would read what was not counted
            self._refuse_declarations()

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        kind = element.rpartition(":")[2]
        if kind in self._limits.each:
            self._counts[kind] += 1
            if self._counts[kind] > self._limits.each[kind]:
                raise self._too_many(_CHINESE[kind], self._limits.each[kind])
        if kind in _PLACED:
            self._check_place(kind, attributes)
        elif kind in _REPEATED:
            self._count_repeated(kind, attributes)
        if self._elements > self._limits.elements:
            raise self._too_many("内容", self._limits.elements)
        if self._depth > self._limits.depth:
            raise self._too_many("层层嵌套", self._limits.depth)

    def _start_of_any_size(self, element: str, attributes: dict[str, str]) -> None:
        self._start(element, attributes)
        if attributes and max(map(len, attributes.values())) > self._limits.attribute:
            raise self._too_many("一个属性的文字", self._limits.attribute)

    def _check_place(self, kind: str, attributes: Mapping[str, str]) -> None:
        """Where a row or cell stands, and how many cells an element is read as."""
        if kind == "row" and not _is_row(attributes.get("r", "1")):
            raise OversizedFile(
                f"「{self._name}」里有一行的行号是 {attributes['r'][:20]}，没有这样的行：文件已经损坏，没有打开"
            )
        if kind == "c" and not _CELL.fullmatch(attributes.get("r", "A1")):
            raise OversizedFile(
                f"「{self._name}」里有一格的位置是 {attributes['r'][:20]}，没有这样的格：文件已经损坏，没有打开"
            )
        if kind in _FILLED:
            self._cells += _size(attributes.get(_FILLED[kind], ""))
            if self._cells > self._limits.cells:
                raise self._too_many("合并的单元格或链接", self._limits.cells)

    def _count_repeated(self, kind: str, attributes: Mapping[str, str]) -> None:
        """The cells of an OpenDocument table in which something stands, each as often as it is repeated."""
        if kind == "table-row":
            self._rows = _times(attributes.get(_ROWS_REPEATED, ""))
        elif kind == "table-cell":
            self._repeated = self._rows * _times(attributes.get(_COLUMNS_REPEATED, ""))
        if kind == "p" or not _CONTENT.isdisjoint(attributes):
            self._cells, self._repeated = self._cells + self._repeated, 0
            if self._cells > self._limits.cells:
                raise self._too_many("单元格", self._limits.cells)

    def _characters(self, data: str) -> None:
        self._text += len(data)
        if self._text > self._limits.text:
            raise self._too_many("文字", self._limits.text)

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _refuse_declarations(self, *_: object) -> None:
        raise OversizedFile(f"「{self._name}」含有这类文件不应有的声明，为安全起见没有读取")

    def _too_many(self, what: str, most: int) -> OversizedFile:
        return OversizedFile(
            f"「{self._name}」里的{what}太多（超过 {most}），不是平常的自评文件，没有打开。"
            "请在 Excel、WPS 或 Word 里删去多余的内容，另存一份再试"
        )


def _times(number: str) -> int:
    """How often; what is no number is as often as anything can be."""
    return int(number) if _COUNT.fullmatch(number) else _MOST_ROWS if number else 1


def _is_row(number: str) -> bool:
    return (
        number.isascii() and number.isdigit() and len(number) <= len(str(_MOST_ROWS)) and 0 < int(number) <= _MOST_ROWS
    )


def _size(area: str) -> int:
    """How many cells an area has; an area that cannot be read is as large as a sheet."""
    match = _REFERENCE.fullmatch(area)
    if not match:
        return 0 if not area else _MOST_ROWS * _MOST_COLUMNS
    left, top, right, bottom = match.groups()
    if right is None:
        return 1
    return (abs(int(bottom) - int(top)) + 1) * (abs(_column(right) - _column(left)) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
