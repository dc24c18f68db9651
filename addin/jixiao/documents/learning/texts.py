"""What stands around the tables of a blank: titles, lines to fill in, notes, and the outline of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jixiao.documents.intake.raw_document import RawBlock, RawParagraph, RawTable
from jixiao.documents.learning.blank import BlankFile
from jixiao.documents.learning.contents import without_contents
from jixiao.documents.learning.heading_numbers import without_number
from jixiao.documents.learning.known import Known
from jixiao.documents.learning.outlines import (
    ATTACHMENT,
    LONGEST_HEADING,
    LONGEST_TITLE,
    LearnedOutline,
    is_chapter,
    is_heading,
    outline_alone,
    said_by,
    take_report,
)
from jixiao.documents.learning.title_lines import one_thing_each
from jixiao.documents.learning.words import own_key

_NOTE = re.compile(r"\s*(?:备?注|说明|填表说明|填报说明|填写说明)\s*[：:\d]")
_YEAR_LINE = re.compile(r"[（(]?\s*(?:\d{4}|[×xX_\s]*)\s*年度?\s*[)）]?")
_LINE_LABEL = re.compile(r"([^\s：:;；\d.\-/，。]{2,16}(?:[(（][^)）]{1,8}[)）])?)\s*[：:;；]")
_FILL = re.compile(r"^[\s_]*(?:分|年[\s_]*月[\s_]*日|万元|元)?[\s_]*$")
_IN_UNITS = re.compile(r"(?:金额)?单位\s*[：:]\s*(?:(?:人民币)?[万亿]?元|[分人个%])")
_SIGNED = re.compile(r"签字|签名|签章|盖章|负责人")
_LONGEST_LINE = 60
_GAPS = re.compile(r"\s+")


@dataclass(slots=True)
class Around:
    """What belongs to one table: its title, and the paragraphs above and below."""

    attachment: str = ""
    title: str = ""
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    section: str = ""
    """The heading of a report that the table stands right under."""


@dataclass(slots=True)
class Texts:
    """All of a file: what is around each table, and the outline with its title and what stands before it."""

    around: dict[int, Around] = field(default_factory=dict)
    reports: list[LearnedOutline] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


def read_texts(blank: BlankFile) -> Texts:
    """What stands around a blank's tables."""
    texts = Texts()
    pending: list[RawParagraph] = []
    latest: Around | None = None
    for block in _behind_notice([*one_thing_each(without_contents(blank.blocks))]):
        if isinstance(block, RawParagraph):
            pending.append(block)
            continue
        around = texts.around.setdefault(block.number, Around())
        _settle(pending, latest, texts, around)
        around.section = "" if around.title else _heading_above(pending, texts)
        latest = around
        pending = []
    _settle(pending, latest, texts, None)
    texts.reports = [report for report in texts.reports if report.headings]
    _move_cover(texts, blank)
    tables = {around.section for around in texts.around.values()}
    texts.reports = [
        report for report in texts.reports if not tables >= {said_by(heading) for heading in report.headings}
    ]
    for report in texts.reports:
        report.headings = outline_alone(report.headings)
    return texts


def _heading_above(pending: Sequence[RawParagraph], texts: Texts) -> str:
    """The report's heading that ends what stands above a table, "" for none."""
    headings = texts.reports[-1].headings if texts.reports else []
    is_last = bool(headings and pending) and headings[-1].text == pending[-1].text.strip()
    return without_number(headings[-1].text).strip() if is_last else ""


def _move_cover(texts: Texts, blank: BlankFile) -> None:
    """What is filled in on the cover of a report that is made of tables stands above the first of them."""
    if not blank.tables:
        return
    first = texts.around.setdefault(blank.tables[0].number, Around())
    for report in texts.reports:
        first.above[:0] = [line for line in report.cover if _LINE_LABEL.search(line)]


def _behind_notice(blocks: Sequence[RawBlock]) -> Sequence[RawBlock]:
    """What is attached to a notice, without the notice itself: its numbered parts are no outline."""
    end = next((number for number, block in enumerate(blocks) if isinstance(block, RawTable)), len(blocks))
    head = [block for block in blocks[:end] if isinstance(block, RawParagraph)]
    if not notice_title([paragraph.text for paragraph in head]):
        return blocks
    attached = (number for number, paragraph in enumerate(head) if ATTACHMENT.fullmatch(paragraph.text.strip()))
    return blocks[next(attached, _start_of_next(head) if end < len(blocks) else end) :]


def notice_title(lines: Sequence[str]) -> str:
    """The title of a notice among the first lines of a file, "" for a file that is none."""
    return next((line.strip() for line in lines[:_LONGEST_HEAD] if _NOTICE.fullmatch(line.strip())), "")


_NOTICE = re.compile(r"[^。：:]{4,60}的?(?:通知|函)")
_LONGEST_HEAD = 12
"""Paragraphs within which a notice says that it is one: who sends it, its number, its title."""


def _settle(pending: Sequence[RawParagraph], before: Around | None, texts: Texts, after: Around | None) -> None:
    """Give the paragraphs between two tables to the one before, to the report, or to the one after."""
    cut = _start_of_next(pending) if after is not None else len(pending)
    rest = list(pending[:cut])
    if before is not None:
        rest = _take_below(rest, before)
    take_report(rest, texts.reports, texts.loose)
    if after is not None:
        _take_above([p.text for p in pending[cut:]], after)


def _start_of_next(pending: Sequence[RawParagraph]) -> int:
    """Where the lines above the next table begin: behind the last heading or note, at a number or a title."""
    for number in range(len(pending) - 1, -1, -1):
        text = pending[number].text.strip()
        if ATTACHMENT.fullmatch(text):
            return number
        is_short = len(_GAPS.sub(" ", text)) <= _LONGEST_LINE
        is_line = is_short and not _NOTE.match(text) and not is_heading(pending[number])
        if not is_line:
            return number + 1
    return next((n for n, p in enumerate(pending) if _is_title(p.text)), 0)


def _is_title(text: str) -> bool:
    said = text.strip()
    return len(said) <= LONGEST_TITLE and bool(re.search(r"表\s*(?:[（(].*[)）])?$", said)) and "：" not in said


def _take_below(paragraphs: list[RawParagraph], around: Around) -> list[RawParagraph]:
    """Notes and the line of who signs stand right below a table; what is left begins at the first heading."""
    in_notes = False
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        in_notes |= bool(_NOTE.match(text))
        starts_report = ("报告" in text and len(text) <= LONGEST_TITLE) or (not in_notes and is_chapter(text))
        attachment = ATTACHMENT.fullmatch(text)
        if starts_report or (attachment and (number or attachment[2])):
            return paragraphs[number:]
        around.below.append(text)
    return []


def _take_above(lines: Sequence[str], around: Around) -> None:
    for line in lines:
        text = line.strip()
        match = ATTACHMENT.fullmatch(text)
        if match:
            around.attachment = f"{match[1]}{match[2]}"
        elif not around.title and len(text) <= LONGEST_TITLE and not _YEAR_LINE.fullmatch(text) and "：" not in text:
            around.title = text
        else:
            around.above.append(line)
    named = [line for line in (around.title, *around.above) if _is_title(line)]
    if named and named[0] != around.title:
        around.above[around.above.index(named[0])] = around.title
        around.title = named[0].strip()


# ---- lines to fill in ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A label of a line, whether something is filled in behind it, and what stands there."""

    label: str
    is_field: bool = False
    value: str = ""


def line_cells(
    text: str, width: int, known: Known, used: set[str], values: dict[str, str]
) -> Iterator[list[dict[str, Any]]]:
    """A line above or below a table as rows of cells: labels, each with what is filled in behind it.

    Keys are added to those ``used``, what stands behind a label to ``values``.
    """
    pieces = [piece for piece in _pieces(text, known) if piece.label]
    if not any(piece.is_field for piece in pieces) or _is_prose(text):
        yield [{"label": text.strip(), "span": width, "align": "left", "prose": True}]
        return
    for start in range(0, len(pieces), max(width // 2, 1)):
        group = pieces[start : start + max(width // 2, 1)]
        share, rest = divmod(width, len(group))
        cells = [
            _line_cell(piece, share + (rest if number == len(group) - 1 else 0), known, used)
            for number, piece in enumerate(group)
        ]
        values |= {cell["field"]: p.value for cell, p in zip(cells, group, strict=True) if "field" in cell and p.value}
        yield cells


def _is_prose(text: str) -> bool:
    """Whether a line tells something, and has nothing to be filled in."""
    is_numbered = _NUMBERED_NOTE.match(text) is not None and len(text) > LONGEST_HEADING
    return len(text) > _LONGEST_LINE * 2 or _NOTE.match(text) is not None or is_numbered or "。" in text


_NUMBERED_NOTE = re.compile(r"\s*\d{1,2}\s*[、.．]")
_SEAL = re.compile(r"[（(](?:单位)?(?:公章|盖章|签章|签字|签名|章)[)）]")
"""Words of the form behind a label's colon: 填报单位：（盖章）."""

_YEAR_ALONE = re.compile(r"\{year\}年度?")
_FORM_NUMBER = re.compile(r"\s{3,}(\S*\d+\S*表)\s*$")


def _pieces(text: str, known: Known) -> Iterator[Piece]:
    """The labels of a line, and whether something is filled in behind each."""
    labels = list(_LINE_LABEL.finditer(text))
    if not labels:
        yield Piece(text.strip())
        return
    number = _FORM_NUMBER.search(text, labels[-1].end())
    ends = [match.start() for match in labels[1:]] + [number.start() if number else len(text)]
    if not _FILL.match(text[: labels[0].start()]):
        yield Piece(text[: labels[0].start()].strip())
    for index, (match, end) in enumerate(zip(labels, ends, strict=True)):
        is_joined = index > 0 and match.start() == labels[index - 1].end()
        label = _known_end(match[1], known) if is_joined else match[1]
        value = text[match.end() : end].strip()
        if _SEAL.fullmatch(value):
            yield Piece(f"{label}：{value}", True)
        elif _IN_UNITS.match(text, match.start()) or _YEAR_ALONE.fullmatch(value):
            yield Piece(f"{label}：{value}")
        else:
            yield Piece(f"{label}：", True, "" if _FILL.match(value) else value)
    if number:
        yield Piece(number[1])


def _known_end(label: str, known: Known) -> str:
    """A label without the name that ran into it: 某某填报日期 is 填报日期."""
    ends = (label[start:] for start in range(len(label)) if known.key("fields", label[start:]))
    return next(ends, label)


def _line_cell(piece: Piece, span: int, known: Known, used: set[str]) -> dict[str, Any]:
    label = piece.label
    is_signed = bool(_SIGNED.search(label)) and (not known.key("fields", label) or known.is_signed(label))
    if not piece.is_field or is_signed or span < 2:
        return {"label": label, "span": span, "align": "left"}
    key = known.key("fields", label) or own_key(label)
    key = {"unit_name": "reporting_unit"}.get(key, key)
    while key in used:
        key += "_2"
    used.add(key)
    cell: dict[str, Any] = {"label": label, "field": key, "span": [1, span - 1], "align": "left"}
    if known.kind(key) != "text":
        cell["kind"] = known.kind(key)
    if key == "reporting_unit":
        cell["formula"] = "unit"
    return cell
