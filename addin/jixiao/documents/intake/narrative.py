"""The report's prose by section, whatever the style of its numbering."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jixiao.documents.intake.labels import Spellings, normal
from jixiao.model.forms.family import Family, Report
from jixiao.model.forms.numbering import without_numbering

_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_CHINESE = "[一二三四五六七八九十]"
_CHINESE_DATE = re.compile(rf"([二〇○零0一三四五六七八九]{{4}})年({_CHINESE}{{1,2}})月({_CHINESE}{{1,3}})日")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NO_DATE = re.compile(r"\s*年\s*月\s*日\s*")
_COVER = re.compile(
    r"自评报告$|盖章|此页为封面|^[（(]?20\d\d年度?[)）]?$|(整体支出|项目支出)$|^附件[\d一二三四五六七八九十\s：:—-]*$"
)
_MARK = re.compile(r"\{[^{}]*\}")
_LEAST_WORDS = 4
"""Of a title, beside what is filled in: a line that only shows the date is no title."""

_BETWEEN = "。.：: \u3000\t\n"
_ENDS = re.compile(r"[。；！？，,;]")
_NOTHING = "无"
_FORM_NUMBER = re.compile(
    r"^\s*附\s*(?:[件表]|(?=\d))\s*(?:[：:]\s*)?(?:附\s*[件表]?\s*)?[\d一二三四五六七八九十]*(?:[-—－]\d+)?[\s：:.．、]*"
)
_COPIES = re.compile(r"[（(]共\s*\d+\s*[张份][)）]\s*$")
_TABLES = ("自评表", "基础数据表", "考核评分表")
"""How the titles of forms end, whatever else they name."""
_TITLE_LENGTH = 45
_HEADING_EXTRA = 8
"""A heading without a number may be this much longer than the family's."""


@dataclass(slots=True)
class Narrative:
    """What the prose says: ``texts`` by report and section, ``headings`` the sections found of each report.

    ``others`` are paragraphs that belong to no section.
    """

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    headings: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    date: str = ""


class NarrativeReader:
    """Takes paragraphs in order; a table or a cover line ends the section that is open."""

    def __init__(self, family: Family) -> None:
        self._reports = {report.id: report for report in family.outline.reports}
        self._vocabulary = Spellings(family.synonyms)
        self._titles = [*_title_patterns(family)]
        self._report = ""
        self._index = -1
        self._is_open = False
        self._lines: dict[tuple[str, str], list[str]] = {}
        self.narrative = Narrative()

    def close(self) -> None:
        """What follows is no part of the section that is open."""
        self._is_open = False

    def take(self, paragraph: str) -> None:
        """One paragraph: a heading, a cover line, or a section's text."""
        text = paragraph.strip()
        if self._take_heading(text) or self._take_cover(text):
            return
        if self._is_open:
            section = self._reports[self._report].sections[self._index]
            self._lines[self._report, section.key].append(text)
        else:
            self.narrative.others.append(text)

    def finish(self) -> Narrative:
        """All that was read."""
        for (report, section), lines in self._lines.items():
            self.narrative.headings.setdefault(report, []).append(section)
            if lines:
                self.narrative.texts.setdefault(report, {})[section] = "\n".join(lines)
        return self.narrative

    def _take_heading(self, text: str) -> bool:
        found = [
            (report_id, *match)
            for report_id, first in self._candidates()
            for match in self._matches(self._reports[report_id], text, first)
        ]
        if not found:
            return False
        report_id, index, _, rest = next((item for item in found if item[2]), found[0])
        self._report, self._index, self._is_open = report_id, index, True
        section = self._reports[report_id].sections[index]
        lines = self._lines.setdefault((report_id, section.key), [])
        if rest:
            lines.append(rest)
        return True

    def _candidates(self) -> Iterable[tuple[str, int]]:
        """Where the next heading may be: later in this report, or at the beginning of another."""
        if self._report:
            yield self._report, self._index + 1
        for report_id in self._reports:
            started = any(report == report_id for report, _ in self._lines)
            if report_id != self._report and not started:
                yield report_id, 0

    def _matches(self, report: Report, text: str, first: int) -> Iterable[tuple[int, bool, str]]:
        """Sections whose heading the paragraph is: word for word or only alike, and the text that runs on behind."""
        is_own = report.id == self._report or not self._is_open
        last = len(report.sections) if is_own else 2  # in the middle of one, another is entered at its beginning
        bare = without_numbering(text)
        is_numbered = bare != text
        for index in range(first, min(last, len(report.sections))):
            core = without_numbering(report.sections[index].heading)
            end = self._vocabulary.prefix(bare, core)
            if end and (is_numbered or len(bare) <= len(core) + _HEADING_EXTRA):
                yield index, True, _run_in(bare, end)
            elif len(bare) <= len(core) + _HEADING_EXTRA and self._is_said_otherwise(bare, core, is_numbered):
                yield index, False, ""

    def _is_said_otherwise(self, bare: str, core: str, is_numbered: bool) -> bool:
        """Whether a line is a known other wording of a heading, or, with a number before it, one like it."""
        return self._vocabulary.equal(bare, core) or (is_numbered and self._vocabulary.same(bare, core))

    def _take_cover(self, text: str) -> bool:
        """Titles, seals and dates of a cover page end a section and are no text of it."""
        date = _date("".join(text.split()))
        if date:
            self.narrative.date = self.narrative.date or date
        elif (self._is_open or not _NO_DATE.fullmatch(text)) and not self._is_cover(text):
            return False
        self.close()
        return True

    def _is_cover(self, text: str) -> bool:
        return (len(text) <= _TITLE_LENGTH and bool(_COVER.search(text))) or any(
            title.fullmatch("".join(text.split())) for title in self._titles
        )


def _date(text: str) -> str:
    """The date that a line consists of, its figures in Arabic digits; the empty text if it is no date."""
    if match := _DATE.fullmatch(text):
        year, month, day = (int(number) for number in match.groups())
    elif match := _CHINESE_DATE.fullmatch(text):
        year, month, day = int(match[1].translate(_DIGITS)), _below_hundred(match[2]), _below_hundred(match[3])
    else:
        return ""
    return f"{year}年{month}月{day}日"


def _below_hundred(text: str) -> int:
    """``二十八`` → 28."""
    tens, ten, ones = text.rpartition("十")
    return (int(tens.translate(_DIGITS) or 1) * 10 if ten else 0) + int(ones.translate(_DIGITS) or 0)


def _title_patterns(family: Family) -> Iterator[re.Pattern[str]]:
    """The titles and cover lines of the family's own reports, whatever is filled in."""
    for template in (*family.outline.cover.lines, *(report.title for report in family.outline.reports)):
        pieces = ["".join(piece.split()) for piece in _MARK.split(template)]
        if sum(map(len, pieces)) >= _LEAST_WORDS:
            yield re.compile("[^。；]{0,80}".join(map(re.escape, pieces)))


def _run_in(heading: str, end: int) -> str:
    """The text that runs on behind a heading; a few words without a sign between them are still the heading's."""
    rest = heading[end:].lstrip(_BETWEEN)
    is_apart = heading[end - 1] in _BETWEEN or heading[end : end + 1] in tuple(_BETWEEN)
    is_wording = not is_apart and len(rest) <= _HEADING_EXTRA and rest != _NOTHING and not _ENDS.search(rest)
    return "" if is_wording else rest


def is_form_line(text: str, titles: Iterable[str]) -> bool:
    """Whether a paragraph is the title or number of an attachment, or an entry of their list."""
    said = _FORM_NUMBER.sub("", _COPIES.sub("", text), count=1)
    bare = normal(said).replace("年度", "").replace("度", "")
    if not bare:
        return said != text
    is_table_title = len(text) <= _TITLE_LENGTH and bare.endswith(_TABLES) and not _ENDS.search(text)
    return is_table_title or any(bare == title.replace("度", "") for title in titles)


def is_other_attachment(text: str) -> bool:
    """Whether a paragraph names an attachment that is no form of the family: no text of the section before it."""
    return bool(_FORM_NUMBER.match(text)) and len(text) <= _TITLE_LENGTH and not _ENDS.search(text)
