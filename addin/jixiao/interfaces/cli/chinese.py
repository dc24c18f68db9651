"""The command line library's own words in Chinese: headings of the help, and what is said of wrong arguments."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

F = TypeVar("F", bound=Callable[..., Any])

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
    "Install completion for the current shell.": "装上按 Tab 补全命令的功能（重新打开终端后生效）",
    "Show completion for the current shell, to copy it or customize the installation.": "显示补全用的脚本，自己安装",
}


def in_chinese(help_text: str) -> str:
    """The help page with its fixed words translated, those too that the width of the console cut into lines."""
    for english, chinese in _HEADINGS.items():
        words = r"\s+".join(map(re.escape, english.split(" ")))
        help_text = re.sub(words, chinese, help_text)
    return help_text


class ChineseCommand(TyperCommand):
    """A command whose help page is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """Several commands, with a Chinese help page."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return in_chinese(super().get_help(ctx))


class ChineseProgram(typer.Typer):
    """The program, or a group of its commands: every help page is Chinese."""

    def __init__(self, cls: type[TyperGroup] = ChineseGroup, **settings: Any) -> None:
        super().__init__(cls=cls, no_args_is_help=True, rich_markup_mode=None, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[F], F]:
        """Register a command."""
        return super().command(name, cls=ChineseCommand, **settings)


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
    return first if first.startswith("-") else str(parameter.metavar or first).removesuffix("...")


def _no_such(what: str, given: str, known: list[str]) -> str:
    near = difflib.get_close_matches(given, known, 1)
    advice = f"是不是「{near[0]}」？" if near else "用 --help 看可用的写法"
    return f"没有{what}「{given}」，{advice}"


def _commands(error: Exception) -> list[str]:
    context = getattr(error, "ctx", None)
    return list(context.command.list_commands(context)) if context else []
