"""The report opens in a real word processor, which sets the pages that the standard wants."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jixiao.model.submission.submission import Submission

pytestmark = pytest.mark.live


def printed(document: Path, folder: Path) -> Path:
    """A document as the PDF that LibreOffice makes of it."""
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(document),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{document.stem}.pdf"


def sheets(pdf: Path) -> list[bool]:
    """Whether each page is a wide one."""
    boxes = re.findall(rb"/Type/Page\b[^>]*?/MediaBox\[0 0 ([\d.]+) ([\d.]+)", pdf.read_bytes())
    return [float(width) > float(height) for width, height in boxes]


@pytest.mark.parametrize("name", ["service-center-2024", "cooperation-center-2024"])
def test_libreoffice_prints_the_report(sample_report: Callable[..., Any], tmp_path: Path, name: str) -> None:
    wide = sheets(printed(sample_report(name), tmp_path))
    assert len(wide) > 4
    assert not any(wide)


def test_wide_forms_stand_on_wide_pages(sample_report: Callable[..., Any], tmp_path: Path) -> None:
    wide = sheets(printed(sample_report("assets-commission-2024"), tmp_path))
    first = wide.index(True)
    assert first > 4
    assert all(wide[first:])


def test_a_page_of_text_has_22_lines_of_28_characters(
    empty: Submission, report: Callable[..., Any], tmp_path: Path
) -> None:
    reader = shutil.which("pdftotext")
    if not reader:
        pytest.skip("poppler-utils is not installed")
    empty.texts = {"overall": {"duties": "国" * 28 * 22 * 3}}
    report(empty)
    pdf = printed(tmp_path / "自评报告.docx", tmp_path)
    said = subprocess.run([reader, "-layout", pdf, "-"], check=True, capture_output=True, timeout=60)
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in said.stdout.decode().split("\f")]
    full = next(lines for lines in pages if lines[:1] == ["国" * 28])
    assert full[:-1] == ["国" * 28] * 22
    assert "".join(full[-1].split()) == "—2—"
