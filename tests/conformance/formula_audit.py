"""What Excel 2016 refuses in a formula, or calculates otherwise than meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils import range_boundaries

LONGEST, DEEPEST, MOST_ARGUMENTS, LONGEST_TEXT = 8192, 64, 255, 255

_WORDS = """
ABS AND ASC AVERAGE AVERAGEIF CEILING CHAR CHOOSE CLEAN CODE COLUMN COLUMNS CONCATENATE COUNT COUNTA COUNTBLANK COUNTIF
COUNTIFS DATE DATEVALUE DAY EXACT FALSE FIND FIXED FLOOR HLOOKUP HYPERLINK IF IFERROR INDEX INT ISBLANK ISERR ISERROR
ISNA ISNUMBER ISTEXT LARGE LEFT LEN LOOKUP LOWER MATCH MAX MEDIAN MID MIN MOD MONTH N NA NOT OR POWER PRODUCT PROPER
REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SIGN SMALL SQRT SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS
SUMPRODUCT T TEXT TIME TRANSPOSE TRIM TRUE TRUNC TYPE UPPER VALUE VLOOKUP WEEKDAY YEAR"""
_RANGES = """
AND AVERAGE AVERAGEIF COLUMN COLUMNS COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS HLOOKUP INDEX LARGE LOOKUP MATCH MAX
MEDIAN MIN N OR PRODUCT ROW ROWS SMALL SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT T TRANSPOSE VLOOKUP"""

KNOWN = frozenset(_WORDS.split())
"""Of Excel 2016 and before, none of them volatile; a new one is added here when a formula first needs it."""

TAKES_RANGES = frozenset(_RANGES.split())
_WHOLE_ARGUMENTS = frozenset({"SUMPRODUCT", "LOOKUP"})
"""Inside these, arithmetic with ranges is done cell by cell, as meant."""

_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?\d+|\$?[A-Z]{1,3}|\$?\d+|TRUE|FALSE")


@dataclass(frozen=True)
class Names:
    """What a formula may refer to: sheets in lower case, names by sheet (``None``: the workbook's), functions."""

    sheets: tuple[str, ...]
    defined: Mapping[int | None, Mapping[str, str]] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()

    def meant(self, name: str, sheet: int | None) -> str | None:
        """What a defined name stands for."""
        own = self.defined.get(sheet, {}) if sheet is not None else {}
        return own.get(name.lower()) or self.defined.get(None, {}).get(name.lower())


def formula_faults(formula: str, names: Names, sheet: int | None = None) -> Iterator[str]:
    """What is wrong with a formula of a sheet, given without its ``=``."""
    if len(formula) > LONGEST:
        yield f"formula longer than {LONGEST}"
    tokens = _tokens(formula)
    yield from _wrong_shape(tokens)
    yield from _wrong_calls(tokens, names)
    for token in tokens:
        if token.type == Token.OPERAND:
            yield from _wrong_operand(token, names, sheet)


@lru_cache(maxsize=20_000)
def _tokens(formula: str) -> tuple[Token, ...]:
    """A formula's tokens without blanks; books of one family have most of their formulas in common."""
    return tuple(token for token in Tokenizer(f"={formula}").items if token.type != Token.WSPACE)


def _wrong_shape(tokens: Sequence[Token]) -> Iterator[str]:
    """Operands and operators take turns, and every bracket has its other end."""
    depth, wants_operand = 0, True
    for token in tokens:
        opens, closes = token.subtype == Token.OPEN, token.subtype == Token.CLOSE
        depth += opens - closes
        starts = opens or token.type == Token.OPERAND
        if token.type in (Token.OP_PRE,) or closes or token.type == Token.SEP:
            pass  # an argument may be left out, a sign stands before an operand
        elif starts != wants_operand:
            yield f"operand or operator missing before {token.value!r}"
        wants_operand = opens or token.type in (Token.OP_IN, Token.OP_PRE, Token.SEP)
    if depth:
        yield "brackets do not match"


def _wrong_calls(tokens: Sequence[Token], names: Names) -> Iterator[str]:
    open_calls: list[tuple[str, int]] = []
    for token in tokens:
        if token.subtype == Token.OPEN:
            called = token.value[:-1].upper().rpartition(":")[2]  # of A1:INDEX( the reader makes one name
            open_calls.append((called, 1))
            if token.type == Token.FUNC and open_calls[-1][0] not in KNOWN | names.functions:
                yield f"function unknown to Excel 2016, or volatile: {open_calls[-1][0]}"
            if sum(bool(name) for name, _ in open_calls) > DEEPEST:
                yield f"calls nested deeper than {DEEPEST}"
        elif token.subtype == Token.CLOSE and open_calls:
            name, count = open_calls.pop()
            if count > MOST_ARGUMENTS:
                yield f"{name} has more than {MOST_ARGUMENTS} arguments"
        elif token.type == Token.SEP and open_calls:
            open_calls[-1] = (open_calls[-1][0], open_calls[-1][1] + 1)


def _wrong_operand(token: Token, names: Names, sheet: int | None) -> Iterator[str]:
    if token.subtype == Token.TEXT and len(token.value[1:-1].replace('""', '"')) > LONGEST_TEXT:
        yield f"text in a formula longer than {LONGEST_TEXT}"
    elif token.subtype == Token.ERROR:
        yield f"an error stands in the formula: {token.value}"
    elif token.subtype == Token.RANGE:
        yield from reference_faults(token.value, names, sheet)


def reference_faults(reference: str, names: Names, sheet: int | None) -> Iterator[str]:
    """What is wrong with a reference to cells or with a name."""
    sheet, reference, known = _on_sheet(reference, names, sheet)
    if not known:
        yield f"no such sheet: {reference}"
        return
    for part in reference.split(":"):
        if not _ADDRESS.fullmatch(part) and names.meant(part, sheet) is None:
            yield f"no such name: {part}"


def _on_sheet(reference: str, names: Names, sheet: int | None) -> tuple[int | None, str, bool]:
    if "!" not in reference:
        return sheet, reference, True
    title, inside = reference.rsplit("!", 1)
    title = title.strip("'").replace("''", "'").lower()
    return (names.sheets.index(title), inside, True) if title in names.sheets else (sheet, reference, False)


def single_cells_wanted(formula: str, names: Names, sheet: int | None) -> Iterator[str]:
    """A range where one cell is wanted: Excel 2016 takes the one of the same row, Excel 365 writes an ``@``."""
    tokens = _tokens(formula)
    calls: list[str] = []
    for place, token in enumerate(tokens):
        if token.subtype == Token.OPEN:
            calls.append(token.value[:-1].upper())
        elif token.subtype == Token.CLOSE and calls:
            calls.pop()
        elif token.subtype == Token.RANGE and _several_cells(token.value, names, sheet):
            beside = {each.type for each in (*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2])}
            inner = next((call for call in reversed(calls) if call), "")
            fine = inner in TAKES_RANGES | names.functions and not beside & {Token.OP_IN, Token.OP_PRE, Token.OP_POST}
            if not fine and not _WHOLE_ARGUMENTS & set(calls):
                yield f"a range where one cell is wanted: {token.value}"


def _several_cells(reference: str, names: Names, sheet: int | None) -> bool:
    sheet, reference, known = _on_sheet(reference, names, sheet)
    target = names.meant(reference, sheet) or reference
    try:
        left, top, right, bottom = range_boundaries(target.rsplit("!", 1)[-1].replace("$", ""))
    except (ValueError, TypeError):
        return False
    return known and (left, top) != (right, bottom)
