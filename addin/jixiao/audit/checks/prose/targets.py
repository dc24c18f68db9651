"""Targets and results that a sentence gives beside each other (N11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction
from jixiao.audit.checks.prose.passages import Passage

_NUMBER = r"\d{1,12}(?:\.\d{1,8})?"
_UNIT = r"(?:%|[\u4e00-\u9fff]{1,3}?)"
_TARGET = re.compile(
    rf"(?:(?:指标值|目标值|计划值)(?:为|是)?(?:不低于|不少于|[≥≧>＞=＝])?|[≥≧＞>]|不低于|不少于)\s?(?P<target>{_NUMBER})(?P<unit>{_UNIT})"
    rf"[，,；;、]\s?(?:全年|年度)?实际[^，。；;\d\n]{{0,12}}(?P<actual>{_NUMBER})(?P=unit)"
)
_UPPER = re.compile(r"成本|费用|不超过|不高于|以内|≤|≦|投诉|事故|发生率|控制|变动率")
_REASON = re.compile(r"原因|由于|因为?|受.{1,10}影响")
_AROUND = 40


def targets(context: Context) -> Iterator[Contradiction]:
    """N11: a result below its target, without a word of why in its sentence."""
    for passage in context.passages:
        for match in _TARGET.finditer(passage.text):
            if Decimal(match["actual"]) < Decimal(match["target"]) and not _is_explained(match, passage):
                mention = passage.prose.place(match.start(), match.end())
                unit = match["unit"]
                yield Contradiction("N11", passage, mention, {
                    "target": match["target"] + unit, "actual": match["actual"] + unit,
                })  # fmt: skip


def _is_explained(match: re.Match[str], passage: Passage) -> bool:
    before = passage.text[max(0, match.start() - _AROUND) : match.start()]
    name = re.split(r"[，。；;、\n]", before)[-1]
    behind = passage.text[match.end() : match.end() + 2 * _AROUND].partition("。")[0]
    return bool(_UPPER.search(name) or _REASON.search(behind))
