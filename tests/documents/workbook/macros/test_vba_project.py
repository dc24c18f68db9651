"""[MS-OVBA]: each record of the project as the specification lists it, and each module byte for byte."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import olefile
import pytest
from jixiao.documents.workbook.macros.modules import project_modules
from jixiao.documents.workbook.macros.obfuscation import encrypt
from jixiao.documents.workbook.macros.vba_project import Module, ModuleKind, vba_project

from .decompression import decompress
from .readers import olevba_modules

ASCII_LINES = re.compile(r"(?:[\t\x20-\x7e]*\r\n)*")


@pytest.fixture(scope="module")
def project_text(project: Any) -> str:
    return str(project.openstream("PROJECT").read().decode("ascii"))


@pytest.fixture(scope="module")
def records(project: Any) -> list[tuple[int, bytes]]:
    return list(walk(decompress(project.openstream("VBA/dir").read())))


def walk(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the dir stream (2.3.4.2): number, size, data. Only the version counts its size otherwise."""
    place = 0
    while place < len(stream):
        number, size = struct.unpack_from("<HI", stream, place)
        size = 6 if number == 0x0009 else size
        data = stream[place + 6 : place + 6 + size]
        assert len(data) == size
        place += 6 + size
        yield number, data


def code_names(parts: dict[str, bytes]) -> list[str]:
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    found = [re.search(rb'<sheetPr[^>]* codeName="([^"]+)"', parts[name]) for name in sheets]
    return [match[1].decode() for match in found if match]


# ---- sources ---------------------------------------------------------------------------------------------------------


def test_olevba_gives_back_every_module_byte_for_byte(macro_book: Path, parts: dict[str, bytes]) -> None:
    expected = project_modules(code_names(parts))
    assert olevba_modules(macro_book) == {module.name: module.source.encode("cp1252") for module in expected}


def test_olefile_finds_nothing_to_remark(project: Any) -> None:
    assert project.parsing_issues == []


def test_every_source_is_ascii_in_lines_that_the_editor_takes(modules: dict[str, Module]) -> None:
    for module in modules.values():
        assert ASCII_LINES.fullmatch(module.source), module.name
        assert max(map(len, module.source.splitlines())) <= 1023, module.name
        assert module.source.startswith(f'Attribute VB_Name = "{module.name}"\r\n'), module.name


def test_classes_and_documents_have_the_attributes_that_exported_files_lack(modules: dict[str, Module]) -> None:
    """As Excel writes them itself; xlwings' own workbooks show them."""
    bases = {name: re.findall(r"^Attribute VB_Base = (.*)\r$", m.source, re.M) for name, m in modules.items()}
    assert bases["ThisWorkbook"] == ['"0{00020819-0000-0000-C000-000000000046}"']
    assert bases["Sheet1"] == ['"0{00020820-0000-0000-C000-000000000046}"']
    assert bases["Dictionary"] == ['"0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"']
    assert not any(found for name, found in bases.items() if modules[name].kind is ModuleKind.PROCEDURES)
    for name in ("ThisWorkbook", "Dictionary"):
        attributes = re.findall(r"^Attribute (VB_\w+) =", modules[name].source, re.M)
        assert len(attributes) == len(set(attributes)), name
        assert {"VB_TemplateDerived", "VB_Customizable", "VB_PredeclaredId", "VB_Exposed"} <= set(attributes), name


def test_every_sheet_has_its_document_module(parts: dict[str, bytes]) -> None:
    names = code_names(parts)
    assert names == [f"Sheet{n}" for n in range(1, len(names) + 1)]
    assert len(names) == parts["xl/workbook.xml"].count(b"<sheet ")
    assert b'<workbookPr codeName="ThisWorkbook"' in parts["xl/workbook.xml"]


# ---- streams ---------------------------------------------------------------------------------------------------------


def test_the_storages_and_streams_are_those_of_the_specification(project: Any, modules: dict[str, Module]) -> None:
    streams = {"/".join(path) for path in project.listdir()}
    fixed = {"PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir"}
    sheets = {stream for stream in streams if re.fullmatch(r"VBA/Sheet\d+", stream)}
    assert streams - sheets == fixed | {f"VBA/{name}" for name in modules if not name.startswith("Sheet")}


def test_there_is_no_compiled_code(project: Any) -> None:
    """2.3.4.1: on write the version MUST be 0xFFFF and the cache absent."""
    assert project.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61FFFF000000")


def test_the_dir_stream_begins_with_the_project(records: list[tuple[int, bytes]]) -> None:
    """2.3.4.2.1, in its order."""
    assert records[:14] == [
        (0x0001, struct.pack("<I", 3)),
        (0x0002, struct.pack("<I", 0x409)),
        (0x0014, struct.pack("<I", 0x409)),
        (0x0003, struct.pack("<H", 1252)),
        (0x0004, b"VBAProject"),
        (0x0005, b""), (0x0040, b""),
        (0x0006, b""), (0x003D, b""),
        (0x0007, bytes(4)),
        (0x0008, bytes(4)),
        (0x0009, struct.pack("<IH", 1, 1)),
        (0x000C, b""), (0x003C, b""),
    ]  # fmt: skip


def test_only_stdole_and_office_are_referred_to(records: list[tuple[int, bytes]]) -> None:
    """2.3.4.2.2: a reference to a file of somebody's disk would be reported as missing."""
    found = records[14:20]
    assert [number for number, _ in found] == [0x0016, 0x003E, 0x000D] * 2
    assert [data for number, data in found if number == 0x0016] == [b"stdole", b"Office"]
    for _, registered in (found[2], found[5]):
        size = int.from_bytes(registered[:4], "little")
        library, reserved = registered[4 : 4 + size], registered[4 + size :]
        assert re.fullmatch(rb"\*\\G\{[0-9A-F-]{36}\}#2\.0#0#C:\\[^#]+#[^#]+", library)
        assert reserved == bytes(6)


def test_every_module_is_listed_with_its_kind_and_an_offset_of_0(
    records: list[tuple[int, bytes]], project: Any, modules: dict[str, Module]
) -> None:
    """2.3.4.2.3."""
    streams = [path[1] for path in project.listdir() if path[0] == "VBA" and path[1] not in ("dir", "_VBA_PROJECT")]
    head, listed = records[20:22], records[22:-1]
    assert head == [(0x000F, struct.pack("<H", len(streams))), (0x0013, b"\xff\xff")]
    assert records[-1] == (0x0010, b"")
    names = []
    for start in range(0, len(listed), 11):
        name = listed[start][1].decode()
        kind = 0x0021 if modules.get(name, modules["Sheet1"]).kind is ModuleKind.PROCEDURES else 0x0022
        wide = name.encode("utf-16-le")
        assert listed[start : start + 11] == [
            (0x0019, name.encode()), (0x0047, wide),
            (0x001A, name.encode()), (0x0032, wide),
            (0x001C, b""), (0x0048, b""),
            (0x0031, bytes(4)),
            (0x001E, bytes(4)),
            (0x002C, b"\xff\xff"),
            (kind, b""),
            (0x002B, b""),
        ]  # fmt: skip
        names.append(name)
    assert sorted(names) == sorted(streams)


def test_every_module_stream_is_its_compressed_source(project: Any, modules: dict[str, Module]) -> None:
    for name, module in modules.items():
        assert decompress(project.openstream(f"VBA/{name}").read()) == module.source.encode("ascii"), name


def test_the_project_stream_follows_its_grammar(project_text: str, modules: dict[str, Module]) -> None:
    """2.3.1: properties, then extenders, then the windows of the editor."""
    item = r"(?:Document=\w+/&H00000000|Module=\w+|Class=\w+)\r\n"
    grammar = (
        r'ID="\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}"\r\n'
        rf"(?:{item})+"
        r'Name="VBAProject"\r\nHelpContextID="0"\r\nVersionCompatible32="393222000"\r\n'
        r'CMG="[0-9A-F]{22,28}"\r\nDPB="[0-9A-F]{16,}"\r\nGC="[0-9A-F]{16,22}"\r\n'
        r"\r\n\[Host Extender Info\]\r\n&H00000001=\{3832D640-CF90-11CF-8E43-00A0C911005A\};VBE;&H00000000\r\n"
        r"\r\n\[Workspace\]\r\n(?:\w+=0, 0, 0, 0, C\r\n)+"
    )
    assert re.fullmatch(grammar, project_text)
    for name, module in modules.items():
        assert module.kind.value.format(name) in project_text.splitlines()


def test_the_names_are_listed_in_both_alphabets(project: Any, project_text: str) -> None:
    """2.3.3."""
    listed = re.findall(r"^(?:Document|Module|Class)=(\w+)", project_text, re.M)
    expected = b"".join(name.encode() + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in listed)
    assert project.openstream("PROJECTwm").read() == expected + b"\0\0"


# ---- obfuscation (2.4.3) ---------------------------------------------------------------------------------------------


def decrypt(digits: str, project_id: str) -> bytes:
    """2.4.3.3, written from the specification alone."""
    encrypted = bytes.fromhex(digits)
    seed, version, key = encrypted[0], encrypted[1] ^ encrypted[0], encrypted[2] ^ encrypted[0]
    assert version == 2
    assert key == sum(project_id.encode()) & 0xFF
    unencrypted, one, two = key, encrypted[2], encrypted[1]
    plain = bytearray()
    for byte in encrypted[3:]:
        plain.append(byte ^ ((two + unencrypted) & 0xFF))
        unencrypted, one, two = plain[-1], byte, one
    ignored = (seed & 6) // 2
    length = int.from_bytes(plain[ignored : ignored + 4], "little")
    data = bytes(plain[ignored + 4 :])
    assert len(data) == length
    return data


@pytest.mark.parametrize(("key", "plain"), [("CMG", bytes(4)), ("DPB", bytes(1)), ("GC", b"\xff")])
def test_the_project_is_open_to_everyone(project_text: str, key: str, plain: bytes) -> None:
    """2.3.1.15-17: not protected, no password, visible."""
    values = dict(re.findall(r'^(\w+)="(.*)"\r$', project_text, re.M))
    assert decrypt(values[key], values["ID"]) == plain


def test_what_excel_wrote_itself_decrypts_alike() -> None:
    """From the PROJECT stream of xlwings' quickstart_standalone.xlsm, which Excel saved."""
    project_id = "{5CF9CDAB-B77B-4FE4-BD7E-D29900070E1B}"
    assert decrypt("8D8FA61394EA98EA98EA98EA98", project_id) == bytes(4)
    assert decrypt("8D8FA61394EF95EF95EF", project_id) == bytes(1)
    assert decrypt("8D8FA61394EF95EF9510", project_id) == b"\xff"


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff\x00\x80", bytes(range(256))])
def test_any_data_decrypts_to_itself(data: bytes) -> None:
    project_id = "{00000000-0000-0000-0000-000000000000}"
    assert decrypt(encrypt(data, project_id), project_id) == data


def test_two_builds_are_equal() -> None:
    sheets = ["Sheet1", "Sheet2"]
    assert vba_project(project_modules(sheets)) == vba_project(project_modules(sheets))


def test_many_sheets_fit() -> None:
    """A unit with 200 projects: more streams than one sector of the directory or of the FAT holds."""
    modules = project_modules([f"Sheet{n}" for n in range(1, 206)])
    ole = olefile.OleFileIO(io.BytesIO(vba_project(modules)), raise_defects=olefile.DEFECT_UNSURE)
    assert len(ole.listdir()) == len(modules) + 4
    assert all(decompress(ole.openstream(f"VBA/{m.name}").read()) == m.source.encode() for m in modules)
