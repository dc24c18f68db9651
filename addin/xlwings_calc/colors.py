"""Colours: xlwings has ``(r, g, b)``, ``"#RRGGBB"`` and Excel's numbers; UNO has 0xRRGGBB."""

from __future__ import annotations

from typing import Any


def to_uno(color: Any) -> int:
    """0xRRGGBB of a colour as xlwings takes it; Excel's numbers have red last."""
    if isinstance(color, str):
        return int(color.removeprefix("#"), 16)
    if isinstance(color, int):
        color = (color & 255, color >> 8 & 255, color >> 16 & 255)
    red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)


def from_uno(color: int) -> tuple[int, int, int]:
    """``(r, g, b)`` of 0xRRGGBB."""
    return color >> 16 & 255, color >> 8 & 255, color & 255
