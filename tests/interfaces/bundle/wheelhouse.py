"""Small wheels with nothing in them but their metadata."""

from __future__ import annotations

import zipfile
from pathlib import Path

from jixiao import __version__

PURE = "py3-none-any"


def make_wheel(
    folder: Path, name: str, version: str = "1.0", *requires: str, tag: str = PURE, python: str = ""
) -> Path:
    """Write a wheel that pip would accept.

    Args:
        folder: where.
        name: of the package, as its file is named.
        version: of the package.
        requires: its requirements, with their markers.
        tag: for whom it is.
        python: its Requires-Python.
    """
    inside = f"{name}-{version}.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Python: {python}"] if python else []
    lines += [f"Requires-Dist: {each}" for each in requires]
    parts = {
        "METADATA": "\n".join(lines) + "\n",
        "WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
        "RECORD": "".join(f"{inside}/{part},,\n" for part in ("METADATA", "WHEEL", "RECORD")),
    }
    path = folder / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(f"{inside}/{part}", text)
    return path


def fill(folder: Path, *, without: str = "") -> None:
    """A complete wheelhouse in small: a pure wheel, one for each Python, and one that only Windows needs.

    Args:
        folder: where.
        without: the start of the names of files that are left out.
    """
    folder.mkdir(exist_ok=True)
    make_wheel(folder, "jixiao", __version__, "compiled>=2", "xlwings==0.1", python=">=3.11")
    make_wheel(
        folder, "xlwings", "0.1", 'pywin32>=224; platform_system == "Windows"', 'psutil; sys_platform == "darwin"'
    )
    for name, version in (("compiled", "2.1"), ("pywin32", "300")):
        for python in ("cp311", "cp312", "cp313"):
            make_wheel(folder, name, version, tag=f"{python}-{python}-win_amd64")
    for path in folder.glob(f"{without}*") if without else ():
        path.unlink()
