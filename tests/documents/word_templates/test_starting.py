"""The starting template: what comes out of it is the report that is written without one; so is each example's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from jixiao.core import resources
from jixiao.documents.intake import read_report
from jixiao.documents.report import write_report
from jixiao.documents.word_templates import (
    check_template,
    family_of,
    open_template,
    write_from_template,
    write_starting_template,
)
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import families, load
from jixiao.model.submission import read_sample, start
from lxml import etree

WRITTEN = tuple(name for name in families() if not load(name).head.learned)
"""The families whose samples, outlines and charts were written for them."""


SAMPLES = ["service-center-2024", "cooperation-center-2024", "assets-commission-2022", "assets-commission-2024"]
EXAMPLES = sorted(resources.path("templates").glob("*.docx"))


def evaluation_of(name: str) -> Evaluation:
    submission = read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
    return evaluate(load(submission.family), submission)


def described(path: Path) -> list[tuple[object, ...]]:
    """What stands in a report, in order: paragraphs with their styles, tables, charts, the pages of the sections."""
    return list(_described(Document(str(path)).element.body))


def _described(body: BaseOxmlElement) -> Iterator[tuple[object, ...]]:
    for element in body.iter(qn("w:p"), qn("w:tbl"), qn("w:sectPr"), qn("w:drawing")):
        if element.tag == qn("w:p"):
            marks = [run.text for run in element.r_lst if run.find(f".//{qn('w:highlight')}") is not None]
            yield element.style, element.text, marks
        else:
            yield element.tag, etree.tostring(element) if element.tag == qn("w:sectPr") else ""


Written = Callable[[Evaluation], tuple[Path, Path]]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A sample's report without a template and with its family's starting template."""

    def made(evaluation: Evaluation) -> tuple[Path, Path]:
        plain, templated = tmp_path / "直接.docx", tmp_path / "模板.docx"
        write_report(evaluation, plain)
        write_starting_template(evaluation.family, tmp_path / "报告模板.docx")
        write_from_template(evaluation, tmp_path / "报告模板.docx", templated)
        return plain, templated

    return made


@pytest.mark.parametrize("name", SAMPLES)
def test_its_report_has_the_same_paragraphs_tables_charts_and_pages(written: Written, name: str) -> None:
    plain, templated = written(evaluation_of(name))
    assert described(templated) == described(plain)


def test_so_it_is_without_projects_and_without_anything_filled_in(written: Written, family: Family) -> None:
    for submission in (start(family, "某局", 2024, projects=0), start(family, "", 2024, projects=3)):
        plain, templated = written(evaluate(family, submission))
        assert described(templated) == described(plain)


def test_so_it_is_without_charts(tmp_path: Path) -> None:
    evaluation = evaluation_of("service-center-2024")
    write_report(evaluation, tmp_path / "直接.docx", charts=False)
    write_starting_template(evaluation.family, tmp_path / "报告模板.docx")
    write_from_template(evaluation, tmp_path / "报告模板.docx", tmp_path / "模板.docx", charts=False)
    assert described(tmp_path / "模板.docx") == described(tmp_path / "直接.docx")


@pytest.mark.parametrize("name", SAMPLES)
def test_its_report_reads_back_as_the_plain_one(written: Written, name: str) -> None:
    evaluation = evaluation_of(name)
    plain, templated = (read_report(path, evaluation.family.head.id).submission for path in written(evaluation))
    assert templated == plain
    assert [form.form for form in templated.forms] == [form.form for form in evaluation.submission.forms]


@pytest.mark.parametrize("family_id", families())
def test_it_has_no_faults_and_leaves_nothing_out(tmp_path: Path, family_id: str) -> None:
    write_starting_template(load(family_id), tmp_path / "模板.docx")
    template = open_template(tmp_path / "模板.docx")
    checked = check_template(template, load(family_id))
    assert (checked.faults, checked.hints) == ((), ())
    assert family_of(template.document) == family_id


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_can_be_used_and_leaves_nothing_out(path: Path) -> None:
    """If this fails after a change of an outline: write the examples anew with `make templates`."""
    template = open_template(path)
    checked = check_template(template, load(family_of(template.document)))
    assert (checked.faults, checked.hints) == ((), ())


@pytest.mark.parametrize("name", SAMPLES)
def test_each_example_gives_the_samples_reports(tmp_path: Path, name: str) -> None:
    evaluation = evaluation_of(name)
    example = resources.path("templates", f"{evaluation.family.head.id}.docx")
    write_report(evaluation, tmp_path / "直接.docx")
    write_from_template(evaluation, example, tmp_path / "模板.docx")
    assert described(tmp_path / "模板.docx") == described(tmp_path / "直接.docx")
    assert b"{{" not in etree.tostring(Document(str(tmp_path / "模板.docx")).element)


def test_there_is_an_example_for_every_family_that_asks_for_a_report() -> None:
    assert {path.stem for path in EXAMPLES} == set(WRITTEN) - {"generic"}
