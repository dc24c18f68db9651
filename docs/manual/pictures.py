"""Make the manual's pictures anew from the product itself: ``python docs/manual/pictures.py`` (``make pictures``).

The sample beside this file becomes a workbook and a report, LibreOffice prints them, and parts of their pages are
cut out. Needs LibreOffice and poppler, as the live tests do.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

HERE = Path(__file__).parent
DOTS_PER_INCH = 180
POINTS_PER_INCH = 72
MILLIMETRES_PER_INCH = 25.4


@dataclass(frozen=True)
class Cut:
    """A part of a printed page: of the first page on which a text stands, the part around a word of that page.

    ``box`` counts millimetres: left edge on the page, upper edge from the word's upper edge, width, height. Of the
    word's places that one is taken that comes after ``skipped`` others.
    """

    document: str
    text: str
    word: str
    box: tuple[float, float, float, float]
    skipped: int = 0


CUTS = {
    "home.png": Cut("book.pdf", "浅黄色格子由您填写", "预算绩效自评工作簿", (17, -4, 177, 60)),
    "fill.png": Cut("book.pdf", "年度指标值", "三级指标", (20, -2.5, 97, 27), skipped=1),
    "hints.png": Cut("book.pdf", "年度指标值", "提示", (117, -3, 73, 27)),
    "checks.png": Cut("book.pdf", "随填写即时变化", "要看的", (17, -3, 180, 23.5)),
    "report.png": Cut("report.pdf", "自评报告", "年度", (20, -25, 170, 180)),
}


def main() -> None:
    """Write every picture beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        submission = read_sample(HERE / "sample.yaml")
        family = load(submission.family)
        evaluation = build(family, submission, work / "book.xlsx")
        write_report(evaluation, work / "report.docx")
        _print_whole_sheets(work / "book.xlsx")
        _print(work / "book.xlsx", work / "report.docx")
        for name, cut in CUTS.items():
            _cut(work / cut.document, cut, HERE / name)


def _print_whole_sheets(book: Path) -> None:
    """Hints stand outside the print area, and belong into a picture of the screen."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    workbook = parts["xl/workbook.xml"].decode()
    area = r'<definedName name="_xlnm.Print_Area"[^>]*>[^<]*</definedName>'
    parts["xl/workbook.xml"] = re.sub(area, "", workbook).encode()
    with zipfile.ZipFile(book, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _print(*documents: Path) -> None:
    folder = documents[0].parent
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, *documents], check=True, capture_output=True)


def _cut(document: Path, cut: Cut, picture: Path) -> None:
    page = next(page for page in _pages(document) if cut.text in page.text)
    left, down, width, height = cut.box
    lengths = (left, page.height_of(cut.word, cut.skipped) + down, width, height)
    box = [str(round(length / MILLIMETRES_PER_INCH * DOTS_PER_INCH)) for length in lengths]
    options = [part for pair in zip(("-x", "-y", "-W", "-H"), box, strict=True) for part in pair]
    only = ["-f", str(page.number), "-l", str(page.number), "-r", str(DOTS_PER_INCH)]
    subprocess.run(["pdftoppm", "-png", "-singlefile", *only, *options, document, picture.with_suffix("")], check=True)


@dataclass(frozen=True)
class Page:
    """A page of a PDF: its words, each with the upper edge in points."""

    number: int
    words: list[tuple[float, str]]

    @property
    def text(self) -> str:
        """All words, without blanks."""
        return "".join(word for _, word in self.words)

    def height_of(self, part: str, skipped: int) -> float:
        """Millimetres from the page's upper edge to a word that has this part."""
        places = sorted(top for top, word in self.words if part in word)
        return places[skipped] / POINTS_PER_INCH * MILLIMETRES_PER_INCH


def _pages(document: Path) -> Iterator[Page]:
    boxes = subprocess.run(["pdftotext", "-bbox", document, "-"], check=True, capture_output=True, text=True).stdout
    for number, page in enumerate(boxes.split("<page ")[1:], start=1):
        yield Page(number, [(float(top), word) for top, word in re.findall(r'yMin="([\d.]+)".*>(.*)</word>', page)])


if __name__ == "__main__":
    main()
