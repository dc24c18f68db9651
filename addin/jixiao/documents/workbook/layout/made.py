"""Which version of the program, and of the family's data, a workbook is made by."""

from __future__ import annotations

import dataclasses
import hashlib

from jixiao import __version__
from jixiao.core.scoring import load as load_profile
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission

_LENGTH = 12
BUILT_AS = "2"
"""Of what this program builds; a book without this mark, or with another, can be upgraded."""


def made_by(family: Family) -> str:
    """The mark of a workbook that is built now: the program's version, what it builds, and the family's data."""
    numbers = dataclasses.asdict(load_profile(family.head.id))
    told = sorted((key, sorted(value) if isinstance(value, frozenset) else value) for key, value in numbers.items())
    said = family.model_dump_json() + repr(told)
    return f"{__version__} {BUILT_AS} {hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]}"


def is_older(submission: Submission) -> bool:
    """Whether the workbook that was read was made by another version of the program or of the family's data."""
    return submission.made != made_by(load(submission.family))
