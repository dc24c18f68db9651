"""The findings as one page for a browser: nothing to load, no script, good on a phone and on paper.

Built as a tree, so that whatever a file says is text on the page and never markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import resources
from typing import Any

from jixiao.audit.checks import Finding
from jixiao.audit.checks.findings import SEVERITY
from jixiao.audit.presentation.elements import E, as_html
from jixiao.audit.presentation.form_pieces import piece_of, piece_table
from jixiao.audit.presentation.results import NOT_JUDGED, UNFILLED, Review, place_of, shortened
from jixiao.model.forms.sheet_titles import EXPLANATION

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the page: nothing."""

_LONGEST = 4000
"""Characters of one text that the page shows; a finding's own words are far shorter."""


def page(review: Review, made: date | None = None) -> str:
    """The findings of a file as a page.

    Args:
        review: the findings.
        made: the day to print on the page; ``None`` leaves it out.

    Returns:
        The whole page.
    """
    submission = review.evaluation.submission
    title = f"{submission.unit or review.file} {submission.year}年度绩效自评校验结果"
    head = E.header(E.h1(_short(title)), E.p(_short(_origin(review, made)), {"class": "soft"}))
    return whole_page(title, (head, *findings_of(review)))


def whole_page(title: str, content: Iterable[Any], style: str = "") -> str:
    """A page that loads nothing: its content as elements, under the style of all our pages and one of its own."""
    tree = E.html(_head(title, style), E.body(E.main(*content)), lang="zh-CN")
    return f"<!DOCTYPE html>\n{as_html(tree)}"


def _head(title: str, style: str) -> Any:
    head = E.head(E.meta(charset="utf-8"), E.meta(name="viewport", content="width=device-width, initial-scale=1"))
    head.append(E.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}))
    head.append(E.title(_short(title)))
    head.append(E.style(resources.files("jixiao.audit.presentation").joinpath("page.css").read_text("utf-8") + style))
    return head


def findings_of(review: Review) -> Iterator[Any]:
    """What stands below the page's title: counts, findings by attachment, what could not be judged."""
    yield from _counts(review)
    if not review.failed:
        yield E.p("没有发现不符的地方。", {"class": "none"})
    for name, findings in review.groups.items():
        heading = E.h2(_short(f"{name}　{len(findings)} 处"))
        yield E.section(heading, *(_article(review, finding) for finding in findings))
    yield from _unjudged(review)


def _origin(review: Review, made: date | None) -> str:
    parts = [f"文件：{review.file}" if review.file else "", f"表样：{review.evaluation.family.head.title}"]
    parts.append(f"校验日期：{made.isoformat()}" if made else "")
    return "　".join(part for part in parts if part)


def _counts(review: Review) -> Iterator[Any]:
    counts = [("fail", len(review.failed), "✗ 不符"), ("pass", review.passed, "✓ 通过")]
    for word, reasons in ((UNFILLED, review.unfilled), (NOT_JUDGED, review.obstacles)):
        if reasons:
            counts.append(("", sum(map(len, reasons.values())), f"－ {word}"))
    yield E.ul(*(E.li(E.b(str(n)), word, {"class": name}) for name, n, word in counts), {"class": "counts"})
    levels = "，".join(f"{SEVERITY[name]} {count}" for name, count in review.severities.items())
    yield E.p(f"不符的地方：{levels}", {"class": "soft"})


def _article(review: Review, finding: Finding) -> Any:
    badge = E.span(SEVERITY[finding.severity], {"class": f"badge {finding.severity}"})
    article = E.article(E.div(badge, E.h3(_short(f"{finding.check} {finding.title}"))), {"class": finding.severity})
    place = "　".join(text for text in (place_of(finding), finding.where) if text)
    article.append(E.p(E.b("位置："), _short(place)))
    article.append(E.p(_short(finding.message), {"class": "message"}))
    if piece := piece_of(review, finding):
        article.append(piece_table(piece))
    if finding.figures:
        article.append(E.p("数字：", *(E.span(_short(figure)) for figure in finding.figures), {"class": "figures"}))
    if finding.action:
        article.append(E.p(E.b("怎么办："), _short(finding.action)))
    if finding.explained:
        article.append(E.p(E.b(f"{EXPLANATION}："), _short(finding.explained)))
    if finding.source:
        article.append(E.p(_short(f"依据：{finding.source}"), {"class": "soft"}))
    return article


def _unjudged(review: Review) -> Iterator[Any]:
    if review.unfilled:
        yield E.h2(f"{UNFILLED}，所以没有核对的")
        yield _reasons(review.unfilled)
    if review.obstacles:
        yield E.h2(f"{NOT_JUDGED}的，和为什么")
        yield _reasons(review.obstacles)


def _reasons(found: Mapping[str, Sequence[Finding]]) -> Any:
    reasons = E.ul({"class": "reasons"})
    for reason, findings in found.items():
        titles = dict.fromkeys(f"{finding.check} {finding.title}" for finding in findings)
        line = E.li(E.b(_short(f"{reason or '没有说明原因'}（{len(findings)} 项）")))
        line.append(E.p(_short("；".join(titles)), {"class": "soft"}))
        reasons.append(line)
    return reasons


def _short(text: str) -> str:
    return shortened(text, _LONGEST)
