"""How cells look. A look is a set of words (``"input left"``); each set is made into one format of the book."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from jixiao.audit.checks.findings import SEVERITY_COLOURS

INPUT_COLOUR = "#FFF8DC"
COMPUTED_COLOUR = "#EAF4E4"
FONT = "宋体"

_WORDS: dict[str, dict[str, Any]] = {
    "grid": {"border": 1, "text_wrap": True, "align": "center"},
    "left": {"align": "left"},
    "inner": {"align": "left", "indent": 2},
    "input": {"bg_color": INPUT_COLOUR, "locked": False},
    "computed": {"bg_color": COMPUTED_COLOUR, "locked": False},
    "label": {"bold": False},
    "heading": {"bold": True, "bg_color": "#F0F0F0"},
    "title": {"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"},
    "subtitle": {"bold": True, "font_size": 12, "font_name": "黑体"},
    "note": {"text_wrap": True, "align": "left", "font_size": 9},
    "line": {"align": "left", "shrink": True},
    "helper": {"border": 1, "border_color": "#BFBFBF", "font_size": 9, "align": "left"},
    "wrap": {"text_wrap": True},
    "hint": {"font_color": "#C00000", "align": "left", "text_wrap": True},
    "link": {"font_color": "#1F4E9E", "underline": 1},
    "quiet": {"font_color": "#7F7F7F", "font_size": 9},
    "shrunk": {"text_wrap": False, "shrink": True},
    "open_right": {"right": 0},
    "open_left": {"left": 0},
    "top": {"valign": "top"},
    "text": {"num_format": "@"},
    "concealed": {"hidden": True},
    **{level: {"bg_color": colour} for level, colour in SEVERITY_COLOURS.items()},
}


class Styles:
    """The formats of one book, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, str], Format] = {}

    def get(self, words: str, number_format: str = "General") -> Format:
        """The format for a look, e.g. ``get("grid input left", "0.00")``."""
        key = (words, number_format)
        if key not in self._formats:
            properties = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "num_format": number_format}
            for word in words.split():
                properties |= _WORDS[word]
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def struck(self) -> Format:
        """The format that a condition lays over words that will not be printed."""
        return self._book.add_format({"font_strikeout": True})

    def saying(self, text: str) -> Format:
        """The format by which a condition lets a cell show a few words in place of a text too long for it."""
        return self._book.add_format({"num_format": f';;;"{text}"'})

    def saying_of_number(self, text: str) -> Format:
        """The same in place of a number that is none."""
        return self._book.add_format({"num_format": f'"{text}";"{text}";"{text}";@', "font_color": "#C00000"})

    def with_unit(self, unit: str) -> Format:
        """The format that says the unit behind a figure, whatever sign of money stood before it."""
        return self._book.add_format({"num_format": f'General"{unit}"', "font_color": "#C00000"})

    def filled(self, colour: str) -> Format:
        """The format that a condition fills a cell with."""
        return self._book.add_format({"bg_color": colour})

    def key(self, colour: str) -> Format:
        """A word of a chart's legend, in the colour of its bars."""
        return self._book.add_format({"font_name": FONT, "font_size": 9, "font_color": colour, "shrink": True})

    def colour(self, colour: str) -> Format:
        """The format that a condition lays over a cell."""
        return self._book.add_format({"font_color": colour, "bold": True})
