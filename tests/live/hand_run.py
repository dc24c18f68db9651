"""A report filled in by hand: from a blank workbook to the final Word file, led by 下一步, and what that costs.

Run it on a published report: ``python -m tests.live.hand_run 报告.docx yueyanglou-2023 结果文件夹``.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import xlwings as xw
import xlwings_calc
from jixiao.documents.intake import read_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.layout import names
from jixiao.interfaces.calc.extension import build_extension
from jixiao.interfaces.excel.open_book import snapshot
from jixiao.model.evaluation import Evaluation
from jixiao.model.forms.family import NUMERIC
from jixiao.model.forms.library import load
from jixiao.model.submission import FormData, Submission, start

from .desk import Desk
from .office import Office

_MOST_STEPS = 2_000
_PATIENCE = 3_600
_COPIED = 6
"""Keys for a text that is copied from elsewhere: Ctrl+C, the other window, Ctrl+V."""

_HOME = {names.REPORT_DATE: "2024年3月20日", names.PREPARER: "某某某", names.PHONE: "0730-8880000"}


@dataclass
class Account:
    """What it took."""

    steps: int = 0
    keys: int = 0
    typed: int = 0
    unknown: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    seconds: float = 0

    def told(self) -> str:
        """In a few lines."""
        lines = [
            f"下一步 {self.steps} 次，填写 {self.typed} 格，按键 {self.keys} 次，程序用时 {self.seconds:.0f} 秒",
            f"没有答案的必填格 {len(self.unknown)}：{'、'.join(self.unknown[:20])}",
            f"看到的提示 {len(self.messages)}：",
        ]
        return "\n".join(lines + [f"- {message}" for message in self.messages])


class HandRun:
    """A person with last year's paper report on the table and a blank workbook on the screen."""

    def __init__(self, desk: Desk, wanted: Submission) -> None:
        self.desk = desk
        self._wanted = wanted
        self.account = Account()
        self._last = ("", "")

    def fill(self) -> None:
        """Press 下一步 and type what is asked for, until it has nothing more to ask."""
        began = time.monotonic()
        for _ in range(_MOST_STEPS):
            if self._step():
                break
        self.account.seconds = time.monotonic() - began

    def _step(self) -> bool:
        """One press and what is typed then; whether that was the last."""
        self.account.steps += 1
        self.account.keys += 1
        if told := self.desk.press("next_step"):
            self.account.messages.append(told)
            return True
        if self.desk.selected == self._last:  # what was typed there does not count, or the paper has nothing for it
            self.account.messages.append(f"停在 {' '.join(self._last)}")
            return True
        self._last = sheet, address = self.desk.selected
        evaluation = snapshot(self.desk.book).evaluation
        key = dict(self._places(evaluation.submission)).get((sheet, address), "")
        if "[0]." in key:
            self._type_block(evaluation.submission, sheet, key.partition("[")[0])
        else:
            self._type(sheet, address, self._answer(evaluation, key, sheet, address))
        return False

    def _answer(self, evaluation: Evaluation, key: str, sheet: str, address: str) -> str:
        answer = self._answers(evaluation.submission).get(key, "")
        if not answer:
            self.account.unknown.append(f"{sheet} {address}")
        return answer or ("0" if _is_figure(evaluation, sheet, address) else "无")

    def _type_block(self, submission: Submission, sheet: str, block: str) -> None:
        """All rows that the paper has, one below the other; rows that are missing come with the button."""
        index = next(i for i, form in enumerate(submission.forms) if form.sheet == sheet)
        rows = [row for row in self._form(submission, index).rows.get(block, []) if row.get("name")]
        places = submission.forms[index].places
        for number, row in enumerate(rows):
            if f"{block}[{number}].name" not in places:
                self.desk.select(sheet, places[f"{block}[{number - 1}].name"])
                self.desk.press("insert_indicator")
                self.account.keys += 2
                places = snapshot(self.desk.book).evaluation.submission.forms[index].places
            for column, text in row.items():
                if text and (place := places.get(f"{block}[{number}].{column}")):
                    self._type(sheet, place, text)

    def _type(self, sheet: str, address: str, text: str) -> None:
        self.desk.book.sheets[sheet].range(address).value = text
        self.account.typed += 1
        self.account.keys += min(len(text), _COPIED) + 1

    def _places(self, submission: Submission) -> Iterator[tuple[tuple[str, str], str]]:
        """Every cell that can be asked for, and what it is."""
        for name in _HOME:
            cell = self.desk.book.names[name].refers_to_range
            yield (cell.sheet.name, cell.address.replace("$", "")), name
        for index, form in enumerate(submission.forms):
            for reference, place in form.places.items():
                yield (form.sheet, place), reference if "[" in reference else f"{index}:{reference}"
        for section, (sheet, place) in submission.text_places.items():
            yield (sheet, place), section

    def _answers(self, submission: Submission) -> dict[str, str]:
        found = dict(_HOME)
        for report, sections in self._wanted.texts.items():
            found |= {f"{report}.{key}": text for key, text in sections.items()}
        for index in range(len(submission.forms)):
            found |= {f"{index}:{key}": text for key, text in self._form(submission, index).fields.items()}
        return found

    def _form(self, submission: Submission, index: int) -> FormData:
        """The paper's form that belongs to a sheet: the same of its kind."""
        kind = submission.forms[index].form
        number = sum(form.form == kind for form in submission.forms[:index])
        forms = [form for form in self._wanted.forms if form.form == kind]
        return forms[number] if number < len(forms) else submission.forms[index]


def _is_figure(evaluation: Evaluation, sheet: str, address: str) -> bool:
    values = next((values for values in evaluation.forms if values.data.sheet == sheet), None)
    cells = (placed for placed in values.layout.cells if placed.key and not placed.block) if values else ()
    return any(placed.cell.kind in NUMERIC and values.data.places[placed.key] == address for placed in cells if values)


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
        office.install(build_extension(Path(private, "jixiao.oxt")))
        run = sit_down(xlwings_calc.attach(office.context), folder, wanted)
        run.fill()
        print(run.account.told())
        print(run.desk.press("check_all"))
        run.desk.book.save()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
