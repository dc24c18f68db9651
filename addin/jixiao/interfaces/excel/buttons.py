"""What the buttons do, in Excel and in LibreOffice alike.

Each command is one function, named as in ``macros/Buttons.bas``. It works on a copy of the open workbook, so that what
is not saved counts; results are written beside the workbook, and no file is overwritten without being kept.
A person is told everything by messages; see :func:`_command` for what goes wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial, wraps
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import xlwings as xw

from jixiao.audit.bureau_score import assess
from jixiao.audit.checks import Finding, run
from jixiao.audit.presentation import SEVERITY, as_text
from jixiao.core.errors import UserError
from jixiao.core.fault_log import fault_message
from jixiao.core.files import creating, keep_previous, replacing
from jixiao.core.functions.results import Outcome
from jixiao.documents.circulation.log import ADDED, DELETED, FORMULA, VALUES, changes_of, record
from jixiao.documents.circulation.merge import DISAGREEMENTS
from jixiao.documents.circulation.merged_book import MergedBook, merge_book
from jixiao.documents.circulation.names_list import names_file, read_names, write_names
from jixiao.documents.circulation.public import people_in, publish, published_message
from jixiao.documents.circulation.upgrade import is_older
from jixiao.documents.intake import Intake
from jixiao.documents.intake import read_report as read_word
from jixiao.documents.report import open_fields
from jixiao.documents.versions import draft, export, export_message, final
from jixiao.documents.word_templates import chosen_report, template_beside, template_message
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.additions import Addition
from jixiao.documents.workbook.editing.changing import Change, rebuild
from jixiao.documents.workbook.final import build_final
from jixiao.documents.workbook.macros import commands
from jixiao.documents.workbook.printing import print_forms as forms_as_pdf
from jixiao.interfaces.excel.bureau_score_cells import show_assessed
from jixiao.interfaces.excel.cell_looks import paste_values as paste_as_values
from jixiao.interfaces.excel.change_log import Held, cells_held, log_cells, log_change, log_forms, undo
from jixiao.interfaces.excel.failing_cells import FailingCell, next_after, problems
from jixiao.interfaces.excel.form_rows import LiveForm, form_on, live_forms
from jixiao.interfaces.excel.handing_out import agreed, hand_out, make_anew
from jixiao.interfaces.excel.next_step import Step, keep_step, last_step, next_to_fill, next_to_mend
from jixiao.interfaces.excel.open_book import (
    LiveBookError,
    Snapshot,
    ask_books,
    ask_file,
    copied,
    export_pdf,
    file_of,
    free_path,
    is_calc,
    open_book,
    open_document,
    prepare,
    snapshot,
    suffix_like,
    unprotected,
)
from jixiao.interfaces.excel.placed_texts import move_placed
from jixiao.interfaces.excel.remembered_cells import clear_marks, mark
from jixiao.interfaces.excel.repairs import Repairs
from jixiao.interfaces.excel.sheet_names import name_sheets
from jixiao.interfaces.excel.unfilled_cells import UnfilledCell, unfilled_cells
from jixiao.model.forms.library import load
from jixiao.model.forms.sheet_titles import CHECKS
from jixiao.model.submission import Submission
from jixiao.model.submission import roll_forward as rolled_forward
from jixiao.model.submission.additions import row_on, row_to_follow, with_project, without_project

TITLE = "绩效自评"

_MOST_LOST = 10
"""Additions of people that a message names one by one."""

_OUTSIDE = (
    "不方便用按钮时（WPS，或单位禁止运行外部程序），先保存工作簿，再在命令行里做同样的事：\n"
    "jixiao check 工作簿.xlsx    校验全部\n"
    "jixiao report 工作簿.xlsx -o 报告.docx    生成报告\n"
    "jixiao import 报告.docx -o 工作簿.xlsx    导入Word\n"
    "jixiao new --from 工作簿.xlsx -o 新年度.xlsx    结转新年度\n"
    "jixiao add-project 工作簿.xlsx -o 新工作簿.xlsx    新增项目表\n"
    "jixiao remove-project 工作簿.xlsx --sheet 附件3项目表的名称 -o 新工作簿.xlsx    删除项目表\n"
    "jixiao add-indicator 工作簿.xlsx --sheet 附件2 --after 行号 -o 新工作簿.xlsx    插入指标行\n"
    "jixiao delete-indicator 工作簿.xlsx --sheet 附件2 --row 行号 -o 新工作簿.xlsx    删除指标行\n"
    "jixiao move-indicator 工作簿.xlsx --sheet 附件2 --row 行号 --up -o 新工作簿.xlsx    上移；--down 下移\n"
    "jixiao final 工作簿.xlsx -o 上报版.xlsx    导出上报版\n"
    "jixiao print 工作簿.xlsx -o 打印版.pdf    适合打印\n"
    "jixiao merge 工作簿.xlsx 各份.xlsx -o 新工作簿.xlsx    合并\n"
    "jixiao split 工作簿.xlsx    拆分；各份和总表存在旁边的文件夹\n"
    "jixiao final 工作簿.xlsx --public -o 公开版.xlsx    公开版\n"
    "jixiao undo 工作簿.xlsx -o 新工作簿.xlsx    撤回上一步\n"
    "jixiao upgrade 工作簿.xlsx    升级以前的版本做的工作簿\n"
    "jixiao freeze 工作簿.xlsx -o 新工作簿.xlsx    冻结公式；加 --restore 恢复公式\n"
    "其他命令见 jixiao --help。"
)

_OLDER = (
    "这个工作簿是以前的版本（或改动前的表样）做的，可以照常用。要现在换成这一版的吗？"
    "填的内容都保留，原来的工作簿不动；以后也可以按“升级”，或用 jixiao upgrade。"
)


def _command(work: Callable[[xw.Book], str | None]) -> Callable[[], None]:
    """A command for the calling workbook; what it returns is told at the end.

    What a person can mend is told as it stands. A fault of ours is written to a file in the temporary folder, and told
    in one sentence that names it.
    """

    @wraps(work)
    def command() -> None:
        book = xw.Book.caller()
        prepare(book.app)
        try:
            message, mode = work(book), "info"
        except UserError as error:
            message, mode = str(error), "critical"
        except Exception:
            message, mode = fault_message("工作簿没有保存任何改动"), "critical"
        finally:
            book.app.status_bar = False
        if message:
            book.app.alert(message, TITLE, mode=mode)

    return command


def _step(book: xw.Book, name: str) -> None:
    book.app.status_bar = f"{TITLE}：正在{name}…"


def _taken(book: xw.Book) -> Snapshot:
    _step(book, "读取工作簿")
    return snapshot(book)


@contextmanager
def _drawn_once(book: xw.Book) -> Iterator[None]:
    book.app.screen_updating = False
    try:
        yield
    finally:
        book.app.screen_updating = True


# ---- checking -------------------------------------------------------------------------------------------------------


@_command
def next_step(book: xw.Book) -> str | None:
    """下一步: select the next cell to fill in, then the next problem, then write the report; then all over again."""
    taken = _taken(book)
    step = last_step(taken.path)
    cell = next_to_fill(step, unfilled_cells(taken), partial(_wants_again, book))
    if cell is not None:
        return _shown(taken, Step("fill", cell.place), cell)
    found = problems(book, _findings(book, taken))
    problem = next_to_mend(step, found)
    if problem is not None:
        return _shown(taken, Step("check", problem.place), problem, _told(problem, found))
    keep_step(taken.path, Step())
    return _write_report(book, taken)


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


@_command
def check_all(book: xw.Book) -> str:
    """校验全部: move what has a place, mend what pasting broke, ask every check, colour what fails, estimate anew."""
    taken = _taken(book)
    has_placed = bool(taken.evaluation.submission.placed)
    before = {form.sheet.name: cells_held(form.sheet) for form in (live_forms(taken) if has_placed else ())}
    moved = move_placed(taken)
    taken = _taken(book) if moved else taken
    mended = _mended(taken, before)
    if moved or mended:
        log_cells(book, "校验全部", before)
    if (named := _named(taken)) or mended:
        taken = _taken(book)
    findings = _findings(book, taken)
    _step(book, "标出有问题的单元格")
    found = problems(book, findings)
    book.app.calculate()
    with _drawn_once(book):
        show_assessed(taken, assess(taken.evaluation))
        clear_marks(taken)
        for title, failing in groupby(found, key=attrgetter("sheet")):
            mark(book.sheets[title], [problem.address for problem in failing])
    if CHECKS in [sheet.name for sheet in book.sheets]:
        book.sheets[CHECKS].activate()
    advice = "不符的单元格已标成红色，可以用“跳到下一个问题”逐个查看。" if found else ""
    placed = f"\n已把“待处理”里的 {moved} 处放到所选的位置。" if moved else ""
    told = f"校验完成：{_counted(findings, taken)}。{advice}{placed}{mended}{named}"
    return told + _offered_anew(book, taken)


def _offered_anew(book: xw.Book, taken: Snapshot) -> str:
    """What became of a workbook of an earlier version, if the person wants it made anew; books of 0.1 have no 升级."""
    wanted = is_older(taken.evaluation.submission) and book.app.alert(_OLDER, TITLE, buttons="yes_no") == "yes"
    return f"\n{make_anew(book, TITLE)}" if wanted else ""


def _counted(findings: list[Finding], taken: Snapshot) -> str:
    """How much a person can act on: what is wrong by level, worst first, and what the report still asks for."""
    failed = Counter(finding.severity for finding in findings if finding.outcome is Outcome.FAIL)
    wrong = "，".join(f"{word} {failed[level]} 处" for level, word in SEVERITY.items() if failed[level])
    blank = len(open_fields(taken.evaluation))
    return (wrong or "没有发现问题") + (f"；报告里还有 {blank} 处待填" if blank else "")


def _named(taken: Snapshot) -> str:
    """How many sheets were called after their projects, in a sentence; nothing if none was."""
    with _drawn_once(taken.book):
        count = name_sheets(taken)
    return f"\n已按项目名称给 {count} 张项目表改名。" if count else ""


def _mended(taken: Snapshot, before: dict[str, Held]) -> str:
    """What was mended in the forms before they are checked, in a sentence; what stood there is added to ``before``."""
    _step(taken.book, "检查格子和公式")
    repairs = Repairs(taken, partial(_wants_back, taken.book))
    with _drawn_once(taken.book):
        told = repairs.make()
    before |= {sheet: held for sheet, held in repairs.before.items() if sheet not in before}
    return f"\n已修复：{told}。" if told else ""


def _wants_back(book: xw.Book, sheet: str, count: int) -> bool:
    question = f"「{sheet}」里有 {count} 个自动计算的格子（得分、完成率等）被清空了。要恢复公式吗？"
    return bool(book.app.alert(question, TITLE, buttons="yes_no") == "yes")


@_command
def next_problem(book: xw.Book) -> str:
    """跳到下一个问题: select the next failing cell and say what to do."""
    found = problems(book, _findings(book, _taken(book)))
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
    _step(book, "校验")
    return run(taken.evaluation)


# ---- results beside the workbook ------------------------------------------------------------------------------------


@_command
def write_report(book: xw.Book) -> str:
    """生成报告: the Word report beside the workbook, with the template there; one edited in Word stays as it is."""
    return _write_report(book, _taken(book))


def _write_report(book: xw.Book, taken: Snapshot) -> str:
    _step(book, "生成报告")
    target = taken.path.with_name(f"{taken.path.stem}自评报告.docx")
    status = draft(taken.evaluation)
    template = template_beside(taken.path)
    exported = export(target, partial(chosen_report, taken.evaluation, template), status)
    open_document(book.app, exported.path)
    return "\n".join(filter(None, [export_message(exported, status), template_message(template)]))


@_command
def export_final(book: xw.Book) -> str:
    """导出上报版: the forms with values only, in a plain workbook; the previous one is kept."""
    taken = _taken(book)
    _step(book, "导出上报版")
    target = taken.path.with_name(f"{taken.path.stem}上报版.xlsx")
    kept = keep_previous(target, lambda path: build_final(taken.evaluation, path))
    open_book(book.app, target)
    return f"已导出上报版：{target}" + (f"\n上一份上报版保留为：{kept}" if kept else "")


@_command
def print_forms(book: xw.Book) -> str:
    """适合打印: the forms as a PDF without fills, beside the workbook; the previous one is kept."""
    taken = _taken(book)
    _step(book, "生成打印版")
    target = taken.path.with_name(f"{taken.path.stem}打印版.pdf")
    told = forms_as_pdf(taken.evaluation, target, partial(export_pdf, book.app))
    if not is_calc(book.app):  # LibreOffice would open it to be drawn in
        open_document(book.app, target)
    return told


@_command
def make_public(book: xw.Book) -> str | None:
    """公开版: the workbook and the report as a website may show them, after every name was decided on."""
    taken = _taken(book)
    _step(book, "生成公开版")
    target = taken.path.with_name(f"{taken.path.stem}公开版.xlsx")
    status = final(taken.evaluation)
    question = f"还有没有了结的事（{status.counts()}）。公开以前最好改好。仍要生成公开版吗？"
    if not status.is_ready and book.app.alert(question, TITLE, buttons="yes_no") != "yes":
        return None
    listed = names_file(target)
    found, decided = people_in(taken.evaluation.family, taken.evaluation.submission), read_names(listed)
    if undecided := [one.name for one in found if one.name not in decided]:
        write_names(found, decided, listed)
        open_book(book.app, listed)
        return (
            f"有 {len(undecided)} 个像是人名的词还没有定：{'、'.join(undecided[:10])}\n"
            "请在打开的清单最后一列逐个写明“隐去”还是“保留”，保存、关闭清单，再按一次“公开版”。"
        )
    return published_message(publish(taken.evaluation, target, target.with_suffix(".docx"), decided))


@_command
def split_parts(book: xw.Book) -> str:
    """拆分: a workbook for each project, or for each person of the list 分工 beside this one."""
    taken = _taken(book)
    _step(book, "拆分")
    return hand_out(taken, TITLE)


@_command
def upgrade_book(book: xw.Book) -> str:
    """升级: a workbook that an earlier version made, as this one makes it."""
    _step(book, "升级")
    return make_anew(book, TITLE)


@_command
def merge_parts(book: xw.Book) -> str | None:
    """合并: parts that came back and a reviewer's remarks as a new workbook; or what was chosen on 合并分歧."""
    taken = _taken(book)
    rows = taken.evaluation.submission.lists.get(DISAGREEMENTS, [])
    chosen = sum(bool(row[7]) for row in rows)
    question = f"“合并分歧”页上选定了 {chosen} 处。要把它们写进去吗？（选“否”则另选收回来的文件合并）"
    parts: list[Path] = []
    if not chosen or book.app.alert(question, TITLE, buttons="yes_no") != "yes":
        parts = ask_books(book.app)
        if not parts:
            return None
    _step(book, "合并")
    target = free_path(taken.path.with_name(f"{taken.path.stem}（合并）{suffix_like(taken.path)}"))
    with copied(book) as copy:
        merged = agreed(book.app, TITLE, partial(_merged, copy, parts, target))
    open_book(book.app, target)
    return f"{merged.told}\n存为新的工作簿：{target}\n请在新的工作簿里接着做；原来的工作簿没有改动。"


def _merged(copy: Path, parts: list[Path], target: Path, leave_behind: bool) -> MergedBook:
    with creating(target) as temporary:
        return merge_book(copy, parts, temporary, datetime.now(), leave_behind=leave_behind)


@_command
def import_word(book: xw.Book) -> str | None:
    """导入Word: a published report as a new workbook beside it."""
    document = ask_file(book.app)
    if document is None:
        return None
    _step(book, "读取报告")
    intake = read_word(document)
    target = _build_new(book, intake.submission, document.with_suffix(suffix_like(file_of(book))))
    return f"已写成工作簿：{target}\n{_recognised(intake)}"


def _recognised(intake: Intake) -> str:
    doubt = "" if intake.is_sure else "（与表样不完全相同，请核对）"
    count = len(intake.submission.unplaced)
    unplaced = f"有 {count} 处没有找到位置，全文在“待处理”页。" if count else "全部内容都找到了位置。"
    return f"按“{intake.family.head.title}”读取{doubt}。{unplaced}"


@_command
def roll_forward(book: xw.Book) -> str:
    """结转新年度: next year's workbook beside this one."""
    taken = _taken(book)
    old = taken.evaluation.submission
    submission = rolled_forward(old, taken.evaluation.family, old.year + 1)
    target = _build_new(book, submission, _of_next_year(taken.path, old.year))
    return f"已结转为 {submission.year} 年度的工作簿：{target}\n本年的工作簿没有改动。"


def _of_next_year(path: Path, year: int) -> Path:
    """The same name with the next year in it."""
    stem = path.stem.replace(str(year), str(year + 1)) if str(year) in path.stem else f"{path.stem}{year + 1}"
    return path.with_name(stem + suffix_like(path))


@_command
def add_project(book: xw.Book) -> str:
    """新增项目表: one more empty project form in this workbook; as it was it is kept beside."""
    taken = _taken(book)
    old = taken.evaluation.submission
    change = Change(old, with_project(old, taken.evaluation.family))
    return _rebuilt(taken, change, "新增项目表之前", "已加上一张空白的项目表，排在最后。")


@_command
def remove_project(book: xw.Book) -> str | None:
    """删除项目表: the project form in front is taken out of this workbook; as it was it is kept beside."""
    taken, sheet = _taken(book), book.sheets.active
    old = taken.evaluation.submission
    number = next((index for index, data in enumerate(old.forms) if data.sheet == sheet.name), None)
    if number is None:
        raise LiveBookError(f"工作表「{sheet.name}」不是项目表。请先打开要删除的那张项目表，再按这个按钮")
    change = Change(old, without_project(old, taken.evaluation.family, number), removed=number)
    question = f"要删除「{sheet.name}」吗？原来的样子会另外保留一份。"
    if book.app.alert(question, TITLE, buttons="yes_no") != "yes":
        return None
    return _rebuilt(taken, change, "删除项目表之前", f"已删除「{sheet.name}」，后面的项目表依次往前排。")


def _rebuilt(taken: Snapshot, change: Change, when: str, done: str) -> str:
    """Write the changed workbook under the open one's name and open it; the open one goes on under another name."""
    _step(taken.book, "生成工作簿")
    path, kept = taken.path, free_path(taken.path.with_name(f"{taken.path.stem}（{when}）{taken.path.suffix}"))
    taken.book.save(str(kept))
    lost: list[Addition] = []
    changes = changes_of(taken.evaluation.family, change)
    record(change.new, when.removesuffix("之前"), f"{datetime.now():%Y-%m-%d %H:%M}", changes)
    with replacing(path) as temporary:
        lost += rebuild(kept, taken.evaluation.family, change, temporary, path.parent)
    open_book(taken.book.app, path)
    left = "".join(f"\n{item.told()}" for item in lost[:_MOST_LOST])
    told = f"\n您自己加的内容有 {len(lost)} 处没有带过来，在保留的那一份里：{left}" if lost else ""
    return f"{done}\n请在打开的“{path.name}”里接着填。原来的样子保留为：{kept}（不要这次改动的，用它就可以）。{told}"


def _build_new(book: xw.Book, submission: Submission, wanted: Path) -> Path:
    """Write a new workbook under a name that is free, and open it."""
    _step(book, "生成工作簿")
    target = free_path(wanted)
    build(load(submission.family), submission, target)
    open_book(book.app, target)
    return target


# ---- in the workbook itself -----------------------------------------------------------------------------------------


@_command
def insert_indicator(book: xw.Book) -> str | None:
    """插入指标行: an empty row below the selected one, with formulas, formats and lists."""
    form, row = _selected_row(book)
    _step(book, "插入指标行")
    with _drawn_once(book), unprotected(form.sheet):
        first = form.insert_row(row)
    block, index = row_to_follow(form.values.data, form.values.form, row)
    log_change(book, "插入指标行", form.sheet.name, f"{form.key}|{block}[{index + 1}]", "", ADDED)
    first.select()
    return None


def _selected_row(book: xw.Book) -> tuple[LiveForm, int]:
    """The form in front and the row that is selected there."""
    taken, sheet, selected = _taken(book), book.sheets.active, book.app.selection
    form = form_on(sheet, taken)
    if form is None:
        raise LiveBookError(f"工作表「{sheet.name}」里没有指标。请先打开要改指标的那张表，选中一行，再按这个按钮")
    return form, selected.row if selected is not None else 0


@_command
def delete_indicator(book: xw.Book) -> str | None:
    """删除指标行: delete the selected row of a block; one with something in it is asked for first."""
    form, row = _selected_row(book)
    question = f"第 {row} 行填了内容。要删除吗？删除以后可以用“撤回上一步”找回。"
    if form.has_text(row) and book.app.alert(question, TITLE, buttons="yes_no") != "yes":
        return None
    _step(book, "删除指标行")
    with _drawn_once(book), unprotected(form.sheet):
        form.delete_row(row)
    data = form.values.data
    block, index = row_on(data, form.values.form, row)
    held = json.dumps(data.rows[block][index], ensure_ascii=False)
    log_change(book, "删除指标行", form.sheet.name, f"{form.key}|{block}[{index}]", held, DELETED)
    return None


@_command
def move_up(book: xw.Book) -> None:
    """上移: exchange the selected row with the one above."""
    _move(book, -1)


@_command
def move_down(book: xw.Book) -> None:
    """下移: exchange the selected row with the one below."""
    _move(book, 1)


def _move(book: xw.Book, step: int) -> None:
    form, row = _selected_row(book)
    with _drawn_once(book), unprotected(form.sheet):
        first = form.swap_rows(row, step)
    block, index = row_on(form.values.data, form.values.form, row)
    pair = f"{min(index, index + step)}>{max(index, index + step)}"
    log_change(book, "上移" if step < 0 else "下移", form.sheet.name, f"{form.key}|{block}[{pair}]", "", "")
    first.select()


@_command
def paste_values(book: xw.Book) -> str | None:
    """粘贴为数值: texts and figures only, so that the form's cells stay as they are."""
    sheet = book.sheets.active
    before = {sheet.name: cells_held(sheet)}
    told = paste_as_values(book.app)
    log_cells(book, "粘贴为数值", before)
    return told


@_command
def toggle_formulas(book: xw.Book) -> str | None:
    """冻结/恢复公式: values in place of the formulas of the forms; pressed again, the formulas come back."""
    forms = live_forms(_taken(book))
    frozen = sum(len(form.frozen()) for form in forms)
    if frozen and not _confirmed(book, frozen):
        return None
    _step(book, "恢复公式" if frozen else "固定计算结果")
    count = 0
    with _drawn_once(book):
        for form in forms:
            with unprotected(form.sheet):
                if frozen:
                    form.restore()
                else:
                    count += form.freeze()
    book.app.calculate()
    what = ("恢复公式", VALUES, FORMULA) if frozen else ("冻结公式", FORMULA, VALUES)
    log_forms(book, what[0], [(form.sheet.name, form.key) for form in forms], *what[1:])
    if frozen:
        return f"已恢复 {frozen} 个公式。您自己改写过的得分没有动。"
    return f"已把 {count} 个计算结果固定为数值，改动其他数字不再影响它们。再按一次恢复公式。"


def _confirmed(book: xw.Book, frozen: int) -> bool:
    question = f"{frozen} 个单元格将按公式重新计算，冻结以后在这些单元格里改过的数会被替换。要恢复公式吗？"
    return book.app.alert(question, TITLE, buttons="yes_no") == "yes"


@_command
def undo_last(book: xw.Book) -> str:
    """撤回上一步: take back what the last button changed, even after saving."""
    taken = _taken(book)
    _step(book, "撤回上一步")
    with _drawn_once(book):
        told = undo(book, taken)
    book.app.calculate()
    return told


@_command
def show_help(book: xw.Book) -> str:
    """帮助: what each button does, and the commands that do the same."""
    del book
    buttons = "\n".join(f"{command.label}：{command.tip}" for command in commands())
    return f"{buttons}\n\n浅黄色格子由您填写；浅绿色格子自动计算，确需改写时可以直接输入。\n\n{_OUTSIDE}"
