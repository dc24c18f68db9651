"""Books of every released version are upgraded: nothing people wrote is lost, what the family changed is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import jixiao.documents.circulation.upgrade as upgrading
import jixiao.documents.workbook.layout.made as made
import jixiao.documents.workbook.read as reading
import jixiao.documents.workbook.sheets.home_sheet as home_sheet
import openpyxl
import pytest
from jixiao.audit.checks import run as run_checks
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.additions import additions
from jixiao.documents.workbook.layout.made import is_older
from jixiao.documents.workbook.read import BookError, read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Cell, Family, Pattern, Row
from jixiao.model.submission import Submission

DATA = Path(__file__).parents[2] / "data"
RELEASED = sorted((DATA / "books").glob("*.xlsm"))
Capture = pytest.CaptureFixture[str]


def test_there_is_a_book_of_every_released_version() -> None:
    changelog = (DATA.parents[1] / "CHANGELOG.md").read_text("utf-8")
    versions = set(re.findall(r"^## ([\d.]+)", changelog, re.M))
    assert {path.stem.rpartition("-")[2] for path in RELEASED} == versions
    assert {f"filled-{version}" for version in versions} <= {path.stem for path in RELEASED}


@pytest.mark.parametrize("book", RELEASED, ids=lambda path: path.stem)
def test_a_book_of_any_version_is_upgraded_by_a_later_one_with_all_it_says(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    for module in (made, upgrading, home_sheet):
        monkeypatch.setattr(module, "made_by", lambda _: "9.9.9 2 later")
    target = tmp_path / "新.xlsm"
    before = book.read_bytes()
    assert run(["upgrade", str(book), "-o", str(target)]) == 0
    assert book.read_bytes() == before
    assert "逐格核对一致" in capsys.readouterr().out
    (family, old), (_, new) = read_book(book), read_book(target)
    assert is_older(old)
    assert not is_older(new)
    assert [(d.form, d.fields, d.rows, d.wording) for d in new.forms] == [
        (d.form, d.fields, d.rows, d.wording) for d in old.forms
    ]
    assert (new.texts, new.choices, new.unit, new.year) == (old.texts, old.choices, old.unit, old.year)
    assert (new.unplaced, new.lists) == (old.unplaced, old.lists)
    assert bool(old.lists) == (book.stem == "filled-0.2.0")  # the first version that keeps any
    assert {sheet for sheet in openpyxl.load_workbook(target).sheetnames if sheet in ("全部校验", "jixiao.texts")} == {
        "全部校验", "jixiao.texts",
    }  # fmt: skip
    evaluation = evaluate(family, new)
    assert run_checks(evaluation)
    write_report(evaluation, tmp_path / "报告.docx")


def notes_of(path: Path) -> list[tuple[str, str]]:
    family, submission = read_book(path)
    return sorted((str(item.what), item.text) for item in additions(path, family, submission, path.parent))


def test_notes_comments_colours_and_own_sheets_come_along(tmp_path: Path) -> None:
    source = Path(shutil.copy(DATA / "saved-books" / "older-version.xlsx", tmp_path / "旧.xlsx"))
    before = notes_of(source)
    assert run(["upgrade", str(source)]) == 0
    (target,) = (path for path in tmp_path.iterdir() if path != source)
    assert target.name == "旧（升级1）.xlsx"
    assert notes_of(target) == before
    assert openpyxl.load_workbook(target)["我的底稿"]["B2"].value == 123.45


def test_a_book_of_this_version_is_left_alone(quyuan_book: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(["upgrade", str(quyuan_book), "-o", str(tmp_path / "新.xlsx")]) == 0
    assert "不用升级" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_reading_an_older_book_says_how_to_upgrade_it(tmp_path: Path, capsys: Capture) -> None:
    run(["check", str(DATA / "books" / "filled-0.1.0.xlsm"), "--format", "json"])
    told = capsys.readouterr()
    assert "jixiao upgrade" in told.err
    assert "jixiao upgrade" not in told.out


def test_several_books_are_upgraded_beside_themselves_and_one_that_cannot_be_is_told(
    tmp_path: Path, capsys: Capture
) -> None:
    good = Path(shutil.copy(DATA / "books" / "filled-0.1.0.xlsm", tmp_path / "甲.xlsm"))
    half = tmp_path / "乙.xlsm"
    half.write_bytes(good.read_bytes()[:60_000])  # what a power cut leaves of a copy
    assert run(["upgrade", str(half), str(good)]) == 2
    assert "「乙.xlsm」没有升级" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["乙.xlsm", "甲.xlsm", "甲（升级1）.xlsm"]
    assert run(["upgrade", str(half), str(good), "-o", str(tmp_path / "丙.xlsm")]) == 2


def test_when_the_power_goes_the_older_book_is_whole_and_nothing_else_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Path(shutil.copy(DATA / "books" / "filled-0.1.0.xlsm", tmp_path / "甲.xlsm"))

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(upgrading, "read_book", cut)  # the new book is written, its name not yet given
        assert run(["upgrade", str(book)]) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["甲.xlsm"]
    assert run(["upgrade", str(book), "-o", str(book)]) == 2  # never over the book itself
    assert [path.name for path in tmp_path.iterdir()] == ["甲.xlsm"]


# ---- a corrected family ---------------------------------------------------------------------------------------------


def corrected(family: Family, filled: set[str]) -> Family:
    """The family with a field more, and a row gone in which something is filled in."""
    form = family.form("base")
    rows = list(form.rows)
    number = next(i for i, row in enumerate(rows) if isinstance(row, Row | Pattern))
    new = Row(cells=(Cell(label="补充说明"), Cell(field="supplement", span=len(form.columns) - 1, title="补充说明")))
    rows.insert(number, new)
    gone = max(i for i, r in enumerate(rows) if isinstance(r, Row) and any(c.field in filled for c in r.cells))
    del rows[gone]
    forms = tuple(f.model_copy(update={"rows": tuple(rows)}) if f.id == "base" else f for f in family.forms)
    return family.model_copy(update={"forms": forms})


def test_a_corrected_family_is_applied_to_a_book_handed_out_and_what_changed_is_told(
    family: Family, quyuan: Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    book = tmp_path / "发出去的.xlsx"
    quyuan.forms[0].fields["economy_measures"] = "公务用车集中管理。"
    build(family, quyuan, book)
    before = read_book(book)[1]
    now = corrected(family, {key for key, text in before.forms[0].fields.items() if text})
    for module in (made, reading, upgrading):
        monkeypatch.setattr(module, "load", lambda _: now)
    with pytest.raises(BookError):
        read_book(book)
    target = tmp_path / "新.xlsx"
    assert run(["upgrade", str(book), "-o", str(target)]) == 0
    told = capsys.readouterr().out
    assert "表样改了：附件1 新增「补充说明」" in told
    assert "表样改了：附件1 去掉" in told
    after = read_book(target)[1]
    gone = {key: text for key, text in before.forms[0].fields.items() if key not in after.forms[0].fields and text}
    assert gone
    assert {item.text for item in after.unplaced} >= set(gone.values())
    kept = {key: text for key, text in before.forms[0].fields.items() if key not in gone}
    assert after.forms[0].fields.items() >= kept.items()
    assert [(d.fields, d.rows) for d in after.forms[1:]] == [(d.fields, d.rows) for d in before.forms[1:]]
