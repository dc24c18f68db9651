"""Findings are records: the sheet, the report, the command line and the reviewer's summary all show the same ones."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.core.functions.results import Outcome, tells_of_blank

SEVERITY = {"error": "错误", "warning": "提醒", "info": "提示"}
"""What the levels are called, worst first."""

SEVERITY_COLOURS = {"error": "#FFC7CE", "warning": "#FFEB9C", "info": "#DDEBF7"}
"""The colour of each level, worst first, in every list and on every cell."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check asked of one place, with its outcome.

    ``form_index`` counts the submission's forms; ``reference`` names the value (``funds.score``,
    ``indicators[2].score``); ``sheet`` and ``cell`` are where it stands in the file; ``where`` says the same in the
    form's own words. ``figures`` are the numbers compared, as printed. ``explained`` is why it stays as it is, in the
    words of the unit's workbook (情况说明).
    """

    check: str
    title: str
    outcome: Outcome
    severity: str
    form_index: int
    reference: str
    sheet: str
    cell: str
    where: str
    figures: tuple[str, ...]
    message: str
    action: str
    source: str
    explained: str = ""
    against: tuple[str, str, str] = ("", "", "")
    """Of a text that a form contradicts: the form, the label of its cell, and the figure of the text."""

    @property
    def awaits_entry(self) -> bool:
        """Whether it could not be judged since something has not been filled in."""
        return self.outcome is Outcome.UNKNOWN and tells_of_blank(self.message)

    def record(self) -> dict[str, object]:
        """The finding as ``jixiao check --format json`` writes it; ``explained`` only where the unit gave a reason."""
        names = ("check", "severity", "sheet", "cell", "where", "message", "action", "source")
        told = {**{name: getattr(self, name) for name in names}, "figures": list(self.figures)}
        return told | {"explained": self.explained} if self.explained else told
