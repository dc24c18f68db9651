"""The ribbon tab: its part of the file, and the commands it lists."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from jixiao.core import resources

_PART = "customUI/customUI14.xml"
_ROOT_RELATIONS = "_rels/.rels"
_RELATION = (
    '<Relationship Id="rIdJixiaoRibbon" '
    'Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{_PART}"/>'
)
_NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
_TAB, _BUTTON = f"{_NAMESPACE}tab", f"{_NAMESPACE}button"


@dataclass(frozen=True, slots=True)
class Command:
    """What a person can press: the name of the macro, and its Chinese label and explanation."""

    macro: str
    label: str
    tip: str

    @property
    def function(self) -> str:
        """The handler in Python, named as the macro is."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", self.macro).lower()


def title() -> str:
    """What the ribbon's tab is called."""
    (tab,) = ElementTree.parse(_source()).iter(_TAB)  # noqa: S314 - our own file
    return tab.attrib["label"]


def commands() -> tuple[Command, ...]:
    """All commands, in the order of the ribbon."""
    buttons = ElementTree.parse(_source()).iter(_BUTTON)  # noqa: S314 - our own file
    return tuple(Command(each.attrib["id"], each.attrib["label"], each.attrib["supertip"]) for each in buttons)


def add_ribbon(book: Path) -> None:
    """Add the ribbon tab to a finished workbook, which XlsxWriter cannot do.

    Its part's kind follows from the ending .xml; the workbook's root names it. Nothing else is changed, and no library
    that models workbooks is used: it would lose the buttons.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry, content in _parts(source):
            target.writestr(entry, content)
    book.write_bytes(made.getvalue())


def _parts(source: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """All parts with their own dates, so that the same workbook gives the same bytes."""
    for entry in source.infolist():
        content = source.read(entry)
        yield entry, _with_relation(content) if entry.filename == _ROOT_RELATIONS else content
    part = zipfile.ZipInfo(_PART)  # dated 1980, the earliest a zip can say
    part.compress_type = zipfile.ZIP_DEFLATED
    part.create_system = source.infolist()[0].create_system
    part.external_attr = source.infolist()[0].external_attr
    yield part, _source().read_bytes()


def _with_relation(relations: bytes) -> bytes:
    return re.sub(rb"(?=</Relationships>)", _RELATION.encode(), relations)


def _source() -> Path:
    return resources.path("macros", "customUI14.xml")
