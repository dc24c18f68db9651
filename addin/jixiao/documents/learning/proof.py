"""The proof of a learned family: its sheet and its printed table beside the blank, cell by cell."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from jixiao.documents.intake.raw_document import RawCell, RawTable
from jixiao.documents.learning.blank import BlankFile, read_blank, read_form_sheet
from jixiao.documents.learning.form import LearnedForm
from jixiao.documents.learning.known import known
from jixiao.documents.learning.learned_family import BLANKS, learn, read_record
from jixiao.documents.learning.rows import default_rows, title_words, year_words
from jixiao.documents.learning.taken import Block, CellRole
from jixiao.documents.learning.words import is_figure, is_list_mark, is_placeholder
from jixiao.documents.report import report_document
from jixiao.documents.workbook.build import build
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.form_names import sheet_of
from jixiao.model.forms.family import Family
from jixiao.model.submission import start
from jixiao.model.submission.placeholders import without_placeholders

SHEET, REPORT = "工作簿", "报告"
_UNIT = "某某单位"
_DECIMAL = re.compile(r"\d+\.\d+")
"""10.00 and 10 are one figure, however many places a cell shows."""

_BLANK_DATE = re.compile("[年月日元分]+")


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row's texts with the first column and the width of each; where it stands, for people."""

    number: int
    texts: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """How many printed cells of the blank stand in sheet and report as they should, and what differs."""

    cells: int
    differences: tuple[str, ...]


def prove(family: Family, folder: Path) -> Proof:
    """What a family builds beside the blanks it was learned from.

    Raises:
        BlankError: it was not learned from blanks.
    """
    record = read_record(folder)
    asked = record["asked"]
    files = [folder / BLANKS / name for name in record["files"]]
    told = {"corrections": record["corrections"], "names": record.get("names")}
    learned = learn(family.head.id, files, asked["extends"], asked["title"], asked["year"], **told)
    submission = start(family, _UNIT, family.head.year, 1)
    differences: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory() as place:
        book, report = Path(place, "book.xlsx"), Path(place, "report.docx")
        build(family, submission, book)
        evaluation = evaluate(family, submission)
        sheets = {form.form.id: sheet_of(evaluation, index) for index, form in enumerate(evaluation.forms)}
        report_document(evaluation).save(str(report))
        made_report = read_blank(report)
        printed = [list(_built_rows(table)) for table in made_report.tables]
        for form in learned.forms:
            blank = list(_blank_rows(form, family.head.year))
            count += sum(len(row.texts) for row in blank)
            sheet = sheets[form.id]
            made = list(_built_rows(read_form_sheet(book, sheet, form.taken.width)))
            differences += [f"{SHEET}「{sheet}」{line}" for line in _compare(blank, made)]
            nearest = max(printed, key=lambda rows: _shared(blank, rows), default=[])
            attachment = form.data["attachment"]
            differences += [f"{REPORT}「{attachment}」{line}" for line in _compare(blank, nearest)]
            around = _not_around(form, made_report, family.head.year)
            differences += [f"{REPORT}「{attachment}」表外没有「{words}」" for words in around]
    return Proof(count, tuple(differences))


# ---- what is printed ----------------------------------------------------------------------------------------


def _blank_rows(form: LearnedForm, year: int) -> Iterator[ComparedRow]:
    """The printed words of a blank, without what somebody filled in and what only keeps a place."""
    told: set[int] = set()
    for number, row in enumerate(form.taken.table.rows):
        block = form.taken.block_at(number)
        if block is None:
            cells = [(cell, text) for cell in row for text in _printed(form, cell, year)]
            yield from _row(number, cells)
        elif id(block) not in told:
            told.add(id(block))
            yield from _block_rows(form, block, number)


def _printed(form: LearnedForm, cell: RawCell, year: int) -> Iterator[str]:
    """The form's own words in a cell: its label, and what it prints where something is filled in."""
    taken = form.taken.of(cell)
    text = cell.text.strip()
    if taken.role is CellRole.LABEL:
        said = year_words(text, form.year)
        said = said.replace("{year}", "{previous_year}") if taken.key == "previous" else said
        yield said.replace("{year}", str(year)).replace("{previous_year}", str(year - 1))
    if taken.role is CellRole.BOTH:
        yield text[: len(text) - len(taken.value)] if taken.value else text
    if taken.role is not CellRole.LABEL:
        yield form.data["defaults"].get("fields", {}).get(taken.key, "")


def _block_rows(form: LearnedForm, block: Block, number: int) -> Iterator[ComparedRow]:
    """What repeated rows begin with, equal levels told once as they are printed."""
    columns = {column.key: column.cell for column in block.columns}
    before: dict[str, str] = {}
    for offset, row in enumerate(default_rows(block, form.is_filled, known())):
        again = {key for key in ("level1", "level2") if row.get(key) and row.get(key) == before.get(key)}
        before = row
        yield from _row(number + offset, [(columns[key], text) for key, text in row.items() if key not in again])


def _built_rows(table: RawTable) -> Iterator[ComparedRow]:
    for number, row in enumerate(table.rows):
        yield from _row(number, [(cell, cell.text) for cell in row])


def _not_around(form: LearnedForm, report: BlankFile, year: int) -> Iterator[str]:
    """The words of the lines above and below a blank's table that the report prints nowhere."""
    said = re.sub(r"\s+", "", "".join(report.paragraphs))
    lines = (year_words(line, form.year) for line in (*form.around.above, *form.around.below))
    for line in (title_words(form.around.title, form.year), *lines):
        if form.is_filled and _LABEL.search(line):
            continue  # what stands behind its labels is the unit's
        words = [word for word in re.split(r"[\s_]+", line.replace("{year}", str(year))) if word]
        yield from (
            word for word in words if word not in said and not is_figure(word) and not _BLANK_DATE.fullmatch(word)
        )


_LABEL = re.compile("[：:;；]")


def _row(number: int, cells: Sequence[tuple[RawCell, str]]) -> Iterator[ComparedRow]:
    said = [(cell, _plain(text)) for cell, text in cells]
    said = [(cell, text) for cell, text in said if text]
    if said:
        places = tuple((cell.column, cell.columns) for cell, _ in said)
        yield ComparedRow(number, tuple(text for _, text in said), places)


def _plain(text: str) -> str:
    """A printed text without white space and marks that only keep a place, or ask for what is still to be filled in."""
    said = re.sub(r"\s+", "", without_placeholders(text)).replace(_UNIT, "")
    said = said.rstrip("0").rstrip(".") if _DECIMAL.fullmatch(said) else said
    return "" if is_placeholder(said) or is_list_mark(said) or not re.search(r"\w", said) else said


# ---- beside each other --------------------------------------------------------------------------------------


def _shared(blank: Sequence[ComparedRow], made: Sequence[ComparedRow]) -> int:
    return len({row.texts for row in blank} & {row.texts for row in made})


def _compare(blank: Sequence[ComparedRow], made: Sequence[ComparedRow]) -> Iterator[str]:
    """What of the blank is missing, and what the family adds; order counts, cells filled in do not."""
    match = SequenceMatcher(None, [row.texts for row in blank], [row.texts for row in made], autojunk=False)
    for kind, first, end, start_made, end_made in match.get_opcodes():
        if kind != "equal":
            missing = [text for row in blank[first:end] for text in row.texts]
            added = [text for row in made[start_made:end_made] for text in row.texts]
            yield from _told(blank, first, missing, added)


def _told(blank: Sequence[ComparedRow], first: int, missing: list[str], added: list[str]) -> Iterator[str]:
    lost = [text for text in missing if text not in added]
    more = [text for text in added if text not in missing and not is_figure(text)]  # a figure is reckoned
    order = [text for text in added if text in missing]
    where = f"样表第{blank[min(first, len(blank) - 1)].number + 1}行" if blank else "样表"
    if lost:
        yield f"{where}：没有「{'」「'.join(lost)}」"
    if more:
        yield f"{where}：多了「{'」「'.join(more)}」"
    if not lost and not more and missing != order:
        yield f"{where}：次序不同「{'」「'.join(missing)}」"
