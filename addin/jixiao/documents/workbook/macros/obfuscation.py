"""Data Encryption ([MS-OVBA] 2.4.3): how the PROJECT stream hides that a project has no password."""

from __future__ import annotations

import struct
from itertools import chain

_SEED = 0x8C
"""Any byte will do; always the same one, so that builds are equal."""

_VERSION = 2


def encrypt(data: bytes, project_id: str) -> str:
    """Data as hexadecimal digits, under the key that the project's id gives (2.4.3.2).

    Args:
        data: what stands in CMG, DPB or GC (2.3.1.15-17).
        project_id: the id with its braces, as it stands in the PROJECT stream.
    """
    key = sum(project_id.encode("ascii")) & 0xFF
    encrypted = bytearray([_SEED, _SEED ^ _VERSION, _SEED ^ key])
    unencrypted, last, last_but_one = key, encrypted[2], encrypted[1]
    ignored = bytes((_SEED & 6) // 2)
    for byte in chain(ignored, struct.pack("<I", len(data)), data):
        last, last_but_one = byte ^ ((last_but_one + unencrypted) & 0xFF), last
        encrypted.append(last)
        unencrypted = byte
    return encrypted.hex().upper()
