"""What differs between last year's forms and this year's, in Chinese; and what of last year's still fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jixiao.documents.intake.labels import alike, normal
from jixiao.documents.learning.known import known
from jixiao.documents.learning.learned_family import Learned
from jixiao.model.forms.expression import names, parse
from jixiao.model.forms.family import Cell, Family, Form
from jixiao.model.forms.family_check import form_names
from jixiao.model.forms.field_titles import field_titles
from jixiao.model.forms.grid import walk_blocks, walk_cells
from jixiao.model.forms.own_text_cells import is_own_text

_TAKEN_OVER = ("help", "choices", "carry", "formula", "required", "title", "kind")


def differences(learned: Learned, old: Family) -> list[str]:
    """What differs, one line each."""
    said: list[str] = []
    before = {form.id: form for form in old.forms}
    for form in learned.forms:
        new = Form.model_validate(form.data)
        if form.id in before:
            said += [f"{new.attachment}：{line}" for line in _form_differences(new, before.pop(form.id), old.head.year)]
        else:
            said.append(f"新增一张表：{_plain(new.title)}")
    return said + [f"没有了一张表：{_plain(form.title)}" for form in before.values()]


def _form_differences(new: Form, old: Form, year: int) -> Iterator[str]:
    fields, before = _titles(new, year), _titles(old, year)
    if normal(new.title) != normal(old.title):
        yield f"标题「{_plain(old.title)}」改写为「{_plain(new.title)}」"
    yield from _more_and_less(
        [title for key, title in fields.items() if key not in before],
        [title for key, title in before.items() if key not in fields],
    )
    yield from _wordings(new, old, {before[key]: fields[key] for key in before if key in fields})
    yield from _weights(new, old)
    yield from _orders(new, old)


def _titles(form: Form, year: int) -> dict[str, str]:
    """What each field is called; columns of indicators that nothing is scored by are columns of indicators.

    Cells for a project's own texts come from the report's outline when a family is loaded: no blank has them.
    """
    helpers = {f"{form.helper_block}.{helper.field}" for helper in form.helpers}
    titles = field_titles(form, year).items()
    own = helpers | {key for key, _ in titles if is_own_text(key)}
    return {key.replace("_plain.", "."): title for key, title in titles if key not in own}


def _plain(title: str) -> str:
    """A title as people read it, without the places of year and unit."""
    return title.replace("{year}年度", "").replace("{year}年", "").replace("{unit}", "")


def _more_and_less(added: Sequence[str], gone: Sequence[str]) -> Iterator[str]:
    """What is new and what is gone; a label that is there still was taken for something else."""
    said_now, said_before = ({normal(title) for title in titles} for titles in (added, gone))
    yield from _by_rows("多了", [title for title in added if normal(title) not in said_before])
    yield from _by_rows("少了", [title for title in gone if normal(title) not in said_now])
    otherwise = [title for title in added if normal(title) in said_before]
    yield from (f"「{title}」今年认作了另一栏，去年填的带不过来：请在对照表里看看" for title in otherwise)


def _by_rows(said: str, titles: Sequence[str]) -> Iterator[str]:
    """A line for each title, one for all of a row (其他资金·全年预算数, 其他资金·全年执行数)."""
    rows: dict[str, list[str]] = {}
    for title in titles:
        row, _, column = title.partition("·")
        rows.setdefault(row, []).append(column)
    for row, columns in rows.items():
        if len(columns) > 1:
            yield f"{said}「{row}」一行：{'、'.join(columns)}" if all(columns) else f"{said}「{row}」{len(columns)} 处"
        else:
            yield f"{said}「{row}{'·' * bool(columns[0])}{columns[0]}」"


def _wordings(new: Form, old: Form, kept: Mapping[str, str]) -> Iterator[str]:
    """What is called otherwise: a field or its part before or behind the dot, then labels that say nearly the same."""
    pairs = [(a, b) for was, now_is in kept.items() for a, b in zip(was.split("·"), now_is.split("·"), strict=False)]
    renamed = {(a, b): None for a, b in pairs if normal(a) != normal(b)}
    yield from (f"「{a}」改写为「{b}」" for a, b in renamed)
    told = {normal(b) for _, b in renamed}
    now = {normal(cell.label): cell.label for _, cell in walk_cells(new.all_rows) if cell.label}
    before = {normal(cell.label): cell.label for _, cell in walk_cells(old.all_rows) if cell.label}
    for key in now.keys() - before.keys() - told:
        match = next((before[other] for other in before.keys() - now.keys() if alike(key, other)), "")
        if match:
            yield f"「{match}」改写为「{now[key]}」"


def _weights(new: Form, old: Form) -> Iterator[str]:
    key = known().named("execution_weight")
    now, before = new.defaults.fields.get(key), old.defaults.fields.get(key)
    if now and before and now != before:
        yield f"预算执行率的分值由 {before} 改为 {now}"
    levels = [
        list(dict.fromkeys(row.get("level1", "") for row in form.defaults.rows.get("indicators", ())))
        for form in (new, old)
    ]
    for level in levels[0]:
        match = next((other for other in levels[1] if normal(other) == normal(level)), "")
        if match and match != level:
            yield f"「{match}」改为「{level}」"


def _orders(new: Form, old: Form) -> Iterator[str]:
    before = {block.repeat: [cell.field for cell in block.cells] for block in walk_blocks(old.rows)}
    for block in walk_blocks(new.rows):
        now = [cell.field for cell in block.cells]
        if sorted(before.get(block.repeat, ())) == sorted(now) and before[block.repeat] != now:
            yield "指标各栏的顺序变了" if block.repeat == "indicators" else f"「{block.repeat}」各栏的顺序变了"


def take_over(learned: Learned, old: Family) -> None:
    """Formulas, helps and lists of last year's cells for those of this year that have the same key."""
    for form in learned.forms:
        before = next((other for other in old.forms if other.id == form.id), None)
        if before is None:
            continue
        cells = {(block, cell.field): cell for block, cell in walk_cells(before.all_rows) if cell.field}
        known = form_names(Form.model_validate(form.data))
        for part in ("rows", "above", "below"):
            _take_over_rows(form.data.get(part, ()), "", cells, known)


def _take_over_rows(rows: Any, block: str, cells: dict[tuple[str, str], Cell], known: frozenset[str]) -> None:
    for row in rows:
        if "side" in row:
            _take_over_rows(row["rows"], block, cells, known)
            continue
        for cell in row["cells"]:
            old = cells.get((row.get("repeat", block), cell.get("field", "")))
            if old is not None:
                cell |= _fitting(old, known, bool(row.get("repeat")))


def _fitting(old: Cell, known: frozenset[str], is_in_block: bool) -> dict[str, Any]:
    kept = {name: getattr(old, name) for name in _TAKEN_OVER if getattr(old, name) not in ("", False)}
    formula = kept.get("formula")
    if formula and not is_in_block and not set(names(parse(formula))) <= known:
        del kept["formula"]
    if formula and is_in_block:
        del kept["formula"]
    return kept
