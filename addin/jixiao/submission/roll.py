"""Next year's start: last year's final figures become the previous year's, indicators and goals stay as a start."""

from __future__ import annotations

from jixiao.forms.grid import walk_cells
from jixiao.forms.model import Cell, Family, Form, Helper
from jixiao.submission.model import FormData, Submission

LAST_YEAR_MARK = "【上年文字，请改写】"
KEEP = "keep"


def roll_forward(last: Submission, family: Family, year: int) -> Submission:
    """A submission for another year, begun from an earlier one.

    What each field starts with is said by ``carry`` in the form's data; actuals, scores and reasons start empty.
    Texts are kept, each marked as last year's. Keys that the new family does not have are left behind.
    """
    forms = [_rolled(data, family.form(data.form)) for data in last.forms if data.form in _ids(family)]
    texts = {
        report: {section: f"{LAST_YEAR_MARK}\n{_unmarked(text)}" for section, text in sections.items()}
        for report, sections in last.texts.items()
    }
    return Submission(family.head.id, last.unit, year, forms, texts)


def _ids(family: Family) -> set[str]:
    return {form.id for form in family.forms}


def _unmarked(text: str) -> str:
    return text.removeprefix(LAST_YEAR_MARK).lstrip()


def _rolled(data: FormData, form: Form) -> FormData:
    cells = list(walk_cells(form.above + form.rows + form.below))
    fields = _carried(data.fields, [cell for block, cell in cells if not block])
    rows = {
        block: [_carried(row, _columns(form, cells, block)) for row in block_rows]
        for block, block_rows in data.rows.items()
    }
    return FormData(data.form, {**form.defaults.fields, **fields}, rows, dict(data.wording))


def _columns(form: Form, cells: list[tuple[str, Cell]], block: str) -> list[Cell | Helper]:
    helpers = form.helpers if block == form.helper_block else ()
    return [*(cell for of_block, cell in cells if of_block == block), *helpers]


def _carried(values: dict[str, str], cells: list[Cell] | list[Cell | Helper]) -> dict[str, str]:
    sources = {cell.field: cell.field if cell.carry == KEEP else cell.carry for cell in cells if cell.carry}
    return {field: values[source] for field, source in sources.items() if values.get(source)}
