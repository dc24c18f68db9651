"""What a bureau asks of all files together, as pandas tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jixiao.audit.checks.findings import SEVERITY
from jixiao.interfaces.collect.tables import distinct, read_table
from jixiao.interfaces.collect.waivers import read_waivers, waived
from jixiao.model.forms.shown_figures import ShownFigure, shown_figures

_EXAMPLES = 3
_TOTAL = "总分"
_BANDS = ((0, 60), (60, 80), (80, 90), (90, 95), (95, 100))
"""Bands of totals that charts count, the upper end not included; 100 and above is a band of its own."""


@dataclass(frozen=True)
class Summary:
    """The tables that workbook and page show; each a pandas DataFrame with Chinese headings."""

    totals: dict[str, float]
    units: Any
    projects: Any
    indicators: Any
    findings: Any
    common: Any
    unread: Any
    repeated: Any
    hints: Any
    changes: Any = None

    @property
    def totals_of_units(self) -> Any:
        """The totals (总分) there are."""
        return self.units[_TOTAL].dropna()


def summarise(result: Path, hints: Any, changes: Any = None) -> Summary:
    """All tables of a result; ``changes`` since an earlier one, if one is named."""
    files, findings = read_table(result, "files"), read_table(result, "findings", compact=True)
    findings["waived"] = waived(findings, read_waivers(result))
    scores, shown = read_table(result, "scores", compact=True), shown_figures()
    keys = {"key": _keys_of(shown.units, shown.projects)}
    figures = read_table(result, "figures", ("file", "unit", "form", "project", "key", "value"), keys)
    named = distinct(result, "figures", ("file", "unit", "project"))
    read = files[(files["reason"] == "") & (files["same_as"] == "")]
    units = _with_figures(_counts(read), figures, shown.units, ["file"])
    grades = units.pop("grade")
    units.insert(list(units.columns).index(_TOTAL) + 1, "等级", grades)
    projects = _with_figures(_projects(named, findings), figures, shown.projects, ["file", "project"])
    unread = files[files["reason"] != ""][["file", "reason"]]
    repeated = files[files["same_as"] != ""][["file", "same_as"]]
    return Summary(
        _totals(files, units, findings),
        units,
        projects,
        scores,
        findings,
        _common(findings),
        unread,
        repeated,
        hints,
        changes,
    )


def _keys_of(*shown: Sequence[ShownFigure]) -> set[str]:
    return {entry.key for entries in shown for entry in entries}


def _counts(files: Any) -> Any:
    counts = ["errors", "warnings", "hints", "passed", "unjudged", "unplaced"]
    return files[["file", "unit", "year", *counts, "grade"]].copy()


def _projects(figures: Any, findings: Any) -> Any:
    """A row for each project form, with its number of errors and warnings."""
    rows = figures[figures["project"] != ""]
    for column, severity in (("errors", "error"), ("warnings", "warning")):
        found = findings[findings["severity"] == severity].groupby(["file", "project"]).size().rename(column)
        rows = rows.merge(found.reset_index(), on=["file", "project"], how="left")
        rows[column] = rows[column].fillna(0).astype(int)
    return rows


def _with_figures(rows: Any, figures: Any, shown: Sequence[ShownFigure], on: list[str]) -> Any:
    """The rows with one more column for each figure that is shown beside them."""
    for entry in shown:
        taken = figures[(figures["form"] == entry.form) & (figures["key"] == entry.key)]
        column = taken[[*on, "value"]].drop_duplicates(on).rename(columns={"value": entry.column})
        rows = rows.merge(column, on=on, how="left")
    return rows


def _common(findings: Any) -> Any:
    """Each check that fails anywhere: in how many files, how often, with three examples."""
    if findings.empty:
        return findings.assign(files=[], times=[], examples=[])[["check", "title", "severity", "files", "times"]]
    groups = findings.groupby(["check", "title", "severity"], sort=False)
    table = groups.agg(files=("file", "nunique"), times=("file", "size")).reset_index()
    table = table.astype(dict.fromkeys(("check", "title", "severity"), "str"))
    order = {severity: rank for rank, severity in enumerate(SEVERITY)}
    table["rank"] = table["severity"].map(order)
    return table.sort_values(["rank", "files", "check"], ascending=[True, False, True]).drop(columns="rank")


def examples(findings: Any, check: str) -> Any:
    """A few findings of a check, each of another file."""
    return findings[findings["check"] == check].drop_duplicates("file").head(_EXAMPLES)


def _totals(files: Any, units: Any, findings: Any) -> dict[str, float]:
    read = files[files["reason"] == ""]
    return {
        "文件": len(files),
        "读了的文件": len(read),
        "内容重复的文件": int((read["same_as"] != "").sum()),
        "读不了的文件": len(files) - len(read),
        "单位": read["unit"].replace("", None).nunique(),
        "有错误的文件": int((units["errors"] > 0).sum()),
        "错误": int(units["errors"].sum()),
        "提醒": int(units["warnings"].sum()),
        "有情况说明的问题": int((findings["waived"] != "").sum()),
    }


def score_bands(scores: Any) -> list[tuple[str, int]]:
    """How many totals lie in each band."""
    counted = [(f"{low}～{high}分", int(((scores >= low) & (scores < high)).sum())) for low, high in _BANDS]
    return [*counted, ("100分及以上", int((scores >= _BANDS[-1][1]).sum()))]


def grade_counts(units: Any) -> list[tuple[str, int]]:
    """How many files have each grade, the grade of the highest totals first."""
    graded = units[units["等级"] != ""]
    if graded.empty:
        return []
    means = graded.groupby("等级")[_TOTAL].mean().sort_values(ascending=False)
    counts = graded["等级"].value_counts()
    return [(str(grade), int(counts[grade])) for grade in means.index]
