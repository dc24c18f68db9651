"""The list of what may be names of persons, in which somebody decides on each: to be left out, or to stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xlsxwriter import Workbook

from jixiao.core.files import keep_previous
from jixiao.documents.circulation.person_names import Suspect
from jixiao.documents.circulation.public import HIDE, SHOW
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.documents.workbook.read import open_for_reading

_HEADINGS = ("像是人名", "在哪里", "前后文", f"怎么处理（{HIDE}、{SHOW}）")
_WIDTHS = (14, 24, 60, 24)
_MOST_ROWS = 2000


def write_names(found: Sequence[Suspect], decided: Mapping[str, str], target: Path) -> None:
    """Write the list, with what is decided already; an older one is kept beside it.

    Raises:
        OutputError: it cannot be written.
    """

    def write(path: Path) -> None:
        book = Workbook(str(path), {"in_memory": True})
        styles, sheet = Styles(book), book.add_worksheet("人名")
        for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, styles.get("grid heading"))
        for row, one in enumerate(found, 1):
            for column, text in enumerate((one.name, one.where, one.context)):
                sheet.write_string(row, column, text, styles.get("grid left"))
            sheet.write_string(row, 3, decided.get(one.name, ""), styles.get("grid input"))
        sheet.data_validation(1, 3, max(1, len(found)), 3, {"validate": "list", "source": [HIDE, SHOW]})
        sheet.freeze_panes(1, 0)
        book.close()

    keep_previous(target, write)


def read_names(path: Path) -> dict[str, str]:
    """What was decided on each name; empty if there is no list yet.

    Raises:
        BookError: it cannot be opened.
    """
    if not path.exists():
        return {}
    sheet = open_for_reading(path).worksheets[0]
    rows = sheet.iter_rows(2, min(sheet.max_row, _MOST_ROWS), 1, 4, values_only=True)
    return {str(row[0]).strip(): str(row[3]).strip() for row in rows if row[0] and row[3] in (HIDE, SHOW)}


def names_file(output: Path) -> Path:
    """Where the decisions on names are written."""
    return output.with_name(f"{output.stem}人名.xlsx")
