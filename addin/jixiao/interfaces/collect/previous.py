"""复报: what each unit has changed since an earlier result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jixiao.core.errors import UserError
from jixiao.interfaces.collect.prose_figures import ORIGIN_FORM
from jixiao.interfaces.collect.tables import read_table

_SHOWN = 20
_HEADINGS = (
    *("单位", "已改正", "仍未改", "新出现", "改正了哪些", "新出现哪些"),
    *("改动的数字", "改了没写原因", "改了哪些"),
)
_ON = ("unit", "form", "project", "key")
_UNITS_AT_ONCE = 2_000
"""Units whose figures are compared together; those of a province do not fit into memory."""
_TOLERANCE = 1e-9
_SILENT = "（偏差原因栏没有说明）"


class PreviousError(UserError):
    """An earlier result that cannot be read."""


def changes_since(previous: Path, result: Path) -> Any:
    """A row for each unit of both results: problems mended, still there, new; figures altered, with both values.

    Raises:
        PreviousError: the folder holds no result, or one of another version.
    """
    import pandas as pd

    try:
        before, now = _numbers(previous), _numbers(result)
        altered = _altered(previous, result)
    except (OSError, KeyError, ValueError) as error:  # pyarrow says with the last two that a column is missing
        raise PreviousError(f"「{previous}」里没有可以比较的汇总结果，请选上次 collect 写成的文件夹") from error
    units = [unit for unit in now if unit in before or unit in altered]
    rows = [
        (
            unit,
            len(before.get(unit, {}).keys() - now[unit].keys()),
            len(before.get(unit, {}).keys() & now[unit].keys()),
            len(now[unit].keys() - before.get(unit, {}).keys()),
            _listed(before.get(unit, {}), now[unit]),
            _listed(now[unit], before.get(unit, {})),
            len(altered.get(unit, [])),
            sum(change.endswith(_SILENT) for change in altered.get(unit, [])),
            "；".join(altered.get(unit, [])[:_SHOWN]),
        )
        for unit in sorted(units)
    ]
    return pd.DataFrame(rows, columns=list(_HEADINGS))


def _numbers(result: Path) -> dict[str, dict[str, str]]:
    """The numbers of each unit's findings, with where each is and what it is about; none of one without findings."""
    found: dict[str, dict[str, str]] = {unit: {} for unit in read_table(result, "files", ("unit",))["unit"] if unit}
    for row in read_table(result, "findings", ("unit", "number", "where", "title"), compact=True).itertuples():
        found.setdefault(row.unit, {})[row.number] = f"{row.where} {row.title}".strip()
    return found


def _listed(these: Mapping[str, str], others: Mapping[str, str]) -> str:
    """What stands among these findings alone."""
    own = [told for number, told in these.items() if number not in others]
    return "；".join(own[:_SHOWN]) + (f"；另有 {len(own) - _SHOWN} 处" if len(own) > _SHOWN else "")


def _altered(previous: Path, result: Path) -> dict[str, list[str]]:
    """What was changed in the forms, unit by unit; said is where the row's column for reasons says nothing new."""
    units = sorted(set(read_table(result, "files", ("unit",))["unit"]))
    told: dict[str, list[str]] = {}
    for start in range(0, len(units), _UNITS_AT_ONCE):
        some = units[start : start + _UNITS_AT_ONCE]
        both = _once(previous, some).merge(_once(result, some), on=list(_ON), suffixes=("_old", "_new"))
        _tell(both[(both["value_old"] - both["value_new"]).abs() > _TOLERANCE], told)
    return told


def _tell(differ: Any, told: dict[str, list[str]]) -> None:
    for row in differ.itertuples():
        what = f"{row.project} {row.title_new}".strip()
        is_silent = row.has_reason_new and row.reason_new in ("", row.reason_old)
        change = f"{what}：{row.printed_old} → {row.printed_new}{_SILENT if is_silent else ''}"
        told.setdefault(str(row.unit), []).append(change)


def _once(result: Path, units: Iterable[str]) -> Any:
    """The figures of the units' forms, each once; those of texts have no name that stays."""
    kept = [*_ON, "title", "value", "printed", "has_reason", "reason"]
    return read_table(result, "figures", kept, {"unit": units, "origin": [ORIGIN_FORM]}).drop_duplicates(list(_ON))
