"""选项: the lists that cells choose from, and how this unit words the forms' labels."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.core.scoring import Profile
from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.project_lists import ProjectLists
from jixiao.documents.workbook.layout.raster import fixed, fixed_range
from jixiao.documents.workbook.layout.row_heights import height
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.evaluation import Evaluation
from jixiao.model.forms.field_titles import fill_year
from jixiao.model.forms.grid import labels_of
from jixiao.model.forms.sheet_titles import OPTIONS

_WORDING_COLUMN, _WORDING_WIDTH = 3, 44
_CHOICE_COLUMN = 7


def first_free_column(evaluation: Evaluation) -> int:
    """The column behind everything that :func:`write_options` writes itself."""
    return _CHOICE_COLUMN + len(evaluation.family.outline.choices)


def write_options(
    book: Workbook, styles: Styles, evaluation: Evaluation, profile: Profile, lists: ProjectLists
) -> None:
    """Write the sheet: the lists in the first columns, the wording table beside them, hidden columns at the end."""
    sheet = book.add_worksheet(OPTIONS)
    for column, (name, title, items) in enumerate(_lists(profile)):
        sheet.write_string(0, column, title, styles.get("grid heading"))
        for row, item in enumerate(items, start=1):
            sheet.write_string(row, column, item, styles.get("grid left"))
        book.define_name(name, f"={OPTIONS}!{fixed_range(1, len(items), column)}")
    _write_choices(book, sheet, styles, evaluation)
    lists.write(sheet, styles.get("quiet"))
    last = _write_wording(sheet, styles, evaluation)
    area = f"{fixed(1, _WORDING_COLUMN)}:{fixed(last, _WORDING_COLUMN + 2)}"
    book.define_name(names.WORDING, f"={OPTIONS}!{area}")
    for column, width in enumerate((20, 30, 3, 8, _WORDING_WIDTH, _WORDING_WIDTH - 8)):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect()


def _write_choices(book: Workbook, sheet: Worksheet, styles: Styles, evaluation: Evaluation) -> None:
    """The lists of words that sentences of the report take in, right of the wording."""
    for column, (key, choice) in enumerate(evaluation.family.outline.choices.items(), start=_CHOICE_COLUMN):
        sheet.write_string(0, column, f"{choice.title}（可选项）", styles.get("grid heading"))
        for row, option in enumerate(choice.options, start=1):
            sheet.write_string(row, column, option, styles.get("grid left"))
        sheet.set_column(column, column, 44)
        book.define_name(names.choice_list(key), f"={OPTIONS}!{fixed_range(1, len(choice.options), column)}")


def _lists(profile: Profile) -> list[tuple[str, str, list[str]]]:
    """Each list's name, title and items: the first spelling of each method and of each grade."""
    methods = (
        profile.methods_proportion,
        profile.methods_direct,
        profile.methods_grade,
        profile.methods_satisfaction,
    )
    grades = (profile.grade_top_words, profile.grade_middle_words, profile.grade_low_words)
    return [
        (names.RULES, "赋分规则（可选项）", [spellings[0] for spellings in methods]),
        (names.GRADES, "定性指标完成情况（可选项）", [spellings[0] for spellings in grades]),
    ]


def _write_wording(sheet: object, styles: Styles, evaluation: Evaluation) -> int:
    """One row for each label: where it stands, how the form words it, how this unit does (blank: the same)."""
    for offset, heading in enumerate(("表", "表样用词", "本单位用词（不同时填写）")):
        sheet.write_string(0, _WORDING_COLUMN + offset, heading, styles.get("grid heading"))  # type: ignore[attr-defined]
    row, year = 0, evaluation.submission.year
    for form in evaluation.family.forms:
        data = next(evaluation.submission.of(form.id), None)
        for label in labels_of(form):
            row += 1
            worded = fill_year(data.wording.get(label, "") if data else "", year)
            shown = fill_year(label, year)
            cells = ((form.attachment, "grid left quiet"), (shown, "grid left"), (worded, "grid left input"))
            if (lines := lines_needed(shown, _WORDING_WIDTH)) > 1:
                sheet.set_row(row, height(lines))  # type: ignore[attr-defined]
            for offset, (text, look) in enumerate(cells):
                sheet.write_string(row, _WORDING_COLUMN + offset, text, styles.get(look, "@"))  # type: ignore[attr-defined]
    return max(row, 1)
