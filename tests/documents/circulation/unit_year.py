"""A unit's year as a story: a book of 0.1.0 with 18 projects, six people, what they type, disagree on and add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jixiao.core import resources
from jixiao.documents.circulation.merge import CLEARED, DELETED
from jixiao.documents.circulation.split import values_of
from jixiao.documents.workbook.editing.drawing_copies import put_drawing
from jixiao.documents.workbook.editing.own_sheets import put_sheet
from jixiao.documents.workbook.editing.package import Package
from jixiao.documents.workbook.editing.sheet import Sheet
from jixiao.documents.workbook.editing.style_copies import StyleCopies
from jixiao.documents.workbook.editing.transplant import Transplant
from jixiao.documents.workbook.read import read_book
from jixiao.model.submission import Submission, read_sample
from jixiao.model.submission.submission import FormData
from xlsxwriter import Workbook

from ..workbook.editing.test_drawings import picture

DATA = Path(__file__).parents[2] / "data"
BOOK = DATA / "saved-books" / "eighteen-0.1.0.xlsm"
"""Written by the program of that version; what six people fill in is left out."""
PEOPLE = ("办公室", "规划科", "财务科", "党建科", "产权科", "监督科")
EACH = 3
"""Projects of each."""
OWN, NOTE, REMARK = "底稿", "已与国库核对", "按批复填"
Cells = dict[tuple[int, str], str]
"""What the projects say: by the project's number and the reference."""


@dataclass(frozen=True)
class Disagreement:
    """What somebody makes of a cell that is filled already, and what is chosen afterwards."""

    who: str
    project: int
    key: str
    theirs: str
    is_taken: bool

    @property
    def cell(self) -> tuple[int, str]:
        """Where it is, as in :data:`Cells`."""
        return self.project, self.key


MEANWHILE = Disagreement("产权科", 14, "goal.actual", "", False)
"""A cell that the office fills in after the parts are handed out, while its owner fills it in too."""
PLANTED = (
    Disagreement("办公室", 1, "funds.budget", "6.60", True),
    Disagreement("规划科", 5, "goal.expected", CLEARED, False),
    Disagreement("财务科", 9, "indicators[7].name", DELETED, True),
    Disagreement("党建科", 10, "project_name", "昌粮集团小麦销售补助", True),
    MEANWHILE,
    Disagreement("监督科", 18, "indicators[9].target", ">=95%", False),
)
MINE = "会议按期召开，先由办公室填上。"


def whole_story() -> Submission:
    """The unit's figures, all filled in."""
    return read_sample(resources.path("workbook", "samples", "assets-commission-2024.yaml"))


def cells(submission: Submission) -> Cells:
    """Everything that the projects say, without blanks."""
    found: Cells = {}
    for number, data in enumerate(submission.of("project"), 1):
        found |= {(number, key): text for key, text in values_of(data) if text}
    return found


def merged_cells_expected(handed_out: Cells) -> Cells:
    """What stands in the whole after the first merge: all that was typed, and of disagreements what stood there."""
    (deleted,) = (one for one in PLANTED if one.theirs == DELETED)
    row = deleted.key.partition(".")[0]
    told = {cell: text for cell, text in cells(whole_story()).items() if not _is_of_row(cell, deleted.project, row)}
    kept = {cell: text for cell, text in handed_out.items() if _is_of_row(cell, deleted.project, row)}
    kept |= {one.cell: handed_out[one.cell] for one in PLANTED if one is not MEANWHILE}
    return told | kept | {MEANWHILE.cell: MINE}


def chosen_cells_expected(merged: Cells) -> Cells:
    """The same after choosing."""
    chosen = dict(merged)
    for one in (one for one in PLANTED if one.is_taken):
        if one.theirs == DELETED:
            row = one.key.partition(".")[0]
            chosen = {cell: text for cell, text in chosen.items() if not _is_of_row(cell, one.project, row)}
        else:
            chosen[one.cell] = one.theirs
    return chosen


def _is_of_row(cell: tuple[int, str], project: int, row: str) -> bool:
    return cell[0] == project and cell[1].startswith(f"{row}.")


def listed_expected(before: Cells) -> list[tuple[str, str, str]]:
    """Of every disagreement what the whole says, what was sent, and who sent it."""
    story = cells(whole_story())
    return sorted(
        (MINE, story[one.cell], one.who) if one is MEANWHILE else (before[one.cell], one.theirs, one.who)
        for one in PLANTED
    )


# ---- what people do in their files ----------------------------------------------------------------------------------


def typed_by(who: str, part: Submission) -> Iterator[tuple[FormData, str, str]]:
    """What a person types, form, reference and text: all that is blank in their projects, and their disagreements."""
    story, before = cells(whole_story()), cells(part)
    changed = {one.cell: one.theirs for one in PLANTED if one.who == who and one.theirs not in ("", DELETED)}
    for place, data in enumerate(part.of("project"), 1):
        wanted = {key: text for (number, key), text in story.items() if number == data.number}
        wanted = {key: text for key, text in wanted.items() if (place, key) not in before and key in data.places}
        wanted |= {key: text for (number, key), text in changed.items() if number == data.number}
        yield from ((data, key, text) for key, text in wanted.items())


def fill_in(path: Path, who: str) -> int:
    """Type into a saved part, note, comment and draw; returns how many blank cells were filled.

    The file's own parts are edited, as Excel keeps all that it does not know.
    """
    part, package = read_book(path)[1], Package(path)
    sheets = {data.sheet: Sheet(package, package.sheets()[data.sheet]) for data in part.forms}
    typed = list(typed_by(who, part))
    for data, key, text in typed:
        sheets[data.sheet].set(data.places[key], None) if text == CLEARED else sheets[data.sheet].say(
            data.places[key], text
        )
    form = sheets[next(part.of("project")).sheet]
    form.say("AZ3", f"{NOTE}：{who}")
    form.comment("B5", f"{REMARK}：{who}", who)
    draw(package, form, path.parent, who)
    package.write(path)
    return len(typed) - sum(one.who == who and one.theirs not in ("", DELETED) for one in PLANTED)


def type_in(path: Path, texts: Mapping[tuple[str, str], str]) -> None:
    """Type texts into a saved book, by sheet and cell."""
    package = Package(path)
    for (title, cell), text in texts.items():
        Sheet(package, package.sheets()[title]).say(cell, text)
    package.write(path)


def draw(package: Package, form: Sheet, folder: Path, who: str) -> None:
    """Put a sheet of their own with a picture and a chart into a book, and a picture beside their first form."""
    source = folder / f"{who}的底稿.xlsx"
    own = Workbook(str(source))
    sheet = own.add_worksheet(OWN)
    sheet.write_column("A1", [f"{who}的明细", 1, 2])
    image = picture(folder / f"{who}.png")
    sheet.insert_image("C3", str(image), {"description": f"{who}的公章"})
    chart = own.add_chart({"type": "column"})
    chart.add_series({"values": f"={OWN}!$A$2:$A$3"})
    sheet.insert_chart("F3", chart)
    own.close()
    theirs = Package(source)
    put_drawing(Transplant(theirs, package, {}), theirs.sheets()[OWN], 0, form, 20)
    put_sheet(Transplant(theirs, package, {}), StyleCopies(theirs, package), OWN, OWN)
    source.unlink()
    image.unlink()
