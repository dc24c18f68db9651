"""One Wine for all tests of a session, and one PC where the bundle was installed with a real Python."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jixiao.interfaces.bundle import WheelError, write_bundle

from ..interfaces.bundle.wheelhouse import make_wheel
from .windows import PYTHON, Installed, WindowsMissingError, start_wine, stop_wine

WHEELS = PYTHON.with_name("wheels")


@pytest.fixture(scope="session")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Its environment."""
    try:
        environment = start_wine(tmp_path_factory.mktemp("wine"))
    except WindowsMissingError as error:
        pytest.skip(str(error))
    yield environment
    stop_wine(environment)


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole bundle with a Python, in a folder as people name them."""
    if not (PYTHON / "python.exe").is_file():
        pytest.skip("no Python for Windows: `make wine` fetches it")
    folder = tmp_path_factory.mktemp("pc") / "安装包 (新) [1] & 旧"
    try:
        write_bundle(folder, WHEELS, ["hunan-2024"])
    except WheelError as error:
        pytest.skip(f"no wheels for Windows: `make wine` fetches them ({error})")
    shutil.copytree(PYTHON, folder / "setup" / "python")
    _leave_out_numpy(folder / "setup" / "wheels")
    return folder


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
