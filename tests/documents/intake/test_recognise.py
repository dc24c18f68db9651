"""Which family a document is of, told by what its tables say, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from jixiao.documents.intake import DocumentError, read_report
from jixiao.documents.report import write_report
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.errors import UnknownFamily
from jixiao.model.forms.library import load
from jixiao.model.submission import start

from . import published
from .published import each
from .word import Block, Cell, docx

FAMILIES = {
    "quyuan-2024": "hunan-2024",
    "junshan-2024": "hunan-2024",
    "hengyang-2022": "hunan-2022",
    "changji-2024": "xinjiang-2024",
}


@pytest.mark.parametrize("name", FAMILIES)
def test_published_reports_are_of_their_family(name: str) -> None:
    if not (published.SEEDS / f"{name}.docx").is_file():
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    intake = read_report(published.SEEDS / f"{name}.docx")
    assert intake.family.head.id == intake.submission.family == FAMILIES[name]
    assert intake.is_sure
    assert 0.9 <= intake.sureness <= 1


@pytest.mark.parametrize("name", published.UNITS)
def test_tables_alone_tell_the_family(name: str, tmp_path: Path) -> None:
    """No title, no number of an attachment, no narrative."""
    intake = read_report(docx(tmp_path / "a.docx", *published.tables(name).values()))
    assert intake.family.head.id == "hunan-2024"
    assert intake.sureness == pytest.approx(1)


def test_numbers_and_order_of_attachments_do_not_matter(tmp_path: Path) -> None:
    tables = published.tables("service-center-2024")
    path = docx(tmp_path / "a.docx", "附件9", tables["project"], "附表二", tables["base"], "附件1", tables["overall"])
    submission = read_report(path).submission
    assert [data.form for data in submission.forms] == ["base", "overall", "project"]
    assert next(submission.of("overall")).sheet == "第3个表（附件2）"


def test_a_family_that_is_named_is_taken(tmp_path: Path) -> None:
    path = published.write(tmp_path / "a.docx", published.tables("service-center-2024"))
    intake = read_report(path, "hunan-2022")
    assert intake.family.head.id == intake.submission.family == "hunan-2022"
    assert intake.sureness < 1
    with pytest.raises(UnknownFamily, match="hunan-2024"):
        read_report(path, "hunan-2042")


def test_a_relative_is_read_and_called_less_than_sure(tmp_path: Path) -> None:
    """Half of the labels are worded otherwise: still read, with a lower sureness, and what is strange is listed."""
    number = iter(range(1000))

    def strange(cell: Cell) -> Cell:
        return (
            replace(cell, text=f"㊙表头{next(number)}") if published.is_label(cell) and next(number) % 4 == 0 else cell
        )

    tables = {form: each(strange)(table) for form, table in published.tables("service-center-2024").items()}
    intake = read_report(published.write(tmp_path / "a.docx", tables))
    assert not intake.is_sure
    assert 0.3 < intake.sureness < 0.8
    assert intake.submission.unplaced


def test_one_table_of_another_family_does_not_decide_over_the_rest(tmp_path: Path) -> None:
    """Three tables of one family, each a little reworded, beside one perfect table of another."""
    other = load("xinjiang-2024")
    write_report(evaluate(other, start(other, "某某局", 2024, 0)), tmp_path / "b.docx")
    from jixiao.documents.intake.docx_file import read_document

    (strange,) = read_document(tmp_path / "b.docx").tables
    rows = [[Cell(c.text, c.columns) for c in row] for row in strange.rows]
    tables = [
        each(lambda c: replace(c, text="另有名称") if c.text in ("分值", "编制数", "预期目标") else c)(table)
        for table in published.tables("service-center-2024").values()
    ]
    intake = read_report(docx(tmp_path / "a.docx", "2024年度", *tables, rows))
    assert intake.family.head.id == "hunan-2024"


@pytest.mark.parametrize(
    "blocks",
    [
        ["只有文字，没有表。"],
        [[["姓名", "电话"], ["甲", "1"]]],
        [[["", ""], ["", ""]]],
        [[["得分"]]],
        ["一、部门（单位）基本情况", "（一）职能职责", "文字。"],
    ],
)
def test_a_document_without_any_form_is_refused(blocks: list[Block], tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"没有认出绩效自评的表.*请"):
        read_report(docx(tmp_path / "通知.docx", *blocks))


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["2024年度自评", "2023年度比较", "2024年度"], 2024),
        (["依据2019年文件、2020年文件", "2022年度"], 2022),
        (["2023年的工作", "2023年", "2021年"], 2023),
    ],
)
def test_the_year_is_the_one_most_often_called_the_year(lines: list[str], year: int, tmp_path: Path) -> None:
    table = each(lambda c: replace(c, text=c.text.replace("2024年", "").replace("2023年", "")))(
        published.tables("cooperation-center-2024")["overall"]
    )
    assert read_report(docx(tmp_path / "a.docx", *lines, table), "hunan-2024").submission.year == year


def test_a_document_that_names_no_year_says_so(tmp_path: Path) -> None:
    table = published.tables("cooperation-center-2024")["overall"]
    submission = read_report(docx(tmp_path / "a.docx", table), "hunan-2024").submission
    assert submission.year == 0
    assert any("年度" in item.advice for item in submission.unplaced)


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["部门（单位）名称：某县文化馆（盖章）"], "某县文化馆"),
        (["单位名称: 某县 文化馆（公章）"], "某县文化馆"),
        (["2024年度某县文化馆部门整体支出绩效自评报告"], "某县文化馆"),
        (["2024年度某县文化馆整体支出"], "某县文化馆"),
        (["2024年度部门整体支出绩效自评报告", "部门名称：（盖章）"], ""),
    ],
)
def test_the_unit_is_named_on_the_cover_where_no_form_names_it(lines: list[str], unit: str, tmp_path: Path) -> None:
    table = published.tables("cooperation-center-2024")["base"]
    assert read_report(docx(tmp_path / "a.docx", *lines, table), "hunan-2024").submission.unit == unit
