"""Lines of a person's own text that are numbered like headings, and the signature behind the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from jixiao.documents.intake import read_report
from jixiao.model.submission.submission import Submission


@pytest.mark.parametrize(
    ("line", "style"),
    [
        ("一、主要做法", "Heading 1"),
        ("（一）强化党建引领", "Heading 2"),
        ("1.职责分工", "Heading 3"),
        ("1．职责分工", "Heading 3"),
        ("（1）内部控制", "Heading 4"),
        ("1.5万元用于培训", "报告正文"),
        ("1.职责分工明确，各股室各负其责。", "报告正文"),
        ("（一）" + "很" * 26, "报告正文"),
        ("第一、二季度完成", "报告正文"),
        ("主要做法", "报告正文"),
    ],
)
def test_a_line_numbered_like_a_heading_gets_its_style(
    empty: Submission, report: Callable[..., Any], line: str, style: str
) -> None:
    empty.texts = {"overall": {"duties": f"前文。\n{line}\n后文。"}}
    assert [p.style.name for p in report(empty).paragraphs if p.text == line] == [style]


def test_such_lines_are_read_back_as_the_text_they_are(
    empty: Submission, report: Callable[..., Any], tmp_path: Path
) -> None:
    text = "前文。\n（一）强化党建引领\n1.职责分工\n（1）内部控制\n后文。"
    empty.texts = {"overall": {"duties": text}}
    report(empty)
    assert read_report(tmp_path / "自评报告.docx").submission.texts["overall"]["duties"] == text


def test_the_unit_signs_above_the_date_behind_the_list_of_attachments(
    empty: Submission, report: Callable[..., Any]
) -> None:
    empty.report_date = "2025年5月6日"
    paragraphs = report(empty).paragraphs
    styles = [p.style.name for p in paragraphs]
    at = styles.index("署名")
    assert [p.text for p in paragraphs[at : at + 2]] == ["某市某局（盖章）", "2025年5月6日"]
    assert styles[at - 1 : at + 3] == ["附件说明", "署名", "成文日期", "附件序号"]


def test_the_date_leaves_four_characters_free_and_never_begins_a_page(
    empty: Submission, report: Callable[..., Any]
) -> None:
    document = report(empty)
    date = document.styles["成文日期"].element.pPr
    assert date.find(qn("w:ind")).get(qn("w:rightChars")) == "400"
    assert date.find(qn("w:jc")).get(qn("w:val")) == "right"
    for style in ("附件说明", "署名"):
        assert document.styles[style].paragraph_format.keep_with_next
