"""What a function of ours can answer, and how a cell shows it.

Functions answer in domain values; a host turns them into what its cells hold with :func:`to_cell`.

=====================  ==========================================================
answer                 in a cell
=====================  ==========================================================
``Decimal``            the nearest binary number
``str``                the text
``None``               blank: an input was blank, and a blank is not zero
:class:`Problem`       a Chinese message that begins with ⚠
:class:`Verdict`       ✓, or ✗ with the figures, or － with why it cannot be judged
``list`` of those      a column of cells
=====================  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

PROBLEM_SIGN = "⚠"
"""What the text of a :class:`Problem` begins with in a cell."""

BLANK_RESULT = "\N{NO-BREAK SPACE}"
"""What a workbook stores as the result of a formula that shows nothing."""


class Outcome(Enum):
    """The three outcomes of a check, with the sign a cell shows."""

    PASS = "✓"  # noqa: S105 - an outcome, not a password
    FAIL = "✗"
    UNKNOWN = "－"


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that cannot be used, told in Chinese."""

    reason: str

    def __str__(self) -> str:
        return f"{PROBLEM_SIGN} {self.reason}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check.

    ``figures`` are the numbers compared, as printed, in the order the text names them.
    """

    outcome: Outcome
    text: str = ""
    figures: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return f"{self.outcome.value} {self.text}".rstrip()


_OF_BLANKS = ("没有填", "请填写后再核对", "还没有写")


def tells_of_blank(reason: str) -> bool:
    """Whether a reason why nothing could be judged is that something has not been filled in."""
    return any(words in reason for words in _OF_BLANKS)


Answer = Decimal | str | Problem | Verdict | None
Result = Answer | list[Answer]
Cell = float | str


def to_cell(answer: Answer) -> Cell:
    """What a spreadsheet's cell holds for an answer; blank is the empty text."""
    if answer is None:
        return ""
    if isinstance(answer, Decimal):
        return float(answer)
    return str(answer)
