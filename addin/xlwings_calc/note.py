"""Notes, which Calc calls annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_calc.addresses import Area
from xlwings_calc.coverage import complete

if TYPE_CHECKING:
    from xlwings_calc.range import Range
    from xlwings_calc.sheet import Sheet


@complete()
class Note(base_classes.Note):
    """The note of a cell."""

    def __init__(self, sheet: Sheet, place: Area) -> None:
        self._sheet = sheet
        self._place = place

    @property
    def api(self) -> Any:
        """UNO's object (com.sun.star.sheet.CellAnnotation)."""
        return self._sheet.api.getCellByPosition(self._place.column - 1, self._place.row - 1).getAnnotation()

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.location.require_unlocked()
        self.api.setString(value)

    @property
    def author(self) -> str:
        """Who wrote it."""
        return str(self.api.getAuthor())

    @property
    def location(self) -> Range:
        """Its cell."""
        return self._sheet.at(self._place)

    def delete(self) -> None:
        """Remove it."""
        self.location.require_unlocked()
        self._sheet.api.getAnnotations().removeByIndex(self._sheet.noted_cells().index(self._place))
