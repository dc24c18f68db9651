"""One Wine for all tests of a session, and one PC where the bundle was installed with a real Python."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from jixiao.interfaces.bundle import WheelError, write_bundle
from jixiao.interfaces.bundle.python_package import PythonPackage

from ..interfaces.bundle.own_family import learned_family
from ..interfaces.bundle.wheelhouse import make_wheel
from .windows import PYTHON, Installed, WindowsMissingError, kept_running, start_wine

WHEELS = PYTHON.with_name("wheels")


LEARNED = "sichuan-2026"
"""The family that an administrator learned."""


@pytest.fixture(scope="session")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Its environment."""
    try:
        environment = start_wine(tmp_path_factory.mktemp("wine"))
    except WindowsMissingError as error:
        pytest.skip(str(error))
    with kept_running(environment):
        yield environment


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole bundle with a Python, in a folder as people name them."""
    if not (PYTHON / "python.exe").is_file():
        pytest.skip("no Python for Windows: `make windows` fetches it")
    folder = tmp_path_factory.mktemp("pc") / "安装包 (新) [1] & 旧"
    package, known = _as_a_package(folder.parent)
    try:
        with learned_family(folder.parent / "own", LEARNED):
            write_bundle(folder, WHEELS, ["hunan-2024", LEARNED], python=package, known=[known])
    except WheelError as error:
        pytest.skip(f"no wheels for Windows: `make windows` fetches them ({error})")
    _leave_out_numpy(folder / "setup" / "wheels")
    return folder


_IN_NUGETS = re.compile(r"(?!tcl/|Tools/|Scripts/|Lib/(idlelib|tkinter|turtledemo)/|Lib/site-packages/(?!pip[/-]))")
"""Nuget's package has no Tk, and no library but pip: each file more is copied, and taken away again."""


def _as_a_package(folder: Path) -> tuple[Path, PythonPackage]:
    """The Python fetched for tests, packed as nuget packs its own; no other package can be fetched here."""
    package = folder / "python.3.11.9.nupkg"
    with zipfile.ZipFile(package, "w") as archive:
        for path in sorted(PYTHON.rglob("*")):
            name = path.relative_to(PYTHON).as_posix()
            if path.is_file() and _IN_NUGETS.match(name):
                archive.write(path, f"tools/{name}")
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    return package, PythonPackage(package.name, "3.11", digest, "", "")


def _leave_out_numpy(wheels: Path) -> None:
    """Wine 8's C runtime lacks ``crealf``, at which numpy ends the process; pandas serves summary tables alone."""
    for wheel in [*wheels.glob("numpy-*.whl"), *wheels.glob("pandas-*.whl")]:
        name, version, *_ = wheel.name.split("-")
        wheel.unlink()
        make_wheel(wheels, name, version)


@pytest.fixture(scope="session")
def installed(wine: dict[str, str], bundle: Path) -> Installed:
    """A PC of a person with a Chinese name, where 安装 was run."""
    pc = Installed(wine, bundle.parent / "张三 (本人)", bundle)
    ran = pc.run("安装.cmd", "/s")
    assert ran.code == 0, ran.shown + pc.log
    return pc
