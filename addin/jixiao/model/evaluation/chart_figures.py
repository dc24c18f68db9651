"""What a chart shows: points by 一级指标 of the unit as a whole, and what each project has spent of its budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.quantity.rounding import half_up
from jixiao.model.evaluation.evaluation import Evaluation, FormValues

EXECUTION = "预算执行率"
POSSIBLE, REACHED = "#C9CED6", "#2F6DB5"
"""Colours of what could be had and of what was reached."""

_MOST = 30
"""Categories; more make bars too thin to read on one page."""


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


def level_names(values: FormValues) -> list[str]:
    """The 一级指标 of a form, in order."""
    if "level1" not in values.schema.blocks.get("indicators", {}):
        return []
    printed = (values.printed("level1", "indicators", index) for index in values.rows("indicators"))
    return list(dict.fromkeys(filter(None, printed)))


def level_figures(values: FormValues, level: str, key: str) -> list[object]:
    """A column's values in the rows of a 一级指标."""
    own = (i for i in values.rows("indicators") if values.printed("level1", "indicators", i) == level)
    return [values.value(key, "indicators", index) for index in own]


def points(evaluation: Evaluation) -> Bars | None:
    """分值 and 得分 by 一级指标; ``None`` while a figure is missing: a blank is not zero."""
    overall = next(evaluation.of("overall"), None)
    rows = list(_level_points(overall)) if overall else []
    looks = (("分值", POSSIBLE), ("得分", REACHED))
    return _bars("整体支出绩效自评得分", "整体支出按一级指标的分值和得分", looks, rows)


def _level_points(values: FormValues) -> Iterator[tuple[object, ...]]:
    yield EXECUTION, values.value("funds.weight"), values.value("funds.score")
    for level in level_names(values):
        columns = (level_figures(values, level, key) for key in ("weight", "score"))
        rows = [row for row in zip(*columns, strict=True) if row != (None, None)]  # a row left empty is no indicator
        yield level, *(_total([row[column] for row in rows]) for column in (0, 1))


def _total(figures: Sequence[object]) -> Decimal | None:
    numbers = [figure for figure in figures if isinstance(figure, Decimal)]
    return sum(numbers, Decimal(0)) if len(numbers) == len(figures) else None


def execution(evaluation: Evaluation) -> Bars | None:
    """执行率 by project, in percent: amounts of 3 万元 and of 3000 do not fit one scale. ``None`` as above."""
    rows = [(values.printed("project_name"), _percent(values)) for values in evaluation.of("project")]
    return _bars("各项目预算执行率（%）", "各项目的预算执行率，单位%", ((EXECUTION, REACHED),), rows)


def _percent(values: FormValues) -> object:
    rate = values.value("funds.rate")
    return half_up(rate * 100, 2) if isinstance(rate, Decimal) else None


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


BARS: dict[str, Callable[[Evaluation], Bars | None]] = {"points": points, "execution": execution}
"""The charts that a family's outline may place, by name."""
