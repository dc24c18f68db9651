"""``jixiao eval`` and ``jixiao functions``: the functions of the cells without a spreadsheet."""

from __future__ import annotations

from typing import Any

from jixiao.core.functions import Problem, UnknownFunction, Verdict, call
from jixiao.model.forms.expression import ExpressionError, evaluate, parse
from jixiao.model.forms.spreadsheet_functions import NotANumber


def evaluate_formula(text: str) -> int:
    """Print what a cell with this formula would show."""
    try:
        answer = evaluate(parse(text), _no_names, call)
    except UnknownFunction as error:
        raise ExpressionError(str(error)) from error
    except NotANumber as error:
        answer = Problem(str(error))
    except (ArithmeticError, TypeError, IndexError) as error:
        raise ExpressionError(f"公式算不出来，请检查除数和参数个数：{text}") from error
    for line in answer if isinstance(answer, list) else [answer]:
        print(as_text_line(line))
    return 0


def _no_names(key: str) -> Any:
    raise ExpressionError(f'公式里的「{key}」没有值；文字请加双引号，例如 "≥95%"')


def as_text_line(answer: Any) -> str:
    """An answer as a line of text."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return "TRUE" if answer else "FALSE"
    if isinstance(answer, str | Problem | Verdict):
        return str(answer)
    return f"{answer.normalize():f}"
