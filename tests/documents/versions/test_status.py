"""Draft or final, and what stands against it."""

from __future__ import annotations

from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.documents.report import OpenField, open_fields
from jixiao.documents.report.document import new_document
from jixiao.documents.versions.status import DRAFT, FINAL, Status, draft, final
from jixiao.documents.word_templates.python_docx import opened
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission.submission import Submission


def evaluation(submission: Submission, family: Family) -> Evaluation:
    return evaluate(family, submission)


def test_a_draft_lists_what_is_open_and_asks_no_check(new_unit: Submission, family: Family) -> None:
    status = draft(evaluation(new_unit, family))
    assert (status.word, status.is_final, status.errors) == (DRAFT, False, ())
    assert list(status.open_fields) == open_fields(evaluation(new_unit, family))


def test_a_final_version_is_stopped_by_open_fields_and_by_errors_alone(quyuan: Submission, family: Family) -> None:
    checked = evaluation(quyuan, family)
    status = final(checked)
    errors = [f for f in run(checked) if f.outcome is Outcome.FAIL and f.severity == "error"]
    assert (status.word, status.is_final, list(status.errors)) == (FINAL, True, errors)
    assert errors
    assert not status.is_ready
    assert Status(FINAL).is_ready
    assert not Status(FINAL, (OpenField("填表人", "附件1"),)).is_ready


def test_the_properties_say_how_much_is_open_and_what(quyuan: Submission, family: Family) -> None:
    document = new_document("报告", "")
    status = final(evaluation(quyuan, family))
    status.write(document)
    properties = opened(document).core_properties
    assert properties.content_status == FINAL
    assert f"待填 {len(status.open_fields)} 处，校验错误 {len(status.errors)} 处：" in properties.comments
    assert status.open_fields[0].name in properties.comments


def test_a_remark_fits_into_a_property() -> None:
    many = tuple(OpenField(f"第{n}部分的标题", "报告正文") for n in range(100))
    remark = Status(DRAFT, many).remark()
    assert len(remark) == 255
    assert remark.startswith("待填 100 处：第0部分的标题、")
    assert remark.endswith("…")


def test_nothing_open_leaves_no_remark() -> None:
    document = new_document("报告", "")
    document.set_property("comments", "generated")
    Status(FINAL).write(document)
    assert opened(document).core_properties.comments == ""
