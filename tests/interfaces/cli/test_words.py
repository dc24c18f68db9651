"""The words of the command line: help in Chinese throughout, and a near word for one that is wrong."""

from __future__ import annotations

import re

import pytest
from jixiao.interfaces.cli.app import COMMANDS as ALL
from jixiao.interfaces.cli.entry import run

Capture = pytest.CaptureFixture[str]
COMMANDS = [name for name, entry in ALL.items() if entry.help]  # the others are groups
CONTRACT = {
    "new", "import", "score", "check", "report", "eval", "functions", "demo", "add-project", "add-indicator", "final",
    "freeze",
}  # fmt: skip
GROUPS = [["install", "--help"], ["install", "calc", "--help"]]
ENGLISH = re.compile(r"Usage|Options|Arguments|Commands|Show this|exit\b|required|default|<path>", re.IGNORECASE)


def test_the_commands_of_the_contract_are_there() -> None:
    assert set(COMMANDS) >= CONTRACT


@pytest.mark.parametrize("arguments", [["--help"], *GROUPS, *([c, "--help"] for c in COMMANDS)], ids=" ".join)
def test_every_help_page_is_chinese(arguments: list[str], capsys: Capture) -> None:
    assert run(arguments) == 0
    page = capsys.readouterr().out
    assert "用法：" in page
    assert not ENGLISH.search(page), page
    assert re.search("[\u4e00-\u9fff]{4}", page)


def test_the_first_page_lists_every_command_with_a_sentence(capsys: Capture) -> None:
    run(["--help"])
    listed = dict(re.findall(r"^  ([\w-]+)  +(\S.*)$", capsys.readouterr().out, re.MULTILINE))
    assert set(COMMANDS) <= set(listed)
    assert all(re.search("[\u4e00-\u9fff]", listed[command]) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained_in_chinese(command: str, capsys: Capture) -> None:
    run([command, "--help"])
    options = re.findall(r"^  (?:-\w, )?(--[\w-]+)(.*)$", capsys.readouterr().out, re.MULTILINE)
    assert options
    assert [name for name, text in options if not re.search("[\u4e00-\u9fff]", text)] == []


def test_nothing_to_do_shows_the_help(capsys: Capture) -> None:
    assert run([]) == 2
    assert "用法：" in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chek"], "没有命令「chek」，是不是「check」？"),
        (["reprot", "a.xlsx"], "是不是「report」？"),
        (["zzzzzz"], "没有命令「zzzzzz」，用 --help"),
        (["new", "--famly", "x"], "没有选项「--famly」，是不是「--family」？"),
        (["check", "a.xlsx", "--fromat", "json"], "是不是「--format」？"),
        (["check", "a.xlsx", "-z"], "没有选项「-z」"),
        (["check"], "缺少「文件」"),
        (["score"], "缺少「文件」"),
        (["report", "a.xlsx"], "缺少「--output」"),
        (["eval"], "缺少「公式」"),
        (["freeze", "a.xlsx"], "缺少「--output」"),
        (["add-indicator", "a.xlsx", "-o", "b.xlsx"], "缺少「--sheet」"),
        (["install", "calk"], "没有命令「calk」，是不是「calc」？"),
        (["score", "a.xlsx", "b.xlsx"], "多写了「b.xlsx」"),
        (["check", "a.xlsx", "--format", "xml"], "「--format」的值不对"),
        (["functions", "x"], "多写了「x」"),
    ],
)
def test_wrong_words_are_told_in_one_chinese_sentence(arguments: list[str], told: str, capsys: Capture) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert len(captured.err.strip().splitlines()) == 1
    assert not re.search(r"Error|Missing|No such|Invalid|Got|Try", captured.err)
