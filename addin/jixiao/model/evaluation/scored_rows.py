"""The indicator rows of a submission with the points the rule gives, for ``jixiao score``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from jixiao.core.functions.results import PROBLEM_SIGN
from jixiao.model.evaluation.evaluation import Evaluation, FormValues

_BLOCK = "indicators"


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
    for values in evaluation.forms:
        if _BLOCK in values.schema.blocks:
            yield from (_scored(values, index) for index in values.rows(_BLOCK) if _is_filled(values, index))


def _is_filled(values: FormValues, index: int) -> bool:
    return any(values.value(key, _BLOCK, index) is not None for key in ("name", "target", "actual"))


def _scored(values: FormValues, index: int) -> ScoredRow:
    text = {key: values.printed(key, _BLOCK, index) for key in ("level1", "level2", "name", "target", "actual", "rule")}
    points = values.value("points", _BLOCK, index)
    return ScoredRow(
        form=values.form.id,
        project=values.printed(values.form.name_field) if values.form.name_field else "",
        level1=text["level1"],
        level2=text["level2"],
        indicator=text["name"],
        weight=_figure(values.value("weight", _BLOCK, index)),
        target=text["target"],
        actual=text["actual"],
        rule=text["rule"],
        completion=_figure(values.value("completion", _BLOCK, index)),
        printed_score=_figure(values.value("score", _BLOCK, index)),
        rule_score=_figure(points),
        why=points.removeprefix(PROBLEM_SIGN).strip() if isinstance(points, str) else "",
    )


def _figure(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
