# ruff: noqa: N816 - UNO's names
"""A component for LibreOffice's own Python: it hands out the messages that commands of the menu showed there."""

import sys

import unohelper
from com.sun.star.task import XJob

told: list[str] = []


class Listener(unohelper.Base, XJob):  # type: ignore[misc]
    def __init__(self, context: object) -> None:
        pass

    def execute(self, arguments: object) -> tuple[str, ...]:
        """Every message since the last time; the first time it begins to listen."""
        from jixiao.interfaces.calc import commands  # found once the extension itself was loaded

        commands._tell = lambda context, message: told.append(message)  # told before xlwings can be imported
        engine = sys.modules.get("xlwings_calc.engine")
        apps = list(engine.engine.apps) if engine else []
        messages = (*told, *(alert.prompt for app in apps for alert in app.alerts))
        told.clear()
        for app in apps:
            app.alerts.clear()
        return messages


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Listener, "org.jixiao.test.Listener", ("org.jixiao.test.Listener",))
