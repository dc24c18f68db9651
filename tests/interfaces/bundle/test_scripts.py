"""What can be told of the batch files without running them; tests/wine runs them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from jixiao import __version__
from jixiao.core import resources
from jixiao.documents.workbook.macros.hidden_sheets import _SETTINGS
from jixiao.interfaces.bundle.closure import PYTHONS
from jixiao.interfaces.bundle.scripts import SCRIPTS, SETUP, write_scripts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bundle")
    (made / SETUP).mkdir()
    write_scripts(made)
    return made


@pytest.fixture(params=SCRIPTS.values())
def script(request: pytest.FixtureRequest, folder: Path) -> bytes:
    name: str = request.param
    return (folder / name).read_bytes()


@pytest.fixture
def lines(script: bytes) -> list[str]:
    return script.decode("gbk").split("\r\n")


@pytest.fixture
def code(lines: list[str]) -> list[str]:
    return _without_remarks(lines)


@pytest.fixture
def install(folder: Path) -> list[str]:
    return _without_remarks((folder / "安装.cmd").read_bytes().decode("gbk").split("\r\n"))


def _without_remarks(lines: list[str]) -> list[str]:
    return [line for line in lines if line and not line.startswith("rem ")]


def test_every_script_of_the_project_is_in_the_bundle() -> None:
    assert {path.name for path in resources.path("addin", "windows").glob("*.cmd")} == set(SCRIPTS)


def test_lines_end_as_cmd_wants_them(script: bytes) -> None:
    assert script.endswith(b"\r\n")
    assert script.count(b"\n") == script.count(b"\r\n") == script.count(b"\r")


def test_the_code_page_is_set_before_the_first_chinese_word(lines: list[str]) -> None:
    assert lines[:2] == ["@echo off", r'"%SystemRoot%\System32\chcp.com" 936 >nul']


def test_no_placeholder_is_left(lines: list[str]) -> None:
    assert not [line for line in lines if "${" in line or "{" in line]


def test_every_jump_has_its_label_and_every_label_a_jump(code: list[str]) -> None:
    labels = [line[1:] for line in code if line.startswith(":")]
    jumps = {label for line in code for label in re.findall(r"(?:goto |call :)(\w+)", line)}
    assert len(labels) == len(set(labels))
    assert jumps == set(labels)


def test_no_label_is_run_into(code: list[str]) -> None:
    for before, line in pairwise(code):
        assert not line.startswith(":") or re.match(r"goto |exit ", before), line


def test_variables_are_set_before_they_are_used(code: list[str]) -> None:
    given = {"SystemRoot", "LOCALAPPDATA", "ProgramFiles", "PATH", "ERRORLEVEL", "DATE", "TIME", "CMDCMDLINE"}
    for line in code:
        assert set(re.findall(r"[%!]([A-Za-z]\w*)[%!]", line)) <= given, line
        given |= set(re.findall(r'\bset "?(\w+)=', line))


def test_variables_in_paths_are_quoted(code: list[str]) -> None:
    """A person's folder may hold spaces, brackets and ampersands; what follows one of these would be run."""
    for line in code:
        if not line.startswith("set "):
            unquoted = re.sub(r'"[^"]*"', "", line)
            assert not re.search(
                r"%(HERE|TARGET|VENV|PREVIOUS|REMOVED|LOG|CHECKED|LOCALAPPDATA|SystemRoot)%", unquoted
            ), line


def test_the_exit_code_of_every_program_is_looked_at(install: list[str]) -> None:
    """By comparison: ``if errorlevel 1`` takes a crash, whose code is negative, for success."""
    for line, following in pairwise(install):
        if re.match(r"call (%|\")", line):
            assert following.startswith(('if not "%ERRORLEVEL%"=="0" goto ', 'if "%ERRORLEVEL%"=="0" set PYTHON=')), (
                line
            )
    assert not [line for line in install if re.search(r"if (not )?errorlevel", line)]


def test_what_may_be_a_batch_file_is_called(code: list[str]) -> None:
    """``py`` and ``python`` may be batch files, which without ``call`` would never come back."""
    assert not [line for line in code if re.match(r'(%PYTHON%|"%VENV%|"%LAUNCHER%|"%ON_PATH%)', line)]


def test_no_program_is_looked_for_in_the_current_folder(code: list[str], install: list[str]) -> None:
    """A downloads folder may hold a chcp.bat or a python.exe of anybody's."""
    external = re.compile(r"(?:call |do )?(chcp|cmd|xcopy|py|python|start|powershell)\b")
    assert not [line for line in code if external.match(line)]
    assert install.index(r'cd /d "%SystemRoot%"') < next(i for i, line in enumerate(install) if line.startswith("call"))
    assert 'set "PYTHONSAFEPATH=1"' in install


def test_what_stands_behind_the_name_of_a_dropped_file_is_never_run(code: list[str]) -> None:
    """Explorer does not quote an ``&``: after ``exit /b`` cmd would go on with what stands behind it."""
    subroutines = next((i for i, line in enumerate(code) if line == ":copy_python"), len(code))
    ends = [line for line in code[:subroutines] if line.startswith("exit")]
    assert ends
    assert not [line for line in ends if line.startswith("exit /b")]


@pytest.mark.parametrize("name", ["校验.cmd", "生成报告.cmd"])
def test_a_dropped_name_is_only_put_into_a_variable(folder: Path, name: str) -> None:
    lines = _without_remarks((folder / name).read_bytes().decode("gbk").split("\r\n"))
    assert 'set "JIXIAO_FILE=%~f1"' in lines
    assert not [line for line in lines if re.search(r"%\*|%~?\w*1", line) and not line.startswith('set "')]
    assert lines.index("setlocal disabledelayedexpansion") < lines.index('set "JIXIAO_FILE=%~f1"')


def test_pip_stays_offline_and_leaves_the_persons_settings_alone(install: list[str]) -> None:
    (line,) = (line for line in install if " -m pip " in line)
    assert "--isolated --no-index --find-links" in line
    assert f"jixiao=={__version__}" in line


def test_every_python_that_the_wheels_serve_is_looked_for(install: list[str]) -> None:
    text = "\n".join(install)
    newest_first = " ".join(reversed(PYTHONS))
    assert f'for %%V in ({newest_first}) do if defined LAUNCHER call :try "%LAUNCHER%" -%%V' in text
    assert f'probe.py" {newest_first} ' in text


def test_it_installs_where_the_workbook_looks(install: list[str]) -> None:
    assert _SETTINGS["INTERPRETER_WIN"] == r"%LOCALAPPDATA%\jixiao\venv\Scripts\pythonw.exe"
    assert r'set "TARGET=%LOCALAPPDATA%\jixiao"' in install
    assert r'set "VENV=%TARGET%\venv"' in install


def test_a_double_click_shows_the_result(lines: list[str]) -> None:
    assert any(line == "pause" or line.endswith(" pause") for line in lines)


def test_every_exit_code_is_told_at_the_top(lines: list[str]) -> None:
    told = "".join(line for line in lines if line.startswith("rem "))
    codes = set(re.findall(r'set "CODE=(\d)"', "\n".join(lines)))
    assert all(f"{code} " in told for code in codes)
