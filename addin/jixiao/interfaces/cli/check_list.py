"""What ``check`` says in words: three lines of what matters, then what is wrong in groups, worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.text import Text

from jixiao.audit.checks import Finding
from jixiao.audit.checks.findings import SEVERITY
from jixiao.audit.presentation import Review
from jixiao.audit.presentation.results import place_of
from jixiao.documents.report import OpenField, fields_to_fill
from jixiao.documents.workbook.read import BOOK_SUFFIXES
from jixiao.interfaces.cli.folding import folded
from jixiao.model.forms.sheet_titles import BEYOND_CELLS, EXPLANATION, UNPLACED

SCREEN = 24
"""Lines of a terminal; a list that is not asked for whole ends within them, however many warnings there are."""

_MOST_ERRORS, _MOST_OTHERS = 5, 3
"""Places of one group that the short list names."""

_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}

Group = tuple[Finding, list[Finding]]
"""Findings of one check with one thing to do; the first stands for all."""


def print_review(console: Console, review: Review, *, whole: bool = False) -> None:
    """What matters, then the list: what fits one screen, or everything."""
    is_book = Path(review.file).suffix.lower() in BOOK_SUFFIXES and not review.evaluation.submission.published
    to_fill = fields_to_fill(review.evaluation) if is_book else None
    for line in _Lines(console, review, to_fill).all(whole=whole):
        console.print(line, soft_wrap=True)  # they are folded to the width already


def print_findings(console: Console, review: Review) -> None:
    """What is wrong and where, whole, without the three lines."""
    for line in _Lines(console, review).whole_groups():
        console.print(line, soft_wrap=True)


class _Lines:
    """The list as lines, none wider than the console; ``to_fill`` only of a workbook that is being filled in."""

    def __init__(self, console: Console, review: Review, to_fill: Sequence[OpenField] | None = None) -> None:
        self._console = console
        self._review = review
        self._to_fill = to_fill
        self._groups = _grouped(review.failed)
        self._short = _short_names({finding.sheet for finding in review.failed})

    def all(self, *, whole: bool) -> list[Text]:
        lines = self._head()
        if whole:
            return [*lines, *self.whole_groups(), *self._not_judged(), *self._unfilled()]
        left_out = []
        for group in self._groups:
            told = self._group(group, whole=False)
            if group[0].severity == "error" or len(lines) + len(told) <= SCREEN - 2:
                lines += told
            else:
                left_out.append(group)
        return lines + self._rest(left_out)

    def whole_groups(self) -> list[Text]:
        return [line for group in self._groups for line in (Text(), *self._group(group, whole=True))]

    # ---- three lines -------------------------------------------------------------------------------------------------

    def _head(self) -> list[Text]:
        lines = [self._count(), self._first(), self._state()]
        return [folded for line in lines if line for folded in self._folded(line, 4)]

    def _count(self) -> Text:
        counts = self._review.severities
        others = "、".join(f"{SEVERITY[name]} {counts[name]} 处" for name in ("warning", "info") if counts[name])
        explained = sum(bool(finding.explained) for finding in self._review.failed)
        beyond = len(self._review.beyond_cells) if self._to_fill is not None else 0
        more = f"；{others}请看一看" if others else ""
        more += f"；其中 {beyond} 处{BEYOND_CELLS}，首页没有算" if beyond else ""
        more += f"；其中 {explained} 处单位写了{EXPLANATION}" if explained else ""
        if counts["error"]:
            return Text(f"错误 {counts['error']} 处要改{more}", "bold red")
        return Text(f"没有发现错误{more}", "bold")

    def _first(self) -> Text | None:
        if not self._groups:
            return None
        worst = self._groups[0][0]
        what = worst.message.partition("：")[0].replace("\n", " ")  # the figures follow below
        return Text(f"先看：{self._place(worst)} {what}")

    def _state(self) -> Text:
        blank = f"还要填 {len(self._to_fill)} 格" if self._to_fill else ""
        unplaced = len(self._review.evaluation.submission.unplaced) if self._to_fill is not None else 0
        waiting = f"“{UNPLACED}”里还有 {unplaced} 处" if unplaced else ""
        passed = f"核对通过 {self._review.passed} 项"
        if not self._review.evaluation.submission.forms:  # texts and tables alone: what agrees there is not counted
            passed = f"看了正文和表里的 {self._review.figures} 个数"
        first = f"；先填：{self._to_fill[0].where} {self._to_fill[0].name}" if self._to_fill else ""
        return Text("；".join(filter(None, (blank, waiting, passed))) + first)

    # ---- groups ------------------------------------------------------------------------------------------------------

    def _group(self, group: Group, *, whole: bool) -> list[Text]:
        first, findings = group
        head = Text.assemble((f"{SEVERITY[first.severity]} {first.check} ", _STYLE[first.severity]), first.action)
        if whole:
            return [*self._folded(head, 5), *(line for each in findings for line in self._folded(self._told(each), 4))]
        most = _MOST_ERRORS if first.severity == "error" else _MOST_OTHERS
        places = [self._told(same[0], [each.cell for each in same[1:]]) for same in _alike(findings[:most])]
        more = [Text(f"  另有 {len(findings) - most} 处")] if len(findings) > most else []
        return [*self._folded(head, 5), *(line for told in places for line in self._folded(told, 4)), *more]

    def _told(self, finding: Finding, others: Sequence[str] = ()) -> Text:
        """A finding with its place, and the other cells of the sheet it is told of too."""
        where = f"（{finding.where}）" if finding.where and not finding.cell else ""
        said = f"［{EXPLANATION}：{finding.explained}］" if finding.explained else ""
        places = "、".join([self._place(finding), *others])
        return Text(f"  {places}　{said}{finding.message}{where}".replace("\n", " "))

    def _place(self, finding: Finding) -> str:
        place = place_of(finding)
        return self._short.get(finding.sheet, finding.sheet) + place[len(finding.sheet) :]

    # ---- the end -----------------------------------------------------------------------------------------------------

    def _rest(self, left_out: Sequence[Group]) -> list[Text]:
        """What the short list leaves out, and how to see everything."""
        if left_out:
            counted = "、".join(f"{first.check} {len(findings)} 处" for first, findings in left_out)
            return [*self._folded(Text(f"没有列出的：{counted}"), 4), Text("全部内容：加 --all")]
        is_short = any(len(findings) > _MOST_OTHERS for _, findings in self._groups)
        return [Text("全部内容：加 --all")] if is_short or self._review.unjudged or self._to_fill else []

    def _not_judged(self) -> Iterator[Text]:
        titled = {"还没有填，所以没有核对的": self._review.unfilled, "没有核对的，和为什么": self._review.obstacles}
        for title, reasons in titled.items():
            yield from (Text(), Text(title, "bold")) if reasons else ()
            for reason, findings in reasons.items():
                checks = "、".join(dict.fromkeys(finding.check for finding in findings))
                yield from self._folded(Text(f"  {len(findings)} 项：{reason}（{checks}）"), 4)

    def _unfilled(self) -> Iterator[Text]:
        if self._to_fill:
            yield from (Text(), Text("还要填的", "bold"))
        for field in self._to_fill or ():
            yield from self._folded(Text(f"  {field.where} {field.name}：{field.advice}".rstrip("：")), 4)

    def _folded(self, text: Text, indent: int) -> Iterator[Text]:
        return folded(text, self._console.width, indent)


def _grouped(findings: Sequence[Finding]) -> list[Group]:
    """Worst first, then in the order of the document; what one check asks for in several places comes together."""
    worst = list(SEVERITY)
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for severity, of_one in groupby(sorted(findings, key=lambda f: worst.index(f.severity)), lambda f: f.severity):
        for finding in of_one:
            found.setdefault((severity, finding.check, finding.action), []).append(finding)
    return [(group[0], group) for group in found.values()]


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one check, those together that say the same of cells of one sheet."""
    found: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        own = "" if finding.cell else finding.where
        found.setdefault((finding.sheet, finding.message, finding.explained, own), []).append(finding)
    return list(found.values())


def _short_names(sheets: set[str]) -> dict[str, str]:
    """What a sheet's name begins with, where no other begins so."""
    first = {sheet: sheet.split(" ")[0] for sheet in sheets}
    return {sheet: word for sheet, word in first.items() if list(first.values()).count(word) == 1}
