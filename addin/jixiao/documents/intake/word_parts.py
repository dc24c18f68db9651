"""What a Word file keeps outside its text: the numbers that Word counts, footnotes, headers and footers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jixiao.documents.intake.docx_file import opened_package, parse_part
from jixiao.documents.intake.margins import read_margins
from jixiao.documents.intake.raw_document import RawBlock, RawDocument, RawParagraph
from jixiao.documents.word_package import W

_VAL = f"{W}val"
_NUMBERING, _STYLES, _NOTES = "word/numbering.xml", "word/styles.xml", ("word/footnotes.xml", "word/endnotes.xml")
_LARGEST_PART = 5_000_000
_LEVELS = 9
_MARK = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_CAPITALS = "".join(map(chr, range(ord("A"), ord("Z") + 1)))
_SERIES: dict[str, Sequence[str]] = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalZero": ("01", "02", "03", "04", "05", "06", "07", "08", "09"),
    "upperRoman": _ROMAN,
    "lowerRoman": tuple(map(str.lower, _ROMAN)),
    "upperLetter": _CAPITALS,
    "lowerLetter": _CAPITALS.lower(),
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾",
    "ideographLegalTraditional": "壹貳參肆伍陸柒捌玖拾",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
"""How Word counts, by its own names, other than 1 2 3 and 一二三."""

_CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"})
_SILENT = frozenset({"bullet", "none"})

Properties = tuple[str, int]
"""The number of a list, and the level in it."""


def complete(document: RawDocument, path: Path) -> RawDocument:
    """A document with the numbers that Word counts before its paragraphs, footnotes behind what they are about.

    Its headers and footers stand apart from its blocks.

    Raises:
        DocumentError: the file cannot be read.
    """
    with opened_package(path) as archive:
        parts = _parts(archive, path)
        margins = read_margins(document.body, archive, path)
    numbering, notes = _Numbering(parts.get(_NUMBERING), parts.get(_STYLES)), _notes(parts)
    blocks = [block for one in document.blocks for block in _with_notes(numbering.labelled(one), notes)]
    return replace(document, blocks=blocks, margins=margins)


def _parts(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    wanted = [i for i in archive.infolist() if i.filename in (_NUMBERING, _STYLES, *_NOTES)]
    read = {i.filename: archive.read(i) for i in wanted if i.file_size <= _LARGEST_PART}
    return {name: parse_part(content, path) for name, content in read.items()}


# ---- footnotes ----------------------------------------------------------------------------------------------


def _notes(parts: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The footnotes and endnotes by kind and number; the lines that divide them from the text are none."""
    found: dict[tuple[str, str], str] = {}
    for name, kind in zip(_NOTES, ("footnote", "endnote"), strict=True):
        for note in parts[name].iter(f"{W}{kind}") if name in parts else ():
            if note.get(f"{W}type", "normal") == "normal":
                text = "".join(piece.text or "" for piece in note.iter(f"{W}t")).strip()
                found[kind, note.get(f"{W}id", "")] = text
    return found


def _with_notes(block: RawBlock, notes: dict[tuple[str, str], str]) -> Iterator[RawBlock]:
    yield block
    for element in _elements(block) if notes else ():
        for kind in ("footnote", "endnote"):
            for reference in element.iter(f"{W}{kind}Reference"):
                if text := notes.get((kind, reference.get(f"{W}id", ""))):
                    yield RawParagraph(f"注：{text}", element)


def _elements(block: RawBlock) -> list[Any]:
    """Where a paragraph, or the cells of a table, stand in the XML."""
    if isinstance(block, RawParagraph):
        return [block.element] if block.element is not None else []
    return [cell.element for row in block.rows for cell in row if cell.element is not None]


# ---- numbers ------------------------------------------------------------------------------------------------


@dataclass
class _Level:
    kind: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class _Numbering:
    """The lists of a file; counts while its paragraphs are asked for in their order."""

    root: Any
    styles: Any
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._abstract: dict[str, str] = {}
        self._levels: dict[str, list[_Level]] = {}
        self._of_style = dict(self._styled()) if self.styles is not None else {}
        if self.root is not None:
            self._read_lists()

    def labelled(self, block: RawBlock) -> RawBlock:
        """A paragraph with its number before it; one that prints its own number, and a table, as they are."""
        if not isinstance(block, RawParagraph) or block.element is None or self.root is None:
            return block
        label = self._label(block.element)
        return replace(block, text=f"{label}{block.text}") if label else block

    def _read_lists(self) -> None:
        for abstract in self.root.iter(f"{W}abstractNum"):
            levels = [_Level() for _ in range(_LEVELS)]
            for level in abstract.iter(f"{W}lvl"):
                number = _integer(level.get(f"{W}ilvl", ""), 0)
                if number < _LEVELS:
                    kind, start = _value(level, "numFmt") or "decimal", _integer(_value(level, "start"), 1)
                    levels[number] = _Level(kind, _value(level, "lvlText"), start)
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for number in self.root.iter(f"{W}num"):
            self._abstract[number.get(f"{W}numId", "")] = _value(number, "abstractNumId")

    def _styled(self) -> Iterator[tuple[str, Properties]]:
        for style in self.styles.iter(f"{W}style"):
            if (found := _properties(style)) is not None:
                yield style.get(f"{W}styleId", ""), found

    def _label(self, paragraph: Any) -> str:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        found = _properties(paragraph) or self._of_style.get(named.get(_VAL, "") if named is not None else "")
        levels = self._levels.get(self._abstract.get(found[0], ""), []) if found else []
        if found is None or not levels or found[1] >= _LEVELS or levels[found[1]].kind in _SILENT:
            return ""
        counts = self._counts.setdefault(self._abstract[found[0]], [0] * _LEVELS)
        counts[found[1]] = counts[found[1]] + 1 if counts[found[1]] else levels[found[1]].start
        counts[found[1] + 1 :] = [0] * (_LEVELS - found[1] - 1)
        return _MARK.sub(lambda mark: _printed(counts, levels, int(mark[1]) - 1), levels[found[1]].text)


def _printed(counts: list[int], levels: list[_Level], level: int) -> str:
    number = counts[level] or levels[level].start
    if levels[level].kind in _CHINESE and 0 < number < 100:
        return chinese(number)
    if 0 < number <= len(series := _SERIES.get(levels[level].kind, ())):
        return series[number - 1]
    return str(number)


def chinese(number: int) -> str:
    """A number below a hundred as headings write it: 三, 十二, 二十."""
    tens, ones = divmod(number, 10)
    left = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return left + (_DIGITS[ones] if ones else "")


def _properties(element: Any) -> Properties | None:
    """The list that a paragraph or a style says it stands in."""
    found = element.find(f"{W}pPr/{W}numPr")
    if found is None:
        return None
    return _value(found, "numId"), _integer(_value(found, "ilvl"), 0)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else str(found.get(_VAL, ""))


def _integer(text: str, default: int) -> int:
    return min(int(text), 1_000) if text.isdecimal() else default
