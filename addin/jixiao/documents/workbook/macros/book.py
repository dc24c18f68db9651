"""Giving a workbook its macros while XlsxWriter still has it open."""

from __future__ import annotations

import io

from xlsxwriter import Workbook

from jixiao.documents.workbook.macros.hidden_sheets import write_settings, write_texts
from jixiao.documents.workbook.macros.modules import WORKBOOK, MacrosError, project_modules
from jixiao.documents.workbook.macros.ribbon import RibbonPackager
from jixiao.documents.workbook.macros.vba_project import vba_project

__all__ = ["MACRO_SUFFIX", "MacrosError", "add_macros"]

MACRO_SUFFIX = ".xlsm"
"""The files that can carry macros."""


def add_macros(book: Workbook) -> None:
    """Add the VBA project, the ribbon and the hidden sheets they read; all other sheets must be there already.

    Args:
        book: a workbook that is written to a file with :data:`MACRO_SUFFIX`.

    Raises:
        MacrosError: xlwings is not installed.
    """
    write_settings(book)
    write_texts(book)
    sheets = book.worksheets()
    code_names = [f"Sheet{number}" for number in range(1, len(sheets) + 1)]
    book.set_vba_name(WORKBOOK)
    for sheet, name in zip(sheets, code_names, strict=True):
        sheet.set_vba_name(name)
    book.add_vba_project(io.BytesIO(vba_project(project_modules(code_names))), is_stream=True)
    book._get_packager = RibbonPackager  # where XlsxWriter lets its packager be another
