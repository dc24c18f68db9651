"""The ribbon tab: its part of the file, and the commands it lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

from xlsxwriter.packager import Packager

from jixiao.core import resources

_PART = "customUI/customUI14.xml"
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


class RibbonPackager(Packager):  # type: ignore[misc]
    """Packs the ribbon's tab with a workbook, which XlsxWriter does not.

    Its part's kind follows from the ending .xml; the workbook's root names it.
    """

    def _create_package(self) -> list[tuple[StringIO | str, str, bool]]:
        super()._create_package()
        self._put(self._filename(_PART), _source().read_text("utf-8"))
        return cast("list[tuple[StringIO | str, str, bool]]", self.filenames)

    def _write_root_rels_file(self) -> None:
        super()._write_root_rels_file()
        (file, _, _) = self.filenames[-1]
        relations = file.getvalue() if self.in_memory else Path(file).read_text("utf-8")
        self._put(file, relations.replace("</Relationships>", f"{_RELATION}</Relationships>"))

    def _put(self, file: StringIO | str, text: str) -> None:
        """Make a text all of what a part holds, in memory or in a file."""
        if isinstance(file, StringIO):
            file.seek(0)
            file.write(text)
        else:
            Path(file).write_text(text, "utf-8", newline="")


def _source() -> Path:
    return resources.path("macros", "customUI14.xml")
