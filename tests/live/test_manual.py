"""The manual as a word processor sets it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from jixiao.documents.libreoffice import OfficeError, write_pdf
from jixiao.interfaces.bundle.manual import read_manual, write_manual

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page, without blanks."""
    folder: Path = tmp_path_factory.mktemp("manual")
    write_manual(folder / "手册.docx")
    try:
        write_pdf(folder / "手册.docx", folder / "手册.pdf")
    except OfficeError as error:
        pytest.skip(str(error))
    text = subprocess.run(["pdftotext", folder / "手册.pdf", "-"], check=True, capture_output=True).stdout.decode()
    return ["".join(page.split()) for page in text.split("\f")[:-1]]


def test_it_is_two_pages_and_every_step_stands_on_its_own(pages: list[str]) -> None:
    planned = read_manual().pages
    assert len(pages) == len(planned) == 2
    for text, steps in zip(pages, planned, strict=True):
        assert [step.heading for step in steps if "".join(step.heading.split()) not in text] == []
