from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import jixiao
import pytest
from jixiao.core import resources
from jixiao.core.files import OutputError
from jixiao.core.functions import FUNCTIONS
from jixiao.interfaces.calc.extension import build_extension, interface_idl


@pytest.fixture
def extension(tmp_path: Path) -> Path:
    return build_extension(tmp_path / "jixiao.oxt")


@pytest.fixture
def parts(extension: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(extension) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_interface_has_each_function_with_its_arguments(name: str) -> None:
    function = FUNCTIONS[name]
    answer = "sequence< sequence< any > >" if function.gives_range else "any"
    arguments = ", ".join(f"[in] any {argument.name}" for argument in function.arguments)

    assert f"{answer} {name}({arguments});" in interface_idl(FUNCTIONS.values())


def test_the_extension_holds_its_files_the_packages_and_their_data(parts: dict[str, bytes]) -> None:
    forms = resources.path("workbook", "forms").glob("*/*.*")
    wanted = {
        "META-INF/manifest.xml", "description.xml", "description.txt", "Jobs.xcu", "jixiao_calc.py", "functions.idl",
        "pythonpath/jixiao/__init__.py", "pythonpath/jixiao/core/resources.py",
        "pythonpath/jixiao/core/functions/registry.py",
        "pythonpath/jixiao/hosts/buttons.py", "pythonpath/xlwings_calc/engine.py",
        "pythonpath/jixiao/_data/macros/Buttons.bas",
        *(f"pythonpath/jixiao/_data/workbook/forms/{p.parent.name}/{p.name}" for p in forms),
    }  # fmt: skip

    assert wanted <= set(parts)
    assert not [name for name in parts if "__pycache__" in name]


def test_the_manifest_names_only_files_that_are_there(parts: dict[str, bytes]) -> None:
    manifest = ElementTree.fromstring(parts["META-INF/manifest.xml"])  # noqa: S314 - our own file
    named = {value for entry in manifest for key, value in entry.items() if key.endswith("full-path")}

    assert named == {name for name in parts if "/" not in name and not name.startswith("description.")}


def test_the_description_carries_the_packages_version(parts: dict[str, bytes]) -> None:
    description = parts["description.xml"].decode()

    assert f'<version value="{jixiao.__version__}"/>' in description
    assert "绩效自评函数" in description


def test_the_cells_chain_needs_only_the_standard_library(extension: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(extension) as archive:
        archive.extractall(tmp_path)
    code = (
        f"import sys; sys.path.append({str(tmp_path / 'pythonpath')!r})\n"
        "from jixiao.core import functions, resources; from jixiao.interfaces import calc_formulas\n"
        "from jixiao.interfaces.calc import commands\n"
        "print(resources.path('workbook'), functions.call('SCORE_ROW', 10, '≥95%', 0.97))"
    )

    run = subprocess.run(
        [sys.executable, "-ISE", "-X", "utf8", "-c", code], capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stderr
    assert str(tmp_path / "pythonpath" / "jixiao" / "_data" / "workbook") in run.stdout


def test_two_builds_are_equal_byte_for_byte(extension: Path, tmp_path: Path) -> None:
    again = build_extension(tmp_path / "again.oxt")

    assert again.read_bytes() == extension.read_bytes()


def test_the_environment_is_noted_where_one_is_given(parts: dict[str, bytes], tmp_path: Path) -> None:
    with zipfile.ZipFile(build_extension(tmp_path / "installed.oxt", b"note")) as archive:
        assert archive.read("environment.json") == b"note"
    assert "environment.json" not in parts


def test_into_a_folder_that_is_not_there_nothing_is_built(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="没有文件夹"):
        build_extension(tmp_path / "没有" / "jixiao.oxt")
