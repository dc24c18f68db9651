"""The commands on published documents: import, check, score."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.audit.checks import run as run_checks
from jixiao.documents.intake import read_report
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission, start

from . import published
from .word import docx

Capture = pytest.CaptureFixture[str]
CHECK_KEYS = {"check", "severity", "sheet", "cell", "where", "figures", "message", "action", "source"}
SCORE_KEYS = {
    "form", "project", "level1", "level2", "indicator", "weight", "target", "actual", "rule", "completion",
    "printed_score", "rule_score",
}  # fmt: skip


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A published report: the tables of a unit, a table of no form, and a line that belongs nowhere."""
    extra = [["考核内容", "标准"], ["布置工作", "十分"]]
    tables = [
        block
        for form, table in published.tables("cooperation-center-2024").items()
        for block in (published.TITLES[form], table)
    ]
    return docx(tmp_path / "公开的报告.docx", "前言。", *tables, extra)


def flat(text: str) -> str:
    """Console tables without their frames and line breaks."""
    return "".join(c for c in text if c not in " \n│┃━─┏┓┗┛┡┩├┤┼└┘┴┬╇")


def test_import_writes_a_workbook_and_says_how_sure_it_was(document: Path, tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "自评.xlsx"
    assert run(["import", str(document), "-o", str(book)]) == 0
    out, err = map(flat, capsys.readouterr())
    assert "湖南（岳阳）2024年度" in err
    assert "100%" in err
    assert "有2处没有找到位置" in err
    assert all(
        word in out
        for word in ("前言。", "考核内容；标准", "布置工作；十分", "第3个表", "以上2处", "待处理", "自评.xlsx")
    )
    submission = read_book(book)[1]
    assert (submission.family, submission.unit, submission.year) == (
        "hunan-2024",
        "某某市某某区政府经济协作事务中心",
        2024,
    )
    assert [item.text for item in submission.unplaced] == ["考核内容；标准\n布置工作；十分", "前言。"]
    for data, entered in zip(submission.forms, published.sample("cooperation-center-2024").forms, strict=True):
        assert published.values(data) == published.values(entered)


def test_import_never_overwrites(document: Path, tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "自评.xlsx"
    book.write_bytes(b"mine")
    assert run(["import", str(document), "-o", str(book)]) == 2
    assert book.read_bytes() == b"mine"
    assert "已经存在" in capsys.readouterr().err
    assert run(["import", str(document), "-o", str(tmp_path / "自评.docx")]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["公开的报告.docx", "自评.xlsx"]


def test_import_takes_the_family_it_is_told(document: Path, tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "自评.xlsx"
    assert run(["import", str(document), "--family", "hunan-2022", "-o", str(book)]) == 0
    assert "衡阳" in capsys.readouterr().err
    assert read_book(book)[0].head.id == "hunan-2022"
    assert run(["import", str(document), "--family", "hunan-1999", "-o", str(tmp_path / "b.xlsx")]) == 2
    assert "hunan-2024" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["import", "check", "score"])
@pytest.mark.parametrize(
    ("name", "content", "remedy"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
        ("扫描.pdf", b"%PDF-1.4", "另存为 .docx"),
        ("照片.jpg", b"\xff\xd8\xff", "docx"),
        ("坏.docx", b"PK\x03\x04", "另存"),
        ("密.docx", b"\xd0\xcf\x11\xe0", "密码"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_the_way_out(
    command: str, name: str, content: bytes, remedy: str, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    words = [command, str(path)] + (["-o", str(tmp_path / "a.xlsx")] if command == "import" else [])
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert remedy in err
    assert "Traceback" not in err + out
    assert not (tmp_path / "a.xlsx").exists()


def test_check_of_a_document_prints_the_contracts_json(document: Path, capsys: Capture) -> None:
    assert run(["check", str(document), "--format", "json"]) == 1
    out, err = capsys.readouterr()
    findings = json.loads(out)
    assert "湖南" in err
    assert findings
    assert all(set(finding) == CHECK_KEYS for finding in findings)
    found = {(f["check"], f["cell"]): f for f in findings}
    execution = next(f for f in findings if f["check"] == "C10")
    assert {"9", "9.51"} <= set(execution["figures"])
    assert execution["sheet"].startswith("第2个表")
    assert execution["cell"] == "第3行第8列"
    assert all(cell for _, cell in found)


def test_a_document_with_errors_ends_with_1(tmp_path: Path, capsys: Capture) -> None:
    path = published.write(tmp_path / "a.docx", published.tables("service-center-2024"))
    assert run(["check", str(path), "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert "C02" in {f["check"] for f in findings if f["severity"] == "error"}


def test_a_document_with_warnings_alone_ends_with_0(family: Family, tmp_path: Path, capsys: Capture) -> None:
    write_report(evaluate(family, start(family, "某某局", 2024, 0)), tmp_path / "a.docx")
    assert run(["check", str(tmp_path / "a.docx"), "--format", "json"]) == 0
    assert not [f for f in json.loads(capsys.readouterr().out) if f["severity"] == "error"]


def test_score_of_a_document_prints_the_contracts_json(document: Path, capsys: Capture) -> None:
    assert run(["score", str(document), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 11
    assert all(set(row) == SCORE_KEYS for row in rows)
    cost = next(row for row in rows if row["indicator"] == "财政资金支出")
    assert (cost["weight"], cost["target"], cost["actual"], cost["printed_score"]) == (10, "≤78.16万元", "67.46万元", 9)
    assert cost["level1"] == "产出指标(50分)"


@pytest.mark.parametrize("name", ["quyuan-2024", "junshan-2024"])
def test_a_workbook_and_the_report_written_from_it_have_the_same_scores_and_findings(
    name: str, family: Family, submission_of: Callable[[str], Submission], tmp_path: Path, capsys: Capture
) -> None:
    """But for what a document cannot say: where a value stood in the sheet, and a rule chosen beside the form."""
    submission = submission_of(name)
    book, report = tmp_path / "a.xlsx", tmp_path / "a.docx"
    build(family, submission, book)
    write_report(evaluate(family, submission), report)
    scores = []
    for path in (book, report):
        assert run(["score", str(path), "--format", "json"]) == 0
        scores.append(json.loads(capsys.readouterr().out))
    assert scores[0] == scores[1]
    read = read_report(report).submission
    read.published = False
    before, after = (run_checks(evaluate(family, s)) for s in (submission, read))
    assert [(f.check, f.outcome, f.message) for f in before] == [(f.check, f.outcome, f.message) for f in after]


def test_published_documents_can_be_checked_and_scored(capsys: Capture, tmp_path: Path) -> None:
    documents = sorted(published.SEEDS.glob("*.docx"))
    if not documents:
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    for path in documents:
        assert run(["check", str(path), "--format", "json"]) in (0, 1)
        assert isinstance(json.loads(capsys.readouterr().out), list)
        assert run(["score", str(path), "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)
        assert run(["import", str(path), "-o", str(tmp_path / f"{path.stem}.xlsx")]) == 0
        capsys.readouterr()
