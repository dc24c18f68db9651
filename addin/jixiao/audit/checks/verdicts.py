"""From a check's rule to its verdict: evaluated here, and the same as a formula for a cell.

The two must agree to the last character: the sheet stores the text computed here beside the formula made here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jixiao.audit.checks.operand_titles import named, named_formula, roles
from jixiao.core.functions.results import BLANK_RESULT, Outcome, Problem, Verdict
from jixiao.model.evaluation import FormValues
from jixiao.model.forms.expression import Call, Literal, Name, Node, Operation, children, parse, to_formula
from jixiao.model.forms.family import Check
from jixiao.model.forms.native_formulas import NOWHERE, Elsewhere
from jixiao.model.forms.sentence_template import MARK

_NUMERAL = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
MISSING = "还没有填全"
UNREADABLE = "有数字读不出来"
BROKEN = "校验程序出错（{id}），这不是填报的问题，请把文件交给程序维护人员"
_LOG = logging.getLogger(__name__)
_TRUTHS = frozenset({"AND", "OR", "NOT", "ISNUMBER", "HAS_WORD"})
_COMPARISONS = frozenset({"=", "<>", "<", ">", "<=", ">="})


def judge(check: Check, values: FormValues, index: int = -1) -> Verdict:
    """The verdict of a check (without placeholders) over a form, or over one row of its block.

    A check that breaks is our fault: it says so with its id, and the others are asked all the same.
    """
    try:
        return _judged(check, values, index)
    except Exception as error:
        _LOG.error("%s %s: %s -> %r", check.id, check.variant, check.test, error)
        return Verdict(Outcome.UNKNOWN, BROKEN.format(id=check.id))


def _judged(check: Check, values: FormValues, index: int) -> Verdict:
    if not all(_is_given(given, check, values, index) for given in check.given):
        return Verdict(Outcome.UNKNOWN, MISSING)
    answer = values.calculate(test_of(check), check.rows, index)
    if isinstance(answer, Verdict):
        return named(answer, roles(check, values)) if answer.text else answer
    if isinstance(answer, Problem):
        return Verdict(Outcome.UNKNOWN, UNREADABLE)
    if isinstance(answer, str):
        return _from_text(answer)
    return Verdict(Outcome.PASS) if answer else Verdict(Outcome.FAIL, _said(check, values, index))


def test_of(check: Check) -> Node:
    """What a check asks."""
    return _guarded(check.test, check.given)


@lru_cache(maxsize=1024)
def _guarded(text: str, given: tuple[str, ...]) -> Node:
    """A test, not asked where text stands for a figure: a spreadsheet calls any text greater than any number."""
    test = parse(text)
    figures = dict.fromkeys(name for name in _compared(test) if name.key in given)
    if not figures:
        return test
    are_numbers = Call("AND", tuple(Call("ISNUMBER", (name,)) for name in figures))
    return Call("IF", (are_numbers, test, Literal(f"{Outcome.UNKNOWN.value} {UNREADABLE}")))


def _compared(node: Node) -> Iterator[Name]:
    """The keys that a test compares as they stand with anything but a text."""
    operands = node.operands if isinstance(node, Operation) and node.operator in _COMPARISONS else ()
    if not any(isinstance(o, Literal) and isinstance(o.value, str) for o in operands):
        yield from (operand for operand in operands if isinstance(operand, Name))
    for child in children(node):
        yield from _compared(child)


def _is_given(given: str, check: Check, values: FormValues, index: int) -> bool:
    return any(_is_filled(values.lookup(key, check.rows, index)) for key in given.split("|"))


def _is_filled(value: Any) -> bool:
    return any(v is not None for v in value) if isinstance(value, list) else value is not None


def _from_text(answer: str) -> Verdict:
    text = answer[1:].strip()
    return Verdict(Outcome(answer[0]), text, tuple(numerals(text)))


def numerals(text: str) -> list[str]:
    """The numbers a text quotes, without thousands separators."""
    return [number.replace(",", "") for number in _NUMERAL.findall(text)]


def _said(check: Check, values: FormValues, index: int) -> str:
    """The message of a check whose test is a truth, as the cell's formula puts it together."""
    return str(values.calculate(_message_node(check), check.rows, index))


def _message_node(check: Check) -> Node:
    """``目标{target}，…`` as the expression ``"目标"&target&"，…"``."""
    pieces = MARK.split(check.message)
    nodes = [Name(piece) if i % 2 else Literal(piece) for i, piece in enumerate(pieces)]
    return Operation("&", tuple(nodes)) if len(nodes) > 1 else nodes[0]


def verdict_formula(
    check: Check,
    values: FormValues,
    reference: Callable[[str], str],
    is_column: Callable[[str], bool],
    elsewhere: Elsewhere = NOWHERE,
) -> str:
    """The check as a cell's formula, without the leading ``=``.

    Args:
        check: a check without placeholders.
        values: the form it is asked of.
        reference: key → what stands for it in the formula.
        is_column: whether a key is a whole column: of a block, or of all forms of a kind.
        elsewhere: what other cells of the row say already.
    """
    asking = _Asking(check, values, reference)
    test = named_formula(asking.of(test_of(check), elsewhere), roles(check, values))
    asked = f"IFERROR({test},{_quoted(Outcome.UNKNOWN, UNREADABLE)})"
    missing = [_missing(given, reference, is_column) for given in check.given]
    if not missing:
        return asked
    condition = missing[0] if len(missing) == 1 else f"OR({','.join(missing)})"
    return f"IF({condition},{_quoted(Outcome.UNKNOWN, MISSING)},{asked})"


@dataclass(frozen=True, slots=True)
class _Asking:
    """A check's test as a formula over one form."""

    check: Check
    values: FormValues
    reference: Callable[[str], str]

    def of(self, node: Node, elsewhere: Elsewhere) -> str:
        """A truth becomes ✓ or ✗ with the message; a branch is asked in each of its arms."""
        if isinstance(node, Call) and node.function == "IF":
            condition, then, otherwise = node.arguments
            arms = f"{self.of(then, elsewhere.within(condition))},{self.of(otherwise, elsewhere.beyond(condition))}"
            return f"IF({self._formula(condition, elsewhere)},{arms})"
        if not _is_truth(node):
            return self._formula(node, elsewhere)
        return self._told(self._formula(node, elsewhere), node)

    def _formula(self, node: Node, elsewhere: Elsewhere) -> str:
        return to_formula(self.values.native(node, elsewhere), self.reference)

    def _told(self, truth: str, node: Node) -> str:
        if isinstance(node, Literal):
            return f'"{Outcome.PASS.value}"' if node.value else self._failed()
        return f'IF({truth},"{Outcome.PASS.value}",{self._failed()})'

    def _failed(self) -> str:
        return f'"{Outcome.FAIL.value} "&{to_formula(_message_node(self.check), self.reference)}'


def _is_truth(node: Node) -> bool:
    if isinstance(node, Operation):
        return node.operator in _COMPARISONS
    if isinstance(node, Literal):
        return isinstance(node.value, bool)
    return isinstance(node, Call) and node.function in _TRUTHS


def _missing(given: str, reference: Callable[[str], str], is_column: Callable[[str], bool]) -> str:
    blanks = [_blank(reference(key), is_column(key)) for key in given.split("|")]
    return blanks[0] if len(blanks) == 1 else f"AND({','.join(blanks)})"


def _blank(reference: str, is_column: bool) -> str:
    """In a column a formula that shows nothing is blank too, which COUNTA would count."""
    if not is_column:
        return f'{reference}=""'
    return f'COUNT({reference})+COUNTIF({reference},"?*")-COUNTIF({reference},"{BLANK_RESULT}")=0'


def _quoted(outcome: Outcome, text: str) -> str:
    return f'"{outcome.value} {text}"'
