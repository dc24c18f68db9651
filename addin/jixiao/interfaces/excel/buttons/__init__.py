"""What the buttons do, in Excel and in LibreOffice alike.

Each command is one function, named as in ``macros/Buttons.bas``. It works on a copy of the open workbook, so that what
is not saved counts; results are written beside the workbook, and no file is overwritten without being kept.
A person is told everything by messages; see :func:`.command.command` for what goes wrong.

Excel starts Python anew for every button: the file of a command is read when the command is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

FILES = {
    "checking": ("check_all", "next_problem", "next_step"),
    "circulation": ("merge_parts", "split_parts", "upgrade_book"),
    "editing": (
        "delete_indicator",
        "insert_indicator",
        "move_down",
        "move_up",
        "paste_values",
        "toggle_formulas",
        "undo_last",
    ),
    "help": ("show_help",),
    "projects": ("add_project", "remove_project"),
    "results": ("export_final", "import_word", "make_public", "print_forms", "roll_forward", "write_report"),
}
"""The commands by their files."""


def __getattr__(name: str) -> Any:
    """A command, or a file of commands, by its name (PEP 562)."""
    if name in FILES:
        return import_module(f"{__name__}.{name}")
    for file, commands in FILES.items():
        if name in commands:
            return getattr(import_module(f"{__name__}.{file}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
