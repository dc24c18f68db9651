"""Telling the words of a form from what is filled in, and making keys of labels that nobody knows."""

from __future__ import annotations

import re

from jixiao.core.quantity.level_points import level_points
from jixiao.documents.intake.labels import normal

_FIGURE = re.compile(r"[≥≤><=＝~约第]*[-—－–/]*\d[\d,，.]*\s*(?:%|％|万元|元|分|人|个|年|次|项|家)?[^\u4e00-\u9fff]*")
_DASHES = re.compile(r"[-—－–/／\\\s]+")
_PLACEHOLDER = re.compile(
    r"(?:目标|指标|措施|问题|任务|项目)(?:(?:\d+|[一二三四五六七八九十])[：:]?|[：:])|(?:\d{1,2}[.、．])+|[.…·。]+|\d+[.、．]?…+|万元|元|％|%|[×xX]+"
    r"|[（(【\[_＿]+[)）】\]]*"
)
_FILL_IN = re.compile(r"[□☐○☑√■]|年\s+月|年\s*月\s*日|(?<!\S)万元|[\u3000 ]{3,}")
_BOX, _TICKED = re.compile(r"[□☐☑√■]"), re.compile(r"[☑√■]")
_BLANK_DATE = re.compile(r"[\s_至到\-—]*(?:年[\s_]*月[\s_]*(?:日[\s_]*)?[\s_至到\-—]*)+")
_INSTRUCTION = re.compile(r"\d+\s*字(?:以内|左右)|^(?:对照|结合|请|简要|针对|填写|说明)\S{6,}")
_EMBEDDED = re.compile(r"^(?P<label>.*[：:])\s*(?P<value>[^：:]*)$", re.DOTALL)
_LIST = re.compile(r"^\s*(?:[.…·。]{1,6}|\d{1,2}\s*[、.．]?\s*[.…]*)\s*$")
_NOT_IN_KEYS = re.compile(r"[^\w]+")
_POINTS = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*分")
_LEVEL = re.compile(r"[\u4e00-\u9fff]{1,12}(?:指标|满意度)(?:[（(]?\d{1,3}分[)）]?)?")
_LONGEST_LABEL, _LONGEST_KEY = 40, 24
_SENTENCE_END = "。；;"


def is_figure(text: str) -> bool:
    """Whether a text is a figure, or a dash in its place."""
    return bool(text) and bool(_FIGURE.fullmatch(text.strip()) or _DASHES.fullmatch(text))


def is_amount(text: str) -> bool:
    """Whether a text is a figure, and no dash."""
    return is_figure(text) and any(character.isdigit() for character in text)


def is_placeholder(text: str) -> bool:
    """Whether a text only keeps a place: 指标1：, ……, 1、."""
    lines = ["".join(line.split()) for line in text.split("\n") if line.strip()]
    return bool(lines) and all(_PLACEHOLDER.fullmatch(line) for line in lines)


def is_list_mark(text: str) -> bool:
    """Whether a text stands for more rows of the kind: ……, 3、."""
    return bool(_LIST.match(text)) and any(mark in text for mark in "….·。、")


def is_fill_in(text: str) -> bool:
    """Whether a text is a form's own words around what is to be filled in: □是 □否, 年  月  日."""
    return bool(_FILL_IN.search(text))


def form_words(text: str) -> str:
    """The form's own words where somebody filled in: boxes, none of them ticked, or the blank of a date."""
    if _BOX.search(text):
        return _TICKED.sub("□", text)
    return text if _BLANK_DATE.fullmatch(text) else ""


def is_level_or_blank(text: str) -> bool:
    """Whether a text is the name of a level of indicators, or only keeps a place."""
    said = "".join(text.split())
    return not said or is_placeholder(said) or is_list_mark(said) or bool(_LEVEL.fullmatch(said))


def is_instruction(text: str) -> bool:
    """Whether a text tells what belongs in the cell it stands in."""
    return bool(_INSTRUCTION.search(text.strip()))


def is_value(text: str) -> bool:
    """Whether a cell holds what is filled in, or room for it, and no words of the form."""
    if not text.strip():
        return True
    if is_figure(text) or is_placeholder(text) or is_instruction(text) or is_fill_in(text):
        return True
    return len(text) > _LONGEST_LABEL or any(mark in text for mark in _SENTENCE_END)


def embedded(text: str) -> tuple[str, str] | None:
    """A label with what is filled in behind its colon in the same cell."""
    match = _EMBEDDED.match(text.strip())
    return (match["label"], match["value"].strip()) if match and len(match["label"]) <= _LONGEST_LABEL else None


def points_in(text: str) -> str:
    """The points that a heading prints: 得分（20分*执行率）, 预算执行情况（20分）."""
    found = level_points(text)
    match = _POINTS.search(text)
    return str(found) if found is not None else (match[1] if match else "")


def own_key(label: str) -> str:
    """A key made of a label that nobody knows."""
    key = _NOT_IN_KEYS.sub("", normal(label))[:_LONGEST_KEY] or "栏目"
    return f"项{key}" if key[0].isdecimal() else key


def guessed_kind(label: str, share: float) -> str:
    """What a field that nobody knows may hold, by its label and its share of the row."""
    if re.search(r"日期|时间$", label):
        return "date" if "起止" not in label else "text"
    if re.search(r"[（(]万?元[)）]|资金(?:数|总额|总数)?$|金额|数[（(]万?元", label):
        return "amount"
    if re.search(r"得分|分值|评分$", label):
        return "points"
    return (
        "long_text"
        if share >= 0.5
        and not re.search(r"名称|单位|负责人|电话|处室|部门|联系人|类别|类型|编码|方式|邮编|地址", label)
        else "text"
    )
