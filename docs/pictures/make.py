"""Make README's pictures anew from the product itself: ``python docs/pictures/make.py`` (``make pictures``).

A page of the report and the page of findings, of the manual's made-up sample. Needs LibreOffice, poppler and Chromium.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from jixiao.audit.checks import run
from jixiao.audit.presentation import Review, page
from jixiao.documents.libreoffice import write_pdf
from jixiao.documents.report import write_report
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "manual" / "sample.yaml"
PAGE = 2
"""The report's first page with text, behind the cover."""


def main() -> None:
    """Write both pictures."""
    submission = read_sample(SAMPLE)
    evaluation = evaluate(load(submission.family), submission)
    review = Review(evaluation, tuple(run(evaluation)), "自评.xlsx")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_report(evaluation, folder / "report.docx")
        write_pdf(folder / "report.docx", folder / "report.pdf")
        printed = ["-png", "-singlefile", "-r", "70", "-f", str(PAGE), "-l", str(PAGE)]
        subprocess.run(["pdftoppm", *printed, folder / "report.pdf", HERE / "report"], check=True)
        (folder / "review.html").write_text(page(review), "utf-8")
        window = ["--window-size=900,760", f"--screenshot={HERE / 'review.png'}"]
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}"]
        subprocess.run(["chromium", *options, *window, (folder / "review.html").as_uri()], check=True)


if __name__ == "__main__":
    main()
