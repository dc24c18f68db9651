from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.interfaces.bundle import WheelError
from jixiao.interfaces.bundle.wheels import read_wheel, read_wheels

from .wheelhouse import PURE, make_wheel


def test_a_wheel_says_what_it_is_and_needs(tmp_path: Path) -> None:
    wheel = read_wheel(make_wheel(tmp_path, "Some_Name", "1.2", "other>=3; os_name == 'nt'", python=">=3.11"))
    assert (wheel.name, str(wheel.version)) == ("some-name", "1.2")
    assert {str(tag) for tag in wheel.tags} == {PURE}
    assert [str(each) for each in wheel.requires] == ['other>=3; os_name == "nt"']
    assert wheel.requires_python.contains("3.12")
    assert not wheel.requires_python.contains("3.10")


def test_a_folder_gives_its_wheels_and_nothing_else(tmp_path: Path) -> None:
    make_wheel(tmp_path, "b")
    make_wheel(tmp_path, "a")
    (tmp_path / "a-1.0.tar.gz").write_bytes(b"")
    assert [wheel.name for wheel in read_wheels(tmp_path)] == ["a", "b"]


def test_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(WheelError, match=r"没有存放安装包.*make wheels"):
        read_wheels(tmp_path / "none")


@pytest.mark.parametrize("name", ["whole-1.0-py3-none-any.whl", "name.whl"])
@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_wheel_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WheelError, match=rf"「{name}」不完整或已损坏"):
        read_wheels(tmp_path)


def test_a_wheel_cut_short_or_changed_is_damaged(tmp_path: Path) -> None:
    whole = make_wheel(tmp_path, "whole").read_bytes()
    place = whole.index(b"Wheel-Version") if b"Wheel-Version" in whole else 60
    for damaged in (whole[:-30], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
        path = tmp_path / "damaged-1.0-py3-none-any.whl"
        path.write_bytes(damaged)
        with pytest.raises(WheelError, match="damaged"):
            read_wheel(path)


def test_requirements_that_cannot_be_read_are_damage_too(tmp_path: Path) -> None:
    with pytest.raises(WheelError, match="odd"):
        read_wheel(make_wheel(tmp_path, "odd", "1.0", "what ever >= ??"))
