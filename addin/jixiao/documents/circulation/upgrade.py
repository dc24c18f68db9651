"""A workbook that an earlier version made, made anew by this one: every figure, text, note and own sheet stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jixiao.core.errors import UserError
from jixiao.documents.circulation.rebuilding import BookSource, Rebuilt, rebuild
from jixiao.documents.workbook.editing.additions import Addition, What, additions
from jixiao.documents.workbook.layout.made import is_older, made_by
from jixiao.documents.workbook.read import OlderBook, read_book, read_older_book
from jixiao.model.forms.family import Family
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.library import load
from jixiao.model.submission import add_missing_forms
from jixiao.model.submission.submission import FormData, Submission

_MOST_LABELS = 8


class UpgradeError(UserError):
    """The upgraded workbook would not say what the old one says."""


@dataclass(frozen=True)
class Upgraded:
    """What became of a workbook: how much was taken over, what the family has changed, what became of additions."""

    fields: int
    texts: int
    changes: tuple[str, ...]
    rebuilt: Rebuilt

    def told(self) -> str:
        """The same in a few lines."""
        lines = [f"填写的 {self.fields} 格、正文 {self.texts} 段都带过来了，逐格核对一致"]
        if self.rebuilt.carried:
            lines.append(f"您自己加的批注、旁注、颜色、工作表等 {self.rebuilt.carried} 处也带过来了")
        if self.rebuilt.listed:
            lines.append(f"有 {len(self.rebuilt.listed)} 处在新的工作簿里没有同样的位置，列在“待处理”页")
        lines += [f"表样改了：{change}" for change in self.changes]
        return "\n".join(lines)


def upgrade(book: Path, target: Path, *, leave_behind: bool = False) -> Upgraded:
    """Write a workbook anew as this version makes it.

    Args:
        book: the older workbook; it is only read.
        target: the new file, that nothing else is in yet.
        leave_behind: whether pictures and charts that cannot be carried are given up.

    Raises:
        BookError: it cannot be read.
        LossError: something would be left behind, and nobody agreed to that.
        UpgradeError: the new workbook does not say what the old one says.
    """
    older = read_older_book(book)
    family, submission = older.family, older.submission
    changes = tuple(_changes(older))
    before = _said(submission)
    if not submission.part:
        add_missing_forms(family, submission)
    found = _of_people(additions(book, family, submission, target.parent, older.book), older)
    rebuilt = rebuild(family, submission, [BookSource(book, submission, found)], target, leave_behind=leave_behind)
    if before != _said(read_book(target)[1], of=before):
        raise UpgradeError("升级后的工作簿与原来的不一样，没有写任何文件。原来的工作簿没有改动，请把它发给软件的维护人")
    fields = sum(bool(text) for key, text in before.items() if key[0] != _TEXT)
    return Upgraded(fields, sum(key[0] == _TEXT for key in before), changes, rebuilt)


# ---- what changed in the family -------------------------------------------------------------------------------------


def _changes(older: OlderBook) -> Iterator[str]:
    """Labels that the family has now and the book has not, and the other way round; form by form."""
    for form in older.family.forms:
        now = _labels(older.family, form.id)
        before = older.labels.get(form.id)
        if before is None:
            yield f"新增一张表「{form.attachment} {form.title}」"
            continue
        for word, labels in (("新增", set(now) - set(before)), ("去掉", set(before) - set(now))):
            if labels:
                yield f"{form.attachment} {word}{_listed(sorted(labels))}"
    if is_older(older.submission) and older.submission.made:
        yield from _of_rules(older)


def _of_rules(older: OlderBook) -> Iterator[str]:
    """The marks differ: the program, what it builds, or the family's data."""
    before, now = older.submission.made.split(" "), made_by(load(older.submission.family)).split(" ")
    if before[-1] != now[-1]:
        yield "分值、公式、校验或栏目的规定有改动，已按现在的表样重新计算；改动前后的得分请用 jixiao compare 对照"


def _listed(labels: list[str]) -> str:
    shown = "、".join(f"「{label}」" for label in labels[:_MOST_LABELS])
    return f"{shown}等 {len(labels)} 处" if len(labels) > _MOST_LABELS else shown


def _labels(family: Family, form_id: str) -> list[str]:
    form = family.form(form_id)
    return [cell.label for _, cell in walk_cells(form.above + form.rows + form.below) if cell.label]


def _of_people(items: list[Addition], older: OlderBook) -> list[Addition]:
    """Without labels that the book has because its family had them."""
    former = {"".join(label.split()) for labels in older.labels.values() for label in labels}
    return [item for item in items if item.what is not What.LABEL or "".join(item.text.split()) not in former]


# ---- whether the new book says the same ------------------------------------------------------------------------------

_TEXT = "text"
_Said = dict[tuple[str, str, str], str]


def _said(submission: Submission, of: _Said | None = None) -> _Said:
    """Everything that was typed, by form and reference; ``of``: only what another one says too."""
    found: _Said = {("home", "", key): getattr(submission, key) for key in ("unit", "report_date", "preparer", "phone")}
    counts: dict[str, int] = {}
    for data in submission.forms:
        counts[data.form] = counts.get(data.form, 0) + 1
        for key, text in _of_form(data):
            found[data.form, str(counts[data.form]), key] = text
    for report, sections in submission.texts.items():
        found |= {(_TEXT, report, section): text for section, text in sections.items()}
    found |= {("choice", "", key): text for key, text in submission.choices.items()}
    return found if of is None else {key: text for key, text in found.items() if key in of}


def _of_form(data: FormData) -> Iterator[tuple[str, str]]:
    yield from data.fields.items()
    for block, rows in data.rows.items():
        for index, row in enumerate(rows):
            yield from ((f"{block}[{index}].{key}", text) for key, text in row.items())
