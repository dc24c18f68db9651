"""What a report asks for, and that what it asks for is marked in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from jixiao.documents.report import open_fields, write_report
from jixiao.documents.report.open_fields import OpenField
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load
from jixiao.model.submission import start
from jixiao.model.submission.placeholders import asked_for
from jixiao.model.submission.submission import Submission

FAMILIES = ("hunan-2022", "hunan-2024", "xinjiang-2024")


def fields(submission: Submission) -> list[OpenField]:
    return open_fields(evaluate(load(submission.family), submission))


def marks(document: WordFile) -> list[str]:
    """The marks a document prints: its highlighted runs."""
    runs = document.element.body.iter(qn("w:r"))
    return [
        "".join(t.text for t in run.iter(qn("w:t"))) for run in runs if run.find(f".//{qn('w:highlight')}") is not None
    ]


@pytest.mark.parametrize("family_id", FAMILIES)
def test_every_mark_is_listed_and_everything_listed_is_marked(family_id: str, tmp_path: Path) -> None:
    submission = start(load(family_id), "", 2024, 2)
    write_report(evaluate(load(family_id), submission), tmp_path / "报告.docx")
    document = Document(str(tmp_path / "报告.docx"))
    assert {f"［待填：{field.name}］" for field in fields(submission)} == set(marks(document))
    text = "".join(t.text for t in document.element.body.iter(qn("w:t")))
    assert len(marks(document)) == text.count("［待填：")


def test_marks_are_yellow_and_have_a_style_of_their_own(empty: Submission, report: Callable[..., Any]) -> None:
    document = report(empty)
    properties = [e.getparent() for e in document.element.body.iter(qn("w:highlight"))]
    assert {p.find(qn("w:highlight")).get(qn("w:val")) for p in properties} == {"yellow"}
    styles = {style.style_id: style.name for style in document.styles}
    assert {styles[p.find(qn("w:rStyle")).get(qn("w:val"))] for p in properties} == {"待填"}


def test_a_place_and_what_to_write_are_told(family: Family) -> None:
    found = {(field.name, field.where): field.advice for field in fields(start(family, "", 2024, 1))}
    assert ("单位名称", "首页") in found
    assert ("报告日期", "首页") in found
    assert "三定" in found["职能职责", "报告正文 部门整体支出绩效自评报告"]
    assert ("填表人", "首页") in found  # typed once for all forms
    assert ("项目支出名称", "附件3 项目1") in found


@pytest.mark.parametrize("family_id", FAMILIES)
def test_sections_that_may_say_none_print_it(family_id: str) -> None:
    """The guidance of a section tells staff where 无 is right; the data agree with it."""
    family = load(family_id)
    for part in family.outline.reports:
        for section in part.sections:
            is_told = "没有的写“无”" in section.guidance or "没有的不用写" in section.guidance
        assert bool(section.empty) == is_told, section.heading


def test_what_is_filled_in_is_not_asked_for(family: Family, quyuan: Submission) -> None:
    names = [field.name for field in fields(quyuan)]
    assert "职能职责" not in names
    assert "单位名称" not in names
    assert "项目支出名称" not in names


def test_a_mark_in_a_text_of_the_units_own_is_open_too(empty: Submission, report: Callable[..., Any]) -> None:
    empty.texts = {"overall": {"duties": "负责全区［待填：几家］国企的监管。"}}
    (field,) = [field for field in fields(empty) if field.name == "几家"]
    assert field.where == "报告正文 部门整体支出绩效自评报告 （一）职能职责"
    assert "负责全区" in field.advice
    assert "［待填：几家］" in marks(report(empty))


def test_blank_cells_of_official_tables_stay_blank(empty: Submission, report: Callable[..., Any]) -> None:
    texts = [cell.text for table in report(empty).tables for row in table.rows for cell in row.cells]
    assert {name for text in texts for name in asked_for(text)} == {"项目支出名称"}


def test_a_long_sentence_is_shortened_in_the_list(empty: Submission) -> None:
    empty.texts = {"overall": {"duties": "甲" * 100 + "［待填：几家］"}}
    (field,) = [field for field in fields(empty) if field.name == "几家"]
    assert re.fullmatch(r"补全这一句：甲{60}…", field.advice)


def test_a_named_indicator_without_result_or_score_is_open_and_prints_no_total(
    empty: Submission, report: Callable[..., Any]
) -> None:
    row = {"name": "完成任务数", "target": "≥5个", "weight": "50"}
    data = next(empty.of("overall"))
    data.rows["indicators"] = [row | {"actual": "6个"}, row]
    data.places = {"indicators[1].actual": "G17"}
    found = [(field.name, field.where) for field in fields(empty)]
    assert ("实际完成值", "附件2 整体支出自评表 G17") in found
    assert ("得分", "附件2 整体支出自评表 完成任务数") in found
    document = report(empty)
    assert {"［待填：实际完成值］", "［待填：得分］"} <= set(marks(document))
    assert not any("等级为" in paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("family_id", ["yunnan-2022", "chongqing-2024", "yueyanglou-2023"])
def test_a_form_that_was_learned_asks_for_what_no_report_is_without(family_id: str) -> None:
    submission = start(load(family_id), "某县某局", 2024)
    submission.report_date = "2025年3月1日"
    project = next(submission.of("project"))
    project.rows["indicators"][0] |= {"name": "完成率", "target": "95%"}
    asked = [field.name for field in fields(submission)]
    assert sum("完成值" in name for name in asked) == 1
    assert any("全年执行数" in name for name in asked)
    project.rows["indicators"][1] |= {"name": "数量", "target": "5", "weight": "10", "score": "10"}
    project.rows["indicators"][0] |= {"weight": "10"}
    assert next(evaluate(load(family_id), submission).of("project")).value("total.score") is None
