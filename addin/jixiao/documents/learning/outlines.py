"""The outline of a report: its title, and its headings with what the blank says belongs under each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawParagraph
from jixiao.documents.learning.heading_numbers import (
    CHAPTER,
    DIGITS,
    DIGITS_IN_BRACKETS,
    IN_BRACKETS,
    OUTERMOST,
    PLACELESS,
    chapter_number,
    count_of,
    number_of,
    point_of,
    section_number,
    style_of,
    without_number,
)
from jixiao.documents.learning.known import known
from jixiao.documents.word_package import W

LONGEST_TITLE = 60
LONGEST_HEADING = 45
_DEEPEST = 4
_OUTERMOST = 10
"""What is taken from the level of a heading without a number, so that it stands above those that are numbered."""

ATTACHMENT = re.compile(r"\s*(附件|附表|附)\s*([\d一二三四五六七八九十]*(?:[-－]\d+)?)\s*[：:]?\s*$")


@dataclass(slots=True)
class Heading:
    """A heading of the report's outline, and what the blank says belongs there."""

    text: str
    level: int
    guidance: list[str] = field(default_factory=list)
    runs_in: bool = False
    """Whether its text ran on in the same paragraph."""


@dataclass(slots=True)
class LearnedOutline:
    """A report's title, what stands on its cover, and its headings."""

    title: str = ""
    cover: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    year: int = 0
    """The year that its file prints."""


def take_report(paragraphs: Sequence[RawParagraph], reports: list[LearnedOutline], loose: list[str]) -> None:
    """Take paragraphs as the outlines of reports; what belongs to none is added to the loose ones."""
    before, in_notes = "", False
    bare = _bare_headings(paragraphs)
    plain_bold = _bold_headings(paragraphs)
    has_outer = any(0 < style_of(paragraph.text) <= DIGITS for paragraph in paragraphs)
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        in_notes = (in_notes or normal(text) in _NOTES) and not is_chapter(text) and not _is_report_title(text)
        if in_notes:
            loose.append(text)
            continue
        report = reports[-1] if reports else LearnedOutline()
        is_open = bool(report.headings) or (bool(report.title) and not has_outer)
        is_plain_bold = is_open and text in plain_bold - bare
        said, rest = (text, "") if text in bare or is_plain_bold else _heading_in(paragraph)
        if _is_report_title(text) and not said and not (report.title and _ASIDE.fullmatch(text)):
            reports.append(LearnedOutline(before + text if _BEGINS_TITLE.search(before) else text))
        elif said and (report.headings or _can_begin(paragraph, report, has_outer)):
            level = _BOLD if is_plain_bold else style_of(said) or max(_style_level(paragraph), 1) - _OUTERMOST
            _take_heading(Heading(said, level, [rest] if rest else [], bool(rest)), reports)
        elif report.headings:
            report.headings[-1].guidance.append(text)
        elif ATTACHMENT.fullmatch(text) is None:
            (report.cover if report.title else loose).append(text)
        before = text


_ASIDE = re.compile(r"[（(][^（()）]{1,12}[)）]")
"""（参考提纲） below a report's title."""

_NOTES = frozenset({"填表说明", "填报说明", "填写说明", "填表须知", "填报须知", "编制说明"})
"""Titles of lists of sentences that are no outline."""


def _take_heading(heading: Heading, reports: list[LearnedOutline]) -> None:
    """A heading, of the same report; one that counts from one again begins another."""
    report = reports[-1] if reports else None
    begins = _BEGINS.match(heading.text) is not None
    begun = report is not None and any(_BEGINS.match(other.text) for other in report.headings)
    if report is not None and _is_series_within(heading, report.headings):
        heading.level += _WITHIN
    if report is None or (begins and begun and heading.level == report.headings[0].level):
        report = LearnedOutline()
        reports.append(report)
    report.headings.append(heading)


def _is_series_within(heading: Heading, before: Sequence[Heading]) -> bool:
    """Whether a heading is one of those numbered alike but for the mark behind, below one: 一. below 一、."""
    if heading.level not in (CHAPTER, DIGITS):
        return False
    for other in reversed(before):
        is_alike = point_of(other.text) == point_of(heading.text)
        if other.level < heading.level or (other.level == heading.level and is_alike):
            return False
        if other.level == heading.level:
            return count_of(heading.text) == 1
        if other.level == heading.level + _WITHIN and is_alike:
            return True
    return False


_WITHIN = 5
"""What is added to the level of a way of numbering that stands below itself."""

_BEGINS_TITLE = re.compile(r"^(?=.*年度?)(?!.*报告)[^：:。]{4,40}(?:支出|项目|资金)$")
"""The first of the two lines that a long title takes."""

_BEGINS = re.compile(r"\s*一\s*[、.．]")


def outline_alone(headings: list[Heading]) -> list[Heading]:
    """The headings of an outline with their levels; numbered sentences of a report that is written out are none."""
    _place_placeless(headings)
    kept = _without_sentences(headings)
    _place_first(kept)
    _level(kept)
    return kept


def _place_placeless(headings: Sequence[Heading]) -> None:
    """A way of numbering without a place of its own stands right below the one it was first met under."""
    places: dict[int, int] = {}
    before = OUTERMOST - 1
    for heading in headings:
        if heading.level >= PLACELESS:
            heading.level = places.setdefault(heading.level, before + 1)
        before = heading.level


def _place_first(headings: Sequence[Heading]) -> None:
    """What begins an outline is outermost, whatever stands outside of it elsewhere, if it counts on past that."""
    first = headings[0].level
    outer = {heading.level for heading in headings if heading.level < first}
    if not any(_counts_past(headings, first, way) for way in outer):
        return
    for heading in headings:
        if heading.level == first:
            heading.level = min(outer) - 1


def _counts_past(headings: Sequence[Heading], first: int, way: int) -> bool:
    """Whether headings of the first way count on past those of another: 一、, 第一章, 第二章, 二、."""
    place = next(number for number, heading in enumerate(headings) if heading.level == way)
    before = [heading for heading in headings[:place] if heading.level == first][-1]
    after = next((heading for heading in headings[place:] if heading.level == first), None)
    return after is not None and count_of(after.text) == count_of(before.text) + 1 > 1


def _without_sentences(headings: list[Heading]) -> list[Heading]:
    written = sum(len(text) for heading in headings for text in heading.guidance)
    if written < _WRITTEN_OUT * len(headings):
        return headings
    headings = [heading for heading in headings if not heading.runs_in or _stands_out(heading)]
    for heading in headings:
        heading.guidance = []
    _mend_numbers(headings)
    kept = [heading for heading in headings if _is_of_outline(heading.level) and not _is_sentence(heading.text)]
    for heading in kept:
        heading.text = re.split(r"[：:。]", heading.text)[0]
    return kept or headings


def _is_of_outline(level: int) -> bool:
    """Whether headings of a written report are numbered so; 1. and A. number its sentences."""
    return level <= CHAPTER or (level < DIGITS and level % _WITHIN == 0)


def _stands_out(heading: Heading) -> bool:
    """Whether what begins a paragraph of a written report is a heading: a chapter's, a known one, one over a word."""
    is_short = sum(map(len, heading.guidance)) <= _SHORT_TEXT
    return heading.level <= CHAPTER or is_short or bool(known().key("sections", said_by(heading)))


def said_by(heading: Heading) -> str:
    """A heading without its number."""
    return without_number(heading.text).strip()


def _mend_numbers(headings: Sequence[Heading]) -> None:
    """Numbers that Word's lists have changed: （2） behind （一）, 3、 behind 二、, 1、 before the first （一）."""
    chapter = count = 0
    for number, heading in enumerate(headings):
        following = headings[number + 1].level if number + 1 < len(headings) else 0
        is_first = heading.level == DIGITS and following == IN_BRACKETS and number == 0
        if is_first or (heading.level == DIGITS and _counts_on(heading, chapter, headings[number + 1 :])):
            heading.level, heading.text = CHAPTER, chapter_number(chapter + 1) + said_by(heading)
        elif heading.level == DIGITS_IN_BRACKETS and count and f"{count + 1}" in heading.text[:4]:
            heading.level, heading.text = IN_BRACKETS, section_number(count + 1) + said_by(heading)
        if heading.level == IN_BRACKETS:
            count += 1
        elif heading.level < IN_BRACKETS:
            count, chapter = 0, chapter + 1


def _counts_on(heading: Heading, chapter: int, rest: Sequence[Heading]) -> bool:
    """Whether a heading numbered by digits stands where the next chapter is missing: 3、 between 二、 and 四、."""
    after = next((other for other in rest if other.level == CHAPTER), None)
    is_next = chapter > 0 and re.match(rf"\s*{chapter + 1}\s*[、.．]", heading.text) is not None
    later = tuple(chapter_number(chapter + more) for more in range(2, _MOST_MISSING + 2))
    return is_next and after is not None and after.text.strip().startswith(later)


_MOST_MISSING = 3
"""Chapters in a row whose numbers a list has changed."""


def _is_sentence(text: str) -> bool:
    text = text.rstrip("。：: ")
    return bool(re.search(r"[，,；;。]|\d+(?:\.\d+)?(?:万元|%|分|个|人)", text)) or len(text) > _LONGEST_WRITTEN


_WRITTEN_OUT, _LONGEST_WRITTEN, _SHORT_TEXT = 60, 30, 12
"""Characters of text for each heading that a report has and an outline has not; of a heading; of 无。 behind one."""


def _is_report_title(text: str) -> bool:
    is_named = any(word in text for word in ("报告", "总结", "提纲"))
    return is_named and len(text) <= LONGEST_TITLE and not _IN_SENTENCES.search(text)


_IN_SENTENCES = re.compile(r"[，,；;。]")


def _can_begin(paragraph: RawParagraph, report: LearnedOutline, has_outer: bool) -> bool:
    """Whether an outline may begin with a heading: （1） and ① only below a title, where nothing else is numbered."""
    way = style_of(paragraph.text)
    return way <= DIGITS or (bool(report.title) and (way >= PLACELESS or not has_outer))


def is_chapter(text: str) -> bool:
    """Whether a paragraph is a heading of the outermost kinds: 第一部分, 一、."""
    return 0 < style_of(text) <= CHAPTER and len(text) <= LONGEST_HEADING


# ---- outlines without numbers -------------------------------------------------------------------------------


def _bare_headings(paragraphs: Sequence[RawParagraph]) -> set[str]:
    """The short lines below a report's title that are its headings though nothing numbers them: most are known."""
    found: set[str] = set()
    lines: list[str] | None = None
    for paragraph in [*paragraphs, RawParagraph("提纲")]:
        text = paragraph.text.strip()
        if _is_report_title(text):
            found |= set(_mostly_known(lines or []))
            lines = []
        elif lines is not None and style_of(text):
            lines = None  # numbers tell its headings
        elif lines is not None and _BARE.fullmatch(text):
            lines.append(text)
    return found


_BARE = re.compile(r"[\u4e00-\u9fff（）()“”、]{4,24}")
_FEWEST_BARE = 3


def _mostly_known(lines: Sequence[str]) -> list[str]:
    are_known = sum(bool(known().section(line, is_chapter=False)) for line in lines)
    return list(lines) if are_known >= _FEWEST_BARE and are_known * 2 >= len(lines) else []


def _bold_headings(paragraphs: Sequence[RawParagraph]) -> set[str]:
    """Short lines without numbers that stand out in bold among others that do not."""
    lines = [paragraph for paragraph in paragraphs if not style_of(paragraph.text)]
    bold = [p.text.strip() for p in lines if _is_bold(p)]
    are_headings = [text for text in bold if _BARE.fullmatch(text) and not _NO_HEADING.search(text)]
    return set(are_headings) if len(bold) < len(lines) and len(are_headings) >= _FEWEST_BOLD else set()


_NO_HEADING = re.compile(r"(?:局|厅|委|委员会|办公室|中心|公章|盖章|目录|提纲|报告)[）)]?$")
"""Who wrote a report, and its title, stand in bold too."""

_FEWEST_BOLD = 2
"""One line in bold is none of several headings."""

_BOLD = 2 * PLACELESS
"""Headings in bold without a number stand below the way of numbering they are first met under."""


def _is_bold(paragraph: RawParagraph) -> bool:
    """Whether all words of a paragraph are in bold."""
    if paragraph.element is None:
        return False
    runs = [run for run in paragraph.element.iter(f"{W}r") if "".join(run.itertext()).strip()]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(m is not None and m.get(f"{W}val", "1") not in ("0", "false") for m in marks)


# ---- single headings ----------------------------------------------------------------------------------------


def _heading_in(paragraph: RawParagraph) -> tuple[str, str]:
    """The heading that a paragraph is, or begins with, and the text that runs on behind it; "" for none."""
    text = paragraph.text.strip()
    number = number_of(text)
    match = _RUNS_IN.match(text, len(number)) if number else None
    if match is not None:
        return number + match[1], match[2]
    return (text if is_heading(paragraph) else ""), ""


_RUNS_IN = re.compile(r"((?:[（(][^（()）]{1,20}[)）]|[^，,；;。：:（(]){1,36})[。：:]\s*(\S.*)$", re.DOTALL)
"""（一）项目概况。包括项目背景、资金投入等。"""


def is_heading(paragraph: RawParagraph) -> bool:
    """Whether a paragraph is numbered as headings are, or Word says that it is one."""
    text = paragraph.text.strip()
    if len(text) > LONGEST_HEADING or not without_number(text).strip("。.：: "):
        return False
    return style_of(text) > 0 or _style_level(paragraph) > 0


def _style_level(paragraph: RawParagraph) -> int:
    """The level that Word gives a paragraph as a heading, from 1; 0 for none."""
    level = paragraph.element.find(f"{W}pPr/{W}outlineLvl") if paragraph.element is not None else None
    value = level.get(f"{W}val", "") if level is not None else ""
    return int(value) + 1 if value.isdecimal() and int(value) < _DEEPEST else 0


def _level(headings: Sequence[Heading]) -> None:
    """A heading is one level below the one that it belongs to, whichever way it is numbered."""
    open_ways = sorted({heading.level for heading in headings if heading.level < headings[0].level})
    for heading in headings:
        while open_ways and open_ways[-1] > heading.level:
            open_ways.pop()
        if not open_ways or open_ways[-1] < heading.level:
            open_ways.append(heading.level)
        heading.level = min(len(open_ways), _DEEPEST)
        heading.text = heading.text.rstrip("。：: ")
