"""What a cell calculates itself: our functions in a spreadsheet's own, by the same numbers as Python uses.

A native formula comes first wherever it says the whole of it, so that no call is made at all; our function reads
what a spreadsheet cannot; and where our function is not there, the cell shows the native result or one short word.
The formulas are written in the language of expressions, so that a test can hold them against the functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from jixiao.core.functions import FUNCTIONS
from jixiao.core.functions.checks import FIRST, SECOND, TOTAL
from jixiao.core.functions.results import BLANK_RESULT, PROBLEM_SIGN, Outcome
from jixiao.core.quantity import plain
from jixiao.core.scoring import Profile
from jixiao.model.forms.expression import Call, Literal, Name, Node, Operation, evaluate, parse, with_names

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
_COMPARISONS = frozenset({"CHECK_EQUAL", "CHECK_SUM", "CHECK_LIMIT"})
"""What is said of two numbers is said natively."""

_FIGURES = frozenset({"SUM", "SUMIF", "COUNT", "COUNTIF", "ROUND", "MIN", "MAX", "HEAD_POINTS"})
"""What gives a number wherever it stands in a comparison: a check asks HEAD_POINTS for a blank before."""

_UNITS = "%个次人名天元分项件家户份台套辆处期批场座所条本篇米吨亩"
"""Units of one character after which a number is read without Python; others are left to it."""

_LONG_UNITS = ("公里", "千米", "万元", "亿元", "人次", "万人", "公顷", "公斤", "小时", "平米", "批次", "场次")
"""The same of two characters."""


@dataclass(frozen=True)
class Elsewhere:
    """What other cells say already of calls: ``cells`` all of it, ``answers`` what our function answers.

    ``numbers`` are those that are known to be numbers where the formula stands.
    """

    cells: Mapping[Call, Node] = field(default_factory=dict)
    answers: Mapping[Call, Node] = field(default_factory=dict)
    numbers: frozenset[Node] = frozenset()

    def within(self, condition: Node) -> Elsewhere:
        """The same where a condition holds."""
        return replace(self, numbers=self.numbers | frozenset(_numbers_in(condition)))

    def beyond(self, condition: Node) -> Elsewhere:
        """The same where a condition does not hold."""
        if isinstance(condition, Call) and condition.function == "NOT":
            return self.within(condition.arguments[0])
        return self


NOWHERE = Elsewhere()


def natively(node: Node, profile: Profile, elsewhere: Elsewhere = NOWHERE) -> Node:
    """An expression whose calls of ours are asked only where no native formula answers, and never show an error."""
    if isinstance(node, Call) and node in elsewhere.cells:
        return elsewhere.cells[node]
    if isinstance(node, Call) and node.function in FUNCTIONS:
        return _answered(node, profile, elsewhere)
    if isinstance(node, Call) and node.function == "IF":
        return replace(node, arguments=tuple(_branches(node, profile, elsewhere)))
    if isinstance(node, Call):
        return replace(node, arguments=tuple(natively(a, profile, elsewhere) for a in node.arguments))
    if isinstance(node, Operation):
        return replace(node, operands=tuple(natively(o, profile, elsewhere) for o in node.operands))
    return node


def _branches(node: Call, profile: Profile, elsewhere: Elsewhere) -> Iterator[Node]:
    condition, then, otherwise = node.arguments
    yield natively(condition, profile, elsewhere)
    yield natively(then, profile, elsewhere.within(condition))
    yield natively(otherwise, profile, elsewhere.beyond(condition))


def _numbers_in(condition: Node) -> Iterator[Node]:
    """What a condition says are numbers."""
    if isinstance(condition, Call) and condition.function == "AND":
        for part in condition.arguments:
            yield from _numbers_in(part)
    if isinstance(condition, Call) and condition.function == "ISNUMBER":
        yield condition.arguments[0]


@lru_cache(maxsize=1)
def quotient_formula() -> Node:
    """Actual over target where both are a bare number, or a number with the same known unit; else a blank.

    A target with a point far behind may be a month (2024.12), which only Python tells from a number.
    """
    unit = f'AND(RIGHT(target,1)=RIGHT(actual,1),ISNUMBER(FIND(RIGHT(target,1),"{_UNITS}")))'
    listed = "".join(f"、{long}" for long in _LONG_UNITS)
    is_long = f'AND(RIGHT(target,2)=RIGHT(actual,2),ISNUMBER(FIND("、"&RIGHT(target,2),"{listed}")))'
    ending = f'IF({is_long},RIGHT(target,2),IF({unit},RIGHT(target,1),""))'
    aim = f'MID(target,IF(ISNUMBER(FIND(LEFT(target,1),"{_SIGNS}")),2,1),20)'
    quotient = f"{_number('actual', ending)}/{_number(aim, ending)}"
    unsure = 'actual="",NOT(ISNUMBER(FIND(LEFT(actual,1),"0123456789"))),ISNUMBER(FIND(".",target,5))'
    return parse(f'IF(OR({unsure}),"",IFERROR({quotient},""))')


def _number(text: str, ending: str) -> str:
    """A text as a number; nothing that a spreadsheet takes for a date, a fraction or a sign is one between 0 and e0."""
    written = f'SUBSTITUTE("0"&{text}&"e0",{ending}&"e0","e0")'
    return f'VALUE(SUBSTITUTE({written},",","，"))'


def _answered(call: Call, profile: Profile, elsewhere: Elsewhere) -> Node:
    arguments = FUNCTIONS[call.function].arguments
    named = dict(zip((a.name for a in arguments), call.arguments, strict=False))
    meanings: dict[str, Node] = {name: natively(argument, profile, elsewhere) for name, argument in named.items()}
    function = call.function if _is_simple(call) else ""
    ours = elsewhere.answers.get(call, call)
    if function in _COMPARISONS and all(_is_number(a, elsewhere) for a in call.arguments[:2]):
        ours = Literal(UNDECIDED)
    return folded(_put_in(_template(function, profile, _waiting(call.function)), meanings | {_OURS: ours}))


def folded(node: Node) -> Node:
    """An expression without the branches that its own literals rule out."""
    if isinstance(node, Operation):
        return replace(node, operands=tuple(map(folded, node.operands)))
    if not isinstance(node, Call):
        return node
    arguments = tuple(map(folded, node.arguments))
    if node.function == "IFERROR" and isinstance(arguments[0], Literal):
        return arguments[0]
    if node.function == "IF" and _is_comparison_of_literals(arguments[0]):
        return arguments[1 if evaluate(arguments[0], str, str) else 2]
    return replace(node, arguments=arguments)


def _is_comparison_of_literals(node: Node) -> bool:
    if not isinstance(node, Operation) or node.operator not in ["=", "<>", "<", ">", "<=", ">="]:
        return False
    return all(isinstance(operand, Literal) for operand in node.operands)


def _is_number(node: Node, elsewhere: Elsewhere) -> bool:
    if isinstance(node, Literal):
        return isinstance(node.value, Decimal)
    return node in elsewhere.numbers or (isinstance(node, Call) and node.function in _FIGURES)


def _is_simple(call: Call) -> bool:
    """A sum of cells is left to Python, which reads each; without a tolerance the number of cells decides."""
    return call.function != "CHECK_SUM" or (len(call.arguments) == 3 and not isinstance(call.arguments[1], Name))


def _waiting(function: str) -> str:
    return UNDECIDED if function.startswith("CHECK_") else WAITING


def _put_in(node: Node, meanings: Mapping[str, Node]) -> Node:
    return with_names(node, lambda name: name if name.key == QUOTIENT else meanings.get(name.key, Literal("")))


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
    direct = f"IF(AND({{known}},{_is_rule(profile.methods_direct)}),IF(completion>=1,weight,0),{_OURS})"
    computed = f"ABS(N(completion)-N({QUOTIENT}))<={plain(Decimal(5).scaleb(-1 - profile.completion_digits))}"
    known = f"AND(COUNT(weight,completion)=2,N(weight)>=0,N(completion)>=0,OR(N(completion)<=2,{computed}))"
    blank = ",".join(f'{name}="",{name}="{BLANK_RESULT}"' for name in ("weight", "target", "actual"))
    told = f"IF(AND({known},{in_proportion}),{score},{direct.format(known=known)})"
    asked = f'IFERROR({told},IF(OR({blank}),"","{WAITING}"))'
    return f'IF(AND(target="",actual="",rule="",completion="",OR(weight="",N(weight)>0)),"",{asked})'


def _is_rule(spellings: Iterable[str]) -> str:
    return ",".join(f'rule="{spelling}"' for spelling in spellings).join(("OR(", ")"))


def _head_points(_: Profile) -> str:
    """The usual way to write them, （50分） at the end; no call for a name that has no 分 in it."""
    inner = 'MID(label,FIND("（",label)+1,LEN(label)-FIND("（",label)-2)'
    written = f'VALUE(SUBSTITUTE("0"&{inner}&"e0",",","，"))'
    begins = f'ISNUMBER(FIND(LEFT({inner},1),"0123456789"))'
    usual = f'AND(RIGHT(label,2)="分）",LEN(label)<=30,LEN({inner})<=6,{begins},ISNUMBER({written}))'
    told = f'IF(IFERROR({usual},FALSE),{written},IFERROR({_OURS},"{WAITING}"))'
    return f'IF(ISNUMBER(FIND("分",label)),{told},"")'


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
    "HEAD_POINTS": _head_points,
    "CHECK_EQUAL": _equal,
    "CHECK_SUM": _sum,
    "CHECK_LIMIT": _limit,
}
