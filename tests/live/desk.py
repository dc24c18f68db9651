"""An open workbook of ours in a real LibreOffice, whose buttons can be pressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import xlwings as xw
from jixiao.interfaces.excel.open_book import snapshot
from jixiao.model.submission.submission import Submission

OVERALL = "附件2 整体支出自评表"


@dataclass
class Desk:
    """An open workbook of ours, whose buttons can be pressed."""

    app: xw.App
    book: xw.Book
    path: Path

    def press(self, function: str) -> str:
        """Run the command of a button; what it tells, or nothing."""
        self.app.impl.alerts.clear()
        exec(f"import jixiao.hosts.buttons as b; b.{function}()", {})  # noqa: S102 - as RunPython does
        assert self.app.status_bar is False
        return "\n".join(alert.prompt for alert in self.app.impl.alerts)

    def select(self, sheet: str, address: str) -> None:
        self.book.sheets[sheet].activate()
        self.book.sheets[sheet].range(address).select()

    @property
    def selected(self) -> tuple[str, str]:
        cells = self.app.selection
        assert cells is not None
        return cells.sheet.name, cells.address.replace("$", "")

    def column(self, sheet: str, name: str) -> xw.Range:
        return self.book.sheets[sheet].names[name].refers_to_range

    def submission(self) -> Submission:
        return snapshot(self.book).evaluation.submission

    def formulas(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """What stands in all cells, as Calc itself writes it."""
        return {sheet.name: sheet.used_range.impl.api.getFormulaArray() for sheet in self.book.sheets}


Opened = Callable[..., Desk]
"""Opens a submission's workbook as the calling one."""


def row_of(desk: Desk, index: int) -> int:
    return desk.column(OVERALL, "indicators_name").row + 1 + index
