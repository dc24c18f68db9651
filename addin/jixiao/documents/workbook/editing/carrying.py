"""What people added, put into a book built anew: nothing is left behind without a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import coordinate_from_string, coordinate_to_tuple

from jixiao.core.errors import UserError
from jixiao.documents.workbook.build import sheet_titles
from jixiao.documents.workbook.editing.additions import Addition, What, places_in
from jixiao.documents.workbook.editing.drawing_copies import put_drawing
from jixiao.documents.workbook.editing.own_sheets import can_be_put, put_sheet
from jixiao.documents.workbook.editing.package import Package
from jixiao.documents.workbook.editing.sheet import Sheet
from jixiao.documents.workbook.editing.style_copies import StyleCopies
from jixiao.documents.workbook.editing.transplant import Transplant
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission.submission import Submission

_LONGEST_TITLE = 31
_DRAWN = frozenset({What.PICTURE, What.SHAPE, What.CHART})
_ELSEWHERE = re.compile(r"=.*\[\d+\]")
"""A formula over another file, which a book names in a list of its own."""
_ADVICE = "没有写任何文件。可以不要这些内容的，加 --leave-behind 再试，它们会列在结果旁边的清单里"
_MOST_TOLD = 30
"""Lines of a message; the list beside the result has them all."""


MovedRow = Callable[[int], int]
"""Where a sheet's row (from 1) stands now; 0 if it is gone."""


class LossError(UserError):
    """Something a person added would be left behind; ``told`` says what and where, the message also how to go on."""

    def __init__(self, told: str) -> None:
        self.told = told
        super().__init__(f"{told}\n{_ADVICE}")


def refuse_loss(lost: Sequence[Addition], leave_behind: bool) -> None:
    """Refuse to leave anything behind that nobody agreed to.

    Raises:
        LossError: something would be.
    """
    if lost and not leave_behind:
        told = [item.told() for item in lost[:_MOST_TOLD]]
        told += [f"……共 {len(lost)} 处"] if len(lost) > _MOST_TOLD else []
        lines = "\n".join(f"  {line}" for line in told)
        raise LossError(f"这个工作簿里有 {len(lost)} 处您自己加的内容带不到新的文件里：\n{lines}")


def write_lost(lost: Sequence[Addition], target: Path) -> None:
    """Write the list of what was left behind."""
    target.write_text("\n".join(["没有带到新文件里的内容：", *(item.told() for item in lost), ""]), "utf-8")


class Carrier:
    """Puts additions to one book into another that was built of it."""

    def __init__(
        self,
        source: Path,
        family: Family,
        old: Submission,
        new: Submission,
        places: Mapping[int, int] | None = None,
        who: str = "",
        moves: Mapping[int, MovedRow] | None = None,
    ) -> None:
        """Prepare.

        Args:
            source: the book with the additions.
            family: the new book's family.
            old: what the source says.
            new: what the new book says.
            places: which form of the old is which of the new; by kind and order if that is not told.
            who: what stands behind the names of own sheets whose names are taken; without it such sheets stay behind.
            moves: by form of the old, which row of its sheet is which in the new; needed where rows came in.
        """
        self._source = Package(source)
        self._who = who
        self._titles = sheet_titles(evaluate(family, new))
        self._places = dict(places_in(old, new) if places is None else places)
        self._renamed = {old.forms[index].sheet: self._titles[place] for index, place in self._places.items()}
        self._moves = dict(moves or {})
        is_same = {
            index: index in self._moves or _sizes(old, index) == _sizes(new, place)
            for index, place in self._places.items()
        }
        self._places = {index: place for index, place in self._places.items() if is_same[index]}
        self._is_same_year = old.year == new.year

    def carry(self, items: Iterable[Addition], target: Path) -> list[Addition]:
        """Put them in.

        Returns:
            Those that have no place there.
        """
        package, items = Package(target), list(items)
        own = self._own_titles(package, [item.sheet for item in items if item.what is What.SHEET])
        carried = _Target(package, Transplant(self._source, package, self._renamed | own), own)
        lost = [item for item in items if not self._carried(carried, item)]
        package.write(target)
        return lost

    def _own_titles(self, package: Package, titles: Iterable[str]) -> dict[str, str]:
        """What own sheets are called in the target; without those that cannot be there."""
        taken, found = set(package.sheets()), {}
        for title in titles:
            new = _free_title(title, self._who, taken) if self._who else title
            if new not in taken and can_be_put(self._source, title):
                found[title] = new
                taken.add(new)
        return found

    def _carried(self, target: _Target, item: Addition) -> bool:
        if item.what is What.SHEET:
            return target.put_sheet(item.sheet)
        part = target.package.sheets().get(self._title(item))
        if part is None or (item.what is What.FORMULA and not self._is_same_year):  # its figure is last year's
            return False
        sheet = Sheet(target.package, part)
        if item.what in _DRAWN:
            return self._put_drawing(target, item, sheet)
        if item.what is What.FOOTER:
            name, side = item.value
            sheet.set_footer(name, side, item.text)
            return True
        if not item.cell:  # said of a whole sheet
            return False
        address = self._address(item)
        return bool(address) and _put(sheet, address, item)

    def _put_drawing(self, target: _Target, item: Addition, sheet: Sheet) -> bool:
        """A picture in a cell or behind the sheet has no number, and no place."""
        if not isinstance(item.value, int):
            return False
        row = self._row(item)
        if item.cell and not row:
            return False
        down = row - coordinate_to_tuple(item.cell)[0] if item.cell else 0
        put_drawing(target.transplant, self._source.sheets()[item.sheet], item.value, sheet, down)
        return True

    def _title(self, item: Addition) -> str:
        """The sheet in the new book."""
        if item.form < 0:
            return item.sheet
        return self._titles[self._places[item.form]] if item.form in self._places else ""

    def _row(self, item: Addition) -> int:
        """The row in the new book; 0 if it is gone."""
        return self._moves[item.form](item.row) if item.form in self._moves else item.row

    def _address(self, item: Addition) -> str:
        """The cell in the new book; empty if its row is gone."""
        row = self._row(item)
        return f"{coordinate_from_string(item.cell)[0]}{row}" if row else ""


class _Target:
    """The new book while additions are put in; ``own`` tells what people's own sheets are called there."""

    def __init__(self, package: Package, transplant: Transplant, own: Mapping[str, str]) -> None:
        self.package = package
        self.transplant = transplant
        self._own = own
        self._styles = StyleCopies(transplant.source, package)

    def put_sheet(self, title: str) -> bool:
        """A person's own sheet as it is; one that belongs to its whole workbook, as a pivot table does, is told."""
        if title not in self._own:
            return False
        put_sheet(self.transplant, self._styles, title, self._own[title])
        return True


def _free_title(title: str, who: str, taken: Iterable[str]) -> str:
    """The title, or with a person's name behind it, and a number, if it is taken."""
    names = {name.lower() for name in taken}
    for number in range(len(names) + 2):
        behind = f"（{who[:8]}{number if number > 1 else ''}）" if number else ""
        wanted = f"{title[: _LONGEST_TITLE - len(behind)]}{behind}"
        if wanted.lower() not in names:
            return wanted
    return title


def _sizes(submission: Submission, form: int) -> dict[str, int]:
    """How many rows each block of a form has: where they differ, what stands beside a row stands beside another."""
    return {block: len(rows) for block, rows in submission.forms[form].rows.items()}


def _put(sheet: Sheet, address: str, item: Addition) -> bool:
    if item.what is What.COMMENT:
        sheet.comment(address, item.text, str(item.value))
    elif item.what is What.COLOUR:
        sheet.colour(address, str(item.value))
    elif (item.what is What.NOTE and not sheet.is_free(address)) or _ELSEWHERE.match(item.text):
        return False
    else:
        sheet.set(address, _plain(item.value))
    return True


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) else str(getattr(value, "text", value))
