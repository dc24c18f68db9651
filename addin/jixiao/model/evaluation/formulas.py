"""The fields of a form by key, with their formulas parsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jixiao.model.forms.expression import Node, parse
from jixiao.model.forms.family import Form, Kind
from jixiao.model.forms.field_titles import field_titles
from jixiao.model.forms.grid import walk_blocks, walk_cells


@dataclass(frozen=True, slots=True)
class FormColumn:
    """What is known of a field or of a column of a block: what it holds and how it is computed, if it is."""

    kind: Kind
    formula: Node | None


@dataclass(frozen=True)
class Schema:
    """A form's fields by key and its blocks' columns by block and key, helper columns among them."""

    form: Form
    year: int
    fields: dict[str, FormColumn] = field(default_factory=dict)
    blocks: dict[str, dict[str, FormColumn]] = field(default_factory=dict)
    formula_texts: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    """Formulas of cells that were written before, in pieces between their addresses."""
    row_formulas: dict[tuple[str, int], str] = field(default_factory=dict, repr=False, compare=False)
    """Formulas of rows as they stand on every sheet of the form, by what they say and the row."""
    plans: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What is planned once for all sheets of the form."""

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each field is called in the form's own words; columns of a block as ``block.column``."""
        return field_titles(self.form, self.year)

    @cached_property
    def names(self) -> dict[str, str]:
        """The column of each block that names its rows: the first one whose cells are not merged."""
        blocks = {repeat.repeat: repeat.cells for repeat in walk_blocks(self.form.rows)}
        return {block: next(cell.field for cell in cells if not cell.merge) for block, cells in blocks.items()}


def schema(form: Form, year: int) -> Schema:
    """The schema of a form for one year."""
    found = Schema(form, year)
    for block, cell in walk_cells(form.all_rows):
        if cell.field:
            target = found.blocks.setdefault(block, {}) if block else found.fields
            target[cell.field] = FormColumn(cell.kind, parse(cell.formula) if cell.formula else None)
    for helper in form.helpers:
        formula = parse(helper.formula) if helper.formula else None
        found.blocks[form.helper_block][helper.field] = FormColumn(helper.kind, formula)
    return found
