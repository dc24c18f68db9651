"""Comments in a copy of a Word file: at the cell, at the sentence, or at the beginning; the original stays as it is."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from jixiao.audit.checks import Finding
from jixiao.audit.presentation import SEVERITY, Review, as_text
from jixiao.core.files import OutputError
from jixiao.core.functions.results import Outcome
from jixiao.documents.annotation import annotate
from jixiao.documents.intake import read_report
from jixiao.documents.intake.docx_file import read_document

from .conftest import HOSTILE, LONG, SEEDS, finding

NAMES = ["junshan-2024", "quyuan-2024", "hengyang-2022", "changji-2024"]


def marked(document: DocumentObject, comment_id: int) -> tuple[Any, str]:
    """Where a comment's range begins, and the text within it."""
    body = document.element.body
    (start,) = body.xpath(f'.//w:commentRangeStart[@w:id="{comment_id}"]')
    (end,) = body.xpath(f'.//w:commentRangeEnd[@w:id="{comment_id}"]')
    assert len(body.xpath(f'.//w:commentReference[@w:id="{comment_id}"]')) == 1
    elements = list(body.iter())
    within = elements[elements.index(start) : elements.index(end)]
    return start, "".join(e.text or "" for e in within if e.tag == qn("w:t"))


def comments(document: DocumentObject) -> list[tuple[int, str]]:
    return [(c.comment_id, "\n".join(p.text for p in c.paragraphs)) for c in document.comments]


def annotated(source: Path, folder: Path, review: Review, *findings: Finding) -> DocumentObject:
    target = folder / "副本.docx"
    annotate(replace(review, findings=findings) if findings else review, source, target)
    return Document(str(target))


@pytest.fixture
def made(tmp_path: Path) -> Callable[[Callable[[DocumentObject], None]], Path]:
    """A small document by what is put into it."""

    def make(fill: Callable[[DocumentObject], None]) -> Path:
        document = Document()
        fill(document)
        document.save(str(tmp_path / "原件.docx"))
        return tmp_path / "原件.docx"

    return make


# ---- the published reports ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_of_a_published_report_is_a_comment_where_it_belongs(
    name: str, review_of: Callable[[str], Review], tmp_path: Path
) -> None:
    found, source = review_of(name), SEEDS / f"{name}.docx"
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    document = annotated(source, tmp_path, found)
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    texts = [text for _, text in comments(document)]
    tables = {f"第{t.number + 1}个表": t for t in read_document(source).tables}
    for told in found.failed:
        assert sum(text.count(as_text(told)) for text in texts) >= 1
        if told.cell:
            number = next(n for n, text in comments(document) if text == as_text(told))
            start, within = marked(document, number)
            row, column = (int(n) - 1 for n in re.findall(r"\d+", told.cell))
            cell = next(c for c in tables[told.sheet.partition("（")[0]].rows[row] if c.column == column)
            marked_text, text_of_cell = ("".join(said.split()) for said in (within, cell.text))
            assert marked_text == text_of_cell or (marked_text in text_of_cell and within in told.where)
            assert next(start.iterancestors(qn("w:tc")), None) is not None
    levels = {SEVERITY[told.severity] for told in found.failed}
    authors = {c.author for c in document.comments}
    assert {"绩效自评校验"} < authors <= {"绩效自评校验", *(f"绩效自评校验·{level}" for level in levels)}
    assert all(c.text.startswith(c.author.partition("·")[2]) for c in document.comments)
    assert {c.initials for c in document.comments} == {"校"}


@pytest.mark.parametrize("name", NAMES)
def test_the_copy_says_what_the_original_says(name: str, review_of: Callable[[str], Review], tmp_path: Path) -> None:
    annotated(SEEDS / f"{name}.docx", tmp_path, review_of(name))
    assert read_document(tmp_path / "副本.docx") == read_document(SEEDS / f"{name}.docx")
    assert read_report(tmp_path / "副本.docx").submission == read_report(SEEDS / f"{name}.docx").submission


def test_a_quoted_sentence_is_marked_and_nothing_else(review_of: Callable[[str], Review], tmp_path: Path) -> None:
    quote = "内设编制数为5人，实有人数3人"
    told = finding(form_index=-1, sheet="报告正文", cell="", where=f"（二）机构设置：“{quote}”")
    document = annotated(SEEDS / "junshan-2024.docx", tmp_path, review_of("junshan-2024"), told)
    assert marked(document, 1)[1] == quote
    assert len(document.comments) == 2


@pytest.mark.live
@pytest.mark.parametrize(("name", "kinds"), [("junshan-2024", ("odt", "pdf")), ("changji-2024", ("odt",))])
def test_libreoffice_opens_the_copy_with_its_comments(
    name: str, kinds: tuple[str, ...], review_of: Callable[[str], Review], tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    annotate(review_of(name), SEEDS / f"{name}.docx", tmp_path / "copy.docx")
    for kind in kinds:  # to set the pages of a long report takes long, and shows nothing more of comments
        command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
                   "--convert-to", kind, "--outdir", str(tmp_path), str(tmp_path / "copy.docx")]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    if "pdf" in kinds:
        assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "copy.pdf").read_bytes())) > 4
    with zipfile.ZipFile(tmp_path / "copy.odt") as archive:
        content = archive.read("content.xml")
    assert content.count(b"<office:annotation ") == len(Document(str(tmp_path / "copy.docx")).comments)


# ---- places ---------------------------------------------------------------------------------------------------------


def test_merged_and_nested_cells_are_counted_as_they_were_read(
    made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    def fill(document: DocumentObject) -> None:
        table = document.add_table(3, 4)
        for row in range(3):
            for column in range(4):
                table.cell(row, column).text = f"{row}{column}"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "并列"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "并行"
        inner = table.cell(1, 3).add_table(1, 2)
        inner.cell(0, 1).text = "内"
        document.add_table(1, 1).cell(0, 0).text = "后"

    source = made(fill)
    places = [("1", 1, 2, "并列"), ("1", 1, 4, "03"), ("1", 2, 1, "并行"), ("1", 3, 2, "21"), ("2", 1, 2, "内"),
              ("3", 1, 1, "后"), ("1", 2, 4, "13内")]  # fmt: skip
    told = [finding(sheet=f"第{t}个表（附件2）", cell=f"第{r}行第{c}列", where="") for t, r, c, _ in places]
    document = annotated(source, tmp_path, review, *told)
    ids = [number for number, _ in comments(document)][1:]
    assert [marked(document, number)[1] for number in ids] == [text for *_, text in places]


def test_a_cell_without_a_run_gets_its_comment(made: Callable[..., Path], review: Review, tmp_path: Path) -> None:
    source = made(lambda document: document.add_table(1, 2))
    document = annotated(source, tmp_path, review, finding(sheet="第1个表（附件2）", cell="第1行第2列"))
    start, within = marked(document, 1)
    assert within == ""
    assert list(document.tables[0]._tbl.iter(qn("w:tc"))).index(next(start.iterancestors(qn("w:tc")))) == 1


def test_a_finding_on_a_whole_table_stands_at_its_first_cell(
    made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    def fill(document: DocumentObject) -> None:
        document.add_table(1, 1).cell(0, 0).text = "头"

    told = [finding(sheet="第1个表（附件1）", cell=""), finding(sheet="第1个表（附件1）", cell="第9行第9列")]
    document = annotated(made(fill), tmp_path, review, *told)
    assert [marked(document, number)[1] for number in (1, 2)] == ["头", "头"]


def test_what_has_no_place_is_told_once_at_the_beginning(
    made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    def fill(document: DocumentObject) -> None:
        document.add_paragraph("")
        document.add_paragraph("第一段")

    told = [
        finding(sheet="附件3 项目1", cell="", message="甲"),
        finding(sheet="第7个表", cell="第1行第1列", message="乙"),
        finding(form_index=-1, sheet="报告正文", cell="", where="一、概况：“没有这句话”", message="丙"),
    ]
    document = annotated(made(fill), tmp_path, review, *told, finding(outcome=Outcome.PASS))
    ((number, text),) = comments(document)
    assert marked(document, number)[1] == "第一段"
    assert text.startswith("校验结果：通过 1 项，不符 3 项")
    assert all(f"错误 C02：{message}" in text for message in "甲乙丙")
    assert "附件3 项目1" in text


@pytest.mark.parametrize("fill", [lambda d: d.add_table(1, 1), lambda d: None], ids=["a table alone", "nothing"])
def test_a_document_without_a_paragraph_takes_the_opening_comment_too(
    fill: Any, made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    document = annotated(made(fill), tmp_path, review, finding(outcome=Outcome.PASS))
    assert len(document.comments) == 1
    marked(document, 0)


# ---- sentences ------------------------------------------------------------------------------------------------------

QUOTE = "编制5人，在职3人"


def prose(where: str = f"（二）机构设置：“{QUOTE}”", **changes: object) -> Finding:
    return finding(form_index=-1, sheet="报告正文", cell="", where=where, **changes)


@pytest.mark.parametrize(
    "runs",
    [["本单位编制5人，在职3人。退休1人。"], ["本单位编制", "5", "人，在职3人。", "退休1人。"], ["编制5人，在职3人"]],
    ids=["one run", "several runs", "the whole paragraph"],
)
def test_a_sentence_is_marked_however_its_runs_are_cut(
    runs: list[str], made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    def fill(document: DocumentObject) -> None:
        paragraph = document.add_paragraph("")
        for text in runs:
            paragraph.add_run(text).bold = True

    document = annotated(made(fill), tmp_path, review, prose(), prose(message="另一条"))
    assert [marked(document, number)[1] for number in (1, 2)] == [QUOTE, QUOTE]
    assert document.paragraphs[0].text == "".join(runs)
    assert all(run.bold for run in document.paragraphs[0].runs if run.text)


def test_of_two_equal_sentences_the_one_below_the_named_heading_is_meant(
    made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    def fill(document: DocumentObject) -> None:
        for text in (f"概况：{QUOTE}", "（二）、机构设置", f"机构：{QUOTE}"):
            document.add_paragraph(text)

    document = annotated(made(fill), tmp_path, review, prose(), prose(f"九、没有的标题：“{QUOTE}”"))
    assert "机构" in next(marked(document, 1)[0].iterancestors(qn("w:p"))).xpath("string(.)")
    assert "概况" in next(marked(document, 2)[0].iterancestors(qn("w:p"))).xpath("string(.)")


def test_a_run_with_a_tab_is_divided_and_tracked_changes_stay(
    made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    def fill(document: DocumentObject) -> None:
        paragraph = document.add_paragraph("头\t编制5人，在职")
        inserted = paragraph._p.makeelement(qn("w:ins"), {qn("w:id"): "9", qn("w:author"): "甲"})
        run = paragraph.add_run("3人。")
        paragraph._p.append(inserted)
        inserted.append(run._r)
        deleted = paragraph._p.makeelement(qn("w:del"), {qn("w:id"): "8", qn("w:author"): "甲"})
        gone = paragraph.add_run("")
        element = gone._r.makeelement(qn("w:delText"), {})
        element.text = "4人"
        gone._r.append(element)
        inserted.addprevious(deleted)
        deleted.append(gone._r)

    document = annotated(made(fill), tmp_path, review, prose())
    start, within = marked(document, 1)
    assert start.getparent().tag == qn("w:p")
    assert within == "编制5人，在职3人。"
    assert len(document.element.body.xpath(".//w:ins")) == len(document.element.body.xpath(".//w:del")) == 1


def test_a_sentence_in_a_cell_is_marked_within_it(made: Callable[..., Path], review: Review, tmp_path: Path) -> None:
    def fill(document: DocumentObject) -> None:
        document.add_table(1, 1).cell(0, 0).text = f"第一行\n甲。{QUOTE}。乙"

    told = prose(where=f"附件2 实际完成情况：“{QUOTE}”")
    told = replace(told, sheet="第1个表（附件2）", cell="第1行第1列")
    assert marked(annotated(made(fill), tmp_path, review, told), 1)[1] == QUOTE


# ---- what may be wrong ----------------------------------------------------------------------------------------------


def test_hostile_and_long_texts_are_comments_like_others(
    made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    source = made(lambda document: document.add_paragraph("甲"))
    document = annotated(source, tmp_path, review, finding(sheet="", message=HOSTILE, action=LONG))
    text = comments(document)[0][1]
    assert '<script>alert("1")</script>&amp; =1+1' in text
    assert LONG in text


def test_comments_that_are_there_stay(made: Callable[..., Path], review: Review, tmp_path: Path) -> None:
    def fill(document: DocumentObject) -> None:
        document.add_comment(document.add_paragraph("甲").add_run("乙"), "旧批注", author="某人")

    document = annotated(made(fill), tmp_path, review, finding(outcome=Outcome.PASS))
    assert [c.author for c in document.comments] == ["某人", "绩效自评校验"]
    assert len({c.comment_id for c in document.comments}) == 2


@pytest.mark.parametrize("link", [False, True])
def test_the_original_is_never_written_over(
    link: bool, made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    source = made(lambda document: document.add_paragraph("甲"))
    target = source
    if link:
        target = tmp_path / "别名.docx"
        target.hardlink_to(source)
    before = source.read_bytes()
    with pytest.raises(OutputError, match="原件不能改动"):
        annotate(review, source, target)
    assert source.read_bytes() == before


def test_a_document_in_a_form_that_takes_no_comments_is_refused_in_words(
    made: Callable[..., Path], review: Review, tmp_path: Path
) -> None:
    source = made(lambda document: document.add_paragraph("甲"))
    strict = tmp_path / "严格.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(strict, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.endswith(".rels"):
                content = content.replace(b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/x")
            new.writestr(part, content)
    with pytest.raises(OutputError, match="另存为普通"):
        annotate(review, strict, tmp_path / "副本.docx")
    assert not (tmp_path / "副本.docx").exists()


def test_other_kinds_of_copies_are_refused_in_words(made: Callable[..., Path], review: Review, tmp_path: Path) -> None:
    source = made(lambda document: document.add_paragraph("甲"))
    with pytest.raises(OutputError, match="扩展名应为"):
        annotate(review, source, tmp_path / "副本.pdf")
    with pytest.raises(OutputError, match="是工作簿"):
        annotate(review, tmp_path / "书.xlsx", tmp_path / "副本.docx")
