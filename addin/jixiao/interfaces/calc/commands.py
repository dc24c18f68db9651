"""The menu of the LibreOffice extension: each command is the very handler that Excel's button runs.

It runs inside LibreOffice, as a macro does. Nothing outside the standard library is imported before a command is
chosen, for the cells must calculate without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jixiao
from jixiao.core.errors import UserError
from jixiao.core.fault_log import fault_message
from jixiao.interfaces.calc.environment import EnvironmentProblem, enter

_TITLE = "绩效自评"
_EXTENSION = Path(jixiao.__file__).parents[2]


def trigger(context: Any, command: str) -> None:
    """Run a command on the workbook in front; whatever goes wrong is told in a message.

    Args:
        context: UNO's component context.
        command: the name of a handler in :mod:`jixiao.interfaces.excel.buttons`.
    """
    try:
        enter(_EXTENSION)
        _press(context, command)
    except UserError as error:
        _tell(context, str(error))
    except Exception:
        _tell(context, fault_message("工作簿没有保存任何改动"))


def _press(context: Any, command: str) -> None:
    try:
        import xlwings_calc

        from jixiao.documents.workbook.macros import commands
        from jixiao.interfaces.excel import buttons
    except ImportError as error:
        # LibreOffice words it anew, in several lines and without the module's name
        missing = str(error).partition("\n")[0]
        raise EnvironmentProblem(f"菜单还不能用：jixiao 的安装不完整（{missing}）。请重新安装 jixiao") from error
    handlers = {each.function: getattr(buttons, each.function) for each in commands()}
    xlwings_calc.attach(context).books.active.set_mock_caller()
    handlers[command]()


def _tell(context: Any, message: str) -> None:
    """Without xlwings, which may be what is missing."""
    import uno

    manager = context.ServiceManager
    frame = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context).getCurrentFrame()
    toolkit = manager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "WARNINGBOX")
    box = toolkit.createMessageBox(frame and frame.getContainerWindow(), kind, 1, _TITLE, message)
    box.execute()
    box.dispose()
