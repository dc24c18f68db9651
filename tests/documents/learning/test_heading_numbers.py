"""Headings in whatever numbering: each at its level, and no sentence taken for one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from jixiao.documents.intake.raw_document import RawParagraph
from jixiao.documents.learning import learn
from jixiao.documents.learning.outlines import LearnedOutline, outline_alone, take_report

from . import blanks
from .blanks import Listed, write_docx

TITLE = "部门整体支出绩效自评报告"
TEXT = "写明有关情况，有数据支撑。"
WAYS = """
一、 二、 三、|一. 二. 三.|一． 二． 三．|一~、 二~、 三~、|一， 二， 三，|一： 二： 三：
一\u3000 二\u3000 三\u3000|一\t 二\t 三\t
（一） （二） （三）|(一) (二) (三)|（一) (二） （三）|（~一~） （~二~） （~三~）
（一）、 （二）、 （三）、|一） 二） 三）
〔一〕 〔二〕 〔三〕|【一】 【二】 【三】|㈠ ㈡ ㈢
1. 2. 3.|1、 2、 3、|１． ２． ３．|１、 ２、 ３、|01. 02. 03.|1~ 2~ 3~|1\t 2\t 3\t|1.~ 2.~ 3.~
1， 2， 3，|1： 2： 3：|⒈ ⒉ ⒊
1.1 1.2 1.3|1.1~ 1.2~ 1.3~|1．1 1．2 1．3|1.1.1~ 1.1.2~ 1.1.3~
(1) (2) (3)|（1） （2） （3）|（１） （２） （３）|1) 2) 3)|1） 2） 3）|⑴ ⑵ ⑶|[1] [2] [3]|【1】 【2】 【3】
① ② ③|①、 ②、 ③、|❶ ❷ ❸|㊀ ㊁ ㊂
第一部分~ 第二部分~ 第三部分~|第一部分： 第二部分： 第三部分：|第1部分~ 第2部分~ 第3部分~
第Ⅰ部分~ 第Ⅱ部分~ 第Ⅲ部分~|部分一： 部分二： 部分三：
第一篇~ 第二篇~ 第三篇~|第一章~ 第二章~ 第三章~|第一章 第二章 第三章|第一节~ 第二节~ 第三节~
Ⅰ~ Ⅱ~ Ⅲ~|Ⅰ、 Ⅱ、 Ⅲ、|Ⅰ. Ⅱ. Ⅲ.|I. II. III.|I、 II、 III、|（Ⅰ） （Ⅱ） （Ⅲ）|i. ii. iii.|(i) (ii) (iii)
A. B. C.|A、 B、 C、|Ａ． Ｂ． Ｃ．|（A） （B） （C）|(A) (B) (C)|a. b. c.|a) b) c)
甲、 乙、 丙、|甲. 乙. 丙.|（甲） （乙） （丙）|壹、 贰、 叁、|（壹） （贰） （叁）
"""
"""Ways of numbering, three numbers of each; ``~`` is a blank."""

PROSE = """
一是加强预算管理|一是：加强预算管理|首先，加强预算管理|其一，加强预算管理|第一，加强预算管理|第一、加强预算管理
甲、乙双方签订协议|A、B两类项目|A类项目|IT系统建设|一般公共预算收入|一\u3000般公共预算收入|三\u3000公经费情况|十二月底前完成
3000万元以上项目|2023年度完成情况|1.5万元以上项目|10:30开会|1-6月完成情况|5~个项目完成|12~月底前完成|3~万元以上|Ⅱ级应急响应|（含）基金收入
"""
"""What no heading begins with, whatever stands around it."""

ALONE = [way for line in WAYS.strip().split("\n") for way in line.split("|")]
BELOW = [way for way in ALONE if not way.startswith(("一", "第", "部分")) or way.startswith("一）")]


def numbers(way: str) -> list[str]:
    return [number.replace("~", " ") for number in way.split(" ")]


def outline(lines: Sequence[str]) -> list[tuple[str, int]]:
    """The headings of a report's lines, which must be one report, and their levels."""
    reports: list[LearnedOutline] = []
    take_report([RawParagraph(line) for line in (TITLE, *lines)], reports, [])
    assert len(reports) == 1
    return (
        [(heading.text, heading.level) for heading in outline_alone(reports[0].headings)] if reports[0].headings else []
    )


def with_text(headings: Sequence[str]) -> list[str]:
    return [line for heading in headings for line in (heading, TEXT)]


@pytest.mark.parametrize("way", ALONE)
def test_headings_of_one_way_are_of_the_first_level(way: str) -> None:
    said = [
        number + name for number, name in zip(numbers(way), ("部门基本情况", "预算执行情况", "存在问题"), strict=True)
    ]
    assert outline(with_text(said)) == [(text, 1) for text in said]


@pytest.mark.parametrize("way", BELOW)
def test_headings_of_another_way_are_below_the_chapters(way: str) -> None:
    first, second, third = numbers(way)
    levels = {
        "一、部门基本情况": 1, f"{first}主要职能": 2, f"{second}机构设置": 2, "二、预算执行情况": 1,
        f"{first}收入情况": 2, f"{second}支出情况": 2, f"{third}结余情况": 2, "三、存在问题": 1,
    }  # fmt: skip
    assert outline(with_text(list(levels))) == list(levels.items())


@pytest.mark.parametrize(
    "headings",
    [
        "1 第一部分 概况|2 一、主要职能|3 （一）职责|4 1.人员|4 2.编制|2 二、机构设置|1 第二部分 绩效|2 一、总体情况",
        "1 第一章 概况|2 第一节 职能|3 一、职责|2 第二节 机构|1 第二章 绩效",
        "1 一、概况|2 1.职能|3 （1）职责|4 ①人员|3 （2）编制|2 2.机构|1 二、绩效|2 1.产出",
        "1 一、概况|2 （1）职能|2 （2）机构|1 二、绩效|2 （一）产出|3 1.数量|3 2.质量",
        "1 Ⅰ、概况|2 一、职能|3 （一）职责|2 二、机构|1 Ⅱ、绩效|2 一、产出",
        "1 甲、概况|2 （一）职能|2 （二）机构|1 乙、绩效|2 （一）产出",
        "1 一、概况|2 A.职能|3 a.职责|3 b.人员|2 B.机构|1 二、绩效|2 A.产出",
        "1 壹、概况|2 一、职能|2 二、机构|1 贰、绩效|2 一、产出",
        "1 1.概况|2 1.1职能|3 1.1.1职责|2 1.2机构|1 2.绩效|2 2.1产出",
        "1 一、概况|2 ㈠职能|3 ⒈职责|4 ⑴人员|2 ㈡机构|1 二、绩效",
        "2 （一）职能|2 （二）机构|1 一、绩效情况|2 （一）产出|1 二、问题",
        "1 一、概况|2 一.职能|2 二.机构|1 二、绩效|2 一.产出|1 三、问题",
        "1 一、概况|1 二.绩效|1 三、问题",
        "1 一、概况|2 1、职能|2 2、机构|1 二、绩效|2 1.产出|2 2.效益",
        "1 1、概况|2 1.职能|2 2.机构|1 2、绩效|2 1.产出",
        "1 一、概况|2 第一章 职能|3 （一）职责|2 第二章 机构|1 二、绩效|2 第一章 产出",
        "1 一、概况|1 二、绩效|2 第一部分 产出|2 第二部分 效益|1 三、问题",
    ],
)
def test_each_heading_is_at_its_level(headings: str) -> None:
    levels = [(text[2:], int(text[0])) for text in headings.split("|")]
    assert outline(with_text([text for text, _ in levels])) == levels


@pytest.mark.parametrize("line", [text for line in PROSE.strip().split("\n") for text in line.split("|")])
def test_a_sentence_that_begins_like_a_number_is_no_heading(line: str) -> None:
    text = numbers(line)[0]
    assert outline(["一、部门基本情况", text, "二、存在问题", text]) == [("一、部门基本情况", 1), ("二、存在问题", 1)]


LISTS = {
    "I.": (("upperRoman", "%1."), ("lowerRoman", "（%2）"), ("upperLetter", "%3."), ("lowerLetter", "%4)")),
    "甲、": (
        ("ideographTraditional", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimalZero", "%3."),
        ("decimal", "(%4)"),
    ),
    "壹、": (
        ("chineseLegalSimplified", "%1、"),
        ("chineseCountingThousand", "%2、"),
        ("decimal", "%3."),
        ("decimal", "%4)"),
    ),
    "第一部分": (
        ("chineseCounting", "第%1部分 "),
        ("chineseCounting", "%2、"),
        ("decimalEnclosedFullstop", "%3"),
        ("decimalEnclosedParen", "%4"),
    ),
    "1.": (("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"), ("decimalEnclosedCircle", "%4")),
}


@pytest.mark.parametrize("first", LISTS)
def test_numbers_that_word_counts_are_read_as_printed(
    first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blanks, "_LISTS", LISTS[first])
    texts = [Listed("部门基本情况", 1), Listed("主要职能", 2), Listed("人员情况", 3), Listed("在编人员", 4)]
    report = learn("learned", [write_docx(tmp_path / "提纲.docx", TITLE, *texts, Listed("存在问题", 1))]).report
    assert report is not None
    sections = report["reports"][0]["sections"]
    assert [section["level"] for section in sections] == [1, 2, 3, 4, 1]
    assert sections[0]["heading"].startswith(first)
