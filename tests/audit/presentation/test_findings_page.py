"""The page: complete, escaped, nothing to load, grouped and counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from jixiao.audit.presentation import Review, page
from jixiao.core.functions.results import Outcome
from lxml import html

from .conftest import HOSTILE, LONG, finding


def text_of(content: str) -> str:
    return re.sub(r"\s+", " ", html.fromstring(content).find("body").text_content())


def test_it_is_one_page_that_loads_nothing_and_runs_nothing(review: Review) -> None:
    content = page(review, date(2025, 5, 6))
    assert content.startswith("<!DOCTYPE html>")
    tree = html.fromstring(content)
    assert tree.xpath("//script | //link | //img | //iframe | //@src | //@href | //@onclick") == []
    assert not re.search(r"url\(|@import|https?://", content)
    assert "default-src 'none'" in content
    assert tree.xpath("//meta[@name='viewport']")
    assert "@media print" in content
    assert "校验日期：2025-05-06" in text_of(content)


@pytest.mark.parametrize("name", ["junshan-2024", "quyuan-2024", "hengyang-2022", "changji-2024"])
def test_every_finding_of_a_published_report_stands_on_it_with_all_it_says(
    name: str, review_of: Callable[[str], Review]
) -> None:
    found = review_of(name)
    articles = html.fromstring(page(found)).xpath("//article")
    assert len(articles) == len(found.failed)
    shown = [re.sub(r"\s+", "", article.text_content()) for article in articles]
    for told in (f for group in found.groups.values() for f in group):
        parts = [told.check, told.message, told.action, told.source, told.sheet, told.cell, told.where, *told.figures]
        assert any(all(re.sub(r"\s+", "", part) in text for part in parts) for text in shown), told


def test_what_is_wrong_stands_under_its_attachment_in_the_order_of_the_document(review: Review) -> None:
    prose = finding(form_index=-1, sheet="报告正文", cell="", where="（二）机构设置：“编制5人”")
    mixed = replace(review, findings=(prose, finding(form_index=2), finding(form_index=0)))
    headings = [heading.text for heading in html.fromstring(page(mixed)).xpath("//section/h2")]
    assert [heading.split("　")[0].split(" ")[0] for heading in headings] == ["附件1", "附件3", "报告正文"]
    assert "（国资中心专项工作经费）" in headings[1]
    assert all(heading.endswith("　1 处") for heading in headings)


def test_all_three_outcomes_are_counted_and_what_cannot_be_judged_says_why(review: Review) -> None:
    unknown = finding(outcome=Outcome.UNKNOWN, message="还没有填全", title="某项")
    passed = finding(outcome=Outcome.PASS, message="")
    other = finding(outcome=Outcome.UNKNOWN, message="成本没有定上限", title="另一项")
    levels = (finding(severity="warning"), finding(severity="warning"), finding())
    shown = text_of(page(replace(review, findings=(*levels, unknown, unknown, other, passed))))
    assert "3✗ 不符1✓ 通过2－ 还没有填1－ 没有核对" in shown
    assert "错误 1，提醒 2，提示 0" in shown
    assert "还没有填，所以没有核对的还没有填全（2 项）C02 某项" in shown
    assert "没有核对的，和为什么成本没有定上限（1 项）C02 另一项" in shown


def test_where_nothing_is_wrong_it_says_so(review: Review) -> None:
    assert "没有发现不符的地方" in text_of(page(replace(review, findings=())))


def test_the_level_is_told_by_word_and_by_colour(review: Review) -> None:
    for severity, word in (("error", "错误"), ("warning", "提醒"), ("info", "提示")):
        (badge,) = html.fromstring(page(replace(review, findings=(finding(severity=severity),)))).find_class("badge")
        assert (badge.text, badge.get("class")) == (word, f"badge {severity}")


@pytest.mark.parametrize("field", ["message", "action", "source", "where", "sheet", "cell", "title", "check"])
def test_hostile_texts_stay_texts(field: str, review: Review) -> None:
    content = page(replace(review, findings=(finding(**{field: HOSTILE, "form_index": -1}),)))
    tree = html.fromstring(content)
    assert tree.xpath("//script") == []
    assert '<script>alert("1")</script>&amp; =1+1' in tree.xpath("string(//article)")


def test_a_hostile_unit_file_and_figure_stay_texts(review: Review) -> None:
    review.evaluation.submission.unit = HOSTILE
    content = page(replace(review, file=HOSTILE, findings=(finding(figures=(HOSTILE,)),)))
    assert html.fromstring(content).xpath("//script") == []
    assert "</script>" not in content


def test_a_very_long_text_is_cut_and_says_so(review: Review) -> None:
    content = page(replace(review, findings=(finding(message=LONG),)))
    assert len(content) < 30_000
    assert "…" in content
