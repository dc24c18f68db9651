"""The proof: what a learned family builds stands beside its blank, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jixiao.core import resources
from jixiao.documents.learning import BLANKS, BlankError, learn, prove, write_family
from jixiao.model.forms.library import families, load, refresh

from .blanks import EXECUTION_20, PROJECT, TRANSFER, TWO_ROWS_OF_HEADINGS, grid, write_docx

SHIPPED = [name for name in families() if resources.path("workbook", "forms", name, BLANKS).is_dir()]


def learned_folder(tmp_path: Path, forms: Path, table: str) -> Path:
    lines = ("填报单位：          填报日期：    年  月  日", "单位负责人（签字）：")
    blank = write_docx(tmp_path / "样表.docx", "项目支出绩效自评表", lines[0], grid(table), "注：按实填写。", lines[1])
    folder = forms / "learned"
    write_family(learn("learned", [blank]), folder)
    refresh()
    return folder


@pytest.mark.parametrize("table", [PROJECT, TRANSFER, TWO_ROWS_OF_HEADINGS, EXECUTION_20])
def test_sheet_and_report_print_what_the_blank_prints(tmp_path: Path, forms: Path, table: str) -> None:
    folder = learned_folder(tmp_path, forms, table)
    proof = prove(load("learned"), folder)
    assert proof.differences == ()
    assert proof.cells > 20


def test_what_differs_is_listed_with_its_row(tmp_path: Path, forms: Path) -> None:
    folder = learned_folder(tmp_path, forms, PROJECT)
    path = folder / "project.yaml"
    path.write_text(path.read_text("utf-8").replace("label: 上年结转资金", "label: 去年结转资金"), "utf-8")
    data = yaml.safe_load(path.read_text("utf-8"))
    data["below"] = data["below"][:1]
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    refresh()
    differences = prove(load("learned"), folder).differences
    for where in ("工作簿「附件1 项目1」", "报告「附件1」"):
        assert f"{where}样表第6行：没有「上年结转资金」" in differences
        assert f"{where}样表第6行：多了「去年结转资金」" in differences
    assert "报告「附件1」表外没有「单位负责人（签字）：」" in differences


def test_a_family_that_was_written_has_no_proof() -> None:
    with pytest.raises(BlankError, match="不是从样表学来的"):
        prove(load("hunan-2024"), resources.path("workbook", "forms", "hunan-2024"))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_families_print_what_their_blanks_print(name: str) -> None:
    assert prove(load(name), resources.path("workbook", "forms", name)).differences == ()


def test_blanks_that_print_years_of_their_own_are_learned_each_for_the_year_asked_for(
    tmp_path: Path, forms: Path
) -> None:
    own = write_docx(tmp_path / "附件1.docx", "2025年度项目支出绩效自评表", grid(PROJECT))
    spent = "经费情况|2022年决算数|2023年预算数|2023年决算数\n公务接待费|||\n因公出国（境）费|||"
    old = write_docx(tmp_path / "附件2.docx", "基础数据表", grid(spent))
    outline = write_docx(tmp_path / "提纲.docx", "2024年度项目支出绩效自评报告提纲", "一、基本情况", "二、存在问题")
    learned = learn("learned", [own, old, outline], year=2025)
    assert learned.report is not None
    assert learned.report["reports"][0]["title"].startswith("{year}年度")
    assert [remark[:9] for remark in learned.remarks] == ["「附件2.docx", "「提纲.docx」"]
    write_family(learned, forms / "learned")
    refresh()
    assert prove(load("learned"), forms / "learned").differences == ()
