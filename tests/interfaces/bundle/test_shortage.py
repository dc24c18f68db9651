"""A folder that lacks wheels is told, and those fetched for a real bundle lack none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from jixiao import __version__
from jixiao.interfaces.bundle import WheelError
from jixiao.interfaces.bundle.closure import PLATFORM, PYTHONS
from jixiao.interfaces.bundle.shortage import collect

from .wheelhouse import fill, make_wheel

FETCHED = Path(__file__).parents[3] / "build" / "wheels"
ANYWHERE = ["-I", "-m", "pip", "--isolated", "download", "--disable-pip-version-check"]


def test_all_pythons_are_served_and_what_nobody_needs_stays(wheels: Path) -> None:
    make_wheel(wheels, "leftover")
    make_wheel(wheels, "xlwings", "0.0.9")
    names = [wheel.path.name for wheel in collect(wheels)]
    assert len(names) == 8
    assert not [name for name in names if name.startswith(("leftover", "xlwings-0.0.9"))]


def test_each_missing_wheel_is_named_with_the_command_that_fetches_it(tmp_path: Path) -> None:
    folder = tmp_path / "wheels"
    fill(folder, without="pywin32-300-cp312")
    with pytest.raises(WheelError) as raised:
        collect(folder)
    told = str(raised.value)
    assert "pywin32>=224（Python 3.12；xlwings 需要）" in told
    assert (
        "pip download --no-deps --only-binary=:all: --platform win_amd64 --python-version 3.12 "
        f'-d "{folder}" "pywin32>=224"'
    ) in told
    assert "Python 3.11" not in told
    assert "compiled" not in told


def test_our_own_wheel_is_built_and_not_fetched(tmp_path: Path) -> None:
    fill(tmp_path / "wheels", without="jixiao")
    make_wheel(tmp_path / "wheels", "jixiao", "0.0.1")
    with pytest.raises(WheelError) as raised:
        collect(tmp_path / "wheels")
    assert f"jixiao=={__version__}（Python 3.11、3.12、3.13；本程序）" in str(raised.value)
    assert str(raised.value).count("pip wheel --no-deps") == 1
    assert "pip download" not in str(raised.value)


needs_fetched = pytest.mark.skipif(
    not list(FETCHED.glob(f"jixiao-{__version__}-*.whl")), reason="no wheels fetched (make wheels)"
)


def fetched(python: str) -> bool:
    """Whether ``make wheels`` was run for that version; it leaves a mark for each."""
    return (FETCHED / f".{python}").exists()


@needs_fetched
@pytest.mark.parametrize("python", PYTHONS)
def test_the_wheels_fetched_are_complete(python: str) -> None:
    if not fetched(python):
        pytest.skip(f"no wheels fetched for Python {python} (make wheels)")
    assert {"pywin32", "xlwings", "lxml", "jixiao"} <= {wheel.name for wheel in collect(FETCHED, [python])}


@needs_fetched
@pytest.mark.parametrize("python", PYTHONS)
def test_pip_itself_finds_all_it_would_install(python: str, tmp_path: Path) -> None:
    """pip asks this machine's markers; versions, tags and the Python needed it judges for the PC, if it downloads."""
    bundled = tmp_path / "wheels"
    bundled.mkdir()
    if not fetched(python):
        pytest.skip(f"no wheels fetched for Python {python} (make wheels)")
    for wheel in collect(FETCHED, [python]):
        (bundled / wheel.path.name).symlink_to(wheel.path)
    target = ["--dest", str(tmp_path / "target")]
    pc = ["--platform", PLATFORM, "--python-version", python, "--implementation", "cp", "--only-binary=:all:"]
    offline = ["--no-index", "--find-links", str(bundled)]
    command = [sys.executable, *ANYWHERE, *target, *pc, *offline, f"jixiao=={__version__}", "pywin32", "colorama"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found = {path.name.partition("-")[0] for path in (tmp_path / "target").iterdir()}
    assert {"jixiao", "xlwings", "lxml", "pywin32"} <= found
