"""What a workbook is built of is what is read from it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jixiao.audit.checks import run
from jixiao.core.files import OutputError
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.final import build_final
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import NUMERIC, Family, Kind
from jixiao.model.forms.grid import walk_blocks
from jixiao.model.forms.library import families, load
from jixiao.model.submission import FormData, Submission, start

ALL = families()


BOOKS = ["quyuan-2024", "junshan-2024", *(f"new with {n} projects" for n in (0, 1, 3))]
Reread = Callable[[Submission], Submission]


def comparable(family: Family, submission: Submission) -> list[Any]:
    """What a submission says, without where it was read; a blank in a plain input says nothing."""
    forms = []
    for data in submission.forms:
        schema = evaluate(family, Submission(family.head.id, "", 2024, [FormData(data.form)])).forms[0].schema
        fields = {k: v for k, v in data.fields.items() if v or schema.fields[k].formula}
        rows = {
            block: [{k: v for k, v in row.items() if v or schema.blocks[block][k].formula} for row in listed]
            for block, listed in data.rows.items()
            if listed
        }
        forms.append((data.form, fields, rows, data.wording))
    return [submission.family, submission.unit, submission.year, submission.report_date, submission.texts, forms]


@pytest.mark.parametrize("name", BOOKS)
def test_a_submission_is_read_as_it_was_written(
    name: str, family: Family, submission_of: Callable[[str], Submission], book_of: Callable[[str], Path]
) -> None:
    read_family, read = read_book(book_of(name))
    assert read_family == family
    assert comparable(family, read) == comparable(family, submission_of(name))


@pytest.mark.parametrize("name", BOOKS)
def test_every_value_knows_its_sheet_and_cell(
    name: str, family: Family, submission_of: Callable[[str], Submission], book_of: Callable[[str], Path]
) -> None:
    _, read = read_book(book_of(name))
    sheets = [data.sheet for data in read.forms]
    assert len(set(sheets)) == len(sheets)
    for data, values in zip(read.forms, evaluate(family, read).forms, strict=True):
        expected = set(values.schema.fields)
        expected |= {
            f"{block}[{i}].{key}"
            for block, columns in values.schema.blocks.items()
            for i in values.rows(block)
            for key in columns
        }
        assert set(data.places) == expected
        assert len(set(data.places.values())) == len(data.places)


def test_findings_are_the_same_from_the_file_as_from_the_figures_and_name_their_cells(
    family: Family, quyuan: Submission, quyuan_book: Path
) -> None:
    _, read = read_book(quyuan_book)
    from_file, from_figures = run(evaluate(family, read)), run(evaluate(family, quyuan))
    assert [(f.check, f.outcome, f.sheet, f.reference, f.message) for f in from_file] == [
        (f.check, f.outcome, f.sheet, f.reference, f.message) for f in from_figures
    ]
    assert all(f.cell for f in from_file if f.sheet != "报告正文")  # a finding in the prose names its section instead


# ---- whatever people type -------------------------------------------------------------------------------------------

TRICKY = [
    "=1+1", '=HYPERLINK("http://x")', "+86", "-", "@x", "'单引号", "{=1}", " 前后有空格 ", "两\n行",
    "<&>\"'", "90.80", "1,234.50", "-0.5", "100%", "≥95%", "/", "——", "2024-03-20", "1/2", "3-4",
    "TRUE", "1e5", "0x10", "007", "２０２４", "𠮷田", "长" * 300, "http://example.com", "internal:x",
    "_x0041_", "_x000D_", "00123", "12345678901234567", "0.12345678901234567", "99.999999999999999",
    "100.00分", "#REF!", "\u3000", "0.1", "33.3333333333333", "_", "~", "*?", "5人", "27.69万元", "9.5分",
]  # fmt: skip


def test_a_text_of_any_look_stays_what_it_is_in_every_kind_of_column(
    family: Family, reread: Reread, new_unit: Submission
) -> None:
    rows = [{"name": t, "weight": t, "score": t, "rule": t, "completion": t, "level1": t} for t in TRICKY]
    next(new_unit.of("project")).rows["indicators"] = rows
    read = next(reread(new_unit).of("project")).rows["indicators"]
    for row, text in zip(read, TRICKY, strict=True):
        assert (row["name"], row["rule"], row["level1"]) == (text, text, text)
        assert (row.get("weight", ""), row["score"]) == (as_figure(text), as_figure(text))
        assert row["completion"] == {"２０２４": "2024%", "+86": "86%"}.get(
            text, as_figure(text)
        )  # a rate's cell keeps its %


@pytest.mark.parametrize("text", ["=1+1", " 前后有空格 ", "两\n行", "2024-03-20", "<&>\"'"])
def test_a_text_of_any_look_stays_what_it_is_in_every_field(
    family: Family, reread: Reread, new_unit: Submission, text: str
) -> None:
    project = next(new_unit.of("project"))
    project.fields |= {"project_name": text, "goal.expected": text, "funds.initial": text, "funds.rate": text}
    new_unit.texts = {"overall": {"duties": text}}
    new_unit.unit = new_unit.report_date = text
    expected = copy.deepcopy(new_unit)
    next(expected.of("project")).fields |= {"funds.initial": text.strip(), "funds.rate": text.strip()}
    assert comparable(family, reread(new_unit)) == comparable(family, expected)


def as_figure(text: str) -> str:
    """What a field for figures makes of a text: blanks around it do not count, and a figure is one figure."""
    return {"２０２４": "2024", "+86": "86"}.get(text.strip(), text.strip())


def test_what_pasted_text_brings_along_is_made_plain(reread: Reread, new_unit: Submission) -> None:
    """Line ends of Windows and of Word are line ends; other control characters, which Word cannot hold, are dropped."""
    new_unit.texts = {"overall": {"duties": "一\r\n二\x0b三\x07\ufffe四"}}
    assert reread(new_unit).texts == {"overall": {"duties": "一\n二\n三四"}}


def test_a_text_longer_than_a_cell_takes_is_refused_and_not_cut(
    family: Family, new_unit: Submission, tmp_path: Path
) -> None:
    new_unit.texts = {"overall": {"duties": "长" * 32767}}
    build(family, new_unit, tmp_path / "a.xlsx")
    assert read_book(tmp_path / "a.xlsx")[1].texts == new_unit.texts
    new_unit.texts["overall"]["duties"] += "一"
    with pytest.raises(OutputError, match=r"32768 个字.*最多放 32767"):
        build(family, new_unit, tmp_path / "b.xlsx")
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


FIGURE = st.from_regex(r"-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?", fullmatch=True).filter(lambda t: not t.startswith("-0"))
PERCENT = FIGURE.map(lambda t: t + "%")
WORDS = st.sampled_from(["甲", "乙（30分）", "≥95%", "2家", "=SUM(A1)", "多\n行", "<b>&"])


def texts_for(kind: Kind) -> st.SearchStrategy[str]:
    if kind not in NUMERIC:
        return WORDS
    return st.one_of(PERCENT if kind == "percent" else FIGURE, WORDS.map(str.strip))


@st.composite
def submissions(draw: st.DrawFn, family: Family) -> Submission:
    """Any fields and any number of rows; in merged columns no blank, which reads as the text above."""
    submission = start(family, draw(WORDS), draw(st.integers(2000, 2100)), draw(st.integers(0, 2)))
    for values in evaluate(family, submission).forms:
        data, fields = values.data, values.schema.fields
        chosen = draw(st.lists(st.sampled_from(sorted(fields)), max_size=8, unique=True))
        data.fields = {key: draw(texts_for(fields[key].kind)) for key in chosen}
        data.fields |= {key: "" for key in chosen[:2] if fields[key].formula}
        data.rows = dict(_rows(draw, values))
    return submission


def _rows(draw: st.DrawFn, values: Any) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for block in walk_blocks(values.form.rows):
        columns = values.schema.blocks[block.repeat]
        merged = [cell.field for cell in block.cells if cell.merge]
        rows = []
        for _ in range(draw(st.integers(0, 4))):
            keys = merged + draw(st.lists(st.sampled_from(sorted(set(columns) - set(merged))), max_size=4, unique=True))
            rows.append({key: draw(texts_for(columns[key].kind)) for key in keys})
        yield block.repeat, rows


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_submission_is_read_as_it_was_written(family: Family, reread: Reread, data: st.DataObject) -> None:
    submission = data.draw(submissions(family))
    assert comparable(family, reread(submission)) == comparable(family, submission)


@pytest.mark.parametrize("name", ALL)
def test_every_familys_forms_are_read_as_they_were_written_every_field_filled(name: str, tmp_path: Path) -> None:
    family = load(name)
    submission = start(family, "某某局", family.head.year, 2)
    for values in evaluate(family, submission).forms:
        values.data.fields = {key: sample_text(column.kind, key) for key, column in values.schema.fields.items()}
        values.data.rows = {
            block: [{key: sample_text(column.kind, f"{key}{i}") for key, column in columns.items()} for i in (1, 2, 3)]
            for block, columns in values.schema.blocks.items()
        }
    build(family, submission, tmp_path / "book.xlsx")
    read_family, read = read_book(tmp_path / "book.xlsx")
    assert read_family == family
    assert comparable(family, read) == comparable(family, submission)


def sample_text(kind: Kind, key: str) -> str:
    """A text that is like no other, or a figure as it is typed."""
    return {"percent": "87.50%", "count": "12", "date": "2025-03-20"}.get(kind, "90.80" if kind in NUMERIC else key)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("projects", [0, 1])
def test_texts_without_a_project_and_forms_without_a_row_are_written(name: str, projects: int, tmp_path: Path) -> None:
    family = load(name)
    submission = start(family, "某某局", family.head.year, projects)
    for data in submission.forms:
        data.rows = {block: [] for block in data.rows}
    reports = family.outline.reports
    submission.texts = {report.id: {section.key: "见附件" for section in report.sections} for report in reports}
    build(family, submission, tmp_path / "book.xlsx")
    _, read = read_book(tmp_path / "book.xlsx")
    assert comparable(family, read) == comparable(family, submission)
    build_final(evaluate(family, read), tmp_path / "final.xlsx")
    write_report(evaluate(family, read), tmp_path / "report.docx")
