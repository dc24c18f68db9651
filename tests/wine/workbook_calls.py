"""The calls of our functions in a workbook's formulas, with the values that Excel would hand over, and their answers.

An argument that is itself computed is left out: its value stands in no cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from jixiao.core.functions import FUNCTIONS
from jixiao.interfaces.excel.cell_functions import MISSING, answer
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils import range_boundaries

OMITTED = {"omitted": True}
Call = tuple[str, list[Any]]

_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?")


def calls_of(book: Path) -> list[Call]:
    """Each call once, its arguments filled up to the function's number as the wrappers hand them over."""
    found = {repr(call): call for call in _Reader(book).calls()}
    return list(found.values())


def expected(call: Call) -> Any:
    """What this process answers."""
    name, arguments = call
    return answer(FUNCTIONS[name], [_as_xlwings(argument) for argument in arguments])


def _as_xlwings(given: Any) -> Any:
    """A single row or column arrives as a list, an empty text as a blank."""
    if given == OMITTED:
        return MISSING
    if isinstance(given, dict):
        rows = [[_as_xlwings(cell) for cell in row] for row in given["cells"]]
        return rows[0] if len(rows) == 1 else [row[0] for row in rows] if len(rows[0]) == 1 else rows
    return None if given == "" else given


class _Unknown(Exception):
    """An argument whose value stands in no cell."""


@dataclass
class _Reader:
    book: Path

    def __post_init__(self) -> None:
        self.formulas = openpyxl.load_workbook(self.book)
        self.values = openpyxl.load_workbook(self.book, data_only=True)
        self.names = {name: defined.attr_text for name, defined in self.formulas.defined_names.items()}

    def calls(self) -> Iterator[Call]:
        for sheet in self.formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        yield from self._in_formula(cell.value, sheet.title)

    def _in_formula(self, formula: str, sheet: str) -> Iterator[Call]:
        tokens = Tokenizer(formula).items
        for place, token in enumerate(tokens):
            name = token.value[:-1]
            if token.type == Token.FUNC and token.subtype == Token.OPEN and name in FUNCTIONS:
                try:
                    given = [self._value(part, sheet) for part in _arguments(tokens[place + 1 :])]
                except _Unknown:
                    continue
                missing = len(FUNCTIONS[name].arguments) - len(given)
                yield name, given + [OMITTED] * missing

    def _value(self, tokens: list[Token], sheet: str) -> Any:
        if not tokens:
            return OMITTED
        if len(tokens) > 1 or tokens[0].type != Token.OPERAND:
            raise _Unknown
        token = tokens[0]
        if token.subtype == Token.TEXT:
            return token.value[1:-1].replace('""', '"')
        if token.subtype == Token.NUMBER:
            return float(token.value)
        if token.subtype != Token.RANGE:
            raise _Unknown
        return self._cells(token.value, sheet)

    def _cells(self, reference: str, sheet: str) -> Any:
        if "!" in reference:
            sheet, reference = reference.rsplit("!", 1)
            sheet = sheet.strip("'").replace("''", "'")
        if not _ADDRESS.fullmatch(reference):
            return self._named(reference, sheet)
        left, top, right, bottom = range_boundaries(reference.replace("$", ""))
        rows = self.values[sheet].iter_rows(top, bottom, left, right, values_only=True)
        cells = [[_plain(cell) for cell in row] for row in rows]
        return cells[0][0] if len(cells) == len(cells[0]) == 1 else {"cells": cells}

    def _named(self, name: str, sheet: str) -> Any:
        local = self.formulas[sheet].defined_names.get(name)
        target = local.attr_text if local else self.names.get(name)
        if target is None:
            raise _Unknown
        return target[1:-1].replace('""', '"') if target.startswith('"') else self._cells(target, sheet)


def _arguments(tokens: list[Token]) -> list[list[Token]]:
    """The tokens of each argument, up to the bracket that closes the call."""
    found: list[list[Token]] = [[]]
    depth = 1
    for token in tokens:
        depth += (token.subtype == Token.OPEN) - (token.subtype == Token.CLOSE)
        if depth == 0:
            break
        if depth == 1 and token.type == Token.SEP and token.subtype == Token.ARG:
            found.append([])
        elif token.type != Token.WSPACE:
            found[-1].append(token)
    return found


def _plain(value: Any) -> Any:
    """A cell's value as JSON has it; a number is a float, as Excel has no other."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
