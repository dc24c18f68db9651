"""Make the pictures of docs/新增表样.md anew: ``python docs/pictures/family.py`` (``make pictures``).

The shared blank with a few labels of a county's own is learned; its table of corrections and its workbook are printed
by LibreOffice. Needs LibreOffice and poppler.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import mock

from docx import Document
from jixiao.core import resources
from jixiao.documents.learning import learn, write_corrections, write_family
from jixiao.documents.libreoffice import write_pdf
from jixiao.documents.workbook.build import build
from jixiao.model.forms.library import load, refresh
from jixiao.model.submission import start

HERE = Path(__file__).parent
FORMS = resources.path("workbook", "forms")
BLANK = FORMS / "mof-project-2020" / "blanks" / "mof_project_2020.docx"
FAMILY, YEAR = "jiangxi-2025", 2025
OWN_LABELS = {"其他资金": "彩票公益金", "主管部门": "项目主管部门（处室）", "分值": "分值（100分）"}
DOTS = 90
"""For an inch of paper."""


def main() -> None:
    """Write the three pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        forms = folder / "workbook" / "forms"
        shutil.copytree(FORMS, forms)
        with mock.patch.object(resources, "path", lambda *parts: folder.joinpath(*parts)):
            _blank(folder / "样表.docx")
            learned = learn(FAMILY, [folder / "样表.docx"], year=YEAR)
            write_corrections(learned, folder / "对照表.xlsx")
            write_family(learned, forms / FAMILY)
            refresh()
            family = load(FAMILY)
            build(family, start(family, "某某局", YEAR, 1), folder / "某某局.xlsx")
        _picture(folder / "对照表.xlsx", "把握", "family-corrections", 340)
        _picture(folder / "对照表.xlsx", "→", "family-corrections-form", 500)
        _picture(folder / "某某局.xlsx", "彩票公益金", "family-workbook", 670)


def _blank(target: Path) -> None:
    """The shared blank, some labels put otherwise."""
    document = Document(str(BLANK))
    for cell in (cell for table in document.tables for row in table.rows for cell in row.cells):
        if cell.text.strip() in OWN_LABELS:
            cell.text = OWN_LABELS[cell.text.strip()]
    document.save(str(target))


def _picture(book: Path, words: str, name: str, height: int) -> None:
    """The upper part of a book's first page that says something."""
    pdf = book.with_suffix(".pdf")
    write_pdf(book, pdf)
    said = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    page = next(number for number, text in enumerate(said.split("\f"), 1) if words in text)
    size = ["-r", str(DOTS), "-x", "55", "-y", "60", "-W", "935", "-H", str(height)]
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", str(page), *size, pdf, HERE / name], check=True)


if __name__ == "__main__":
    main()
