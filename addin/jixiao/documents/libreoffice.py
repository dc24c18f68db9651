"""LibreOffice on this computer: where its programs are, and files in other formats through it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jixiao.core.errors import UserError
from jixiao.core.files import private_folder

_SECONDS = 180
"""For a report of many projects on a slow machine, the first start of a new profile included."""

_LIMITS = {"-t": 300, "-d": 2_000_000, "-f": 1_000_000, "-c": 0}
"""Seconds of processor time, kilobytes of memory, blocks of 512 bytes in one file and in a dump, for ``ulimit``."""

_HEAD = 2_000
"""Bytes within which a web page says that it is one."""

_QUOTED = 200
"""Characters of what LibreOffice wrote that are told: the end, where it says what went wrong."""

_ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + _ITEM.format(path="Common/Security/Scripting", name="DisableMacrosExecution", value="true")
    + _ITEM.format(path="Common/Security/Scripting", name="BlockUntrustedRefererLinks", value="true")
    + _ITEM.format(path="Common/Security/Scripting", name="DisableActiveContent", value="true")
    + _ITEM.format(path="Writer/Content/Update", name="Link", value="0")
    + _ITEM.format(path="Calc/Content/Update", name="Link", value="1")
    + "</oor:items>\n"
)
"""The profile of a conversion: nothing in the file is run, and nothing that it refers to is fetched."""

_NOT_INHERITED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


class OfficeError(UserError):
    """LibreOffice is not there, or did not do its work; the message is Chinese and says what to do."""


class ConversionError(UserError):
    """LibreOffice did not make of a file what it should; the message is Chinese and says why, but not what to do."""


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
        OfficeError: there is no LibreOffice, it takes too long, or it writes no PDF.
        OutputError: the disk takes no PDF.
    """
    program = find_program("soffice")
    if program is None:
        raise OfficeError(
            f"没有找到 LibreOffice，PDF 没有生成。请安装 LibreOffice，或用 Word、WPS 打开「{source.name}」另存为 PDF"
        )
    # the folder for temporary files is no place for a report
    with private_folder(target.parent, source.with_suffix(".pdf").name) as folder:
        try:
            shutil.copyfile(_convert(program, source, folder.resolve(), "pdf"), target)
        except ConversionError as error:
            raise OfficeError(
                f"LibreOffice 没有把「{source.name}」转成 PDF：{error}。请关闭 LibreOffice 再试，"
                "或用 Word、WPS 打开后另存为 PDF"
            ) from error


@contextmanager
def converted(source: Path, kind: str) -> Iterator[Path]:
    """A stranger's file in another format, for as long as the block runs: no macros, no links, limits on time and size.

    Args:
        source: the file.
        kind: the suffix of the other format, such as ``docx``.

    Raises:
        OfficeError: there is no LibreOffice.
        ConversionError: it takes too long or cannot read the file.
    """
    program = find_program("soffice")
    if program is None:
        raise OfficeError("没有找到 LibreOffice")
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:  # what strangers published, not one's own report
        yield _convert(program, source, Path(folder).resolve(), kind)


def _folders() -> Iterator[Path]:
    yield from map(Path, os.environ.get("PATH", os.defpath).split(os.pathsep))
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        if folder := os.environ.get(variable):
            yield Path(folder, "LibreOffice", "program")
    yield Path("/Applications/LibreOffice.app/Contents/MacOS")


def _convert(program: Path, source: Path, folder: Path, kind: str) -> Path:
    """The result of a copy: LibreOffice leaves an owner file beside what it opens."""
    copy, made = folder / f"report{source.suffix.lower()}", folder / "made" / f"report.{kind}"
    shutil.copyfile(source, copy)
    (folder / "temporary").mkdir()
    made.parent.mkdir()
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    said = _run(folder / "temporary", [
        program, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *_as_text(copy, kind), "--convert-to", kind, "--outdir", made.parent, copy,
    ])  # fmt: skip
    if not made.is_file():
        raise ConversionError(f"{_SECONDS} 秒没有完成" if said is None else f"它没有写出文件{_quoted(said)}")
    return made


def _as_text(source: Path, kind: str) -> list[str]:
    """A web page is opened as a text: as a page LibreOffice makes no .docx of it."""
    with source.open("rb") as file:
        is_page = b"<html" in file.read(_HEAD).lower()
    return ["--infilter=HTML (StarWriter)"] if is_page and kind == "docx" else []


def _quoted(said: str) -> str:
    """The end of what LibreOffice wrote, but for its warnings, in brackets."""
    lines = [line for line in said.splitlines() if not line.startswith("Warning:")]
    told = " ".join(" ".join(lines).split())[-_QUOTED:]
    return f"（{told}）" if told else ""


def _run(temporary: Path, command: list[str | Path]) -> str | None:
    """What a program writes; ``None`` if it was ended because it took too long. It keeps its own files there."""
    places = dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary))
    with subprocess.Popen(  # noqa: S603 - LibreOffice's own program
        _limited(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", env=inherited() | places, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            return process.communicate(timeout=_SECONDS)[0]
        except subprocess.TimeoutExpired:
            _end(process)
            return None


def _limited(command: list[str | Path]) -> list[str | Path]:
    """A command that may not take more than a document needs; Windows has no such limits but that on time."""
    if sys.platform == "win32":
        return command
    limits = "; ".join(f"ulimit {name} {most} 2>/dev/null" for name, most in _LIMITS.items())  # lower ones stay
    return ["/bin/sh", "-c", f'{limits}; exec "$@"', "sh", *command]


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and those it started: soffice is a script that starts another."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
