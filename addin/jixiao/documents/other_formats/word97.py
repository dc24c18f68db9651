"""Word 97 files that end with a table, as LibreOffice writes them: it reads nothing of that table again.

Word ends every text with a paragraph mark. Where it lacks behind the last row, it is written into the room that the
file has behind its text, as a paragraph without properties.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_END = 0xFFFFFFFA
"""Numbers of sectors from here on are none."""
_ENTRY = 128
_SMALL = 4096
"""Bytes below which a stream is kept among others."""

_WORD = 0xA5EC
_FLAGS, _TEXT_END, _SECOND_TABLE = 10, 0x1C, 0x0200
_COUNTS, _PARTS = 0x4C, 8
"""How many characters the text and each of the parts behind it have: footnotes, headers, comments, boxes."""
_SECTIONS, _RUNS, _PARAGRAPHS, _PIECES = 0xCA, 0xFA, 0x102, 0x1A2
_PAGE, _RUN = 512, 13
_ROW_END, _MARK = b"\x07\0", b"\r\0"
_NARROW = 0x40000000
"""Of a piece of text that has one byte a character."""


class _Unusual(Exception):
    """The file is none of those that are mended here."""


@dataclass(frozen=True, slots=True)
class _Stream:
    """A stream inside the file, by the places of its sectors."""

    data: bytearray
    places: Sequence[int]
    sector: int

    def get(self, start: int, length: int) -> bytes:
        return b"".join(bytes(self.data[at : at + count]) for at, count, _ in self._pieces(start, length))

    def put(self, start: int, said: bytes) -> None:
        for at, count, done in self._pieces(start, len(said)):
            self.data[at : at + count] = said[done : done + count]

    def number(self, start: int) -> int:
        return int(struct.unpack("<I", self.get(start, 4))[0])

    def put_number(self, start: int, value: int) -> None:
        self.put(start, struct.pack("<I", value))

    def _pieces(self, start: int, length: int) -> Iterator[tuple[int, int, int]]:
        done = 0
        while done < length:
            index, within = divmod(start + done, self.sector)
            if index >= len(self.places):
                raise _Unusual
            count = min(length - done, self.sector - within)
            yield self.places[index] + within, count, done
            done += count


def mended(content: bytes) -> bytes:
    """A Word 97 file with the mark that ends its last paragraph; any other file as it is."""
    data = bytearray(content)
    try:
        _end_with_a_paragraph(_streams(data))
    except (_Unusual, struct.error, IndexError, KeyError):
        return content
    return bytes(data)


# ---- the streams of the file --------------------------------------------------------------------------------


def _streams(data: bytearray) -> dict[str, _Stream]:
    """The streams by their names; the small ones lie in that of the first entry."""
    if not data.startswith(_SIGNATURE):
        raise _Unusual
    sector, small = (1 << power for power in struct.unpack_from("<HH", data, 0x1E))
    following = _following(data, sector)
    directory = _large(data, struct.unpack_from("<I", data, 0x30)[0], following, sector)
    entries = [directory.get(at, _ENTRY) for at in range(0, len(directory.places) * sector, _ENTRY)]
    around = _large(data, _extent(entries[0])[0], following, sector)
    links = _large(data, struct.unpack_from("<I", data, 0x3C)[0], following, sector)
    following_small = [links.number(4 * n) for n in range(len(links.places) * sector // 4)]
    found: dict[str, _Stream] = {}
    for entry in entries[1:]:
        first, size = _extent(entry)
        is_large = size >= _SMALL
        found[_name(entry)] = (
            _large(data, first, following, sector) if is_large else _small(around, first, following_small, small)
        )
    return found


def _following(data: bytearray, sector: int) -> list[int]:
    """Behind which sector which other follows."""
    tables = [number for number in struct.unpack_from("<109I", data, 0x4C) if number < _END]
    return [n for table in tables for n in struct.unpack_from(f"<{sector // 4}I", data, (table + 1) * sector)]


def _extent(entry: bytes) -> tuple[int, int]:
    """Where a stream begins, and its size."""
    first, size = struct.unpack_from("<II", entry, 116)
    return first, size


def _name(entry: bytes) -> str:
    return entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")


def _chain(first: int, following: Sequence[int]) -> list[int]:
    numbers = list[int]()
    while first < _END and len(numbers) <= len(following):
        numbers.append(first)
        first = following[first]
    return numbers


def _large(data: bytearray, first: int, following: Sequence[int], sector: int) -> _Stream:
    return _Stream(data, [(number + 1) * sector for number in _chain(first, following)], sector)


def _small(around: _Stream, first: int, following: Sequence[int], sector: int) -> _Stream:
    """A stream in sectors of another one."""
    starts = [number * sector for number in _chain(first, following)]
    places = [around.places[start // around.sector] + start % around.sector for start in starts]
    return _Stream(around.data, places, sector)


# ---- the end of the text ------------------------------------------------------------------------------------


def _end_with_a_paragraph(streams: dict[str, _Stream]) -> None:
    word = streams["WordDocument"]
    ident, flags = struct.unpack("<H", word.get(0, 2))[0], struct.unpack("<H", word.get(_FLAGS, 2))[0]
    table = streams["1Table" if flags & _SECOND_TABLE else "0Table"]
    count, *others = struct.unpack(f"<{_PARTS}I", word.get(_COUNTS, 4 * _PARTS))
    last_piece = _last_of(word, table, _PIECES, 8, head=5)
    end = _text_end(table, last_piece, count)
    if ident != _WORD or any(others) or word.get(end - 2, 2) != _ROW_END or end % _PAGE == 0:
        raise _Unusual
    behind = end + len(_MARK)
    paragraphs = _last_of(word, table, _PARAGRAPHS, 4)
    _add_paragraph(word, _page(table, paragraphs), end, behind)
    for of_text in (paragraphs, _last_of(word, table, _RUNS, 4)):
        table.put_number(of_text[0], behind)
    runs = _page(table, _last_of(word, table, _RUNS, 4))
    word.put_number(runs + 4 * word.get(runs + _PAGE - 1, 1)[0], behind)
    for of_characters in (last_piece, _last_of(word, table, _SECTIONS, 12)):
        table.put_number(of_characters[0], count + 1)
    word.put_number(_COUNTS, count + 1)
    word.put_number(_TEXT_END, behind)
    word.put(end, _MARK)


def _last_of(word: _Stream, table: _Stream, named_at: int, size: int, head: int = 0) -> tuple[int, int]:
    """Where a list of the table stream says how far its last entry reaches, and where that entry stands."""
    start, length = word.number(named_at), word.number(named_at + 4)
    entries = (length - head - 4) // (size + 4)
    if entries < 1:
        raise _Unusual
    return start + head + 4 * entries, start + head + 4 * (entries + 1) + size * (entries - 1)


def _text_end(table: _Stream, last_piece: tuple[int, int], count: int) -> int:
    """Where the text ends in its stream."""
    reaches, entry = last_piece
    place = table.number(entry + 2)
    if place & _NARROW or table.number(reaches) != count:
        raise _Unusual
    return place + 2 * (count - table.number(reaches - 4))


def _page(table: _Stream, last: tuple[int, int]) -> int:
    """Where the page stands that tells the properties of the end of the text."""
    return (table.number(last[1]) & 0x3FFFFF) * _PAGE


def _add_paragraph(word: _Stream, page: int, end: int, behind: int) -> None:
    """One more paragraph in a page of paragraphs, without properties of its own."""
    said = word.get(page, _PAGE)
    count = said[-1]
    places, runs = said[: 4 * (count + 1)], said[4 * (count + 1) :][: _RUN * count]
    used = [2 * runs[at] for at in range(0, len(runs), _RUN) if runs[at]]
    renewed = places + struct.pack("<I", behind) + runs + bytes(_RUN)
    if struct.unpack("<I", places[-4:])[0] != end or len(renewed) > min(used, default=_PAGE - 1):
        raise _Unusual
    word.put(page, renewed)
    word.put(page + _PAGE - 1, bytes([count + 1]))
