"""Files beside the workbook: the report, 上报版, 打印版, 公开版, a workbook from Word, next year's."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import xlwings as xw

from jixiao.core.files import keep_previous
from jixiao.documents.circulation.names_list import names_file, read_names, write_names
from jixiao.documents.circulation.public import people_in, publish, published_message
from jixiao.documents.intake import Intake
from jixiao.documents.intake import read_report as read_word
from jixiao.documents.versions import draft, export, export_message, final, report_name
from jixiao.documents.word_templates import chosen_report, template_beside, template_message
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.final import build_final
from jixiao.documents.workbook.printing import print_forms as forms_as_pdf
from jixiao.interfaces.excel.buttons.command import TITLE, command, show_step, take
from jixiao.interfaces.excel.open_book import (
    Snapshot,
    ask_file,
    export_pdf,
    file_of,
    free_path,
    is_calc,
    open_book,
    open_document,
    suffix_like,
)
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission
from jixiao.model.submission import roll_forward as rolled_forward


@command
def write_report(book: xw.Book) -> str:
    """生成报告: the Word report beside the workbook, with the template there; one edited in Word stays as it is."""
    return report_beside(book, take(book))


def report_beside(book: xw.Book, taken: Snapshot) -> str:
    """Write the report and open it; returns what is told."""
    show_step(book, "生成报告")
    target = taken.path.with_name(report_name(taken.path.stem))
    status = draft(taken.evaluation)
    template = template_beside(taken.path)
    exported = export(target, partial(chosen_report, taken.evaluation, template), status)
    open_document(book.app, exported.path)
    return "\n".join(filter(None, [export_message(exported, status), template_message(template)]))


@command
def export_final(book: xw.Book) -> str:
    """导出上报版: the forms with values only, in a plain workbook; the previous one is kept."""
    taken = take(book)
    show_step(book, "导出上报版")
    target = taken.path.with_name(f"{taken.path.stem}上报版.xlsx")
    kept = keep_previous(target, lambda path: build_final(taken.evaluation, path))
    open_book(book.app, target)
    return f"已导出上报版：{target}" + (f"\n上一份上报版保留为：{kept}" if kept else "")


@command
def print_forms(book: xw.Book) -> str:
    """适合打印: the forms as a PDF without fills, beside the workbook; the previous one is kept."""
    taken = take(book)
    show_step(book, "生成打印版")
    target = taken.path.with_name(f"{taken.path.stem}打印版.pdf")
    told = forms_as_pdf(taken.evaluation, target, partial(export_pdf, book.app))
    if not is_calc(book.app):  # LibreOffice would open it to be drawn in
        open_document(book.app, target)
    return told


@command
def make_public(book: xw.Book) -> str | None:
    """公开版: the workbook and the report as a website may show them, after every name was decided on."""
    taken = take(book)
    show_step(book, "生成公开版")
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


@command
def import_word(book: xw.Book) -> str | None:
    """导入Word: a published report as a new workbook beside it."""
    document = ask_file(book.app)
    if document is None:
        return None
    show_step(book, "读取报告")
    intake = read_word(document)
    target = _build_new(book, intake.submission, document.with_suffix(suffix_like(file_of(book))))
    return f"已写成工作簿：{target}\n{_recognised(intake)}"


def _recognised(intake: Intake) -> str:
    doubt = "" if intake.is_sure else "（与表样不完全相同，请核对）"
    count = len(intake.submission.unplaced)
    unplaced = f"有 {count} 处没有找到位置，全文在“待处理”页。" if count else "全部内容都找到了位置。"
    return f"按“{intake.family.head.title}”读取{doubt}。{unplaced}"


@command
def roll_forward(book: xw.Book) -> str:
    """结转新年度: next year's workbook beside this one."""
    taken = take(book)
    old = taken.evaluation.submission
    submission = rolled_forward(old, taken.evaluation.family, old.year + 1)
    target = _build_new(book, submission, _of_next_year(taken.path, old.year))
    return f"已结转为 {submission.year} 年度的工作簿：{target}\n本年的工作簿没有改动。"


def _of_next_year(path: Path, year: int) -> Path:
    """The same name with the next year in it."""
    stem = path.stem.replace(str(year), str(year + 1)) if str(year) in path.stem else f"{path.stem}{year + 1}"
    return path.with_name(stem + suffix_like(path))


def _build_new(book: xw.Book, submission: Submission, wanted: Path) -> Path:
    """Write a new workbook under a name that is free, and open it."""
    show_step(book, "生成工作簿")
    target = free_path(wanted)
    build(load(submission.family), submission, target)
    open_book(book.app, target)
    return target
