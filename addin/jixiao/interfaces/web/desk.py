"""What the page asks for: plain values and bytes in, plain values and bytes out.

Runs in the browser (Pyodide, in a worker); the same functions answer on the desktop, which is how the tests hold both
to be equal. Nothing is kept but the file that was read last.
"""

from __future__ import annotations

import copy
import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from jixiao.audit.checks import run
from jixiao.audit.presentation import ListedFile, Review, listed, page, write_listing, write_listings
from jixiao.audit.presentation.elements import E, as_html
from jixiao.audit.presentation.findings_page import findings_of
from jixiao.audit.presentation.form_pieces import scrolling_table
from jixiao.core.errors import UserError
from jixiao.core.functions import call, to_cell
from jixiao.documents.intake import Intake, read_report
from jixiao.documents.intake.report import understand
from jixiao.documents.other_formats import own_book, under_its_name
from jixiao.documents.other_formats.sheets import read_sheets
from jixiao.documents.report import report_document
from jixiao.documents.versions import draft, export, final, open_fields_message, report_name
from jixiao.documents.word_package import WordPackage
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.additions import Addition, What, additions
from jixiao.documents.workbook.final import build_final
from jixiao.documents.workbook.read import BOOK_SUFFIXES, OWN_SUFFIXES, read_book
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.evaluation.form_names import form_title
from jixiao.model.evaluation.scored_rows import ScoredRow, scored_rows
from jixiao.model.forms.library import families, load
from jixiao.model.submission import Submission, add_missing_forms, start

Answer = dict[str, Any]
"""What JSON can say; ``content`` and ``name`` are a file to be saved."""

_LONGEST_LIST = 5
_SCORE_HEADINGS = ("表", "指标", "分值", "年度指标值", "实际完成值", "填写的得分", "按规则得分")


class NotHere(UserError):
    """Something that cannot be made of this file."""


@dataclass(frozen=True)
class _Read:
    """A file that was read: its name, what it holds, how it was taken, what is wrong in it."""

    path: Path
    taken: str
    is_book: bool
    """Whether it is a workbook of ours."""
    review: Review

    @property
    def evaluation(self) -> Evaluation:
        """What it holds."""
        return self.review.evaluation


def answer(desk: Desk, task: str, arguments: list[Any]) -> Answer:
    """What a question of the page comes to: ``done``, or ``error`` in Chinese; ``spent`` if no memory is left."""
    try:
        return {"done": getattr(desk, task)(*arguments)}
    except UserError as error:
        return {"error": str(error)}
    except MemoryError:
        told = "这个文件太大，浏览器的内存不够，没有读完。请压缩图片、拆小后再试，或用电脑上安装的程序打开"
        return {"error": told, "spent": True}
    except Exception as error:  # a fault of ours must not end a batch of other people's files
        logging.getLogger("jixiao").exception("%s", task)
        return {"error": f"程序出错（{error.__class__.__name__}），请把文件发给软件管理员"}


class Desk:
    """Answers the page's questions, file by file."""

    def __init__(self) -> None:
        self._last: tuple[str, bytes, _Read] | None = None

    def call(self, function: str, arguments: list[Any]) -> Any:
        """What a cell with that function shows."""
        value = call(function, *arguments)
        return [to_cell(each) for each in value] if isinstance(value, list) else to_cell(value)

    def check(self, name: str, content: bytes) -> Answer:
        """A file's findings, as they are shown, and what can be made of it."""
        with self._reading(name, content) as read:
            review = read.review
            return {
                "unit": read.evaluation.submission.unit,
                "year": read.evaluation.submission.year,
                "taken": read.taken,
                "isBook": read.is_book,
                "severities": review.severities,
                "passed": review.passed,
                "unjudged": sum(map(len, review.unjudged.values())),
                "findings": "".join(map(as_html, findings_of(review))),
                "scores": _scores(read.evaluation),
                "listed": asdict(listed(review)),
                "records": [finding.record() | {"outcome": finding.outcome.name} for finding in review.findings],
            }

    def make(self, what: str, name: str, content: bytes, agreed: bool = False) -> Answer:
        """A file made of a file: ``list``, ``page``, ``book``, ``final`` or ``report``.

        The answer of ``final`` is a question, as long as nobody has agreed and something is open or would be left out.
        """
        with self._reading(name, content) as read, tempfile.TemporaryDirectory() as folder:
            question = _question(read, Path(folder)) if what == "final" and not agreed else {}
            if any(question.values()):
                return {"question": question}
            ending, write = _MAKERS[what]
            target = Path(folder, f"{read.path.stem}{ending}" if ending else report_name(read.path.stem))
            told = write(read, target)
            return {"name": target.name, "content": target.read_bytes(), "told": told or ""}

    def by_template(self, name: str, content: bytes, template_name: str, template: bytes) -> Answer:
        """A workbook's report by a template; asked by pages that were given what templates need."""
        from jixiao.documents.word_templates import chosen_report  # needs lxml

        with self._reading(name, content) as read, tempfile.TemporaryDirectory() as folder:
            chosen = Path(folder, Path(template_name).name)
            chosen.write_bytes(template)
            target = Path(folder, "made", report_name(read.path.stem))
            target.parent.mkdir()
            told = _write_report(read, target, lambda evaluation: chosen_report(evaluation, chosen))
            return {"name": target.name, "content": target.read_bytes(), "told": told}

    def together(self, files: list[Answer]) -> Answer:
        """One list of many files: what :meth:`check` says of each under ``listed``, or why it is not read."""
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder, "全部问题清单.xlsx")
            write_listings([ListedFile(**each) for each in files], target)
            return {"name": target.name, "content": target.read_bytes(), "told": f"共 {len(files)} 个文件"}

    def new(self, family: str, unit: str, year: int, projects: int) -> Answer:
        """A new workbook."""
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder, "自评工作簿.xlsx")
            build(load(family), start(load(family), unit.strip(), year, projects), target)
            return {"name": f"{unit.strip()}{year}年度绩效自评.xlsx", "content": target.read_bytes(), "told": ""}

    @contextmanager
    def _reading(self, name: str, content: bytes) -> Iterator[_Read]:
        """A file as read; one asked for again is not read again."""
        if not content:
            raise NotHere(f"「{name}」是空文件（0 字节），可能没有拷完、没有下载完。请重新拷一份再试")
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder, Path(name).name)
            written.write_bytes(content)
            with under_its_name(written) as path:
                if self._last is None or self._last[:2] != (name, content):
                    self._last = (name, content, _read(path, written.name))
                yield replace(self._last[2], path=path)


def _read(path: Path, name: str) -> _Read:
    own = _own_book(path)
    if own is None:
        intake = _intake(path)
        submission, taken = intake.submission, _taken(intake)
    else:
        submission, taken = own, "自评工作簿"
    evaluation = evaluate(load(submission.family), submission)
    return _Read(path, taken, own is not None, Review(evaluation, tuple(run(evaluation)), name))


def _own_book(path: Path) -> Submission | None:
    """What a workbook of ours holds; ``None`` for a report, and for a workbook that somebody else made."""
    if path.suffix.lower() in BOOK_SUFFIXES - OWN_SUFFIXES:
        return read_book(path)[1]  # which says what to do with it: nothing converts files here
    found = own_book(path)
    return found[1] if found else None


def _intake(path: Path) -> Intake:
    """What another's workbook or a Word file holds."""
    if path.suffix.lower() in OWN_SUFFIXES:
        return understand(read_sheets(path), path.name, any_kind=True)
    return read_report(path, any_kind=True)


def _taken(intake: Intake) -> str:
    """How a Word file was taken."""
    if intake.is_free:
        return "没有认出绩效自评的表，按文字和一般的表格读取，核对里面的数字"
    count = len(intake.submission.unplaced)
    doubt = "" if intake.is_sure else "，与表样不完全相同，请核对"
    return f"按「{intake.family.head.title}」读取{doubt}" + (
        f"；有 {count} 处没有找到位置，读成工作簿后列在“待处理”页" if count else ""
    )


def _scores(evaluation: Evaluation) -> str:
    """The indicators with their points as filled in and by rule; empty where there are none."""
    titles = {values.form.id: form_title(values.form) for values in evaluation.forms}
    rows = [_score_row(row, row.project or titles[row.form]) for row in scored_rows(evaluation)]
    return as_html(scrolling_table("按规则打分", _SCORE_HEADINGS, rows)) if rows else ""


def _score_row(row: ScoredRow, name: str) -> Any:
    points = ("" if value is None else f"{value.normalize():f}" for value in (row.printed_score, row.rule_score))
    weight = "" if row.weight is None else f"{row.weight.normalize():f}"
    printed, by_rule = points
    cells = (name, row.indicator, weight, row.target, row.actual, printed, by_rule or row.why)
    differs = row.rule_score is not None and row.printed_score != row.rule_score
    return E.tr(*(E.td(str(cell)) for cell in cells[:-1]), E.td(E.mark(by_rule) if differs else cells[-1]))


def _question(read: _Read, folder: Path) -> dict[str, list[str]]:
    """What a person reads before a final version is made: what is still open, and what it leaves out."""
    _need_book(read)
    status = final(read.evaluation)
    wrong = _grouped((f"校验错误：{error.check} {error.title}", error.where) for error in status.errors)
    left = _grouped((f"待填：{field.name}", field.where) for field in status.open_fields)
    counts = [] if status.is_ready else [f"共有{status.counts()}"]
    return {
        "open": counts + _first(wrong) + _first(left),
        "lost": _first([item.told() for item in _lost(read, folder)]),
    }


def _grouped(found: Iterable[tuple[str, str]]) -> list[str]:
    """What is found in several places as one text, with the first of them."""
    places: dict[str, list[str]] = {}
    for what, where in found:
        places.setdefault(what, []).append(where)
    many = {what: f" 等 {len(wheres)} 处" if len(wheres) > 1 else "" for what, wheres in places.items()}
    return [f"{what}（{wheres[0]}{many[what]}）" for what, wheres in places.items()]


def _first(texts: list[str]) -> list[str]:
    """As many as can be read at a glance, and how many there are."""
    more = [f"……等，一共 {len(texts)} 种"] if len(texts) > _LONGEST_LIST else []
    return texts[:_LONGEST_LIST] + more


def _lost(read: _Read, folder: Path) -> list[Addition]:
    """What people added that the final version leaves out; results of their formulas are what the form prints."""
    found = additions(read.path, read.evaluation.family, read.evaluation.submission, folder)
    return [item for item in found if item.what is not What.FORMULA]


def _need_book(read: _Read) -> None:
    if not read.is_book:
        raise NotHere("这一项要用自评工作簿（.xlsx、.xlsm）来做。请先把 Word 文件读成工作簿")


# ---- the files ------------------------------------------------------------------------------------------------------


def _write_list(read: _Read, target: Path) -> None:
    write_listing(read.review, target)


def _write_findings(read: _Read, target: Path) -> None:
    target.write_text(page(read.review, date.today()), "utf-8")


def _write_book(read: _Read, target: Path) -> str:
    family, submission = read.evaluation.family, copy.deepcopy(read.evaluation.submission)
    add_missing_forms(family, submission)
    build(family, submission, target)
    count = len(submission.unplaced)
    return f"有 {count} 处没有找到位置，全文在“待处理”页" if count else ""


def _write_final(read: _Read, target: Path) -> None:
    _need_book(read)
    build_final(read.evaluation, target)


def _write_report(read: _Read, target: Path, make: Callable[[Evaluation], WordPackage] = report_document) -> str:
    _need_book(read)
    status = draft(read.evaluation)
    export(target, partial(make, read.evaluation), status)
    return open_fields_message(status) if status.open_fields else ""


_MAKERS: Mapping[str, tuple[str, Callable[[_Read, Path], str | None]]] = {
    "list": ("校验结果.xlsx", _write_list),
    "page": ("校验结果.html", _write_findings),
    "book": ("自评工作簿.xlsx", _write_book),
    "final": ("上报版.xlsx", _write_final),
    "report": ("", _write_report),
}


_DESK = Desk()
_COLD = list(families())


def warm() -> bool:
    """Read the next family while nobody asks for anything; whether there are more."""
    if _COLD:
        load(_COLD.pop())
    return bool(_COLD)


def ask(task: str, arguments: Any) -> Answer:
    """What the page's worker asks; the arguments are JavaScript's."""
    return answer(_DESK, task, [bytes(each) if isinstance(each, memoryview) else each for each in arguments.to_py()])
