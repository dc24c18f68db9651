"""The workbook as a function of family and submission: always written new, stored results included."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook

from jixiao.audit.bureau_score import assess
from jixiao.core.files import OutputError, private_folder, replacing
from jixiao.core.scoring import load as load_profile
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.bureau_score_facts import facts
from jixiao.documents.workbook.layout.dated_forms import DatedForms
from jixiao.documents.workbook.layout.notes import Notes, NoteWriter
from jixiao.documents.workbook.layout.plain_formulas import PlainWorkbook
from jixiao.documents.workbook.layout.project_lists import ProjectLists
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.documents.workbook.macros import MACRO_SUFFIX, add_macros
from jixiao.documents.workbook.sheets.check_sheet import CheckSheet
from jixiao.documents.workbook.sheets.form_sheet import FormSheet
from jixiao.documents.workbook.sheets.home_sheet import HomeSheet
from jixiao.documents.workbook.sheets.list_sheets import REMARKS, write_lists
from jixiao.documents.workbook.sheets.options_sheet import first_free_column, write_options
from jixiao.documents.workbook.sheets.problem_sheet import ProblemSheet
from jixiao.documents.workbook.sheets.project_summary_sheet import write_project_summary
from jixiao.documents.workbook.sheets.report_text_sheet import TextSheet
from jixiao.documents.workbook.sheets.unplaced_sheet import write_unplaced
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.destinations import destinations
from jixiao.model.forms.family import Family
from jixiao.model.forms.sheet_titles import OPTIONS, sheet_title
from jixiao.model.submission.submission import Submission

_EXCEL_2019 = 191029
"""Excel recalculates everything when a file's calcId is older than itself; this one it leaves alone."""

_CELL_LIMIT = 32767
_MANY_FORMS = 40

_CREATED = datetime(2024, 1, 1, tzinfo=UTC)
"""The same for every book, so that the same figures give the same file."""


Written = Callable[[int, int], None]
"""Told how many of how many forms are written."""


def _untold(done: int, total: int) -> None:
    """Nobody asks how far it is."""


def build(
    family: Family, submission: Submission, target: Path, *, notes: Notes | None = None, written: Written = _untold
) -> Evaluation:
    """Write the workbook of a submission.

    Args:
        family: the form family.
        submission: what the unit wrote.
        target: the file; an existing one is replaced only when the new one is whole. A .xlsm gets buttons, ribbon
            and functions; any other is a plain workbook.
        notes: what to note on cells, by form and reference.
        written: called after each form.

    Returns:
        The evaluation whose values stand in the cells.

    Raises:
        OutputError: the file cannot be written; nothing of it is left behind.
        MacrosError: the macros of a .xlsm cannot be made here.
    """
    _refuse_long_texts(submission)
    evaluation = evaluate(family, submission)
    with replacing(target) as temporary, _room(len(submission.forms), target.parent) as room:
        book = PlainWorkbook(str(temporary), {"strings_to_formulas": False, "strings_to_urls": False, **room})
        book.calc_id, book.calc_on_load = _EXCEL_2019, False
        title = f"{submission.year}年度绩效自评工作簿"
        book.set_properties({"title": title, "subject": family.head.id, "created": _CREATED})
        has_macros = target.suffix.lower() == MACRO_SUFFIX
        _write(book, evaluation, notes or {}, written, has_buttons=has_macros)
        _hide_names(book)
        if has_macros:
            add_macros(book)
        book.close()
    return evaluation


@contextmanager
def _room(forms: int, folder: Path) -> Iterator[dict[str, object]]:
    """Where XlsxWriter keeps the sheets until the file is packed: a large book's would take twice the memory."""
    if forms <= _MANY_FORMS:
        yield {"in_memory": True}
        return
    with private_folder(folder) as files:
        yield {"tmpdir": str(files)}


def _hide_names(book: Workbook) -> None:
    """The name box shows an address then: keys are for formulas and programs, not for people."""
    for defined in book.defined_names:
        defined[3] = defined[0] != names.PRINT_AREA


def _refuse_long_texts(submission: Submission) -> None:
    """A cell takes no more; what is longer would be cut without a word."""
    texts = [text for data in submission.forms for text in data.fields.values()]
    texts += [text for data in submission.forms for rows in data.rows.values() for row in rows for text in row.values()]
    texts += [text for sections in submission.texts.values() for text in sections.values()]
    texts += submission.choices.values()
    texts += [text for rows in submission.lists.values() for row in rows for text in row]
    longest = max(texts, key=len, default="")
    if len(longest) > _CELL_LIMIT:
        start = longest[:20].replace("\n", " ")
        raise OutputError(
            f"以「{start}…」开头的文字有 {len(longest)} 个字，一个单元格最多放 {_CELL_LIMIT} 个字，请删减或分开填写"
        )


def _write(book: Workbook, evaluation: Evaluation, notes: Notes, written: Written, *, has_buttons: bool) -> None:
    styles = Styles(book)
    home = HomeSheet(book, styles, evaluation)
    forms = [
        FormSheet(book, styles, title, values, evaluation.family.checks)
        for title, values in zip(sheet_titles(evaluation), evaluation.forms, strict=True)
    ]
    _write_forms(forms, written, may_repeat=not notes)
    addresses = [form.at for form in forms]
    dated = DatedForms(book, addresses)
    write_project_summary(book, styles, evaluation, forms, dated)
    lists = ProjectLists(evaluation, addresses, OPTIONS, first_free_column(evaluation))
    texts = TextSheet(book, styles, evaluation, addresses, lists)
    texts.write(dated)
    problems = ProblemSheet(book, styles)
    checks = CheckSheet(book, styles, evaluation, forms, lists, texts)
    checks.write()
    problems.write(checks, evaluation.submission.lists.get(REMARKS, ()))
    _write_assessment(evaluation, forms, texts, checks)
    write_options(book, styles, evaluation, load_profile(evaluation.family.head.id), lists)
    write_unplaced(book, styles, evaluation.submission.unplaced, _places(evaluation))
    write_lists(book, styles, evaluation.submission.lists)
    home.write(forms, texts, checks)
    if notes:
        _write_notes(NoteWriter(book), notes, forms, texts)
        home.write_legend_of_notes()
    if has_buttons:
        home.add_buttons()


def _write_forms(forms: Sequence[FormSheet], written: Written, *, may_repeat: bool) -> None:
    """Write each form; one that says what the last of its kind says repeats it, unless notes may tell them apart."""
    last: dict[str, FormSheet] = {}
    for number, form in enumerate(forms, start=1):
        before = last.get(form.at.values.form.id)
        if may_repeat and before and form.says_the_same(before):
            form.repeat(before)
        else:
            form.write()
            last[form.at.values.form.id] = form
        written(number, len(forms))


def _places(evaluation: Evaluation) -> list[str]:
    """Where what found no place can go, in words."""
    forms = zip(sheet_titles(evaluation), (values.form for values in evaluation.forms), strict=True)
    return list(destinations(evaluation.family, list(forms), evaluation.submission.year))


def _write_assessment(evaluation: Evaluation, forms: Sequence[FormSheet], texts: TextSheet, checks: CheckSheet) -> None:
    """What the bureau would likely give, on the sheet of its form."""
    assessed = assess(evaluation)
    for form, values in zip(forms, evaluation.forms, strict=True):
        if assessed and values.form.id == assessed.form:
            form.write_assessment(assessed, {row.key: facts(row, texts, checks) for row in assessed.rows})


def _write_notes(writer: NoteWriter, notes: Notes, forms: Sequence[FormSheet], texts: TextSheet) -> None:
    """Each note on the sheet of its form; those of no form on the sheet of the report's text."""
    for index, form in enumerate(forms):
        form.write_notes(writer, {reference: said for (at, reference), said in notes.items() if at == index})
    others = {key: said for key, said in notes.items() if not 0 <= key[0] < len(forms)}
    texts.write_notes(writer, {reference: said for (_, reference), said in others.items()})


def sheet_titles(evaluation: Evaluation) -> list[str]:
    """The sheets' names; a form that is filled many times is numbered, in a part of a workbook as in the whole."""
    counts: dict[str, int] = {}
    titles = []
    for values in evaluation.forms:
        counts[values.form.id] = values.data.number or counts.get(values.form.id, 0) + 1
        name = values.printed(values.form.name_field) if values.form.name_field else ""
        titles.append(sheet_title(values.form.sheet, counts[values.form.id], name))
    return titles
