"""What the figures of a comparison are: the forms' own titles in place of the words that a function has for any two.

``CHECK_EQUAL`` cannot know what it is given; the check that asks it does. The words are replaced alike in what is
computed here and in a cell's formula.
"""

from __future__ import annotations

from jixiao.core.functions.checks import APART, FIRST, LAST, PARTS, SECOND, TOTAL
from jixiao.core.functions.results import Verdict
from jixiao.model.evaluation import FormValues
from jixiao.model.forms.expression import Call, Literal, Name, Node, Operation, all_calls, names, parse
from jixiao.model.forms.family import NUMERIC, Check, Kind

Replaced = list[tuple[str, str]]
"""Words with what stands in their place."""

_WORDS = {"CHECK_EQUAL": (FIRST, SECOND), "CHECK_SUM": (TOTAL,)}
"""What a function calls its first arguments."""


_BEHIND = {"CHECK_EQUAL": (f"，{SECOND}", APART, LAST), "CHECK_SUM": (PARTS, APART, LAST)}
"""What follows each of its figures."""

_UNITS: dict[Kind, str] = {"amount": "万元", "yuan": "元", "points": "分"}


def roles(check: Check, values: FormValues) -> Replaced:
    """What to say in a verdict of a check; nothing if its test makes no comparison, or several."""
    compared = [call for call in all_calls(parse(check.test)) if call.function in _WORDS]
    if len(compared) != 1:
        return []
    told = (_role(argument, compared[0], check, values) for argument in compared[0].arguments)
    unit = _unit(compared[0], check, values)
    units = [(words, f"{unit}{words}") for words in _BEHIND[compared[0].function] if unit]
    return units + [(words, role) for words, role in zip(_WORDS[compared[0].function], told, strict=False) if role]


def _unit(compared: Call, check: Check, values: FormValues) -> str:
    """The unit of the figures, by the first key among them that holds one; none where the test itself puts one."""
    if any(isinstance(argument, Operation) for argument in compared.arguments):
        return ""
    kinds = (_kind(name, check, values) for name in names(compared))
    return next((_UNITS.get(kind, "") for kind in kinds if kind in NUMERIC), "")


def _kind(key: str, check: Check, values: FormValues) -> Kind:
    schema, own = values.schema_of(key), key.rpartition(":")[2]
    block, _, column = own.rpartition(".")
    known = schema.fields.get(own) or schema.blocks.get(block, {}).get(column)
    known = known or schema.blocks.get(check.rows, {}).get(own)
    return known.kind if known else "text"


def named(verdict: Verdict, replaced: Replaced) -> Verdict:
    """A verdict in those words; its figures are the same."""
    text = verdict.text
    for old, new in replaced:
        text = text.replace(old, new, 1)
    return Verdict(verdict.outcome, text, verdict.figures)


def named_formula(formula: str, replaced: Replaced) -> str:
    """A formula whose answer is in those words."""
    for old, new in replaced:
        formula = f'SUBSTITUTE({formula},"{old}","{new}",1)'
    return formula


def _role(argument: Node, compared: Call, check: Check, values: FormValues) -> str:
    """What an argument is: a field by its title, a figure that is asked for, a sum, or what a formula gives."""
    if isinstance(argument, Operation):  # a figure in another unit: funds.rate*100
        argument = argument.operands[0]
    if isinstance(argument, Name):
        return _titled(argument.key, compared, check, values)
    if compared.function == "CHECK_SUM":
        return ""
    if isinstance(argument, Literal):
        return "应为"
    return "各项之和" if isinstance(argument, Call) and argument.function == "SUM" else "按公式算得"


def _titled(key: str, compared: Call, check: Check, values: FormValues) -> str:
    """A field's title, behind its form's number where fields of two forms are compared."""
    schema = values.schema_of(key)
    own = key.rpartition(":")[2]
    title = schema.titles.get(f"{check.rows}.{own}") or schema.titles.get(own)
    form = schema.form.attachment if any(":" in name for name in names(compared)) else ""
    return f"“{f'{form} {title}'.strip()}”" if title else ""
