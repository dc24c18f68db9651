"""Headers and footers are read once each, without page numbers, and only those that a reader sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from jixiao.audit.checks import Finding, run
from jixiao.documents.intake import Intake, read_report
from jixiao.documents.intake.docx_file import read_document
from jixiao.documents.intake.word_parts import complete
from jixiao.model.evaluation import evaluate

BODY = "2024年度项目支出绩效自评报告。全年完成培训30期。"
FIELD = (
    '<w:r {0}><w:fldChar w:fldCharType="begin"/></w:r><w:r {0}><w:instrText> {1} </w:instrText></w:r>'
    '<w:r {0}><w:fldChar w:fldCharType="separate"/></w:r><w:r {0}><w:t>{2}</w:t></w:r>'
    '<w:r {0}><w:fldChar w:fldCharType="end"/></w:r>'
)
Change = Callable[[Any], None]


def made(path: Path, change: Change) -> Path:
    document = python_docx.Document()
    document.add_paragraph(BODY)
    change(document)
    document.save(str(path))
    return path


def margins(path: Path, change: Change) -> list[tuple[str, str]]:
    target = made(path / "a.docx", change)
    return [(where, text) for where, text in complete(read_document(target), target).margins]


def add_field(paragraph: Any, instruction: str, result: str) -> None:
    wrapped = parse_xml(f"<w:p {nsdecls('w')}>{FIELD.format('', instruction, result)}</w:p>")
    for run_ in list(wrapped):
        paragraph._p.append(run_)


def two_sections(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "某某局自评报告"
    document.add_section()  # linked to the one before
    own = document.add_section()
    own.header.is_linked_to_previous = False
    own.header.paragraphs[0].text = "某某局自评报告"  # as Word writes it when the link is cut
    own.footer.paragraphs[0].text = "2024年7月印发，共5份"


def page_numbers(document: Any) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    for said, instruction, result in (("第", "PAGE", "12"), ("页 共", "NUMPAGES", "30")):
        paragraph.add_run(said)
        add_field(paragraph, instruction, result)
    paragraph.add_run("页")


def a_name_beside_the_number(document: Any) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run("某某局 ")
    add_field(paragraph, "PAGE \\* MERGEFORMAT", "7")


def hidden(document: Any) -> None:
    section = document.sections[0]
    section.first_page_header.paragraphs[0].text = "首页才有的字"
    section.even_page_footer.paragraphs[0].text = "双页才有的字"


def shown(document: Any) -> None:
    hidden(document)
    document.sections[0].different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True


def a_table(document: Any) -> None:
    table = document.sections[0].header.add_table(1, 2, 1_000_000)
    table.cell(0, 0).text, table.cell(0, 1).text = "某某局", "内部资料"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda document: None, []),
        (two_sections, [("页眉", "某某局自评报告"), ("页脚", "2024年7月印发，共5份")]),
        (page_numbers, []),
        (a_name_beside_the_number, [("页脚", "某某局")]),
        (hidden, []),
        (shown, [("页眉", "首页才有的字"), ("页脚", "双页才有的字")]),
        (a_table, [("页眉", "某某局\u3000内部资料")]),
    ],
)
def test_what_stands_around_the_text(change: Change, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert margins(tmp_path, change) == expected


def read(path: Path, text: str) -> Intake:
    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = text

    return read_report(made(path / "a.docx", change))


def findings(intake: Intake) -> list[Finding]:
    return [one for one in run(evaluate(intake.family, intake.submission)) if one.severity == "error"]


def test_a_figure_that_is_wrong_in_a_header_is_told_there(tmp_path: Path) -> None:
    (found,) = findings(read(tmp_path, "支出50万元，其中：基本支出20万元、项目支出40万元。"))
    assert found.where.startswith("页眉：“")
    assert {"50", "20", "40"} <= set(found.figures)


def test_what_a_header_says_is_listed_and_what_it_repeats_is_not(tmp_path: Path) -> None:
    listed = read(tmp_path, "某某局2024年").submission.unplaced
    assert [(one.text, "页眉" in one.advice) for one in listed if one.where == "页眉"] == [("某某局2024年", True)]
    assert not [one for one in read(tmp_path, BODY).submission.unplaced if one.where == "页眉"]
