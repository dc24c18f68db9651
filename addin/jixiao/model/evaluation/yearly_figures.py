"""历年对比 in a report: the figures that the outline asks for, of this year and of earlier files, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.core.errors import UserError
from jixiao.core.quantity.rounding import half_up
from jixiao.model.evaluation.evaluation import Evaluation
from jixiao.model.forms.field_titles import field_titles
from jixiao.model.submission.figures import plain, printed_figure

HISTORY = "历年对比"
"""What stands in the table's first cell, by which it is known when the report is read again."""

_AMOUNTS = frozenset({"amount", "yuan"})
_MOST_YEARS = 4
"""Beside the year of the report; more columns do not fit a page."""


class EarlierError(UserError):
    """Files that cannot be the earlier years' of a report."""


def with_earlier(evaluation: Evaluation, earlier: Sequence[Evaluation]) -> Evaluation:
    """The evaluation beside those of earlier years, in order.

    Raises:
        EarlierError: a year stands there twice, is unknown or not before the report's, or there are too many.
    """
    ordered = sorted(earlier, key=lambda each: each.submission.year)
    years = [each.submission.year for each in ordered]
    told = "、".join(str(year or "没有写年度") for year in years)
    if not all(years) or len(set(years)) < len(years) or any(year >= evaluation.submission.year for year in years):
        wanted = f"要 {evaluation.submission.year} 年度以前的，每个年度一份"
        raise EarlierError(f"历年对比的文件{wanted}，这里是：{told}")
    if len(years) > _MOST_YEARS:
        raise EarlierError(
            f"历年对比最多放 {_MOST_YEARS} 个以前的年度，这里是：{told}；更多年度请用 jixiao years 写成工作簿"
        )
    return Evaluation(evaluation.family, evaluation.submission, ordered)


def yearly_rows(evaluation: Evaluation, names: Sequence[str]) -> list[tuple[str, ...]]:
    """The table: its headings, then a row for each figure that this year and an earlier one have; else nothing."""
    rows = [row for name in names for row in _row(evaluation, name)]
    if not rows:
        return []
    before = evaluation.earlier[-1].submission.year
    years = (f"{each.submission.year}年" for each in (*evaluation.earlier, evaluation))
    return [(HISTORY, *years, f"比{before}年增减", "增减率"), *rows]


def yearly_amounts(evaluation: Evaluation, names: Sequence[str]) -> Iterator[tuple[str, list[Decimal]]]:
    """The amounts among the figures that stand in the files of all years: their names, and 万元 from the first year."""
    for name in names:
        amounts = [_value(each, name) for each in (*evaluation.earlier, evaluation)]
        known = [amount for amount in amounts if amount is not None]
        if evaluation.kind(name) in _AMOUNTS and len(known) == len(amounts):
            yield _title(evaluation, name), known


def _row(evaluation: Evaluation, name: str) -> Iterator[tuple[str, ...]]:
    values = [_value(each, name) for each in (*evaluation.earlier, evaluation)]
    if values[-1] is None or not any(value is not None for value in values[:-1]):
        return
    kind = evaluation.kind(name)
    printed = ("—" if value is None else printed_figure(value, kind) for value in values)
    title = f"{_title(evaluation, name)}（万元）" if kind in _AMOUNTS else _title(evaluation, name)
    yield title, *printed, *_change(values[-2], values[-1], is_share=kind == "percent")


def _value(evaluation: Evaluation, name: str) -> Decimal | None:
    """A field as sentences tell it, where the year's forms have it."""
    form, _, key = name.partition(":")
    values = next(evaluation.of(form), None)
    value = values.told(key) if values and key in values.schema.fields else None
    return value if isinstance(value, Decimal) else None


def _title(evaluation: Evaluation, name: str) -> str:
    """A figure's name without its year: it stands beside others."""
    form, _, key = name.partition(":")
    year = evaluation.submission.year
    return field_titles(evaluation.family.form(form), year)[key].replace(f"{year}年", "")


def _change(before: Decimal | None, now: Decimal, *, is_share: bool) -> tuple[str, str]:
    """The difference, and its share of the earlier figure; of two rates the difference in points of percent."""
    if before is None:
        return "—", "—"
    if is_share:
        return f"{plain(half_up((now - before) * 100, 2))}个百分点", "—"
    rate = f"{plain(half_up((now - before) / abs(before) * 100, 2))}%" if before else "—"
    return plain(half_up(now - before, 6)), rate
