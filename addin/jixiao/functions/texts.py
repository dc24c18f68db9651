"""Checks of prose (核对文字): the figures of a paragraph against named figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jixiao.functions.cells import flatten, is_blank, single
from jixiao.functions.registry import Argument, cell_function
from jixiao.functions.results import Outcome, Verdict
from jixiao.quantity import PERCENT, Amount, plain, read_figure

if TYPE_CHECKING:
    from jixiao.quantity.prose import Mention

_UNIT_OF_NAME = re.compile(r"[（(]([^（）()\d]{1,6})[)）]\s*$")
_MONEY = "万元"
"""What forms count money in where neither the cell nor its name prints a unit."""


@dataclass(frozen=True, slots=True)
class _Named:
    """One figure that the text should agree with."""

    name: str
    amount: Amount


@cell_function(
    "核对文字：一段文字里提到的数应与所给的数一致；没有提到的不判断。",
    Argument("text", "文字", "要核对的一段文字"),
    Argument("names", "名称", "各数的名称，例如 基本支出、三公经费预算、编制数（人）", is_range=True),
    Argument("values", "数值", "各数，与名称一一对应；没有写单位的金额按万元", is_range=True),
)
def check_text(text: object, names: object, values: object) -> Verdict:
    """核对文字: ✗ with the figures that the text contradicts, － when it mentions none of the names."""
    words, labels, figures = single(text), flatten(names), flatten(values)
    if is_blank(words):
        return Verdict(Outcome.UNKNOWN, "文字为空，请填写后再核对")
    if len(labels) != len(figures):
        return Verdict(Outcome.UNKNOWN, f"名称有{len(labels)}个，数值有{len(figures)}个，请选取一样多的单元格")
    return _audit(str(words), list(_named(labels, figures)))


def _named(labels: Sequence[object], figures: Sequence[object]) -> Iterator[_Named]:
    """The pairs of which both are there; a cell that holds no definite figure says nothing to compare with."""
    for label, figure in zip(labels, figures, strict=True):
        amount = read_figure(figure)
        if isinstance(label, str) and label.strip() and isinstance(amount, Amount):
            unit = _UNIT_OF_NAME.search(label)
            if unit and not amount.unit:
                amount = replace(amount, unit=unit[1], bare=amount.bare and unit[1] == PERCENT)
            yield _Named(_UNIT_OF_NAME.sub("", label).strip(), amount)


def _audit(text: str, named: Sequence[_Named]) -> Verdict:
    from jixiao.quantity.prose import read_prose  # its patterns are compiled only for a workbook that asks

    prose = read_prose(text)
    said = [(one, found) for one in named if (found := prose.about(one.name))]
    wrong = [(one.name, found[0].amount, _meant(one, found[0].amount)) for one, found in said if _differs(one, found)]
    if wrong:
        told = "；".join(f"{name}文中写{stated.text}，应为{_shown(meant)}" for name, stated, meant in wrong)
        figures = tuple(plain(amount.value) for _, stated, meant in wrong for amount in (stated, meant))
        return Verdict(Outcome.FAIL, f"{told}，请核对", figures)
    return Verdict(Outcome.PASS) if said else Verdict(Outcome.UNKNOWN, "文字里没有提到所给的数")


def _differs(one: _Named, found: Sequence[Mention]) -> bool:
    """Whether none of the figures said can be it; figures that cannot be compared do not contradict each other."""
    from jixiao.quantity.printed import dimension, same

    meant = [(_meant(one, mention.amount), mention.amount) for mention in found]
    return not any(dimension(amount) != dimension(said) or same(amount, said) for amount, said in meant)


def _meant(one: _Named, said: Amount) -> Amount:
    """The named figure in the unit it is given in, or else in the forms'; a fraction beside % as a percentage."""
    from jixiao.quantity.printed import MONEY, dimension

    unit = one.amount.unit or (_MONEY if dimension(said) == MONEY else said.unit)
    if unit == PERCENT and one.amount.bare and abs(one.amount.value) <= 1:
        return replace(one.amount, value=one.amount.value * 100, unit=unit, digits=max(0, one.amount.digits - 2))
    return replace(one.amount, unit=unit)


def _shown(amount: Amount) -> str:
    return f"{plain(amount.value)}{amount.unit}"
