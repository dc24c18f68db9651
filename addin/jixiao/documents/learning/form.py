"""One table and what stands around it, as a form of a family."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from jixiao.documents.learning.known import Known
from jixiao.documents.learning.rows import RowsBuilder, default_rows, title_words, year_words
from jixiao.documents.learning.taken import CellRole, Taken, TakenTable
from jixiao.documents.learning.texts import Around, line_cells
from jixiao.documents.learning.words import form_words, is_amount, is_figure, is_fill_in

_KINDS = (("基础数据", "base"), ("整体", "overall"))
_PAGE, _WIDE_PAGE = 156, 247
_NARROWEST = 4
_MANY_COLUMNS = 12
_MOSTLY_FILLED = 0.5
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\：]|\s+")
_YEARS = re.compile(r"[（(]?(?:\{year\}|\d{4}|[×xX]+)?\s*年度?[)）]?")
_LONGEST_SHEET = 18
_PLACE = re.compile(r".{1,10}?(?:自治区|省|市|州|县|区)(?:本级|级)?")
"""What a title begins with that a sheet's name, too long with it, can do without: 广西壮族自治区本级."""


@dataclass(slots=True)
class LearnedForm:
    """A form as data, what it was read from, and what could be checked by a person."""

    data: dict[str, Any]
    taken: TakenTable
    around: Around
    file: str = ""
    year: int = 0
    """The year that its blank prints."""
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Where each cell stood in the file, before narrow ones were split."""
    is_filled: bool = False
    sample: dict[str, str] = field(default_factory=dict)

    begins_at: str = ""
    """What the first cell is called in the table of corrections."""

    @property
    def sample_rows(self) -> dict[str, list[dict[str, str]]]:
        """What stood in the rows that repeat."""
        return {block.name: block.rows for block in self.taken.blocks}

    @property
    def id(self) -> str:
        """The form's id."""
        return str(self.data["id"])


def form_id(taken: TakenTable, title: str, known: Known) -> str:
    """Which kind of form a table is."""
    found = next((kind for word, kind in _KINDS if word in title), "")
    keys = {cell.key for cell in taken.cells.values()}
    if found == "base" or (found and "project_name" not in keys):
        return found
    if "project_name" in keys or "项目" in title or "转移支付" in title:
        return "project"
    return "base" if known.named("base_only") in keys else "overall" if "unit_name" in keys else "form"


def learn_form(
    taken: TakenTable, around: Around, name: str, number: int, widths: list[float], known: Known, year: int
) -> LearnedForm:
    """A form's data; ``name`` is its id, ``number`` its place among the attachments."""
    is_filled = _is_filled(taken, known)
    _tell_yuan(taken, around)
    builder = RowsBuilder(taken, known, year)
    rows = builder.rows()
    used = {cell.key for cell in taken.cells.values()}
    told: dict[str, str] = {}
    above, below = (
        [cells for line in lines for cells in line_cells(year_words(line, year), builder.width, known, used, told)]
        for lines in (around.above, around.below)
    )
    is_repeated = name.startswith("project") and any(_is_name(cell) for cell in taken.cells.values())
    data = {"id": name, **_names(taken, around, number, year, is_repeated)}
    columns = _columns(widths, builder.width)
    if len(columns) > _MANY_COLUMNS:
        data["orientation"] = "landscape"
    data |= {"source": ["BLANK"], "certainty": "S", "columns": columns, "rows": rows}
    data |= {key: [{"cells": cells} for cells in lines] for key, lines in (("above", above), ("below", below)) if lines}
    data |= _helpers(taken) | {"defaults": _defaults(taken, told, is_filled, known)}
    sample = {t.key: t.value for t in taken.cells.values() if is_filled and t.value and t.role is not CellRole.LABEL}
    return LearnedForm(data, taken, around, year=year, is_filled=is_filled, sample=sample)


def _is_name(cell: Taken) -> bool:
    """Whether a project's name is filled in there; a list of projects has it for a heading."""
    return cell.key == "project_name" and cell.role is not CellRole.LABEL


def _names(taken: TakenTable, around: Around, number: int, year: int, is_repeated: bool) -> dict[str, Any]:
    """What a form is called on its sheet and in print."""
    title, is_inside = _title(taken, around)
    attachment = around.attachment or f"附件{number}"
    data: dict[str, Any] = {"attachment": attachment, "sheet": _sheet(attachment, title, is_repeated)}
    data["title"] = title_words(title, year)
    if is_inside:
        data["title_inside"] = True
    return data | ({"repeated": True, "name_field": "project_name"} if is_repeated else {})


_SAYS_YUAN = re.compile(r"单位\s*[：:]\s*(?:人民币)?元|[（(]\s*(?:单位\s*[：:]\s*)?元\s*[）)]")
_SAYS_WAN = re.compile(r"单位\s*[：:]\s*(?:人民币)?万元|[（(]\s*(?:单位\s*[：:]\s*)?万元\s*[）)]")


def _tell_yuan(taken: TakenTable, around: Around) -> None:
    """Amounts are in 元 where a line above, a label or the field's own title says so, and the title nothing else."""
    fields = [*taken.cells.values(), *(column for block in taken.blocks for column in block.columns)]
    titles = {one.title for one in fields}
    cells = [cell.text for row in taken.table.rows for cell in row if taken.of(cell).role is not CellRole.FIELD]
    said = "\n".join([*around.above, *(text for text in cells if text not in titles)])
    of_form = bool(_SAYS_YUAN.search(said)) and not _SAYS_WAN.search(said)
    for one in fields:
        is_of_form = of_form and not _SAYS_WAN.search(one.title)
        if one.kind == "amount" and (is_of_form or _SAYS_YUAN.search(one.title)):
            one.kind = "yuan"


def _title(taken: TakenTable, around: Around) -> tuple[str, bool]:
    """A table's title: the line above it, or its own first row."""
    if around.title or around.section:
        return around.title or around.section, False
    first = taken.table.rows[0] if taken.table.rows else []
    is_title = len(first) == 1 and first[0].columns == taken.width and bool(first[0].text)
    return (first[0].text, True) if is_title else ("绩效自评表", False)


def _sheet(attachment: str, title: str, is_repeated: bool) -> str:
    attachment = _NOT_IN_SHEETS.sub("", attachment)
    if is_repeated:
        return f"{attachment} 项目{{number}}"
    name = _NOT_IN_SHEETS.sub("", _YEARS.sub("", title))
    if len(name) > _LONGEST_SHEET and (place := _PLACE.match(name)):
        name = name[place.end() :] or name
    return f"{attachment} {name[:_LONGEST_SHEET]}".strip()


def _columns(widths: list[float], width: int) -> list[int]:
    """Column widths in millimetres, as printed in proportion; narrow cells that were split share theirs."""
    widths = widths if len(widths) == width else [1.0] * width
    page = _WIDE_PAGE if width > _MANY_COLUMNS else _PAGE
    sizes = [max(int(size * page / sum(widths)), _NARROWEST) for size in widths]
    while sum(sizes) > page:  # what narrow columns were given is taken from the widest
        sizes[sizes.index(max(sizes))] -= 1
    for index in range(page - sum(sizes)):
        sizes[index % width] += 1
    return sizes


def _is_filled(taken: TakenTable, known: Known) -> bool:
    """Whether somebody has filled the form in; a weight or a dash that the form prints is no filling in."""
    values = [c.value for c in taken.cells.values() if c.role is not CellRole.LABEL and c.key in known.filled_first]
    block = next((b for b in taken.blocks if b.name == "indicators"), None)
    if block is not None:
        values += [row.get(key, "") for row in block.rows for key in ("actual", "score", "target") if key in block.keys]
    said = [value for value in values if value and not is_fill_in(value)]
    amounts = [c for c in taken.cells.values() if c.role is not CellRole.LABEL and c.kind in _FIGURES]
    figures = sum(is_amount(cell.value) and cell.value.strip("0.") != "" for cell in amounts)
    return len(said) > _MOSTLY_FILLED * len(values) or figures >= _FEWEST_FIGURES


_FIGURES = ("amount", "yuan", "count")
"""What no blank prints."""

_FEWEST_FIGURES = 2


def _helpers(taken: TakenTable) -> dict[str, Any]:
    block = next((b for b in taken.blocks if b.name == "indicators"), None)
    if block is None or not {"target", "actual"} <= set(block.keys):
        return {}
    keys = set(block.keys)
    target = "&".join(key for key in ("sign", "target", "unit") if key in keys)
    actual = "IF(ISNUMBER(actual),actual&unit,actual)" if "unit" in keys else "actual"
    completion = f"COMPLETION({target},{actual},family)"
    helpers: list[dict[str, Any]] = []
    rate = "rate_by_rule" if "completion" in keys else "completion"
    if {"weight", "score"} <= keys and "rule" not in keys:
        helpers.append(
            {
                "field": "rule",
                "title": "赋分规则",
                "choices": "rules",
                "width": 18,
                "carry": "keep",
                "help": "不选则按指标值的写法自动判断",
            }
        )
    helpers.append({"field": rate, "title": "完成率", "kind": "percent", "width": 9, "formula": completion})
    if {"weight", "score"} <= keys:
        points = f"SCORE_ROW(weight,{target},{actual},rule,{rate},family)"
        helpers.append({"field": "points", "title": "按规则得分", "kind": "points", "width": 10, "formula": points})
    return {"helper_block": "indicators", "helpers": helpers}


def _defaults(taken: TakenTable, told: dict[str, str], is_filled: bool, known: Known) -> dict[str, Any]:
    """What a new workbook starts with: what the blank prints in places to be filled in, and its levels."""
    fields = {key: form_words(value) if is_filled or _is_named(key) else value for key, value in told.items()}
    fields = {key: value for key, value in fields.items() if value}
    for cell in taken.cells.values():
        if cell.role is CellRole.LABEL or not cell.key or not cell.value or cell.key.startswith("total."):
            continue
        is_weight = cell.key == known.named("execution_weight") and is_amount(cell.value)
        printed = cell.value if is_weight or not is_filled else form_words(cell.value)
        if printed and not _is_in_block(taken, cell.cell.row) and not _is_left_out(cell):
            fields[cell.key] = printed
    rows = {block.name: default_rows(block, is_filled, known) for block in taken.blocks}
    return {key: value for key, value in (("fields", fields), ("rows", rows)) if value}


_NAMES = ("reporting_unit", "unit_name", "project_name", "department", "implementer")


def _is_named(key: str) -> bool:
    """Whether a key holds who filled the form in, of which unit, or when; no blank has that."""
    return key.startswith("sign.") or key in _NAMES


def _is_left_out(cell: Taken) -> bool:
    """Whether a dash says that a unit had nothing to fill in; where a form has no figure, it prints one itself."""
    is_total = cell.key.startswith("funds.") or "." not in cell.key
    return is_total and is_figure(cell.value) and not is_amount(cell.value)


def _is_in_block(taken: TakenTable, row: int) -> bool:
    return taken.block_at(row) is not None
