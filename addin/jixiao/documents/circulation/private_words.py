"""Names of persons and numbers to reach them, in texts: found to be left out, or to be decided on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PHONE = re.compile(
    r"(?<![\d.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\s?[\d.万亿元])|(?<![\d.])0\d{2,3}[-－—]\d{7,8}(?![\d.])"
    r"|(?<=电话)[：: ]*\d{7,8}(?![\d.])|(?<![\d.])\d{17}[\dXx](?![\d.])|[\w.+-]+@[\w-]+\.[\w.]+"
)
"""Telephone numbers, numbers of identity cards, and mail addresses."""
PRIVATE_LABEL = re.compile(r"填表人|填报人|制表人|经办人|联系人|审核人|复核人|联系电话|电话|手机|签字|签名|签批")
"""Labels of cells and lines that stand for a person."""
LEFT_OUT = "（略）"

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_OF_TWO = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木"
_NO_NAME = re.compile(
    "[组局科股处室办委厅部院校中心长主副书记员的和及与对按月日个项目单位领导资金预算绩效评价工作务，。；：（）“”0-9]"
)
_NAME = f"(?<![感致答])(?:{_OF_TWO}|[{_SURNAMES}])(?:(?![任兼由等])[\u4e00-\u9fff]){{1,2}}?"
"""A surname and one or two characters, as few as what follows a name allows; 感谢余校长 names nobody."""
_END = (
    r"(?=[、，,。；;：:（）()\s]|等|和|同志|任|牵头|负责|兼|接|具体|签|带|各|多次|为|是|全年|[两三四]人|到|审|陪|前往|主持|参|出[具席]|组成|及"
    "|分管|汇报|$)"
)
"""What stands behind a name."""
_ROLES = (
    "员|师|经理|支书|[组局科股处院校队县镇乡村市区州厅部会站所]长|负责人|[\u4e00-\u9fff]{2}人|会计|出纳|书记|主任|领导"
    "|制表|成立以|老师|学生|专家|师傅|户主|签字|签名|邀请|慰问|走访|由|[股科处室]"
)
"""What stands before a name."""
_TITLES = "同志|先生|女士|教授|工程师|医生|老师|研究员|副?(?:局长|主任|科长|股长|处长|书记|组长|院长|校长|队长)"
_BETWEEN = r"(?:[（(][^（()）]{0,40}[)）])?[、，,和\s]{0,4}"
_BEHIND_ROLE = "(?:[：:；为是由有、及\\s]|名单|包括|[（(](?:签字|签名|盖章)[)）]){0,6}"
_AFTER = re.compile(rf"(?:{_ROLES}){_BEHIND_ROLE}((?:{_NAME}{_END}{_BETWEEN}){{1,30}})")
"""Every repetition has its limit: a text may be anything."""
_BEFORE = re.compile(rf"((?:{_NAME}[、和]){{0,30}}{_NAME})(?={_TITLES})")
_ONE = re.compile(rf"{_NAME}(?:{_END}|(?={_TITLES})|$)")
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
