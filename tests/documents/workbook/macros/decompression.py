"""Decompression as [MS-OVBA] 2.4.1.3 words it, written for the tests from the specification alone."""

from __future__ import annotations

from math import ceil, log2


def decompress(container: bytes) -> bytes:
    """2.4.1.3.1; an assertion fails where the specification says MUST."""
    assert container[0] == 0x01, "SignatureByte"
    place, decompressed = 1, bytearray()
    while place < len(container):
        header = int.from_bytes(container[place : place + 2], "little")
        size = (header & 0x0FFF) + 3
        assert header >> 12 & 0b111 == 0b011, "CompressedChunkSignature"
        tokens = container[place + 2 : place + size]
        assert len(tokens) == size - 2, "CompressedChunkSize"
        place += size
        decompressed += _tokens(tokens) if header >> 15 else tokens
    return bytes(decompressed)


def _tokens(tokens: bytes) -> bytes:
    place, chunk = 0, bytearray()
    while place < len(tokens):
        flags = tokens[place]
        place += 1
        for bit in range(8):
            if place == len(tokens):
                break
            if flags >> bit & 1:
                _copy(chunk, int.from_bytes(tokens[place : place + 2], "little"))
                place += 2
            else:
                chunk.append(tokens[place])
                place += 1
    assert len(chunk) <= 4096
    return bytes(chunk)


def _copy(chunk: bytearray, token: int) -> None:
    """2.4.1.3.19.1 CopyToken Help, 2.4.1.3.19.2 Unpack CopyToken."""
    bits = max(ceil(log2(len(chunk))), 4)
    length = (token & (0xFFFF >> bits)) + 3
    offset = (token >> (16 - bits)) + 1
    assert offset <= len(chunk)
    for _ in range(length):
        chunk.append(chunk[-offset])
