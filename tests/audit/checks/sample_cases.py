"""The samples of checks as cases of a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

Samples = Mapping[str, Mapping[str, Sequence[Any]]]
"""Of each check the samples that pass, fail and cannot be judged."""


def cases_of(samples: Samples, *kinds: str) -> list[Any]:
    """Each sample of these kinds with its check."""
    return [
        pytest.param(check, sample, id=f"{check}-{kind}-{number}")
        for check, listed in samples.items()
        for kind in kinds
        for number, sample in enumerate(listed[kind])
    ]
