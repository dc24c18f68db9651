"""What a YAML library finds wrong with a file, told in Chinese with the line to look at."""

from __future__ import annotations

import re

import yaml

_TOLD = {
    r"cannot start any token": "这里有制表符（Tab）或不能用来开头的符号（如 @、%）：缩进用空格，这样的文字加引号",
    r"mapping values are not allowed": "冒号的位置不对：这一行的缩进与上面各行不齐，或者文字里有冒号而没有加引号",
    r"could not find expected ':'": "缺少英文冒号和后面的空格（应是「键: 内容」，中文冒号不算）",
    r"expected <document start>|expected a single document": "这一行的缩进与文件开头不齐，或者前面有多余的内容",
    r"expected '-' indicator": "这一行应以「- 」开头，与上面各条对齐",
    r"expected key|<block end>|block sequence entries": "这一行的缩进与上面各行不齐，或者少了「- 」、冒号",
    r"',' or '}'": "花括号 { } 没有配对，或者两项之间缺少英文逗号",
    r"',' or '\]'": "方括号 [ ] 没有配对，或者两项之间缺少英文逗号",
    r"unexpected end of stream": "引号没有配对",
    r"alias|anchor": "以 * 或 & 开头的文字要加引号",
    r"escape": "双引号里的反斜线 \\ 要写成 \\\\",
    r"control characters|special characters": "有看不见的控制符号，请删去这几个字重新输入",
    r"tag": "不能用以 ! 开头的标记；文字以 ! 开头的，加引号",
    r"node content|expected the node": "这里的符号不能用来开头，文字要加引号",
}
"""What the English problems of libyaml and of PyYAML's own reader mean to a person, by their telling words."""

_UNKNOWN = "这一行或上一行的写法读不懂：请看冒号、引号、括号是否成对，缩进是否对齐"

_BEGUN_THERE = re.compile(r"simple key|quoted scalar|flow")
"""What is told at its end and was left open where it begins."""


def problem_in_chinese(error: yaml.YAMLError) -> str:
    """A problem of a YAML file: ``第 3 行：缺少英文冒号…``; without the line where the library names none."""
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}"
    told = next((words for pattern, words in _TOLD.items() if re.search(pattern, said)), _UNKNOWN)
    mark = getattr(error, "problem_mark", None)
    if _BEGUN_THERE.search(said):
        mark = getattr(error, "context_mark", None) or mark
    return f"第 {mark.line + 1} 行：{told}" if mark else told
