"""Defined names: how code, formulas and people speak of cells. No address is ever written down.

Fields of a form have names of their own sheet (``funds_budget``), so that a sheet can be copied; the unit and the
year have names of the whole book.
"""

from __future__ import annotations

FAMILY = "jixiao_family"
UNIT = "jixiao_unit"
YEAR = "jixiao_year"
REPORT_DATE = "jixiao_report_date"
PREPARER = "jixiao_preparer"
PHONE = "jixiao_phone"
VERSION = "jixiao_version"
WORDING = "jixiao_wording"
UNPLACED = "jixiao_unplaced"
EXPLAINED = "jixiao_explained"
"""The rows of 全部校验, from the number of the check to what the unit says of it."""
RULES = "jixiao_rules"
GRADES = "jixiao_grades"
CHOICES = {"rules": RULES, "grades": GRADES}
"""The lists that a form's data may name."""
ADD, REPLACE = "保留", "用正文替换"
"""What becomes of a section's own sentences when there is a text: it is added to them, or replaces them."""
FORM = "jixiao_form"
"""A sheet-scoped name whose constant tells which form of the family the sheet is."""

FROZEN = "jixiao_frozen"
"""What sheet-scoped names begin with whose cells hold a value in place of their formula; a number follows."""

EMPTIED = "jixiao_emptied"
"""The same of cells whose formula a person deleted and does not want back."""

PART = "jixiao_part"
"""A constant that only a part of a workbook has: who fills it in."""

MADE = "jixiao_made"
"""A constant: which version of the program and of the family made the workbook."""

NUMBER = "jixiao_number"
"""A sheet-scoped constant in a part: which of its kind the form is in the whole workbook."""

ASSESSED = ("low", "high", "reason", "raises")
"""What is estimated of each row of the form by which the bureau scores the self-evaluation."""

BOOK_VERSION = "1"
"""Of the layout of names: a book with another number cannot be read by this program."""


def field_name(key: str) -> str:
    """The name of a field's cell."""
    return key.replace(".", "_")


def dated_name(number: int, part: int) -> str:
    """The name of a test whether a form, by its number in the book, holds a date where a figure belongs."""
    return f"jixiao_dated_{number}" + (f"_{part}" if part else "")


def column_name(block: str, key: str) -> str:
    """The name of a block's column, boundary rows included."""
    return f"{block}_{key}"


def filled_name(block: str, key: str) -> str:
    """The name of the hidden column that repeats a merged cell's text on each of its rows."""
    return f"{block}_{key}_filled"


def text_name(report: str, section: str) -> str:
    """The name of a section's text in 报告正文."""
    return f"text_{report}_{section}"


def use_name(report: str, section: str) -> str:
    """The name of the cell that says whether a section's text replaces its sentences."""
    return f"use_{report}_{section}"


def choice_name(key: str) -> str:
    """The name of the cell where a person chooses words for sentences."""
    return f"choice_{key}"


def choice_list(key: str) -> str:
    """The name of the list that such a cell chooses from."""
    return f"jixiao_choice_{key}"


def list_name(key: str) -> str:
    """The name of the area of a list that goes with the workbook."""
    return f"jixiao_list_{key}"


def assessed_name(key: str, what: str) -> str:
    """The name of a cell that holds what is estimated of a row of the bureau's form."""
    return f"assessed_{key}_{what}"


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


PRINT_AREA = "_xlnm.Print_Area"
"""What spreadsheet programs call the area of a sheet that is printed."""
