"""A workbook of ours as LibreOffice saves it of its own accord: told from other files, and read through it.

Ctrl+S in LibreOffice offers .ods. Nothing is lost in it, but only LibreOffice itself makes an Excel file of it again.
"""

from __future__ import annotations

import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.parsers import expat

from jixiao.core.errors import UserError
from jixiao.documents.libreoffice import ConversionError, OfficeError, converted
from jixiao.documents.workbook.layout import names

CALC_SUFFIX = ".ods"
_CONTENT = "content.xml"
_CHUNK = 1 << 16
_ADVICE = "请在 LibreOffice 里打开它，用“文件 → 另存为”存成 .xlsx（Excel 2007-365）再试"


class CalcFileError(UserError):
    """An .ods of ours that cannot be made an Excel file; the message is Chinese and says what to do."""


def excel_name(path: Path) -> Path:
    """What an Excel file made of a workbook is called: an .ods becomes an .xlsx."""
    return path.with_suffix(".xlsx") if path.suffix.lower() == CALC_SUFFIX else path


def is_own(archive: zipfile.ZipFile) -> bool:
    """Whether an .ods holds a workbook of ours: it has the name that tells its family. Its parts are counted before."""
    found: list[str] = []
    parser = expat.ParserCreate()

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "table:named-expression" and attributes.get("table:name") == names.FAMILY:
            found.append(element)

    parser.StartElementHandler = start
    try:
        with archive.open(_CONTENT) as content:
            while not found and (chunk := content.read(_CHUNK)):
                parser.Parse(chunk, False)
    except (KeyError, expat.ExpatError):  # no spreadsheet, or locked with a password
        return False
    return bool(found)


def package_of(path: Path) -> IO[bytes]:
    """A workbook's file as Excel writes it: of an .ods what LibreOffice makes of it, kept for the next who asks.

    Raises:
        CalcFileError: there is no LibreOffice here, or it cannot read the file.
    """
    if path.suffix.lower() != CALC_SUFFIX:
        return path.open("rb")
    state = path.stat()
    return BytesIO(_as_excel(path.resolve(), state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=2)
def _as_excel(path: Path, _changed: int, _size: int) -> bytes:
    try:
        with converted(path, "xlsx") as made:
            return made.read_bytes()
    except ConversionError as error:
        raise CalcFileError(f"LibreOffice 没有读出「{path.name}」：{error}。{_ADVICE}") from error
    except OfficeError as error:
        raise CalcFileError(
            f"「{path.name}」是存成 LibreOffice 格式（.ods）的自评工作簿，这里没有 LibreOffice，读不了。{_ADVICE}"
        ) from error
