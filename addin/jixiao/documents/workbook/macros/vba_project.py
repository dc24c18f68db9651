"""A VBA project as its file (``vbaProject.bin``), after [MS-OVBA].

Only the sources are written. The compiled code that Excel keeps beside them must be left out by everyone else
(2.3.4.1): Excel compiles the sources when it first needs them.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from jixiao.documents.workbook.macros.compound_file import compound_file
from jixiao.documents.workbook.macros.compression import compress
from jixiao.documents.workbook.macros.obfuscation import encrypt

PROJECT_NAME = "VBAProject"
_CODE_PAGE = "cp1252"
_PROJECT_ID = "{6F1C2A52-9C0B-4B0E-8D54-0A6A6D1E7C31}"
"""Of every workbook of ours; anew at each build it would make builds differ."""

_SYSTEM_WIN64, _ENGLISH = 3, 0x409
_NO_COOKIE = 0xFFFF
_REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}
"""Excel's own and VBA's are there without being named; a missing path is found by the GUID."""


class ModuleKind(Enum):
    """What a module belongs to, and how the PROJECT stream names it (2.3.1.2)."""

    PROCEDURES = "Module={}"
    CLASS = "Class={}"
    DOCUMENT = "Document={}/&H00000000"


@dataclass(frozen=True, slots=True)
class Module:
    """A module: an ASCII name, and its source from the first ``Attribute`` line on, with Windows line ends."""

    name: str
    source: str
    kind: ModuleKind = ModuleKind.PROCEDURES


def vba_project(modules: Sequence[Module]) -> bytes:
    """The project's file (2.2.1): two streams that list the modules, and a storage with their sources."""
    streams = {module.name: _compressed(module.source) for module in modules}
    return compound_file(
        {
            "PROJECT": _project_stream(modules),
            "PROJECTwm": _names_stream(modules),
            "VBA": {"_VBA_PROJECT": _version_stream(), "dir": compress(_dir_stream(modules)), **streams},
        }
    )


@lru_cache(maxsize=256)
def _compressed(source: str) -> bytes:
    """A module stream (2.3.4.3) without compiled code, so that the source begins at offset 0."""
    return compress(source.encode(_CODE_PAGE))


def _version_stream() -> bytes:
    """The _VBA_PROJECT stream (2.3.4.1): version 0xFFFF says that there is no compiled code."""
    return struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0)


# ---- the dir stream (2.3.4.2) ----------------------------------------------------------------------------------------


def _dir_stream(modules: Sequence[Module]) -> bytes:
    references = b"".join(_reference(name, library) for name, library in _REFERENCES.items())
    return _information() + references + _modules(modules) + _record(0x0010)


def _information() -> bytes:
    """PROJECTINFORMATION (2.3.4.2.1)."""
    return b"".join(
        [
            _record(0x0001, struct.pack("<I", _SYSTEM_WIN64)),
            _record(0x0002, struct.pack("<I", _ENGLISH)),
            _record(0x0014, struct.pack("<I", _ENGLISH)),
            _record(0x0003, struct.pack("<H", int(_CODE_PAGE.removeprefix("cp")))),
            _record(0x0004, _text(PROJECT_NAME)),
            _record(0x0005) + _record(0x0040),  # no description
            _record(0x0006) + _record(0x003D),  # no help files
            _record(0x0007, struct.pack("<I", 0)),
            _record(0x0008, struct.pack("<I", 0)),
            struct.pack("<HIIH", 0x0009, 4, 1, 1),  # the version; its size counts the major number only
            _record(0x000C) + _record(0x003C),  # no constants
        ]
    )


def _reference(name: str, library: str) -> bytes:
    """REFERENCENAME and REFERENCEREGISTERED (2.3.4.2.2.2, 2.3.4.2.2.5)."""
    library_id = _text(library)
    registered = struct.pack("<I", len(library_id)) + library_id + bytes(6)
    return _record(0x0016, _text(name)) + _record(0x003E, _wide(name)) + _record(0x000D, registered)


def _modules(modules: Sequence[Module]) -> bytes:
    """PROJECTMODULES (2.3.4.2.3)."""
    count = _record(0x000F, struct.pack("<H", len(modules)))
    return count + _record(0x0013, struct.pack("<H", _NO_COOKIE)) + b"".join(map(_module, modules))


def _module(module: Module) -> bytes:
    """MODULE (2.3.4.2.3.2); the stream has the module's name."""
    name, wide = _text(module.name), _wide(module.name)
    return b"".join(
        [
            _record(0x0019, name) + _record(0x0047, wide),
            _record(0x001A, name) + _record(0x0032, wide),
            _record(0x001C) + _record(0x0048),  # no description
            _record(0x0031, struct.pack("<I", 0)),  # where the source begins in the stream
            _record(0x001E, struct.pack("<I", 0)),
            _record(0x002C, struct.pack("<H", _NO_COOKIE)),
            _record(0x0021 if module.kind is ModuleKind.PROCEDURES else 0x0022),
            _record(0x002B),
        ]
    )


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _text(text: str) -> bytes:
    return text.encode(_CODE_PAGE)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


# ---- the lists of modules --------------------------------------------------------------------------------------------


def _project_stream(modules: Sequence[Module]) -> bytes:
    """The PROJECT stream (2.3.1): not protected (CMG), no password (DPB), visible (GC)."""
    lines = [
        f'ID="{_PROJECT_ID}"',
        *(module.kind.value.format(module.name) for module in modules),
        f'Name="{PROJECT_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypt(bytes(4), _PROJECT_ID)}"',
        f'DPB="{encrypt(bytes(1), _PROJECT_ID)}"',
        f'GC="{encrypt(bytes([0xFF]), _PROJECT_ID)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return _text("\r\n".join(lines))


def _names_stream(modules: Sequence[Module]) -> bytes:
    """The PROJECTwm stream (2.3.3): each name twice, in the code page and in Unicode."""
    pairs = (_text(module.name) + b"\0" + _wide(module.name) + b"\0\0" for module in modules)
    return b"".join(pairs) + b"\0\0"
