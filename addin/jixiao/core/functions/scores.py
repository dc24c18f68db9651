"""Points (得分): execution, indicators, grade."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from jixiao.core import scoring
from jixiao.core.functions.cells import flatten, number, profile, single
from jixiao.core.functions.rates import BUDGET, SPENT, quotient
from jixiao.core.functions.registry import Argument, cell_function
from jixiao.core.functions.results import PROBLEM_SIGN, Answer, Problem
from jixiao.core.quantity import (
    Amount,
    Blank,
    Deadline,
    NotApplicable,
    Range,
    Several,
    Unreadable,
    Words,
    level_points,
    plain,
    read,
)

FAMILY = Argument("family", "表样", "表样名称，例如 hunan-2024；不填按财政部通用办法", optional=True)
WEIGHT = Argument("weight", "分值", "该指标的分值")
TARGET = Argument("target", "年度指标值", "目标值，例如 ≥95%")
ACTUAL = Argument("actual", "实际完成值", "实际完成值，例如 96%")
RULE = Argument("rule", "赋分规则", "例如 按照完成比例赋分；不填按目标值的类型选择", optional=True)
COMPLETION = Argument("completion", "完成率", "直接给出的完成率，例如 87%；填了就不再计算", optional=True)

Points = Decimal | Problem | None

_KINDS: dict[type, str | None] = {
    Blank: None,
    NotApplicable: "不适用",
    Amount: "定量",
    Range: "定量",
    Deadline: "时限",
    Several: "多项",
    Words: "定性",
    Unreadable: "读不出",
}


def _column(argument: Argument) -> Argument:
    """The same argument for a whole column."""
    return Argument(f"{argument.name}s", argument.label, f"一列{argument.label}", argument.optional, is_range=True)


@cell_function(
    "预算执行率得分：按所选表样的规则由执行率计分，不超过分值。",
    BUDGET,
    SPENT,
    Argument("weight", "分值", "执行率的分值；不填按表样，一般为10分", optional=True),
    FAMILY,
)
def exec_score(budget: object, spent: object, weight: object = None, family: object = None) -> Points:
    """预算执行率得分: points for execution by the family's rule."""
    scheme, full = profile(family), number("分值", weight)
    if isinstance(scheme, Problem):
        return scheme
    if isinstance(full, Problem):
        return full
    if full is not None and full < 0:
        return Problem(f"分值{plain(full)}为负数，请核对")
    rate = quotient(("全年执行数", spent), ("全年预算数", budget))
    return scoring.execution_points(scheme, rate, full) if isinstance(rate, Decimal) else rate


@cell_function("完成率：实际完成值与年度指标值相比，得小数，按表样取位。", TARGET, ACTUAL, FAMILY)
def completion(target: object, actual: object, family: object = None) -> Points:
    """完成率: completion of one indicator, rounded as the family prints it."""
    scheme = profile(family)
    if isinstance(scheme, Problem):
        return scheme
    ratio = _answer(scoring.completion(scheme, single(target), single(actual)))
    return scoring.printed_completion(scheme, ratio) if isinstance(ratio, Decimal) else ratio


@cell_function("指标得分：由分值、年度指标值、实际完成值按规则计分。", WEIGHT, TARGET, ACTUAL, RULE, COMPLETION, FAMILY)
def score_row(
    weight: object,
    target: object,
    actual: object,
    rule: object = None,
    completion: object = None,
    family: object = None,
) -> Points:
    """指标得分: points of one indicator; a given completion overrides the computed one."""
    scheme = profile(family)
    if isinstance(scheme, Problem):
        return scheme
    return _row_points(scheme, [single(cell) for cell in (weight, target, actual, rule, completion)])


@cell_function(
    "整列指标得分：一次算出一列指标的得分。",
    *(_column(argument) for argument in (WEIGHT, TARGET, ACTUAL, RULE, COMPLETION)),
    FAMILY,
    gives_range=True,
)
def score_rows(
    weights: object,
    targets: object,
    actuals: object,
    rules: object = None,
    completions: object = None,
    family: object = None,
) -> list[Answer]:
    """整列指标得分: the points of whole columns; a column of one cell says the same for every row."""
    scheme = profile(family)
    if isinstance(scheme, Problem):
        return [scheme]
    columns = [flatten(cells) or [None] for cells in (weights, targets, actuals, rules, completions)]
    count = max(map(len, columns))
    if any(len(column) not in (1, count) for column in columns):
        return [Problem("各列的行数不同，请选取行数相同的区域")]
    rows = zip(*(column if len(column) == count else column * count for column in columns), strict=True)
    return [_row_points(scheme, row) for row in rows]


@cell_function("等级：由总分得优、良、中、差。", Argument("total", "总分", "自评总分"), FAMILY)
def grade(total: object, family: object = None) -> str | Problem | None:
    """等级: the grade of a total."""
    scheme, score = profile(family), number("总分", total)
    if isinstance(scheme, Problem):
        return scheme
    if isinstance(score, Problem) or score is None:
        return score
    answer = scoring.grade(scheme, score)
    return Problem(answer.reason) if isinstance(answer, scoring.CannotJudge) else answer


@cell_function(
    "指标值的类型：定量、时限、多项、定性、不适用或读不出。",
    Argument("target", "年度指标值", "目标值，例如 ≥95%"),
)
def target_kind(target: object) -> str | None:
    """指标值的类型: what kind of target a cell holds; blank for a blank."""
    return _KINDS[type(read(single(target)))]


@cell_function(
    "名称中的分值：从“产出指标（50分）”取出50；没有写分值时为空。",
    Argument("label", "名称", "一级或二级指标的名称"),
)
def head_points(label: object) -> Decimal | None:
    """名称中的分值: the points printed in a level's name."""
    name = single(label)
    return level_points(name) if isinstance(name, str) else None


def _answer(score: Decimal | scoring.CannotJudge | None) -> Points:
    return Problem(score.reason) if isinstance(score, scoring.CannotJudge) else score


def _row_points(scheme: scoring.Profile, cells: Iterable[object]) -> Points:
    weight, target, actual, rule, ratio = cells
    if isinstance(ratio, str) and ratio.startswith(PROBLEM_SIGN):
        ratio = None  # COMPLETION beside could not tell: the row says itself why
    return _answer(scoring.points(scheme, scoring.IndicatorRow(weight, target, actual, rule, ratio)))
