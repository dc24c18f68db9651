"""A bundle's folder, written whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from jixiao.core.files import OutputError, filling, replacing
from jixiao.documents.learning import own_ancestry, write_pack
from jixiao.documents.learning.pack import SUFFIX
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.macros import MACRO_SUFFIX
from jixiao.interfaces.bundle.closure import PYTHONS
from jixiao.interfaces.bundle.licences import copy_wheel, licences
from jixiao.interfaces.bundle.manual import write_manual
from jixiao.interfaces.bundle.python_package import PythonPackage, known_packages, recognise, unpack
from jixiao.interfaces.bundle.scripts import SETUP, write_scripts
from jixiao.interfaces.bundle.shortage import collect
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import families, load
from jixiao.model.submission import start

BOOKS = "工作簿"
MANUAL = "使用手册.docx"
LICENCES = "licences.txt"
PACKS = "families"
"""Where learned families lie, which 安装 takes in."""


def write_bundle(
    target: Path,
    wheels: Path,
    only: Sequence[str] = (),
    *,
    zipped: bool = False,
    python: Path | None = None,
    known: Sequence[PythonPackage] | None = None,
) -> list[Path]:
    """Write everything an office PC needs into a folder.

    Args:
        target: the folder; it must not exist yet.
        wheels: where the wheels lie; only those needed are taken.
        only: the families to make workbooks of; all if empty.
        zipped: write a .zip of the folder beside it too.
        python: a package of Python to bring along; then only its version's wheels are needed.
        known: the packages that are taken for one; those of the project if left out.

    Returns:
        What was written: the folder, and the .zip.

    Raises:
        WheelError: wheels are missing or damaged.
        PythonPackageError: the package is not one of those known.
        UnknownFamily: there is no family of that name.
        OutputError: the folder exists, or cannot be written; then nothing of it is left behind.
    """
    archive = target.with_name(f"{target.name}.zip")
    _refuse_existing([target, archive] if zipped else [target])
    chosen = [load(family) for family in only or families()]
    package = recognise(python, known_packages() if known is None else known) if python else None
    needed = collect(wheels, (package.python,) if package else PYTHONS)
    with filling(target) as folder:
        (folder / SETUP / "wheels").mkdir(parents=True)
        for wheel in needed:
            copy_wheel(wheel.path, folder / SETUP / "wheels" / wheel.path.name)
        (folder / SETUP / LICENCES).write_text(licences(needed), "utf-8", newline="\r\n")
        if python:
            unpack(python, folder / SETUP / "python")
        write_scripts(folder)
        _write_books(folder / BOOKS, chosen)
        _write_packs(folder / SETUP / PACKS, chosen)
        write_manual(folder / MANUAL)
    if zipped:
        _write_zip(target, archive)
    return [target, archive] if zipped else [target]


def _write_books(folder: Path, chosen: Sequence[Family]) -> None:
    """An empty workbook of each family for its own year; the unit's name is typed in on its first sheet."""
    folder.mkdir()
    for family in chosen:
        build(family, start(family, "", family.head.year), folder / f"{family.head.title}{MACRO_SUFFIX}")


def _write_packs(folder: Path, chosen: Sequence[Family]) -> None:
    """The learned ones among the families: the program that is installed does not have them."""
    for family in chosen:
        if names := own_ancestry(family.head.id):
            folder.mkdir(exist_ok=True)
            write_pack(names, folder / f"{family.head.id}{SUFFIX}")


def _write_zip(folder: Path, archive: Path) -> None:
    """The folder itself is in the archive, so that unpacking it anywhere makes one folder."""
    with replacing(archive) as temporary:
        shutil.make_archive(str(temporary.with_suffix("")), "zip", folder.parent, folder.name)


def _refuse_existing(targets: Sequence[Path]) -> None:
    for target in targets:
        if target.exists():
            raise OutputError(f"「{target}」已经存在，为免覆盖没有写入。请换一个名称，或先把它移走")
