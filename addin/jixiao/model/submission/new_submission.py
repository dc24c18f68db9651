"""A new unit-year: the forms of a family with the rows and figures it starts with."""

from __future__ import annotations

from jixiao.model.forms.family import Family, Form
from jixiao.model.forms.grid import walk_blocks
from jixiao.model.submission.filled_levels import fill_down
from jixiao.model.submission.submission import FormData, Submission


def start(family: Family, unit: str, year: int, projects: int = 1) -> Submission:
    """An empty submission of a family, with ``projects`` copies of each form that is filled once a project."""
    forms = [_start_form(f) for f in family.forms for _ in range(projects if f.repeated else 1)]
    return Submission(family.head.id, unit, year, forms)


def _start_form(form: Form) -> FormData:
    rows = {block: [dict(row) for row in block_rows] for block, block_rows in form.defaults.rows.items()}
    for block in walk_blocks(form.rows):
        fill_down(rows.get(block.repeat, []), [cell.field for cell in block.cells if cell.merge])
    return FormData(form.id, dict(form.defaults.fields), rows)


def add_missing_forms(family: Family, submission: Submission) -> None:
    """Give a submission without any form those of its family, empty: a workbook has them all."""
    if not submission.forms:
        submission.forms = start(family, submission.unit, submission.year).forms
