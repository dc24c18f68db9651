"""What a person's hands do in an open workbook, by the program's own commands, and what they then see."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlwings as xw
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.documents.intake import read_report
from jixiao.documents.versions import report_name
from jixiao.documents.workbook.layout.row_hints import WAITS
from jixiao.interfaces.excel.open_book import snapshot
from jixiao.model.submission.typed_figures import UNREADABLE

from .desk import Desk
from .office import Office

BASE = "附件1 基础数据表"
_TO_DRAW = 0.1  # seconds
_DIALOG_PARTS = (1, 12, 17, 40)
"""Of com.sun.star.accessibility.AccessibleRole: an alert, a dialog, its fillers and panels."""


@dataclass(frozen=True)
class Seen:
    """What a person sees of a cell that was typed or pasted into.

    Attributes:
        shown: what the cell shows.
        figure: what it counts as in checks and report; a text that is no figure as it was typed, nothing for a blank.
        hint: what the hint beside the row says of it.
        is_found: whether the check says so.
        checked: what the cell shows after 校验全部.
        added: what a native total then adds for it.
        printed: what the report then prints of it.
    """

    shown: str
    figure: str | None
    hint: str
    is_found: bool
    checked: str
    added: float
    printed: str


@dataclass(frozen=True)
class Place:
    """A cell for an amount of 附件1."""

    reference: str
    cell: xw.Range


class Hands:
    """The keyboard and the clipboard of a person at the desk."""

    def __init__(self, office: Office, desk: Desk) -> None:
        self._office = office
        self._dispatcher = office.service("com.sun.star.frame.DispatchHelper")
        self._desk = desk
        self._stop_asking()

    def amounts(self) -> dict[str, Place]:
        """The cells of 附件1 in which an amount is typed."""
        form = next(snapshot(self._desk.book).evaluation.of("base"))
        sheet = self._desk.book.sheets[BASE]
        cells = (p for p in form.layout.cells if p.key and p.cell.kind == "amount" and not p.cell.formula)
        return {p.key: Place(p.key, sheet.range(form.data.places[p.key])) for p in cells if not p.block}

    def command(self, name: str, cells: xw.Range, **arguments: Any) -> None:
        """A command of the menu on selected cells."""
        cells.sheet.activate()
        cells.select()
        frame = cells.sheet.book.api.getCurrentController().getFrame()
        given = tuple(_property(key, value) for key, value in arguments.items())
        self._dispatcher.executeDispatch(frame, f".uno:{name}", "", 0, given)

    def type_in(self, cell: xw.Range, text: str) -> None:
        """Type into a cell and press Enter."""
        self.command("EnterString", cell, StringName=text)

    def paste(self, cell: xw.Range, content: Mapping[str, str]) -> None:
        """Paste what another program left on the clipboard, by its kind, such as ``text/rtf``."""
        cell.sheet.activate()
        cell.select()
        self._desk.book.api.getCurrentController().insertTransferable(_clipboard(content))

    def paste_and_agree(self, cell: xw.Range, content: Mapping[str, str]) -> None:
        """Paste, and press OK in whatever LibreOffice then asks; for an office that asks."""
        pasting = threading.Thread(target=self.paste, args=(cell, content))
        pasting.start()
        while pasting.is_alive() or self._agree():
            self._agree()
            time.sleep(_TO_DRAW)

    def _agree(self) -> bool:
        """Press OK in an open dialog, if there is one."""
        toolkit = self._office.service("com.sun.star.awt.Toolkit")
        windows = [toolkit.getTopWindow(number) for number in range(toolkit.getTopWindowCount())]
        found = next((part for window in windows for part in _ok_buttons(window.getAccessibleContext())), None)
        if found:
            threading.Thread(target=found.doAccessibleAction, args=(0,)).start()  # it may ask something else
            time.sleep(_TO_DRAW)
        return bool(found)

    def copy(self, content: Mapping[str, str]) -> None:
        """Leave on the clipboard what another program copies, by its kind."""
        clipboard = self._office.service("com.sun.star.datatransfer.clipboard.SystemClipboard")
        clipboard.setContents(_clipboard(content), None)

    def _stop_asking(self) -> None:
        """Answer for good that what stands in a cell may be pasted over."""
        provider = self._office.service("com.sun.star.configuration.ConfigurationProvider")
        settings = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (_property("nodepath", "/org.openoffice.Office.Calc/Input"),),
        )
        settings.setPropertyValue("ReplaceCellsWarning", False)
        settings.commitChanges()


def seen(desk: Desk, places: Mapping[str, Place], texts: Mapping[str, str]) -> tuple[dict[str, Seen], str]:
    """What is seen of cells before and after 校验全部, and what that tells; ``texts`` are what hints would name."""
    first = {name: shown(place.cell) for name, place in places.items()}
    hinted = {name: hint_of(place.cell, texts[name]) for name, place in places.items()}
    judged = dict(zip(places, _judged(desk, list(places.values())), strict=True))
    told = desk.press("check_all")
    printed = _printed(desk)
    return {
        name: Seen(
            first[name], judged[name][0], hinted[name], judged[name][1],
            shown(place.cell), added(place.cell), printed.get(place.reference, ""),
        )
        for name, place in places.items()
    }, told  # fmt: skip


def shown(cell: xw.Range) -> str:
    return str(cell.api.getCellByPosition(0, 0).String)


def added(cell: xw.Range) -> float:
    """What a native sum adds for a cell: nothing for a text."""
    return float(cell.api.getCellByPosition(0, 0).Value)


def hint_of(cell: xw.Range, text: str) -> str:
    """What the hint beside a row says of a text in it."""
    sheet = cell.sheet
    cells = sheet.range((cell.row, 1), (cell.row, sheet.used_range.last_cell.column)).value
    said = [str(each).partition(f"“{text}”")[2] for each in cells]
    return next((told for told in (WAITS, UNREADABLE) for each in said if each.startswith(told)), "")


def errors_at_home(desk: Desk, sheet: str) -> int:
    """How many errors 首页 counts on a sheet."""
    home = desk.book.sheets["首页"]
    rows = home.used_range.value
    return next(int(row[5]) for row in rows if row[0] == sheet)


def judged(desk: Desk, place: Place) -> tuple[str | None, bool]:
    """What a cell counts as, and whether the check says that it cannot be read."""
    return _judged(desk, [place])[0]


def _judged(desk: Desk, places: Sequence[Place]) -> list[tuple[str | None, bool]]:
    evaluation = snapshot(desk.book).evaluation
    found = {f.reference for f in run(evaluation) if f.outcome is Outcome.FAIL and f.check in ("C65", "C67")}
    values = [next(evaluation.of("base")).value(place.reference) for place in places]
    figures = [value if value is None or isinstance(value, str) else f"{value.normalize():f}" for value in values]
    return [(figure, place.reference in found) for figure, place in zip(figures, places, strict=True)]


def _printed(desk: Desk) -> dict[str, str]:
    """What the Word report prints in 附件1, as it is read back from there."""
    desk.press("write_report")
    report = read_report(desk.path.with_name(report_name(desk.path.stem)), "hunan-2024")
    return next(report.submission.of("base")).fields


def _ok_buttons(part: Any) -> Iterator[Any]:
    """The OK of a dialog; other windows have none, and lists are long."""
    if part.getAccessibleName() == "OK" and hasattr(part, "doAccessibleAction"):
        yield part
    if part.getAccessibleRole() in _DIALOG_PARTS:
        parts = (part.getAccessibleChild(number) for number in range(part.getAccessibleChildCount()))
        for each in parts:
            if hasattr(each, "getAccessibleContext"):
                yield from _ok_buttons(each.getAccessibleContext())


def _property(name: str, value: Any) -> Any:
    from com.sun.star.beans import PropertyValue

    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _clipboard(content: Mapping[str, str]) -> Any:
    """What LibreOffice asks for the content of the clipboard."""
    import uno
    import unohelper
    from com.sun.star.datatransfer import DataFlavor, XTransferable

    def flavor(kind: str) -> Any:
        made = DataFlavor()
        made.MimeType = made.HumanPresentableName = kind
        made.DataType = uno.getTypeByName("string" if "utf-16" in kind else "[]byte")
        return made

    class Content(unohelper.Base, XTransferable):  # type: ignore[misc]
        def getTransferData(self, wanted: Any) -> Any:  # noqa: N802 - UNO's names
            text = content[wanted.MimeType]
            return text if "utf-16" in wanted.MimeType else uno.ByteSequence(text.encode())

        def getTransferDataFlavors(self) -> Any:  # noqa: N802
            return tuple(map(flavor, content))

        def isDataFlavorSupported(self, wanted: Any) -> bool:  # noqa: N802
            return wanted.MimeType in content

    return Content()
