"""Every value of a submission: typed where a person typed, computed where the form has a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from jixiao.core.functions import call
from jixiao.core.functions.results import Problem, Verdict
from jixiao.core.scoring import load
from jixiao.model.evaluation.formulas import FormColumn, Schema, schema
from jixiao.model.forms.expression import Node
from jixiao.model.forms.expression import evaluate as evaluate_node
from jixiao.model.forms.family import Cell, Family, Kind
from jixiao.model.forms.grid import Layout, lay_out
from jixiao.model.forms.native_formulas import NOWHERE, Elsewhere, natively
from jixiao.model.forms.spreadsheet_functions import NotANumber
from jixiao.model.submission.figures import CellValue, cell_value, printed_figure
from jixiao.model.submission.submission import FormData, Submission

GOES_ON = "…"
"""What a form prints in a row that stands for further ones."""

YUAN_IN_WAN = 10_000
"""元 in a 万元."""


class Evaluation:
    """A submission with everything that follows from it.

    ``forms`` are the filled forms in the submission's order, each with its values; ``earlier`` are the files of years
    before, in order, for 历年对比.
    """

    def __init__(self, family: Family, submission: Submission, earlier: Sequence[Evaluation] = ()) -> None:
        self.family = family
        self.submission = submission
        self.earlier = tuple(earlier)
        common: dict[str, CellValue] = {
            "family": submission.family,
            "unit": submission.unit,
            "year": Decimal(submission.year),
            "preparer": submission.preparer or None,
            "phone": submission.phone or None,
            "report_date": submission.report_date or None,
        }
        self.schemas = {form.id: schema(form, submission.year) for form in family.forms}
        self.forms = [FormValues(self.schemas[data.form], data, common, self) for data in submission.forms]

    def of(self, form_id: str) -> Iterator[FormValues]:
        """The filled forms of that id, in order."""
        return (values for values in self.forms if values.form.id == form_id)

    def kind(self, name: str) -> Kind:
        """What a field (``form:key``) holds."""
        form_id, _, key = name.partition(":")
        return self.schemas[form_id].fields[key].kind

    def lookup(self, form_id: str, key: str) -> Any:
        """A key of a form seen from another one: of a form that is filled many times, a value for each."""
        return self._one_or_all(form_id, [form.lookup(key) for form in self.of(form_id)])

    def told(self, form_id: str, key: str) -> Any:
        """The same as sentences tell it: amounts in 万元."""
        return self._one_or_all(form_id, [form.told(key) for form in self.of(form_id)])

    def _one_or_all(self, form_id: str, values: list[Any]) -> Any:
        if self.family.form(form_id).repeated:
            return values
        return values[0] if values else None


def evaluate(family: Family, submission: Submission) -> Evaluation:
    """The evaluation of a submission; values are computed when asked for, each once."""
    return Evaluation(family, submission)


class FormValues:
    """The values of one filled form, by key; in a row of a block, by column."""

    def __init__(self, schema: Schema, data: FormData, common: dict[str, CellValue], whole: Evaluation) -> None:
        self.form = schema.form
        self.schema = schema
        self.data = data
        self._common = common
        self._whole = whole
        self._values: dict[tuple[str, int, str], CellValue] = {}
        self._computed: dict[tuple[str, int, str], Any] = {}

    @cached_property
    def layout(self) -> Layout:
        """The form's table with as many rows in each block as are filled in."""
        return lay_out(self.form, self.data.rows)

    @property
    def is_printed(self) -> bool:
        """Whether the form is handed in: an optional one only when something is filled in."""
        return not (self.form.optional and self.data.is_empty)

    def rows(self, block: str) -> range:
        """The indices of a block's rows."""
        return range(len(self.data.rows.get(block, ())))

    def value(self, key: str, block: str = "", index: int = -1) -> CellValue:
        """What the cell holds: what was typed, else what the formula gives, else nothing."""
        place = (block, index, key)
        if place not in self._values:
            typed = self.typed(key, block, index)
            self._values[place] = (
                as_cell_value(self.computed(key, block, index))
                if typed is None
                else cell_value(typed, self._column(key, block).kind)
            )
        return self._values[place]

    def computed(self, key: str, block: str = "", index: int = -1) -> Any:
        """What the formula gives, whether or not something was typed over it; ``None`` where there is no formula."""
        place = (block, index, key)
        if place not in self._computed:
            formula = self._column(key, block).formula
            self._computed[place] = self.calculate(formula, block, index) if formula else None
        return self._computed[place]

    def typed(self, key: str, block: str = "", index: int = -1) -> str | None:
        """What a person typed into the cell; the empty text is a blank typed over a formula, ``None`` is nothing."""
        return (self.data.rows[block][index] if block else self.data.fields).get(key)

    def printed(self, key: str, block: str = "", index: int = -1) -> str:
        """The value as the report prints it: a typed text as it was typed."""
        typed = self.typed(key, block, index)
        if typed is not None:
            return typed
        return printed_figure(self.value(key, block, index), self._column(key, block).kind)

    def lacks(self, cell: Cell, block: str = "", index: int = -1) -> bool:
        """Whether a required cell is still to be filled in; a row of a block asks for nothing before it has a name."""
        is_asked = self.form.asks(cell, block) and (not block or self.is_named(block, index))
        return is_asked and not self.printed(cell.field, block, index).strip()

    def is_named(self, block: str, index: int) -> bool:
        """Whether a row of a block has begun: its first own column is filled; 「……」 only shows where rows go on."""
        name = (self.typed(self.schema.names[block], block, index) or "").strip()
        return bool(name) and not name.startswith(GOES_ON)

    def calculate(self, node: Node, block: str = "", index: int = -1) -> Any:
        """The value of any expression over this form, seen from a row of a block or from outside."""
        try:
            return evaluate_node(node, lambda name: self.lookup(name, block, index), call)
        except (NotANumber, ArithmeticError) as error:
            return Problem(str(error) if isinstance(error, NotANumber) else "除数为0，算不出来")

    def native(self, node: Node, elsewhere: Elsewhere = NOWHERE) -> Node:
        """An expression as a cell calculates it, by the family's own numbers; other cells may say parts of it."""
        return natively(node, load(str(self._common["family"])), elsewhere)

    def calculate_text(self, name: str) -> str:
        """A global name (``family``, ``unit``, ``year``) as text."""
        return printed_figure(self._common[name], "text")

    def lookup(self, name: str, block: str = "", index: int = -1) -> Any:
        """What a name in an expression stands for, seen from a row of a block or from outside."""
        if block and name in self.schema.blocks[block]:
            return self.value(name, block, index)
        if name in self.schema.fields:
            return self.value(name)
        if name in self._common:
            return self._common[name]
        if ":" in name:
            return self._whole.lookup(*name.split(":"))
        return self.column(*name.rsplit(".", 1))

    def told(self, key: str) -> Any:
        """A field as sentences tell it: an amount in 元 as 万元."""
        value = self.lookup(key)
        return value / YUAN_IN_WAN if self.tells_in_wan(key) and isinstance(value, Decimal) else value

    def tells_in_wan(self, key: str, block: str = "") -> bool:
        """Whether sentences tell a field, or a column of a block, in 万元 that the form has in 元."""
        columns = self.schema.blocks[block] if block else self.schema.fields
        return key in columns and columns[key].kind == "yuan"

    def schema_of(self, name: str) -> Schema:
        """The schema of the form that a name in an expression belongs to."""
        form_id, _, _ = name.rpartition(":")
        return self._whole.schemas[form_id] if form_id else self.schema

    def column(self, block: str, key: str) -> list[CellValue]:
        """A whole column of a block."""
        return [self.value(key, block, index) for index in self.rows(block)]

    def _column(self, key: str, block: str) -> FormColumn:
        return self.schema.blocks[block][key] if block else self.schema.fields[key]


def as_cell_value(answer: Any) -> CellValue:
    """What a cell shows of an answer: a problem and a verdict are texts there, a blank is blank."""
    if isinstance(answer, Problem | Verdict):
        return str(answer)
    if answer == "":
        return None
    return answer  # type: ignore[no-any-return]
