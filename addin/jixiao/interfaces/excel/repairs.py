"""What 校验全部 repairs on all forms together, told in a sentence, and what stood there before for the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from jixiao.interfaces.excel.change_log import Held, cells_held
from jixiao.interfaces.excel.form_faults import FormFaults
from jixiao.interfaces.excel.form_mending import MendedForm
from jixiao.interfaces.excel.form_places import FormulaCell
from jixiao.interfaces.excel.open_book import Snapshot, snapshot, unprotected
from jixiao.interfaces.excel.saved_sheet import SavedSheet

Fault = Callable[[FormFaults], Any]
"""What looks broken in a form; empty if nothing does."""

Mend = Callable[[MendedForm, Any], int]
"""Mends it on the live sheet, and tells how much of it was broken."""

_STEPS: tuple[tuple[str, Fault, Mend], ...] = (
    ("改正被剪切、粘贴弄错的公式", FormFaults.bent_formulas, MendedForm.mend_formulas),
    ("把写成文字的数改成数字", FormFaults.figures_as_texts, MendedForm.mend_figures),
    ("把显示成日期的数改回数字", FormFaults.figures_as_dates, MendedForm.mend_dates),
    ("把误填的日期、百分数改成文字、不计入合计（请改填数字）", FormFaults.mistaken_figures, MendedForm.mend_mistaken),
    (
        "去掉金额里的货币符号、按表头的单位计（单位不对的请换算）",
        FormFaults.figures_with_signs,
        MendedForm.mend_signs,
    ),
    ("恢复填写格的颜色、边框和解锁", FormFaults.lost_looks, MendedForm.mend_looks),
    ("重新合并拆开的单元格", FormFaults.split_cells, MendedForm.mend_merged),
)


class Repairs:
    """The repairs of one press of the button.

    Args:
        taken: the workbook as it was just read.
        wants_back: asks whether so many deleted formulas of that sheet shall come back.

    Attributes:
        before: what stood on each sheet on which something may have been changed.
    """

    def __init__(self, taken: Snapshot, wants_back: Callable[[str, int], bool]) -> None:
        self.before: dict[str, Held] = {}
        self._wants_back = wants_back
        self._take(taken)

    def _take(self, taken: Snapshot) -> None:
        self._book = taken.book
        self._faults = [
            FormFaults(SavedSheet(taken.saved[values.data.sheet]), values) for values in taken.evaluation.forms
        ]

    def make(self) -> str:
        """Repair everything; a sentence for the person, empty if nothing was broken."""
        rows = self._repaired(FormFaults.indicator_rows, MendedForm.mend_rows)
        if rows:
            self._take(snapshot(self._book))
        counts = {"给手工插入、删除的行补上公式和下拉列表": rows}
        counts |= {told: self._repaired(fault, mend) for told, fault, mend in _STEPS}
        counts["恢复删掉的公式"] = self._repaired(FormFaults.emptied_formulas, self._restored)
        counts["加高放不下文字的行"] = self._repaired(FormFaults.low_rows, MendedForm.fit_rows)
        return "，".join(f"{what} {count} 处" for what, count in counts.items() if count)

    def _repaired(self, fault: Fault, mend: Mend) -> int:
        """How much was broken on all forms; a sheet on which nothing looks broken is left in peace."""
        count = 0
        for faults in self._faults:
            if found := fault(faults):
                sheet = self._book.sheets[faults.values.data.sheet]
                if sheet.name not in self.before:
                    self.before[sheet.name] = cells_held(sheet)
                with unprotected(sheet):
                    count += mend(MendedForm(sheet, faults.values), found)
        return count

    def _restored(self, form: MendedForm, emptied: Sequence[FormulaCell]) -> int:
        """Deleted formulas come back if the person wants them to; of those left blank nobody is asked again."""
        deleted = form.not_asked_about(emptied)
        if not deleted:
            return 0
        if not self._wants_back(form.sheet.name, len(deleted)):
            form.leave_blank(emptied)
            return 0
        form.restore_formulas(deleted)
        return len(deleted)
