"""What every unit fills in and has not yet: one rule for 首页, 下一步, 校验全部 and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jixiao.model.evaluation.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.own_texts import own_lines, wanted_reports
from jixiao.model.evaluation.report_sentences import printed_paragraphs
from jixiao.model.forms.family import Cell, Form, Report, Section
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.placeholders import asked_for
from jixiao.model.submission.submission import row_reference

AT_HOME = {"unit": "单位名称", "report_date": "报告日期", "preparer": "填表人", "phone": "联系电话"}
"""What 首页 asks for once for the whole workbook, as a submission calls it, and its name where it is missing."""


@dataclass(frozen=True)
class Wanted:
    """What every unit fills in on a form, in the order of its cells.

    ``typed`` are columns of a block that a person types; ``computed`` have a formula that may have no answer.
    """

    fields: tuple[str, ...]
    typed: dict[str, list[str]] = field(default_factory=dict)
    computed: dict[str, list[str]] = field(default_factory=dict)


def wanted(values: FormValues) -> Wanted:
    """What is wanted of a form, found once for all sheets of its kind."""
    plans = values.schema.plans
    if "wanted" not in plans:
        plans["wanted"] = _wanted(values.form)
    found: Wanted = plans["wanted"]
    return found


def _wanted(form: Form) -> Wanted:
    fields: list[str] = []
    typed: dict[str, list[str]] = {}
    computed: dict[str, list[str]] = {}
    for block, cell in walk_cells(form.all_rows):
        key = f"{block}.{cell.field}" if block else cell.field
        is_wanted = bool(cell.field) and (key in form.needed or form.asks(cell, block))
        if is_wanted and block:
            (computed if cell.formula else typed).setdefault(block, []).append(cell.field)
        elif is_wanted and not cell.formula:  # what has one is typed on 首页
            fields.append(cell.field)
    return Wanted(tuple(dict.fromkeys(fields)), typed, {block: computed.get(block, []) for block in typed})


def wanted_count(values: FormValues) -> int:
    """How many cells of a form every unit fills in: of a block those of its named rows, or of a first one."""
    found, count = wanted(values), 0
    for block, columns in found.typed.items():
        named = sum(values.is_named(block, index) for index in values.rows(block))
        count += max(1, named) * len(columns) + named * len(found.computed[block])
    return len(found.fields) + count


def blank_cells(values: FormValues) -> list[tuple[str, str]]:
    """Those of them that are blank: reference and key."""
    found = wanted(values)
    blank = [(key, key) for key in found.fields if not values.printed(key).strip()]
    for block, columns in found.typed.items():
        blank += _blank_in_rows(values, block, columns, found.computed[block])
    return blank


def _blank_in_rows(values: FormValues, block: str, typed: list[str], computed: list[str]) -> Iterator[tuple[str, str]]:
    """What the named rows lack; where there is none, all of the first row."""
    named = [index for index in values.rows(block) if values.is_named(block, index)]
    for index in named:
        for column in (*typed, *computed):
            if not values.printed(column, block, index).strip():
                yield row_reference(block, index, column), f"{block}.{column}"
    if not named:
        yield from ((row_reference(block, 0, column), f"{block}.{column}") for column in typed)


def home_field(cell: Cell) -> str:
    """What of 首页 a cell takes by its formula; nothing for any other cell."""
    key = cell.formula.partition("&")[0]
    return key if key in AT_HOME else ""


def home_fields(evaluation: Evaluation) -> list[str]:
    """What 首页 asks for: who filled in the forms only where a form prints it."""
    people = (roles().preparer, roles().phone)
    are_asked = any(key in values.schema.fields for values in evaluation.forms for key in people)
    return [name for name in AT_HOME if are_asked or name not in ("preparer", "phone")]


def blank_at_home(evaluation: Evaluation) -> list[str]:
    """Those of them that are blank."""
    return [name for name in home_fields(evaluation) if not str(getattr(evaluation.submission, name)).strip()]


def blank_sections(evaluation: Evaluation) -> Iterator[tuple[Report, Section]]:
    """The sections that only the unit writes, and those of which the figures write nothing although they are there."""
    for report in wanted_reports(evaluation):
        has_figures = not any(blank_cells(values) for values in evaluation.of(report.id))
        for section in report.never_empty:
            if section.sentences:
                is_blank = has_figures and not printed_paragraphs(evaluation, report, section)
            else:
                is_blank = not own_lines(evaluation, report, section)
            if is_blank:
                yield report, section


def is_untouched(values: FormValues) -> bool:
    """Whether nothing at all is filled in of what every unit fills in, as on a sheet nobody needs."""
    return len(blank_cells(values)) == wanted_count(values)


def unfinished_sections(evaluation: Evaluation) -> Iterator[tuple[Report, Section]]:
    """The sections in whose text a person left a mark of something that is still to be written."""
    for report in wanted_reports(evaluation):
        texts = evaluation.submission.texts.get(report.id, {})
        yield from ((report, section) for section in report.sections if asked_for(texts.get(section.key, "")))


def count_left_blank(evaluation: Evaluation) -> int:
    """How many cells are still to be filled in, as 首页 counts them."""
    of_forms = sum(len(blank_cells(values)) for values in evaluation.forms)
    of_texts = len([*blank_sections(evaluation), *unfinished_sections(evaluation)])
    return len(blank_at_home(evaluation)) + of_forms + of_texts
