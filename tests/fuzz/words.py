"""Inputs of text, made at random: quantities, formulas, calls of cell functions, sentences, and the text of families.

Each is made from a number alone, so that whatever brings the program down can be made again.
"""

from __future__ import annotations

from random import Random

QUANTITIES = (
    "", " ", "0", "-0", "1", "100", "95%", "≥95%", ">=95%", "≤30天", "90%以上", "不低于90％", "1e999", "1E-999", "NaN",
    "sNaN", "-inf", "1,234.56", "1,,2", "１２３．４５", "十二万三千", "亿亿亿", "万", "2024年13月45日",
    "2024年2月30日",
    "2024-02-30", "9999年12月31日", "0年0月0日", "2024.12.31", "12月底前", "——", "/", "无", "\0", "a\0b", "\u202e123",
    "\u200b5", "\ufeff95%", "٣٤", "²", "½", "①", "Ⅻ", "🀄" * 9, "e\u0301" * 9, "%%%", "100%-", "~", "1~2", "95%-90%",
    "1～3个", "5±2", "3/4", "1:2", "1.2.3", "--5", "5万元/人", "36.5℃", "=1+1", "1、改革≥2家；2、利用率≥80%", "按时",
    "9" * 400,
    "0." + "0" * 400 + "1", "1" + "0" * 5000, "<script>", "${x}", "{{7*7}}", "产出指标（50分）", "（（（（",
    "））））", "\ud800",
)  # fmt: skip
PIECES = (
    "≥", "≤", ">", "<", "=", "%", "％", "‰", "万", "亿", "元", "千", "百", "十", "一", "二", "九", "零", "〇", "年",
    "月", "日", "前", "底", "以上", "以下", "不低于", "不超过", "大于", "约", "左右", "至", "到", "-", "—", "~", "～",
    "、", "，", "；", "/", "(", ")", "（", "）", "0", "1", "2", "5", "9", ".", ",", "个", "人", "次", "天", "分",
    "完成", "及时", "按", "标准", "增长", "下降", "同比", "比", "倍", "个百分点", "其中", "共", "合计", "每", "人均",
    "：", ":", " ", "\u3000", "\n",
)  # fmt: skip
SENTENCES = (
    "2024年年初预算数为{0}万元，全年预算数为{1}万元，执行率为{2}%。", "其中：基本支出{0}万元，项目支出{1}万元；",
    "比上年增加{0}万元，增长{1}%，",
    "“三公”经费支出{0}万元，其中公务接待费{1}万元、公务用车运行维护费{2}万元。",
    "共完成{0}个、{1}个和{2}个，分别占{0}%、{1}%、{2}%。", "综合得分{0}分，等级为“优”。",
    "一、部门概况", "（一）基本情况", "本单位编制{0}名，实有{1}人。", "截至{0}年12月31日，", "满意度达到{0}%以上，",
    "资金结余{0}元", "、", "；", "，",
)  # fmt: skip
REPEATED = (
    "1", "1,", "1.", "1%", "≥", "（", "1-", "1、", "年", "2024年", " ", "一", "十百千万亿", "1~", "，", "\n", "1万元",
    "不", "1/", "5个；", "（1",
    "1）", "其中：", "A1", "1e", "大于等于", "1 0", "\u3000", "增长1%，", "共1个，", "(", "-", "\"a\"&", "1+", "IF(",
    "NOT(", "占1%、", "比上年",
)  # fmt: skip
OPERATORS = (
    "+", "-", "*", "/", "&", "=", "<>", "<=", ">=", "<", ">", "^", "%", ",", ";", "(", ")", "{", "}", "!", "$", ":",
    "'", "#REF!", "TRUE", "E", ".", '"',
)  # fmt: skip


def quantity(chance: Random) -> str:
    """What stands in a cell for a figure."""
    kind = chance.randrange(10)
    if kind < 2:
        return chance.choice(QUANTITIES)
    if kind == 2:
        return chance.choice(REPEATED) * chance.choice((2, 30, 500, 4000)) + chance.choice(("", "x", "1"))
    pieces = (*PIECES, *QUANTITIES) if kind == 3 else PIECES
    return "".join(chance.choice(pieces) for _ in range(chance.randint(1, 14)))


def formula(chance: Random, functions: list[str]) -> str:
    """What stands behind ``jixiao eval``, more or less a formula."""
    kind = chance.randrange(12)
    if kind == 0:
        return "=" + chance.choice(REPEATED) * chance.choice((2, 60, 900)) + chance.choice(("", "1", ")" * 60))
    if kind < 4:
        signs = (*OPERATORS, *functions, "1", "0", "a")
        return "=" + "".join(chance.choice(signs) for _ in range(chance.randint(1, 12)))
    return "=" + _call(chance, functions, 3)


def _call(chance: Random, functions: list[str], deep: int) -> str:
    given = ",".join(_argument(chance, functions, deep) for _ in range(chance.randint(0, 6)))
    return f"{chance.choice(functions)}({given})"


def _argument(chance: Random, functions: list[str], deep: int) -> str:
    kind = chance.randrange(6)
    if kind == 0 and deep:
        return _call(chance, functions, deep - 1)
    if kind == 1:
        return chance.choice(("0", "-1", "1E+308", "1e999", "0.1", "9" * 300, "TRUE", "1/0", "-0", "2-3*4", "10%"))
    return '"' + quantity(chance)[:600].replace('"', '""') + '"'


def prose(chance: Random) -> str:
    """What stands in a paragraph."""
    if chance.randrange(8) == 0:
        return chance.choice(REPEATED) * chance.choice((20, 400, 3000))
    parts = []
    for _ in range(chance.randint(1, 12)):
        figures = [chance.choice((quantity(chance)[:40], str(chance.randrange(2000)))) for _ in range(3)]
        parts.append(chance.choice(SENTENCES).format(*figures))
    return "".join(parts)


VALUES = (
    "", "~", "1", "-1", "9" * 50, "9" * 5000, "1e999", "[]", "{}", "[a, b]", "{a: b}", "../../etc/passwd", "'{year}'",
    "'{=1/0}'",
    "'EXEC_RATE('", "use", "{use: nosuch}", "{use: a}", "true", "2024-13-45", "2024-02-30", "!!python/name:os.system",
    "!foo x", "!!binary x",
    "*zz", "&a [*a]", "'((((((('", "'((a+)+)+b'", ".inf", ".nan", "190:20:30", "!!timestamp x", "!!int x",
    "0x" + "f" * 900, "[" * 300, "\0",
)  # fmt: skip


def family_text(text: str, chance: Random) -> str:
    """A file of a family with lines of it changed, moved, doubled or cut."""
    lines = text.splitlines() or [""]
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        place, kind = chance.randrange(len(lines)), chance.randrange(8)
        line = lines[place]
        if kind == 0 and len(lines) > 1:
            del lines[place]
        elif kind == 1:
            lines.insert(place, chance.choice(lines))
        elif kind < 5:
            lines[place] = f"{line.partition(':')[0]}: {chance.choice(VALUES)}"
        elif kind == 5:
            lines[place] = line.replace(" ", "", chance.randint(1, 4))
        elif kind == 6:
            lines[place] = "  " * chance.randrange(30) + line
        else:
            lines[place] = line[: chance.randrange(len(line) + 1)]
    return "" if chance.randrange(40) == 0 else "\n".join(lines)
