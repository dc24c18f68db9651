"""What a bundle hands on of others' work: each package's licence as it tells it, and nothing under another one."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from pathlib import Path

from jixiao.interfaces.bundle.wheels import Wheel

_LEFT_OUT = {"xlwings": "xlwings/pro/"}
"""Parts of packages under a licence of their own, which the program does not use."""

_LARGEST = 1_000_000
_HEAD = "本安装包里的程序和它们的许可（各程序自己所写）；Python 的许可见 python 文件夹里的 LICENSE.txt\n"


def copy_wheel(wheel: Path, target: Path) -> None:
    """Copy a wheel without the parts that are left out."""
    left_out = _LEFT_OUT.get(wheel.name.partition("-")[0].lower())
    if not left_out:
        shutil.copyfile(wheel, target)
        return
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in source.infolist():
            if not entry.filename.startswith(left_out):
                written.writestr(entry, _kept(entry.filename, source.read(entry), left_out))


def _kept(name: str, content: bytes, left_out: str) -> bytes:
    """The list of files in a wheel without those left out."""
    if not name.endswith(".dist-info/RECORD"):
        return content
    lines = content.decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(left_out)).encode("utf-8")


def licences(wheels: Iterable[Wheel]) -> str:
    """A text with each package's name, version, licence, and the licence's words where the wheel has them."""
    return "\n".join([_HEAD, *(_of(wheel) for wheel in wheels)])


def _of(wheel: Wheel) -> str:
    with zipfile.ZipFile(wheel.path) as archive:
        names = [entry.filename for entry in archive.infolist() if entry.file_size <= _LARGEST]
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        told = HeaderParser().parsestr(archive.read(metadata).decode("utf-8", "replace"))
        kinds = [
            told.get("License-Expression"),
            _first_line(told.get("License")),
            *_classified(told.get_all("Classifier")),
        ]
        texts = [archive.read(name).decode("utf-8", "replace") for name in names if _is_licence(name)]
    kind = next((kind for kind in kinds if kind), "没有写明")
    return "\n".join([f"==== {wheel.name} {wheel.version}：{kind}", *texts])


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0].strip()


def _classified(classifiers: list[str] | None) -> Iterable[str]:
    return (each.rpartition("::")[2].strip() for each in classifiers or () if each.startswith("License ::"))


def _is_licence(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    is_own = ".dist-info" in folder
    return is_own and file.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE"))
