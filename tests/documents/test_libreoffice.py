"""Finding LibreOffice, and what is said when it is not there or does not do its work."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from jixiao.core.files import OutputError
from jixiao.documents import libreoffice as office
from jixiao.documents.libreoffice import OfficeError, find_program, write_pdf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs of these tests are shell scripts")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "自评报告.docx"
    path.write_bytes(b"document")
    return path


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that stands for LibreOffice; ``$8`` is the folder to write to, ``$9`` the copy of the document."""
    folder.mkdir(exist_ok=True)
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return path


def test_it_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = program(tmp_path / "bin", "exit 0", monkeypatch)
    assert find_program("soffice") == path.resolve()


def test_on_windows_it_is_found_where_it_is_usually_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "LibreOffice" / "program"
    folder.mkdir(parents=True)
    (folder / "soffice.com").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        patch.setattr(shutil, "which", lambda name, path: next(
            (found for part in path.split(os.pathsep) if os.path.exists(found := os.path.join(part, name))), None
        ))  # fmt: skip
        assert find_program("soffice") == (folder / "soffice.com").resolve()


def test_without_it_the_advice_is_to_install_it_or_to_use_word(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "find_program", lambda name: None)
    with pytest.raises(OfficeError, match=r"没有找到 LibreOffice.*自评报告\.docx.*另存为 PDF"):
        write_pdf(document, tmp_path / "a.pdf")


def test_the_pdf_is_what_it_writes_and_its_own_profile_is_used(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", 'cat "$9" > "$8/report.pdf"; echo "$4" >> "$8/report.pdf"', monkeypatch)
    write_pdf(document, tmp_path / "a.pdf")
    content, profile = (tmp_path / "a.pdf").read_text("utf-8").split("-env:")
    assert content == "document"
    assert profile.startswith("UserInstallation=file:///")
    assert not Path(profile.strip().removeprefix("UserInstallation=file://")).parent.exists()


def test_what_it_said_is_told_when_it_writes_nothing(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", "echo source file could not be loaded", monkeypatch)
    with pytest.raises(OfficeError, match="没有写出文件（source file could not be loaded）"):
        write_pdf(document, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_it_may_not_take_more_than_a_document_needs(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", "ulimit -t; ulimit -d", monkeypatch)
    with pytest.raises(OfficeError, match="300 2000000"):
        write_pdf(document, tmp_path / "a.pdf")


def test_one_that_hangs_is_ended_with_all_it_started(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", f"sleep 600 & echo $! > {tmp_path}/child; wait", monkeypatch)
    monkeypatch.setattr(office, "_SECONDS", 1)
    with pytest.raises(OfficeError, match="1 秒没有完成"):
        write_pdf(document, tmp_path / "a.pdf")
    child = Path("/proc", (tmp_path / "child").read_text().strip(), "stat")
    deadline = time.monotonic() + 10
    while not _has_ended(child):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _has_ended(process: Path) -> bool:
    """Whether a process is gone, or would be if its parent had asked; it takes a moment to die."""
    try:
        return process.read_text().split()[2] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_folder_that_is_not_there_is_told(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin", 'cat "$9" > "$8/report.pdf"', monkeypatch)
    with pytest.raises(OutputError, match=r"没有文件夹.*请先建立"):
        write_pdf(document, tmp_path / "没有" / "a.pdf")


def test_a_full_disk_is_told(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    program(tmp_path / "bin", 'cat "$9" > "$8/report.pdf"', monkeypatch)
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OutputError, match=r"磁盘空间不够，「自评报告\.pdf」没有写成"):
        write_pdf(document, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()
