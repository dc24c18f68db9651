"""报告正文: one row for each heading of the reports, with what to write, what the figures write, and the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter import Workbook

from jixiao.core.functions.results import BLANK_RESULT
from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.dated_forms import DatedForms
from jixiao.documents.workbook.layout.notes import Note, NoteWriter
from jixiao.documents.workbook.layout.project_lists import ProjectLists
from jixiao.documents.workbook.layout.raster import address, fixed
from jixiao.documents.workbook.layout.sentence_cells import SentenceCells
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.left_blank import blank_sections, unfinished_sections
from jixiao.model.evaluation.own_texts import wanted_reports
from jixiao.model.forms.expression import parse
from jixiao.model.forms.family import Report, Section
from jixiao.model.forms.own_text_cells import own_text_key
from jixiao.model.forms.sentence_template import choices_of, without_fields
from jixiao.model.forms.sheet_titles import REPORT_TEXT
from jixiao.model.forms.vocabulary import vocabulary
from jixiao.model.submission.placeholders import MARK_BEGINS

_WIDTHS = (18, 22, 30, 9, 56)
"""Characters; together as many as a window of 1366 pixels shows."""
_HEADINGS = ("章节", "写什么", "由表中数字写出（自动）", "自动的句子", "正文（在这里写）")
_COMMON = "这里写总的、各项目共同的；一个项目自己的话，写在它的项目表下面的同名格子里。"
_NO_REPORT = "这套表样只有自评表，没有报告正文：这一页不用填。"
_DATED = "⚠含日期，按“校验全部”改正"
"""What the heading of the sentences says while they count a date."""
_PREVIEW, _USE, _TEXT = 2, 3, 4
_HIDDEN = len(_WIDTHS) + 1
_USE_HELP = "“保留”：左边自动写出的句子和右边的正文都写进报告。“用正文替换”：只写右边的正文；右边空着时仍写自动的句子。"


class TextSheet:
    """Writes the sheet of the narrative."""

    def __init__(
        self, book: Workbook, styles: Styles, evaluation: Evaluation, forms: Sequence[Addresses], lists: ProjectLists
    ):
        self._book = book
        self._styles = styles
        self._evaluation = evaluation
        self._sheet = book.add_worksheet(REPORT_TEXT)
        self._struck = styles.struck()
        self.inputs: list[str] = []
        self._lists = lists
        self._forms = forms
        self._asked_cells: list[tuple[str, str]] = []
        self._places: dict[str, tuple[int, int]] = {}
        self._rows, self._choice_rows = self._plan()
        places = {key: fixed(row, _PREVIEW) for key, row in self._choice_rows.items()}
        self._sentences = SentenceCells(self._sheet, evaluation, forms, lists, places, _HIDDEN)

    def write(self, dated: DatedForms) -> None:
        """Write all reports' sections below each other."""
        for column, (width, heading) in enumerate(zip(_WIDTHS, _HEADINGS, strict=True)):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, heading, self._styles.get("grid heading"))
        if not self._evaluation.family.outline.reports:
            self._sheet.write_string(1, 0, _NO_REPORT, self._styles.get("quiet"))
        for report in self._evaluation.family.outline.reports:
            word = vocabulary().forms.get(report.id)
            title = word.report if word and word.report else without_fields(report.title)
            above = self._rows[report.id, report.sections[0].key] - 1
            self._sheet.merge_range(above, 0, above, _TEXT, title, self._styles.get("subtitle"))
            for section in report.sections:
                self._write_section(self._rows[report.id, section.key], report, section)
        reports = wanted_reports(self._evaluation)
        self._asked_cells = [self._cells_of(report, section) for report in reports for section in report.asked]
        for key, row in self._choice_rows.items():
            self._write_choice(row, key)
        self._sheet.set_column(_HIDDEN, self._sentences.last, None, None, {"hidden": True})
        self._write_signs(dated)
        self._set_up_page()

    def write_notes(self, writer: NoteWriter, notes: Mapping[str, Sequence[Note]]) -> None:
        """Note texts on sections (``report.section``); one that has no row here is noted at the sheet's head."""
        cells = ((self._places.get(reference, (0, 0)), texts) for reference, texts in notes.items())
        writer.write(self._sheet, (((*cell, *cell), texts) for cell, texts in cells))

    def place_of(self, reference: str) -> tuple[int, int]:
        """Where the text of a section (``report.section``) stands."""
        return self._places[reference]

    def said(self, expression: str) -> str | None:
        """A formula, for any sheet, of what a sentence on the unit says already; ``None`` where none does."""
        return self._sentences.said(parse(expression))

    def progress(self) -> tuple[str, int]:
        """A formula that counts the sections with a text, and its value."""
        if not self.inputs:
            return "0", 0
        filled = sum(1 for texts in self._evaluation.submission.texts.values() for text in texts.values() if text)
        return f'COUNTIF({self._texts_range()},"?*")', filled

    def inputs_count(self) -> tuple[str, int]:
        """How many sections there are."""
        return str(len(self.inputs)), len(self.inputs)

    def filled(self) -> tuple[str, int]:
        """A formula that counts the sections with a text that nothing else writes, and its value."""
        parts = [f"IF({_is_blank(cell, own)},0,1)" for cell, own in self._asked_cells]
        blank = sum(not section.sentences for _, section in blank_sections(self._evaluation))
        return "+".join(parts) or "0", len(self._asked_cells) - blank

    def needed(self, left_of: Mapping[str, str]) -> tuple[str, int]:
        """A formula that counts the sections to write, and its value.

        They are those that nothing else writes (neither the figures nor 无), those of which the figures write nothing
        although they are all there, and texts with a mark in them. ``left_of``: for each report a formula that counts
        what is still blank on its forms.
        """
        parts = [str(len(self._asked_cells)), *self._unwritten_formulas(left_of)]
        if self.inputs:
            parts.append(f'COUNTIF({self._texts_range()},"*{MARK_BEGINS}*")')
        unwritten = sum(bool(section.sentences) for _, section in blank_sections(self._evaluation))
        unfinished = len(list(unfinished_sections(self._evaluation)))
        return "+".join(parts), len(self._asked_cells) + unwritten + unfinished

    def _unwritten_formulas(self, left_of: Mapping[str, str]) -> Iterator[str]:
        """How many sections of each report have neither a sentence nor a text, once its forms are filled in."""
        for report in wanted_reports(self._evaluation):
            written = [section for section in report.never_empty if section.sentences]
            blank = [
                f"IF({_is_blank(*self._cells_of(report, section, with_sentences=True))},1,0)" for section in written
            ]
            if blank:
                yield f"IF({left_of.get(report.id, '0')}=0,{'+'.join(blank)},0)"

    def _cells_of(self, report: Report, section: Section, *, with_sentences: bool = False) -> tuple[str, str]:
        """What is written in a section's cells, and the column of what the projects say there, where they can."""
        row, column = self._places[f"{report.id}.{section.key}"]
        texts = [f"{names.quoted(REPORT_TEXT)}!{fixed(row, each)}" for each in (column, *[_PREVIEW] * with_sentences)]
        key = own_text_key(section.key)
        has_own = any(key in values.schema.fields for values in self._evaluation.of(report.id))
        return "&".join(texts), self._lists.range_of(f"{report.id}:{key}") if has_own else ""

    def _texts_range(self) -> str:
        return f"{names.quoted(REPORT_TEXT)}!{self.inputs[0]}:{self.inputs[-1]}"

    def _plan(self) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
        """The row of each section, and of each choice: below the first section whose sentences take it."""
        rows: dict[tuple[str, str], int] = {}
        choices: dict[str, int] = {}
        row = 0
        for report in self._evaluation.family.outline.reports:
            row += 1  # the report's title
            for section in report.sections:
                row += 1
                rows[report.id, section.key] = row
                for key in _choices(section):
                    if key not in choices:
                        row += 1
                        choices[key] = row
        return rows, choices

    def _write_section(self, row: int, report: Report, section: Section) -> None:
        report_id = report.id
        text = self._evaluation.submission.texts.get(report_id, {}).get(section.key, "")
        self._sheet.write_string(row, 0, section.heading, self._styles.get("grid left"))
        self._sheet.write_string(row, 1, section.guidance, self._styles.get("grid left"))
        preview = self._write_preview(row, section)
        self._write_use(row, report_id, section)
        style = self._styles.get("grid input left top", "@")
        if text:
            self._sheet.write_string(row, _TEXT, text, style)
        else:
            self._sheet.write_blank(row, _TEXT, None, style)
        if any(form.id == report.id and form.own_texts for form in self._evaluation.family.forms):
            told = {"validate": "any", "input_title": "正文", "input_message": _COMMON}
            self._sheet.data_validation(row, _TEXT, row, _TEXT, told)
        self._set_height(row, {1: section.guidance, _PREVIEW: preview, _TEXT: text})
        self._define(names.text_name(report_id, section.key), row, _TEXT)
        self.inputs.append(fixed(row, _TEXT))
        self._places[f"{report_id}.{section.key}"] = (row, _TEXT)

    def _write_preview(self, row: int, section: Section) -> str:
        """What the figures will write; a formula, so that it follows them."""
        formula, text = self._sentences.write(row, section)
        style = self._styles.get("grid left top concealed")
        if formula:
            self._sheet.write_formula(row, _PREVIEW, f"={formula}", style, stored(text))
        else:
            self._sheet.write_blank(row, _PREVIEW, None, style)
        return text

    def _write_use(self, row: int, report_id: str, section: Section) -> None:
        """Whether the text is added to the sentences or replaces them; replaced ones are struck through."""
        if not section.sentences:
            self._sheet.write_blank(row, _USE, None, self._styles.get("grid"))
            return
        is_replaced = section.key in self._evaluation.submission.replaced.get(report_id, ())
        use = names.REPLACE if is_replaced else names.ADD
        self._sheet.write_string(row, _USE, use, self._styles.get("grid input", "@"))
        self._list(row, _USE, [names.ADD, names.REPLACE], _HEADINGS[_USE], _USE_HELP, is_strict=True)
        self._define(names.use_name(report_id, section.key), row, _USE)
        condition = f'=AND(${address(row, _USE)}="{names.REPLACE}",LEN(${address(row, _TEXT)})>0)'
        look = {"type": "formula", "criteria": condition, "format": self._struck}
        self._sheet.conditional_format(row, _PREVIEW, row, _PREVIEW, look)

    def _write_choice(self, row: int, key: str) -> None:
        """A choice in a row of its own: its title, help, and the cell to choose in."""
        choice = self._evaluation.family.outline.choices[key]
        chosen = self._evaluation.submission.choices.get(key, "")
        self._sheet.write_string(row, 0, f"　└ {choice.title}", self._styles.get("grid left"))
        self._sheet.write_string(row, 1, choice.help, self._styles.get("grid left"))
        self._sheet.write_string(row, _PREVIEW, chosen, self._styles.get("grid input left", "@"))
        for column in (_USE, _TEXT):
            self._sheet.write_blank(row, column, None, self._styles.get("grid"))
        self._list(row, _PREVIEW, f"={names.choice_list(key)}", choice.title, choice.help, is_strict=False)
        self._set_height(row, {0: f"　└ {choice.title}", 1: choice.help, _PREVIEW: chosen})
        self._define(names.choice_name(key), row, _PREVIEW)

    def _write_signs(self, dated: DatedForms) -> None:
        """While a form holds a date among its figures the sentences are red, and their heading says why."""
        if not self._rows:
            return
        test = dated.test([form.sheet for form in self._forms])
        looks = (0, self._styles.saying(_DATED)), (max(self._rows.values()), self._styles.colour("#C00000"))
        for first, (last, look) in enumerate(looks):
            rule = {"type": "formula", "criteria": test, "format": look}
            self._sheet.conditional_format(first, _PREVIEW, last, _PREVIEW, rule)

    def _list(self, row: int, column: int, items: list[str] | str, title: str, told: str, *, is_strict: bool) -> None:
        options = {"validate": "list", "source": items, "show_error": is_strict}
        told_as = {"input_title": title, "input_message": told, "error_message": "请从下拉列表里选"}
        self._sheet.data_validation(row, column, row, column, options | told_as)

    def _define(self, name: str, row: int, column: int) -> None:
        self._book.define_name(name, f"={names.quoted(REPORT_TEXT)}!{fixed(row, column)}")

    def _set_height(self, row: int, texts: dict[int, str]) -> None:
        lines = max(lines_needed(text, _WIDTHS[column] - 2) for column, text in texts.items())
        self._sheet.set_row(row, min(400.0, max(30.0, lines * 14.5 + 6)))

    def _set_up_page(self) -> None:
        self._sheet.set_paper(9)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.freeze_panes(1, 1)
        self._sheet.hide_gridlines(2)
        self._sheet.protect("", {"format_rows": True, "format_columns": True, "format_cells": True})


def _is_blank(text: str, own: str) -> str:
    """A test whether neither a section's cells nor a project of its own say anything."""
    said = f'LEN(SUBSTITUTE({text},"{BLANK_RESULT}",""))'
    return f'{said}+COUNTIFS({own},"?*",{own},"<>{BLANK_RESULT}")=0' if own else f"{said}=0"


def _choices(section: Section) -> Iterator[str]:
    for alternatives in section.sentences:
        for text in alternatives:
            yield from choices_of(text)
