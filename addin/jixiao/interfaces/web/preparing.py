"""What the page begins with, made once when it is built: modules compiled, the program imported, the families read."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from importlib import resources
from pathlib import Path

from jixiao.interfaces.web.runtime import MACHINE_CODE

SITE, MEMORY, LIBRARY = "site.zip", "memory.bin", "python_stdlib.zip"
_MADE = {SITE: "rest.zip", LIBRARY: "library.zip", MEMORY: "memory.bin"}
"""Parts of the page, and the files in which they are made."""
_SECONDS = 900


def prepared(site: bytes, pyodide: Mapping[str, bytes]) -> dict[str, bytes]:
    """The memory of the page's own Python, run by node, after it has imported the program, and what it is used with.

    Args:
        site: everything that Python imports, as an archive.
        pyodide: the runtime's files.

    Returns:
        Parts of the page: the memory, the machine code that stood at its place in it, and the archives (Python's own
        library too) of what was not imported. Where there is no node, the site as it is; the page begins more slowly.
    """
    node = shutil.which("node")
    libraries = _libraries(site)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, content in {**pyodide, SITE: site}.items():
            folder.joinpath(name).write_bytes(content)
        for name, content in libraries.items():
            folder.joinpath(Path(name).name).write_bytes(content)
        if node is None or not _run(node, folder, [f"/site/{name}" for name in libraries]):
            return {SITE: site}
        made_parts = {name: folder.joinpath(file).read_bytes() for name, file in _MADE.items()}
        return made_parts | libraries


def _libraries(site: bytes) -> dict[str, bytes]:
    """The machine code in an archive, by its path there."""
    with zipfile.ZipFile(io.BytesIO(site)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(MACHINE_CODE)}


def _run(node: str, folder: Path, libraries: list[str]) -> bool:
    """Whether the memory could be made."""
    script = resources.files("jixiao.interfaces.web").joinpath("prepare.mjs")
    with resources.as_file(script) as path, suppress(OSError, subprocess.SubprocessError):
        command = [node, str(path), str(folder), *libraries]
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 - our own
    return folder.joinpath(MEMORY).exists()
