"""Writing an OLE compound file of version 3, after [MS-CFB]: sectors of 512 bytes, small streams in 64-byte ones."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Storage: TypeAlias = "Mapping[str, bytes | Storage]"
"""What a storage holds: streams and other storages by name."""

_SECTOR, _MINI_SECTOR, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD  # 2.1; FREE is NOSTREAM in a directory too
_NOT_USED, _STORAGE, _STREAM, _ROOT = 0, 1, 2, 5  # object types, 2.6.1
_RED, _BLACK = 0, 1
_FAT_SECTORS_IN_HEADER = 109
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
_HEADER = struct.Struct("<8s16s5H6s9I")


def compound_file(root: Storage) -> bytes:
    """The file that holds a root storage.

    Raises:
        ValueError: more than about 7 MB, which would need DIFAT sectors (2.5).
    """
    sectors, mini = _Sectors(_SECTOR), _Sectors(_MINI_SECTOR)
    directory = _Directory(sectors, mini)
    directory.add_root(root)
    mini_fat = sectors.add(_numbers(mini.chain))
    first_entry = sectors.add(directory.to_bytes())
    fat = _allocation_table(sectors.chain)
    header = _HEADER.pack(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
        0, len(fat) // _SECTOR, first_entry, 0, _CUTOFF,
        mini_fat, _sector_count(mini.chain), _END, 0,
    )  # fmt: skip
    places = range(len(sectors.chain), len(sectors.chain) + len(fat) // _SECTOR)
    return header + _numbers(places, _FAT_SECTORS_IN_HEADER) + bytes(sectors.content) + fat


class _Sectors:
    """Sectors of one size, and for each the one that follows it in its stream (2.3, 2.4)."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.content = bytearray()
        self.chain: list[int] = []

    def add(self, data: bytes) -> int:
        """Put a stream at the end and return its first sector."""
        if not data:
            return _END
        first, count = len(self.chain), -(-len(data) // self.size)
        self.chain += [*range(first + 1, first + count), _END]
        self.content += data.ljust(count * self.size, b"\0")
        return first


def _allocation_table(chain: Sequence[int]) -> bytes:
    """The FAT, whose own sectors stand behind all others and are part of it (2.3)."""
    per_sector = _SECTOR // 4
    count = 1
    while count * per_sector < len(chain) + count:
        count += 1
    if count > _FAT_SECTORS_IN_HEADER:
        raise ValueError("the file is too large for a header without DIFAT sectors")
    return _numbers([*chain, *[_FAT] * count])


def _sector_count(chain: Sequence[int]) -> int:
    return -(-len(chain) * 4 // _SECTOR)


def _numbers(numbers: Sequence[int], count: int = 0) -> bytes:
    """Sector numbers, filled up with FREE to whole sectors or to a count."""
    count = count or _sector_count(numbers) * _SECTOR // 4
    return struct.pack(f"<{count}I", *numbers, *[_FREE] * (count - len(numbers)))


@dataclass
class _Entry:
    """A directory entry (2.6.1); siblings and children are told by their places in the directory."""

    name: str
    kind: int
    start: int = 0
    size: int = 0
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    colour: int = _BLACK

    def to_bytes(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        # no CLSID, no state bits, no times: the same content gives the same bytes
        return _ENTRY.pack(
            name, len(name), self.kind, self.colour, self.left, self.right, self.child, bytes(16), 0, 0, 0,
            self.start, self.size,
        )  # fmt: skip


class _Directory:
    """The directory (2.6): entries in an array, those of one storage in a red-black tree."""

    def __init__(self, sectors: _Sectors, mini: _Sectors) -> None:
        self._sectors = sectors
        self._mini = mini
        self._entries: list[_Entry] = []

    def add_root(self, storage: Storage) -> None:
        """The root entry; it carries the mini stream (2.6.2)."""
        root = _Entry("Root Entry", _ROOT)
        self._entries.append(root)
        root.child = self._add_children(storage)
        root.start, root.size = self._sectors.add(bytes(self._mini.content)), len(self._mini.content)

    def to_bytes(self) -> bytes:
        unused = -len(self._entries) % (_SECTOR // _ENTRY.size)
        return b"".join(entry.to_bytes() for entry in [*self._entries, *[_Entry("", _NOT_USED)] * unused])

    def _add_children(self, storage: Storage) -> int:
        # 2.6.4: the shorter name is the lesser one, equally long ones compare in capitals
        ordered = sorted(storage, key=lambda name: (len(name), name.upper()))
        return self._tree([self._add(name, storage[name]) for name in ordered])

    def _add(self, name: str, content: bytes | Storage) -> int:
        place = len(self._entries)
        if isinstance(content, bytes):
            sectors = self._mini if len(content) < _CUTOFF else self._sectors
            self._entries.append(_Entry(name, _STREAM, sectors.add(content), len(content)))
        else:
            entry = _Entry(name, _STORAGE)
            self._entries.append(entry)
            entry.child = self._add_children(content)
        return place

    def _tree(self, places: Sequence[int], level: int = 0, last: int | None = None) -> int:
        """Link sorted entries into a balanced tree and return its root.

        All levels but the last are full: with the last one red and the others black, every path down passes as many
        black entries, and no red one follows a red one.
        """
        if not places:
            return _FREE
        last = len(places).bit_length() - 1 if last is None else last
        middle = len(places) // 2
        entry = self._entries[places[middle]]
        entry.left = self._tree(places[:middle], level + 1, last)
        entry.right = self._tree(places[middle + 1 :], level + 1, last)
        entry.colour = _RED if 0 < level == last else _BLACK
        return places[middle]
