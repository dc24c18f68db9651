"""A report filled in by hand: from a blank workbook to the final Word file, led by 下一步, and what that costs.

Run it on a published report: ``python -m tests.live.hand_run 报告.docx yueyanglou-2023 结果文件夹``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlwings as xw
import xlwings_calc
from jixiao.documents.intake import read_report
from jixiao.documents.versions import report_name
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.layout import names
from jixiao.interfaces.calc.extension import build_extension
from jixiao.model.forms.library import load
from jixiao.model.submission import FormData, Submission, start
from xlwings_calc.app import Alert

from .desk import Desk
from .hands import Hands
from .office import Office

_MOST_STEPS = 2_000
_PATIENCE = 3_600
_COPIED = 6
"""Keys for a text that is copied from elsewhere: Ctrl+C, the other window, Ctrl+V."""

_ROW = re.compile(r"(\d+):(\w+)\[(\d+)\]\.(.+)")
"""A cell of a row, as ``_places`` calls it: the form, the block, the row, the column."""

_HOME = {names.REPORT_DATE: "2024年3月20日", names.PREPARER: "某某某", names.PHONE: "0730-8880000"}


@dataclass
class Account:
    """What it took."""

    steps: int = 0
    keys: int = 0
    typed: int = 0
    besides: int = 0
    unknown: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    seconds: float = 0

    def told(self) -> str:
        """In a few lines."""
        lines = [
            f"下一步 {self.steps} 次，填写 {self.typed} 格（{self.besides} 格是自己转到的）",
            f"按键 {self.keys} 次，程序用时 {self.seconds:.0f} 秒",
            f"没有答案、空着走过的格 {len(self.unknown)}：{'、'.join(self.unknown[:20])}",
            f"看到的提示 {len(self.messages)}：",
        ]
        return "\n".join(lines + [f"- {message}" for message in self.messages])


class HandRun:
    """A person with last year's paper report on the table and a blank workbook on the screen."""

    def __init__(self, desk: Desk, wanted: Submission) -> None:
        self.desk = desk
        self._hands = Hands(desk.app.impl.office, desk)
        self._wanted = wanted
        self._rows: dict[tuple[int, str], dict[int, dict[str, str]]] = {}
        self._known: dict[tuple[str, str], str] = {}
        self.account = Account()
        desk.app.impl.on_alert = self._answered

    def fill(self) -> None:
        """Press 下一步 and type what is asked for until it has nothing more to ask, then copy the rest of the paper."""
        began = time.monotonic()
        for _ in range(_MOST_STEPS):
            if self._step():
                break
        self._copy_the_rest()
        self.account.seconds += time.monotonic() - began

    def sign(self) -> Path:
        """Press 下一步 through all problems until the report is written."""
        began = time.monotonic()
        for _ in range(_MOST_STEPS):
            if "已生成报告" in self._pressed():
                break
        self.desk.book.save()
        self.account.seconds += time.monotonic() - began
        return self.desk.path.with_name(report_name(self.desk.path.stem))

    def _answered(self, alert: Alert) -> str:
        """What stayed blank the paper does not have."""
        return "ok" if alert.buttons == "ok" else "no"

    def _pressed(self) -> str:
        self.account.steps += 1
        self.account.keys += 1
        if told := self.desk.press("next_step"):
            self.account.messages.append(told)
        return told

    def _step(self) -> bool:
        """One press and what is typed then; whether that was the last."""
        if self._pressed():
            return True
        sheet, address = self.desk.selected
        if not self._known:
            self._learn()
        key = self._known.get((sheet, address), "")
        answer = self._answer(self._blank, key)
        if answer:
            self._type(sheet, address, answer)
        else:
            self.account.unknown.append(f"{sheet} {address}")
        return False

    def _learn(self) -> None:
        """What stands where; anew when rows were inserted."""
        self._blank = self.desk.submission()
        self._known = dict(self._places(self._blank))

    def _answer(self, submission: Submission, key: str) -> str:
        """What the paper says for a cell; in a block by the row of the paper that belongs there."""
        found = _ROW.fullmatch(key)
        if not found:
            return self._answers(submission).get(key, "")
        index, block, row, column = int(found[1]), found[2], int(found[3]), found[4]
        if (index, block) not in self._rows:
            self._rows[index, block] = self._make_room(index, block)
        return self._rows[index, block].get(row, {}).get(column, "")

    def _make_room(self, index: int, block: str) -> dict[int, dict[str, str]]:
        """Insert the rows that the paper has more of in a group; which of its rows belongs to which of the sheet."""
        form = self._blank.forms[index]
        paper = [row for row in self._form(self._blank, index).rows.get(block, []) if row.get("name")]
        for group, count in Counter(map(_group, paper)).items():
            there = [number for number, row in enumerate(form.rows[block]) if _group(row) == group]
            for _ in range(count - len(there) if there else 0):
                self.desk.select(form.sheet, form.places[f"{block}[{there[-1]}].name"])
                self.desk.press("insert_indicator")
                self.account.keys += 2
                self._learn()
                form = self._blank.forms[index]
        free: dict[str, list[int]] = {group: [] for group in map(_group, form.rows[block])}
        for number, row in enumerate(form.rows[block]):
            free[_group(row)].append(number)
        return {free[_group(row)].pop(0): row for row in paper if free.get(_group(row))}

    def _copy_the_rest(self) -> None:
        """What the paper has besides: a person goes on from cell to cell."""
        self._learn()
        answers = self._answers(self._blank)
        for (sheet, address), key in list(self._known.items()):
            answer = self._answer(self._blank, key) if _ROW.fullmatch(key) else answers.get(key, "")
            if answer and _is_free(self.desk.book.sheets[sheet], address):
                self._type(sheet, address, answer)
                self.account.besides += 1

    def _type(self, sheet: str, address: str, text: str) -> None:
        self._hands.type_in(self.desk.book.sheets[sheet].range(address), text)
        self.account.typed += 1
        self.account.keys += min(len(text), _COPIED) + 1

    def _places(self, submission: Submission) -> Iterator[tuple[tuple[str, str], str]]:
        """Every cell that can be filled in, and what it is."""
        for name in _HOME:
            cell = self.desk.book.names[name].refers_to_range
            yield (cell.sheet.name, cell.address.replace("$", "")), name
        for index, form in enumerate(submission.forms):
            for reference, place in form.places.items():
                yield (form.sheet, place), f"{index}:{reference}"
        for section, (sheet, place) in submission.text_places.items():
            yield (sheet, place), section

    def _answers(self, submission: Submission) -> dict[str, str]:
        forms = [self._form(submission, index) for index in range(len(submission.forms))]
        return _HOME | _told(forms, self._wanted.texts)

    def _form(self, submission: Submission, index: int) -> FormData:
        """The paper's form that belongs to a sheet: the same of its kind."""
        kind = submission.forms[index].form
        number = sum(form.form == kind for form in submission.forms[:index])
        forms = [form for form in self._wanted.forms if form.form == kind]
        return forms[number] if number < len(forms) else submission.forms[index]


def _told(forms: Sequence[FormData], texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What forms and texts say outside of rows, by what ``_places`` calls it."""
    found = {f"{report}.{key}": text for report, sections in texts.items() for key, text in sections.items()}
    return found | {f"{index}:{key}": text for index, form in enumerate(forms) for key, text in form.fields.items()}


def _group(row: Mapping[str, str]) -> str:
    """What a row stands under, as people read it: without the points and the spaces of the label."""
    return "".join(row.get("level2", "").split()).rstrip("0123456789()（）分")


def _is_free(sheet: xw.Sheet, address: str) -> bool:
    """Whether a cell is blank and not calculated."""
    return sheet.range(address).formula in ("", None)


def blank_like(wanted: Submission) -> Submission:
    """A new workbook for the same unit and year."""
    projects = max(1, sum(form.form == "project" for form in wanted.forms))
    return start(load(wanted.family), wanted.unit, wanted.year or 2023, projects=projects)


def sit_down(app: xw.App, folder: Path, wanted: Submission) -> HandRun:
    """The blank workbook, open before a person who has the paper report."""
    path = folder / "自评.xlsm"
    build(load(wanted.family), blank_like(wanted), path)
    book = app.books.open(str(path))
    xw.Book._mock_caller = book  # type: ignore[attr-defined]
    return HandRun(Desk(app, book, path), wanted)


def main(report: Path, family: str, folder: Path) -> None:
    """Fill in what a published report says, and tell what that cost; the workbook and the report stay in a folder."""
    wanted = read_report(report, family).submission
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as private, Office(Path(private, "profile"), _PATIENCE) as office:
        os.environ["XDG_STATE_HOME"] = private
        office.install(build_extension(Path(private, "jixiao.oxt")))
        run = sit_down(xlwings_calc.attach(office.context), folder, wanted)
        run.fill()
        report = run.sign()
        print(run.account.told())
        run.desk.book.save()
        sign(run.desk.path, report.with_name("定稿.docx"))


def sign(book: Path, report: Path) -> None:
    """The final report, as the command line makes it; with what the paper leaves open only when told so."""
    for more in ([], ["--allow-open"]):
        command = [
            str(Path(sys.executable).with_name("jixiao")),
            "report",
            str(book),
            "-o",
            str(report),
            "--final",
            *more,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print("定稿", *more, done.returncode, done.stdout or done.stderr)
        if done.returncode == 0:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
