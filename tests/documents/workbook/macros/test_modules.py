"""What the modules say: our buttons, xlwings' standalone code, and the wrappers made from the registry."""

from __future__ import annotations

import importlib.util
import re
from importlib import metadata
from pathlib import Path

import jixiao.hosts.excel_functions as in_python
import pytest
import xlwings
from jixiao.core import resources
from jixiao.core.functions import FUNCTIONS
from jixiao.documents.workbook.macros import MacrosError, commands
from jixiao.documents.workbook.macros.modules import project_modules
from jixiao.documents.workbook.macros.vba_project import Module
from jixiao.documents.workbook.macros.wrappers import PYTHON_MODULE

COMMAND = re.compile(r'RunPython "import jixiao\.hosts\.buttons as b; b\.(\w+)\(\)"')


def procedures(source: str) -> dict[str, list[str]]:
    """The lines of each public procedure, by its name."""
    found = re.findall(r"^(?:Public )?(?:Sub|Function) (\w+)\(.*\n((?:.*\n)*?)End (?:Sub|Function)\r$", source, re.M)
    return {name: [line.strip() for line in body.splitlines()] for name, body in found}


# ---- buttons ---------------------------------------------------------------------------------------------------------


def test_every_command_is_one_line_of_runpython(modules: dict[str, Module]) -> None:
    bodies = procedures(modules["Buttons"].source)
    for command in commands():
        (line,) = bodies[command.macro]
        assert line.startswith("If PythonIsReady() Then RunPython ")
        (name,) = COMMAND.findall(line)
        assert name == command.function


def test_there_is_a_macro_for_every_command_and_no_other(modules: dict[str, Module]) -> None:
    macros = {command.macro for command in commands()}
    assert set(procedures(modules["Buttons"].source)) == macros | {f"On{macro}" for macro in macros}


def test_every_python_function_behind_a_button_exists(modules: dict[str, Module]) -> None:
    import jixiao.hosts.buttons as buttons

    names = COMMAND.findall(modules["Buttons"].source)
    assert len(names) == len(commands())
    assert [name for name in names if not callable(getattr(buttons, name, None))] == []


def test_opening_starts_what_opening_does(modules: dict[str, Module]) -> None:
    assert "Private Sub Workbook_Open()\r\n    BookOpened\r\nEnd Sub" in modules["ThisWorkbook"].source
    assert "Public Sub BookOpened()" in modules["Start"].source


# ---- messages --------------------------------------------------------------------------------------------------------


def test_every_message_that_vba_asks_for_is_written_down(modules: dict[str, Module]) -> None:
    import tomllib

    written = tomllib.loads(resources.path("macros", "messages.toml").read_text("utf-8"))
    source = modules["Start"].source
    asked = set(re.findall(r'(?:Obstacle|Mismatch|VersionProblem) = "(\w+)"', source)) | set(
        re.findall(r'MessageText\("(\w+)"\)', source)
    )
    assert asked - {"version"} == set(written)
    places = {place for text in written.values() for place in re.findall(r"\{(\w+)\}", text)}
    assert places <= set(re.findall(r'Replace\(text, "\{(\w+)\}"', source))


# ---- xlwings ---------------------------------------------------------------------------------------------------------


def test_the_standalone_module_is_that_of_the_installed_version(modules: dict[str, Module]) -> None:
    version = metadata.version("xlwings")
    assert f'Public Const XLWINGS_VERSION As String = "{version}"' in modules["xlwings"].source
    assert f"xlwings64-{version}.dll" in modules["xlwings"].source
    installed = Path(xlwings.__file__).with_name("xlwings.bas").read_bytes()
    assert modules["xlwings"].source.encode() == installed


def test_without_xlwings_it_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MacrosError, match="xlwings"):
        project_modules([])


# ---- wrappers --------------------------------------------------------------------------------------------------------


def test_every_function_of_the_registry_has_its_wrapper(modules: dict[str, Module]) -> None:
    source = modules["xlwings_udfs"].source
    assert set(procedures(source)) == set(FUNCTIONS)
    for function in FUNCTIONS.values():
        names = [argument.name for argument in function.arguments]
        head = f"Function {function.name}({', '.join(f'Optional {name}' for name in names)})\r\n"
        assert head in source
        assert procedures(source)[function.name] == [
            f'{function.name} = Answer("{function.name}", Array({", ".join(names)}))'
        ]


def test_the_wrappers_call_what_is_there_in_python() -> None:
    assert in_python.__name__ == PYTHON_MODULE
    assert all(callable(getattr(in_python, name)) for name in FUNCTIONS)


def test_a_call_hands_over_values_and_catches_every_error(modules: dict[str, Module]) -> None:
    """A Range handed over would be asked for its values by Python, round trip by round trip."""
    source = modules["Calls"].source
    assert f'PYTHON_MODULE As String = "{PYTHON_MODULE}"' in source
    assert "found(i) = cells(i).Value\r\n" in source
    assert "ThisWorkbook" not in source
    assert "Caller" not in source
    assert procedures(source)["Answer"][1:3] == ["On Error GoTo failed", "If PythonIsSilent() Then GoTo failed"]
