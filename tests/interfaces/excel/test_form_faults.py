"""What looks broken in a form is told by the copy alone; the mending itself is shown live, in tests/live."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_whole_book
from jixiao.interfaces.excel.form_faults import FormFaults
from jixiao.interfaces.excel.saved_sheet import SavedSheet
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import families, load
from jixiao.model.submission import start
from openpyxl.styles import Border, PatternFill, Protection
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.formula import ArrayFormula

OVERALL = "附件2 整体支出自评表"
SCORE, TARGET, WEIGHT = "indicators[1].score", "indicators[1].target", "indicators[1].weight"
Broken = Callable[[FormFaults], Any]


class Copy:
    """The saved copy of a workbook, whose cells can be spoiled before it is looked at."""

    def __init__(self, path: Path, sheet: str = OVERALL) -> None:
        family, self.submission, self.book = read_whole_book(path)
        self.evaluation = evaluate(family, self.submission)
        if sheet:
            self.sheet = self.book[sheet]
            self.places = next(form.places for form in self.submission.forms if form.sheet == sheet)

    def cell(self, reference: str) -> Any:
        return self.sheet[self.places[reference]]

    def faults(self, sheet: str = OVERALL) -> FormFaults:
        values = next(form for form in self.evaluation.forms if form.data.sheet == sheet)
        return FormFaults(SavedSheet(self.book[sheet]), values)


@pytest.fixture
def copy(quyuan_book: Path) -> Copy:
    return Copy(quyuan_book)


EVERYTHING: dict[str, Broken] = {
    "rows": FormFaults.indicator_rows,
    "formulas": FormFaults.bent_formulas,
    "texts": FormFaults.figures_as_texts,
    "dates": FormFaults.figures_as_dates,
    "looks": FormFaults.lost_looks,
    "cells": FormFaults.split_cells,
    "heights": FormFaults.low_rows,
}


def broken(copy: Copy) -> set[str]:
    faults = copy.faults()
    return {what for what, fault in EVERYTHING.items() if fault(faults)}


def test_a_book_as_it_was_made_looks_right_on_every_sheet(copy: Copy) -> None:
    for form in copy.submission.forms:
        faults = copy.faults(form.sheet)
        assert [(form.sheet, what) for what, fault in EVERYTHING.items() if fault(faults)] == []


def test_emptied_formulas_are_those_of_named_rows(copy: Copy) -> None:
    rows = {copy.cell(f"indicators[{index}].name").row for index in range(3)}
    assert rows.isdisjoint({cell.row for cell in copy.faults().emptied_formulas()})
    copy.submission.forms[1].rows["indicators"][1]["score"] = ""
    assert (copy.cell(SCORE).row, copy.cell(SCORE).column) in {
        (cell.row, cell.column) for cell in copy.faults().emptied_formulas()
    }


def test_a_row_without_its_formulas_behind_the_form_is_seen(copy: Copy) -> None:
    faults = copy.faults()
    copy.sheet.cell(copy.cell(SCORE).row, faults.at.quotient + 1).value = None
    assert broken(copy) == {"rows"}
    assert copy.cell(SCORE).row in copy.faults().indicator_rows()


def test_a_formula_behind_the_form_that_names_another_row_is_seen(copy: Copy) -> None:
    cell = copy.sheet.cell(copy.cell(SCORE).row, copy.faults().at.quotient + 1)
    cell.value = str(cell.value).replace(str(cell.row), str(cell.row + 1))
    assert broken(copy) == {"rows"}


def test_a_formula_of_the_form_that_names_another_cell_is_seen(copy: Copy) -> None:
    sound = next(cell for cell in copy.faults().formula_cells() if not cell.is_typed)
    held = copy.sheet.cell(sound.row, sound.column)
    held.value = "=A1+B2"
    assert [(cell.row, cell.column) for cell in copy.faults().bent_formulas()] == [(sound.row, sound.column)]
    held.value = ArrayFormula(held.coordinate, sound.formula)
    assert copy.faults().bent_formulas() == []


@pytest.mark.parametrize("reference", [WEIGHT, SCORE], ids=["typed in", "typed over a formula"])
def test_figures_that_are_texts_or_dates_are_seen(copy: Copy, reference: str) -> None:
    place = coordinate_to_tuple(copy.places[reference])
    copy.cell(reference).value = "5分"
    assert [(row, column) for _, row, column in copy.faults().figures_as_texts()] == [place]
    copy.cell(reference).value = datetime(2024, 3, 5)
    assert [(row, column) for _, row, column in copy.faults().figures_as_dates()] == [place]


@pytest.mark.parametrize(
    "look",
    [
        {"fill": PatternFill("solid", fgColor="FF00FF00")},
        {"protection": Protection(locked=True)},
        {"border": Border()},
    ],
    ids=lambda look: next(iter(look)),
)
def test_a_cell_to_fill_in_that_lost_its_looks_is_seen(copy: Copy, look: dict[str, Any]) -> None:
    for name, value in look.items():
        setattr(copy.cell(TARGET), name, value)
    assert copy.faults().lost_looks() == [coordinate_to_tuple(copy.places[TARGET])]


def test_cells_taken_apart_and_rows_too_low_are_seen(copy: Copy) -> None:
    area = next(area for area in copy.sheet.merged_cells.ranges if copy.cell("indicators[0].level1").coordinate in area)
    copy.sheet.merged_cells.ranges.remove(area)
    assert copy.faults().split_cells() == [(area.min_row, area.min_col, area.max_row, area.max_col)]
    row = copy.cell(TARGET).row
    copy.sheet.row_dimensions[row].height = 5
    assert list(copy.faults().low_rows()) == [row]


@pytest.mark.parametrize("family_id", families())
def test_nothing_of_a_new_workbook_needs_mending(family_id: str, tmp_path: Path) -> None:
    family = load(family_id)
    build(family, start(family, "某某局", 2024), tmp_path / "自评.xlsx")
    copy = Copy(tmp_path / "自评.xlsx", "")
    for values in copy.evaluation.forms:
        faults = copy.faults(values.data.sheet)
        found = {what: fault(faults) for what, fault in EVERYTHING.items() if what != "texts"}  # a printed — is one
        assert not any(found.values()), (values.data.sheet, found)
