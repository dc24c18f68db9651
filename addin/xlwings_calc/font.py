"""The font of cells. Calc keeps one for western, one for Asian and one for complex scripts: all three are set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_calc import colors
from xlwings_calc.coverage import complete
from xlwings_calc.office import enum

if TYPE_CHECKING:
    from xlwings_calc.range import Range

_BOLD, _NORMAL = 150.0, 100.0  # com.sun.star.awt.FontWeight


@complete()
class Font(base_classes.Font):
    """The font of a range; what differs within it is None."""

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def api(self) -> Any:
        """UNO's range, whose properties ``Char...`` are the font."""
        return self._cells.api

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        weight = self._cells.get("CharWeight")
        return None if weight is None else weight >= _BOLD

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        """Whether it is italic."""
        posture = self._cells.get("CharPosture")
        return None if posture is None else posture.value == "ITALIC"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", enum("com.sun.star.awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        """In points."""
        return self._cells.get("CharHeight")  # type: ignore[no-any-return]

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """``(r, g, b)``; the automatic colour is black."""
        color = self._cells.get("CharColor")
        return None if color is None else colors.from_uno(max(color, 0))

    @color.setter
    def color(self, value: Any) -> None:
        self._cells.set(CharColor=colors.to_uno(value))

    @property
    def name(self) -> str | None:
        """Such as ``宋体``; the western one is told."""
        return self._cells.get("CharFontName")  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    def _set(self, name: str, value: Any) -> None:
        self._cells.set(**{f"{name}{script}": value for script in ("", "Asian", "Complex")})
