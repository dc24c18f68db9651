"""What a worker does with one file, without a cluster."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from distributed.core import Status
from jixiao.documents.libreoffice import find_program
from jixiao.documents.report import report_document
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli.entry import run as run_command
from jixiao.interfaces.collect.outcome_store import OutcomeStore
from jixiao.interfaces.collect.prose_figures import ORIGIN_FORM, ORIGIN_TEXT
from jixiao.interfaces.collect.read_one import read_batch, read_one
from jixiao.interfaces.collect.sources import Source
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission

PHONE = "13812345678"


@pytest.fixture
def book(family: Family, quyuan: Submission, tmp_path: Path) -> Path:
    """A workbook whose text names a person and a telephone number."""
    section = next(iter(quyuan.texts["overall"]))
    quyuan.texts["overall"][section] = f"组长：王小明，全年支出12.5万元，比上年增加40%，电话{PHONE}。"
    build(family, quyuan, tmp_path / "甲.xlsx")
    return tmp_path / "甲.xlsx"


def source(path: Path) -> Source:
    return Source(path, path.name, digest="ab" * 32)


def test_figures_of_texts_stand_beside_those_of_forms(book: Path) -> None:
    figures = read_one(source(book))["figures"]
    assert {figure["origin"] for figure in figures} == {ORIGIN_FORM, ORIGIN_TEXT}
    (spent,) = [f for f in figures if f["origin"] == ORIGIN_TEXT and f["printed"] == "12.5万元"]
    assert (spent["value"], spent["measure"], "支出" in spent["title"]) == (12.5, "万元", True)


def test_names_and_numbers_of_people_are_left_out_unless_asked_for(book: Path) -> None:
    told = str(read_one(source(book)))
    assert "王小明" not in told
    assert PHONE not in told
    assert "王小明" in str(read_one(source(book), keeps_names=True))


def test_a_book_under_a_wrong_suffix_is_a_book(book: Path) -> None:
    whole = read_one(source(book))
    assert read_one(source(book.rename(book.with_suffix(".docx")))) == whole


def test_the_total_has_its_grade(book: Path) -> None:
    assert read_one(source(book))["grade"] in {"优", "良", "中", "差"}


def test_an_indicators_figure_has_what_the_form_gives_as_reason(book: Path) -> None:
    figures = read_one(source(book))["figures"]
    of_rows = [f for f in figures if f["key"].startswith("indicators[")]
    assert of_rows
    assert all(f["has_reason"] for f in of_rows)
    assert not any(f["has_reason"] for f in figures if f["key"] == "total.score")


Converted = Callable[[Path, str], Path]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """What LibreOffice, started with one profile for all, makes of a file; of the same bytes it is made once."""
    if find_program("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("converted")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(find_program("soffice")), "--headless", profile, "--convert-to"]

    @cache
    def convert(name: str, content: bytes, kind: str) -> bytes:
        file = folder / name
        file.write_bytes(content)
        subprocess.run([*command, kind, "--outdir", str(folder), str(file)], check=True, capture_output=True)
        return file.with_suffix(f".{kind}").read_bytes()

    def made(path: Path, kind: str) -> Path:
        target = path.with_suffix(f".{kind}")
        target.write_bytes(convert(path.name, path.read_bytes(), kind))
        return target

    return made


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_sheet_of_another_program_is_read_through_libreoffice(kind: str, book: Path, converted: Converted) -> None:
    outcome = read_one(source(converted(book, kind)))
    assert outcome["reason"] == ""
    assert outcome["figures"]


@pytest.fixture(scope="module")
def the_report(
    family: Family, submission_of: Callable[[str], Submission], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The report of a unit; not to be changed."""
    path = tmp_path_factory.mktemp("report") / "报告.docx"
    report_document(evaluate(family, submission_of("quyuan-2024"))).save(str(path))
    return path


@pytest.mark.parametrize(("kind", "suffix"), [("doc", "doc"), ("doc", "wps"), ("pdf", "pdf")])
def test_a_report_in_another_format_is_read(
    kind: str, suffix: str, the_report: Path, converted: Converted, tmp_path: Path
) -> None:
    word_report = Path(shutil.copy(the_report, tmp_path))
    sent = converted(word_report, kind).rename(tmp_path / f"送来的.{suffix}")
    outcome, plain = read_one(source(sent)), read_one(source(word_report))
    assert outcome["reason"] == ""
    assert (outcome["unit"], outcome["year"]) == (plain["unit"], plain["year"])
    if kind == "pdf":  # its tables are lines of text, so only what the text says is known
        assert {figure["origin"] for figure in outcome["figures"]} == {ORIGIN_TEXT}
        return
    spent = [[f["value"] for f in each["figures"] if f["key"] == "funds.spent"] for each in (outcome, plain)]
    assert spent[0] == spent[1] != []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("报告.doc", b"{\\rtf1 " + b"x" * 4096 + b"}", "LibreOffice"),
        ("报告.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "已损坏"),
        ("报告.pdf", b"%PDF-1.4 " + bytes(4096), "poppler"),
    ],
)
def test_where_nothing_can_convert_a_file_its_reason_says_what_to_do(
    name: str, content: bytes, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    (tmp_path / name).write_bytes(content)
    reason = read_one(source(tmp_path / name))["reason"]
    assert told in reason
    assert "另存为" in reason or "请" in reason


def test_a_part_of_a_workbook_is_no_report(quyuan_book: Path, tmp_path: Path) -> None:
    assert run_command(["split", str(quyuan_book), "-o", str(tmp_path / "分发")]) == 0
    parts = sorted(path for path in (tmp_path / "分发").glob("*.xlsx") if "总表" not in path.name)
    assert parts
    for path in parts:
        assert "的那一份，不是单位的报告" in read_one(source(path))["reason"]
    (whole,) = (tmp_path / "分发").glob("*总表*.xlsx")
    assert read_one(source(whole))["reason"] == ""


def test_a_workbook_that_is_none_of_ours_is_read_as_its_sheets(book: Path) -> None:
    from openpyxl import load_workbook

    foreign = load_workbook(book, data_only=True)
    for name in list(foreign.defined_names):
        del foreign.defined_names[name]
    foreign.save(book)
    outcome = read_one(source(book))
    assert (outcome["reason"], bool(outcome["figures"])) == ("", True)


def test_a_file_that_is_gone_has_no_outcome(book: Path, tmp_path: Path) -> None:
    kept = tmp_path / "乙.xlsx"
    shutil.copy(book, kept)
    book.unlink()
    store = OutcomeStore(tmp_path / "result")
    done = read_batch([source(book), Source(kept, "乙.xlsx", digest="cd" * 32)], store)
    assert set(done.unreached) == {"ab" * 32}
    assert "文件读不到了" in done.unreached["ab" * 32]
    assert not store.has("ab" * 32)
    assert store.has("cd" * 32)


def test_a_process_whose_scheduler_is_gone_reads_no_further(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("distributed.get_worker", lambda: SimpleNamespace(status=Status.closing))
    store = OutcomeStore(tmp_path / "result")
    assert read_batch([source(book)], store).unread == 0
    assert not store.has("ab" * 32)


def test_what_is_no_report_is_counted(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK broken")
    assert read_batch([source(tmp_path / "坏.docx")], OutcomeStore(tmp_path)).unread == 1


def test_no_folder_of_this_machine_is_told(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK broken")
    assert str(tmp_path) not in read_one(source(tmp_path / "坏.docx"))["reason"]
