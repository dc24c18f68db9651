"""[MS-CFB]: olefile reads it strictly, and what olefile does not look at is checked here."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.workbook.macros.compound_file import Storage, compound_file

EDGES = [0, 1, 63, 64, 65, 511, 512, 4095, 4096, 4097, 70_000]
RED, BLACK, NONE = 0, 1, 0xFFFFFFFF


def opened(file: bytes) -> Any:
    return olefile.OleFileIO(io.BytesIO(file), raise_defects=olefile.DEFECT_UNSURE)


def stream(size: int) -> bytes:
    return bytes(place * 31 % 251 for place in range(size))


@given(st.lists(st.sampled_from(EDGES), max_size=30))
def test_every_stream_comes_back(sizes: list[int]) -> None:
    streams = {f"Stream{n}": stream(size) for n, size in enumerate(sizes)}
    ole = opened(compound_file({"Storage": streams, "Beside": b"x"}))
    assert ole.parsing_issues == []
    assert {path[-1]: ole.openstream(path).read() for path in ole.listdir() if len(path) == 2} == streams
    assert ole.openstream("Beside").read() == b"x"


@pytest.mark.parametrize("count", [*range(1, 18), 100])
def test_the_directory_is_a_red_black_tree_in_the_order_of_names(count: int) -> None:
    """2.6.4: the shorter name is the lesser; Excel looks a stream up by going down the tree."""
    names = [f"{'Sheet' if n % 2 else 'aModule'}{n}" for n in range(count)]
    entries = list(directory(compound_file(dict.fromkeys(names, b""))))
    root = entries[0]
    assert root.name == "Root Entry"
    assert root.colour == BLACK
    assert in_order(entries, root.child) == sorted(names, key=lambda name: (len(name), name.upper()))
    assert entries[root.child].colour == BLACK
    assert len(set(black_counts(entries, root.child))) == 1
    for entry in entries[1:]:
        children = [entries[place] for place in (entry.left, entry.right) if place != NONE]
        assert entry.colour == BLACK or all(child.colour == BLACK for child in children)


class Entry:
    def __init__(self, raw: bytes) -> None:
        length, self.kind, self.colour, self.left, self.right, self.child = struct.unpack_from("<HBBIII", raw, 64)
        self.name = raw[: max(0, length - 2)].decode("utf-16-le")


def directory(file: bytes) -> Iterator[Entry]:
    """The entries as the file holds them, one sector after the other as our writer puts them."""
    start = (int.from_bytes(file[48:52], "little") + 1) * 512
    raws = (file[place : place + 128] for place in range(start, len(file), 128))
    for entry in map(Entry, raws):
        if not entry.kind:
            return
        yield entry


def in_order(entries: list[Entry], place: int) -> list[str]:
    if place == NONE:
        return []
    entry = entries[place]
    return [*in_order(entries, entry.left), entry.name, *in_order(entries, entry.right)]


def black_counts(entries: list[Entry], place: int, passed: int = 0) -> Iterator[int]:
    """How many black entries each path down passes."""
    if place == NONE:
        yield passed
        return
    entry = entries[place]
    for child in (entry.left, entry.right):
        yield from black_counts(entries, child, passed + entry.colour)


def test_every_sector_has_one_use() -> None:
    """2.3: FAT sectors are marked as such, every other one belongs to one chain, and none is left over."""
    streams: Storage = {f"Stream{n}": stream(size) for n, size in enumerate(EDGES * 3)}
    file = compound_file({"Storage": streams})
    ole = opened(file)
    sectors = len(file) // 512 - 1
    fat = list(ole.fat)[:sectors]
    starts = {int.from_bytes(file[at : at + 4], "little") for at in (48, 60)}
    starts |= {e.isectStart for e in ole.direntries if e and (e.size >= 4096 or e.name == "Root Entry")}
    followers = [follower for follower in fat if follower < 0xFFFFFFFA]
    of_the_fat = [place for place, mark in enumerate(fat) if mark == 0xFFFFFFFD]
    assert sorted([*followers, *starts, *of_the_fat]) == list(range(sectors))


def test_a_file_too_large_for_its_header_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        compound_file({"Stream": bytes(8_000_000)})


def test_nothing_but_the_content_makes_files_differ() -> None:
    assert compound_file({"Stream": b"x"}) == compound_file({"Stream": b"x"})
