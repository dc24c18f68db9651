"""Lines above a table that say two things: the attachment's number and its title, the title and the unit of money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jixiao.documents.intake.raw_document import RawBlock, RawParagraph

_TITLE = r"\S.{2,50}(?:表|提纲|报告)\s*(?:[（(].{1,20}[)）])?"
_NUMBERED = re.compile(
    rf"\s*[（(]?(?P<kind>附件|附表|附)\s*(?P<number>[\d一二三四五六七八九十]*(?:[-－—]\d+)?)[)）]?"
    rf"(?:\s*[：:.．、]\s*|\s+)(?!\d{{1,2}}\s*[.．、])(?P<title>{_TITLE})\s*"
)
_WITH_LINE = re.compile(rf"\s*(?P<title>{_TITLE})[\s\u3000]{{2,}}(?P<line>\S*[：:].*)")
_IN_BRACKETS = re.compile(r"\s*[（(]\s*((?:附件|附表|附)\s*[\d一二三四五六七八九十]*(?:[-－—]\d+)?)\s*[)）]\s*")
_NO_TITLE = re.compile("[：:。；;，,]")


def one_thing_each(blocks: Iterable[RawBlock]) -> Iterator[RawBlock]:
    """Blocks with such lines in pieces, each a paragraph of its own."""
    for block in blocks:
        if isinstance(block, RawParagraph):
            yield from (replace(block, text=text) for text in _pieces(block.text))
        else:
            yield block


def _pieces(text: str) -> list[str]:
    with_line, numbered = _WITH_LINE.fullmatch(text), _NUMBERED.fullmatch(text)
    if with_line and _is_title(with_line["title"]):
        return [*_pieces(with_line["title"]), with_line["line"]]
    if numbered and _is_title(text):
        number = f"{numbered['kind']}{numbered['number']}" if numbered["number"] else ""
        return [*filter(None, (number, numbered["title"]))]
    alone = _IN_BRACKETS.fullmatch(text)
    return [alone[1] if alone else text]


def _is_title(text: str) -> bool:
    """Whether a text is a title, with the attachment's number before it or without; one with a colon is none."""
    numbered = _NUMBERED.fullmatch(text)
    return not _NO_TITLE.search(numbered["title"] if numbered else text)
