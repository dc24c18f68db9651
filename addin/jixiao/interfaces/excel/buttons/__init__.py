"""What the buttons do, in Excel and in LibreOffice alike.

Each command is one function, named as in ``macros/Buttons.bas``. It works on a copy of the open workbook, so that what
is not saved counts; results are written beside the workbook, and no file is overwritten without being kept.
A person is told everything by messages; see :func:`.command.command` for what goes wrong.
"""

from jixiao.interfaces.excel.buttons.checking import check_all, next_problem, next_step
from jixiao.interfaces.excel.buttons.circulation import merge_parts, split_parts, upgrade_book
from jixiao.interfaces.excel.buttons.editing import (
    delete_indicator,
    insert_indicator,
    move_down,
    move_up,
    paste_values,
    toggle_formulas,
    undo_last,
)
from jixiao.interfaces.excel.buttons.help import show_help
from jixiao.interfaces.excel.buttons.projects import add_project, remove_project
from jixiao.interfaces.excel.buttons.results import (
    export_final,
    import_word,
    make_public,
    print_forms,
    roll_forward,
    write_report,
)

__all__ = [
    "add_project",
    "check_all",
    "delete_indicator",
    "export_final",
    "import_word",
    "insert_indicator",
    "make_public",
    "merge_parts",
    "move_down",
    "move_up",
    "next_problem",
    "next_step",
    "paste_values",
    "print_forms",
    "remove_project",
    "roll_forward",
    "show_help",
    "split_parts",
    "toggle_formulas",
    "undo_last",
    "upgrade_book",
    "write_report",
]
