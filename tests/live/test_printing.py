"""适合打印, pressed in LibreOffice: what comes out of the printer."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.model.submission.submission import Submission

from .desk import Opened

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
pytestmark = [pytest.mark.live, needs_poppler]

HEADING = "三级指标"


def printed(opened: Opened, submission: Submission) -> tuple[Path, list[str]]:
    """The PDF that the button leaves, and the words of each page."""
    desk = opened(submission)
    assert "已生成打印版" in desk.press("print_forms")
    pdf = desk.path.with_name(f"{desk.path.stem}打印版.pdf")
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return pdf, run.stdout.split("\f")[:-1]


def colours(pdf: Path) -> set[tuple[int, ...]]:
    """The colours on all pages that are no grey."""
    subprocess.run(["pdftoppm", "-r", "40", pdf, pdf.with_suffix("")], check=True)
    found: set[tuple[int, ...]] = set()
    for page in pdf.parent.glob("*.ppm"):
        dots = page.read_bytes().split(b"\n", 3)[3]
        found |= {tuple(dots[i : i + 3]) for i in range(0, len(dots), 3)}
    return {dot for dot in found if max(dot) - min(dot) > 8}


def test_each_form_is_one_page_without_fills(opened: Opened, quyuan: Submission) -> None:
    pdf, pages = printed(opened, quyuan)
    titles = ("基础数据表", "整体支出绩效自评表", "项目支出绩效自评表")
    assert len(pages) == len(titles)
    for page, title in zip(pages, titles, strict=True):
        assert title in "".join(page.split())
    assert not colours(pdf)


def test_a_form_of_two_pages_repeats_its_heading_and_its_total_is_not_alone(
    opened: Opened, submission_of: Callable[[str], Submission]
) -> None:
    unit = submission_of("new with 3 projects")
    rows = next(unit.of("overall")).rows["indicators"]
    for number in range(40):
        rows.append(rows[-1] | {"name": f"指标{number}", "target": f"≥{number}次"})
    _, pages = printed(opened, unit)
    own = [page for page in pages if "指标" in page and any(f"指标{number}" in page for number in range(40))]
    assert len(own) > 1
    assert all(HEADING in page for page in own)
    assert "总分" in own[-1]
    assert "指标39" in own[-1]
