"""Two files of a unit side by side, and several years."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli.entry import run
from jixiao.interfaces.collect.years import SHEET
from jixiao.model.forms.family import Family
from jixiao.model.forms.field_titles import fill_year
from jixiao.model.submission import Submission
from openpyxl import load_workbook

Capture = pytest.CaptureFixture[str]


def saved(family: Family, submission: Submission, path: Path) -> str:
    build(family, submission, path)
    return str(path)


def overall(submission: Submission) -> dict[str, str]:
    return next(data.fields for data in submission.forms if data.form == "overall")


def test_the_same_figures_are_said_to_be_so(quyuan_book: Path, capsys: Capture) -> None:
    assert run(["compare", str(quyuan_book), str(quyuan_book)]) == 0
    assert "都一样" in capsys.readouterr().out


def test_a_changed_amount_and_what_follows_from_it_are_told(
    family: Family, quyuan: Submission, quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    before = overall(quyuan)["funds.spent"]
    overall(quyuan)["funds.spent"] = "1.23"
    section = next(iter(quyuan.texts["overall"])) if "overall" in quyuan.texts else ""
    if section:
        quyuan.texts["overall"][section] = "另一段话。"
    run(["compare", str(quyuan_book), saved(family, quyuan, tmp_path / "新.xlsx"), "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    (spent,) = (change for change in told if change["after"] == "1.23")
    title = fill_year(family.form("overall").title, quyuan.year)
    assert spent == {
        "form": title, "project": "", "what": "年度资金总额·全年执行数", "before": before, "after": "1.23",
    }  # fmt: skip
    assert not section or any(change["after"] == "另一段话。" for change in told)


def test_of_a_long_paragraph_the_part_that_differs_is_told(
    family: Family, quyuan: Submission, tmp_path: Path, capsys: Capture
) -> None:
    section = family.outline.reports[0].sections[0].key
    quyuan.texts.setdefault("overall", {})[section] = "职责很多。" * 30 + "共有三项，都已完成。" + "以后照旧。" * 30
    old = saved(family, quyuan, tmp_path / "旧.xlsx")
    quyuan.texts["overall"][section] = quyuan.texts["overall"][section].replace("三项", "四项")
    run(["compare", old, saved(family, quyuan, tmp_path / "新.xlsx"), "--format", "json"])
    (change,) = json.loads(capsys.readouterr().out)
    assert (change["before"][:1], change["before"][-1:]) == ("…", "…")
    assert "共有三项，" in change["before"]
    assert "共有四项，" in change["after"]
    assert len(change["before"]) < 40


def test_years_stand_side_by_side_with_their_change(
    family: Family, quyuan: Submission, quyuan_book: Path, tmp_path: Path
) -> None:
    quyuan.year = 2025
    spent = float(overall(quyuan)["funds.spent"])
    overall(quyuan)["funds.spent"] = str(spent + 10)
    newer = saved(family, quyuan, tmp_path / "2025.xlsx")
    assert run(["years", newer, str(quyuan_book), "-o", str(tmp_path / "历年.xlsx")]) == 0
    rows = list(load_workbook(tmp_path / "历年.xlsx")[SHEET].iter_rows(values_only=True))
    assert rows[0] == ("项目", "栏目", "2024年", "2025年", "增减", "增减率")
    row = next(row for row in rows if row[1] == "年度资金总额·全年执行数" and not row[0])
    assert row[2:5] == (spent, spent + 10, pytest.approx(10))


@pytest.mark.parametrize("count", [1, 2])
def test_one_year_alone_is_no_comparison(count: int, quyuan_book: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(["years", *[str(quyuan_book)] * count, "-o", str(tmp_path / "历年.xlsx")]) == 2
    assert "至少两个年度" in capsys.readouterr().err
    assert not (tmp_path / "历年.xlsx").exists()


def test_two_units_differ_in_much_and_it_is_counted(book_of: Callable[[str], Path], capsys: Capture) -> None:
    assert run(["compare", str(book_of("quyuan-2024")), str(book_of("junshan-2024"))]) == 0
    assert "处不同" in capsys.readouterr().out
