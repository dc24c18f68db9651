from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.interfaces.cli import dropped_files
from jixiao.interfaces.cli.dropped_files import dropped, names, run_dropped

SCRIPT = r"C:\安装包 (新) & 旧\校验.cmd"
START = rf'C:\Windows\system32\cmd.exe /c ""{SCRIPT}" '


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (r"C:\t\a&calc&.docx", [r"C:\t\a&calc&.docx"]),
        (r'"C:\t\a b&calc.docx"', [r"C:\t\a b&calc.docx"]),
        (r"C:\t\^%OS%!x!(1)';=,.docx", [r"C:\t\^%OS%!x!(1)';=,.docx"]),
        (r'C:\t\甲.xlsm "C:\t\乙 丙.xlsm"', [r"C:\t\甲.xlsm", r"C:\t\乙 丙.xlsm"]),
        ("", []),
    ],
)
def test_names_are_read_as_explorer_passes_them(behind: str, expected: list[str]) -> None:
    assert list(names(f'{START}{behind}"', SCRIPT)) == expected


def test_a_window_that_was_opened_before_names_no_file() -> None:
    assert list(names(r'"C:\Windows\system32\cmd.exe" ', SCRIPT)) == []


def test_a_file_that_is_there_counts(tmp_path: Path) -> None:
    file = tmp_path / "a&calc&.docx"
    file.touch()
    line = f'cmd.exe /c ""/somewhere/校验.cmd" {file}"'
    given = {"JIXIAO_SCRIPT": "/somewhere/校验.cmd", "JIXIAO_COMMAND_LINE": line, "JIXIAO_FILE": str(tmp_path / "a")}
    assert dropped(given) == [file]


def test_else_the_argument_counts(tmp_path: Path) -> None:
    given = {"JIXIAO_SCRIPT": SCRIPT, "JIXIAO_COMMAND_LINE": "", "JIXIAO_FILE": str(tmp_path / "自评.xlsm")}
    assert dropped(given) == [tmp_path / "自评.xlsm"]


def test_without_a_file_it_says_how_to_give_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_dropped("check", {"JIXIAO_SCRIPT": SCRIPT, "JIXIAO_COMMAND_LINE": START, "JIXIAO_FILE": ""}) == 2
    assert "拖到" in capsys.readouterr().out


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands run; they end with 1 for a name that holds 有错, with 2 for 坏."""
    commands: list[list[str]] = []

    def run(arguments: list[str]) -> int:
        commands.append(arguments)
        return 1 if "有错" in arguments[1] else 2 if "坏" in arguments[1] else 0

    monkeypatch.setattr(dropped_files, "run", run)
    return commands


@pytest.mark.parametrize(
    ("task", "result"), [("check", "自评校验结果.html"), ("report", "自评报告.docx")], ids=["check", "report"]
)
def test_the_result_stands_beside_the_file(asked: list[list[str]], tmp_path: Path, task: str, result: str) -> None:
    assert run_dropped(task, {"JIXIAO_FILE": str(tmp_path / "自评.xlsm")}) == 0
    assert asked == [[task, str(tmp_path / "自评.xlsm"), "-o", str(tmp_path / result)]]


def test_of_several_files_the_worst_exit_code_counts_and_only_results_are_shown(
    asked: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(dropped_files, "open_page", lambda page: shown.append(page.name))
    for name in ("甲.docx", "有错.docx", "坏.docx"):
        (tmp_path / name).touch()
    behind = " ".join(str(tmp_path / name) for name in ("甲.docx", "有错.docx", "坏.docx"))
    line = f'cmd.exe /c ""/x/校验.cmd" {behind}"'
    assert run_dropped("check", {"JIXIAO_SCRIPT": "/x/校验.cmd", "JIXIAO_COMMAND_LINE": line}) == 2
    assert len(asked) == 3
    assert shown == ["甲校验结果.html", "有错校验结果.html"]
