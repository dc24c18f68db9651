"""公开版: nothing that concerns persons is left in any part of a file, and the check that says so finds it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.circulation import public
from jixiao.documents.circulation.private_remains import left_in
from jixiao.documents.circulation.private_words import PHONE, without
from jixiao.documents.circulation.public import HIDE, SHOW, PublicError, people_in, publish
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission

Capture = pytest.CaptureFixture[str]
SENTENCE = "由周晓梅同志牵头，联系电话：0730-5712345。组长：李明、王小红；局长任组长，项目负责人为办公室主任。"


@pytest.fixture
def filled(quyuan: Submission) -> Submission:
    quyuan.preparer, quyuan.phone = "郑会清", "13812345678"
    quyuan.texts["overall"]["problems"] = SENTENCE
    return quyuan


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("电话：13812345678。", "电话：（略）。"),
        ("电话 0730-5712345", "电话 （略）"),
        ("身份证430602199001011234", "身份证（略）"),
        ("邮箱 a.b@xx.gov.cn 收", "邮箱 （略） 收"),
        ("预算数 138123456.78 万元", "预算数 138123456.78 万元"),
        ("2024年12月31日，1380 人", "2024年12月31日，1380 人"),
    ],
)
def test_numbers_to_reach_persons_are_left_out_and_figures_are_not(text: str, left: str) -> None:
    assert without(text, {}) == left


@given(st.text(max_size=60))
def test_what_was_left_out_is_gone_and_is_not_found_again(text: str) -> None:
    cleaned = without(text, {})
    assert not PHONE.search(cleaned) or PHONE.search(text)


def test_both_files_are_published_without_persons(filled: Submission, tmp_path: Path) -> None:
    found = [one.name for one in people_in(load(filled.family), filled)]
    assert found == ["郑会清", "周晓梅", "李明", "王小红"]
    decided = dict.fromkeys(found, HIDE) | {"李明": SHOW}
    book, report = tmp_path / "公开.xlsx", tmp_path / "公开.docx"
    result = publish(evaluate(load(filled.family), filled), book, report, decided)
    assert result.left_out == 3 + 1  # names, and the number in the sentence
    text = "\n".join(paragraph.text for paragraph in Document(str(report)).paragraphs)
    assert "由周某某同志牵头，联系电话（略）。组长：李明、王某某" in text.replace("：（略）", "（略）")
    assert "郑会清" not in text
    cells = [
        str(c.value) for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for c in row if c.value
    ]
    assert not [cell for cell in cells if "填表人" in cell or "联系电话" in cell or "签字" in cell]
    assert [cell for cell in cells if "填报日期" in cell or "预算" in cell]
    for file in (book, report):
        assert left_in(file, ["郑会清", "王小红", "周晓梅", "13812345678", "0730-5712345"]) == []


def test_a_name_that_slipped_through_is_found_and_nothing_is_written(
    filled: Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "public_family", lambda family: family)
    monkeypatch.setattr(public, "public_submission", lambda submission, _: submission)
    decided = dict.fromkeys((one.name for one in people_in(load(filled.family), filled)), HIDE)
    with pytest.raises(PublicError) as error:
        publish(evaluate(load(filled.family), filled), tmp_path / "公开.xlsx", tmp_path / "公开.docx", decided)
    for word in ("郑会清", "王小红", "周晓梅", "13812345678", "0730-5712345", "填表人", "公开.docx", "公开.xlsx"):
        assert word in str(error.value)
    assert list(tmp_path.iterdir()) == []


# ---- by the command -------------------------------------------------------------------------------------------------


def test_the_command_asks_for_each_name_then_writes_both_files(
    filled: Submission, tmp_path: Path, capsys: Capture
) -> None:
    source, target = tmp_path / "自评.xlsx", tmp_path / "公开版.xlsx"
    build(load(filled.family), filled, source)
    command = ["final", str(source), "--public", "-o", str(target)]
    assert run(command) == 1
    assert "没有定稿" in capsys.readouterr().out
    command.append("--allow-open")
    assert run(command) == 1
    assert "4 个像是人名的词还没有定" in capsys.readouterr().out
    assert not target.exists()
    listed = openpyxl.load_workbook(tmp_path / "公开版人名.xlsx")
    for row in listed.active.iter_rows(min_row=2):
        row[3].value = HIDE
    listed.save(tmp_path / "公开版人名.xlsx")
    assert run(command) == 0
    assert "已生成公开版" in capsys.readouterr().out
    for file in (target, target.with_suffix(".docx")):
        assert run(["final", str(file), "--public", "--check-only"]) == 0
    assert run(["final", str(source), "--public", "--check-only"]) == 1
    assert read_book(source)[1].preparer == "郑会清"


@pytest.mark.parametrize("options", [["--allow-open", "-o", "x.xlsx"], ["--check-only"], [], ["--public"]])
def test_options_that_do_not_go_together_are_told(options: list[str], quyuan_book: Path, capsys: Capture) -> None:
    assert run(["final", str(quyuan_book), *options]) == 2
    assert "--" in capsys.readouterr().err
