"""What charts show: points by 一级指标 of the unit, what each project spent of its budget, amounts of some years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.quantity.rounding import half_up
from jixiao.model.evaluation.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.yearly_figures import yearly_amounts
from jixiao.model.forms.vocabulary import roles

EXECUTION = "预算执行率"
POSSIBLE, REACHED = "#848E9C", "#2F6DB5"
"""Colours of what could be had and of what was reached."""

_MOST = 30
"""Categories; more make bars too thin to read on one page."""

_YEARS = ("#DCE6F2", "#B5CCE8", "#86ADDA", "#5A8DC8", REACHED)
"""Colours of years, the last one's last."""

_LONGEST = 50
"""How many times as much as another an amount may be in one chart: the bar of the other could not be seen."""


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one colour, one for each category."""

    name: str
    colour: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart: its title, what it shows in words, and the bars of each category."""

    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


def has_points(values: FormValues) -> bool:
    """Whether a form has what the points by 一级指标 are told of: that of transfer payments has no points at all."""
    keys = roles()
    columns = {keys.level1, keys.weight, keys.score} <= values.schema.blocks.get(keys.indicators, {}).keys()
    fields = {keys.execution_weight, keys.execution_score, keys.total_weight, keys.total_score}
    return columns and fields <= values.schema.fields.keys() and bool(level_names(values))


def level_names(values: FormValues) -> list[str]:
    """The 一级指标 of a form, in order."""
    block, level1 = roles().indicators, roles().level1
    if level1 not in values.schema.blocks.get(block, {}):
        return []
    printed = (values.printed(level1, block, index) for index in values.rows(block))
    return list(dict.fromkeys(filter(None, printed)))


def level_figures(values: FormValues, level: str, key: str) -> list[object]:
    """A column's values in the rows of a 一级指标."""
    block, level1 = roles().indicators, roles().level1
    own = (i for i in values.rows(block) if values.printed(level1, block, i) == level)
    return [values.value(key, block, index) for index in own]


def points(evaluation: Evaluation) -> Bars | None:
    """分值 and 得分 by 一级指标; ``None`` while one is missing (a blank is not zero), or none is lost."""
    overall = next(evaluation.of(roles().unit_form), None)
    rows = list(_level_points(overall)) if overall and has_points(overall) else []
    if all(weight == score for _, weight, score in rows):
        return None
    looks = (("分值", POSSIBLE), ("得分", REACHED))
    return _bars("整体支出绩效自评得分", "整体支出按一级指标的分值和得分", looks, rows)


def _level_points(values: FormValues) -> Iterator[tuple[object, ...]]:
    yield EXECUTION, values.value(roles().execution_weight), values.value(roles().execution_score)
    for level in level_names(values):
        columns = (level_figures(values, level, key) for key in (roles().weight, roles().score))
        rows = [row for row in zip(*columns, strict=True) if row != (None, None)]  # a row left empty is no indicator
        yield level, *(_total([row[column] for row in rows]) for column in (0, 1))


def _total(figures: Sequence[object]) -> Decimal | None:
    numbers = [figure for figure in figures if isinstance(figure, Decimal)]
    return sum(numbers, Decimal(0)) if len(numbers) == len(figures) else None


def execution(evaluation: Evaluation) -> Bars | None:
    """执行率 by project, in percent: amounts of 3 万元 and of 3000 do not fit one scale.

    ``None`` while a figure is missing, or where all are the same: bars of one length tell nothing.
    """
    projects = evaluation.of(roles().project_form)
    rows = [(values.printed(values.form.name_field), _percent(values)) for values in projects]
    if len({rate for _, rate in rows}) < 2:
        return None
    return _bars("各项目预算执行率（%）", "各项目的预算执行率，单位%", ((EXECUTION, REACHED),), rows)


def _percent(values: FormValues) -> object:
    key = roles().execution_rate
    rate = values.value(key) if key in values.schema.fields else None
    return half_up(rate * 100, 2) if isinstance(rate, Decimal) else None


def history(evaluation: Evaluation) -> Bars | None:
    """The amounts that the outline sets beside those of earlier years, in 万元; ``None`` without earlier files."""
    sections = (section for report in evaluation.family.outline.reports for section in report.sections)
    found = list(yearly_amounts(evaluation, [name for section in sections for name in section.years]))
    most = max((max(amounts) for _, amounts in found), default=Decimal(0))
    rows = [(title, *amounts) for title, amounts in found if min(amounts) >= 0 and max(amounts) * _LONGEST >= most]
    years = [f"{each.submission.year}年" for each in (*evaluation.earlier, evaluation)]
    looks = list(zip(years, _YEARS[-len(years) :], strict=True))
    return _bars("历年对比（万元）", "主要金额历年对比，单位万元", looks, rows) if evaluation.earlier else None


def _bars(
    title: str, description: str, looks: Sequence[tuple[str, str]], rows: Sequence[tuple[object, ...]]
) -> Bars | None:
    """A chart of rows (category, one figure for each series), if there is something to compare."""
    figures = [[row[column] for row in rows] for column in range(1, len(looks) + 1)]
    whole = [tuple(v for v in column if isinstance(v, Decimal)) for column in figures]
    if not 1 < len(rows) <= _MOST or any(len(column) < len(rows) for column in whole):
        return None
    series = tuple(Series(name, colour, column) for (name, colour), column in zip(looks, whole, strict=True))
    return Bars(title, description, tuple(" ".join(str(row[0]).split()) for row in rows), series)


BARS: dict[str, Callable[[Evaluation], Bars | None]] = {"points": points, "execution": execution, "history": history}
"""The charts that a family's outline may place, by name."""
