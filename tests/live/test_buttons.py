"""Every button as a person presses it: the recorded command runs in a real LibreOffice, and what it leaves is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jixiao.interfaces.excel.buttons as buttons
import jixiao.interfaces.excel.form_rows as form_cells
import openpyxl
import pytest
import xlwings as xw
from docx import Document as WordDocument
from jixiao.audit.bureau_score import assess
from jixiao.audit.checks import run
from jixiao.core.fault_log import LOG
from jixiao.core.files import OutputError
from jixiao.core.functions.results import Outcome
from jixiao.documents.report import write_report
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.macros import commands
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.excel.open_book import snapshot
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.left_blank import count_left_blank
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.library import load
from jixiao.model.submission.submission import Submission

from ..narrowing import instance_of
from .desk import OVERALL, Desk, Opened, row_of

pytestmark = pytest.mark.live

PROJECT, BASE = "附件3 项目1 国资中心专项工作经费", "附件1 基础数据表"
APPRAISAL = "附件4 考核评分表"
RED = (255, 199, 206)


def failing(submission: Submission) -> list[tuple[str, str]]:
    family = load(submission.family)
    found = [f for f in run(evaluate(family, submission)) if f.outcome is Outcome.FAIL]
    return [(f.sheet, f.cell) for f in found if f.cell]


# ---- checking -------------------------------------------------------------------------------------------------------


def test_checking_colours_what_fails_and_shows_the_sheet_of_checks(desk: Desk) -> None:
    told = desk.press("check_all")
    wrong = failing(desk.submission())
    assert wrong
    asked, _, result = told.rpartition("\n")
    assert "被清空了。要恢复公式吗？" in asked  # the published report leaves some computed cells blank
    assert result.startswith("校验完成：错误 ")
    assert desk.book.sheets.active.name == "校验"
    assert {desk.book.sheets[sheet].range(cell).color for sheet, cell in wrong} == {RED}


def test_checking_counts_what_is_not_saved_and_leaves_the_file_alone(desk: Desk) -> None:
    before = desk.path.read_bytes()
    first = desk.press("check_all")
    desk.column(OVERALL, "funds_spent").value = 1
    assert desk.press("check_all") != first
    assert desk.path.read_bytes() == before


def test_checking_again_gives_mended_cells_their_colour_back(desk: Desk) -> None:
    cell = desk.column(OVERALL, "indicators_score")[1]
    colour, good = cell.color, cell.value
    cell.value = 99
    desk.press("check_all")
    assert cell.color == RED
    cell.value = good
    desk.press("check_all")
    assert cell.color == colour
    assert (OVERALL, cell.address.replace("$", "")) not in failing(desk.submission())


def test_checking_estimates_the_bureaus_points_anew(opened: Opened, new_unit: Submission) -> None:
    desk = opened(new_unit)
    before = estimated(desk)
    assert before == expected_estimate(desk.submission())
    for section in ("duties", "government_fund", "state_capital", "social_insurance"):
        desk.book.names[f"text_overall_{section}"].refers_to_range.value = "无此项。"
    desk.column(OVERALL, "funds_weight").value = 10
    desk.column(OVERALL, "indicators_name")[1].value = "完成任务数"
    desk.column(OVERALL, "indicators_target")[1].value = "≥5个"
    assert estimated(desk) == before
    desk.press("check_all")
    after = estimated(desk)
    assert after == expected_estimate(desk.submission())
    assert after["completeness"][0] > before["completeness"][0]
    assert after["completeness"][2] != before["completeness"][2]
    assert after["tables"][1:3] != before["tables"][1:3]
    assert after["total"] != before["total"]
    assert desk.book.sheets[APPRAISAL].api.isProtected()


def estimated(desk: Desk) -> dict[str, list[Any]]:
    """What stands in the cells of the estimate, by item."""
    found: dict[str, list[Any]] = {}
    for name in desk.book.sheets[APPRAISAL].names:
        if match := re.search(r"assessed_(\w+)_(low|high|reason|raises)$", name.name):
            found.setdefault(match[1], [""] * 4)[names.ASSESSED.index(match[2])] = name.refers_to_range.value or ""
    return found


def expected_estimate(submission: Submission) -> dict[str, list[float | str]]:
    assessed = assess(evaluate(load(submission.family), submission))
    assert assessed is not None
    rows = {row.key: [float(row.low) or "", float(row.high) or "", row.reason, row.raises] for row in assessed.rows}
    return rows | {"total": [*(float(points) or "" for points in assessed.total), "", ""]}


def test_marks_do_not_change_what_is_read(desk: Desk) -> None:
    before = desk.submission()
    desk.press("check_all")
    assert desk.submission() == before


def test_the_next_problem_is_selected_until_the_first_comes_again(opened: Opened, new_unit: Submission) -> None:
    overall, project = next(new_unit.of("overall")), next(new_unit.of("project"))
    overall.fields |= {"funds.budget": "100", "funds.spent": "120"}
    project.rows["indicators"][0] |= {"name": "甲", "target": "≥9个", "actual": "3个", "weight": "10", "score": "12"}
    desk = opened(new_unit)
    desk.select("首页", "A1")
    told = desk.press("next_problem")
    first, count = desk.selected, int(told.partition("共 ")[2].partition(" ")[0])
    assert count > 2
    assert told.startswith(f"第 1 处，共 {count} 处：{first[0]} {first[1]}")
    assert "怎么办：" in told
    seen = [first]
    for _ in range(count - 1):
        desk.press("next_problem")
        seen.append(desk.selected)
    assert set(failing(desk.submission())) <= set(seen)
    assert len(set(seen)) == count
    assert len({sheet for sheet, _ in seen}) > 1
    desk.press("next_problem")
    assert desk.selected == first


def test_without_problems_it_says_so(opened: Opened, quyuan: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened(quyuan, "书.xlsx")
    monkeypatch.setattr(buttons.checking, "run", lambda evaluation: [])
    assert desk.press("next_problem") == "没有发现问题。"
    assert "没有发现问题" in desk.press("check_all")


# ---- results beside the workbook ------------------------------------------------------------------------------------


def open_urls(app: xw.App) -> list[str]:
    return [component.getURL() for component in app.api.getComponents() if hasattr(component, "getURL")]


def test_the_report_stands_beside_the_workbook_and_is_opened(desk: Desk, quyuan: Submission) -> None:
    desk.column(BASE, "staff_quota").value = 4321
    told = desk.press("write_report")
    report = desk.path.with_name("2024自评报告.docx")
    assert told.startswith(f"已生成报告：{report}\n还有 ")
    assert "处待填" in told
    assert report.as_uri() in open_urls(desk.app)
    cells = [cell.text for table in WordDocument(str(report)).tables for row in table.rows for cell in row.cells]
    assert "4321" in cells


def test_a_report_that_nobody_edited_is_replaced_and_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buttons.results, "open_document", lambda app, path: None)
    desk.press("write_report")
    report = desk.path.with_name("2024自评报告.docx")
    first = report.read_bytes()
    told = desk.press("write_report")
    assert f"上一份报告保留为：{report.with_stem('2024自评报告（旧稿1）')}" in told
    assert report.with_stem("2024自评报告（旧稿1）").read_bytes() == first


def test_a_report_that_was_edited_stays_and_the_new_one_is_opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(buttons.results, "open_document", lambda app, path: opened.append(path))
    desk.press("write_report")
    report = desk.path.with_name("2024自评报告.docx")
    document = WordDocument(str(report))
    document.paragraphs[-1].text = "领导加的话"
    document.save(str(report))
    edited = report.read_bytes()
    told = desk.press("write_report")
    assert report.read_bytes() == edited
    assert opened == [report, report.with_stem("2024自评报告（新稿1）")]
    assert f"没有动它：{report}" in told
    assert "与改过的稿子的不同.html" in told


def test_a_template_beside_the_workbook_is_used_and_a_broken_one_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buttons.results, "open_document", lambda app, path: None)
    template, report = desk.path.with_name("报告模板.docx"), desk.path.with_name("2024自评报告.docx")
    document = WordDocument()
    document.add_paragraph("只有{{ unit }}")
    document.save(str(template))
    assert f"按模板排版：{template}" in desk.press("write_report")
    written = report.read_bytes()
    assert len(WordDocument(str(report)).paragraphs) == 1
    document.add_paragraph("{{ untt }}")
    document.save(str(template))
    assert "「报告模板.docx」有 1 处不对，没有生成报告" in desk.press("write_report")
    assert report.read_bytes() == written


def test_the_final_version_has_values_and_forms_only(desk: Desk) -> None:
    told = desk.press("export_final")
    final = desk.path.with_name("2024自评上报版.xlsx")
    assert told == f"已导出上报版：{final}"
    assert final.name in [book.name for book in desk.app.books]
    book = openpyxl.load_workbook(final)
    assert book.sheetnames == [name for name in openpyxl.load_workbook(desk.path).sheetnames if name.startswith("附件")]
    assert not book.defined_names
    values = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in values if cell.data_type == "f"] == []
    assert "返回首页" not in [cell.value for cell in values]
    assert desk.column(OVERALL, "total_score").value in [cell.value for cell in book[OVERALL]["H"] + book[OVERALL]["I"]
                                                         + book[OVERALL]["G"] + book[OVERALL]["J"]]  # fmt: skip


def test_next_years_workbook_stands_beside(desk: Desk) -> None:
    told = desk.press("roll_forward")
    new = desk.path.with_name("2025自评.xlsm")
    assert told.startswith(f"已结转为 2025 年度的工作簿：{new}")
    assert desk.app.books.active.name == new.name
    _, submission = read_book(new)
    assert (submission.year, submission.unit) == (2025, desk.submission().unit)
    assert "结转" in desk.press("roll_forward")
    assert desk.path.with_name("2025自评（2）.xlsm").exists()


def test_a_word_report_becomes_a_workbook_beside_it(
    desk: Desk, quyuan: Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    write_report(evaluate(load(quyuan.family), quyuan), folder / "报告.docx")
    monkeypatch.setattr(buttons.results, "ask_file", lambda app: folder / "报告.docx")
    told = desk.press("import_word")
    assert told.startswith(f"已写成工作簿：{folder / '报告.xlsm'}\n按“")
    assert desk.app.books.active.name == "报告.xlsm"
    assert read_book(folder / "报告.xlsm")[1].unit == quyuan.unit


def test_choosing_no_file_does_nothing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buttons.results, "ask_file", lambda app: None)
    files = set(tmp_path.iterdir())
    assert desk.press("import_word") == ""
    assert set(tmp_path.iterdir()) == files


def test_a_project_form_is_added_in_the_same_workbook_and_as_it_was_it_is_kept(desk: Desk) -> None:
    before = desk.submission()
    desk.book.sheets[OVERALL].api.unprotect("")
    desk.book.sheets[OVERALL].range("Z3").value = "自己记的"
    desk.book.sheets[OVERALL].api.protect("")
    told = desk.press("add_project")
    kept = desk.path.with_name("2024自评（新增项目表之前）.xlsm")
    assert told.startswith("已加上一张空白的项目表")
    assert str(kept) in told
    assert desk.app.books.active.name == desk.path.name
    after = read_book(desk.path)[1]
    assert [form.form for form in after.forms] == [*(form.form for form in before.forms), "project"]
    assert [(form.fields, form.rows) for form in after.forms[:-1]] == [(f.fields, f.rows) for f in before.forms]
    assert after.texts == before.texts
    assert openpyxl.load_workbook(desk.path)[OVERALL]["Z3"].value == "自己记的"
    assert len(read_book(kept)[1].forms) == len(before.forms)


def test_a_project_form_is_taken_out_if_the_person_says_so(
    opened: Opened, submission_of: Callable[[str], Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened(submission_of("new with 3 projects"))
    assert "不是项目表" in desk.press("remove_project")
    desk.select("附件3 项目2", "D5")
    monkeypatch.setattr(desk.app.impl, "on_alert", lambda alert: "yes", raising=False)
    assert "已删除「附件3 项目2」" in desk.press("remove_project")
    assert len(list(read_book(desk.path)[1].of("project"))) == 2


# ---- in the workbook itself -----------------------------------------------------------------------------------------


def test_an_indicator_row_is_inserted_below_the_selected_one(desk: Desk) -> None:
    before = next(desk.submission().of("overall")).rows["indicators"]
    places = [len(before) - 1, 3, 0]  # from below, so that those above stay where they are
    for place in places:
        desk.select(OVERALL, f"F{row_of(desk, place)}")
        assert desk.press("insert_indicator") == ""
        inserted = desk.column(OVERALL, "indicators_name")[place + 2]
        assert desk.selected == (OVERALL, inserted.address.replace("$", ""))
        assert desk.book.sheets[OVERALL].api.isProtected()
    after = next(desk.submission().of("overall")).rows["indicators"]
    added = [place + 1 + above for above, place in enumerate(sorted(places))]  # so many new rows stand above it
    assert [row for index, row in enumerate(after) if index not in added] == before
    for new in added:
        assert {key for key, text in after[new].items() if text} <= {"level1", "level2"}
        assert after[new].get("level1") == after[new - 1].get("level1")
        for column, value in (("name", "新增"), ("target", "≥10家"), ("actual", "8家"), ("weight", 5)):
            desk.column(OVERALL, f"indicators_{column}")[new + 1].value = value
    desk.app.calculate()
    assert [desk.column(OVERALL, "indicators_points")[new + 1].value for new in added] == [4, 4, 4]
    assert [desk.column(OVERALL, "indicators_score")[new + 1].value for new in added] == [4, 4, 4]
    levels = [row.get("level1") for row in next(desk.submission().of("overall")).rows["indicators"]]
    assert [levels[new] for new in added] == [levels[new - 1] for new in added]


def test_outside_the_rows_one_is_inserted_at_the_end(desk: Desk) -> None:
    desk.select(PROJECT, "A1")
    count = len(next(desk.submission().of("project")).rows["indicators"])
    assert desk.press("insert_indicator") == ""
    assert len(next(desk.submission().of("project")).rows["indicators"]) == count + 1


def test_every_form_of_a_unit_takes_a_row(opened: Opened, submission_of: Callable[[str], Submission]) -> None:
    desk = opened(submission_of("new with 3 projects"), "书.xlsx")
    before = desk.submission()
    forms = [form for form in before.forms if form.rows and all(form.rows.values())]
    assert len(forms) == 4
    for form in forms:
        desk.select(form.sheet, "A1")
        assert desk.press("insert_indicator") == ""
    after = desk.submission()
    for old, new in zip(before.forms, after.forms, strict=True):
        assert sum(map(len, new.rows.values())) == sum(map(len, old.rows.values())) + (old in forms)
        assert new.fields == old.fields


def test_a_row_that_fails_to_come_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(form_cells, "write_formula", lambda cell, formula: 1 / 0)
    desk.select(OVERALL, f"F{desk.column(OVERALL, 'indicators_name').row + 2}")
    before, formulas = desk.submission(), desk.formulas()
    assert "程序内部出错" in desk.press("insert_indicator")
    assert desk.submission() == before
    assert desk.formulas() == formulas
    assert desk.book.sheets[OVERALL].api.isProtected()


def test_a_sheet_with_a_password_is_left_alone(desk: Desk) -> None:
    sheet = desk.book.sheets[OVERALL]
    sheet.api.unprotect("")
    sheet.api.protect("秘密")
    desk.select(OVERALL, "F9")
    formulas = desk.formulas()
    assert "加了保护密码" in desk.press("insert_indicator")
    assert desk.formulas() == formulas


def test_a_new_group_in_an_inserted_row_counts_in_the_sums_by_level(desk: Desk) -> None:
    names = desk.column(OVERALL, "indicators_name")
    desk.select(OVERALL, f"F{names.row + 1}")
    desk.press("insert_indicator")
    filled = desk.column(OVERALL, "indicators_level1_filled").formula
    rows = [text[0] for text in filled]
    for number, formula in enumerate(rows[1:-1], start=names.row + 1):
        assert f"{number - 1}&" in formula


def test_a_sheet_without_indicators_says_what_to_do(desk: Desk) -> None:
    desk.select("首页", "A1")
    formulas = desk.formulas()
    assert "请先打开要改指标的那张表" in desk.press("insert_indicator")
    assert desk.formulas() == formulas


def computed(submission: Submission) -> Submission:
    """Without the scores, rates and sums that the unit typed over their formulas."""
    for data in submission.forms:
        form = load(submission.family).form(data.form)
        for block, cell in walk_cells(form.above + form.rows + form.below):
            if cell.formula:
                for values in data.rows[block] if block else [data.fields]:
                    values.pop(cell.field, None)
    return submission


def test_formulas_freeze_to_their_values_and_come_back(opened: Opened, quyuan: Submission) -> None:
    desk = opened(computed(quyuan))
    desk.column(OVERALL, "indicators_score")[2].value = 3.5
    desk.app.calculate()
    before, formulas = desk.submission(), desk.formulas()
    rate, spent = desk.column(OVERALL, "funds_rate"), desk.column(OVERALL, "funds_spent")
    value = rate.value
    told = desk.press("toggle_formulas")
    assert "个计算结果固定为数值" in told
    assert int(told.split()[1]) > 30
    points = desk.column(OVERALL, "indicators_points")[1]
    assert instance_of(str, points.formula).startswith("=")  # the rule's value stays beside it
    assert not str(rate.formula).startswith("=")
    assert rate.value == value
    old, spent.value = spent.value, 1
    desk.app.calculate()
    assert rate.value == value
    spent.value = old
    assert "已恢复" not in desk.press("toggle_formulas")  # nobody answered the question: nothing is changed
    assert not str(rate.formula).startswith("=")
    desk.app.impl.on_alert = lambda alert: "yes" if alert.buttons == "yes_no" else "ok"
    assert "已恢复" in desk.press("toggle_formulas")
    assert replace(desk.submission(), lists=before.lists) == before  # the log says more than before
    after = desk.formulas()
    differing = [
        (sheet, row, column, was, now)
        for sheet, rows in formulas.items()
        for row, (old_row, new_row) in enumerate(zip(plain(rows), plain(after[sheet]), strict=True), start=1)
        for column, (was, now) in enumerate(zip(old_row, new_row, strict=True), start=1)
        if was != now
    ]
    assert differing == []


def plain(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    """Formulas without the ranges of one cell by which Calc is handed blanks."""
    return [[re.sub(r"\b([\w$]+):\1\b", r"\1", text) for text in row] for row in rows]


def test_freezing_that_fails_puts_every_formula_back(
    opened: Opened, quyuan: Submission, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = opened(computed(quyuan), "书.xlsx")
    before, real, done = desk.submission(), form_cells._values_in_place, []

    def fail_late(cells: xw.Range) -> None:
        real(cells)
        done.append(cells)
        if len(done) == 3:
            raise OSError

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(form_cells, "_values_in_place", fail_late)
    assert "程序内部出错" in desk.press("toggle_formulas")
    assert desk.submission() == before
    assert not [name for name in desk.book.names if "jixiao_frozen" in name.name]


def test_help_names_every_button_and_the_commands_outside(desk: Desk) -> None:
    told = desk.press("show_help")
    assert all(command.label in told for command in commands())
    assert "jixiao check" in told


# ---- what goes wrong ------------------------------------------------------------------------------------------------


def test_what_a_person_can_mend_is_told_as_it_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OutputError("磁盘满了")

    monkeypatch.setattr(buttons.results, "chosen_report", refuse)
    assert desk.press("write_report") == "磁盘满了"
    assert not desk.path.with_name("2024自评报告.docx").exists()


def test_a_fault_of_ours_is_logged_and_told(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(buttons.checking, "run", lambda evaluation: 1 / 0)
    formulas = desk.formulas()
    told = desk.press("check_all")
    assert str(tmp_path / LOG) in told
    assert "ZeroDivisionError" in (tmp_path / LOG).read_text("utf-8")
    assert desk.formulas() == formulas


def test_a_workbook_that_was_never_saved_is_told_to_be(app: xw.App, monkeypatch: pytest.MonkeyPatch) -> None:
    book = app.books.add()
    monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
    assert "请先把这个工作簿保存" in Desk(app, book, Path()).press("check_all")


def test_another_workbook_is_told_to_be_none_of_ours(
    app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = app.books.add()
    book.save(str(tmp_path / "别的.xlsx"))
    monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
    assert "不是本程序的自评工作簿" in Desk(app, book, Path()).press("check_all")


# ---- step by step, rows, mending ------------------------------------------------------------------------------------


def test_the_next_step_leads_through_blanks_then_problems(desk: Desk) -> None:
    assert desk.press("next_step") == ""
    assert desk.selected[0] == "首页"
    for name in (names.REPORT_DATE, names.PREPARER, names.PHONE):
        desk.book.names[name].refers_to_range.value = "2025-03-20"
    seen = set()
    for _ in range(200):
        told = desk.press("next_step")
        if told:
            break
        assert desk.selected not in seen
        seen.add(desk.selected)
        if len(seen) > 1:  # the first stays blank on purpose
            desk.book.sheets[desk.selected[0]].range(desk.selected[1]).value = 1
    assert told.startswith("要填的都走过一遍了，还有 1 格空着：")
    assert "\n第 1 处" in told


def left_at_home(desk: Desk) -> int:
    """How many cells 首页 says are left."""
    told = str(desk.book.sheets["首页"].range("B12").value)
    return int(re.sub(r"\D", "", told) or 0)


def test_home_counts_what_is_left_as_the_command_line_does(desk: Desk) -> None:
    def left() -> int:
        return count_left_blank(snapshot(desk.book).evaluation)

    texts = desk.submission().text_places
    some_texts = list(texts.values())[::8]  # one is like the other
    cells = [*some_texts, (OVERALL, f"G{row_of(desk, 1)}"), (OVERALL, f"I{row_of(desk, 2)}")]
    cells += [(OVERALL, desk.column(OVERALL, "funds_budget").address), (OVERALL, f"E{row_of(desk, 3)}")]
    before, seen = left(), {left_at_home(desk)}
    assert seen == {before}
    for sheet, address in cells:
        desk.book.sheets[sheet].range(address).clear_contents()
        seen.add(now := left())
        assert left_at_home(desk) == now, (sheet, address)
    assert len(seen) > 5
    desk.book.sheets[texts["overall.duties"][0]].range(texts["overall.duties"][1]).value = "［待填：几家］企业"
    assert left_at_home(desk) == left()


def indicators(desk: Desk) -> list[str]:
    return [row["name"] for row in next(desk.submission().of("overall")).rows["indicators"]]


def test_a_row_is_deleted_and_its_group_keeps_its_name(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before, levels = (
        indicators(desk),
        [row["level1"] for row in next(desk.submission().of("overall")).rows["indicators"]],
    )
    desk.select(OVERALL, f"D{row_of(desk, 0)}")
    monkeypatch.setattr(desk.app.impl, "on_alert", lambda alert: "yes", raising=False)
    desk.press("delete_indicator")
    after = next(desk.submission().of("overall")).rows["indicators"]
    assert [row["name"] for row in after] == before[1:]
    assert [row["level1"] for row in after] == levels[1:]
    assert not [cell for row in desk.formulas()[OVERALL] for cell in row if "#REF!" in str(cell)]
    assert desk.book.sheets[OVERALL].api.isProtected()


def test_rows_move_within_their_group_and_no_further(opened: Opened, new_unit: Submission) -> None:
    rows = next(new_unit.of("overall")).rows["indicators"]
    rows[1] = rows[0] | {"name": "乙", "target": "≥2个", "weight": "20", "score": "19"}
    rows[0] |= {"name": "甲", "target": "≥1个", "weight": "10"}
    desk = opened(new_unit)
    desk.select(OVERALL, f"D{row_of(desk, 0)}")
    assert desk.press("move_down") == ""
    moved = next(desk.submission().of("overall")).rows["indicators"]
    assert [(row["name"], row["weight"], row.get("score")) for row in moved[:2]] == [
        ("乙", "20", "19"),
        ("甲", "10", None),
    ]
    assert desk.selected[1].endswith(str(row_of(desk, 1)))
    assert "另一个一级或二级指标" in desk.press("move_down")
    desk.select(OVERALL, f"D{row_of(desk, 0)}")
    assert desk.press("move_up") == "已经是最上面的一行了"
