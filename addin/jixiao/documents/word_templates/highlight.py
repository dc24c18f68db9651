"""What is still to be filled in, highlighted as in a report without a template."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from jixiao.model.submission.placeholders import asked_for, split_at_placeholders

_T, _RPR, _HIGHLIGHT = qn("w:t"), qn("w:rPr"), qn("w:highlight")


def highlight(body: Any, style: str) -> None:
    """Put every ［待填：…］ into a run of its own, with a style and a colour; those that have it stay.

    Args:
        body: the document's body, as python-docx's elements.
        style: the id of the character style for such marks.
    """
    runs = (text.getparent() for text in body.iter(_T) if asked_for(text.text or ""))
    for run in dict.fromkeys(runs):
        if run.find(f"{_RPR}/{_HIGHLIGHT}") is None:
            for piece in _pieces(run, style):
                run.addprevious(piece)
            run.getparent().remove(run)


def _pieces(run: Any, style: str) -> Iterator[Any]:
    """The run, cut before and after each mark."""
    for child in run:
        if child.tag == _T:
            for words, is_mark in split_at_placeholders(child.text or ""):
                yield _marked(_like(run, _text(words)), style) if is_mark else _like(run, _text(words))
        elif child.tag != _RPR:
            yield _like(run, copy.deepcopy(child))


def _like(run: Any, content: Any) -> Any:
    piece = OxmlElement("w:r")
    if run.rPr is not None:
        piece.append(copy.deepcopy(run.rPr))
    piece.append(content)
    return piece


def _marked(run: Any, style: str) -> Any:
    run.style = style
    run.get_or_add_rPr().highlight_val = WD_COLOR_INDEX.YELLOW
    return run


def _text(words: str) -> Any:
    text = OxmlElement("w:t", attrs={qn("xml:space"): "preserve"})
    text.text = words
    return text
