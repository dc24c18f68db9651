"""Our VBA by Microsoft's published grammar (MS-VBAL), as the package antlr4-vba has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser

Constants = Mapping[str, bool | str]

EXCELS: Mapping[str, Constants] = {
    "64 bit": {"vba7": True, "win64": True, "win32": True, "mac": False},
    "32 bit": {"vba7": True, "win64": False, "win32": True, "mac": False},
}
"""The constants of conditional compilation in the Excels that are served."""

_DIRECTIVE = re.compile(r"\s*#(If|ElseIf|Else|End If)\b([^']*)", re.IGNORECASE)
_CONSTANT = re.compile(r"\s*#Const (\w+) = (True\b|False\b|\"[^\"]*\")", re.IGNORECASE)
_COMPARED = re.compile(r"(\w+) (=|>=) (.+)")
_STORED_ONLY = re.compile(r"^Attribute (?!VB_Name)[\w.]+ .*$", re.MULTILINE)
"""Attributes that a stored module has and the grammar of a written one has not."""


class _Errors(ErrorListener):
    def __init__(self) -> None:
        self.found: list[str] = []

    def syntaxError(  # noqa: N802 - ANTLR's own
        self, recognizer: object, symbol: object, line: int, column: int, message: str, error: object
    ) -> None:
        self.found.append(f"{line}:{column} {message}")


def errors(module: str, constants: Constants) -> list[str]:
    """What the grammar does not know in a module, for one Excel."""
    text = _STORED_ONLY.sub("", "\n".join(_compiled(module, constants)) + "\n")
    listener = _Errors()
    lexer = vbaLexer(InputStream(text))
    parser = vbaParser(CommonTokenStream(lexer))
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(listener)
    parser.startRule()  # type: ignore[no-untyped-call]
    return listener.found


def _compiled(module: str, constants: Constants) -> Iterator[str]:
    """The lines that are compiled; blank ones in place of the others."""
    branches: list[tuple[bool, bool]] = []  # whether this one is compiled, and whether one of its kind was
    for line in module.splitlines():
        if constant := _CONSTANT.match(line):
            constants = {**constants, constant[1].lower(): _value(constant[2])}
            yield ""
            continue
        directive = _DIRECTIVE.match(line)
        if not directive:
            yield line if all(compiled for compiled, _ in branches) else ""
            continue
        kind, condition = directive[1].lower(), directive[2]
        if kind == "if":
            branches.append((holds := _holds(condition, constants), holds))
        elif kind == "end if":
            branches.pop()
        else:
            _, was = branches.pop()
            holds = not was and (kind == "else" or _holds(condition, constants))
            branches.append((holds, was or holds))
        yield ""
    assert not branches


def _value(written: str) -> bool | str:
    return written.lower() == "true" if written[0] != '"' else written


def _holds(condition: str, constants: Constants) -> bool:
    """A name, ``Not`` a name, a comparison, or several with ``And`` or ``Or``; a constant that is not set is false."""
    text = condition.strip().removesuffix("Then").strip()
    for word, holds in ((" Or ", any), (" And ", all)):
        if word in text:
            return holds(_holds(part, constants) for part in text.split(word))
    if compared := _COMPARED.fullmatch(text):
        return compared[2] == "=" and constants.get(compared[1].lower()) == _value(compared[3])
    name = text.removeprefix("Not ").lower()
    return bool(constants.get(name)) != text.startswith("Not ")
