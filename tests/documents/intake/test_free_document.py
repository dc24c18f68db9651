"""Documents without a known form are read as passages and tables; only what speaks of something else is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.core.errors import UserError
from jixiao.documents.intake import read_report
from jixiao.interfaces.cli.app import run_app
from jixiao.model.forms.library import load
from jixiao.model.submission import add_missing_forms

from .word import docx

FUNDS = [["项目", "预算数", "决算数"], ["合计", "12", "9"], ["接待费", "12", "9"]]


def test_a_narrative_without_a_table_is_read_as_passages(tmp_path: Path) -> None:
    intake = read_report(docx(tmp_path / "a.docx", "某馆2023年度三公经费说明", "公务接待费支出3.5万元。"))
    assert intake.is_free
    assert [item.text for item in intake.submission.unplaced][-1] == "公务接待费支出3.5万元。"


def test_a_table_of_no_known_form_is_kept_as_it_stands(tmp_path: Path) -> None:
    (table,) = read_report(docx(tmp_path / "a.docx", "三公经费表", "单位：万元", FUNDS)).submission.tables
    assert (table.form, table.above) == ("", "三公经费表\n单位：万元")
    assert [c.text for c in table.cells if c.row == 1] == ["合计", "12", "9"]


def test_it_is_audited_and_becomes_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "2023年基本支出20.50万元，其中：人员经费15.20万元，公用经费6.10万元。"
    path = docx(tmp_path / "a.docx", "某馆2023年度决算说明", text)
    assert run_app(["check", str(path), "--format", "json"]) == 1
    said = capsys.readouterr()
    assert "按文字和一般的表格读取" in said.err
    assert "N01" in said.out
    assert run_app(["import", str(path), "-o", str(tmp_path / "a.xlsx")]) == 0


def test_another_subject_is_refused_unless_asked_for(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", "春游通知", "周六上午出发。")
    with pytest.raises(UserError, match=r"不像绩效自评.*--any"):
        read_report(path)
    assert read_report(path, any_kind=True).is_free


def test_a_submission_that_has_forms_keeps_them(tmp_path: Path) -> None:
    submission = read_report(docx(tmp_path / "a.docx", "某馆2023年度决算说明")).submission
    add_missing_forms(load("generic"), submission)
    forms = list(submission.forms)
    assert forms
    add_missing_forms(load("generic"), submission)
    assert submission.forms == forms


def test_a_total_whose_cells_stand_apart_is_no_indicator(tmp_path: Path) -> None:
    rows = [
        ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"],
        ["产出指标（50分）", "数量指标", "改革医院数", "20", "2家", "2家", "20"],
        ["产出指标（50分）", "质量指标", "加成执行率", "20", "100%", "100%", "20"],
        ["产出指标（50分）", "时效指标", "拨付及时率", "10", "100%", "100%", "10"],
        ["效益指标（30分）", "社会效益", "收入占比", "15", "≥35%", "36.2%", "15"],
        ["效益指标（30分）", "可持续影响", "管理制度", "15", "完善", "完善", "15"],
        ["满意度指标（10分）", "满意度", "患者满意度", "10", "≥90%", "92.5%", "10"],
        ["预算执行率（10分）", "", "", "10", "", "98%", "9.8"],
        ["总分", "", "", "100", "", "", "98.1"],
    ]
    title = "2022年度项目支出绩效自评表"
    submission = read_report(docx(tmp_path / "a.docx", title, "单位：万元", FUNDS, rows)).submission
    (data,) = [data for data in submission.forms if any(data.rows.values())]
    assert [row.get("level1") for row in data.rows["indicators"]][-1] == "预算执行率（10分）"
    kept = [item.text for item in submission.unplaced if item.where.endswith("总分")]
    assert data.fields.get("total.score") == "98.1" or kept == ["总分；100；98.1"]


def test_what_turns_a_text_around_is_shown_and_listed(tmp_path: Path) -> None:
    def written(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    name, value = written("预算\u2067数"), written("1")
    table = f"<w:tbl><w:tr><w:tc>{name}</w:tc><w:tc>{value}</w:tc></w:tr></w:tbl>"
    path = docx(tmp_path / "a.docx", written("绩效\u200b自评"), written("2024年度执行率\u202e95%。"), table)
    unplaced = read_report(path).submission.unplaced
    assert any("绩效自评" in item.text for item in unplaced)
    listed = [item.text for item in unplaced if "倒过来" in item.advice]
    assert listed == ["2024年度执行率〔倒序符〕95%。", "预算〔倒序符〕数"]
