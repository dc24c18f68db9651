"""What a report still asks for: every mark it prints, where to fill it in and what belongs there, and 待处理."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.documents.report.narrative import section_texts
from jixiao.documents.report.table import cell_text
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.form_names import sheet_of
from jixiao.model.evaluation.own_texts import wanted_reports
from jixiao.model.evaluation.report_sentences import fill
from jixiao.model.forms.grid import Placed, lay_out_lines
from jixiao.model.forms.sheet_titles import HOME, REPORT_TEXT, UNPLACED
from jixiao.model.submission.placeholders import asked_for, is_placeholder
from jixiao.model.submission.submission import row_reference

_LONGEST = 60
"""Characters of a sentence that the list shows."""

_AT_HOME = ("preparer", "phone", "report_date")
"""What 首页 asks for once, as the forms' formulas name it."""


@dataclass(frozen=True, slots=True)
class OpenField:
    """Something still to be filled in: the mark's words, the place in the workbook, and what to write there."""

    name: str
    where: str
    advice: str = ""


def open_fields(evaluation: Evaluation) -> list[OpenField]:
    """All that is still to be filled in, in the order of the report; what is printed in several places comes once."""
    parts = (_cover(evaluation), _narrative(evaluation), _forms(evaluation), _unplaced(evaluation))
    return list(dict.fromkeys(field for part in parts for field in part))


def _unplaced(evaluation: Evaluation) -> Iterator[OpenField]:
    """What was read from a document and has not been put in its place: the report does not say it."""
    if count := len(evaluation.submission.unplaced):
        advice = "把内容填到它该在的地方，再删去那一行；用不着的直接删去"
        yield OpenField(f"待处理的内容（{count} 处）", UNPLACED, advice)


def _cover(evaluation: Evaluation) -> Iterator[OpenField]:
    for line in evaluation.family.outline.cover.lines:
        for name in asked_for(fill(line, evaluation)):
            yield OpenField(name, HOME, f"请填写{name}")


def _narrative(evaluation: Evaluation) -> Iterator[OpenField]:
    for report in wanted_reports(evaluation):
        place = f"{REPORT_TEXT} {report.title}".replace("{year}年度", "").replace("{unit}", "")
        for section, texts in section_texts(evaluation, report):
            for text in texts:
                is_whole = is_placeholder(text)
                where = place if is_whole else f"{place} {section.heading}"
                advice = section.guidance if is_whole else f"补全这一句：{_shortened(text)}"
                yield from (OpenField(name, where, advice) for name in asked_for(text))


def _forms(evaluation: Evaluation) -> Iterator[OpenField]:
    for index, values in enumerate(evaluation.forms):
        sheet = sheet_of(evaluation, index)
        for placed in _fields(values):
            at_home = _is_typed_at_home(placed, evaluation)
            where = HOME if at_home else f"{sheet} {_place(values, placed)}".strip()
            for name in asked_for(cell_text(values, placed)):
                yield OpenField(name, where, f"请填写{name}" if at_home else placed.cell.help)


def _is_typed_at_home(placed: Placed, evaluation: Evaluation) -> bool:
    """Whether a cell takes what 首页 asks for once for all forms, and it is missing there."""
    key = placed.cell.formula.partition("&")[0]
    return key in _AT_HOME and not getattr(evaluation.submission, key)


def _place(values: FormValues, placed: Placed) -> str:
    """The cell's address; of a row that was read from elsewhere what names it."""
    if not placed.block:
        return values.data.places.get(placed.key, "")
    name = values.printed(values.schema.names[placed.block], placed.block, placed.index)
    return values.data.places.get(row_reference(placed.block, placed.index, placed.key), name)


def _fields(values: FormValues) -> Iterator[Placed]:
    """All cells of a form that hold a value, those of the lines around its table too."""
    form, width = values.form, len(values.form.columns)
    parts = (lay_out_lines(form.above, width), values.layout, lay_out_lines(form.below, width))
    return (placed for part in parts for placed in part.cells if placed.key)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
