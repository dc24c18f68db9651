"""Word 97 files that end with a table, as LibreOffice writes them: it reads nothing of that table again.

Word ends every text with a paragraph mark. Where it lacks behind the last row, it is written into the room that the
file has behind its text, as a paragraph without properties. Numbers and places are those of [MS-DOC].
"""

from __future__ import annotations

import io
import struct

_TEXT = "WordDocument"
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


def mended(content: bytes) -> bytes:
    """A Word 97 file with the mark that ends its last paragraph; any other file as it is."""
    import olefile  # the page, which converts nothing, has it not

    file = io.BytesIO(content)
    try:
        with olefile.OleFileIO(file, write_mode=True) as parts:
            word = bytearray(parts.openstream(_TEXT).read())
            name = "1Table" if _short(word, _FLAGS) & _SECOND_TABLE else "0Table"
            table = bytearray(parts.openstream(name).read())
            _end_with_a_paragraph(word, table)
            parts.write_stream(_TEXT, bytes(word))
            parts.write_stream(name, bytes(table))
            return file.getvalue()
    except Exception:  # of a stranger's file olefile and struct raise whatever their parts raise
        return content


def _short(stream: bytearray, at: int) -> int:
    return int(struct.unpack_from("<H", stream, at)[0])


def _long(stream: bytearray, at: int) -> int:
    return int(struct.unpack_from("<I", stream, at)[0])


def _put(stream: bytearray, at: int, value: int) -> None:
    struct.pack_into("<I", stream, at, value)


def _end_with_a_paragraph(word: bytearray, table: bytearray) -> None:
    count, *others = struct.unpack_from(f"<{_PARTS}I", word, _COUNTS)
    last_piece = _last_of(word, _PIECES, 8, head=5)
    end = _text_end(table, last_piece, count)
    if _short(word, 0) != _WORD or any(others) or word[end - 2 : end] != _ROW_END or end % _PAGE == 0:
        raise _Unusual
    behind = end + len(_MARK)
    paragraphs, runs = _last_of(word, _PARAGRAPHS, 4), _last_of(word, _RUNS, 4)
    _add_paragraph(word, _page(table, paragraphs), end, behind)
    page = _page(table, runs)
    _put(word, page + 4 * word[page + _PAGE - 1], behind)
    for reaches, _ in (paragraphs, runs):
        _put(table, reaches, behind)
    for reaches, _ in (last_piece, _last_of(word, _SECTIONS, 12)):
        _put(table, reaches, count + 1)
    _put(word, _COUNTS, count + 1)
    _put(word, _TEXT_END, behind)
    word[end:behind] = _MARK


def _last_of(word: bytearray, named_at: int, size: int, head: int = 0) -> tuple[int, int]:
    """Where a list of the table stream says how far its last entry reaches, and where that entry stands."""
    start, length = _long(word, named_at), _long(word, named_at + 4)
    entries = (length - head - 4) // (size + 4)
    if entries < 1:
        raise _Unusual
    return start + head + 4 * entries, start + head + 4 * (entries + 1) + size * (entries - 1)


def _text_end(table: bytearray, last_piece: tuple[int, int], count: int) -> int:
    """Where the text ends in its stream."""
    reaches, entry = last_piece
    place = _long(table, entry + 2)
    if place & _NARROW or _long(table, reaches) != count:
        raise _Unusual
    return place + 2 * (count - _long(table, reaches - 4))


def _page(table: bytearray, last: tuple[int, int]) -> int:
    """Where the page stands that tells the properties of the end of the text."""
    return (_long(table, last[1]) & 0x3FFFFF) * _PAGE


def _add_paragraph(word: bytearray, page: int, end: int, behind: int) -> None:
    """One more paragraph in a page of paragraphs, without properties of its own."""
    said = bytes(word[page : page + _PAGE])
    count = said[-1]
    places, runs = said[: 4 * (count + 1)], said[4 * (count + 1) :][: _RUN * count]
    used = [2 * runs[at] for at in range(0, len(runs), _RUN) if runs[at]]
    renewed = places + struct.pack("<I", behind) + runs + bytes(_RUN)
    if struct.unpack("<I", places[-4:])[0] != end or len(renewed) > min(used, default=_PAGE - 1):
        raise _Unusual
    word[page : page + len(renewed)] = renewed
    word[page + _PAGE - 1] = count + 1
