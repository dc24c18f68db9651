"""Findings set aside with a reason (情况说明): they stay visible as such, and come back when their figures change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from jixiao.core.errors import UserError
from jixiao.core.files import replacing

FILE = "情况说明.json"
SHEET, NUMBER, REASON = "问题清单", "问题号", "情况说明"
_KEY = ("unit", "form", "project", "check", "title", "where")
_LENGTH = 10
_THE_UNIT = "单位"
"""Who says what stands in the unit's own workbook."""


class WaiverError(UserError):
    """What cannot be set aside."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding set aside: its number, its figures then, why, by whom, when (ISO date)."""

    number: str
    figures: str
    reason: str
    who: str
    day: str


def number_of(finding: Mapping[str, Any]) -> str:
    """The number of a finding: the same in the next version of the same unit's file, whatever its figures."""
    return sha256("\n".join(str(finding[key]) for key in _KEY).encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def read_waivers(result: Path) -> dict[str, Waiver]:
    """The waivers of a result folder by number.

    Raises:
        WaiverError: the file is damaged.
    """
    path = result / FILE
    if not path.is_file():
        return {}
    try:
        return {entry["number"]: Waiver(**entry) for entry in json.loads(path.read_text("utf-8"))}
    except (ValueError, TypeError, KeyError) as error:
        raise WaiverError(f"「{path}」读不出来，请恢复备份；里面是已经写下的情况说明") from error


def write_waivers(waivers: Iterable[Waiver], result: Path) -> None:
    """Keep the waivers.

    Raises:
        OutputError: they cannot be written.
    """
    entries = [asdict(waiver) for waiver in sorted(waivers, key=lambda waiver: waiver.number)]
    with replacing(result / FILE) as temporary:
        temporary.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", "utf-8")


def waived(findings: Any, waivers: Mapping[str, Waiver]) -> list[str]:
    """For each finding why it is set aside; empty where it is not, or where its figures have changed since."""
    rows = findings[["number", "figures"]].itertuples(index=False)
    return [w.reason if (w := waivers.get(row.number)) and w.figures == row.figures else "" for row in rows]


def add_waiver(result: Path, findings: Any, number: str, reason: str, who: str, day: date) -> Waiver:
    """Set a finding aside.

    Args:
        result: the result folder.
        findings: its table of findings.
        number: the finding's number.
        reason: why.
        who: who says so.
        day: when.

    Raises:
        WaiverError: there is no such finding, or no reason.
    """
    found = findings[findings["number"] == number]
    if found.empty:
        raise WaiverError(f"没有问题号「{number}」，请从 汇总表.xlsx 的“问题清单”里抄")
    if not reason.strip():
        raise WaiverError("情况说明不能空着，请写明为什么不用改")
    waiver = Waiver(number, found["figures"].iloc[0], reason.strip(), who.strip(), day.isoformat())
    write_waivers([*(read_waivers(result) | {number: waiver}).values()], result)
    return waiver


def take_typed(workbook: Path, findings: Any, result: Path, day: date) -> int:
    """Take over what a reviewer typed into the column 情况说明 of the workbook of the last run.

    Returns:
        How many were new or changed.
    """
    known = read_waivers(result)
    figures = dict(zip(findings["number"], findings["figures"], strict=True))
    new = {
        number: Waiver(number, figures[number], reason, "汇总表", day.isoformat())
        for number, reason in _typed(workbook)
        if number in figures and reason != (known[number].reason if number in known else "")
    }
    if new:
        write_waivers((known | new).values(), result)
    return len(new)


def take_explained(said: Any, result: Path, day: date) -> None:
    """Take over what units say of findings in their workbooks, where the bureau has said nothing itself.

    The same words of a unit as before are about the figures of then, so they do not cover those that changed since.

    Args:
        said: the table of findings: number, figures and what the unit says of each.
        result: the result folder.
        day: when.
    """
    known = read_waivers(result)
    said = said[said["explained"] != ""].drop_duplicates("number")
    new = {
        row.number: Waiver(row.number, row.figures, row.explained, _THE_UNIT, day.isoformat())
        for row in said.itertuples()
        if row.number not in known or (known[row.number].who == _THE_UNIT and known[row.number].reason != row.explained)
    }
    if new:
        write_waivers((known | new).values(), result)


def carry(previous: Path, result: Path) -> None:
    """What was said in an earlier result stands in this one, too, unless something else is said of the same finding."""
    earlier, known = read_waivers(previous), read_waivers(result)
    if earlier.keys() - known.keys():
        write_waivers((earlier | known).values(), result)


def _typed(workbook: Path) -> list[tuple[str, str]]:
    book = load_workbook(workbook, read_only=True, data_only=True)
    try:
        return list(_pairs(book[SHEET].iter_rows(values_only=True))) if SHEET in book.sheetnames else []
    finally:
        book.close()


def _pairs(rows: Iterable[Sequence[Any]]) -> Iterable[tuple[str, str]]:
    rows = iter(rows)
    headings = list(next(rows, ()))
    if NUMBER not in headings or REASON not in headings:
        return
    number, reason = headings.index(NUMBER), headings.index(REASON)
    for row in rows:
        if row[number] and row[reason]:
            yield str(row[number]), str(row[reason]).strip()
