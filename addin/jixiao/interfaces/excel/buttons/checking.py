"""下一步, 校验全部, 跳到下一个问题: what is to be filled in and what is wrong."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from operator import attrgetter

import xlwings as xw

from jixiao.audit.bureau_score import assess
from jixiao.audit.checks import Finding, run
from jixiao.audit.presentation import SEVERITY, Review, as_text
from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.layout.made import is_older
from jixiao.interfaces.excel.bureau_score_cells import show_assessed
from jixiao.interfaces.excel.buttons.command import TITLE, command, drawn_once, show_step, take
from jixiao.interfaces.excel.change_log import Held, cells_held, log_cells
from jixiao.interfaces.excel.failing_cells import FailingCell, next_after, problems
from jixiao.interfaces.excel.form_rows import live_forms
from jixiao.interfaces.excel.hint_heights import show_hints_whole, show_problems_whole
from jixiao.interfaces.excel.next_step import Step, keep_step, last_step, next_to_fill, next_to_mend
from jixiao.interfaces.excel.open_book import (
    Snapshot,
)
from jixiao.interfaces.excel.placed_texts import move_placed
from jixiao.interfaces.excel.remembered_cells import clear_marks, mark
from jixiao.interfaces.excel.repairs import Repairs
from jixiao.interfaces.excel.sheet_names import copied_sheets, name_sheets
from jixiao.interfaces.excel.unfilled_cells import UnfilledCell, unfilled_cells
from jixiao.model.evaluation.left_blank import count_left_blank
from jixiao.model.forms.sheet_titles import BEYOND_CELLS, CHECKS

_OLDER = (
    "这个工作簿是以前的版本（或改动前的表样）做的，可以照常用。要现在换成这一版的吗？"
    "填的内容都保留，原来的工作簿不动；以后也可以按“升级”，或用 jixiao upgrade。"
)

_COPIED = (
    "{sheets}是复制出来的表：报告和校验都算它，首页、项目汇总、全部校验里却没有它，那里的合计少算了。"
    "要现在重新生成工作簿，把它列进去吗？填的内容都保留，原来的工作簿不动。"
)


@command
def next_step(book: xw.Book) -> str | None:
    """下一步: select the next cell to fill in, then the next problem, then write the report; then all over again."""
    taken = take(book)
    step = last_step(taken.path)
    cell = next_to_fill(step, unfilled_cells(taken), partial(_wants_again, book))
    if cell is not None:
        return _shown(taken, Step("fill", cell.place), cell)
    mended = _mended_behind(taken) if step.stage == "fill" else ""
    taken = take(book) if mended else taken
    found = problems(book, _findings(book, taken))
    problem = next_to_mend(step, found)
    if problem is not None:
        told = _told(problem, found)
        return _shown(taken, Step("check", problem.place), problem, f"{mended}\n\n{told}".strip())
    from jixiao.interfaces.excel.buttons.results import report_beside  # loads the report; one press in a hundred

    keep_step(taken.path, Step())
    return f"{report_beside(book, taken)}{mended}"


def _mended_behind(taken: Snapshot) -> str:
    """What was mended behind a person who has filled in everything, as 校验全部 does."""
    before: dict[str, Held] = {}
    if mended := _mended(taken, before):
        log_cells(taken.book, "下一步", before)
    with drawn_once(taken.book):
        show_problems_whole(taken.book)
    return mended


def _shown(taken: Snapshot, step: Step, cell: UnfilledCell | FailingCell, told: str = "") -> str:
    """Select a cell, keep that the person was led there, and say what is to be said of it."""
    keep_step(taken.path, step)
    _select(taken.book, cell)
    return told


def _select(book: xw.Book, cell: UnfilledCell | FailingCell) -> None:
    sheet = book.sheets[cell.sheet]
    sheet.activate()
    sheet.range(cell.address).select()


def _wants_again(book: xw.Book, question: str) -> bool:
    return bool(book.app.alert(question, TITLE, buttons="yes_no") == "yes")


@command
def check_all(book: xw.Book) -> str:
    """校验全部: move what has a place, mend what pasting broke, ask every check, colour what fails, estimate anew."""
    taken = take(book)
    has_placed = bool(taken.evaluation.submission.placed)
    before = {form.sheet.name: cells_held(form.sheet) for form in (live_forms(taken) if has_placed else ())}
    moved = move_placed(taken)
    taken = take(book) if moved else taken
    mended = _mended(taken, before)
    if moved or mended:
        log_cells(book, "校验全部", before)
    if (named := _named(taken)) or mended:
        taken = take(book)
    findings = _findings(book, taken)
    show_step(book, "标出有问题的单元格")
    found = problems(book, findings)
    book.app.calculate()
    with drawn_once(book):
        show_assessed(taken, assess(taken.evaluation))
        clear_marks(taken)
        _mark_all(taken, found)
        show_problems_whole(book)
    if CHECKS in [sheet.name for sheet in book.sheets]:
        book.sheets[CHECKS].activate()
    advice = "不符的单元格已标成红色，可以用“跳到下一个问题”逐个查看。" if found else ""
    placed = f"\n已把“待处理”里的 {moved} 处放到所选的位置。" if moved else ""
    told = f"校验完成：{_counted(findings, taken)}。{advice}{placed}{mended}{named}"
    return told + _offered_anew(book, taken)


def _mark_all(taken: Snapshot, found: list[FailingCell]) -> None:
    """Colour what fails, and make room for what is said beside it."""
    forms = {form.sheet.name: form for form in live_forms(taken)}
    for title, failing in groupby(found, key=attrgetter("sheet")):
        addresses = [problem.address for problem in failing]
        mark(taken.book.sheets[title], addresses)
        if title in forms:
            show_hints_whole(forms[title], (taken.book.sheets[title].range(place).row for place in addresses))


def _offered_anew(book: xw.Book, taken: Snapshot) -> str:
    """What became of a workbook of an earlier version, or with a copied sheet, if the person wants it made anew.

    Books of 0.1 have no 升级.
    """
    older = is_older(taken.evaluation.submission)
    copied = [] if older else copied_sheets(taken)
    question = _COPIED.format(sheets="、".join(f"「{title}」" for title in copied)) if copied else _OLDER
    wanted = (copied or older) and book.app.alert(question, TITLE, buttons="yes_no") == "yes"
    if not wanted:
        return ""
    from jixiao.interfaces.excel.handing_out import make_anew  # loads what builds a book; few books need it

    return f"\n{make_anew(book, TITLE, is_wanted=bool(copied))}"


def _counted(findings: list[Finding], taken: Snapshot) -> str:
    """How much a person can act on: what is wrong by level, worst first, and what is still to be filled in."""
    failed = Counter(finding.severity for finding in findings if finding.outcome is Outcome.FAIL)
    wrong = "，".join(f"{word} {failed[level]} 处" for level, word in SEVERITY.items() if failed[level])
    beyond, blank = len(Review(taken.evaluation, tuple(findings)).beyond_cells), count_left_blank(taken.evaluation)
    wrong += f"（其中 {beyond} 处{BEYOND_CELLS}，首页没有算）" if beyond else ""
    return (wrong or "没有发现问题") + (f"；还有 {blank} 格没有填" if blank else "")


def _named(taken: Snapshot) -> str:
    """How many sheets were called after their projects, in a sentence; nothing if none was."""
    with drawn_once(taken.book):
        count = name_sheets(taken)
    return f"\n已按项目名称给 {count} 张项目表改名。" if count else ""


def _mended(taken: Snapshot, before: dict[str, Held]) -> str:
    """What was mended in the forms before they are checked, in a sentence; what stood there is added to ``before``."""
    show_step(taken.book, "检查格子和公式")
    repairs = Repairs(taken, partial(_wants_back, taken.book))
    with drawn_once(taken.book):
        told = repairs.make()
    before |= {sheet: held for sheet, held in repairs.before.items() if sheet not in before}
    return f"\n已修复：{told}。" if told else ""


def _wants_back(book: xw.Book, sheet: str, count: int) -> bool:
    question = f"「{sheet}」里有 {count} 个自动计算的格子（得分、完成率等）被清空了。要恢复公式吗？"
    return bool(book.app.alert(question, TITLE, buttons="yes_no") == "yes")


@command
def next_problem(book: xw.Book) -> str:
    """跳到下一个问题: select the next failing cell and say what to do."""
    found = problems(book, _findings(book, take(book)))
    selected = book.app.selection
    place = (selected.sheet.index, selected.row, selected.column) if selected is not None else None
    problem = next_after(place, found)
    if problem is None:
        return "没有发现问题。"
    _select(book, problem)
    return _told(problem, found)


def _told(problem: FailingCell, found: list[FailingCell]) -> str:
    number = found.index(problem) + 1
    head = f"第 {number} 处，共 {len(found)} 处：{problem.sheet} {problem.address.replace('$', '')}"
    return "\n\n".join([head, *map(as_text, problem.findings)])


def _findings(book: xw.Book, taken: Snapshot) -> list[Finding]:
    show_step(book, "校验")
    return run(taken.evaluation)
