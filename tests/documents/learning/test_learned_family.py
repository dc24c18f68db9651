"""A family learned from a blank: cells, columns, blocks and outlines, and the folder it is written to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.documents.learning import BlankError, Learned, learn, write_family
from jixiao.documents.libreoffice import converted, find_program
from jixiao.documents.report import report_document
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family, Form
from jixiao.model.forms.grid import walk_blocks, walk_cells
from jixiao.model.forms.library import load, refresh
from jixiao.model.submission import start
from openpyxl import load_workbook

from .blanks import (
    EXECUTION_20,
    PROJECT,
    TRANSFER,
    TWO_ROWS_OF_HEADINGS,
    grid,
    write_docx,
    write_xlsx,
)

TITLE = "项目支出绩效自评表"


def written(learned: Learned, forms: Path) -> Family:
    """The family as it is loaded again."""
    write_family(learned, forms / learned.id)
    refresh()
    return load(learned.id)


def learned_form(tmp_path: Path, forms: Path, table: str, title: str = TITLE) -> Form:
    """The form learned from one table."""
    blank = write_docx(tmp_path / "样表.docx", title, "（    年度）", grid(table))
    return written(learn("learned", [blank]), forms).forms[0]


def fields_of(form: Form) -> set[str]:
    """The keys outside blocks."""
    return {cell.field for block, cell in walk_cells(form.rows) if cell.field and not block}


def columns_of(form: Form) -> list[str]:
    """The columns of the indicators."""
    return [cell.field for block in walk_blocks(form.rows) if block.repeat == "indicators" for cell in block.cells]


def test_the_project_form(tmp_path: Path, forms: Path) -> None:
    form = learned_form(tmp_path, forms, PROJECT)
    amounts = {
        f"{row}.{column}"
        for row in ("funds", "fiscal", "carried", "other")
        for column in ("initial", "budget", "spent", "weight", "rate", "score")
    }
    assert fields_of(form) == amounts | {
        "project_name", "department", "implementer", "goal.expected", "goal.actual", "total.weight", "total.score",
    }  # fmt: skip
    assert columns_of(form) == ["level1", "level2", "name", "target", "actual", "weight", "score", "reason"]
    assert form.defaults.fields["funds.weight"] == "10"
    assert [row["level1"] for row in form.defaults.rows["indicators"]][:5] == ["产出指标（50分）"] * 4 + [
        "效益指标（30分）"
    ]
    assert form.repeated
    assert form.title == TITLE
    assert [cell.label for _, cell in walk_cells(form.above)] == ["（{year}年度）"]


def test_the_transfer_form_with_a_fund_of_its_own(tmp_path: Path, forms: Path) -> None:
    form = learned_form(tmp_path, forms, TRANSFER, "转移支付区域（项目）绩效目标自评表")
    keys = fields_of(form)
    assert {"funds.budget", "central.spent", "local.rate", "粮食风险基金.budget"} <= keys
    assert {"central_department", "allocation.explained", "timeliness.problems", "notes"} <= keys
    assert columns_of(form) == ["level1", "level2", "name", "target", "actual", "reason"]


def test_headings_in_two_rows_with_sign_and_unit_apart(tmp_path: Path, forms: Path) -> None:
    form = learned_form(tmp_path, forms, TWO_ROWS_OF_HEADINGS)
    assert columns_of(form) == [
        "level1", "level2", "name", "sign", "target", "unit", "actual", "weight", "score", "reason",
    ]  # fmt: skip
    assert {"notes", "total.weight", "total.score"} <= fields_of(form)
    helpers = {helper.field: helper.formula for helper in form.helpers}
    assert helpers["completion"].startswith("COMPLETION(sign&target&unit,")


def test_points_printed_in_a_heading_are_the_profile(tmp_path: Path, forms: Path) -> None:
    form = learned_form(tmp_path, forms, EXECUTION_20)
    assert {"funds.budget", "funds.spent", "funds.rate", "funds.score", "total.score"} <= fields_of(form)
    assert form.defaults.fields["attribute"].startswith("1、持续性项目 □")
    assert "weight = { value = 20" in (forms / "learned" / "scoring.toml").read_text("utf-8")


@pytest.mark.parametrize("table", [PROJECT, TRANSFER, TWO_ROWS_OF_HEADINGS, EXECUTION_20])
def test_from_a_blank_to_workbook_and_report(tmp_path: Path, forms: Path, table: str) -> None:
    blank = write_docx(tmp_path / "样表.docx", TITLE, grid(table), "填表人：    填报日期：    联系电话：")
    family = written(learn("learned", [blank]), forms)
    book = tmp_path / "book.xlsx"
    build(family, start(family, "某某局", 2025, 1), book)
    _, submission = read_book(book)
    evaluation = evaluate(family, submission)
    failed = [finding for finding in run(evaluation) if finding.outcome is Outcome.FAIL]
    assert [finding.check for finding in failed if finding.severity == "error"] == []
    assert report_document(evaluation)


def test_a_sheet_is_read_like_a_table(tmp_path: Path, forms: Path) -> None:
    blank = write_xlsx(tmp_path / "样表.xlsx", TITLE, grid(PROJECT), "注：金额单位为万元。")
    form = written(learn("learned", [blank]), forms).forms[0]
    word = learn("other", [write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT))]).forms[0]
    assert fields_of(form) == fields_of(Form.model_validate(word.data))
    assert form.title == TITLE
    assert [cell.label for _, cell in walk_cells(form.below)] == ["注：金额单位为万元。"]


def test_a_filled_form_gives_its_figures_to_the_sample_and_keeps_none(tmp_path: Path) -> None:
    rows = grid(PROJECT)
    rows[0][1], rows[1][1], rows[1][5] = "校园安全项目", "教育局", "第一小学"
    rows[3][2:8] = ["100", "120", "90", "10", "75%", "7.5"]
    rows[8][1], rows[8][4] = "装好摄像头。", "已装好。"
    for number in range(10, 17):
        rows[number][2:7] = [f"指标{number}", "≥5个", "6个", "10", "10"]
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, rows)])
    assert learned.forms[0].is_filled
    assert learned.forms[0].sample["funds.spent"] == "90"
    write_family(learned, tmp_path / "learned")
    kept = json.loads((tmp_path / "learned" / "blanks" / "sample.json").read_text("utf-8"))["project"]
    assert kept["fields"]["funds.budget"] == "120"
    assert kept["rows"]["indicators"][0]["actual"] == "6个"
    printed = str(learned.forms[0].data)
    assert not any(figure in printed for figure in ("校园安全项目", "'90'", "≥5个"))


def test_a_filled_base_table_gives_its_figures_and_names_to_the_sample_too(tmp_path: Path) -> None:
    """It has none of the fields by which other forms are told to be filled in."""
    table = """
财政供养人员情况（人）|编制数|2025年实际在职人数|控制率
^|12|11|
经费控制情况（万元）|2024年决算数|2025年预算数|2025年决算数
三公经费|3.5|3|2.1
"""
    line = "填报单位：某某市某某局（盖章）" + " " * 20 + "（2025年度）"
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", "基础数据表", line, grid(table))])
    assert learned.forms[0].is_filled
    assert learned.forms[0].sample["three_public.final"] == "2.1"
    assert not any(said in str(learned.forms[0].data) for said in ("某某市", "'12'", "2.1"))


def test_an_outline_in_any_numbering(tmp_path: Path, forms: Path) -> None:
    for first, second, third in (
        ("一、", "（一）", "1."),
        ("第一部分 ", "一、", "（一）"),
        ("1.", "1.1", "1.1.1"),
        ("1、", "（1）", "①"),
    ):
        lines = [
            f"{first}基本情况",
            f"{second}项目概况",
            f"{third}立项依据",
            "写清依据的文件。",
            f"{second}资金安排情况",
        ]
        learned = learn("learned", [write_docx(tmp_path / "提纲.docx", "××项目绩效自评报告", *lines)])
        assert learned.report is not None
        sections = learned.report["reports"][0]["sections"]
        assert [section["level"] for section in sections] == [1, 2, 3, 2]
        assert sections[2]["guidance"] == "写清依据的文件。"


def test_what_most_units_have_nothing_of_is_said_so_where_nothing_is_written(tmp_path: Path, forms: Path) -> None:
    lines = ["一、基本情况", "二、政府性基金预算支出情况", "三、社会保险基金预算支出情况", "四、存在的问题"]
    learned = learn("learned", [write_docx(tmp_path / "提纲.docx", "××部门整体支出绩效自评报告", *lines)])
    assert learned.report is not None
    said = [section.get("empty") for section in learned.report["reports"][0]["sections"]]
    assert said == [None, "本单位无政府性基金预算支出。", "本单位无社会保险基金预算支出。", None]


def test_what_nobody_confirmed_is_only_a_warning(tmp_path: Path, forms: Path) -> None:
    family = written(learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT))]), forms)
    assert family.checks
    assert {check.severity for check in family.checks} <= {"warning", "info"}
    assert all("还没有人核对" in check.message for check in family.checks)


def test_what_a_person_confirmed_is_an_error_again(tmp_path: Path, forms: Path) -> None:
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, grid(PROJECT))])
    learned.confirm()
    assert {check.id: check.severity for check in written(learned, forms).checks}["C01"] == "error"


def test_last_years_blank_is_learned_for_this_year(tmp_path: Path) -> None:
    blank = write_docx(
        tmp_path / "样表.docx", "2025年3月印发", TITLE, "（2022年度）", grid(PROJECT), "附件3", "自评报告", "一、概况"
    )
    learned = learn("learned", [blank], year=2024)
    said = str([row["cells"] for form in learned.forms for row in (*form.data["above"], *form.data.get("below", ()))])
    assert "（{year}年度）" in said
    assert "附件3" not in said
    assert any("写的是 2022 年度，按 2024 年度学" in remark for remark in learned.remarks)


def test_what_is_no_form_is_told_and_nothing_is_written(tmp_path: Path, forms: Path) -> None:
    blank = write_docx(tmp_path / "样表.docx", "花名册", [["序号", "姓名"], ["1", ""], ["2", ""]])
    with pytest.raises(BlankError, match="没有认出自评表"):
        learn("learned", [blank])
    assert not (forms / "learned").exists()


def test_two_forms_in_one_table_are_two_forms(tmp_path: Path) -> None:
    first, second = grid(EXECUTION_20), grid(TRANSFER)
    rows = [*first, ["转移支付绩效目标自评表", *[">"] * 6], *second]
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, rows)])
    assert [form.data["title"] for form in learned.forms] == [TITLE, "转移支付绩效目标自评表"]


def test_the_same_label_twice_keeps_both_fields(tmp_path: Path) -> None:
    rows = [["项目名称", ""], ["联系人", ""], ["联系人", ""], ["主管部门", ""]]
    form = Form.model_validate(learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, rows)]).forms[0].data)
    assert fields_of(form) == {"project_name", "contact", "contact_2", "department"}


def test_two_hundred_columns_are_refused_clearly(tmp_path: Path) -> None:
    blank = write_xlsx(tmp_path / "样表.xlsx", TITLE, [[f"栏{n}" for n in range(200)], [""] * 200])
    with pytest.raises(BlankError, match="200 列"):
        learn("learned", [blank])


@pytest.mark.skipif(find_program("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("write", "today", "kind"), [(write_docx, "docx", "doc"), (write_docx, "docx", "odt"), (write_xlsx, "xlsx", "xls")]
)
def test_a_file_in_another_format_is_learned_as_todays(
    tmp_path: Path, write: Callable[..., Path], today: str, kind: str
) -> None:
    blank, other = write(tmp_path / f"样表.{today}", TITLE, grid(PROJECT), "填报人："), tmp_path / f"样表.{kind}"
    with converted(blank, kind) as made:
        shutil.copy(made, other)
    expected, found = (Form.model_validate(learn("learned", [path]).forms[0].data) for path in (blank, other))
    assert said(found) == said(expected)
    assert found.title == expected.title


def said(form: Form) -> list[tuple[str, str]]:
    """What is printed in each cell, or filled into it."""
    return [(cell.label, cell.field) for _, cell in walk_cells(form.rows)]


def test_of_merges_that_overlap_the_larger_counts(tmp_path: Path, forms: Path) -> None:
    """Programs that fill a template's merged goals row by row leave merges inside merges."""
    blank = write_xlsx(tmp_path / "样表.xlsx", TITLE, grid(PROJECT))
    book = load_workbook(blank)
    book.active.merged_cells.add("F9:H9")
    book.active.merged_cells.add("G9:H10")
    book.save(blank)
    form = written(learn("learned", [blank]), forms).forms[0]
    assert {"goal.expected", "goal.actual"} <= fields_of(form)
    assert "name" in columns_of(form)


def test_funds_whose_sources_stand_in_the_heading(tmp_path: Path, forms: Path) -> None:
    rows = "项目名称||>|>\n主管部门||>|>\n资金来源|中央|市级|合计\n预算数|||\n执行数|||\n执行率|||\n" + "\n".join(
        ["一级指标|二级指标|三级指标|年度指标值", "产出指标|数量指标||"]
    )
    form = learned_form(tmp_path, forms, rows)
    columns = {
        f"{source}.{column}" for source in ("central", "city", "funds") for column in ("budget", "spent", "rate")
    }
    assert columns <= fields_of(form)
    formulas = {cell.field: cell.formula for _, cell in walk_cells(form.rows)}
    assert formulas["funds.rate"] == "EXEC_RATE(funds.budget,funds.spent)"


def test_funds_guessed_in_pairs_give_way_to_the_table_of_funds(tmp_path: Path, forms: Path) -> None:
    rows = "项目名称||>|>\n下达资金总额||实际支出金额|\n资金来源|预算安排|实际支出|支出进度\n合计|||\n中央财政|||"
    form = learned_form(tmp_path, forms, rows)
    assert {"funds.budget", "funds.spent", "funds.rate", "central.spent", "下达资金总额"} <= fields_of(form)


def test_a_line_of_gaps_above_a_table_is_no_text_of_its_own(tmp_path: Path, forms: Path) -> None:
    line = f"填报单位：（盖章）{' ' * 30}填报时间：  年  月  日{' ' * 20}单位：元"
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, line, grid(PROJECT))])
    assert learned.forms[0].data["title"] == TITLE
    form = Form.model_validate(learned.forms[0].data)
    assert [cell.field for _, cell in walk_cells(form.above) if cell.field] == ["reporting_unit", "sign.date"]


@pytest.mark.parametrize(
    ("title", "sheet"),
    [
        ("广西壮族自治区本级部门整体支出绩效自评表", "附件1 部门整体支出绩效自评表"),
        ("某某市部门整体支出绩效自评表", "附件1 某某市部门整体支出绩效自评表"),
    ],
)
def test_a_sheets_name_is_not_cut_where_it_can_do_without_the_place(
    tmp_path: Path, forms: Path, title: str, sheet: str
) -> None:
    table = PROJECT.replace("项目名称", "部门名称").replace("项目资金", "部门资金")
    assert learned_form(tmp_path, forms, table, title).sheet == sheet


@pytest.mark.parametrize("behind", [PROJECT.strip().split("\n")[-1:], []])
def test_headings_without_rows_have_one(tmp_path: Path, forms: Path, behind: list[str]) -> None:
    lines = PROJECT.strip().split("\n")
    heading = next(number for number, line in enumerate(lines) if line.startswith("一级指标"))
    form = learned_form(tmp_path, forms, "\n".join([*lines[: heading + 1], *behind]))
    assert columns_of(form)[:3] == ["level1", "level2", "name"]
    assert ("total.score" in fields_of(form)) == bool(behind)


def test_headings_that_run_into_what_belongs_under_them(tmp_path: Path) -> None:
    lines = (
        "项目支出绩效自评报告（提纲）",
        "一、项目概况",
        "（一）项目背景。包括项目立项的依据、实施内容和范围等情况，要求简明扼要、有数据支撑。",
        "（二）资金投入：说明预算安排。",
        "二、存在的问题",
    )
    learned = learn("learned", [write_docx(tmp_path / "提纲.docx", *lines)])
    assert learned.report is not None
    sections = {section["heading"]: section for section in learned.report["reports"][0]["sections"]}
    assert list(sections) == ["一、项目概况", "（一）项目背景", "（二）资金投入", "二、存在的问题"]
    assert sections["（一）项目背景"]["guidance"].startswith("包括项目立项的依据")


def test_a_written_reports_numbers_that_a_list_has_changed_are_mended(tmp_path: Path) -> None:
    text = "本年按照要求完成了全部工作任务，取得了较好的成效。" * 4
    lines = ["项目支出绩效自评报告"]
    for heading in ("一、项目概况", "（一）加强管理。" + text, "2、 资金使用情况", "3、 项目绩效", "四、存在的问题"):
        lines += [heading, text]
    learned = learn("learned", [write_docx(tmp_path / "报告.docx", *lines)])
    assert learned.report is not None
    headings = [section["heading"] for section in learned.report["reports"][0]["sections"]]
    assert headings == ["一、项目概况", "二、资金使用情况", "三、项目绩效", "四、存在的问题"]
