"""Checks that are too often wrong on published documents are told as less than they would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jixiao.audit.checks.findings import Finding
from jixiao.model.forms.family import Precision

_ERROR, _WARNING = 0.9, 0.7
"""The share of a check's findings that must be so for it to be told as an error, as a warning."""
_FEWEST = 2
"""Findings from which a share tells anything."""


def lowered(found: Sequence[Finding], precision: Mapping[str, Precision]) -> list[Finding]:
    """Findings, each at most as severe as its check's precision on judged documents allows."""
    return [
        replace(one, severity=severity) if severity != one.severity else one
        for one in found
        for severity in [allowed(one.severity, precision.get(one.check))]
    ]


def allowed(severity: str, measured: Precision | None) -> str:
    """The severity that a check may be told with."""
    if measured is None or measured.told < _FEWEST or severity == "info":
        return severity
    if measured.share < _WARNING:
        return "info"
    return "warning" if measured.share < _ERROR else severity
