"""Our package against python-docx's: the same parts, types and relations, read by one as written by the other."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from jixiao.core import resources
from jixiao.documents.report import report_document
from jixiao.documents.report.document import new_document
from jixiao.documents.word_package import WordPackage
from jixiao.documents.word_templates.python_docx import closed, opened
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample
from lxml import etree

SAMPLES = sorted(path.stem for path in resources.path("workbook", "samples").glob("*.yaml"))


@pytest.fixture(params=SAMPLES)
def package(request: pytest.FixtureRequest) -> WordPackage:
    submission = read_sample(resources.path("workbook", "samples", f"{request.param}.yaml"))
    return report_document(evaluate(load(submission.family), submission))


def plain(name: str, content: bytes) -> object:
    """A part freed of how it is spelt; lists have no order, and may tell the type of workbooks that are not there."""
    if not name.endswith((".xml", ".rels")):
        return content
    root = etree.fromstring(content)
    if name.endswith((".rels", "[Content_Types].xml", "core.xml")):
        listed = [child for child in root if child.get("Extension") != "xlsx"]
        return sorted((child.tag, *sorted(child.items()), child.text or "") for child in listed)
    return etree.tostring(root, method="c14n2")


def test_python_docx_reads_it_and_writes_it_again_part_by_part(package: WordPackage) -> None:
    theirs = closed(opened(package)).parts
    assert set(theirs) == set(package.parts)
    for name, content in package.parts.items():
        assert plain(name, theirs[name]) == plain(name, content), name


def test_it_is_a_sound_archive_that_is_read_back(package: WordPackage) -> None:
    content = package.content()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
    assert WordPackage.read(BytesIO(content)).parts == package.parts


def test_properties_are_text_whatever_they_hold() -> None:
    package = new_document('甲<乙>&"丙"\x01', "")
    package.set_property("status", "草稿")
    package.set_property("comments", "a<b\x02")
    package.set_property("comments", "第二次 &")
    properties = opened(package).core_properties
    assert (properties.title, properties.content_status) == ('甲<乙>&"丙" ', "草稿")
    assert properties.comments == "第二次 &"
    assert package.parts["docProps/core.xml"].count(b"description") == 2
