"""Next year's start: last year's final figures become the previous year's, indicators and goals stay as a start."""

from __future__ import annotations

import re

from jixiao.model.forms.family import Cell, Family, Form, Helper
from jixiao.model.forms.grid import walk_blocks, walk_cells
from jixiao.model.forms.own_text_cells import is_own_text
from jixiao.model.submission.new_submission import start
from jixiao.model.submission.submission import FormData, Submission, Unplaced

LAST_YEAR_MARK = "【上年文字，请改写】"
KEEP = "keep"
_PLAIN = "_plain"
_NO_SECTION = "今年的提纲里没有这一部分，请看放在「报告正文」的哪一行；不用的话可以删去"
_YEAR = re.compile(r"\{\w+\}|(?:19|20)\d\d")


def roll_forward(last: Submission, family: Family, year: int) -> Submission:
    """A submission for another year, begun from an earlier one.

    What each field starts with is said by ``carry`` in the form's data; actuals, scores and reasons start empty.
    Texts are kept, each marked as last year's; a text whose section the new family does not have, and what had found
    no place before, waits in ``unplaced``. Figures under keys that the new family does not have are left behind.
    """
    forms: list[FormData] = []
    for new in start(family, last.unit, year, projects=0).forms:
        forms += [_rolled(data, family.form(new.form)) for data in last.of(new.form)] or [new]
    for form in family.forms:
        if form.repeated:
            forms += [_rolled(data, form) for data in last.of(form.id)]
    places = {form.id: number for number, form in enumerate(family.forms)}
    forms.sort(key=lambda data: places[data.form])
    texts, homeless = _texts(last, family)
    unplaced = [*last.unplaced, *homeless]
    rolled = Submission(family.head.id, last.unit, year, forms, texts, unplaced=unplaced)
    rolled.preparer, rolled.phone = last.preparer, last.phone
    return rolled


def _texts(last: Submission, family: Family) -> tuple[dict[str, dict[str, str]], list[Unplaced]]:
    sections = {(report.id, section.key) for report in family.outline.reports for section in report.sections}
    texts: dict[str, dict[str, str]] = {}
    homeless: list[Unplaced] = []
    for report, of_report in last.texts.items():
        for section, text in of_report.items():
            if not _unmarked(text):
                continue
            if (report, section) in sections:
                texts.setdefault(report, {})[section] = _marked(text)
            else:
                homeless.append(Unplaced("上年正文", _unmarked(text), _NO_SECTION))
    return texts, homeless


def _marked(text: str) -> str:
    return f"{LAST_YEAR_MARK}\n{_unmarked(text)}"


def _unmarked(text: str) -> str:
    return text.removeprefix(LAST_YEAR_MARK).strip()


def _rolled(data: FormData, form: Form) -> FormData:
    cells = list(walk_cells(form.all_rows))
    fields = _carried(data.fields, [cell for block, cell in cells if not block])
    rows = {}
    for block in (block.repeat for block in walk_blocks(form.rows)):
        started = form.defaults.rows.get(block, ())
        last = next((name for name in (block, _other_name(block)) if name in data.rows), "")
        carried = [_carried(old, _columns(form, cells, block)) for old in data.rows.get(last, ())]
        rows[block] = [row for row in carried if row] if last else [dict(row) for row in started]
    wording = {label: text for label, text in data.wording.items() if _years(label) == _years(text)}
    fields |= {key: _marked(text) for key, text in data.fields.items() if is_own_text(key) and _unmarked(text)}
    return FormData(data.form, {**form.defaults.fields, **fields}, rows, wording)


def _other_name(block: str) -> str:
    """Indicators are called otherwise where a learned form has not all that scoring needs."""
    return block.removesuffix(_PLAIN) if block.endswith(_PLAIN) else block + _PLAIN


def _years(text: str) -> list[str]:
    """The years a label speaks of: one that is fixed in figures would be last year's."""
    return _YEAR.findall(text)


def _columns(form: Form, cells: list[tuple[str, Cell]], block: str) -> list[Cell | Helper]:
    helpers = form.helpers if block == form.helper_block else ()
    return [*(cell for of_block, cell in cells if of_block == block), *helpers]


def _carried(values: dict[str, str], cells: list[Cell] | list[Cell | Helper]) -> dict[str, str]:
    sources = {cell.field: cell.field if cell.carry == KEEP else cell.carry for cell in cells if cell.carry}
    return {field: values[source] for field, source in sources.items() if values.get(source)}
