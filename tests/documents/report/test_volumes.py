"""A report in parts: each report and each attachment a file of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from jixiao.documents.intake import read_report
from jixiao.documents.report import report_files
from jixiao.documents.report.table import GOES_ON
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, start

from ...narrowing import present
from .conftest import sample


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., dict[str, DocumentObject]]:
    """Writes a submission's report in parts and opens them by their names."""

    def written(submission: Submission, by_project: bool = False) -> dict[str, DocumentObject]:
        evaluation = evaluate(load(submission.family), submission)
        for path, make in report_files(evaluation, tmp_path, by_project=by_project):
            make().save(str(path))
        paths = sorted(tmp_path.glob("*.docx"))
        return {path.stem: docx.Document(str(path)) for path in paths}

    return written


def named(*names: str) -> Submission:
    submission = start(load("hunan-2024"), "某市某局", 2024, len(names))
    for name, data in zip(names, submission.of("project"), strict=True):
        data.fields |= {"project_name": name, "funds.budget": "20", "funds.spent": "15"}
    return submission


def styled(document: DocumentObject, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if present(p.style).name == style]


def test_every_report_and_every_attachment_is_a_file(files: Callable[..., Any]) -> None:
    assert list(files(named("甲", "乙"))) == [
        "部门整体支出绩效自评报告",
        "附件1 2024年度部门整体支出绩效评价基础数据表",
        "附件2 2024年度部门整体支出绩效自评表",
        "附件3-1 甲",
        "附件3-2 乙",
        "项目支出绩效自评报告",
    ]


def test_each_report_has_its_own_cover_list_and_signature(files: Callable[..., Any]) -> None:
    submission = named("甲", "乙")
    submission.report_date = "2025年5月6日"
    found = files(submission)
    overall, project = found["部门整体支出绩效自评报告"], found["项目支出绩效自评报告"]
    assert styled(overall, "封面标题") == ["2024年度\n某市某局\n部门整体支出绩效自评报告"]
    assert styled(project, "封面标题") == ["2024年度\n某市某局\n项目支出绩效自评报告"]
    assert len(styled(overall, "附件说明")) == 3
    assert styled(project, "附件说明") == ["附件：3.2024年度项目支出绩效自评表（共2张）"]
    for document in (overall, project):
        assert styled(document, "署名") == ["某市某局（盖章）"]
        assert styled(document, "成文日期") == ["2025年5月6日"]
        assert not document.tables


def test_an_attachment_stands_alone_and_begins_with_page_1(files: Callable[..., Any]) -> None:
    document = files(named("甲"))["附件3 甲"]
    assert [p.text for p in document.paragraphs][:2] == ["附件3", "2024年度项目支出绩效自评表"]
    (section,) = document.element.body.iter(qn("w:sectPr"))
    assert section.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    continued = [paragraph for paragraph in document.paragraphs if paragraph.text == GOES_ON]
    assert len(document.tables) - len(continued) == 1


def test_an_attachment_alone_is_read_back_as_the_form_it_is(files: Callable[..., Any], tmp_path: Path) -> None:
    submission = sample("assets-commission-2024").submission
    submission.forms = [*submission.of("overall"), *list(submission.of("project"))[:1]]
    files(submission)
    intake = read_report(tmp_path / "附件2 2024年某某州基层组织建设经费.docx")
    read, written = (next(s.of("project")) for s in (intake.submission, submission))
    assert read.fields.items() >= {key: text for key, text in written.fields.items() if text}.items()
    assert intake.submission.unplaced == []


def test_a_report_on_each_project_speaks_of_no_other(files: Callable[..., Any]) -> None:
    found = files(named("甲", "乙"), by_project=True)
    for name, other in ("甲", "乙"), ("乙", "甲"):
        document = found[f"项目支出绩效自评报告（{name}）"]
        assert styled(document, "Title") == [f"2024年度某市某局项目支出绩效自评报告\n（{name}）"]
        text = "\n".join(p.text for p in document.paragraphs)
        assert f"“{name}”" in text
        assert other not in text


def test_names_hold_nothing_that_windows_forbids_and_none_is_used_twice(files: Callable[..., Any]) -> None:
    long = "很长的项目名称" * 30
    found = files(named('甲/乙:"丙"?\n', '甲/乙:"丙"?\n', long, long, ""), by_project=True)
    assert len(found) == 1 + 5 + 2 + 5
    for name in found:
        assert not re.search(r'[\x00-\x1f\\/:*?"<>|]|[. ]$', name)
        assert len(name.encode()) < 200
    assert {"项目支出绩效自评报告（甲乙丙）", "项目支出绩效自评报告（甲乙丙）（2）"} <= set(found)


def test_parts_together_hold_every_table_of_the_whole(
    files: Callable[..., Any], sample_report: Callable[..., Any]
) -> None:
    parts = files(sample("cooperation-center-2024").submission)
    whole = docx.Document(str(sample_report("cooperation-center-2024")))

    def texts(document: DocumentObject) -> list[str]:
        return ["".join(t._tbl.itertext()) for t in document.tables]

    assert sorted(text for document in parts.values() for text in texts(document)) == sorted(texts(whole))
