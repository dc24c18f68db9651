"""What the page runs on, from a folder that `make page` fills: Pyodide as npm packs it, and wheels from PyPI."""

from __future__ import annotations

import json
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from jixiao.core.errors import UserError

PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_LOCK = "pyodide-lock.json"
PACKAGES = (
    "annotated_types", "et_xmlfile", "openpyxl", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection",
    "xlsxwriter", "yaml",
)  # fmt: skip
"""What must be there to be imported."""

MACHINE_CODE = "-emscripten.so"
_WANTED = (".py", MACHINE_CODE)
_UNWANTED = (".dist-info", "pydantic/v1/", "mypy.py")
"""No other system's machine code, and nothing that only installers, editors and older programs read."""


class RuntimeMissing(UserError):
    """A folder without all that the page needs; the message is Chinese and says what to do."""


def pyodide_files(folder: Path) -> dict[str, bytes]:
    """The files of Pyodide that the page needs, by name.

    Raises:
        RuntimeMissing: they are not there.
    """
    archives = sorted(folder.glob("pyodide-*.tgz")) if folder.is_dir() else []
    if len(archives) != 1:
        raise RuntimeMissing(_advice(folder, "pyodide-版本.tgz"))
    try:
        with tarfile.open(archives[0]) as archive:
            members = {name: archive.extractfile(f"package/{name}") for name in (*PYODIDE_FILES, _LOCK)}
            found = {name: file.read() for name, file in members.items() if file}
        return found | {_LOCK: _without_packages(found[_LOCK])}
    except (KeyError, ValueError, OSError, EOFError, tarfile.TarError) as error:
        raise RuntimeMissing(f"「{archives[0]}」不完整，请删去后重新运行 make page") from error


def _without_packages(lock: bytes) -> bytes:
    """Which Pyodide it is, without the packages that it would fetch."""
    return json.dumps({"info": json.loads(lock)["info"], "packages": {}}).encode()


def packages(folder: Path) -> dict[str, bytes]:
    """The files of all packages, by their path below the folder they are imported from.

    Raises:
        RuntimeMissing: one is not there, or a wheel is damaged.
    """
    found: dict[str, bytes] = {}
    for wheel in sorted(folder.glob("*.whl")):
        found.update(files_of_wheel(wheel))
    tops = {name.partition("/")[0].removesuffix(".py") for name in found}
    if missing := [name for name in PACKAGES if name not in tops]:
        raise RuntimeMissing(_advice(folder, "、".join(missing)))
    return found


def files_of_wheel(wheel: Path) -> dict[str, bytes]:
    """What of a wheel is imported in a browser, by its path there.

    Raises:
        RuntimeMissing: it is damaged or not there.
    """
    try:
        return dict(_files(wheel))
    except (OSError, zipfile.BadZipFile) as error:
        raise RuntimeMissing(f"「{wheel}」不完整，请删去后重新取一份（make page）") from error


def _files(wheel: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(_WANTED) and not any(part in name for part in _UNWANTED):
                yield name, archive.read(name)


def _advice(folder: Path, what: str) -> str:
    return f"「{folder}」里缺少网页要用的 {what}。请在能上网的电脑上运行 make page，或用 --runtime 指明文件夹"
