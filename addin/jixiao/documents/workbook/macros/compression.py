"""The compression of VBA source and of the ``dir`` stream ([MS-OVBA] 2.4.1)."""

from __future__ import annotations

import struct

_CHUNK = 4096
_SHORTEST_COPY = 3
_SIGNATURE = 0x01


def compress(data: bytes) -> bytes:
    """A CompressedContainer (2.4.1.1.1): a signature byte, then a chunk for every 4096 bytes."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return bytes([_SIGNATURE]) + b"".join(map(_chunk, chunks))


def _chunk(data: bytes) -> bytes:
    """A CompressedChunk (2.4.1.1.4): its header, then tokens, or the bytes themselves if tokens take more room."""
    tokens = _token_sequences(data)
    if len(tokens) > _CHUNK:
        return struct.pack("<H", 0x3000 | (_CHUNK - 1)) + data.ljust(_CHUNK, b"\0")
    return struct.pack("<H", 0xB000 | (len(tokens) - 1)) + tokens


def _token_sequences(data: bytes) -> bytes:
    """TokenSequences (2.4.1.1.7): eight tokens behind a byte whose bits tell copies from literals."""
    made, group, flags, count = bytearray(), bytearray(), 0, 0
    place = 0
    while place < len(data):
        offset, length = _match(data, place)
        if length:
            flags |= 1 << count
            group += _copy_token(place, offset, length)
        else:
            group.append(data[place])
        place += length or 1
        count += 1
        if count == 8 or place == len(data):
            made.append(flags)
            made += group
            group.clear()
            flags = count = 0
    return bytes(made)


def _match(data: bytes, place: int) -> tuple[int, int]:
    """How far back the longest text stands that goes on at a place, and its length (2.4.1.3.19.4); 0 for none.

    Of equally long ones the nearest; it may reach over the place itself. A longer text cannot begin nearer than the
    nearest shorter one, so that each search begins where the last one ended.
    """
    limit = min(_longest_copy(place), len(data) - place)
    length, found = 0, place - 1
    wanted = _SHORTEST_COPY
    while wanted <= limit:
        start = data.rfind(data[place : place + wanted], 0, found + wanted)
        if start < 0:
            break
        while wanted < limit and data[start + wanted] == data[place + wanted]:
            wanted += 1
        length, found = wanted, start
        wanted += 1
    return (place - found, length) if length else (0, 0)


def _offset_bits(place: int) -> int:
    """The bits of a copy token that tell the offset: as many as the distance can need, at least 4 (2.4.1.3.19.1)."""
    return max((place - 1).bit_length(), 4)


def _longest_copy(place: int) -> int:
    return (0xFFFF >> _offset_bits(place)) + _SHORTEST_COPY


def _copy_token(place: int, offset: int, length: int) -> bytes:
    """2.4.1.3.19.3: the offset in the upper bits, the length in the lower ones."""
    return struct.pack("<H", (offset - 1) << (16 - _offset_bits(place)) | (length - _SHORTEST_COPY))
