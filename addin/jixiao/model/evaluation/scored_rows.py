"""The indicator rows of a submission with the points the rule gives, for ``jixiao score``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from jixiao.core.functions.results import PROBLEM_SIGN
from jixiao.model.evaluation.evaluation import Evaluation, FormValues
from jixiao.model.forms.vocabulary import roles


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One indicator, as printed and by rule; ``rule_score`` is ``None`` where the rule cannot tell, ``why`` says so."""

    form: str
    project: str
    level1: str
    level2: str
    indicator: str
    weight: Decimal | None
    target: str
    actual: str
    rule: str
    completion: Decimal | None
    printed_score: Decimal | None
    rule_score: Decimal | None
    why: str

    def record(self) -> dict[str, Any]:
        """The row as ``jixiao score --format json`` writes it."""
        fields = {key: value for key, value in asdict(self).items() if key != "why"}
        return {key: float(v) if isinstance(v, Decimal) else v for key, v in fields.items()}


def scored_rows(evaluation: Evaluation) -> Iterator[ScoredRow]:
    """All indicator rows in which anything is filled, in the order of the forms."""
    block = roles().indicators
    for values in evaluation.forms:
        if block in values.schema.blocks:
            yield from (_scored(values, index) for index in values.rows(block) if _is_filled(values, index))


def _is_filled(values: FormValues, index: int) -> bool:
    keys = (roles().name, roles().target, roles().actual)
    return any(values.value(key, roles().indicators, index) is not None for key in keys)


def _scored(values: FormValues, index: int) -> ScoredRow:
    points = _value(values, roles().points, index)
    return ScoredRow(
        form=values.form.id,
        project=values.printed(values.form.name_field) if values.form.name_field else "",
        level1=_text(values, roles().level1, index),
        level2=_text(values, roles().level2, index),
        indicator=_text(values, roles().name, index),
        weight=_figure(values, roles().weight, index),
        target=_text(values, roles().target, index),
        actual=_text(values, roles().actual, index),
        rule=_text(values, roles().rule, index),
        completion=_figure(values, roles().completion, index),
        printed_score=_figure(values, roles().score, index),
        rule_score=_figure(values, roles().points, index),
        why=points.removeprefix(PROBLEM_SIGN).strip() if isinstance(points, str) else "",
    )


def _text(values: FormValues, key: str, index: int) -> str:
    """A column as printed; nothing if the form has no such column."""
    block = roles().indicators
    return values.printed(key, block, index) if key in values.schema.blocks[block] else ""


def _figure(values: FormValues, key: str, index: int) -> Decimal | None:
    value = _value(values, key, index)
    return value if isinstance(value, Decimal) else None


def _value(values: FormValues, key: str, index: int) -> object:
    """A column's value; nothing if the form has no such column, as that of transfer payments has no points."""
    block = roles().indicators
    return values.value(key, block, index) if key in values.schema.blocks[block] else None
