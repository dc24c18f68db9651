"""The words by which official prose says what a figure is: units, changes, shares, rates, plans and outcomes.

Like the signs of :mod:`jixiao.core.quantity.notation` these are the language itself; what an authority asks for (which
parts make up which whole, tolerances, messages) is data of the form families.
"""

from __future__ import annotations

import re

_MULTIPLE = "(?:万亿|亿|千万|百万|万|千|百)?"
_COUNTERS = (
    "人次", "批次", "平方米", "平方公里", "平方千米", "立方米", "公里",
    "人(?!民|均|大|才|力|工)", "名(?![称列单义录])", "家(?![庭园属长])",
    "次(?![性会全中党日年])", "个(?!月|工作日|百分)", "项(?!目)", "件", "起", "户(?![籍主口])", "台", "辆", "套",
    "批", "场", "期(?![间末初货])", "份(?!额)", "条(?![例款])", "篇", "处(?![级室理罚])", "所(?![有属得需以在])",
    "座", "宗", "门(?!类)", "册", "亩", "吨", "㎡", "笔", "村", "头", "只", "栋", "轮", "班",
    "组(?![织成建长])", "天", "倍", "张", "间(?![接隔])", "盏", "棵", "株", "眼", "公顷", "公斤", "千克",
    "分(?![之别钟局公类项布管工])", "例(?![如行外会子题句])", "剂次", "剂(?!量)", "部(?![门分委队署级长位件落属])",
    "口(?![径头岸腔罩服])", "支(?![出持部付队撑援委柱配农教行])", "幢", "床(?![位上边])",
    "块(?![状茎])", "千米", "米(?![面粉])",
)  # fmt: skip
_MULTIPLE_ALONE = r"[百千]?[万亿](?=[,，。;:、)\s]|$)"
"""资金29.6万，: what it counts is told by the words before it."""
_UNIT = f"(?:个百分点|百分点|%|{_MULTIPLE}元|{_MULTIPLE}(?:{'|'.join(_COUNTERS)})|{_MULTIPLE_ALONE})(?!/)"
_LENT = rf"(?=(?:增加|减少|增长|下降|上升|降低)了?\d[\d,.]{{0,15}}(?P<lent>{_UNIT}))"
"""较上年2.08减少0.03万元: the first figure takes the unit of the change behind it."""
_NUMBER = (
    r"(?<![\d.A-Za-z第])(?<!\d,)(?:(?<![\d%年月日元人次个家])-)?(?!0\d)(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,8})?"
)
_FIGURE = rf"(?P<number>{_NUMBER})\s{{0,3}}(?P<more>余|多|来)?\s{{0,2}}(?:(?P<unit>{_UNIT})|{_LENT})"

TOKEN = re.compile(
    rf"{_FIGURE}|(?P<stop>[。!?](?!\))|\n)|(?P<semicolon>;)|(?P<colon>:)|(?P<comma>[，,])|(?P<pause>、)"
    r"|(?P<open>\()|(?P<close>\))"
)
"""Everything in a text that is not plain words: figures with their units, and the marks between clauses."""

FIGURE = re.compile(_FIGURE)
CODE = re.compile(r"\(\d{1,7}[类款项]?\)")
"""The number of a budget line: （208类）, （05款）, （01项）."""
ASIDE = re.compile(r"《[^《》\n]{0,80}》|\([^()\n]{0,40}\)")
"""Titles, which hold figures that are no quantities, and remarks in brackets."""

WIDTHS = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "，"} | {
    "﹪": "%", "−": "-", "—": "-", "–": "-", "\u3000": " ", "\xa0": " ", "\t": " ",
})  # fmt: skip
"""One character for each, so that places in the text stay; the Chinese comma stays apart from ``1,000``."""

LIST = re.compile(
    r"\s{0,4}(?:其中|(?:主要)?用于(?:以下)?[一二三四五六七八九十几]?个?方面|分别(?:是|为)(?=[\u4e00-\u9fff]{2})|分布(?:在|于)(?=[\u4e00-\u9fff])|来自|包括(?!但)"
    r"|具体(?:支出|安排|分配|使用)?(?:是|为|包括|如下)|分别用于$|(?:支出|资金|费用)?明细(?:是|为|如下)|(?:资金|经费)来源(?:是|为|包括|如下)|分项(?:情况)?(?:是|为|如下)|(?:具体)?构成(?:情况)?(?:是|为|如下))\s{0,4}"
)
"""What begins the parts of a figure."""
INCLUDED = re.compile(r"(?:含|包含|包括|其中)")
"""The same at the beginning of a bracket: 42人（含派驻7人）."""

ADDED = re.compile(r"加(?=上|[\u4e00-\u9fff]{2,16}(?:收入|支出|资金|补助|结余|结转|基金)$)")
"""加上级补助收入20万元: it is added to what stands before, and ends the list of its parts."""
SIGNED = re.compile(r"\((?:增加|减少|增长|下降|增|减)\)")
"""较上年（减少）16.23万元: the bracket of a form's choice, left around what was chosen."""

MULTIPLES = ("万", "亿", "百万", "千万", "百亿", "千亿")
MONEY = re.compile(r"资金|经费|支出|收入|预算|决算|执行数|投入|拨款|补助|补贴|金额|到位|投资|下达|结余|结转")
"""Words beside which a multiple alone counts 元."""

NO_THINGS = ("到位", "下达", "安排", "拨付")
"""What was done with money, not what it is: 实际支出 behind 实际到位 is called by its own words."""

REASON = re.compile(r"原因|由于|系因|是因为")
"""From here to the end of the sentence figures explain and are not part of the account."""

UNTIL = ("截至", "截止")

VAGUE_BEFORE = re.compile(
    r"(?:(?<![节签预公合])约|近|超|超过|逾|大约|将近|不少于|不低于|不超过|不高于|至少|最多|突破|[≥≤<>])$"
)
MASKED = "**"
"""A name that was made unreadable."""
VAGUE_AFTER = re.compile(
    r"\s?(?:左右|以上|以下|以内|余|多(?!\s?\d|发放|支出|完成|安排|投入|实现|筹集|受理|办理|拨付|下达)|及以上)"
)
RANGE_AFTER = re.compile(r"\s?[-~至到]\s?\d")
PLANNED = re.compile(r"计划(?!完成率)|目标(?!完成率)|任务数|预计|拟|力争|应当?完成")
NAMED_PARTS = re.compile(r"分别(?:是|为)[\u4e00-\u9fff]{2,}$")
"""分别是甲经费5万元，乙经费18万元: each figure has its own name."""
NAMED_BEHIND = re.compile(r":\s?[\u4e00-\u9fff]{2}")
"""分别用于：甲经费5万元，乙经费18万元: the names follow the colon."""
NO_PARTS = re.compile(r"(?:其中|含|包含|包括|不含|截[至止]|较|比|与|同比|占|即)")
"""A bracket behind a figure that begins so lists no parts, or says itself that it does."""
RESPECTIVELY = re.compile(r"分别")
"""Figures after it belong to names before it, one by one: they are left alone."""

_AFTER_A_TIME = r"(?<![^年期月度比])"
_DONE_MORE = "(?:发放|支出|完成|安排|投入|实现|筹集|受理|办理|拨付|下达)?"
_RISING = f"净增|^多{_DONE_MORE}|增加|(?<!稳)增长|上升|提高|增幅|增收|增产|增支|上涨|扩大|{_AFTER_A_TIME}增"
_FALLING = (
    f"净减|^少{_DONE_MORE}|减少|下降|降低|减幅|降幅|压减|压缩|节约|核减|下浮|缩减|减支|减收|减产|短收|减低"
    f"|{_AFTER_A_TIME}减"
)
CHANGE = re.compile(
    rf"(?P<own>.*?)(?:(?P<rising>{_RISING})|(?P<falling>{_FALLING}))(?P<noun>额|幅度|幅|比例|比率|率)?(?:了|约|为|达|达到|是|共|计|数)*$"
)
SINCE = re.compile(
    r"(?:同比|与|和|同|比|较|相比|相较|对比)?(?:于)?(?:20\d\d年度?|上一?年度?|去年|前一?年|年初|全年|本年|当年)?(?:同期|同月|年初)?"
    r"(?:部门)?(?:预算|决算|执行|实际|支出|收入|财政拨款)*(?:数)?(?:相比较?|比较|比|对比)?"
)
"""与上年决算数相比, 较年初预算, 同比: what a change is measured from."""
COMPARED = re.compile(
    r"(?:(?:与|和|同|比|较|相较|对比)于?(?=20\d\d年|上一?年|去年|前一?年|年初|全年|本年|当年|同期|预算|决算|计划|[\u4e00-\u9fff]{2,6}前$)[^，。；]{0,30}|同比)$"
)
"""The end of a change's words that says what it is measured from; what stands before it is the thing changed."""
OTHER_BASE = re.compile(r"环比|年均|平均每?年|累计|倍增|增速|提前|三年|五年|两年|近\d年|复合")
"""Changes on another base than the figure named before."""

SHARE = re.compile(
    r"占(?:到了?)?(?P<whole>[^占]{0,40}?)(?:的?(?:比重|比例|比率|份额)|的|比)?(?:约|为|达|达到|是|仅|有)*$"
)
NO_SHARE = re.compile(r"^(?:地(?!方|级|区|市)|用|有|领|道|比较)")
GAP = re.compile(r"(?:差值|差额|相差)(?:为|是|:)?$")
"""The amount between the two figures before it."""
ON_ONE_BASIS = re.compile(r"[按以]?(?:同口径|可比口径|可比价格?|同比口径)(?:计算|比较)?")
"""A change measured so says of its thing nothing else."""
DONE = re.compile(r"(?:完成|为|是|达到?)(?:了)?(?P<whole>[^，。]{0,20}?(?:预算|计划|任务|目标)[^，。的]{0,6})的?$")
MEASURED = re.compile(r"(?:占|完成|为|是|达到?|相当于)(?:到?了)?(?P<whole>[^，。占]{0,30})$")
"""The words before a figure by which the one before it is measured: 占年度预算22443万元的106.9%."""
MEASURE_BEHIND = re.compile(r"\s?[\u4e00-\u9fff]{0,6}?的(?:约|近)?\s?\d{1,7}(?:\.\d{1,4})?\s?[%﹪％]")
"""What stands behind such a figure."""
OF_IT = re.compile(r"\s?[\u4e00-\u9fff]{0,6}?的\s?")
"""Between what measures and the degree: 占全县156个行政村的75.64%."""
ADJUSTMENT = re.compile(r"(?:年中|年内|当年|本年)?(?:追加|调增|调减|追减|核减|追加调整)(?:预算|资金|指标|经费)?")
"""What a budget was changed by; no thing of its own."""
LOWERED = re.compile(r"(?:调减|核减|追减|压减|扣减|收回|调出)(?:预算|资金|指标|经费)?$")
"""Words before what a budget was lowered by."""
RATIO = re.compile(
    r"(?P<name>(?:[\u4e00-\u9fff“”]{1,20}率|[\u4e00-\u9fff“”]{0,20}(?:执行|完成|支出|支付|拨付)(?:比例|进度)))(?:均|约|为|达|达到|是|仅|实现|控制在|完成|:)*$"
)
BASE = re.compile(
    r"(?:比|较|由|从|与|同)(?P<of>(?:(?:20\d\d年度?|上一?年度?|去年|前一?年度?)[末底]?|年初|全年|本年度?|当年|调整后?)*的?(?:同期|累计|年初)*"
    r"(?:部门|单位)?(?:决算|预算|执行|实际|支出|收入|完成|安排|批复|累计)*(?:总额|数字|数|额)?)(?:的|为|是)?"
)
"""较上年1174万元, 比预算数30万元: what a change behind it starts from."""
BASED = re.compile(
    r"(?P<since>(?:比|较|与|同)(?:20\d\d年度?|上一?年度?|去年|前一?年度?))(?:同期)?的?"
    r"(?:(?![增减升降节压少多])[\u4e00-\u9fff“”]){1,20}$"
)
OWNED_BASE = re.compile(
    r"(?P<thing>[^由从]{1,30}?)(?P<since>(?:比|较|与|同)(?:20\d\d年度?|上一?年度?|去年|前一?年度?)[末底]?(?:同期)?的?)"
)
"""立案数较2022年的104宗增加23宗: the clause names the thing that changed, then what it was."""
CHANGE_BEHIND = re.compile(
    r"\s?(?:相比)?(?:净增|净减|增加|减少|增长|下降|上升|降低|增收|减收|[多少](?:发放|支出|完成|安排|投入|实现|筹集|受理|办理|拨付|下达)?(?=\d))"
)
"""比上年决算总收入1058.51万元增加…: what a change right behind the figure starts from, called by its name."""
UNCHANGED = re.compile(
    r"(?P<thing>[^，,。;:]{2,40}?)(?:与|同|比|较)[^，,。;:]{0,16}?(?:无增减|无变化|没有变化|没有增减|持平|未发生变化)"
)
"""甲支出比预算无增减变化，比去年增加0.5万元: the change is of a thing that the clause names without its figure."""
BASE_SAYS = re.compile(r"20\d\d年|上一?年|去年|前一?年|预算|年初")

YEAR = re.compile(r"(20\d\d)\s?年度?")
OPENING_YEAR = re.compile(r"\s{0,4}(20\d\d)年度?(?!\d{0,2}月)")
"""2010年三公经费预算中，: the year of the figures that follow, in a clause without any."""
PREVIOUS = re.compile(r"(?:上一?年度?|去年|前一年度?)(?!结[余转]|年?末)")
_OF_A_FUND = r"(?<!公共)(?<!基金)(?<!经营)(?<!保险)"
INITIAL = re.compile(r"年初(?:部门)?预算(?:安排|批复|收入|支出)?(?:总额|金额|指标)?数?|年初(?:安排|批复)数?")
BUDGET = re.compile(
    rf"(?:全年|(?<!\d)年度|调整后?的?|调整)?{_OF_A_FUND}预算(?!绩效|单位|部门|内|外|管理|编制|改革|法|一体|执行|控制|完成|差异)"
    r"(?:安排|总额|金额|指标|收入|支出|调整)?数?"
)
FINAL = re.compile(
    r"(?:支出|收入)?决算(?!差异|报告|报表|编制)(?:支出|收入)?数?|(?:全年|实际|预算)?执行(?!率|情况)(?:总额|金额)?数?|"
    r"实际(?:支出|完成|发生|使用)?数?|全年支出数"
)

BOTH_SIDES = re.compile(r"(?:收入、支出|收、支|收入支出)(?:决算)?(?=总计|合计|总额)")
"""收入、支出决算总计 is 收、支总计."""
LEADING = re.compile(
    r"^(?:共计(?=.)|其中|主要|以及|(?:机关)?核定|内设(?=编制)|并且|同时|另外|另有|此外|截至[^，]{0,12}?[末日底]|截止[^，]{0,12}?[末日底]|20\d\d年度?(?:末|底)?|年度$|本年度?|当年|全年|年末|年底|"
    r"我[委局办院校厅部中心会处站所单位]{1,2}|本[单位部门委局办院校]{1,2}|(?:一|二|三|四|五|六)是|\d{1,2}[.、]|[一二三四五六七八九十]{1,2}、|"
    r"共(?!计)|[和及与并另还又则由为的用于,，:;、\s-])+"
)
TRAILING = re.compile(
    r"(?:共计|合计|累计|总共|共|为|是|达到|达|约|(?<!总)计|有|实际|完成|实现|安排|各|仅|了|数|:|等|均|支付|已|即)+$"
)
BEFORE_FIGURE = re.compile(
    r"(?:共计|为|是|达到|达|约|有|:|仅|各|共|(?<=[^自事理])[由从](?:(?:上一?年|去年|20\d\d年)(?:度|末|底)?的?)?)+$"
)
"""What only leads on to the figure: 就业率由上年的85.2%."""
MARKS = re.compile(r"[\s\x00“”\"'‘’「」【】〔〕\[\]<>*]+")
