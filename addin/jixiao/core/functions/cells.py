"""From what hosts pass as arguments to values: one cell, a range as rows of cells, numbers that share a unit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from jixiao.core.functions.results import Problem
from jixiao.core.quantity import Amount, Unreadable, in_unit, read_figure
from jixiao.core.scoring import DEFAULT_FAMILY, Profile, ProfileError, UnknownProfile, load


def flatten(cells: object) -> list[object]:
    """The cells of a range in reading order; a single cell is a range of one."""
    if not isinstance(cells, list | tuple):
        return [cells]
    return [cell for item in cells for cell in flatten(item)]


def single(cells: object) -> object:
    """The cell of a range of one, as some hosts pass a cell; anything else unchanged."""
    while isinstance(cells, list | tuple) and len(cells) == 1:
        cells = cells[0]
    return cells


def is_blank(cells: object) -> bool:
    """Whether nothing is written; a blank is not zero."""
    value = single(cells)
    return value is None or (isinstance(value, str) and not value.strip())


def amount(name: str, cells: object) -> Amount | Problem | None:
    """The definite amount in one cell, ``None`` for a blank or ``/``; a problem names the cell in Chinese."""
    reading = read_figure(single(cells))
    if isinstance(reading, Unreadable):
        return Problem(f"{name}{reading.reason}")
    return reading if isinstance(reading, Amount) else None


def number(name: str, cells: object) -> Decimal | Problem | None:
    """The number in one cell, without its unit; see :func:`amount`."""
    found = amount(name, cells)
    return found.value if isinstance(found, Amount) else found


def numbers(*named: tuple[str, object]) -> list[Decimal | None] | Problem:
    """The numbers in named cells, all in the first unit that is printed; see :func:`amount`."""
    amounts: list[Amount | None] = []
    for name, cells in named:
        found = amount(name, cells)
        if isinstance(found, Problem):
            return found
        amounts.append(found)
    return in_common_unit(amounts)


def common_unit(amounts: Iterable[Amount | None]) -> str:
    """The first unit printed, or none."""
    return next((found.unit for found in amounts if found and found.unit), "")


def in_common_unit(amounts: list[Amount | None]) -> list[Decimal | None] | Problem:
    """The amounts' values in the first unit that one of them prints."""
    unit = common_unit(amounts)
    values: list[Decimal | None] = []
    for found in amounts:
        value = in_unit(found, unit) if found else None
        if isinstance(value, Unreadable):
            return Problem(value.reason)
        values.append(value)
    return values


def profile(family: object) -> Profile | Problem:
    """The scoring profile that an optional argument names."""
    name = single(family)
    if is_blank(name):
        return load(DEFAULT_FAMILY)
    if not isinstance(name, str):
        return Problem("表样名称应是文字，例如“hunan-2024”")
    try:
        return load(name.strip())
    except (UnknownProfile, ProfileError) as error:
        return Problem(str(error))
