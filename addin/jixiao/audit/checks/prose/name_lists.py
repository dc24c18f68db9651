"""Counts against the lists they announce: 3个股室：综合股、企业股、办公室 (N06)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Lists

_FURTHEST = 400
"""Characters from the count in which its list is looked for."""

_LONGEST_NAME = 24
_NUMERALS = {word: value for value, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_ONES = "一二三四五六七八九"
_CHINESE = rf"(?<![{_ONES}十第])(?:十[{_ONES}]?|[{_ONES}两])"
_COUNT = rf"(?P<count>(?<![\d第.])\d{{1,2}}|{_CHINESE})\s{{0,3}}(?:个|家)"
_REMARK = re.compile(r"[（(][^（）()]{0,60}[)）]")
_ANNOUNCES = re.compile(r"\s{0,2}(?:[，,]?(?:具体|分别)?(?:是|为|包括|即|有)\s?[:：]?|[:：])")
_END = re.compile(r"[。；;）)\n]")
_START = re.compile(r"[，,。；;:：（(\n]")
_TOTAL = re.compile(r"(?:共计|合计|总计|总共|共有|共|计)?\s{0,3}$")
_DIGIT = re.compile(r"\d")
_COMMA = re.compile(r"[，,]")
_OPEN = re.compile(r"等$")
_JOINED = re.compile(r"以及|和|及|与")
_FILL = "\x00"


def name_lists(context: Context) -> Iterator[Contradiction]:
    """N06: as many names as the count before or behind them says."""
    pattern = _pattern(context.rules.lists.nouns)
    for passage in context.passages:
        text = _REMARK.sub(lambda remark: _FILL * len(remark[0]), passage.text)
        for match in pattern.finditer(text):
            names = _inside(passage.text, match, context.rules.lists)
            names = names or _behind(text, match, context.rules.lists) or _before(text, match, context.rules.lists)
            if names and (found := _judge(names, match, passage)):
                yield found


@lru_cache(maxsize=16)
def _pattern(nouns: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))
    return re.compile(rf"{_COUNT}(?P<noun>[^\s，。；：:、（(）)\d]{{0,6}}?(?:{longest_first}))?")


def _inside(text: str, match: re.Match[str], lists: Lists) -> list[str]:
    """The names in brackets behind a count (4家（甲集团、乙集团…）)."""
    remark = _REMARK.match(text, match.end())
    return _names(remark[0][1:-1], lists) if remark else []


def _behind(text: str, match: re.Match[str], lists: Lists) -> list[str]:
    """The names that the count announces (4个科室，分别是：…)."""
    is_counted = match["noun"] or text[max(0, match.start() - _FURTHEST) : match.start()].rstrip(" 共有").endswith(
        lists.nouns
    )
    announced = _ANNOUNCES.match(text, match.end()) if is_counted else None
    if announced is None:
        return []
    end = _END.search(text, announced.end(), announced.end() + _FURTHEST)
    listed = text[announced.end() : end.start() if end else announced.end() + _FURTHEST]
    first, *rest = _COMMA.split(listed)
    if rest and "、" in rest[0]:
        return []  # the list may go on behind the comma
    listed = first
    return _names(listed, lists)


def _before(text: str, match: re.Match[str], lists: Lists) -> list[str]:
    """The names that the count sums up (综合股、企业股、办公室3个股室)."""
    behind = text[max(0, match.start() - _FURTHEST) : match.start()]
    listed = _TOTAL.sub("", _START.split(behind)[-1])
    return _names(listed, lists)


def _names(listed: str, lists: Lists) -> list[str]:
    """The names of a list, or nothing if it does not read as one."""
    names = [name.replace(_FILL, "").strip(' “”"') for name in listed.split("、")]
    bare = [_OPEN.sub("", name) for name in names]
    if len(names) < 2 or any(not 1 < len(name) <= _LONGEST_NAME or _DIGIT.search(name) for name in bare):
        return []
    ending = [name.endswith(lists.suffixes) for name in bare]
    return names if ending[-1] and sum(ending) * 2 >= len(ending) else []


def _judge(names: list[str], match: re.Match[str], passage: Passage) -> Contradiction | None:
    """A name may itself hold 和; a list that ends with 等 may leave some out."""
    count = int(match["count"]) if match["count"].isdigit() else _chinese(match["count"])
    joined = len(_JOINED.findall(names[-1]))
    is_open = names[-1].endswith("等")
    if len(names) <= count <= len(names) + joined or (is_open and count >= len(names)):
        return None
    mention = passage.prose.place(match.start(), match.end())
    says = {"count": match[0].strip(), "listed": str(len(names)), "items": "、".join(names)}
    return Contradiction("N06", passage, mention, says)


def _chinese(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (10 if ten else 0) + _NUMERALS.get(ones, 0) + (_NUMERALS.get(tens, 0) if not ten else 0)
