"""A PDF with text as paragraphs; its tables are not read, for where their cells end is not in the file."""

from __future__ import annotations

import os.path
import re
import shutil
import subprocess
from pathlib import Path

from jixiao.core.package_limits import DOCUMENT
from jixiao.core.unseen_signs import seen
from jixiao.documents.intake import DocumentError
from jixiao.documents.intake.raw_document import RawDocument, RawParagraph

MAX_BYTES = 50_000_000
_SECONDS = 60
_MOST_PAGES = "500"
_FEWEST = 40
"""Characters of a page's text below which pages are pictures."""
_ADVICE = "请用原来的 Word 文件，或用 Word 打开后另存为 .docx"
_PAGE_NUMBER = re.compile(r"\s*[-—–－]?\s*(?:第\s*)?\d{1,4}\s*(?:页)?\s*[-—–－]?\s*")
_BEGINS = re.compile(
    r"\s*(?:第[一二三四五六七八九十]{1,3}部分|[一二三四五六七八九十]{1,3}\s?、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]\D|附件)"
)
_ENDS = re.compile(r"[。：！？:]\s*$")
"""A list goes on behind a semicolon at the end of a whole line."""
_HEADING = re.compile(r"\s*[（(]?[一二三四五六七八九十]{1,3}[)）、][^，。；：]{2,36}(?:情况|说明)\s*")
_SHORT = 0.8
"""A line shorter than this share of the usual one ends its paragraph."""


def read_pdf(path: Path) -> RawDocument:
    """The paragraphs of a PDF.

    Raises:
        DocumentError: poppler is not there, the file is damaged or locked, it is a scan, or far too long.
    """
    if not os.path.isfile(path):
        raise DocumentError(f"没有文件「{path}」，请检查文件名和文件夹")
    if path.stat().st_size > MAX_BYTES:
        raise DocumentError(f"「{path.name}」太大，没有打开。{_ADVICE}")
    text = _text(path)
    if len(text) > DOCUMENT.text:
        raise DocumentError(
            f"「{path.name}」里的文字太多（超过 {DOCUMENT.text} 字），不是平常的自评文件，没有打开。{_ADVICE}"
        )
    pages = text.split("\f")
    said = "".join(pages)
    if len("".join(said.split())) < _FEWEST * max(1, len([page for page in pages if page]) - 1):
        raise DocumentError(f"「{path.name}」像是扫描件，里面是图片，读不出文字。{_ADVICE}")
    return RawDocument(blocks=[RawParagraph(line) for line in _paragraphs(pages)])


def _text(path: Path) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        raise DocumentError(f"「{path.name}」是 PDF，这台电脑上没有读 PDF 的程序（poppler），读不出文字。{_ADVICE}")
    try:
        run = subprocess.run(  # noqa: S603 - poppler's own program
            [program, "-enc", "UTF-8", "-l", _MOST_PAGES, str(path.resolve()), "-"],
            capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"「{path.name}」读了 {_SECONDS} 秒还没有读完，已经停下。{_ADVICE}") from error
    if run.returncode != 0:
        raise DocumentError(f"「{path.name}」打不开，文件可能已损坏或加了密码。{_ADVICE}")
    return seen(run.stdout.decode("utf-8", "replace"))


def _paragraphs(pages: list[str]) -> list[str]:
    """The lines of all pages joined to paragraphs; page numbers are left out."""
    lines = [line.strip() for page in pages for line in page.splitlines()]
    lines = [line for line in lines if line and not _PAGE_NUMBER.fullmatch(line)]
    usual = sorted(map(len, lines))[len(lines) * 3 // 4] if lines else 0
    found: list[str] = []
    is_open = False
    for line in lines:
        if is_open and not _BEGINS.match(line):
            found[-1] += line
        else:
            found.append(line)
        is_open = not _ENDS.search(line) and not _HEADING.fullmatch(line) and len(line) >= _SHORT * usual
    return found
