"""What makes a workbook a macro workbook: its VBA project, the buttons, the ribbon tab and two hidden sheets.

VBA cannot be written through any library: the project is an OLE file of compressed texts, specified in [MS-OVBA] and
[MS-CFB], and made here from the texts in ``macros/`` and xlwings' own module. Everything is a function of the pinned
texts and of the number of sheets, so that the same figures give the same file.

:func:`add_macros` is called before XlsxWriter closes the book.
"""

from jixiao.documents.workbook.macros.book import MACRO_SUFFIX, MacrosError, add_macros
from jixiao.documents.workbook.macros.ribbon import Command, commands, title

__all__ = ["MACRO_SUFFIX", "Command", "MacrosError", "add_macros", "commands", "title"]
