from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.interfaces.bundle.closure import PYTHONS, closure, windows_environment
from jixiao.interfaces.bundle.wheels import read_wheels
from packaging.markers import default_environment
from packaging.requirements import Requirement

from .wheelhouse import fill, make_wheel

ROOT = Requirement("root")


def chosen(folder: Path, root: Requirement = ROOT, python: str = "3.12") -> list[str]:
    return [wheel.path.name.rsplit("-", 3)[0] for wheel in closure(root, read_wheels(folder), python).wheels]


def missing(folder: Path, root: Requirement = ROOT, python: str = "3.12") -> list[str]:
    return [str(need.requirement) for need in closure(root, read_wheels(folder), python).missing]


def test_the_environment_has_every_marker_so_that_nothing_is_asked_of_this_machine() -> None:
    assert set(windows_environment("3.12")) == set(default_environment())


@pytest.mark.parametrize("python", PYTHONS)
def test_a_complete_folder_gives_each_python_its_own_wheels(wheels: Path, python: str) -> None:
    found = closure(Requirement("jixiao"), read_wheels(wheels), python)
    assert found.missing == ()
    assert [wheel.name for wheel in found.wheels] == ["compiled", "jixiao", "pywin32", "xlwings"]
    interpreters = {tag.interpreter for wheel in found.wheels for tag in wheel.tags}
    assert interpreters == {"py3", f"cp{python.replace('.', '')}"}


@pytest.mark.parametrize("python", PYTHONS)
def test_what_only_windows_needs_is_noticed_when_it_is_left_out(tmp_path: Path, python: str) -> None:
    fill(tmp_path / "wheels", without="pywin32")
    (need,) = closure(Requirement("jixiao"), read_wheels(tmp_path / "wheels"), python).missing
    assert (need.name, need.wanted_by) == ("pywin32", "xlwings")


def test_what_a_missing_package_needs_is_needed_once_it_is_there(tmp_path: Path) -> None:
    make_wheel(tmp_path, "root", "1.0", "first")
    assert missing(tmp_path) == ["first"]
    make_wheel(tmp_path, "first", "1.0", "second")
    assert missing(tmp_path) == ["second"]


def test_packages_may_need_each_other(tmp_path: Path) -> None:
    make_wheel(tmp_path, "root", "1.0", "other")
    make_wheel(tmp_path, "other", "1.0", "root")
    assert chosen(tmp_path) == ["other-1.0", "root-1.0"]


@pytest.mark.parametrize(
    ("marker", "needed"),
    [
        ('sys_platform == "win32"', True),
        ('os_name == "posix"', False),
        ('platform_machine == "AMD64"', True),
        ('python_version < "3.12"', False),
        ('python_full_version >= "3.12"', True),
        ('extra == "all"', False),
    ],
)
def test_markers_are_asked_for_the_pc(tmp_path: Path, marker: str, needed: bool) -> None:
    make_wheel(tmp_path, "root", "1.0", f"other; {marker}")
    assert bool(missing(tmp_path)) == needed


def test_an_extra_counts_where_it_is_asked_for(tmp_path: Path) -> None:
    make_wheel(tmp_path, "root", "1.0", "other[fast]")
    make_wheel(tmp_path, "other", "1.0", 'quick; extra == "fast"', 'slow; extra == "small"')
    assert missing(tmp_path) == ['quick; extra == "fast"']


def test_the_newest_that_all_can_use_is_taken(tmp_path: Path) -> None:
    make_wheel(tmp_path, "root", "1.0", "a", "b")
    make_wheel(tmp_path, "a", "1.0", "shared>=2")
    make_wheel(tmp_path, "b", "1.0", "shared<4")
    for version in ("1.0", "2.0", "3.0", "4.0"):
        make_wheel(tmp_path, "shared", version)
    assert "shared-3.0" in chosen(tmp_path)


def test_needs_that_exclude_each_other_are_both_missing(tmp_path: Path) -> None:
    make_wheel(tmp_path, "root", "1.0", "a", "shared<2")
    make_wheel(tmp_path, "a", "1.0", "shared>=2")
    for version in ("1.0", "2.0"):
        make_wheel(tmp_path, "shared", version)
    assert missing(tmp_path) == ["shared>=2", "shared<2"]


@pytest.mark.parametrize(
    "tag",
    ["cp311-cp311-win_amd64", "cp312-cp312-win32", "cp312-cp312-manylinux_2_28_x86_64", "cp313-abi3-win_amd64"],
)
def test_a_wheel_for_another_machine_does_not_count(tmp_path: Path, tag: str) -> None:
    make_wheel(tmp_path, "root", tag=tag)
    assert missing(tmp_path) == ["root"]


@pytest.mark.parametrize(
    "tag", ["cp312-cp312-win_amd64", "cp38-abi3-win_amd64", "py3-none-win_amd64", "py2.py3-none-any"]
)
def test_a_wheel_for_this_machine_counts(tmp_path: Path, tag: str) -> None:
    make_wheel(tmp_path, "root", tag=tag)
    assert missing(tmp_path) == []


def test_a_wheel_that_wants_another_python_does_not_count(tmp_path: Path) -> None:
    make_wheel(tmp_path, "root", python=">=3.13")
    assert missing(tmp_path, python="3.12") == ["root"]
    assert missing(tmp_path, python="3.13") == []
