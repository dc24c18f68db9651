"""What the buttons of every workbook call (``RunPython``)."""

from typing import Any

from jixiao.interfaces.excel import buttons


def __getattr__(name: str) -> Any:
    """A command by its name; only its own file is read (PEP 562)."""
    return getattr(buttons, name)
