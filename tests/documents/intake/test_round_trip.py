"""What our report writes is read back: the same figures, rows, texts and wording.

What a document cannot say is named in ``printed`` and ``texts``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jixiao.core import resources
from jixiao.documents.intake import Intake, read_report
from jixiao.documents.intake.docx_file import read_document
from jixiao.documents.intake.values import as_figure
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import Evaluation, FormValues, evaluate
from jixiao.model.evaluation.report_sentences import NOTHING, paragraphs
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.forms.field_titles import fill_year
from jixiao.model.forms.grid import lay_out, walk_blocks, walk_cells
from jixiao.model.forms.library import families, load
from jixiao.model.submission import Submission, read_sample, start

from . import published
from .published import SEEDS

ALL = families()


BOOKS = ["quyuan-2024", "junshan-2024", *(f"new with {n} projects" for n in (0, 1, 3))]


@pytest.fixture
def reread(tmp_path: Path) -> Callable[[Submission], Intake]:
    """A submission's report, read as a stranger's: the family is not told."""

    def written_and_read(submission: Submission) -> Intake:
        write_report(evaluate(load(submission.family), submission), tmp_path / "报告.docx")
        return read_report(tmp_path / "报告.docx")

    return written_and_read


# ---- what a document can say ----------------------------------------------------------------------------------------


def printed(evaluation: Evaluation) -> list[Any]:
    """All that a report prints of a submission. Deliberate differences, for which a document has no words:

    *computed or typed*: a value is compared as printed; read back, a computed one counts as typed.
    *blank rows*: a row that prints nothing of its own, or only what the merged cell above it says, is no row;
    nor is an indicator that is no more than the dots or the 指标1 of a blank form.
    *the unit in 附件2* is the unit.
    *titles and attachment numbers* are the family's.
    *an optional form with nothing in it, and what stands beside a form* are not printed.
    *white space and colons around a value, line breaks in a value that is no long text* belong to the cell.
    """
    submission, forms = evaluation.submission, []
    for values in evaluation.forms:
        if values.form.optional and values.data.is_empty:
            continue
        aside = {cell.field for _, cell in walk_cells(values.form.aside)}
        fields = {key: values.printed(key) for key in values.schema.fields if key not in {"unit_name", *aside}}
        rows = {block.repeat: list(_rows(values, block.repeat)) for block in walk_blocks(values.form.rows)}
        shown = {placed.label for placed in lay_out(values.form, values.data.rows).cells if placed.rows}
        shown |= {cell.label for _, cell in walk_cells(values.form.below)}
        wording = {k: fill_year(v, submission.year) for k, v in values.data.wording.items() if k in shown}
        wording = {k: v for k, v in wording.items() if v != fill_year(k, submission.year)}
        forms.append((values.form.id, {k: v for k, v in fields.items() if v}, rows, wording))
    return [submission.family, submission.unit, submission.year, submission.report_date, texts(evaluation), forms]


def _rows(values: FormValues, block: str) -> Iterator[dict[str, str]]:
    helpers = {h.field for h in values.form.helpers} if block == values.form.helper_block else set()
    (repeat,) = (b for b in walk_blocks(values.form.rows) if b.repeat == block)
    merged = [cell.field for cell in repeat.cells if cell.merge]
    above: dict[str, str | None] = {}
    for index in values.rows(block):
        row = {k: values.printed(k, block, index) for k in values.schema.blocks[block] if k not in helpers}
        row = {k: v for k, v in row.items() if v}
        if any(row.get(k) != above.get(k) for k in row) and not _is_of_the_blank_form(row):
            yield row
        above = {k: row.get(k) for k in merged}


def _is_of_the_blank_form(row: dict[str, str]) -> bool:
    filled = any(row.get(key, "").strip("/—－- ") for key in ("weight", "target", "actual", "score", "reason"))
    return not filled and bool(re.fullmatch(r"指标\s*\d*[:：]?|[….·。]+", row.get("name", "")))


def texts(evaluation: Evaluation) -> dict[str, dict[str, str]]:
    """Paragraphs of each section. A section with nothing to say prints 无, and 无 is what is read."""
    found: dict[str, dict[str, str]] = {}
    for report in evaluation.family.outline.reports:
        said = evaluation.submission.texts.get(report.id, {})
        parents = {a.key for a, b in zip(report.sections, report.sections[1:], strict=False) if b.level > a.level}
        for section in report.sections:
            lines = [line.strip() for line in said.get(section.key, "").splitlines() if line.strip()]
            if len(lines) == 1 and lines[0].rstrip("。") in NOTHING:
                lines = []
            if not lines and not paragraphs(evaluation, section) and section.key not in parents:
                lines = ["无"]
            if lines and _is_printed(evaluation, report.id):
                found.setdefault(report.id, {})[section.key] = "\n".join(lines)
    return found


def _is_printed(evaluation: Evaluation, report: str) -> bool:
    repeated = any(form.id == report and form.repeated for form in evaluation.family.forms)
    return not repeated or any(evaluation.of(report)) or any(evaluation.submission.texts.get(report, {}).values())


def same(intake: Intake, submission: Submission) -> None:
    assert intake.family.head.id == submission.family
    assert intake.is_sure
    assert [item.text for item in intake.submission.unplaced] == []
    read, written = (printed(evaluate(intake.family, s)) for s in (intake.submission, submission))
    assert read[:4] == written[:4]
    for report in {*read[4], *written[4]}:
        assert read[4].get(report) == written[4].get(report)
    assert len(read[5]) == len(written[5])
    for mine, theirs in zip(read[5], written[5], strict=True):
        assert mine == theirs


@pytest.mark.parametrize("name", BOOKS)
def test_a_report_is_read_as_it_was_written(
    name: str, submission_of: Callable[[str], Submission], reread: Callable[[Submission], Intake]
) -> None:
    submission = submission_of(name)
    if not submission.report_date:
        submission.report_date = ""
    same(reread(submission), submission)


@pytest.mark.parametrize("name", BOOKS[:2])
def test_only_what_the_document_leaves_out_is_lost(
    name: str, submission_of: Callable[[str], Submission], reread: Callable[[Submission], Intake]
) -> None:
    """Nothing but text typed for the sheet alone differs from the submission itself, not only from its print."""
    submission = submission_of(name)
    read = reread(submission).submission
    for mine, theirs in zip(read.forms, submission.forms, strict=True):
        assert {k: v for k, v in mine.fields.items() if k in theirs.fields} == theirs.fields
        assert {b: r for b, r in mine.rows.items() if r} == {b: r for b, r in theirs.rows.items() if r}
        assert mine.wording == theirs.wording
    kept = {(r, k): t for r, sections in read.texts.items() for k, t in sections.items() if t != "无"}
    assert kept == {(r, k): t for r, sections in submission.texts.items() for k, t in sections.items() if t != "无"}


@pytest.mark.parametrize("name", BOOKS)
def test_through_the_workbook_and_the_document_and_the_workbook_again(
    name: str, submission_of: Callable[[str], Submission], reread: Callable[[Submission], Intake], tmp_path: Path
) -> None:
    family = load("hunan-2024")
    build(family, submission_of(name), tmp_path / "1.xlsx")
    first = read_book(tmp_path / "1.xlsx")[1]
    intake = reread(first)
    same(intake, first)
    build(family, intake.submission, tmp_path / "2.xlsx")
    second = read_book(tmp_path / "2.xlsx")[1]
    assert printed(evaluate(family, second)) == printed(evaluate(family, intake.submission))
    again = reread(second).submission
    assert printed(evaluate(family, again)) == printed(evaluate(family, second))


@pytest.mark.parametrize("family_id", sorted(f for f in ALL if not load(f).head.fallback))
def test_every_familys_empty_report_is_read_as_its_own(family_id: str, tmp_path: Path) -> None:
    family = load(family_id)
    submission = start(family, "某某市某某局", family.head.year or 2024, 2)
    write_report(evaluate(family, submission), tmp_path / "报告.docx")
    intake = read_report(tmp_path / "报告.docx")
    assert intake.family.head.id == family_id
    assert (intake.submission.unit, intake.submission.year) == (submission.unit, submission.year)
    printed = [d.form for d in submission.forms if not family.form(d.form).optional]
    assert [d.form for d in intake.submission.forms] == printed
    assert [item.text for item in intake.submission.unplaced] == []


@pytest.mark.parametrize("family_id", ["hunan-2022", "hunan-2024", "xinjiang-2024"])
def test_what_a_draft_asks_for_is_no_value(family_id: str, tmp_path: Path) -> None:
    submission = start(load(family_id), "", 2024, 1)
    write_report(evaluate(load(family_id), submission), tmp_path / "报告.docx")
    read = read_report(tmp_path / "报告.docx", family_id).submission
    assert (read.unit, read.report_date, read.unplaced) == ("", "", [])
    assert "待填" not in str(read)


def test_a_mark_inside_a_persons_own_sentence_stays_in_it(reread: Callable[[Submission], Intake]) -> None:
    submission = start(load("hunan-2024"), "某某局", 2024, 1)
    submission.texts = {"overall": {"duties": "负责全区［待填：几家］国企的监管。"}}
    assert reread(submission).submission.texts["overall"]["duties"] == submission.texts["overall"]["duties"]


@pytest.mark.parametrize("name", sorted(path.stem for path in SEEDS.glob("*.docx")) or ["junshan-2024"])
def test_published_reports_survive_workbook_document_workbook(name: str, tmp_path: Path) -> None:
    if not (SEEDS / f"{name}.docx").is_file():
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    intake = read_report(SEEDS / f"{name}.docx")
    build(intake.family, intake.submission, tmp_path / "1.xlsx")
    family, book = read_book(tmp_path / "1.xlsx")
    write_report(evaluate(family, book), tmp_path / "1.docx")
    again = read_report(tmp_path / "1.docx")
    assert [item.text for item in again.submission.unplaced] == []
    first, second = printed(evaluate(family, book)), printed(evaluate(family, again.submission))
    assert second[:4] == first[:4]
    assert second[4] == first[4]
    for mine, theirs in zip(second[5], first[5], strict=True):
        assert mine == theirs
    build(family, again.submission, tmp_path / "2.xlsx")
    assert printed(evaluate(family, read_book(tmp_path / "2.xlsx")[1])) == second


def cells_of(path: Path) -> list[list[list[str]]]:
    """Every table's rows of texts, white space (which only fits a text to its cell) left out, and so are blanks."""
    rows = ([["".join(c.text.split()) for c in row if c.text] for row in t.rows] for t in read_document(path).tables)
    return [[row for row in table if row] for table in rows]


@pytest.mark.parametrize("name", published.UNITS)
def test_tables_written_again_are_those_that_were_read_cell_by_cell(name: str, tmp_path: Path) -> None:
    """Published tables → workbook → document."""
    source = published.write(tmp_path / "公开.docx", published.tables(name))
    intake = read_report(source)
    build(intake.family, intake.submission, tmp_path / "1.xlsx")
    family, submission = read_book(tmp_path / "1.xlsx")
    write_report(evaluate(family, submission), tmp_path / "再写.docx")
    assert cells_of(tmp_path / "再写.docx") == cells_of(source)


BLANK_ROWS = {"hengyang-2022": 39}
"""Rows of indicators that hold …… and nothing else, counted by eye."""


@pytest.mark.parametrize("name", ["junshan-2024", "quyuan-2024", "hengyang-2022", "changji-2024"])
def test_tables_of_published_reports_written_again_hold_every_text(name: str, tmp_path: Path) -> None:
    """For tables of the forms: each text of the published table stands in the one we write, as often as there."""
    if not (SEEDS / f"{name}.docx").is_file():
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    intake = read_report(SEEDS / f"{name}.docx")
    listed = "".join("".join(item.text.split()) for item in intake.submission.unplaced)
    write_report(evaluate(intake.family, intake.submission), tmp_path / "再写.docx")
    written = Counter(text for table in cells_of(tmp_path / "再写.docx") for row in table for text in row)
    source = Counter(text for table in cells_of(SEEDS / f"{name}.docx") for row in table for text in row)
    missing = {text: count for text, count in (source - written).items() if text not in listed}
    blank = missing.pop("……", 0)  # the form's own sign in rows that nobody filled in: they are no rows
    assert missing == {}
    assert blank == BLANK_ROWS.get(name, 0)


# ---- any submission -------------------------------------------------------------------------------------------------

FIGURES = st.one_of(
    st.from_regex(r"-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?%?", fullmatch=True),
    st.sampled_from(["1,234.50", "/", "——", "……", "0", "＞5", "≥95%", "约3", "未开展"]),
)
SIGNS = (
    "甲乙丙丁戊己庚辛年月日度元项。，；：、（）()《》“”—…≥≤%/\\\"'<>&#{}[]［］=+*_~^|@!?.- \t　0123456789abcXYZ①㎡𠮷é"
)
LINE = st.text(SIGNS, max_size=24).map(lambda t: t.strip("　 \t：:；")).filter(bool)
"""No white space at either end, and no colon before it: these belong to the label."""

TEXT = st.lists(LINE, min_size=1, max_size=4).map("\n".join)
RESPELLED: tuple[Callable[[str], str], ...] = (
    lambda label: label[0] + " " + label[1:],
    lambda label: label[:-1] + "　" + label[-1],
    lambda label: label.replace("（", "(").replace("）", ")"),
    lambda label: label.replace("：", ":"),
    lambda label: "".join(f"{c} " for c in label).strip() if "{" not in label else label,
)
UNIT = (
    st.text("某县市区局办公室中心（）甲乙丙·0123456789A ", min_size=2, max_size=30)
    .map(str.strip)
    .filter(lambda t: len(t) > 1)
)
DATE = st.sampled_from(["", "2025年3月20日", "2025年12月1日"])


def of_kind(kind: Kind) -> st.SearchStrategy[str]:
    if kind in NUMERIC:
        return FIGURES.map(lambda text: as_figure(text, kind))  # a percentage has its sign
    return TEXT if kind == "long_text" else LINE


@st.composite
def submissions(draw: st.DrawFn, family_id: str) -> Submission:
    """Any figures and texts in any fields, any number of rows and projects."""
    family = load(family_id)
    submission = start(family, draw(UNIT), draw(st.integers(2001, 2099)), draw(st.integers(0, 2)))
    submission.report_date = draw(DATE)
    for values in evaluate(family, submission).forms:
        data, fields = values.data, values.schema.fields
        aside = {cell.field for _, cell in walk_cells(values.form.aside)}  # not printed
        chosen = draw(st.lists(st.sampled_from(sorted(set(fields) - aside)), max_size=12, unique=True))
        data.fields = {key: draw(of_kind(fields[key].kind)) for key in chosen if key != "unit_name"}
        if not data.fields.get(values.form.name_field or "", "").strip("/\\—－-无 "):  # says that there is no project
            data.fields.pop(values.form.name_field or "", None)
        data.rows = {block.repeat: draw(_block(values, block)) for block in walk_blocks(values.form.rows)}
        labels = sorted({cell.label for _, cell in walk_cells(values.form.rows) if len(cell.label) > 1})
        for label in draw(st.lists(st.sampled_from(labels), max_size=4, unique=True)):
            data.wording[label] = draw(st.sampled_from(RESPELLED))(label)
    for report in family.outline.reports:
        keys = draw(st.lists(st.sampled_from([s.key for s in report.sections]), max_size=5, unique=True))
        submission.texts[report.id] = {key: draw(TEXT) for key in keys}
    submission.texts = {report: said for report, said in submission.texts.items() if said}
    return submission


@st.composite
def _block(draw: st.DrawFn, values: FormValues, block: Any) -> list[dict[str, str]]:
    columns, rows = values.schema.blocks[block.repeat], []
    cells = [cell.field for cell in block.cells]
    merged = [cell.field for cell in block.cells if cell.merge]
    own = [key for key in cells if key not in merged]
    for _ in range(draw(st.integers(0, 4))):
        keys = [*merged, own[0], *draw(st.lists(st.sampled_from(own[1:]), max_size=5, unique=True))]
        rows.append({key: draw(of_kind(columns[key].kind)) for key in keys})
    return rows


@pytest.mark.parametrize("family_id", ["hunan-2024", "hunan-2022", "xinjiang-2024"])
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_submission_is_read_as_it_was_written(
    family_id: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    submission = data.draw(submissions(family_id))
    path = tmp_path_factory.getbasetemp() / "any.docx"
    write_report(evaluate(load(family_id), submission), path)
    same(read_report(path), submission)


# ---- sentences that figures write -----------------------------------------------------------------------------------

SENTENCE_SAMPLES = [
    "service-center-2024", "cooperation-center-2024", "assets-commission-2022", "assets-commission-2024",
]  # fmt: skip
CHOSEN = {"three_public": "公务接待批次和人数减少", "adjustment": "年中新增工作任务，追加项目经费"}


def unit_year(name: str) -> Submission:
    return read_sample(resources.path("workbook", "samples", f"{name}.yaml"))


@pytest.mark.parametrize("name", SENTENCE_SAMPLES)
def test_what_figures_wrote_is_no_text_of_the_unit(name: str, reread: Callable[[Submission], Intake]) -> None:
    submission = unit_year(name)
    submission.texts = {}
    read = reread(submission).submission
    assert read.texts == {}
    assert not read.replaced


@pytest.mark.parametrize("name", SENTENCE_SAMPLES)
def test_words_chosen_for_sentences_are_found_in_them(name: str, reread: Callable[[Submission], Intake]) -> None:
    submission = unit_year(name)
    used = {key: words for key, words in CHOSEN.items() if key in load(submission.family).outline.choices}
    submission.choices = dict(used)
    read = reread(submission).submission
    evaluation = evaluate(load(submission.family), submission)
    said = "".join(text for section in _sections(submission) for text in paragraphs(evaluation, section))
    assert read.choices == {key: words for key, words in used.items() if words in said}
    assert not read.replaced


def test_only_the_choice_that_was_made_is_found(reread: Callable[[Submission], Intake]) -> None:
    submission = unit_year("cooperation-center-2024")
    submission.choices = {"three_public": "接待任务减少，压减了开支"}
    assert reread(submission).submission.choices == submission.choices


def _sections(submission: Submission) -> Iterator[Any]:
    return (section for report in load(submission.family).outline.reports for section in report.sections)


def test_a_text_in_the_place_of_sentences_stays_there(reread: Callable[[Submission], Intake]) -> None:
    submission = unit_year("cooperation-center-2024")
    submission.replaced = {"overall": {"basic_spending"}}
    read = reread(submission).submission
    assert read.replaced == submission.replaced
    assert read.texts["overall"]["basic_spending"] == submission.texts["overall"]["basic_spending"]


def test_a_sentence_edited_in_word_is_the_units_own_and_is_not_written_twice(
    tmp_path: Path, reread: Callable[[Submission], Intake]
) -> None:
    submission = unit_year("cooperation-center-2024")
    reread(submission)
    document = docx.Document(str(tmp_path / "报告.docx"))
    (edited,) = [p for p in document.paragraphs if p.text.startswith("2024年项目支出14.40万元")]
    edited.text = "全年项目支出14.40万元。"
    document.save(str(tmp_path / "改.docx"))
    read = read_report(tmp_path / "改.docx").submission
    assert read.texts["overall"]["project_spending"].split("\n")[0] == "全年项目支出14.40万元。"
    assert read.replaced == {"overall": {"project_spending"}}
