"""The menu and the toolbar of the LibreOffice extension, generated from the ribbon's commands.

Three pieces of LibreOffice's configuration: what stands in the menu bar and the toolbar (``Addons``), the words beside
each command (``CalcCommands``), and the toolbar's name in the list of toolbars (``CalcWindowState``).
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from jixiao.documents.workbook.macros import Command

SERVICE = "org.jixiao.Commands"
"""The component that a command's address names; what stands behind ``?`` is the handler."""

_OOR = "http://openoffice.org/2001/registry"
_CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"
_MENU, _TOOLBAR = "org.jixiao.menu", "org.jixiao.toolbar"

ElementTree.register_namespace("oor", _OOR)


def configuration(title: str, commands: Iterable[Command]) -> dict[str, bytes]:
    """The files of the configuration, by name.

    Args:
        title: what menu and toolbar are called.
        commands: what they hold, in order.
    """
    listed = list(commands)
    return {
        "Addons.xcu": _addons(title, listed),
        "CalcCommands.xcu": _words(listed),
        "CalcWindowState.xcu": _toolbar_name(title),
    }


def address(command: Command) -> str:
    """What LibreOffice is asked to do when a command is chosen."""
    return f"service:{SERVICE}?{command.function}"


def _addons(title: str, commands: list[Command]) -> bytes:
    # LibreOffice shows the entries in the order of their names.
    entries = [_new(f"{number:02}", *_entry(command)) for number, command in enumerate(commands, start=1)]
    menu = _new(_MENU, _prop("Title", title), _prop("Context", _CONTEXT), _node("Submenu", *entries))
    interface = _node("AddonUI", _node("OfficeMenuBar", menu), _node("OfficeToolBar", _new(_TOOLBAR, *entries)))
    return _file("org.openoffice.Office", "Addons", interface)


def _entry(command: Command) -> list[Element]:
    return [
        _prop("URL", address(command)),
        _prop("Title", command.label),
        _prop("Target", "_self"),
        _prop("Context", _CONTEXT),
    ]


def _words(commands: list[Command]) -> bytes:
    words = (_new(address(each), _prop("Label", each.label), _prop("TooltipLabel", each.tip)) for each in commands)
    return _file("org.openoffice.Office.UI", "CalcCommands", _node("UserInterface", _node("Commands", *words)))


def _toolbar_name(title: str) -> bytes:
    toolbar = _new(f"private:resource/toolbar/addon_{_TOOLBAR}", _prop("UIName", title))
    return _file("org.openoffice.Office.UI", "CalcWindowState", _node("UIElements", _node("States", toolbar)))


# ---- LibreOffice's way of writing settings --------------------------------------------------------------------------


def _file(package: str, name: str, *nodes: Element) -> bytes:
    root = Element(f"{{{_OOR}}}component-data", {f"{{{_OOR}}}package": package, f"{{{_OOR}}}name": name})
    root.extend(nodes)
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _node(name: str, *children: Element) -> Element:
    """A node that is there already."""
    node = Element("node", {f"{{{_OOR}}}name": name})
    node.extend(children)
    return node


def _new(name: str, *children: Element) -> Element:
    """A node of ours."""
    node = _node(name, *children)
    node.set(f"{{{_OOR}}}op", "replace")
    return node


def _prop(name: str, value: str) -> Element:
    prop = Element("prop", {f"{{{_OOR}}}name": name})
    ElementTree.SubElement(prop, "value").text = value
    return prop
