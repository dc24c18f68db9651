"""What every rule written in Python works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jixiao.audit.checks.table_grid import Grid
from jixiao.model.evaluation import Evaluation

if TYPE_CHECKING:  # these stand in the room of the rules themselves, which know this one
    from jixiao.audit.checks.prose.account import Account
    from jixiao.audit.checks.prose.passages import Passage
    from jixiao.audit.checks.prose.prose_rules import Rules


@dataclass(frozen=True)
class Context:
    """An evaluated submission, what ``narrative.yaml`` says, the texts, the tables as printed, and their figures."""

    evaluation: Evaluation
    rules: Rules
    passages: list[Passage]
    tables: list[Grid]
    account: Account

    @property
    def year(self) -> int:
        """The year that is evaluated."""
        return self.evaluation.submission.year
