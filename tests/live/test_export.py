"""A report through a real LibreOffice: saved again it counts as unedited, edited it stays, and it becomes a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from jixiao.core import resources
from jixiao.documents.intake.docx_file import body_of
from jixiao.documents.libreoffice import find_program, write_pdf
from jixiao.documents.report import report_document
from jixiao.documents.versions import Exported, draft, export
from jixiao.documents.versions.fingerprint import is_unedited
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample

from .office import Office

pytestmark = pytest.mark.live

WORD = "MS Word 2007 XML"
SAMPLES = ("service-center-2024", "cooperation-center-2024", "assets-commission-2022", "assets-commission-2024")


def exported(name: str, target: Path) -> Exported:
    submission: Submission = read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
    evaluation = evaluate(load(submission.family), submission)
    return export(target, lambda: report_document(evaluation), draft(evaluation))


@pytest.fixture
def saved_again(office: Office) -> Callable[..., None]:
    """Opens a Word file, lets a person work on it, and saves it under its own name."""
    from xlwings_calc.office import properties

    def save(path: Path, work: Callable[[object], None] = lambda document: None) -> None:
        desktop = office.service("com.sun.star.frame.Desktop")
        document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, properties(Hidden=True))
        try:
            work(document)
            document.storeToURL(path.as_uri(), properties(FilterName=WORD, Overwrite=True))
        finally:
            document.close(True)

    return save


def replace(old: str, new: str) -> Callable[[Any], None]:
    def work(document: Any) -> None:
        search = document.createReplaceDescriptor()
        search.SearchString, search.ReplaceString = old, new
        assert document.replaceAll(search)

    return work


@pytest.mark.parametrize("name", SAMPLES)
def test_saved_again_without_edits_it_is_unedited_and_may_be_replaced(
    name: str, tmp_path: Path, saved_again: Callable[..., None]
) -> None:
    target = tmp_path / "报告.docx"
    exported(name, target)
    before = target.read_bytes()
    saved_again(target)
    assert target.read_bytes() != before
    assert is_unedited(target, body_of(target))
    again = exported(name, target)
    assert (again.path, again.edited) == (target, None)
    assert again.previous is not None


def test_edited_it_stays_and_the_change_is_told(tmp_path: Path, saved_again: Callable[..., None]) -> None:
    target = tmp_path / "报告.docx"
    exported("service-center-2024", target)
    saved_again(target, replace("90.80", "91.80"))
    edited = target.read_bytes()
    again = exported("service-center-2024", target)
    assert target.read_bytes() == edited
    assert again.path == tmp_path / "报告（新稿1）.docx"
    assert again.changes
    assert all((change.old or "").replace("91.80", "90.80") == change.new for change in again.changes)


def test_its_properties_outlive_libreoffice(tmp_path: Path, saved_again: Callable[..., None]) -> None:
    target = tmp_path / "报告.docx"
    exported("service-center-2024", target)
    saved_again(target)
    properties = WordDocument(str(target)).core_properties
    assert properties.content_status == "草稿"
    assert properties.comments.startswith("待填 ")


def test_a_pdf_is_written_whatever_libreoffice_is_open(office: Office, tmp_path: Path) -> None:
    assert find_program("soffice")
    exported("service-center-2024", tmp_path / "报告.docx")
    with office.new():
        write_pdf(tmp_path / "报告.docx", tmp_path / "报告.pdf")
    assert (tmp_path / "报告.pdf").read_bytes().startswith(b"%PDF")
    assert {path.name for path in tmp_path.iterdir()} == {"报告.docx", "报告.pdf"}
