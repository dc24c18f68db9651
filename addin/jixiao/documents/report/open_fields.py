"""What is still to be filled in: in the workbook, and what a report asks for by its marks; where, and what to write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.documents.report.narrative import NUMBERING, section_texts
from jixiao.documents.report.table import cell_text
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.form_names import sheet_of
from jixiao.model.evaluation.left_blank import (
    AT_HOME,
    blank_at_home,
    blank_cells,
    blank_sections,
    home_field,
    is_untouched,
    unfinished_sections,
)
from jixiao.model.evaluation.own_texts import wanted_reports
from jixiao.model.evaluation.report_sentences import fill
from jixiao.model.forms.family import Report
from jixiao.model.forms.grid import Placed, lay_out_lines, walk_cells
from jixiao.model.forms.sheet_titles import HOME, REPORT_TEXT, UNPLACED
from jixiao.model.submission.placeholders import asked_for, is_placeholder
from jixiao.model.submission.submission import row_reference

_LONGEST = 60
"""Characters of a sentence that the list shows."""

_NOT_NEEDED = "没有这个项目的，按“删除项目表”去掉这一张"
_ADVICE = {"report_date": "请填写报告日期，各张表的填报日期也用它"}
"""What is said of what 首页 asks for, where it is more than to fill it in."""


@dataclass(frozen=True, slots=True)
class OpenField:
    """Something still to be filled in: the mark's words, the place in the workbook, and what to write there."""

    name: str
    where: str
    advice: str = ""


def fields_to_fill(evaluation: Evaluation) -> list[OpenField]:
    """All that every unit fills in and has not yet, in the order of the workbook: as many as 首页 counts."""
    parts = (_home(evaluation), _cells(evaluation), _sections(evaluation))
    return [field for part in parts for field in part]


def open_fields(evaluation: Evaluation) -> list[OpenField]:
    """All that stands against a final report, in its order; what is printed in several places comes once."""
    parts = (_cover(evaluation), _narrative(evaluation), _forms(evaluation), _unplaced(evaluation))
    return list(dict.fromkeys(field for part in parts for field in part))


def _unplaced(evaluation: Evaluation) -> Iterator[OpenField]:
    """What was read from a document and has not been put in its place: the report does not say it."""
    if count := len(evaluation.submission.unplaced):
        advice = "把内容填到它该在的地方，再删去那一行；用不着的直接删去"
        yield OpenField(f"待处理的内容（{count} 处）", UNPLACED, advice)


def _home(evaluation: Evaluation) -> Iterator[OpenField]:
    return (_of_home(name) for name in blank_at_home(evaluation))


def _of_home(name: str) -> OpenField:
    return OpenField(AT_HOME[name], HOME, _ADVICE.get(name, f"请填写{AT_HOME[name]}"))


def _cells(evaluation: Evaluation) -> Iterator[OpenField]:
    for index, values in enumerate(evaluation.forms):
        sheet, helps = sheet_of(evaluation, index), _helps(values)
        for reference, key in blank_cells(values):
            where = f"{sheet} {values.data.places.get(reference, '')}".strip()
            yield OpenField(values.schema.titles[key], where, helps[key])


def _helps(values: FormValues) -> dict[str, str]:
    """What to write in each cell, by key; of a sheet that nobody began it may be that nobody needs it."""
    cells = walk_cells(values.form.all_rows)
    helps = {f"{block}.{cell.field}" if block else cell.field: cell.help for block, cell in cells}
    if values.form.repeated and is_untouched(values):
        helps[values.form.name_field] = _NOT_NEEDED
    return helps


def _sections(evaluation: Evaluation) -> Iterator[OpenField]:
    for report, section in blank_sections(evaluation):
        name = NUMBERING.sub("", fill(section.heading, evaluation))
        yield OpenField(name, _report_place(report), section.guidance)
    for report, section in unfinished_sections(evaluation):
        text = evaluation.submission.texts[report.id][section.key]
        yield OpenField("、".join(asked_for(text)), f"{_report_place(report)} {section.heading}", _completing(text))


def _report_place(report: Report) -> str:
    return f"{REPORT_TEXT} {report.title}".replace("{year}年度", "").replace("{unit}", "")


def _cover(evaluation: Evaluation) -> Iterator[OpenField]:
    keys = {title: name for name, title in AT_HOME.items()}
    for line in evaluation.family.outline.cover.lines:
        for title in asked_for(fill(line, evaluation)):
            yield _of_home(keys[title]) if title in keys else OpenField(title, HOME, f"请填写{title}")


def _narrative(evaluation: Evaluation) -> Iterator[OpenField]:
    for report in wanted_reports(evaluation):
        place = _report_place(report)
        for section, texts in section_texts(evaluation, report):
            for text in texts:
                is_whole = is_placeholder(text)
                where = place if is_whole else f"{place} {section.heading}"
                advice = section.guidance if is_whole else _completing(text)
                yield from (OpenField(name, where, advice) for name in asked_for(text))


def _forms(evaluation: Evaluation) -> Iterator[OpenField]:
    for index, values in enumerate(evaluation.forms):
        sheet, helps = sheet_of(evaluation, index), _helps(values)
        for placed in _fields(values):
            key = home_field(placed.cell)
            at_home = bool(key) and not getattr(evaluation.submission, key)
            where = f"{sheet} {_place(values, placed)}".strip()
            advice = helps.get(f"{placed.block}.{placed.key}" if placed.block else placed.key, "")
            for name in asked_for(cell_text(values, placed)):
                yield _of_home(key) if at_home else OpenField(name, where, advice)


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


def _completing(text: str) -> str:
    return f"补全这一句：{_shortened(text)}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
