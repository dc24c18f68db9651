"""Runs inside the server, on Windows: counts what arrives there from Excel, for the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import win32com.server.policy

COUNT = {"asked": 0}


def counting(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of pywin32's gateway that counts how often it is called over COM."""

    def counted(self: object, *arguments: object) -> Any:
        COUNT["asked"] += 1
        return method(self, *arguments)

    return counted


def start() -> None:
    """Count from now on: a name looked up and a method called are a round trip each."""
    policy = win32com.server.policy.BasicWrapPolicy
    for name in ("_GetIDsOfNames_", "_Invoke_", "_InvokeEx_", "_GetDispID_"):
        if hasattr(policy, name):
            setattr(policy, name, counting(getattr(policy, name)))
    win32com.server.policy.jixiao_count = COUNT  # type: ignore[attr-defined]
