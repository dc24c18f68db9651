"""Names of persons and numbers to reach them, in texts: found to be left out, or to be decided on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PHONE = re.compile(
    r"(?<![\d.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d.])|(?<![\d.])0\d{2,3}[-－—]\d{7,8}(?![\d.])"
    r"|(?<=电话)[：: ]*\d{7,8}(?![\d.])|(?<![\d.])\d{17}[\dXx](?![\d.])|[\w.+-]+@[\w-]+\.[\w.]+"
)
"""Telephone numbers, numbers of identity cards, and mail addresses."""
PRIVATE_LABEL = re.compile(r"填表人|填报人|制表人|经办人|联系人|审核人|复核人|联系电话|电话|手机|签字|签名|签批")
"""Labels of cells and lines that stand for a person."""
LEFT_OUT = "（略）"

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳"
)
_NO_NAME = re.compile(
    "[组局科股处室办委会厅部院校中心长任主副书记员的为是和及与等由对按年月日个项目单位领导资金预算绩效评价工作，。；：（）“”0-9]"
)
_NAME = f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
_ROLES = (
    "组长|副组长|成员|组员|负责人|联系人|经办人|填表人|填报人|审核人|复核人|牵头人|会计|出纳|书记|主任|局长|科长|股长"
)
_AFTER = re.compile(rf"(?:{_ROLES})(?:[：:为是由\s]|名单)*((?:{_NAME}[、，,\s]*)+)")
_BEFORE = re.compile(rf"({_NAME}?)(?=同志|先生|女士|(?:副?(?:局长|主任|科长|股长|处长|书记|组长)))")
_ONE = re.compile(_NAME)
_AROUND = 12


@dataclass(frozen=True)
class Suspect:
    """What may be a person's name, where it stands, and the words around it."""

    name: str
    where: str
    context: str


def suspects(text: str, where: str) -> Iterator[Suspect]:
    """What may be names of persons in a text; each name once."""
    found: dict[str, int] = {}
    for match in (*_AFTER.finditer(text), *_BEFORE.finditer(text)):
        for one in _ONE.finditer(match[1]):
            if not _NO_NAME.search(one[0][1:]):
                found.setdefault(one[0], match.start(1) + one.start())
    for name, place in found.items():
        start, end = max(0, place - _AROUND), place + len(name) + _AROUND
        yield Suspect(name, where, text[start:end].replace("\n", " "))


def without(text: str, names: dict[str, str]) -> str:
    """A text without numbers to reach persons, and with other words for some names."""
    for name, instead in names.items():
        text = text.replace(name, instead)
    return PHONE.sub(LEFT_OUT, text)


def hidden(name: str) -> str:
    """What stands instead of a name: 张某, 张某某."""
    return name[0] + "某" * (len(name) - 1)
