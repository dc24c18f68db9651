"""Whether a form holds a date where a figure belongs, for the sheets that add up what stands on several forms.

Each form's test is a name of the book: before Excel 2010 a conditional format speaks of other sheets by names only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter import Workbook

from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses, reference_of
from jixiao.documents.workbook.layout.input_rules import date_test
from jixiao.documents.workbook.layout.raster import fixed
from jixiao.model.forms.family import NUMERIC

_LONGEST = 8_000
"""Characters of a name's formula; a program takes 8192."""


class DatedForms:
    """Gives the forms of a book their names."""

    def __init__(self, book: Workbook, forms: Sequence[Addresses]) -> None:
        self._tests = {form.sheet: list(self._define(book, number, form)) for number, form in enumerate(forms, 1)}

    def test(self, sheets: Sequence[str]) -> str:
        """A condition that holds where one of some sheets has such a date."""
        return f"={'+'.join(name for sheet in sheets for name in self._tests[sheet]) or 0}>0"

    def _define(self, book: Workbook, number: int, form: Addresses) -> Iterator[str]:
        """A name, or several where one's formula would be too long."""
        for part, tests in enumerate(_packed(_tests(form))):
            name = names.dated_name(number, part)
            book.define_name(name, f"=OR({','.join(tests)})")
            yield name


def _tests(form: Addresses) -> Iterator[str]:
    """A test of each cell in which a person types a figure."""
    sheet = names.quoted(form.sheet)
    for placed in form.layout.cells:
        if placed.key and placed.cell.kind in NUMERIC and not placed.cell.formula:
            yield date_test(f"{sheet}!{fixed(*form.places[reference_of(placed)])}", placed.cell.kind)


def _packed(tests: Iterator[str]) -> Iterator[list[str]]:
    """The tests in groups that a formula takes."""
    group: list[str] = []
    for test in tests:
        if sum(map(len, group)) + len(group) + len(test) > _LONGEST:
            yield group
            group = []
        group.append(test)
    if group:
        yield group
