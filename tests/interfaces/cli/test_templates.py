"""``jixiao template`` and ``jixiao report --template``: what they print and their exit codes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from docx import Document
from jixiao.documents.word_templates import BESIDE, listed, vocabulary
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.library import load

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _wide_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def template(tmp_path: Path) -> Path:
    assert run(["template", "new", "--family", "hunan-2024", "-o", str(tmp_path / "模板.docx")]) == 0
    return tmp_path / "模板.docx"


def misspelt(template: Path) -> Path:
    document = Document(str(template))
    document.add_paragraph("预算{{ overall.funds.bugdet }}万元")
    document.save(str(template))
    return template


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("command", ["new", "fields", "check", "preview"])
def test_every_help_page_is_chinese(command: str, capsys: Capture) -> None:
    assert run(["template", command, "--help"]) == 0
    page = capsys.readouterr().out
    assert "用法：" in page
    assert not re.search(r"Usage|Options|Arguments|Show this|required|default", page)


def test_a_new_template_never_overwrites(template: Path, capsys: Capture) -> None:
    before = template.read_bytes()
    assert run(["template", "new", "--family", "hunan-2024", "-o", str(template)]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert template.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new", "--family", "hunan-2042", "-o", "a.docx"], "是不是「hunan-2024」"),
        (["new", "--family", "hunan-2024", "-o", "a.doc"], "扩展名应为 .docx"),
        (["new", "--family", "hunan-2024"], "缺少「--output」"),
        (["new", "--family", "hunan-2024", "-o", "没有/a.docx"], "没有文件夹"),
        (["fields"], "缺少「--family」"),
        (["check", "没有.docx"], "没有文件"),
        (["chekc", "a.docx"], "是不是「check」"),
        (["preview", "没有.docx", "-o", "a.docx"], "没有文件"),
        (["preview", "没有.docx", "-o", "a.docx", "--sample", "没有"], "可用的示例"),
    ],
)
def test_something_wrong_is_told_in_one_sentence(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["template", *arguments]) == 2
    captured = capsys.readouterr()
    assert told in captured.err
    assert len(captured.err.strip().splitlines()) == 1
    assert names(tmp_path) == []


def test_fields_lists_every_field_with_its_title(capsys: Capture) -> None:
    assert run(["template", "fields", "--family", "hunan-2024"]) == 0
    shown = capsys.readouterr().out
    lines = list(listed(vocabulary(load("hunan-2024"))))
    assert len(lines) > 150
    assert all(line.written in shown for line in lines)
    assert all(re.search("[\u4e00-\u9fff]", line.title) for line in lines)
    assert re.search(r"\{\{ overall\.funds\.budget \}\} +│ +年度资金总额·全年预算数", shown)


def test_check_of_a_good_template_says_nothing_else(template: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert run(["template", "check", str(template)]) == 0
    assert capsys.readouterr().out.strip() == "模板可以用，没有发现写错的标记"


def test_check_of_a_faulty_template_ends_with_1_and_names_place_text_and_repair(
    template: Path, capsys: Capture
) -> None:
    assert run(["template", "check", str(misspelt(template))]) == 1
    shown = capsys.readouterr().out
    for words in ("正文第", "预算{{ overall.funds.bugdet }}万元", "是不是「overall.funds.budget」", "共有 1 处不对"):
        assert words in shown


def test_check_names_the_sections_left_out(template: Path, capsys: Capture) -> None:
    document = Document(str(template))
    (paragraph,) = (p for p in document.paragraphs if "sections.overall.duties" in p.text)
    paragraph.clear()  # type: ignore[no-untyped-call]
    document.save(str(template))
    assert run(["template", "check", str(template)]) == 0
    assert "提示：没有用到「（一）职能职责」" in capsys.readouterr().out


def test_check_asks_for_the_family_where_the_template_does_not_say(tmp_path: Path, capsys: Capture) -> None:
    document = Document()
    document.add_paragraph("{{ unit }}")
    document.save(str(tmp_path / "a.docx"))
    assert run(["template", "check", str(tmp_path / "a.docx")]) == 2
    assert "--family" in capsys.readouterr().err
    assert run(["template", "check", str(tmp_path / "a.docx"), "--family", "xinjiang-2024"]) == 0


def test_preview_takes_a_sample_of_the_family(template: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "预览.docx"
    assert run(["template", "preview", str(template), "-o", str(target)]) == 0
    assert len(Document(str(target)).tables) == 3
    assert run(["template", "preview", str(template), "-o", str(target), "--sample", "cooperation-center-2024"]) == 0
    assert "某某市某某区政府经济" in Document(str(target)).paragraphs[0].text
    assert "预览（旧稿1）" in capsys.readouterr().out.replace("\n", "")


def test_report_with_a_template_says_so(quyuan_book: Path, template: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "报告.docx"
    assert run(["report", str(quyuan_book), "-o", str(target), "--template", str(template)]) == 0
    assert "按模板排版" in capsys.readouterr().out
    assert len(Document(str(target)).tables) == 3


def test_report_uses_the_template_beside_the_workbook(quyuan_book: Path, tmp_path: Path, capsys: Capture) -> None:
    book = Path(shutil.copy(quyuan_book, tmp_path))
    document = Document()
    document.add_paragraph("只有{{ unit }}")
    document.save(str(tmp_path / BESIDE))
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx")]) == 0
    assert BESIDE in capsys.readouterr().out.replace("\n", "")
    assert [p.text for p in Document(str(tmp_path / "报告.docx")).paragraphs] == ["只有某某市某某区国有资产服务中心"]


def test_a_broken_template_leaves_the_old_report(
    quyuan_book: Path, template: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "报告.docx"
    assert run(["report", str(quyuan_book), "-o", str(target)]) == 0
    before, there = target.read_bytes(), names(tmp_path)
    assert run(["report", str(quyuan_book), "-o", str(target), "--template", str(misspelt(template))]) == 2
    message = capsys.readouterr().err
    assert "有 1 处不对，没有生成报告" in message
    assert "是不是「overall.funds.budget」" in message
    assert (target.read_bytes(), names(tmp_path)) == (before, there)
