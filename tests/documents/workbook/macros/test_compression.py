"""[MS-OVBA] 2.4.1, with the examples of its section 3.2."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.workbook.macros.compression import compress

from .conftest import MACROS
from .decompression import decompress
from .readers import olevba_decompress

NOTHING_REPEATED = (
    b"abcdefghijklmnopqrstuv.",
    "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E",
)
NORMAL = (
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
    "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 70 "
    "04 10 72 73 74 75 76 10 77 78 79 7A 00 3C",
)
HIGHEST = (b"a" * 73, "01 03 B0 02 61 45 00")


@pytest.mark.parametrize(("text", "specified"), [NOTHING_REPEATED, HIGHEST])
def test_the_specifications_examples_come_out_byte_for_byte(text: bytes, specified: str) -> None:
    assert compress(text) == bytes.fromhex(specified)


def test_where_several_copies_are_equally_long_the_result_is_as_short_as_the_specifications() -> None:
    """Its example takes now the one, now the other of them, and not always the one its algorithm says."""
    text, specified = NORMAL
    assert decompress(bytes.fromhex(specified)) == text
    assert len(compress(text)) == len(bytes.fromhex(specified))


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4095, 4096, 4097, 8192, 20_000])
@pytest.mark.parametrize("text", [b"a", b"Dim x As Long\r\n", bytes(range(32, 127))], ids=["one", "line", "all"])
def test_any_length_comes_back(text: bytes, length: int) -> None:
    data = (text * length)[:length]
    assert decompress(compress(data)) == data


@given(st.text("abAB \r\n", max_size=300).map(lambda text: (text * 30).encode()))
def test_any_text_comes_back(data: bytes) -> None:
    assert decompress(compress(data)) == data


@pytest.mark.parametrize("path", sorted(MACROS.iterdir()), ids=lambda p: p.name)
def test_another_decompressor_reads_it_too(path: Path) -> None:
    data = path.read_bytes()
    assert olevba_decompress(compress(data)) == data


def test_what_cannot_be_compressed_is_stored_as_it_is() -> None:
    data = bytes(place * place * 7919 >> 5 & 0xFF for place in range(4096))
    made = compress(data)
    assert made[1:3] == b"\xff\x3f", "CompressedChunkFlag 0, CompressedChunkSize 4095"
    assert decompress(made) == data
