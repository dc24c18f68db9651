"""The commands: where each is, and its line of the help. A command's file is read when the command is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command, get_group

from jixiao.interfaces.cli.chinese import ChineseGroup, ChineseProgram, CommandError, explain
from jixiao.interfaces.cli.program_options import of_the_program

_ROOM = __name__.rpartition(".")[0]


@dataclass(frozen=True)
class Entry:
    """A command, or a group of commands, by the file and the name it has there, and what the help says of it."""

    file: str
    name: str
    help: str = ""

    def made(self, name: str) -> Any:
        """The command line library's own object for it."""
        found = getattr(import_module(f"{_ROOM}.{self.file}"), self.name)
        if isinstance(found, typer.Typer):
            made = get_group(found)
            made.name = name
            return made
        alone = ChineseProgram(add_completion=False)
        alone.command(name, help=self.help)(found)
        return get_command(alone)


COMMANDS = {
    "new": Entry("new_books", "new", "新建一个单位一个年度的自评工作簿"),
    "import": Entry(
        "new_books",
        "import_report",
        "把已有的自评报告（.docx，也可以是 .doc、.wps、.rtf、.odt、.pdf 或别的表格文件）读成工作簿",
    ),
    "score": Entry("check_and_score", "score", "按规则给每个指标打分，与填写的得分并列"),
    "check": Entry("check_and_score", "check", "校验工作簿或报告：哪里不对、两边的数字、怎么办"),
    "assess": Entry("check_and_score", "assess_command", "按考核评分表估计自评工作能得多少分，还能怎样提高"),
    "bundle": Entry("bundles", "bundle", "生成离线安装包：工作簿、程序、安装脚本和使用手册，给不能上网的办公电脑"),
    "page": Entry("pages", "page", "生成一个网页文件：双击打开就能校验、打分、生成报告，不用安装"),
    "collect": Entry("collecting", "collect_command", "把收齐的一批文件读成一份汇总：问题、得分、汇总表和网页"),
    "compare": Entry("comparisons", "compare", "比较两份文件：哪些数字、哪些段落不同"),
    "years": Entry("comparisons", "years", "历年对比：几个年度的数字并列，有增减和图"),
    "unit": Entry("collecting", "unit_command", "把汇总里一个单位的问题和得分写成一个网页"),
    "waive": Entry("collecting", "waive_command", "给汇总里的一个问题写情况说明，以后列为已说明"),
    "add-project": Entry("books", "add_project", "加一张空白的项目表"),
    "remove-project": Entry("books", "remove_project", "去掉一张项目表，后面的依次往前排"),
    "add-indicator": Entry("books", "add_indicator", "在一张表里加一行指标"),
    "delete-indicator": Entry("books", "delete_indicator", "在一张表里删去一行指标"),
    "move-indicator": Entry("books", "move_indicator", "把一行指标往上或往下移一行"),
    "final": Entry("books", "final", "导出上报版：只有数值的工作簿"),
    "print": Entry("books", "print_book", "把各张表生成一个可以直接打印的 PDF（需要装有 LibreOffice）"),
    "freeze": Entry("books", "freeze_formulas", "把计算结果固定为数值，或恢复公式"),
    "split": Entry("circulation", "split_book", "把工作簿分给几个人填：一个项目一份，或按分工表"),
    "merge": Entry("circulation", "merge_books", "把收回来的各份合并进总的工作簿，不一样的列出来由您选定"),
    "undo": Entry("circulation", "undo_last", "撤回命令或按钮最近的一次改动，保存以后也可以"),
    "upgrade": Entry("circulation", "upgrade_books", "把以前的版本做的工作簿换成这一版的，填的内容都保留"),
    "report": Entry("reports", "report", "由工作簿生成自评报告（.docx）"),
    "eval": Entry("catalogues", "evaluate_command", '计算一个公式，如 =SCORE_ROW(10,"≥95%","96%")'),
    "checks": Entry("catalogues", "checks", "列出每条校验：需要什么、依据、把握，在公开文件上实测多准"),
    "functions": Entry("catalogues", "functions", "列出单元格里可用的函数"),
    "demo": Entry("new_books", "demo", "用一个单位的真实数字走完全程：工作簿、校验、报告"),
    "install": Entry("install", "app"),
    "template": Entry("templates", "app"),
    "family": Entry("families", "app"),
}


@cache
def made_command(name: str) -> Any:
    """A command by its name, put together once in a process."""
    return COMMANDS[name].made(name)


class AllCommands(ChineseGroup):
    """The commands of the program, each read when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One of them; none if there is none of that name."""
        return made_command(cmd_name) if cmd_name in COMMANDS else None


app = ChineseProgram(
    name="jixiao",
    cls=AllCommands,
    help="预算绩效自评工作簿：新建、打分、校验、生成报告。",
    pretty_exceptions_enable=False,
)
app.callback()(of_the_program)


def run_app(arguments: list[str]) -> int:
    """Run the full program; wrong words on the command line become one Chinese line."""
    try:
        return _program()(arguments, prog_name="jixiao", standalone_mode=False) or 0
    except CommandError as error:
        typer.echo(explain(error), err=True)
        return 2
    except typer.Abort:
        typer.echo("已取消，没有改动任何文件", err=True)
        return 2


def load_all() -> None:
    """Read every command's file; what cannot be loaded on this machine is raised."""
    for name in COMMANDS:
        made_command(name)


@cache
def _program() -> Callable[..., int | None]:
    """The program with its own options."""
    return get_command(app)
