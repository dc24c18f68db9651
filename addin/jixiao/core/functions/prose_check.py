"""Checks of prose (核对文字): the figures of a paragraph against named figures."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.core.functions.cells import flatten, is_blank, single
from jixiao.core.functions.registry import Argument, cell_function
from jixiao.core.functions.results import Answer, Outcome, Verdict
from jixiao.core.quantity import Amount, plain

_NAMES_HELP = "各数的名称，例如 基本支出、三公经费预算、编制数（人）；同一名称有几个数的，文中写哪一个都对"


@cell_function(
    "核对文字：一段文字里提到的数与所给的数一致；没有提到的不判断。",
    Argument("text", "文字", "要核对的一段文字"),
    Argument("names", "名称", _NAMES_HELP, is_range=True),
    Argument("values", "数值", "各数，与名称一一对应；没有写单位的金额按万元", is_range=True),
)
def check_text(text: object, names: object, values: object) -> Verdict:
    """核对文字: ✗ with the figures that the text contradicts, － when it mentions none of the names."""
    words, labels, figures = single(text), flatten(names), flatten(values)
    if is_blank(words):
        return Verdict(Outcome.UNKNOWN, "文字为空，请填写后再核对")
    if len(labels) != len(figures):
        return _unequal(labels, figures)
    return _audit(str(words), labels, figures)


@cell_function(
    "核对几段文字：一次核对一列文字，每段一个结果。",
    Argument("texts", "各段文字", "要核对的一列文字", is_range=True),
    Argument("names", "名称", _NAMES_HELP, is_range=True),
    Argument("values", "数值", "各数，与名称一一对应；没有写单位的金额按万元", is_range=True),
    gives_range=True,
)
def check_texts(texts: object, names: object, values: object) -> list[Answer]:
    """核对几段文字: CHECK_TEXT of each text of a column; nothing for one that is not written."""
    labels, figures = flatten(names), flatten(values)
    if len(labels) != len(figures):
        return [_unequal(labels, figures)]
    return [None if is_blank(text) else _audit(str(text), labels, figures) for text in flatten(texts)]


def _unequal(labels: Sequence[object], figures: Sequence[object]) -> Verdict:
    return Verdict(Outcome.UNKNOWN, f"名称有{len(labels)}个，数值有{len(figures)}个，请选取一样多的单元格")


def _audit(text: str, labels: Sequence[object], figures: Sequence[object]) -> Verdict:
    from jixiao.core.quantity.sentences.agreement import (  # costly to load; most workbooks do not ask
        compare,
        read_named,
    )

    pairs = (read_named(label, figure) for label, figure in zip(labels, figures, strict=True))
    said = compare(text, [named for named in pairs if named])
    wrong = [one for one in said if not one.agrees]
    if wrong:
        told = "；".join(f"{one.name}文中写{one.stated.text}，应为{_with_unit(one.meant)}" for one in wrong)
        numbers = tuple(plain(amount.value) for one in wrong for amount in (one.stated, one.meant))
        return Verdict(Outcome.FAIL, f"{told}，请核对", numbers)
    return Verdict(Outcome.PASS) if said else Verdict(Outcome.UNKNOWN, "文字里没有提到所给的数")


def _with_unit(amount: Amount) -> str:
    return f"{plain(amount.value)}{amount.unit}"
