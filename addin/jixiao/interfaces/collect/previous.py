"""复报: what each unit has changed since an earlier result."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jixiao.core.errors import UserError
from jixiao.interfaces.collect.prose_figures import ORIGIN_FORM
from jixiao.interfaces.collect.tables import read_table

_SHOWN = 20
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
        old, old_figures = read_table(previous, "findings"), read_table(previous, "figures")
        before, now = _numbers(old), _numbers(read_table(result, "findings"))
    except (OSError, KeyError) as error:
        raise PreviousError(f"「{previous}」里没有可以比较的汇总结果，请选上次 collect 写成的文件夹") from error
    altered = _altered(old_figures, read_table(result, "figures"))
    units = [unit for unit in now if unit in before or unit in altered]
    rows = [
        (
            unit,
            len(before.get(unit, set()) - now[unit]),
            len(before.get(unit, set()) & now[unit]),
            len(now[unit] - before.get(unit, set())),
            len(altered.get(unit, [])),
            sum(change.endswith(_SILENT) for change in altered.get(unit, [])),
            "；".join(altered.get(unit, [])[:_SHOWN]),
        )
        for unit in sorted(units)
    ]
    return pd.DataFrame(rows, columns=["单位", "已改正", "仍未改", "新出现", "改动的数字", "改了没写原因", "改了哪些"])


def _numbers(findings: Any) -> dict[str, set[str]]:
    """The numbers of each unit's findings; a unit without findings that sent a file is not lost."""
    return {str(unit): set(rows["number"]) for unit, rows in findings.groupby("unit")}


def _altered(old: Any, new: Any) -> dict[str, list[str]]:
    """What was changed in the forms, unit by unit; said is where the row's column for reasons says nothing new."""
    on = ["unit", "form", "project", "key"]
    both = _once(old, on).merge(_once(new, on), on=on, suffixes=("_old", "_new"))
    differ = both[(both["value_old"] - both["value_new"]).abs() > _TOLERANCE]
    told: dict[str, list[str]] = {}
    for row in differ.itertuples():
        what = f"{row.project} {row.title_new}".strip()
        is_silent = row.has_reason_new and row.reason_new in ("", row.reason_old)
        change = f"{what}：{row.printed_old} → {row.printed_new}{_SILENT if is_silent else ''}"
        told.setdefault(str(row.unit), []).append(change)
    return told


def _once(figures: Any, on: Iterable[str]) -> Any:
    """The figures of the forms, each once; those of texts have no name that stays."""
    kept = [*on, "title", "value", "printed", "has_reason", "reason"]
    return figures.loc[figures["origin"] == ORIGIN_FORM, kept].drop_duplicates(list(on))
