"""LibreOffice on this computer: where its programs are, and a Word file as a PDF through it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from jixiao.core.errors import UserError
from jixiao.core.files import private_folder

_SECONDS = 180
"""For a report of many projects on a slow machine, the first start of a new profile included."""

_QUOTED = 200
"""Characters of what LibreOffice wrote that are told: the end, where it says what went wrong."""

_NOT_INHERITED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


class OfficeError(UserError):
    """LibreOffice is not there, or did not do its work; the message is Chinese and says what to do."""


def find_program(name: str, folder: Path | None = None) -> Path | None:
    """A program of LibreOffice: on the PATH, or where LibreOffice is usually installed; ``None`` if in neither.

    Args:
        name: its name without what Windows adds to it, such as ``soffice`` or ``unopkg``.
        folder: where alone to look.
    """
    file = f"{name}.com" if sys.platform == "win32" else name  # the .exe does not wait and writes to no console
    found = shutil.which(file, path=os.pathsep.join(map(str, [folder] if folder else _folders())))
    return Path(found).resolve() if found else None


def inherited() -> dict[str, str]:
    """The variables of the environment, but for those that would lead LibreOffice's own Python into this one."""
    return {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}


def write_pdf(source: Path, target: Path) -> None:
    """A document as a PDF; the user's own LibreOffice, open or not, stays untouched.

    Args:
        source: the document.
        target: the PDF; written only when LibreOffice has done its work.

    Raises:
        OfficeError: there is no LibreOffice, it takes too long, it writes no PDF, or that cannot be copied.
    """
    program = find_program("soffice")
    if program is None:
        raise OfficeError(
            f"没有找到 LibreOffice，PDF 没有生成。请安装 LibreOffice，或用 Word、WPS 打开「{source.name}」另存为 PDF"
        )
    try:
        with private_folder(target.parent) as folder:  # the folder for temporary files is no place for a report
            shutil.copyfile(_convert(program, source, folder.resolve()), target)
    except OSError as error:
        raise OfficeError(f"PDF 没有生成：{error.strerror or error}。请检查磁盘空间和临时文件夹再试") from error


def _folders() -> Iterator[Path]:
    yield from map(Path, os.environ.get("PATH", os.defpath).split(os.pathsep))
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        if folder := os.environ.get(variable):
            yield Path(folder, "LibreOffice", "program")
    yield Path("/Applications/LibreOffice.app/Contents/MacOS")


def _convert(program: Path, source: Path, folder: Path) -> Path:
    """The PDF of a copy: LibreOffice leaves an owner file beside what it opens."""
    copy, pdf = folder / "report.docx", folder / "report.pdf"
    shutil.copyfile(source, copy)
    (folder / "temporary").mkdir()
    said = _run(folder / "temporary", [
        program, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "pdf", "--outdir", folder, copy,
    ])  # fmt: skip
    if not pdf.is_file():
        why = f"{_SECONDS} 秒没有完成" if said is None else f"它没有写出文件（{' '.join(said.split())[-_QUOTED:]}）"
        raise OfficeError(
            f"LibreOffice 没有把「{source.name}」转成 PDF：{why}。请关闭 LibreOffice 再试，"
            "或用 Word、WPS 打开后另存为 PDF"
        )
    return pdf


def _run(temporary: Path, command: list[str | Path]) -> str | None:
    """What a program writes; ``None`` if it was ended because it took too long. It keeps its own files there."""
    places = dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary))
    with subprocess.Popen(  # noqa: S603 - LibreOffice's own program
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", env=inherited() | places, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            return process.communicate(timeout=_SECONDS)[0]
        except subprocess.TimeoutExpired:
            _end(process)
            return None


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and those it started: soffice is a script that starts another."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
