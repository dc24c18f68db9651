"""Listings (罗列): rows of a form and many projects in the words of a report, one sentence instead of a table.

A blank gives a blank; rows without a figure are passed over. Few projects are named one by one, many are summed up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from jixiao.core.functions.cells import flatten, is_blank, number, profile, single
from jixiao.core.functions.rates import exec_rate
from jixiao.core.functions.registry import Argument, cell_function
from jixiao.core.functions.results import Problem
from jixiao.core.functions.scores import FAMILY, grade
from jixiao.core.functions.wording import Text, joined, money, percent
from jixiao.core.quantity import (
    PERCENT,
    Amount,
    Blank,
    Deadline,
    NotApplicable,
    Range,
    Words,
    half_up,
    plain,
    read,
)
from jixiao.core.scoring.qualitative import core

FEW = 5
"""So many projects are named one by one."""

NAMED = 30
"""So many names stand in a list in full: who reads the report looks for each; of more, a few stand for all."""

_NUMBER = re.compile(r"^\d{1,2}(?:[、．]|\.(?!\d))\s*")
"""What forms print before a name: 1、 or 2．"""

_EXAMPLES = 3
_POINT_DIGITS = 2

NAMES = Argument("names", "名称", "一列名称", is_range=True)
WEIGHTS = Argument("weights", "分值", "一列分值", is_range=True)
SCORES = Argument("scores", "得分", "一列得分", is_range=True)


class _Row(NamedTuple):
    """One scored row: its name or level, its points in full, what it got, and why it got less."""

    name: str
    weight: Decimal
    score: Decimal
    reason: str = ""

    @property
    def loss(self) -> Decimal:
        """The points it did not get."""
        return self.weight - self.score


class _Project(NamedTuple):
    """One project's budget, spending (万元) and rate of execution."""

    name: str
    budget: Decimal
    spent: Decimal
    rate: Decimal


@cell_function(
    "扣分文字：逐项写出扣了分的指标、扣几分、原因，如 “某指标”扣0.6分，原因：……；没有扣分则为空。",
    NAMES,
    WEIGHTS,
    SCORES,
    Argument("reasons", "偏差原因", "一列偏差原因，没有写的不写", optional=True, is_range=True),
    Argument("before", "先写的一项", "列在最前面的一项的名称，如 预算执行率", optional=True),
    Argument("weight", "它的分值", "先写的一项的分值", optional=True),
    Argument("score", "它的得分", "先写的一项的得分", optional=True),
)
def lost_text(
    names: object,
    weights: object,
    scores: object,
    reasons: object = None,
    before: object = None,
    weight: object = None,
    score: object = None,
) -> Text:
    """扣分文字: each row that got less than its weight, as far as points are printed, with its reason if it has one."""
    told: list[str] = []
    for rows in (_scored(before, weight, score), _scored(names, weights, scores, reasons)):
        if isinstance(rows, Problem):
            return rows
        told += [_lost(row) for row in rows if _points(row.loss) != "0" and row.loss > 0]
    return joined(told)


@cell_function(
    "分级得分文字：按一级指标写得分，如 产出指标50分得49分，效益指标30分得30分；有一行没有得分则为空。",
    Argument("levels", "一级指标", "一列一级指标，括号里的分值不写", is_range=True),
    WEIGHTS,
    SCORES,
)
def level_text(levels: object, weights: object, scores: object) -> Text:
    """分级得分文字: points by level, in the order of the rows; not before every row with a weight has its points."""
    rows = _scored(levels, weights, scores)
    if isinstance(rows, Problem):
        return rows
    if not rows or len(rows) < sum(not is_blank(weight) for weight in flatten(weights)):
        return None
    sums: dict[str, list[Decimal]] = {}
    for row in rows:
        of_level = sums.setdefault(_level_name(row.name), [Decimal(0), Decimal(0)])
        of_level[0] += row.weight
        of_level[1] += row.score
    return "，".join(f"{level}{_points(full)}分得{_points(got)}分" for level, (full, got) in sums.items())


@cell_function(
    "目标与实际文字：逐项写定量指标的目标值和实际完成值，如 “某指标”目标≥95%，实际96%；其他指标只写个数。",
    NAMES,
    Argument("targets", "年度指标值", "一列目标值", is_range=True),
    Argument("actuals", "实际完成值", "一列实际完成值", is_range=True),
    Argument("levels", "一级指标", "一列一级指标；不填则不分级", optional=True, is_range=True),
    Argument("level", "只写哪一级", "一级指标里的字，如 产出；不填则全写", optional=True),
)
def targets_text(names: object, targets: object, actuals: object, levels: object = None, level: object = None) -> Text:
    """目标与实际文字: goals against actuals where the goal is a figure or a date; how many others there are."""
    columns = [flatten(names), flatten(targets), flatten(actuals)]
    wanted = "" if is_blank(level) else str(single(level))
    columns.append(flatten(levels) if wanted else [""] * len(columns[0]))
    if wrong := _unequal(columns):
        return wrong
    rows = [row[:3] for row in zip(*columns, strict=True) if wanted in _said(row[3])]
    filled = [row for row in rows if not any(map(is_blank, row))]
    told = [text for row in filled if (text := _quantity(*row))]
    others = len(filled) - len(told)
    return joined([*told, f"定性指标{others}项，见自评表"] if told and others else told)


@cell_function(
    "项目名单文字：列出全部项目名称和个数；多于30个时列前3个，写“等几个”。",
    NAMES,
    Argument("amounts", "金额", "一列金额：没有金额的不列；不填则全列", optional=True, is_range=True),
)
def names_text(names: object, amounts: object = None) -> Text:
    """项目名单文字: all names and how many there are; of very many the first ones. Forms print numbers before names."""
    columns = [flatten(names), flatten(names if amounts is None else amounts)]
    if wrong := _unequal(columns):
        return wrong
    named = (name for name, amount in zip(*columns, strict=True) if amounts is None or _has_money(amount))
    given = list(filter(None, (_NUMBER.sub("", _said(name), count=1) for name in named)))
    shown = given if len(given) <= NAMED else given[:_EXAMPLES]
    if not given:
        return None
    return "、".join(f"“{name}”" for name in shown) + ("等" if len(given) > NAMED else "") + f"{len(given)}个"


@cell_function(
    "项目执行文字：5个以内逐个写预算、执行和执行率；再多的写几个没有全部执行、哪些最低。只有一个项目，或很多项目全部执行时为空。",
    NAMES,
    Argument("budgets", "全年预算数", "各项目的全年预算数，万元", is_range=True),
    Argument("spents", "全年执行数", "各项目的全年执行数，万元", is_range=True),
)
def spending_text(names: object, budgets: object, spents: object) -> Text:
    """项目执行文字: execution of several projects; blank while a figure is missing."""
    columns = [flatten(names), flatten(budgets), flatten(spents)]
    if wrong := _unequal(columns):
        return wrong
    rows = list(zip(*columns, strict=True))
    found = [_project(*row) for row in rows]
    if problem := next((one for one in found if isinstance(one, Problem)), None):
        return problem
    projects = [one for one in found if isinstance(one, _Project)]
    if len(projects) < 2 or len(projects) < len(rows):
        return None
    return _many_rates(projects) if len(projects) > FEW else joined([_execution(project) for project in projects])


@cell_function(
    "项目得分文字：5个以内逐个写得分和等级；再多的写平均分、最低分和各等级的个数。",
    NAMES,
    SCORES,
    FAMILY,
)
def scores_text(names: object, scores: object, family: object = None) -> Text:
    """项目得分文字: totals of projects with their grades; blank while one of them has no total."""
    columns = [flatten(names), flatten(scores)]
    if wrong := _unequal(columns):
        return wrong
    found = [(_said(name), number("得分", score)) for name, score in zip(*columns, strict=True)]
    totals = [(name, score) for name, score in found if isinstance(score, Decimal)]
    if not totals or len(totals) < len(found):
        return next((score for _, score in found if isinstance(score, Problem)), None)
    grades = [grade(score, family) for _, score in totals]
    if problem := next((one for one in grades if isinstance(one, Problem)), None):
        return problem
    if len(totals) <= FEW:
        return "，".join(
            f"“{name}”{_points(score)}分（{one}）" for (name, score), one in zip(totals, grades, strict=True)
        )
    return _many_scores(totals, [str(one) for one in grades], _grade_order(family))


# ---- rows ---------------------------------------------------------------------------------------------------


def _scored(names: object, weights: object, scores: object, reasons: object = None) -> list[_Row] | Problem:
    """The rows that have both a weight and a score."""
    columns = [flatten(names), flatten(weights), flatten(scores)]
    columns.append([None] * len(columns[0]) if is_blank(reasons) else flatten(reasons))
    if wrong := _unequal(columns):
        return wrong
    rows = []
    for name, weight, score, reason in zip(*columns, strict=True):
        full, got = number("分值", weight), number("得分", score)
        if isinstance(full, Decimal) and isinstance(got, Decimal):
            rows.append(_Row(_said(name), full, got, _reason(reason)))
    return rows


def _has_money(amount: object) -> bool:
    """Whether a row of a form is about a project: forms print rows that stay as they are, 2、其他资金 and ……."""
    counted = number("金额", amount)
    return isinstance(counted, Decimal) and counted != 0


def _unequal(columns: Sequence[Sequence[object]]) -> Problem | None:
    counts = [len(column) for column in columns]
    return (
        Problem(f"各列的行数不一样（{'、'.join(map(str, counts))}），请选取一样多的单元格")
        if len(set(counts)) > 1
        else None
    )


def _said(cell: object) -> str:
    """A cell's text on one line, without a stop at its end."""
    if is_blank(cell):
        return ""
    text = f"{cell:.15g}" if isinstance(cell, float) else str(single(cell))
    return " ".join(text.split()).rstrip("。；;，,")


def _points(value: Decimal) -> str:
    return plain(half_up(value, _POINT_DIGITS))


def _level_name(level: str) -> str:
    """``产出指标（50分）`` without its points."""
    return level.replace("(", "（").split("（")[0].strip() or "其他指标"


def _lost(row: _Row) -> str:
    reason = f"，原因：{row.reason}" if row.reason else ""
    return f"“{row.name or '未命名指标'}”扣{_points(row.loss)}分{reason}"


def _reason(cell: object) -> str:
    """What was written as the reason; 无 and the like are none."""
    from jixiao.core.scoring import load

    reading = read(single(cell))
    is_none = isinstance(reading, Blank | NotApplicable)
    is_none = is_none or (isinstance(reading, Words) and core(reading) in load().reason_empty_words)
    return "" if is_none else _said(cell)


def _quantity(name: object, target: object, actual: object) -> str:
    """Goal and actual of an indicator whose goal is a figure or a date."""
    if not isinstance(read(single(target)), Amount | Range | Deadline):
        return ""
    return f"“{_said(name)}”目标{_with_unit(target, actual)}，实际{_with_unit(actual, target)}"


def _with_unit(cell: object, other: object) -> str:
    """A figure as it is printed; one without a unit has that of the figure beside it, unless that is a percentage."""
    own, beside, said = read(single(cell)), read(single(other)), _said(cell)
    if not (isinstance(own, Amount) and isinstance(beside, Amount)):
        return said
    lacks = not own.unit and said[-1:].isdigit() and beside.unit != PERCENT
    return said + beside.unit if lacks else said


# ---- projects -----------------------------------------------------------------------------------------------


def _project(name: object, budget: object, spent: object) -> _Project | Problem | None:
    rate = exec_rate(budget, spent)
    planned, used = number("全年预算数", budget), number("全年执行数", spent)
    if isinstance(rate, Decimal) and isinstance(planned, Decimal) and isinstance(used, Decimal):
        return _Project(_said(name), planned, used, rate)
    return rate if isinstance(rate, Problem) else None


def _execution(project: _Project) -> str:
    if project.spent == project.budget:
        return f"“{project.name}”全年预算数{money(project.budget)}万元，全部执行"
    amounts = f"全年预算数{money(project.budget)}万元，全年执行数{money(project.spent)}万元"
    return f"“{project.name}”{amounts}，执行率{percent(project.rate)}"


def _many_rates(projects: Sequence[_Project]) -> str | None:
    """How many projects did not spend all of it, and the ones that spent least; nothing if all did."""
    short = sorted((project for project in projects if project.rate < 1), key=lambda project: project.rate)
    if not short:
        return None
    worst = "、".join(f"“{project.name}”{percent(project.rate)}" for project in short[:_EXAMPLES])
    which = "其中最低的是" if len(short) > _EXAMPLES else "即" if len(short) == 1 else "分别是"
    return f"执行率未达到100%的项目{len(short)}个，{which}{worst}"


def _many_scores(totals: Sequence[tuple[str, Decimal]], grades: Sequence[str], order: Sequence[str]) -> str:
    """Average, lowest, and how many of each grade, best first."""
    average = sum((score for _, score in totals), Decimal(0)) / len(totals)
    name, lowest = min(totals, key=lambda total: total[1])
    counts = Counter(grades)
    graded = "、".join(f"{one}的{counts[one]}个" for one in order if counts[one])
    return f"平均{_points(average)}分，最低{_points(lowest)}分（“{name}”）；等级为{graded}"


def _grade_order(family: object) -> list[str]:
    rules = profile(family)
    return [] if isinstance(rules, Problem) else [name for name, _ in rules.total_grades]
