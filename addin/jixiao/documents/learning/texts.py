"""What stands around the tables of a blank: titles, lines to fill in, notes, and the outline of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawBlock, RawParagraph, RawTable
from jixiao.documents.learning.blank import Blank
from jixiao.documents.learning.known import Known, known
from jixiao.documents.learning.words import own_key
from jixiao.model.forms.numbering import without_numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE, _DIGITS = "[一二三四五六七八九十百]{1,4}", r"\d{1,2}"
_STYLES = (
    rf"第\s*(?:{_CHINESE}|{_DIGITS})\s*(?:部分|章|节)",
    rf"{_CHINESE}\s*[、.．]",
    rf"[（(]\s*{_CHINESE}\s*[)）]",
    rf"{_DIGITS}\s*(?:[、.．](?!\d)|[\u3000\t ]+(?=[\u4e00-\u9fff]))",
    rf"{_DIGITS}[.．]{_DIGITS}(?![.．]?\d)[、.．]?",
    rf"{_DIGITS}[.．]{_DIGITS}[.．]{_DIGITS}[、.．]?",
    rf"(?:[（(]\s*{_DIGITS}\s*[)）]|{_DIGITS}[)）])",
    "[①-⑳]",
)
_NUMBERED = tuple(re.compile(rf"\s*{style}") for style in _STYLES)
_ATTACHMENT = re.compile(r"\s*(附件|附表|附)\s*([\d一二三四五六七八九十]*(?:[-－]\d+)?)\s*[：:]?\s*$")
_NOTE = re.compile(r"\s*(?:备?注|说明|填表说明|填报说明|填写说明)\s*[：:\d]")
_YEAR_LINE = re.compile(r"[（(]?\s*(?:\d{4}|[×xX_\s]*)\s*年度?\s*[)）]?")
_LINE_LABEL = re.compile(r"([^\s：:;；\d.\-/，。]{2,16}(?:[(（][^)）]{1,8}[)）])?)\s*[：:;；]")
_FILL = re.compile(r"^[\s_]*(?:分|年[\s_]*月[\s_]*日|万元|元)?[\s_]*$")
_IN_UNITS = re.compile(r"(?:金额)?单位\s*[：:]\s*(?:人民币)?[万亿]?元")
_SIGNED = re.compile(r"签字|签名|签章|盖章|负责人")
_LONGEST_TITLE, _LONGEST_HEADING, _LONGEST_LINE = 60, 45, 60
_DEEPEST = 4
_GAPS = re.compile(r"\s+")
_MADE_NUMBERS = ("{chinese}、", "（{chinese}）", "{digit}.", "（{digit}）")
_CHINESE_DIGITS = "零一二三四五六七八九十"


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
class Heading:
    """A heading of the report's outline, and what the blank says belongs there."""

    text: str
    level: int
    guidance: list[str] = field(default_factory=list)
    runs_in: bool = False
    """Whether its text ran on in the same paragraph."""


@dataclass(slots=True)
class Outline:
    """A report's title, what stands on its cover, and its headings."""

    title: str = ""
    cover: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)


@dataclass(slots=True)
class Texts:
    """All of a file: what is around each table, and the outline with its title and what stands before it."""

    around: dict[int, Around] = field(default_factory=dict)
    reports: list[Outline] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)


def read_texts(blank: Blank) -> Texts:
    """What stands around a blank's tables."""
    texts = Texts()
    pending: list[RawParagraph] = []
    latest: Around | None = None
    for block in _behind_notice(blank.blocks):
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
        report for report in texts.reports if not tables >= {_said(heading) for heading in report.headings}
    ]
    for report in texts.reports:
        report.headings = _outline_alone(report.headings)
        _level(report.headings)
    return texts


def _heading_above(pending: Sequence[RawParagraph], texts: Texts) -> str:
    """The report's heading that ends what stands above a table, "" for none."""
    headings = texts.reports[-1].headings if texts.reports else []
    is_last = bool(headings and pending) and headings[-1].text == pending[-1].text.strip()
    return without_numbering(headings[-1].text).strip() if is_last else ""


def _move_cover(texts: Texts, blank: Blank) -> None:
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
    attached = (number for number, paragraph in enumerate(head) if _ATTACHMENT.fullmatch(paragraph.text.strip()))
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
    _take_report(rest, texts)
    if after is not None:
        _take_above([p.text for p in pending[cut:]], after)


def _start_of_next(pending: Sequence[RawParagraph]) -> int:
    """Where the lines above the next table begin: behind the last heading or note, at a number or a title."""
    for number in range(len(pending) - 1, -1, -1):
        text = pending[number].text.strip()
        if _ATTACHMENT.fullmatch(text):
            return number
        is_short = len(_GAPS.sub(" ", text)) <= _LONGEST_LINE
        is_line = is_short and not _NOTE.match(text) and not _is_heading(pending[number])
        if not is_line:
            return number + 1
    return next((n for n, p in enumerate(pending) if _is_title(p.text)), 0)


def _is_title(text: str) -> bool:
    said = text.strip()
    return len(said) <= _LONGEST_TITLE and bool(re.search(r"表\s*(?:[（(].*[)）])?$", said)) and "：" not in said


def _take_below(paragraphs: list[RawParagraph], around: Around) -> list[RawParagraph]:
    """Notes and the line of who signs stand right below a table; what is left begins at the first heading."""
    in_notes = False
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text.strip()
        in_notes |= bool(_NOTE.match(text))
        starts_report = ("报告" in text and len(text) <= _LONGEST_TITLE) or (not in_notes and _is_chapter(text))
        if starts_report or (_ATTACHMENT.fullmatch(text) and number):
            return paragraphs[number:]
        around.below.append(text)
    return []


def _is_chapter(text: str) -> bool:
    return any(style.match(text) for style in _NUMBERED[:2]) and len(text) <= _LONGEST_HEADING


def _take_above(lines: Sequence[str], around: Around) -> None:
    for line in lines:
        text = line.strip()
        match = _ATTACHMENT.fullmatch(text)
        if match:
            around.attachment = f"{match[1]}{match[2]}"
        elif not around.title and len(text) <= _LONGEST_TITLE and not _YEAR_LINE.fullmatch(text) and "：" not in text:
            around.title = text
        else:
            around.above.append(line)
    named = [line for line in (around.title, *around.above) if _is_title(line)]
    if named and named[0] != around.title:
        around.above[around.above.index(named[0])] = around.title
        around.title = named[0].strip()


# ---- the outline --------------------------------------------------------------------------------------------


def _take_report(paragraphs: Sequence[RawParagraph], texts: Texts) -> None:
    before, in_notes = "", False
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        in_notes = (in_notes or normal(text) in _NOTES) and not _is_chapter(text) and not _is_report_title(text)
        if in_notes:
            texts.loose.append(text)
            continue
        report = texts.reports[-1] if texts.reports else Outline()
        said, rest = _heading_in(paragraph)
        if _is_report_title(text) and not said and not (report.title and _ASIDE.fullmatch(text)):
            texts.reports.append(Outline(before + text if _BEGINS_TITLE.search(before) else text))
        elif said and (report.headings or _is_first(paragraph)):
            level = _style_level(paragraph) * -1 or _style_of(said)
            _take_heading(Heading(said, level, [rest] if rest else [], bool(rest)), texts)
        elif report.headings:
            report.headings[-1].guidance.append(text)
        elif _ATTACHMENT.fullmatch(text) is None:
            (report.cover if report.title else texts.loose).append(text)
        before = text


_ASIDE = re.compile(r"[（(][^（()）]{1,12}[)）]")
"""（参考提纲） below a report's title."""

_NOTES = frozenset({"填表说明", "填报说明", "填写说明", "填表须知", "填报须知", "编制说明"})
"""Titles of lists of sentences that are no outline."""


def _take_heading(heading: Heading, texts: Texts) -> None:
    """A heading, of the same report; one that counts from one again begins another."""
    report = texts.reports[-1] if texts.reports else None
    begins = _BEGINS.match(heading.text) is not None
    begun = report is not None and any(_BEGINS.match(other.text) for other in report.headings)
    if report is None or (begins and begun and heading.level == report.headings[0].level):
        report = Outline()
        texts.reports.append(report)
    report.headings.append(heading)


_BEGINS_TITLE = re.compile(r"^(?=.*年度?)(?!.*报告)[^：:。]{4,40}(?:支出|项目|资金)$")
"""The first of the two lines that a long title takes."""

_BEGINS = re.compile(r"\s*一\s*[、.．]")


def _outline_alone(headings: list[Heading]) -> list[Heading]:
    """The headings of an outline; of a report that is written out, numbered sentences of its text are none."""
    written = sum(len(text) for heading in headings for text in heading.guidance)
    if written < _WRITTEN_OUT * len(headings):
        return headings
    headings = [heading for heading in headings if not heading.runs_in or _stands_out(heading)]
    for heading in headings:
        heading.guidance = []
    _mend_numbers(headings)
    kept = [heading for heading in headings if 0 < heading.level < _DIGIT_STYLE and not _is_sentence(heading.text)]
    for heading in kept:
        heading.text = re.split(r"[：:。]", heading.text)[0]
    return kept or headings


def _stands_out(heading: Heading) -> bool:
    """Whether what begins a paragraph of a written report is a heading: a chapter's, a known one, one over a word."""
    is_short = sum(map(len, heading.guidance)) <= _SHORT_TEXT
    return 0 < heading.level <= _CHAPTER or is_short or bool(known().key("sections", _said(heading)))


def _said(heading: Heading) -> str:
    return without_numbering(heading.text).strip()


def _mend_numbers(headings: Sequence[Heading]) -> None:
    """Numbers that Word's lists have changed: （2） behind （一）, 3、 behind 二、, 1、 before the first （一）."""
    chapter = count = 0
    for number, heading in enumerate(headings):
        following = headings[number + 1].level if number + 1 < len(headings) else 0
        is_first = heading.level == _DIGIT_STYLE and following == _IN_BRACKETS and number == 0
        if is_first or (heading.level == _DIGIT_STYLE and _counts_on(heading, chapter, headings[number + 1 :])):
            heading.level, heading.text = _CHAPTER, _number(1, chapter + 1) + _said(heading)
        elif heading.level == _DIGITS_IN_BRACKETS and count and f"{count + 1}" in heading.text[:4]:
            heading.level, heading.text = _IN_BRACKETS, _number(2, count + 1) + _said(heading)
        if heading.level == _IN_BRACKETS:
            count += 1
        elif 0 < heading.level < _IN_BRACKETS:
            count, chapter = 0, chapter + 1


def _counts_on(heading: Heading, chapter: int, rest: Sequence[Heading]) -> bool:
    """Whether a heading numbered by digits stands where the next chapter is missing: 3、 between 二、 and 四、."""
    after = next((other for other in rest if other.level == _CHAPTER), None)
    is_next = chapter > 0 and re.match(rf"\s*{chapter + 1}\s*[、.．]", heading.text) is not None
    later = tuple(_number(1, chapter + more) for more in range(2, _MOST_MISSING + 2))
    return is_next and after is not None and after.text.strip().startswith(later)


_MOST_MISSING = 3
"""Chapters in a row whose numbers a list has changed."""


def _is_sentence(text: str) -> bool:
    text = text.rstrip("。：: ")
    return bool(re.search(r"[，,；;。]|\d+(?:\.\d+)?(?:万元|%|分|个|人)", text)) or len(text) > _LONGEST_WRITTEN


_WRITTEN_OUT, _LONGEST_WRITTEN, _SHORT_TEXT = 60, 30, 12
"""Characters of text for each heading that a report has and an outline has not; of a heading; of 无。 behind one."""


def _is_report_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and any(word in text for word in ("报告", "总结", "提纲"))


def _is_first(paragraph: RawParagraph) -> bool:
    return bool(_style_level(paragraph)) or _style_of(paragraph.text) <= _DIGIT_STYLE


_CHAPTER, _IN_BRACKETS, _DIGIT_STYLE, _DIGITS_IN_BRACKETS = 2, 3, 4, 7


def _heading_in(paragraph: RawParagraph) -> tuple[str, str]:
    """The heading that a paragraph is, or begins with, and the text that runs on behind it; "" for none."""
    text = paragraph.text.strip()
    match = _RUNS_IN.match(text) if _style_of(text) else None
    if match is not None:
        return match[1], match[2]
    return (text if _is_heading(paragraph) else ""), ""


_RUNS_IN = re.compile(r"([^，,；;。：:]{4,36})[。：:]\s*(\S.*)$", re.DOTALL)
"""（一）项目概况。包括项目背景、资金投入等。"""


def _is_heading(paragraph: RawParagraph) -> bool:
    text = paragraph.text.strip()
    if len(text) > _LONGEST_HEADING or not without_numbering(text).strip("。.：: "):
        return False
    return _style_of(text) > 0 or _style_level(paragraph) > 0


def _style_of(text: str) -> int:
    """Which way a heading is numbered, from 1; 0 if it is not."""
    found = (number for number, style in enumerate(_NUMBERED, 1) if style.match(text))
    return next(found, 0)


def _style_level(paragraph: RawParagraph) -> int:
    """The level that Word's own heading styles or numbering give a paragraph; 0 for none."""
    properties = paragraph.element.find(f"{_W}pPr") if paragraph.element is not None else None
    if properties is None:
        return 0
    style = properties.find(f"{_W}pStyle")
    match = (
        re.fullmatch(r"(?:heading\s*|标题\s*)?([1-6])", style.get(f"{_W}val", "").lower())
        if style is not None
        else None
    )
    if match:
        return int(match[1])
    level = properties.find(f"{_W}outlineLvl")
    if level is None:
        level = properties.find(f"{_W}numPr/{_W}ilvl")
    value = level.get(f"{_W}val", "") if level is not None else ""
    return int(value) + 1 if value.isdecimal() and int(value) < _DEEPEST else 0


def _level(headings: list[Heading]) -> None:
    """Levels count the ways of numbering in use, outermost first; what Word numbers itself gets its number."""
    used = sorted({heading.level for heading in headings if heading.level > 0})
    counts = [0] * (_DEEPEST + 1)
    for heading in headings:
        made = heading.level < 0
        heading.level = min(-heading.level if made else used.index(heading.level) + 1, _DEEPEST)
        counts[heading.level] += 1
        counts[heading.level + 1 :] = [0] * (_DEEPEST - heading.level)
        if made and not _style_of(heading.text):
            heading.text = _number(heading.level, counts[heading.level]) + heading.text
        heading.text = heading.text.rstrip("。：: ")


def _number(level: int, count: int) -> str:
    tens, ones = divmod(count, 10)
    chinese = (
        _CHINESE_DIGITS[count]
        if count <= 10
        else f"{'' if tens == 1 else _CHINESE_DIGITS[tens]}十{_CHINESE_DIGITS[ones] if ones else ''}"
    )
    return _MADE_NUMBERS[level - 1].format(chinese=chinese, digit=count)


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
    is_numbered = _NUMBERED_NOTE.match(text) is not None and len(text) > _LONGEST_HEADING
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
