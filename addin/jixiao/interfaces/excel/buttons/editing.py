"""Rows and cells of the open workbook: indicators put in, moved and deleted, values, formulas, 撤回上一步."""

from __future__ import annotations

import json

import xlwings as xw

from jixiao.documents.circulation.log import ADDED, DELETED, FORMULA, VALUES
from jixiao.interfaces.excel.buttons.command import TITLE, command, drawn_once, show_step, take
from jixiao.interfaces.excel.cell_looks import paste_values as paste_as_values
from jixiao.interfaces.excel.change_log import cells_held, log_cells, log_change, log_forms, undo
from jixiao.interfaces.excel.form_rows import LiveForm, form_on, live_forms
from jixiao.interfaces.excel.open_book import (
    LiveBookError,
    unprotected,
)
from jixiao.model.submission.more_rows import row_on, row_to_follow


@command
def insert_indicator(book: xw.Book) -> str | None:
    """插入指标行: an empty row below the selected one, with formulas, formats and lists."""
    form, row = _selected_row(book)
    show_step(book, "插入指标行")
    with drawn_once(book), unprotected(form.sheet):
        first = form.insert_row(row)
    block, index = row_to_follow(form.values.data, form.values.form, row)
    log_change(book, "插入指标行", form.sheet.name, f"{form.key}|{block}[{index + 1}]", "", ADDED)
    first.select()
    return None


def _selected_row(book: xw.Book) -> tuple[LiveForm, int]:
    """The form in front and the row that is selected there."""
    taken, sheet, selected = take(book), book.sheets.active, book.app.selection
    form = form_on(sheet, taken)
    if form is None:
        raise LiveBookError(f"工作表「{sheet.name}」里没有指标。请先打开要改指标的那张表，选中一行，再按这个按钮")
    return form, selected.row if selected is not None else 0


@command
def delete_indicator(book: xw.Book) -> str | None:
    """删除指标行: delete the selected row of a block; one with something in it is asked for first."""
    form, row = _selected_row(book)
    question = f"第 {row} 行填了内容。要删除吗？删除以后可以用“撤回上一步”找回。"
    if form.has_text(row) and book.app.alert(question, TITLE, buttons="yes_no") != "yes":
        return None
    show_step(book, "删除指标行")
    with drawn_once(book), unprotected(form.sheet):
        form.delete_row(row)
    data = form.values.data
    block, index = row_on(data, form.values.form, row)
    held = json.dumps(data.rows[block][index], ensure_ascii=False)
    log_change(book, "删除指标行", form.sheet.name, f"{form.key}|{block}[{index}]", held, DELETED)
    return None


@command
def move_up(book: xw.Book) -> None:
    """上移: exchange the selected row with the one above."""
    _move(book, -1)


@command
def move_down(book: xw.Book) -> None:
    """下移: exchange the selected row with the one below."""
    _move(book, 1)


def _move(book: xw.Book, step: int) -> None:
    form, row = _selected_row(book)
    with drawn_once(book), unprotected(form.sheet):
        first = form.swap_rows(row, step)
    block, index = row_on(form.values.data, form.values.form, row)
    pair = f"{min(index, index + step)}>{max(index, index + step)}"
    log_change(book, "上移" if step < 0 else "下移", form.sheet.name, f"{form.key}|{block}[{pair}]", "", "")
    first.select()


@command
def paste_values(book: xw.Book) -> str | None:
    """粘贴为数值: texts and figures only, so that the form's cells stay as they are."""
    sheet = book.sheets.active
    before = {sheet.name: cells_held(sheet)}
    told = paste_as_values(book.app)
    log_cells(book, "粘贴为数值", before)
    return told


@command
def toggle_formulas(book: xw.Book) -> str | None:
    """冻结/恢复公式: values in place of the formulas of the forms; pressed again, the formulas come back."""
    forms = live_forms(take(book))
    frozen = sum(len(form.frozen()) for form in forms)
    if frozen and not _confirmed(book, frozen):
        return None
    show_step(book, "恢复公式" if frozen else "固定计算结果")
    count = 0
    with drawn_once(book):
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


@command
def undo_last(book: xw.Book) -> str:
    """撤回上一步: take back what the last button changed, even after saving."""
    taken = take(book)
    show_step(book, "撤回上一步")
    with drawn_once(book):
        told = undo(book, taken)
    book.app.calculate()
    return told
