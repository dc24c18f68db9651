"""What Word templates need besides: lxml built for browsers, which is given, and packages of the building computer."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from jixiao.interfaces.web.runtime import MACHINE_CODE, RuntimeMissing, files_of_wheel

_PACKAGES = ("python-docx", "docxtpl", "jinja2", "markupsafe")
_WANTED = (".py", ".xml")
_UNUSED = ("lxml/html/", "lxml/isoschematron/", "lxml/objectify", "lxml/includes/", "default-docx-template/")
"""Parts of them that no report is made with."""


def template_packages(wheel: Path) -> dict[str, bytes]:
    """The files of all of them, by their path below the folder they are imported from.

    Args:
        wheel: lxml, built for the Python of the page.

    Raises:
        RuntimeMissing: it is something else, damaged or not there.
    """
    found = files_of_wheel(wheel)
    if not any(name.startswith("lxml/etree.") and name.endswith(MACHINE_CODE) for name in found):
        raise RuntimeMissing(f"「{wheel}」不是浏览器用的 lxml（文件名应是 lxml-…wasm32.whl），请换一个，或不用 --wheel")
    found |= {name: content for package in _PACKAGES for name, content in _installed(package)}
    return {name: content for name, content in found.items() if not any(part in name for part in _UNUSED)}


def _installed(package: str) -> Iterator[tuple[str, bytes]]:
    """A package without machine code, which is this computer's own."""
    for file in distribution(package).files or ():
        if file.suffix in _WANTED and ".." not in file.parts:
            yield file.as_posix(), file.read_binary()
