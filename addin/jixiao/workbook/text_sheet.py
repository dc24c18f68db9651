"""报告正文: one row for each heading of the reports, with what to write, what the figures write, and the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter import Workbook

from jixiao.evaluate import Evaluation, FormValues
from jixiao.evaluate.sentences import figure_keys, is_repeated, written
from jixiao.forms.audit import MARK
from jixiao.forms.expression import Call, Literal, Name, Node, Operation, evaluate, to_formula
from jixiao.forms.model import Section
from jixiao.workbook import names
from jixiao.workbook.addresses import Addresses
from jixiao.workbook.cells import lines_needed, stored
from jixiao.workbook.notes import NoteWriter
from jixiao.workbook.raster import fixed
from jixiao.workbook.styles import Styles

TITLE = "报告正文"
_WIDTHS = (30, 34, 44, 70)
_HEADINGS = ("章节", "写什么", "由表中数字写出（自动）", "正文（在这里写）")
_REPEATED = "（各项目的句子在生成报告时逐个写出）"


class TextSheet:
    """Writes the sheet of the narrative."""

    def __init__(self, book: Workbook, styles: Styles, evaluation: Evaluation, forms: Mapping[str, Addresses]):
        self._book = book
        self._styles = styles
        self._evaluation = evaluation
        self._forms = forms
        self._sheet = book.add_worksheet(TITLE)
        self.inputs: list[str] = []
        self._places: dict[str, tuple[int, int]] = {}

    def write(self) -> None:
        """Write all reports' sections below each other."""
        for column, (width, heading) in enumerate(zip(_WIDTHS, _HEADINGS, strict=True)):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, heading, self._styles.get("grid heading"))
        row = 1
        for report in self._evaluation.family.outline.reports:
            title = "整体支出绩效自评报告" if report.id == "overall" else "项目支出绩效自评报告"
            self._sheet.merge_range(row, 0, row, 3, title, self._styles.get("subtitle"))
            for section in report.sections:
                row += 1
                self._write_section(row, report.id, section)
            row += 1
        self._set_up_page()

    def write_notes(self, writer: NoteWriter, notes: Mapping[str, Sequence[str]]) -> None:
        """Note texts on sections (``report.section``); one that has no row here is noted at the sheet's head."""
        cells = ((self._places.get(reference, (0, 0)), texts) for reference, texts in notes.items())
        writer.write(self._sheet, (((*cell, *cell), texts) for cell, texts in cells))

    def progress(self) -> tuple[str, int]:
        """A formula that counts the sections with a text, and its value."""
        column = f"{names.quoted(TITLE)}!{self.inputs[0]}:{self.inputs[-1]}"
        filled = sum(1 for texts in self._evaluation.submission.texts.values() for text in texts.values() if text)
        return f'COUNTIF({column},"?*")', filled

    def inputs_count(self) -> tuple[str, int]:
        """How many sections there are."""
        return str(len(self.inputs)), len(self.inputs)

    def _write_section(self, row: int, report_id: str, section: Section) -> None:
        text = self._evaluation.submission.texts.get(report_id, {}).get(section.key, "")
        self._sheet.write_string(row, 0, section.heading, self._styles.get("grid left"))
        self._sheet.write_string(row, 1, section.guidance, self._styles.get("grid left"))
        preview = self._write_preview(row, section)
        self._sheet.write_string(row, 3, text, self._styles.get("grid input left top", "@"))
        self._sheet.set_row(row, _height(section.guidance, preview, text))
        name = names.text_name(report_id, section.key)
        self._book.define_name(name, f"={names.quoted(TITLE)}!{fixed(row, 3)}")
        self.inputs.append(fixed(row, 3))
        self._places[f"{report_id}.{section.key}"] = (row, 3)

    def _write_preview(self, row: int, section: Section) -> str:
        """What the figures will write; a formula, so that it follows them."""
        single = [s for s in section.sentences if not is_repeated(self._evaluation, s)]
        style = self._styles.get("grid left top quiet")
        if len(single) < len(section.sentences) or not single:
            text = _REPEATED if section.sentences else ""
            self._sheet.write_string(row, 2, text, style)
            return text
        formula = "&".join(self._formula(sentence) for sentence in single)
        text = "".join(self._shown(sentence) for sentence in single)
        self._sheet.write_formula(row, 2, f"={formula}", style, stored(text))
        return "".join(written(self._evaluation, section))

    def _formula(self, sentence: str) -> str:
        keys = list(dict.fromkeys(figure_keys(sentence)))
        references = [self._forms[form].outside(key) for form, key in keys]
        text = to_formula(self._node(sentence), self._outside)
        return f'IF(COUNT({",".join(references)})<{len(keys)},"",{text})'

    def _shown(self, sentence: str) -> str:
        """What the formula gives; figures as a cell shows them in a text."""
        values = [self._first(form).value(key) for form, key in figure_keys(sentence)]
        if not all(isinstance(value, Decimal) for value in values):
            return ""
        return str(evaluate(self._node(sentence), self._lookup, _no_function))

    def _node(self, sentence: str) -> Operation:
        pieces = MARK.split(sentence)
        return Operation("&", tuple(self._piece(p) if i % 2 else Literal(p) for i, p in enumerate(pieces)))

    def _piece(self, mark: str) -> Node:
        """A percentage is a fraction in its cell and is shown with its sign here."""
        if ":" not in mark:
            return Name(mark)
        form, key = mark.split(":")
        is_percent = self._first(form).schema.fields[key].kind == "percent"
        return _percent_text(Name(mark)) if is_percent else Name(mark)

    def _first(self, form: str) -> FormValues:
        return next(self._evaluation.of(form))

    def _outside(self, mark: str) -> str:
        if ":" not in mark:
            return {"year": names.YEAR, "unit": names.UNIT}[mark]
        form, key = mark.split(":")
        return self._forms[form].outside(key)

    def _lookup(self, mark: str) -> object:
        if ":" not in mark:
            submission = self._evaluation.submission
            return {"year": str(submission.year), "unit": submission.unit}[mark]
        form, key = mark.split(":")
        return self._first(form).value(key)

    def _set_up_page(self) -> None:
        self._sheet.set_paper(9)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.freeze_panes(1, 1)
        self._sheet.hide_gridlines(2)
        self._sheet.protect("", {"format_rows": True, "format_columns": True, "format_cells": True})


def _no_function(name: str, *_: object) -> object:
    raise TypeError(f"{name}: a sentence calls no function")


def _percent_text(name: Name) -> Node:
    """The expression ``ROUND(x*100,2)&"%"``."""
    points = Operation("*", (name, Literal(Decimal(100))))
    return Operation("&", (Call("ROUND", (points, Literal(Decimal(2)))), Literal("%")))


def _height(*texts: str) -> float:
    lines = [lines_needed(text, width - 2) for width, text in zip(_WIDTHS[1:], texts, strict=True)]
    return min(400.0, max(30.0, max(lines) * 14.5 + 6))
