"""A Windows DLL without code: its one export hands on to another DLL's.

Wine 8 has no ``bcryptprimitives.dll``, which Rust's standard library (pydantic_core) asks for random bytes; the older
``advapi32.SystemFunction036`` (RtlGenRandom) takes the same arguments and does the same.
"""

from __future__ import annotations

import struct

_ADDRESS = 0x1000
_BLOCK = 512


def random_bytes_dll() -> bytes:
    """``bcryptprimitives.dll`` for Wine 8."""
    return forwarding_dll("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036")


def forwarding_dll(name: str, export: str, target: str) -> bytes:
    """A 64-bit DLL of one section that holds the table of its one export (PE format, "Export Forwarding")."""
    table = _export_table(name, export, target)
    return _headers(len(table)).ljust(_BLOCK, b"\0") + table.ljust(_BLOCK, b"\0")


def _export_table(name: str, export: str, target: str) -> bytes:
    directory, pointers = 40, 4 + 4 + 2
    texts = [text.encode("ascii") + b"\0" for text in (name, export, target)]
    places = [_ADDRESS + directory + pointers + sum(map(len, texts[:number])) for number in range(3)]
    lists = [_ADDRESS + directory, _ADDRESS + directory + 4, _ADDRESS + directory + 8]
    made = struct.pack("<IIHH7I", 0, 0, 0, 0, places[0], 1, 1, 1, *lists)
    return made + struct.pack("<IIH", places[2], places[1], 0) + b"".join(texts)


def _headers(size: int) -> bytes:
    dos = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    file = b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, _BLOCK, 0, 0, _ADDRESS)
    optional += struct.pack(
        "<QIIHHHHHHIIIIHH", 0x180000000, _ADDRESS, _BLOCK, 6, 0, 0, 0, 6, 0, 0, 0x2000, _BLOCK, 0, 3, 0x100
    )
    optional += struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16)
    optional += struct.pack("<II", _ADDRESS, size) + bytes(8 * 15)
    section = b".rdata\0\0" + struct.pack("<IIIIIIHHI", size, _ADDRESS, _BLOCK, _BLOCK, 0, 0, 0, 0, 0x40000040)
    return dos + file + optional + section
