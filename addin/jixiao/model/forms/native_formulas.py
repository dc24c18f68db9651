"""What a cell calculates itself: our functions in a spreadsheet's own, by the same numbers as Python uses.

A native formula comes first wherever it says the whole of it, so that no call is made at all; our function reads
what a spreadsheet cannot; and where our function is not there, the cell shows the native result or one short word.
The formulas are written in the language of expressions, so that a test can hold them against the functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from jixiao.core.functions import FUNCTIONS
from jixiao.core.functions.checks import FIRST, SECOND, TOTAL
from jixiao.core.functions.results import BLANK_RESULT, PROBLEM_SIGN, Outcome
from jixiao.core.quantity import plain
from jixiao.core.scoring import Profile
from jixiao.model.forms.expression import Call, Literal, Name, Node, Operation, parse

QUOTIENT = "native.quotient"
"""What stands in a native formula for the cell of :func:`quotient_formula` in the same row."""

WAITING = f"{PROBLEM_SIGN} 待算"
"""What a cell shows that only Python could fill, while it cannot be asked."""

UNDECIDED = f"{Outcome.UNKNOWN.value} 待算"
"""The same for a check."""

_OURS = "native.ours"
_UNDECIDED = f'"{UNDECIDED}"'
_LOWER_SIGNS = "≤≦⩽<＜"
_SIGNS = f"≥≧⩾>＞=＝{_LOWER_SIGNS}"
_UNITS = "%个次人名天元分项件家户份台套辆处期批场座所条本篇米吨亩"
"""Units of one character after which a number is read without Python; others are left to it."""


def natively(node: Node, profile: Profile) -> Node:
    """An expression whose calls of ours are asked only where no native formula answers, and never show an error."""
    if isinstance(node, Call) and node.function in FUNCTIONS:
        return _answered(node, profile)
    if isinstance(node, Call):
        return replace(node, arguments=tuple(natively(a, profile) for a in node.arguments))
    if isinstance(node, Operation):
        return replace(node, operands=tuple(natively(o, profile) for o in node.operands))
    return node


@lru_cache(maxsize=1)
def quotient_formula() -> Node:
    """Actual over target where both are a bare number, or a number with the same short unit; else a blank.

    A target with a point far behind may be a month (2024.12), which only Python tells from a number.
    """
    unit = f'AND(RIGHT(target,1)=RIGHT(actual,1),ISNUMBER(FIND(RIGHT(target,1),"{_UNITS}")))'
    ending = f'IF({unit},RIGHT(target,1),"")'
    aim = f'MID(target,IF(ISNUMBER(FIND(LEFT(target,1),"{_SIGNS}")),2,1),20)'
    quotient = f"{_number('actual', ending)}/{_number(aim, ending)}"
    unsure = 'actual="",NOT(ISNUMBER(FIND(LEFT(actual,1),"0123456789"))),ISNUMBER(FIND(".",target,5))'
    return parse(f'IF(OR({unsure}),"",IFERROR({quotient},""))')


def _number(text: str, ending: str) -> str:
    """A text as a number; nothing that a spreadsheet takes for a date, a fraction or a sign is one between 0 and e0."""
    written = f'SUBSTITUTE("0"&{text}&"e0",{ending}&"e0","e0")'
    return f'VALUE(SUBSTITUTE({written},",","，"))'


def _answered(call: Call, profile: Profile) -> Node:
    arguments = FUNCTIONS[call.function].arguments
    named = dict(zip((a.name for a in arguments), call.arguments, strict=False))
    meanings: dict[str, Node] = {name: natively(argument, profile) for name, argument in named.items()}
    function = call.function if _is_simple(call) else ""
    return _put_in(_template(function, profile, _waiting(call.function)), meanings | {_OURS: call})


def _is_simple(call: Call) -> bool:
    """A sum of cells is left to Python, which reads each; without a tolerance the number of cells decides."""
    return call.function != "CHECK_SUM" or (len(call.arguments) == 3 and not isinstance(call.arguments[1], Name))


def _waiting(function: str) -> str:
    return UNDECIDED if function.startswith("CHECK_") else WAITING


def _put_in(node: Node, meanings: Mapping[str, Node]) -> Node:
    if isinstance(node, Name):
        return node if node.key == QUOTIENT else meanings.get(node.key, Literal(""))
    if isinstance(node, Call):
        return replace(node, arguments=tuple(_put_in(a, meanings) for a in node.arguments))
    if isinstance(node, Operation):
        return replace(node, operands=tuple(_put_in(o, meanings) for o in node.operands))
    return node


@lru_cache(maxsize=512)
def _template(function: str, profile: Profile, waiting: str) -> Node:
    make = _TEMPLATES.get(function)
    return parse(make(profile) if make else f'IFERROR({_OURS},"{waiting}")')


def _ours_or(native: str) -> str:
    return f"IFERROR({_OURS},{native})"


def _blank_or_waiting(*names: str) -> str:
    """A blank for a blank input, which an older result may store as a no-break space; else the short word."""
    blank = ",".join(f'{name}="",{name}="{BLANK_RESULT}"' for name in names)
    return _ours_or(f'IF(OR({blank}),"","{WAITING}")')


# ---- rates ----------------------------------------------------------------------------------------------------------


def _rate(upper: str, lower: str) -> Callable[[Profile], str]:
    known = f"AND(COUNT({upper},{lower})=2,N({upper})>=0,N({lower})>0)"
    return lambda _: f"IF({known},ROUND({upper}/{lower},6),{_nothing_typed(upper, lower)})"


def _nothing_typed(*names: str) -> str:
    """No call for cells that are all blank."""
    nothing = ",".join(f'{name}=""' for name in names)
    return f'IF(AND({nothing}),"",{_blank_or_waiting(*names)})'


def _growth(_: Profile) -> str:
    known = "AND(COUNT(current,previous)=2,N(previous)>0)"
    return f"IF({known},ROUND((current-previous)/previous,6),{_nothing_typed('current', 'previous')})"


# ---- points ---------------------------------------------------------------------------------------------------------


def _execution(profile: Profile) -> str:
    weight = f'IF(weight="",{plain(profile.execution_weight)},weight)'
    score = _EXECUTION[profile.execution_method](profile, weight)
    points = f"MIN(ROUND(MAX({score},0),{profile.points_digits}),{weight})"
    known = 'AND(COUNT(budget,spent)=2,N(budget)>0,N(spent)>=0,OR(weight="",ISNUMBER(weight)),N(weight)>=0)'
    return f"IF({known},{points},{_nothing_typed('budget', 'spent')})"


def _linear(_: Profile, weight: str) -> str:
    return f"{weight}*spent/budget"


def _tiers(profile: Profile, weight: str) -> str:
    return f"{weight}*{_chosen('spent/budget', ((limit, plain(share)) for limit, share in profile.execution_tiers))}"


def _steps(profile: Profile, weight: str) -> str:
    step, lost = plain(profile.execution_step), plain(profile.execution_deduction)
    return f"{weight}-{lost}*INT(ROUND(MAX(0,1-spent/budget)/{step},9))"


_EXECUTION: Mapping[str, Callable[[Profile, str], str]] = {"linear": _linear, "tiers": _tiers, "steps": _steps}


def _chosen(value: str, choices: Iterable[tuple[Decimal, str]], otherwise: str = "0") -> str:
    """The first choice whose lower limit is reached."""
    for limit, choice in reversed(list(choices)):
        otherwise = f"IF({value}>={plain(limit)},{choice},{otherwise})"
    return otherwise


def _completion(profile: Profile) -> str:
    """Where the target is no number, the words of the top grade say that all is done."""
    beyond = f"MAX(1,{QUOTIENT})"
    reverse = f"1/{beyond}" if profile.completion_reverse == "ratio" else f"MAX(0,2-{beyond})"
    ratio = f'ROUND(IF(ISNUMBER(FIND(LEFT(target,1),"{_LOWER_SIGNS}")),{reverse},{QUOTIENT}),12)'
    complete = f'ISNUMBER(FIND("|"&actual&"|","|{"|".join(profile.grade_top_words)}|"))'
    words = f'NOT(ISNUMBER(FIND(LEFT(target,1),"0123456789{_SIGNS}")))'
    blank = f'OR(target="",actual="",target="/",target="{BLANK_RESULT}",actual="{BLANK_RESULT}")'
    asked = _ours_or(f'IF({blank},"",IF(AND({words},{complete}),1,"{WAITING}"))')
    return f'IF(ISNUMBER({QUOTIENT}),{_printed(ratio, profile)},IF(AND(target="",actual=""),"",{asked}))'


def _printed(ratio: str, profile: Profile) -> str:
    exact, usual = (f"ROUND({ratio},{n})" for n in (profile.completion_exact_digits, profile.completion_digits))
    return usual if exact == usual else f"IF({exact}={ratio},{exact},{usual})"


def _row(profile: Profile) -> str:
    """By the completion beside: in proportion where the target is a number or the rule says so; else asked."""
    floor, slope = plain(profile.proportion_floor), plain(profile.proportion_over_slope)
    share = f"IF(completion<1,(completion-{floor})/(1-{floor}),1-{slope}*(completion-1))"
    score = f"MIN(ROUND(MAX(IF(completion<{floor},0,weight*{share}),0),{profile.points_digits}),weight)"
    in_proportion = f'OR({_is_rule(profile.methods_proportion)},AND(rule="",ISNUMBER({QUOTIENT})))'
    direct = f"IF({_is_rule(profile.methods_direct)},IF(completion>=1,weight,0),{_OURS})"
    computed = f"ABS(N(completion)-N({QUOTIENT}))<={plain(Decimal(5).scaleb(-1 - profile.completion_digits))}"
    known = f"AND(COUNT(weight,completion)=2,N(weight)>=0,N(completion)>=0,OR(N(completion)<=2,{computed}))"
    blank = ",".join(f'{name}="",{name}="{BLANK_RESULT}"' for name in ("weight", "target", "actual"))
    asked = f'IFERROR(IF({known},IF({in_proportion},{score},{direct}),{_OURS}),IF(OR({blank}),"","{WAITING}"))'
    return f'IF(AND(target="",actual="",rule="",completion="",OR(weight="",N(weight)>0)),"",{asked})'


def _is_rule(spellings: Iterable[str]) -> str:
    return ",".join(f'rule="{spelling}"' for spelling in spellings).join(("OR(", ")"))


def _grade(profile: Profile) -> str:
    grades = _chosen("total", ((limit, f'"{name}"') for name, limit in profile.total_grades), '""')
    known = f"AND(ISNUMBER(total),N(total)>=0,N(total)<={plain(profile.total_full)})"
    return f"IF({known},{grades},{_nothing_typed('total')})"


# ---- checks ---------------------------------------------------------------------------------------------------------


def _compared(first: str, second: str, words: tuple[str, str], allowed: str) -> str:
    apart = f"ABS({first}-{second})"
    told = f'"{words[0]}"&ROUND({first},6)&"，{words[1]}"&ROUND({second},6)&"，相差"&ROUND({apart},6)&"，请核对"'
    same = f"ROUND({apart},9)<={allowed}"
    told = f'IF({same},"{Outcome.PASS.value}","{Outcome.FAIL.value} "&{told})'
    return f"IF(COUNT({first},{second})=2,{told},{_ours_or(_UNDECIDED)})"


def _equal(profile: Profile) -> str:
    allowed = f'IF(tolerance="",{plain(profile.tolerance_equal)},tolerance)'
    return _compared("a", "b", (FIRST, SECOND), allowed)


def _limit(_: Profile) -> str:
    over = '"超过上限"&ROUND(limit,6)&"，多"&ROUND(value-limit,6)'
    told = f'"数值"&ROUND(value,6)&"，"&IF(value<0,"小于0",{over})&"，请核对"'
    told = f'IF(AND(value>=0,value<=limit),"{Outcome.PASS.value}","{Outcome.FAIL.value} "&{told})'
    return f"IF(COUNT(value,limit)=2,{told},{_ours_or(_UNDECIDED)})"


def _sum(_: Profile) -> str:
    return _compared("total", "parts", (TOTAL, "分项之和"), "tolerance")


_TEMPLATES: Mapping[str, Callable[[Profile], str]] = {
    "EXEC_RATE": _rate("spent", "budget"),
    "CONTROL_RATE": _rate("actual", "quota"),
    "GROWTH_RATE": _growth,
    "EXEC_SCORE": _execution,
    "COMPLETION": _completion,
    "SCORE_ROW": _row,
    "GRADE": _grade,
    "CHECK_EQUAL": _equal,
    "CHECK_SUM": _sum,
    "CHECK_LIMIT": _limit,
}
