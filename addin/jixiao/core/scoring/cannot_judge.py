"""The third outcome of a rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CannotJudge:
    """A rule cannot decide; ``reason`` says why and what to do, in Chinese."""

    reason: str
