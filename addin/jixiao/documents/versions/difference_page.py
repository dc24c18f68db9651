"""What changed from an edited report to the new one, as a page for a browser: nothing to load, no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from jixiao.audit.presentation.elements import E
from jixiao.audit.presentation.findings_page import whole_page
from jixiao.audit.presentation.results import legal
from jixiao.documents.versions.comparison import ADDED, CHANGED, REMOVED, Change
from jixiao.documents.versions.text_differences import ChangeKind, FigureChange, Piece

_STYLE = """
table { width: 100%; border-collapse: collapse; background: #fff; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
td.figure { white-space: nowrap; font-variant-numeric: tabular-nums; }
del { color: var(--error); } ins { color: var(--pass); background: #e6f3e9; text-decoration: none; }
del b, ins b { font-size: 1.1em; border-bottom: 2px solid currentColor; }
article p.text { white-space: pre-wrap; }
@media print { ins { text-decoration: underline; } thead { display: table-header-group; } tr { break-inside: avoid; } }
"""
_TAGS = {ChangeKind.KEPT: "span", ChangeKind.OUT: "del", ChangeKind.IN: "ins"}
_LOOKS = {CHANGED: "warning", ADDED: "info", REMOVED: "error"}
"""The badges of all our pages have their colours by the levels of findings."""

_MOST = 1000
"""Changes that the page shows one by one."""


def page(changes: Sequence[Change], old: str, new: str, made: date) -> str:
    """The changes as a page.

    Args:
        changes: what differs.
        old: the name of the file that people edited.
        new: the name of the new one.
        made: the day.
    """
    return whole_page(f"{old} 与新稿的不同", _content(changes, old, new, made), _STYLE)


def _content(changes: Sequence[Change], old: str, new: str, made: date) -> Iterator[Any]:
    figures = [(change, figure) for change in changes for figure in change.figures]
    yield E.header(E.h1("改过的稿子与新稿的不同"), *_origin(old, new, made))
    counts = ((len(figures), "处数字"), (len(changes), "处段落、单元格"))
    yield E.ul(*(E.li(E.b(str(count)), word) for count, word in counts), {"class": "counts"})
    if not changes:
        yield E.p("文字和数字都相同。", {"class": "none"})
    if figures:
        yield E.h2("数字")
        yield _figure_table(figures[:_MOST])
    if changes:
        yield E.h2("段落和单元格")
        yield from (_article(change) for change in changes[:_MOST])
    if max(len(changes), len(figures)) > _MOST:
        yield E.p(f"只列出前 {_MOST} 处；请用 Word 的“审阅—比较”看全部。", {"class": "soft"})


def _origin(old: str, new: str, made: date) -> Iterator[Any]:
    yield E.p(E.b("改过的稿子（没有动）："), legal(old))
    yield E.p(E.b("新稿（由工作簿生成）："), legal(new), f"　{made.isoformat()}")
    advice = "的字只在新稿里。请把要保留的改动写进工作簿，或抄到新稿里。"
    yield E.p(E("del", "划掉"), "的字只在改过的稿子里，", E.ins("带底色"), advice, {"class": "soft"})


def _figure_table(figures: Sequence[tuple[Change, FigureChange]]) -> Any:
    head = E.tr(*(E.th(name) for name in ("在哪里", "改过的稿子", "新稿", "所在的句子")))
    rows = (
        E.tr(
            E.td(legal(change.where)), E.td(legal(figure.old or "（没有）"), {"class": "figure"}),
            E.td(legal(figure.new or "（没有）"), {"class": "figure"}), E.td(legal(_sentence(figure))),
        )
        for change, figure in figures
    )  # fmt: skip
    return E.table(E.thead(head), E.tbody(*rows))


def _sentence(figure: FigureChange) -> str:
    """The sentence; nothing for a cell that holds the figure alone."""
    return "" if figure.sentence in (figure.old, figure.new) else figure.sentence


def _article(change: Change) -> Any:
    look = _LOOKS[change.kind]
    badge = E.span(change.kind, {"class": f"badge {look}"})
    text = E.p(*map(_piece, change.pieces), {"class": "text"})
    return E.article(E.div(badge, E.h3(legal(change.where))), text, {"class": look})


def _piece(piece: Piece) -> Any:
    is_marked = piece.is_figure and piece.kind is not ChangeKind.KEPT
    return E(_TAGS[piece.kind], E.b(legal(piece.text)) if is_marked else legal(piece.text))
