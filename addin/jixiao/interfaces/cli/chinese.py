"""The command line library's own words in Chinese: headings of the help, and what is said of wrong arguments."""

from __future__ import annotations

import difflib
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_HEADINGS = {
    "Usage:": "用法：",
    "Options:": "选项：",
    "Arguments:": "参数：",
    "Commands:": "命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "Show this message and exit.": "显示这段说明。",
    "[required]": "[必填]",
    "; required]": "，必填]",
    " <path>": "",
    "[default: ": "[默认：",
}


def in_chinese(help_text: str) -> str:
    """The help page with its fixed words translated."""
    for english, chinese in _HEADINGS.items():
        help_text = help_text.replace(english, chinese)
    return help_text


class ChineseCommand(TyperCommand):
    """A command whose help page is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """The program: its help page is Chinese, and so are its commands'."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_chinese(super().get_help(ctx))

    def get_command(self, ctx: Any, name: str) -> Any:
        """A command by name, given the Chinese help page."""
        command = super().get_command(ctx, name)
        if isinstance(command, TyperCommand):
            command.__class__ = ChineseCommand
        return command


CommandError: type[Exception] = typer.BadParameter.mro()[2]
"""What the command line library raises for wrong words; it keeps the class to itself, so it is found by descent."""


def explain(error: Exception) -> str:
    """What was wrong with the words on the command line, and the near word."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error)
    if kind == "MissingParameter":
        return f"缺少「{_parameter(error)}」。用 --help 看每个参数的说明"
    if kind == "NoSuchOption":
        return _no_such("选项", getattr(error, "option_name", ""), getattr(error, "possibilities", None) or [])
    if isinstance(error, typer.BadParameter):
        return f"「{_parameter(error)}」的值不对，用 --help 看它的写法"
    if "unexpected extra argument" in str(error):
        return f"多写了「{str(error).rpartition('(')[2].rstrip(')')}」，请去掉；名称里有空格的要加引号"
    quoted = str(error).split("'")
    if "No such command" in quoted[0]:
        return _no_such("命令", quoted[1], _commands(error))
    return f"命令写法有误，用 --help 看说明（{error}）"


def _parameter(error: Exception) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    first = str(parameter.opts[0])
    return first if first.startswith("-") else str(parameter.metavar or first)


def _no_such(what: str, given: str, known: list[str]) -> str:
    near = difflib.get_close_matches(given, known, 1)
    advice = f"是不是「{near[0]}」？" if near else "用 --help 看可用的写法"
    return f"没有{what}「{given}」，{advice}"


def _commands(error: Exception) -> list[str]:
    context = getattr(error, "ctx", None)
    return list(getattr(context.command, "commands", {})) if context else []
