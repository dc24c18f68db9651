"""Our VBA by Microsoft's published grammar (MS-VBAL), as the package antlr4-vba has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser

EXCELS: Mapping[str, Mapping[str, bool]] = {
    "64 bit": {"vba7": True, "win64": True, "win32": True, "mac": False},
    "32 bit": {"vba7": True, "win64": False, "win32": True, "mac": False},
}
"""The constants of conditional compilation in the Excels that are served."""

_DIRECTIVE = re.compile(r"\s*#(If|ElseIf|Else|End If)\b(.*)", re.IGNORECASE)
_STORED_ONLY = re.compile(r"^Attribute (?!VB_Name)[\w.]+ .*$", re.MULTILINE)
"""Attributes that a stored module has and the grammar of a written one has not."""


class _Errors(ErrorListener):
    def __init__(self) -> None:
        self.found: list[str] = []

    def syntaxError(  # noqa: N802 - ANTLR's own
        self, recognizer: object, symbol: object, line: int, column: int, message: str, error: object
    ) -> None:
        self.found.append(f"{line}:{column} {message}")


def errors(module: str, constants: Mapping[str, bool]) -> list[str]:
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


def _compiled(module: str, constants: Mapping[str, bool]) -> Iterator[str]:
    """The lines that are compiled; blank ones in place of the others."""
    branches: list[tuple[bool, bool]] = []  # whether this one is compiled, and whether one of its kind was
    for line in module.splitlines():
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


def _holds(condition: str, constants: Mapping[str, bool]) -> bool:
    """A name, ``Not`` a name, or several with ``And`` or ``Or``; a constant that is not set is false."""
    words = condition.lower().removesuffix("then").split()
    if "or" in words:
        first, _, rest = " ".join(words).partition(" or ")
        return _holds(first, constants) or _holds(rest, constants)
    if "and" in words:
        first, _, rest = " ".join(words).partition(" and ")
        return _holds(first, constants) and _holds(rest, constants)
    return not constants.get(words[1], False) if words[0] == "not" else constants.get(words[0], False)
