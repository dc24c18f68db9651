"""Checks with cases: ``when`` lists conditions in order, each with its outcome; ``test`` is asked where none holds."""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationError

from jixiao.core.functions.results import Outcome
from jixiao.model.forms.family import Check
from jixiao.model.forms.faults import explain
from jixiao.model.forms.strict_model import StrictModel

_SIGNS = tuple(outcome.value for outcome in Outcome)


class Case(StrictModel):
    """Where ``if`` holds, the outcome is ``then`` (a sign: ``✓``, ``✗ …``, ``－ 原因``), or what ``test`` says."""

    condition: str = Field(alias="if")
    then: str = ""
    test: str = ""

    @property
    def fault(self) -> str:
        """What the model alone cannot refuse."""
        if bool(self.then) == bool(self.test):
            return "应写 then（结果）或 test（接着问什么）其中一项"
        is_outcome = not self.then or self.then.startswith(_SIGNS)
        return "" if is_outcome else f"的 then 应以 {'、'.join(_SIGNS)} 之一开头，如 － 没有填全"

    @property
    def outcome(self) -> str:
        """The outcome as an expression."""
        quoted = self.then.replace('"', '""')
        return self.test or f'"{quoted}"'


class CheckEntry(Check):
    """A check as its file has it."""

    when: tuple[Case, ...] = ()


def with_cases(data: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """A check's data with its cases put into the test, and what is wrong with them."""
    listed = data.get("when", [])
    if not isinstance(listed, list):
        return data, ["when 应是每条以「- if:」开头的列表"]
    cases, faults = list[Case](), list[str]()
    for number, entry in enumerate(listed, 1):
        case, told = _case(entry)
        cases += [case] if case else []
        faults += (f"when 第 {number} 条{fault}" for fault in told)
    test = data["test"]
    for case in [] if faults else reversed(cases):
        test = f"IF({case.condition},{case.outcome},{test})"
    return {**{key: value for key, value in data.items() if key != "when"}, "test": test}, faults


def _case(entry: Any) -> tuple[Case | None, list[str]]:
    try:
        case = Case.model_validate(entry)
    except ValidationError as error:
        return None, [explain(e, ("if", "then", "test")) for e in error.errors()]
    return case, [case.fault] if case.fault else []
