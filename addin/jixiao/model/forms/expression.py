"""The small expression language of formulas and checks: a spreadsheet's own syntax over keys instead of addresses.

``EXEC_RATE(funds.budget, funds.spent)`` is parsed once and used three ways: evaluated in Python, written into a
cell as a formula, and asked for its names. ``jixiao eval`` reads the same language.

Grammar, from the loosest binding: comparison (``= <> < > <= >=``), ``&``, ``+ -``, ``* /``, sign, ``%`` after a
value. Names may hold dots and Chinese characters; texts stand in double quotes, a quote inside is doubled.
``HAS_WORD(text,"a","b")`` is short for what a spreadsheet says at length: whether one of the words is in the text.
Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from jixiao.core.errors import UserError
from jixiao.model.forms.spreadsheet_functions import NATIVE, compare, concatenate, to_number

MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_OPERATORS = 200
"""Each operator in a chain nests the tree one level deeper, brackets or not."""


class ExpressionError(UserError):
    """A formula that cannot be read; the message is Chinese and names the place."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a text."""

    value: Decimal | str | bool


@dataclass(frozen=True, slots=True)
class Name:
    """A key of the form, e.g. ``funds.budget``, or of another form: ``overall:funds.budget``."""

    key: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of our functions or of a native one."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with its operands; ``%`` and the sign have one."""

    operator: str
    operands: tuple[Node, ...]


Node: TypeAlias = "Literal | Name | Call | Operation"

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?)
      | "(?P<text>(?:[^"]|"")*)"
      | (?P<name>[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)
      | (?P<operator><>|<=|>=|[-+*/&=<>%(),])
    )""",
    re.VERBOSE,
)
_BINDING = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
_SIGN_BINDING = 5
_HAS_WORD = "HAS_WORD"


@lru_cache(maxsize=2048)
def parse(text: str) -> Node:
    """Parse an expression, with or without the leading ``=``.

    Raises:
        ExpressionError: the text is no formula, or is longer or deeper than any honest one.
    """
    return _Parser(text).parse()


class _Parser:
    """Operator precedence parsing; one token of look-ahead."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise ExpressionError(f"公式太长（{len(text)} 个字符，最多 {MAX_LENGTH} 个）")
        self._text = text
        self._tokens = _tokens(text.removeprefix("="))
        self._token = next(self._tokens)
        self._depth = 0
        self._operators = 0

    def parse(self) -> Node:
        node = self._expression(0)
        if self._token != ("end", ""):
            raise self._unexpected()
        return node

    def _advance(self) -> tuple[str, str]:
        token, self._token = self._token, next(self._tokens)
        return token

    def _operator(self) -> str:
        self._operators += 1
        if self._operators > MAX_OPERATORS:
            raise ExpressionError(f"公式里的运算符太多（最多 {MAX_OPERATORS} 个）")
        return self._advance()[1]

    def _expression(self, binding: int) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(f"公式括号嵌套太深（最多 {MAX_DEPTH} 层）")
        left = self._percent(self._operand())
        while self._token[0] == "operator" and _BINDING.get(self._token[1], 0) > binding:
            operator = self._operator()
            left = Operation(operator, (left, self._expression(_BINDING[operator])))
        self._depth -= 1
        return left

    def _operand(self) -> Node:
        kind, value = self._token
        if kind in ("number", "text"):
            self._advance()
            return Literal(Decimal(value) if kind == "number" else value.replace('""', '"'))
        if kind == "name":
            self._advance()
            return self._name_or_call(value)
        if value in ("-", "+"):
            self._advance()
            return Operation(value, (self._expression(_SIGN_BINDING),))
        self._expect("(")
        inner = self._expression(0)
        self._expect(")")
        return inner

    def _name_or_call(self, name: str) -> Node:
        if self._token != ("operator", "("):
            return Literal(name == "TRUE") if name in ("TRUE", "FALSE") else Name(name)
        self._advance()
        arguments = list(self._arguments())
        self._expect(")")
        if name.upper() == "IFERROR" and len(arguments) != 2:
            raise ExpressionError(f"IFERROR 要写两个参数（算式、算不出时）：{self._text}")
        if name.upper() == "IF" and len(arguments) != 3:
            raise ExpressionError(f"IF 要写三个参数（条件、成立时、不成立时）：{self._text}")
        return Call(name.upper(), tuple(arguments))

    def _arguments(self) -> Iterator[Node]:
        if self._token == ("operator", ")"):
            return
        yield self._argument()
        while self._token == ("operator", ","):
            self._advance()
            yield self._argument()

    def _argument(self) -> Node:
        """An argument left out between commas is a blank, as in a spreadsheet."""
        if self._token in (("operator", ","), ("operator", ")")):
            return Literal("")
        return self._expression(0)

    def _percent(self, node: Node) -> Node:
        while self._token == ("operator", "%"):
            node = Operation(self._operator(), (node,))
        return node

    def _expect(self, operator: str) -> None:
        if self._token != ("operator", operator):
            raise self._unexpected()
        self._advance()

    def _unexpected(self) -> ExpressionError:
        found = f"「{self._token[1]}」" if self._token[1] else "结尾"
        return ExpressionError(f"公式写法有误，在{found}处读不下去：{self._text}")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise ExpressionError(f"公式里有不能识别的字符「{text[position]}」：{text}")
        position = match.end()
        yield str(match.lastgroup), match[str(match.lastgroup)]
    while True:
        yield "end", ""


def names(node: Node) -> Iterator[str]:
    """All keys an expression uses, in order, repeated as they stand."""
    if isinstance(node, Name):
        yield node.key
    for child in children(node):
        yield from names(child)


def calls(node: Node) -> Iterator[str]:
    """All functions an expression calls."""
    return (call.function for call in all_calls(node))


def all_calls(node: Node) -> Iterator[Call]:
    """All calls in an expression."""
    if isinstance(node, Call):
        yield node
    for child in children(node):
        yield from all_calls(child)


def children(node: Node) -> tuple[Node, ...]:
    """The expressions that an expression is made of."""
    if isinstance(node, Call):
        return node.arguments
    return node.operands if isinstance(node, Operation) else ()


def with_names(node: Node, meaning: Callable[[Name], Node]) -> Node:
    """An expression with something else in place of its names."""
    if isinstance(node, Name):
        return meaning(node)
    if isinstance(node, Call):
        return replace(node, arguments=tuple(with_names(a, meaning) for a in node.arguments))
    if isinstance(node, Operation):
        return replace(node, operands=tuple(with_names(o, meaning) for o in node.operands))
    return node


def evaluate(node: Node, lookup: Callable[[str], Any], call: Callable[..., Any]) -> Any:
    """The value of an expression.

    Args:
        node: the parsed expression.
        lookup: key → value (``Decimal``, ``str``, ``None`` for blank, or a list for a column).
        call: ``call(name, *values)`` for the functions that are ours.

    Returns:
        A ``Decimal``, ``str``, ``bool``, ``None``, or what the called function answers.
    """
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Name):
        return lookup(node.key)
    if isinstance(node, Operation):
        return _operate(node.operator, [evaluate(o, lookup, call) for o in node.operands])
    if node.function == "IF":  # only the branch taken is looked at, as in a spreadsheet
        condition, *branches = node.arguments
        chosen = branches[0] if evaluate(condition, lookup, call) else branches[1]
        return evaluate(chosen, lookup, call)
    if node.function == "IFERROR":
        return _evaluate_or(node, lookup, call)
    values = [evaluate(a, lookup, call) for a in node.arguments]
    native = NATIVE.get(node.function)
    return native(*values) if native else call(node.function, *values)


def _evaluate_or(node: Call, lookup: Callable[[str], Any], call: Callable[..., Any]) -> Any:
    asked, otherwise = node.arguments
    try:
        return evaluate(asked, lookup, call)
    except ArithmeticError:  # what a cell would show as an error
        return evaluate(otherwise, lookup, call)


def _operate(operator: str, values: list[Any]) -> Any:
    if operator == "&":
        return concatenate(*values)
    if len(values) == 2 and _BINDING[operator] == 1:
        return compare(operator, *values)
    numbers = [to_number(v) for v in values]
    if operator == "%":
        return numbers[0] / 100
    if len(numbers) == 1:
        return -numbers[0] if operator == "-" else numbers[0]
    return _arithmetic(operator, *numbers)


def _arithmetic(operator: str, left: Decimal, right: Decimal) -> Decimal:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    return left * right if operator == "*" else left / right


def to_formula(node: Node, reference: Callable[[str], str]) -> str:
    """An expression as a spreadsheet's formula, without the leading ``=``.

    Args:
        node: the parsed expression.
        reference: key → what stands for it in the formula: a defined name, an address or a range.
    """
    if isinstance(node, Literal):
        return _literal(node.value)
    if isinstance(node, Name):
        return reference(node.key)
    if isinstance(node, Call) and node.function == _HAS_WORD:
        return to_formula(_in_full(node), reference)
    parts = [_inner(child, node, reference) for child in children(node)]
    if isinstance(node, Call):
        return f"{node.function}({','.join(parts)})"
    if node.operator == "%":
        return f"{parts[0]}%"
    return f"{node.operator}{parts[0]}" if len(parts) == 1 else node.operator.join(parts)


def _in_full(has_word: Call) -> Node:
    """``HAS_WORD(text,"a","b")`` in a spreadsheet's own functions."""
    text, *words = has_word.arguments
    return Call("OR", tuple(Call("ISNUMBER", (Call("SEARCH", (word, text)),)) for word in words))


def _literal(value: Decimal | str | bool) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return str(value).upper()


def _inner(child: Node, parent: Node, reference: Callable[[str], str]) -> str:
    """Operands that are operations are put in brackets: plain, and right whatever they bind like."""
    text = to_formula(child, reference)
    bare = isinstance(parent, Call) or not isinstance(child, Operation)
    return text if bare else f"({text})"
