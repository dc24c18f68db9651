"""下一步: a person's way round the workbook, 填 → 校验 → 报告, and how far on it they are.

How far is kept in the user's own folder and not in the workbook: a workbook that is written to counts as changed, and
Excel then forgets what could be undone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Literal

from jixiao.core.own_folder import own_folders, write_private
from jixiao.interfaces.excel.failing_cells import FailingCell, Place, first_behind
from jixiao.interfaces.excel.unfilled_cells import UnfilledCell

NOTE = "jixiao-下一步.json"
_MOST_NAMED = 15
"""Cells that a question names one by one."""

Stage = Literal["fill", "check"]


@dataclass(frozen=True, slots=True)
class Step:
    """How far on the way a person is: what they are led through, and the cell that was shown last."""

    stage: Stage = "fill"
    place: Place | None = None


def last_step(book: Path) -> Step:
    """How far the person was in this workbook; at the beginning where nothing was kept."""
    for folder in own_folders():
        with suppress(OSError, ValueError, TypeError, KeyError):
            kept = json.loads((folder / NOTE).read_text("utf-8"))
            if kept["book"] == str(book) and kept["stage"] in ("fill", "check"):
                sheet, row, column = map(int, kept["place"])
                return Step(kept["stage"], (sheet, row, column))
    return Step()


def keep_step(book: Path, step: Step) -> None:
    """Keep how far the person is; where nothing can be written, the next press begins anew."""
    text = json.dumps({"book": str(book), "stage": step.stage, "place": step.place}, ensure_ascii=False)
    for folder in own_folders():
        with suppress(OSError):
            write_private(folder / NOTE, text)
            return


def next_to_fill(step: Step, cells: Sequence[UnfilledCell], wants_again: Callable[[str], bool]) -> UnfilledCell | None:
    """The next cell to fill in; behind the last one the first again, if the person wants to see what stayed blank."""
    if step.stage != "fill":
        return None
    stayed = [cell for cell in cells if cell.is_needed]
    is_round = first_behind(step.place, cells) is None and bool(stayed)
    if is_round and wants_again(_stayed_blank(stayed)):
        return stayed[0]
    return first_behind(step.place, cells)


def next_to_mend(step: Step, found: Sequence[FailingCell]) -> FailingCell | None:
    """The next problem behind the last that was shown; nothing when all were."""
    return first_behind(step.place if step.stage == "check" else None, found)


def _stayed_blank(cells: Sequence[UnfilledCell]) -> str:
    """What a person left blank, sheet by sheet, and the question whether to look at it again."""
    lines = [
        f"{sheet}：{'，'.join(f'{cell.address} {cell.title}'.strip() for cell in group)}"
        for sheet, group in groupby(cells[:_MOST_NAMED], key=attrgetter("sheet"))
    ]
    more = [f"……另有 {len(cells) - _MOST_NAMED} 格"] if len(cells) > _MOST_NAMED else []
    asked = "要从头再看这些格吗？选“否”接着看校验发现的问题；报告生成以后再按“下一步”，还会从头问到。"
    return "\n".join([f"要填的都走过一遍了，还有 {len(cells)} 格空着：", *lines, *more, asked])
