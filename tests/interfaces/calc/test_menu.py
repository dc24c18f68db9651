"""LibreOffice's menu and toolbar say what the ribbon says."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from jixiao.documents.workbook.macros import commands, title
from jixiao.interfaces.calc.menu import SERVICE, address, configuration

NAME = "{http://openoffice.org/2001/registry}name"


def node(root: Element, *path: str) -> Element:
    for name in path:
        (root,) = (each for each in root if each.get(NAME) == name)
    return root


def value(of: Element, prop: str) -> str:
    return str(node(of, prop).findtext("value"))


@pytest.fixture
def files() -> dict[str, Element]:
    made = configuration(title(), commands())
    return {name: ElementTree.fromstring(content) for name, content in made.items()}  # noqa: S314 - our own


@pytest.mark.parametrize(
    "place", [("OfficeMenuBar", "org.jixiao.menu", "Submenu"), ("OfficeToolBar", "org.jixiao.toolbar")]
)
def test_each_command_stands_there_in_the_ribbons_order(files: dict[str, Element], place: tuple[str, ...]) -> None:
    entries = node(files["Addons.xcu"], "AddonUI", *place)
    assert [entry.get(NAME) for entry in entries] == sorted(str(entry.get(NAME)) for entry in entries)
    shown = [(value(entry, "Title"), value(entry, "URL")) for entry in entries]
    assert shown == [(command.label, f"service:{SERVICE}?{command.function}") for command in commands()]
    assert {value(entry, "Context") for entry in entries} == {"com.sun.star.sheet.SpreadsheetDocument"}


def test_menu_and_toolbar_are_called_as_the_ribbons_tab(files: dict[str, Element]) -> None:
    menu = node(files["Addons.xcu"], "AddonUI", "OfficeMenuBar", "org.jixiao.menu")
    states = node(files["CalcWindowState.xcu"], "UIElements", "States")
    toolbar = node(states, "private:resource/toolbar/addon_org.jixiao.toolbar")
    assert value(menu, "Title") == value(toolbar, "UIName") == title() == "绩效自评"


def test_each_command_has_its_tip(files: dict[str, Element]) -> None:
    words = node(files["CalcCommands.xcu"], "UserInterface", "Commands")
    told = {entry.get(NAME): (value(entry, "Label"), value(entry, "TooltipLabel")) for entry in words}
    assert told == {address(command): (command.label, command.tip) for command in commands()}
