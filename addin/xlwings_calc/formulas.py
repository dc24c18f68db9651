"""Formulas between Excel's notation and the one of Calc's API.

=====================  ==========================  ============================
what                   Excel                       Calc's API
=====================  ==========================  ============================
arguments              ``SUM(A1,B1)``              ``SUM(A1;B1)``
other sheets           ``'My sheet'!$A$1``         ``$'My sheet'.$A$1``
several sheets         ``One:Three!A1``            ``$One.A1:$Three.A1``
arrays                 ``{1,2;3,4}``               ``{1;2|3;4}``
union, intersection    ``(A1,C1)``, ``A1:B2 B1``   ``(A1~C1)``, ``A1:B2!B1``
constants              ``TRUE``                    ``TRUE()`` (``TRUE`` would be read as the number 1)
newer functions        ``_xlfn.CONCAT(...)``       ``CONCAT(...)``
add-ins' functions     ``EDATE(...)``              ``COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE(...)``
=====================  ==========================  ============================

The text is translated word by word, not through UNO's FormulaParser: that one needs three calls for each formula,
turns TRUE into 1, loses ``#REF!`` and does not know Excel's sign for an intersection.

Nothing here talks to LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from xlwings_calc.addresses import COLUMNS, ROWS, letters, number, quoted, unquoted
from xlwings_calc.coverage import not_covered

_QUOTED = r"'(?:[^']|'')+'"
_WORD = r"[^\W\d][\w.?\\]*"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.(])"
_WHOLE = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(]) | \$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.])"
_PIECES = rf"""
    (?P<text> "(?:[^"]|"")*" )
  | (?P<error> \#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!) )
  | (?P<whole> {_WHOLE} )
  | (?P<function> {_WORD}(?=\() )
  | SHEET
  | (?P<cell> {_CELL} )
  | (?P<name> {_WORD} )
  | (?P<number> (?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? )
  | (?P<space> \s+ )
  | (?P<brackets> \[ (?: [^\[\]] | \[[^\]]*\] )* \]? )
  | (?P<operator> [-+*/^&<>=]+ )
  | (?P<sign> . )
"""
_EXCEL_SHEET = rf"(?P<sheet> (?: {_QUOTED} | (?!\$?[A-Za-z]{{1,3}}\$?[0-9]+:) [^\W\d][\w.]*(?::[^\W\d][\w.]*)? )! )"
_CALC_SHEET = rf"(?P<sheet> \$?{_QUOTED}\. | \$?[^\W\d]\w*\.(?=\$?[A-Za-z]{{1,3}}\$?[0-9:]|\$?[0-9]) | \$[^\W\d]\w*\. )"
_EXCEL = re.compile(_PIECES.replace("SHEET", _EXCEL_SHEET), re.VERBOSE | re.DOTALL)
_CALC = re.compile(_PIECES.replace("SHEET", _CALC_SHEET), re.VERBOSE | re.DOTALL)

_OPERANDS = frozenset({"whole", "sheet", "cell", "name", "error"})
_SIGNS = {";": ",", "~": ",", "!": " "}
_SIGNS_OF_ARRAYS = {";": ",", "|": ";"}
_CONSTANTS = frozenset({"TRUE", "FALSE"})
_TWO_DOTS = re.compile(r"\.[\w?\\]*\.[\w.?\\]*\(")
_NEWER = re.compile(r"(?i)_xlfn\.(?:_xlws\.|org\.libreoffice\.)?")
_TO_CALC_NAMES = {"EFFECT": "EFFECTIVE", "CEILING": "CEILING.XCL", "FLOOR": "FLOOR.XCL"}
_TO_EXCEL_NAMES = {calc: excel for excel, calc in _TO_CALC_NAMES.items()}


class Piece(NamedTuple):
    """A word of a formula: its kind (a group of the pattern) and its text."""

    kind: str
    text: str


def is_formula(text: str) -> bool:
    """Whether a text that is put into a cell is a formula."""
    return text.startswith("=") and len(text) > 1


def to_calc(formula: str) -> str:
    """An Excel formula as Calc's API takes it.

    Raises:
        NotImplementedError: it refers to another workbook.
    """
    return "".join(_ToCalc(list(_pieces(_EXCEL, formula))).written())


def to_excel(formula: str, sheets: Collection[str] = (), functions: Mapping[str, str] | None = None) -> str:
    """A formula of Calc's API as Excel writes it; an array formula loses its braces.

    Args:
        formula: what ``getFormula`` gave.
        sheets: the workbook's sheets; ``plan.total`` is a sheet's own name only if there is a sheet ``plan``.
        functions: the display name of each add-in function, by its programmatic name in capitals.
    """
    if formula.startswith("{=") and formula.endswith("}"):
        formula = formula[1:-1]
    return "".join(_ToExcel(list(_pieces(_CALC, formula)), sheets, functions or {}).written())


def names_in(formula: str) -> set[str]:
    """The defined names in a formula of Calc's API, those of other sheets left out."""
    pieces = list(_pieces(_CALC, formula))
    return {
        piece.text
        for before, piece in pairwise([Piece("", ""), *pieces])
        if piece.kind == "name" and "." not in piece.text and before.kind != "sheet"
    }


def programmatic_functions(formula: str) -> bool:
    """Whether a formula of Calc's API may call an add-in's function by its programmatic name."""
    looks_so = _TWO_DOTS.search(formula)  # in a text it means nothing
    return bool(looks_so) and any(p.kind == "function" and p.text.count(".") > 1 for p in _pieces(_CALC, formula))


def shifted(formula: str, rows: int, columns: int) -> str:
    """An Excel formula as it reads when copied some rows down and columns to the right."""
    if not rows and not columns:
        return formula
    moved = {"cell": _corner, "whole": _whole}
    return "".join(
        moved[piece.kind](piece.text, rows, columns) if piece.kind in moved else piece.text
        for piece in _pieces(_EXCEL, formula)
    )


def _pieces(pattern: re.Pattern[str], formula: str) -> Iterator[Piece]:
    for match in pattern.finditer(formula):
        yield Piece(str(match.lastgroup), match[0])


class _Translation:
    """One formula being rewritten; ``open`` holds the brackets that are open, a function's as ``f``."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._open: list[str] = []
        self._rewrite: dict[str, Callable[[int], str]] = {}

    def written(self) -> Iterator[str]:
        for at, piece in enumerate(self._pieces):
            rewrite = self._rewrite.get(piece.kind)
            yield rewrite(at) if rewrite else piece.text
            self._keep_brackets(at, piece)

    def _keep_brackets(self, at: int, piece: Piece) -> None:
        if piece.kind == "sign" and piece.text in "({":
            self._open.append("f" if self._kind(at - 1) == "function" else piece.text)
        elif piece.kind == "sign" and piece.text in ")}":
            del self._open[-1:]

    def _inside(self) -> str:
        return self._open[-1] if self._open else ""

    def _kind(self, at: int) -> str:
        return self._pieces[at].kind if 0 <= at < len(self._pieces) else ""

    def _text(self, at: int) -> str:
        return self._pieces[at].text if 0 <= at < len(self._pieces) else ""

    def _ends_operand(self, at: int) -> bool:
        return self._kind(at) in _OPERANDS or self._text(at) == ")"

    def _begins_operand(self, at: int) -> bool:
        return self._kind(at) in _OPERANDS | {"function"} or self._text(at) == "("


class _ToCalc(_Translation):
    def __init__(self, pieces: list[Piece]) -> None:
        super().__init__(pieces)
        self._last_sheet = ""  # of One:Three!, to be written before the corner that follows
        self._rewrite = {
            "sheet": self._sheet,
            "cell": self._cell,
            "function": self._function,
            "name": self._name,
            "space": self._space,
            "sign": self._sign,
            "brackets": self._brackets,
        }

    def _sheet(self, at: int) -> str:
        sheet = unquoted(self._text(at)[:-1])
        if "]" in sheet:
            raise not_covered("a formula that refers to another workbook")
        first, _, self._last_sheet = sheet.partition(":")  # no sheet's name may hold a colon
        return f"$'{_escaped(first)}'."

    def _cell(self, at: int) -> str:
        cell = self._text(at)
        if not self._last_sheet or self._kind(at - 1) != "sheet":
            return cell
        second = f"$'{_escaped(self._last_sheet)}'."
        if self._text(at + 1) == ":" and self._kind(at + 2) == "cell":
            self._pieces[at + 2] = Piece("done", second + self._text(at + 2))
            return cell
        return f"{cell}:{second}{cell}"

    def _function(self, at: int) -> str:
        name = _NEWER.sub("", self._text(at))
        return _TO_CALC_NAMES.get(name.upper(), name)

    def _name(self, at: int) -> str:
        name = self._text(at)
        return f"{name}()" if name.upper() in _CONSTANTS else name

    def _space(self, at: int) -> str:
        is_intersection = self._ends_operand(at - 1) and self._begins_operand(at + 1)
        return "!" if is_intersection else self._text(at)

    def _sign(self, at: int) -> str:
        sign = self._text(at)
        if sign == ",":
            return "~" if self._inside() in ("", "(") else ";"
        return "|" if sign == ";" and self._inside() == "{" else sign

    def _brackets(self, at: int) -> str:
        if self._kind(at + 1) == "sheet":
            raise not_covered("a formula that refers to another workbook")
        return self._text(at)


class _ToExcel(_Translation):
    def __init__(self, pieces: list[Piece], sheets: Collection[str], functions: Mapping[str, str]) -> None:
        super().__init__(pieces)
        self._sheets = {sheet.lower() for sheet in sheets}
        self._functions = functions
        self._rewrite = {
            "sheet": self._sheet,
            "function": self._function,
            "name": self._name,
            "sign": self._sign,
            "error": self._error,
        }

    def _sheet(self, at: int) -> str:
        first = self._bare(at)
        if self._is_second_corner(at):
            return ""
        if self._text(at + 2) == ":" and self._kind(at + 3) == "sheet" and self._bare(at + 3) != first:
            return f"{_several(first, self._bare(at + 3))}!"
        return f"{quoted(first)}!"

    def _is_second_corner(self, at: int) -> bool:
        """``$One.A1:$Three.A1``: Excel says the sheets once, in front."""
        return self._text(at - 1) == ":" and self._kind(at - 3) == "sheet"

    def _bare(self, at: int) -> str:
        return unquoted(self._text(at).removeprefix("$")[:-1])

    def _function(self, at: int) -> str:
        name = self._text(at)
        if name.upper() in _CONSTANTS and self._text(at + 2) == ")":
            self._pieces[at + 1 : at + 3] = [Piece("done", ""), Piece("done", "")]
            return name
        return self._functions.get(name.upper()) or _TO_EXCEL_NAMES.get(name.upper(), name)

    def _name(self, at: int) -> str:
        sheet, dot, name = self._text(at).partition(".")
        return f"{quoted(sheet)}!{name}" if dot and sheet.lower() in self._sheets else self._text(at)

    def _sign(self, at: int) -> str:
        sign = self._text(at)
        return (_SIGNS_OF_ARRAYS if self._inside() == "{" else _SIGNS).get(sign, sign)

    def _error(self, at: int) -> str:
        if self._text(at) == "#REF!" and self._text(at + 1) == ".":
            self._pieces[at + 1] = Piece("done", "")  # of a deleted sheet: #REF!.A1
        return self._text(at)


def _escaped(sheet: str) -> str:
    return sheet.replace("'", "''")


def _several(first: str, last: str) -> str:
    if quoted(first) == first and quoted(last) == last:
        return f"{first}:{last}"
    return f"'{_escaped(first)}:{_escaped(last)}'"


def _corner(cell: str, rows: int, columns: int) -> str:
    fixed_column, column, fixed_row, row = re.fullmatch(r"(\$?)([A-Za-z]+)(\$?)([0-9]+)", cell).groups()  # type: ignore[union-attr]
    new_column = number(column) + (0 if fixed_column else columns)
    new_row = int(row) + (0 if fixed_row else rows)
    if not (1 <= new_column <= COLUMNS and 1 <= new_row <= ROWS):
        return "#REF!"
    return f"{fixed_column}{letters(new_column)}{fixed_row}{new_row}"


def _whole(span: str, rows: int, columns: int) -> str:
    """Of whole columns or rows, such as ``A:$B`` or ``1:2``."""
    ends = [re.fullmatch(r"(\$?)(\w+)", end).groups() for end in span.split(":")]  # type: ignore[union-attr]
    return ":".join(fixed + (end if fixed else _moved(end, rows, columns)) for fixed, end in ends)


def _moved(end: str, rows: int, columns: int) -> str:
    return str(int(end) + rows) if end.isdigit() else letters(number(end) + columns)
