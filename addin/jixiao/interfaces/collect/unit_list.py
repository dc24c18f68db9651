"""The list of the units that should hand in (应报单位名单), as a bureau keeps it in Excel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jixiao.core.errors import UserError
from jixiao.documents.workbook.loading import cells_of
from jixiao.documents.workbook.read import open_for_reading

_HEADING = re.compile(r"(?:应报|预算|报送|填报|主管)?(?:单位|部门)(?:名称)?|名称")
_HEADING_ROWS = 10
"""Rows in which a heading is looked for, below a title and the date."""
_NUMBER = re.compile(r"[\d.]*")

_Texts = Mapping[tuple[int, int], str]
"""What stands in a sheet's cells by row and column, without blanks."""


class UnitListError(UserError):
    """A list in which no unit stands; the message is Chinese and says what to do."""


def read_unit_list(path: Path) -> tuple[str, ...]:
    """The names below the heading 单位名称 of the first sheet that has it, each once.

    Without a heading anywhere they are the texts of the first column in which there is more than numbers.

    Raises:
        BookError: there is no such workbook, or it cannot be opened.
        UnitListError: no name stands in it.
    """
    sheets = [sheet for sheet in open_for_reading(path, results=True).worksheets if sheet.sheet_state == "visible"]
    texts = [_texts(sheet) for sheet in sheets]
    headed = [found for found in map(_headed, texts) if found is not None]
    names = next(filter(None, headed or map(_unheaded, texts)), ())
    if not names:
        raise UnitListError(f"名单「{path.name}」里没有单位名称。请在第一张工作表里写一列，列的标题写“单位名称”")
    return names


def _texts(sheet: Any) -> _Texts:
    return {(cell.row, cell.column): "".join(str(cell.value or "").split()) for cell in cells_of(sheet)}


def _headed(texts: _Texts) -> tuple[str, ...] | None:
    """The names below a heading; ``None`` where there is none."""
    at = next((at for at in texts if at[0] <= _HEADING_ROWS and _HEADING.fullmatch(texts[at])), None)
    return at and _below(texts, *at)


def _unheaded(texts: _Texts) -> tuple[str, ...]:
    column = min((column for (_, column), text in texts.items() if not _NUMBER.fullmatch(text)), default=0)
    return _below(texts, 0, column)


def _below(texts: _Texts, row: int, column: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for at, text in texts.items() if text and at[0] > row and at[1] == column))
