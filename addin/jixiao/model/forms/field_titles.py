"""What a field is called in the form's own words: the label left of it and the heading above it."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.model.forms.family import Form
from jixiao.model.forms.grid import Placed, lay_out, lay_out_lines, walk_blocks


def field_titles(form: Form, year: int) -> dict[str, str]:
    """Key → title, e.g. ``funds.spent`` → ``年度资金总额·全年执行数``; columns of a block as ``block.column``."""
    one_row: dict[str, list[dict[str, str]]] = {block.repeat: [{}] for block in walk_blocks(form.rows)}
    cells = lay_out(form, one_row).cells
    below = lay_out_lines((*form.above, *form.below, *form.own_texts), len(form.columns)).cells
    aside = lay_out_lines(form.aside, len(form.aside_columns)).cells
    titles = _titled(aside, year) | _titled(cells, year)
    titles |= {cell.key: fill_year(_clean(cell.label), year) for cell in below if cell.key}
    return titles | {f"{form.helper_block}.{helper.field}": helper.title for helper in form.helpers}


def fill_year(text: str, year: int) -> str:
    """A label with its year: ``{year}`` is the form year, ``{previous_year}`` the one before."""
    return text.replace("{year}", str(year)).replace("{previous_year}", str(year - 1))


def unfilled(text: str, year: int) -> str:
    """The inverse of :func:`fill_year`: a printed label that will be right next year too."""
    return text.replace(f"{year}年", "{year}年").replace(f"{year - 1}年", "{previous_year}年") if year else text


def _titled(cells: Sequence[Placed], year: int) -> dict[str, str]:
    """The fields among cells, each with the words of the labels among them."""
    labels = [cell for cell in cells if cell.label and not cell.key]
    return {_key(cell): fill_year(_title(cell, labels), year) for cell in cells if cell.key}


def _key(cell: Placed) -> str:
    return f"{cell.block}.{cell.key}" if cell.block else cell.key


def _title(cell: Placed, labels: Sequence[Placed]) -> str:
    if cell.cell.title or cell.label:
        return cell.cell.title or _clean(cell.label)
    parts = (_left(cell, labels) if not cell.block else "", _above(cell, labels))
    return "·".join(dict.fromkeys(filter(None, parts)))


def _left(cell: Placed, labels: Sequence[Placed]) -> str:
    beside = [c for c in labels if c.row <= cell.row < c.row + c.rows and c.column < cell.column]
    return _clean(max(beside, key=lambda c: c.column).label) if beside else ""


def _above(cell: Placed, labels: Sequence[Placed]) -> str:
    """The nearest label above that begins where a cell does; over a wider cell it is that of another row."""
    over = [c for c in labels if c.row + c.rows <= cell.row and c.column == cell.column]
    nearest = max(over, key=lambda c: c.row, default=None)
    is_heading = nearest is not None and (bool(cell.block) or nearest.columns >= cell.columns)
    return _clean(nearest.label) if nearest is not None and is_heading else ""


def _clean(label: str) -> str:
    return label.strip().rstrip("：:")
