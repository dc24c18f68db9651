"""What a bundle hands on of others' work."""

from __future__ import annotations

import zipfile
from pathlib import Path

from jixiao.interfaces.bundle.licences import copy_wheel, licences
from jixiao.interfaces.bundle.wheels import read_wheel

from .wheelhouse import make_wheel


def with_files(wheel: Path, **files: str) -> Path:
    with zipfile.ZipFile(wheel, "a") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return wheel


def test_each_package_is_listed_with_its_licence(tmp_path: Path) -> None:
    make_wheel(tmp_path, "one", "1.0")
    (wheel,) = tmp_path.glob("*.whl")
    with_files(wheel, **{"one-1.0.dist-info__licenses__LICENSE.txt": "words of the licence", "one__LICENSE": "inside"})
    told = licences([read_wheel(wheel)])
    assert "==== one 1.0：" in told
    assert "words of the licence" in told
    assert "inside" not in told


def test_what_is_under_another_licence_is_left_out_and_the_wheel_stays_whole(tmp_path: Path) -> None:
    make_wheel(tmp_path, "xlwings", "0.1")
    (wheel,) = tmp_path.glob("*.whl")
    record = "xlwings/__init__.py,sha256=a,1\nxlwings/pro/__init__.py,sha256=b,1\n"
    (tmp_path / "copied").mkdir()
    wheel = with_files(wheel, **{"xlwings__pro____init__.py": "pro"})
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        content = {name: archive.read(name) for name in names}
    (record_name,) = [name for name in names if name.endswith("RECORD")] or ["xlwings-0.1.dist-info/RECORD"]
    content[record_name] = record.encode()
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    copy_wheel(wheel, tmp_path / "copied" / wheel.name)
    with zipfile.ZipFile(tmp_path / "copied" / wheel.name) as archive:
        assert not [name for name in archive.namelist() if name.startswith("xlwings/pro/")]
        assert archive.read(record_name).decode() == "xlwings/__init__.py,sha256=a,1\n"
        assert archive.testzip() is None
