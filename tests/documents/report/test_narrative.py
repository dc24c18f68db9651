"""Cover, headings and paragraphs of the narrative."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx.document import Document as DocumentObject
from jixiao.core import resources
from jixiao.documents.intake import read_report
from jixiao.model.evaluation.report_sentences import NOTHING
from jixiao.model.forms.family import Family
from jixiao.model.submission import FormData, read_sample, start
from jixiao.model.submission.submission import Submission

from ...narrowing import present

UNIT = "某市某局"


def styled(document: DocumentObject, *styles: str) -> list[str]:
    return [p.text for p in document.paragraphs if present(p.style).name in styles]


def section(document: DocumentObject, heading: str) -> list[str]:
    """The paragraphs between a heading and the next, in the first report that has it."""
    paragraphs = document.paragraphs
    first = next(i for i, p in enumerate(paragraphs) if p.text == heading) + 1
    last = next(i for i in range(first, len(paragraphs)) if present(paragraphs[i].style).name != "报告正文")
    return [p.text for p in paragraphs[first:last]]


def form(submission: Submission, form_id: str) -> FormData:
    return next(submission.of(form_id))


def test_headings_are_the_familys_in_their_order_and_level(
    family: Family, empty: Submission, report: Callable[..., Any]
) -> None:
    document = report(empty)
    expected = [(s.heading, f"Heading {s.level}") for r in family.outline.reports for s in r.sections]
    headings = [
        (p.text, present(p.style).name) for p in document.paragraphs if present(p.style).name.startswith("Heading")
    ]
    assert headings == expected


def test_cover_then_reports_then_attachments(empty: Submission, report: Callable[..., Any]) -> None:
    document = report(empty)
    order = [present(p.style).name for p in document.paragraphs]
    styles = ("封面标题", "封面信息", "Title", "Heading 1", "附件说明", "附件序号", "附件标题")
    firsts = [order.index(style) for style in styles]
    assert firsts == sorted(firsts)
    assert styled(document, "封面标题") == [f"2024年度\n{UNIT}\n部门整体支出绩效自评报告"]
    assert styled(document, "封面信息") == [f"部门（单位）名称：{UNIT}（盖章）", "［待填：报告日期］"]


def test_titles_keep_to_one_line_when_they_fit(family: Family, report: Callable[..., Any]) -> None:
    document = report(start(family, "甲局", 2024))
    assert styled(document, "Title") == ["2024年度甲局部门整体支出绩效自评报告", "2024年度甲局项目支出绩效自评报告"]


def test_a_unit_without_a_name_is_asked_for_it(family: Family, report: Callable[..., Any]) -> None:
    document = report(start(family, "", 2024))
    assert styled(document, "Title")[0] == "2024年度\n［待填：单位名称］\n部门整体支出绩效自评报告"
    assert document.core_properties.title == "2024年度部门整体支出绩效自评报告"


def test_the_reports_date_is_on_the_cover(empty: Submission, report: Callable[..., Any]) -> None:
    empty.report_date = "2025年5月6日"
    assert styled(report(empty), "封面信息")[-1] == "2025年5月6日"


def test_a_section_with_nothing_to_say_asks_for_a_text_or_says_so_in_a_sentence(
    empty: Submission, report: Callable[..., Any]
) -> None:
    document = report(empty)
    assert section(document, "（一）职能职责") == ["［待填：职能职责］"]
    assert section(document, "十、其他需要说明的情况") == ["无其他需要说明的情况。"]
    assert section(document, "四、国有资本经营预算支出情况") == ["本单位无国有资本经营预算支出。"]


def test_a_section_above_others_prints_nothing_of_its_own(empty: Submission, report: Callable[..., Any]) -> None:
    assert section(report(empty), "一、部门（单位）基本情况") == []


def test_sentences_come_first_joined_then_the_units_paragraphs(empty: Submission, report: Callable[..., Any]) -> None:
    form(empty, "base").fields |= {"staff.quota": "5", "staff.actual": "3"}
    empty.texts = {"overall": {"organization": "第一段。\n\n  第二段。  \n"}}
    sentences = "核定编制5人，年末实际在职3人，在职人员控制率60%。"
    assert section(report(empty), "（二）机构设置") == [sentences, "第一段。", "第二段。"]


def test_a_sentence_with_a_blank_figure_is_left_out(empty: Submission, report: Callable[..., Any]) -> None:
    form(empty, "overall").fields["funds.initial"] = "96.51"
    texts = section(report(empty), "（三）部门整体支出、使用方向、主要内容和涉及范围")
    assert texts == ["整体支出年初预算数96.51万元。"]


def test_a_sentence_takes_no_words_for_a_figure(empty: Submission, report: Callable[..., Any]) -> None:
    form(empty, "overall").fields["income.general"] = "见附表"
    assert section(report(empty), "二、一般公共预算支出情况") == []


def test_projects_are_summed_up_in_one_sentence(family: Family, report: Callable[..., Any]) -> None:
    submission = start(family, UNIT, 2024, projects=2)
    for name, data in zip("甲乙", submission.of("project"), strict=True):
        data.fields |= {"project_name": name, "funds.initial": "1", "funds.budget": "20"}
    texts = section(report(submission), "（一）项目支出概况")
    names = "纳入绩效自评的项目有“甲”、“乙”2个。"
    assert texts == [f"{names}年初预算数合计2万元，年中调增38万元，增幅1900%，全年预算数合计40万元。"]


def test_each_project_that_lost_points_has_a_paragraph_of_its_own(family: Family, report: Callable[..., Any]) -> None:
    submission = start(family, UNIT, 2024, projects=3)
    for name, score, data in zip("甲乙丙", ("9", "10", "9.5"), submission.of("project"), strict=True):
        data.fields |= {"project_name": name}
        data.rows["indicators"] = [{"name": "指标", "weight": "10", "score": score, "reason": "市场变化。"}]
    texts = section(report(submission), "五、主要经验及做法、存在的问题及原因分析")
    assert texts == [
        f"“{name}”的扣分情况：“指标”扣{lost}分，原因：市场变化。" for name, lost in (("甲", "1"), ("丙", "0.5"))
    ]


def test_no_projects_no_project_report(family: Family, report: Callable[..., Any]) -> None:
    document = report(start(family, "甲局", 2024, projects=0))
    assert styled(document, "Title") == ["2024年度甲局部门整体支出绩效自评报告"]
    assert styled(document, "附件序号") == ["附件1", "附件2"]


def test_a_text_on_projects_is_printed_even_without_project_forms(family: Family, report: Callable[..., Any]) -> None:
    submission = start(family, "甲局", 2024, projects=0)
    submission.texts = {"project": {"other": "另有说明"}}
    document = report(submission)
    assert section(document, "七、其他需要说明的问题") == ["另有说明"]


def test_list_of_attachments(empty: Submission, report: Callable[..., Any]) -> None:
    assert styled(report(empty), "附件说明") == [
        "附件：1.2024年度部门整体支出绩效评价基础数据表",
        "\t2.2024年度部门整体支出绩效自评表",
        "\t3.2024年度项目支出绩效自评表",
    ]


def test_many_projects_are_listed_once_and_numbered_on_their_pages(family: Family, report: Callable[..., Any]) -> None:
    document = report(start(family, UNIT, 2024, projects=3))
    assert styled(document, "附件说明")[-1] == "\t3.2024年度项目支出绩效自评表（共3张）"
    assert styled(document, "附件序号") == ["附件1", "附件2", "附件3-1", "附件3-2", "附件3-3"]


def test_every_paragraph_of_a_sample_is_in_its_report(report: Callable[..., Any]) -> None:
    submission = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
    printed = styled(report(submission), "报告正文")
    texts = [line for texts in submission.texts.values() for text in texts.values() for line in text.split("\n")]
    assert {"无"} <= set(texts)
    assert set(texts) - NOTHING <= set(printed)
    assert any(line.startswith("本单位无") for line in printed)
    assert "整体支出绩效自评总分99分，等级为优。" in "".join(printed)


def test_projects_of_the_base_table_are_named_where_no_project_has_a_form(
    empty: Submission, report: Callable[..., Any]
) -> None:
    spent = {"1、城市管理": "5", "2、维稳专项": "2", "3、": "", "4、其他资金": "", "……": ""}
    form(empty, "base").rows["projects"] = [{"name": name, "final": final} for name, final in spent.items()]
    form(empty, "overall").fields["expense.project"] = "7"
    said = "2024年项目支出7万元。项目支出包括“城市管理”、“维稳专项”2个。"
    assert section(report(empty), "（二）项目支出情况") == [said]
    form(empty, "project").fields["project_name"] = "城市管理"
    assert section(report(empty), "（二）项目支出情况") == ["2024年项目支出7万元。"]


def test_a_units_own_sections_are_headings_and_come_back_from_word(
    quyuan: Submission, report: Callable[..., Any], tmp_path: Path
) -> None:
    own = "没有别的。\n十一、党建工作情况\n全年开展主题党日12次。\n（一）学习教育\n集中学习8次。"
    quyuan.texts["overall"]["other"] = own
    document = report(quyuan)
    assert "十一、党建工作情况" in styled(document, "Heading 1")
    assert "（一）学习教育" in styled(document, "Heading 2")
    assert read_report(tmp_path / "自评报告.docx", quyuan.family).submission.texts["overall"]["other"] == own
