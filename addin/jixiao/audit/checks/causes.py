"""One cause, one finding: of a published document each thing is told once, with every place it stands at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.verdicts import numerals
from jixiao.core.functions.results import Outcome
from jixiao.model.forms.family import Check

_NAME = re.compile(r"「[^「」]*」")
_ROW = re.compile(r"第\d+行")
_DETAIL = re.compile(r"目标[^；]*?，实际[^，：；（）]*")
_MOST = 20
"""Rows that a finding lists; of more it says how many."""


def one_of_each_cause(found: Sequence[Finding], checks: Iterable[Check]) -> list[Finding]:
    """Findings on published forms: those that another explains are told with it, and each check once a form."""
    kept = _with_effects(found, {(check.id, check.title): check.explained_by for check in checks})
    groups: dict[object, list[Finding]] = {}
    for one in kept:
        key = (one.check, one.title, one.form_index) if _fails(one) else id(one)
        groups.setdefault(key, []).append(one)
    return [_as_one(group) for group in groups.values()]


def _fails(one: Finding) -> bool:
    return one.outcome is Outcome.FAIL


def _row(one: Finding) -> str:
    return one.reference.rpartition(".")[0] if "[" in one.reference else ""


def _with_effects(found: Sequence[Finding], causes: Mapping[tuple[str, str], tuple[str, ...]]) -> list[Finding]:
    """The findings in their order, each effect said behind its cause: at its row or, without a row, in its form."""
    kept: dict[int, Finding] = {id(one): one for one in found}
    first: dict[tuple[str, int, str], int] = {}
    for one in filter(_fails, found):
        for row in (_row(one), ""):  # what is said of a row may explain what is said of the whole form
            first.setdefault((one.check, one.form_index, row), id(one))
    for one in filter(_fails, found):
        wanted = [(cause, one.form_index, _row(one)) for cause in causes.get((one.check, one.title), ())]
        known = (first[key] for key in wanted if key in first)
        cause = next((each for each in known if each in kept and each != id(one)), None)
        if cause is not None:
            kept[cause] = _under(kept[cause], kept.pop(id(one)))
    return list(kept.values())


def _under(cause: Finding, effect: Finding) -> Finding:
    """A cause that says its effect too; of an indicator's other finding only what was wanted and what came of it."""
    detail = _DETAIL.search(effect.message)
    said = f"（{detail[0]}）" if detail else f"；{effect.message}"
    figures = numerals(said) if detail else effect.figures
    return replace(cause, message=cause.message + said, figures=tuple(dict.fromkeys((*cause.figures, *figures))))


def _as_one(group: Sequence[Finding]) -> Finding:
    """Several findings as one: the first in full, the others by their places and figures."""
    first, *others = group
    if not others:
        return first
    message = _rows(first, others) if _row(first) else _columns(first, others)
    figures = tuple(dict.fromkeys(figure for one in group for figure in one.figures))
    return replace(first, message=message, figures=figures)


def _columns(first: Finding, others: Sequence[Finding]) -> str:
    return "；".join([first.message, *(one.message.partition("：")[2] or one.message for one in others)])


def _rows(first: Finding, others: Sequence[Finding]) -> str:
    listed = "、".join(map(_place, others[:_MOST]))
    return f"{first.message}；同样的还有{len(others)}行：{listed}{'等' if len(others) > _MOST else ''}"


def _place(one: Finding) -> str:
    """第3行「名称」（8，10）, or what was wanted and what came of it."""
    row, name, detail = _ROW.search(one.where), _NAME.search(one.message), _DETAIL.search(one.message)
    own = [n for n in one.figures if n not in (numerals(name[0]) if name else ())]
    said = (detail[0] if detail else "") or "，".join(own)
    return f"{row[0] if row else one.where}{name[0] if name else ''}{f'（{said}）' if said else ''}"
