"""Checks with cases: ``when`` lists conditions in order, each with its outcome; ``test`` is asked where none holds."""

from __future__ import annotations

from typing import Any

from jixiao.core.functions.results import Outcome

_SIGNS = tuple(outcome.value for outcome in Outcome)


def with_cases(data: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """A check's data with its cases put into the test, and what is wrong with them.

    An outcome begins with its sign (``✓``, ``✗ …``, ``－ 原因``).
    """
    cases = data.get("when")
    if cases is None:
        return data, []
    faults = (
        [f"when 第 {number} 条{fault}" for number, case in enumerate(cases, 1) if (fault := _fault(case))]
        if (isinstance(cases, list))
        else ["when 应是每条以「- if:」开头的列表"]
    )
    test = data["test"]
    for case in [] if faults else reversed(cases):
        outcome = case["then"].replace('"', '""')
        test = f'IF({case["if"]},"{outcome}",{test})'
    return {**{key: value for key, value in data.items() if key != "when"}, "test": test}, faults


def _fault(case: Any) -> str:
    if not isinstance(case, dict) or set(case) != {"if", "then"}:
        return "应写 if（条件）和 then（结果）两项，不多不少"
    if not all(isinstance(value, str) for value in case.values()):
        return "的 if 和 then 都应是文字"
    return "" if case["then"].startswith(_SIGNS) else f"的 then 应以 {'、'.join(_SIGNS)} 之一开头，如 － 没有填全"
