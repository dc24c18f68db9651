"""Paragraphs as offices of many provinces write them, made of figures that are right or have one figure changed.

Each style is a function of :class:`Figures`; ``say`` writes every figure, so that any one of them can be made wrong.
The figures are invented; the wording is ours, in the manner of published statements.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal


class Figures:
    """Random figures of one unit, written down in one of the usual ways."""

    def __init__(self, seed: int, wrong: int = -1) -> None:
        self.random = random.Random(seed)  # noqa: S311 - figures of a test, not secrets
        self.thousands = self.random.choice([True, False])
        self.bare_zeros = self.random.choice([True, False])
        self.wrong = wrong
        self.said: list[str] = []

    def amount(self, low: int = 100, high: int = 500_000) -> Decimal:
        """An amount in 万元, to the cent of 万元."""
        return Decimal(self.random.randint(low, high)) / 100

    def split(self, total: Decimal, count: int) -> list[Decimal]:
        """Amounts that add up to a total."""
        cents = int(total * 100)
        cuts = sorted(self.random.randint(0, cents) for _ in range(count - 1))
        return [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, cents], strict=True)]

    def say(self, value: Decimal, unit: str = "万元", digits: int = 2) -> str:
        """A figure in the text; the one whose turn it is comes out wrong."""
        if len(self.said) == self.wrong:
            value = value * Decimal("1.17") + Decimal("3.21")
        value = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        text = f"{value:,f}" if self.thousands else f"{value:f}"
        if self.bare_zeros and unit != "%" and "." in text:
            text = text.rstrip("0").rstrip(".")
        self.said.append(text + unit)
        return text + unit

    def percent(self, part: Decimal, whole: Decimal) -> str:
        """What one amount is of another."""
        return self.say(100 * part / whole, "%", self.random.choice([2, 2, 2, 1]))

    def change(self, now: Decimal, before: Decimal, verbs: tuple[str, str] = ("增加", "减少")) -> str:
        """增加…万元，增长…% or 减少…万元，下降…%."""
        rates = ("增长", "下降")
        side = 0 if now >= before else 1
        size = abs(now - before)
        return f"{verbs[side]}{self.say(size)}，{rates[side]}{self.percent(size, before)}"


def totals(f: Figures) -> str:
    """收、支总计, with the change on last year."""
    now, before = f.amount(), f.amount()
    return f"2023年度收、支总计均为{f.say(now)}。与上年度相比，收、支总计各{f.change(now, before)}，主要是项目变动。"


def income(f: Figures) -> str:
    """本年收入合计, its sources with their shares."""
    total = f.amount(10_000)
    fiscal, business, other = f.split(total, 3)
    return (
        f"本年收入合计{f.say(total)}，其中：财政拨款收入{f.say(fiscal)}，占{f.percent(fiscal, total)}；"
        f"事业收入{f.say(business)}，占{f.percent(business, total)}；"
        f"其他收入{f.say(other)}，占{f.percent(other, total)}。"
    )


def spending(f: Figures) -> str:
    """本年支出合计: 基本支出 and 项目支出."""
    total = f.amount(10_000)
    basic, project = f.split(total, 2)
    return (
        f"2023年度本年支出合计{f.say(total)}，其中：基本支出{f.say(basic)}，占{f.percent(basic, total)}；"
        f"项目支出{f.say(project)}，占{f.percent(project, total)}；经营支出0万元，占0%。"
    )


def basic_spending(f: Figures) -> str:
    """基本支出: 人员经费 and 公用经费, each a sentence."""
    total = f.amount(10_000)
    people, office = f.split(total, 2)
    return (
        f"2023年度财政拨款基本支出{f.say(total)}。其中：人员经费{f.say(people)}，主要包括：基本工资、津贴补贴、奖金；"
        f"公用经费{f.say(office)}，主要包括：办公费、印刷费、差旅费。"
    )


def completion(f: Figures) -> str:
    """年初预算, 支出决算, 完成年初预算的…%."""
    budget, final = f.amount(1_000), f.amount(1_000)
    return (
        f"教育支出（类）普通教育（款）小学教育（项）。年初预算为{f.say(budget)}，支出决算为{f.say(final)}，"
        f"完成年初预算的{f.percent(final, budget)}，决算数与年初预算数存在差异的主要原因是人员调整。"
    )


def purchase(f: Figures) -> str:
    """政府采购 by kind, and what small firms got."""
    total = f.amount(10_000)
    goods, works, services = f.split(total, 3)
    small = f.split(total, 2)[0] + Decimal("0.01")
    return (
        f"2023年度政府采购支出总额{f.say(total)}，其中：政府采购货物支出{f.say(goods)}、政府采购工程支出{f.say(works)}、"
        f"政府采购服务支出{f.say(services)}。"
        f"授予中小企业合同金额{f.say(small)}，占政府采购支出总额的{f.percent(small, total)}。"
    )


def three_public(f: Figures) -> str:
    """三公经费: budget, final, completion and the three parts."""
    final = f.amount(500, 9_000)
    budget = final + f.amount(1, 900)
    abroad, vehicles, guests = f.split(final, 3)
    return (
        f"“三公”经费财政拨款支出预算为{f.say(budget)}，支出决算为{f.say(final)}，完成预算的{f.percent(final, budget)}，"
        f"其中：因公出国（境）费支出决算{f.say(abroad)}，占{f.percent(abroad, final)}；公务用车购置及运行维护费支出决算"
        f"{f.say(vehicles)}，占{f.percent(vehicles, final)}；"
        f"公务接待费支出决算{f.say(guests)}，占{f.percent(guests, final)}。"
    )


def running_cost(f: Figures) -> str:
    """机关运行经费 against last year's final figure."""
    now, before = f.amount(1_000, 90_000), f.amount(1_000, 90_000)
    return f"本部门机关运行经费支出{f.say(now)}，较上年决算数{f.change(now, before)}，主要原因是压减一般性支出。"


def execution(f: Figures) -> str:
    """全年预算数, 全年执行数, 预算执行率."""
    budget = f.amount(5_000)
    spent = f.split(budget, 2)[0] + Decimal("0.01")
    return f"部门整体支出全年预算数{f.say(budget)}，全年执行数{f.say(spent)}，预算执行率{f.percent(spent, budget)}。"


def structure(f: Figures) -> str:
    """主要用于以下方面, with shares of the total named before."""
    total = f.amount(10_000)
    parts = f.split(total, 3)
    names = ("一般公共服务支出（类）", "社会保障和就业支出（类）", "住房保障支出（类）")
    listed = "；".join(f"{name}{f.say(p)}，占{f.percent(p, total)}" for name, p in zip(names, parts, strict=True))
    return f"2023年度财政拨款支出{f.say(total)}，主要用于以下方面：{listed}。"


def vehicles(f: Figures) -> str:
    """公务用车: bought and run, with the change."""
    bought, run = f.amount(0, 3_000), f.amount(100, 3_000)
    total, before = bought + run, f.amount(200, 5_000)
    return (
        f"公务用车购置及运行维护费{f.say(total)}，其中：公务用车购置费{f.say(bought)}，公务用车运行维护费{f.say(run)}。"
        f"公务用车购置及运行维护费支出比上年{f.change(total, before)}，主要原因是老旧车辆维修。"
    )


def general_budget(f: Figures) -> str:
    """A share of a total named in the sentence before, then the change in a sentence of its own."""
    total = f.amount(50_000)
    general, before = f.split(total, 2)[0] + 1, f.amount()
    return (
        f"本年支出合计{f.say(total)}。"
        f"一般公共预算财政拨款支出{f.say(general)}，占本年支出合计的{f.percent(general, total)}。"
        f"与上年相比，{f.change(general, before)}。"
    )


def last_year_in_the_sentence(f: Figures) -> str:
    """比上年的…减少…，下降…%."""
    now, before = f.amount(100, 9_000), f.amount(100, 9_000)
    side = 0 if now >= before else 1
    size = abs(now - before)
    return (
        f"公务接待费支出{f.say(now)}，比上年的{f.say(before)}{('增加', '减少')[side]}{f.say(size)}，"
        f"{('增长', '降低')[side]}{f.percent(size, before)}。"
    )


def debts(f: Figures) -> str:
    """资产负债率."""
    assets = f.amount(100_000)
    debts = f.split(assets, 2)[0] + Decimal("0.01")
    return (
        f"截至年底，资产总额{f.say(assets, '亿元')}，同比增长4.5%；负债总额{f.say(debts, '亿元')}；"
        f"资产负债率{f.percent(debts, assets)}，较年初下降1.2个百分点。"
    )


def staff(f: Figures) -> str:
    """编制 by kind, 在职, 控制率."""
    office, service = (Decimal(f.random.randint(5, 80)) for _ in range(2))
    there = Decimal(f.random.randint(3, int(office + service)))
    return (
        f"我单位核定编制{f.say(office + service, '名', 0)}，其中：行政编制{f.say(office, '名', 0)}，"
        f"事业编制{f.say(service, '名', 0)}；年末在职人员{f.say(there, '人', 0)}，"
        f"在职人员控制率{f.percent(there, office + service)}。"
    )


def project_funds(f: Figures) -> str:
    """A project's money by source, in brackets."""
    total = f.amount(1_000)
    parts = f.split(total, 3)
    return (
        f"项目总投入{f.say(total)}（其中：中央资金{f.say(parts[0])}、省级资金{f.say(parts[1])}、"
        f"县级配套{f.say(parts[2])}），惠及群众1,260户、覆盖12个乡镇，群众满意度达96.5%。"
    )


def three_public_done(f: Figures) -> str:
    """三公经费 with 完成预算…的…%, the change on last year, and the parts' shares in a sentence of their own."""
    total = f.amount(2_000, 20_000)
    abroad, cars, guests = f.split(total, 3)
    budgets = [f.amount(500, 9_000) + spent for spent in (abroad, cars, guests)]
    said = "；".join(
        f"{name}支出决算为{f.say(spent)}，完成预算{f.say(budget)}的{f.percent(spent, budget)}，"
        f"比上年决算数{f.change(spent, f.amount(100, 9_000))}"
        for name, spent, budget in zip(
            ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"), (abroad, cars, guests), budgets, strict=True
        )
    )
    return (
        f"“三公”经费财政拨款支出决算为{f.say(total)}，完成全年预算{f.say(sum(budgets, Decimal(0)))}的"
        f"{f.percent(total, sum(budgets, Decimal(0)))}。其中：{said}。"
    )


def three_public_shares(f: Figures) -> str:
    """The parts of 三公经费 with their shares; the total is not said in the sentence."""
    total = f.amount(2_000, 20_000)
    abroad, cars, guests = f.split(total, 3)
    return (
        f"2024年度“三公”经费支出决算中，因公出国（境）费{f.say(abroad)}，占{f.percent(abroad, total)}；"
        f"公务用车购置及运行维护费{f.say(cars)}，占{f.percent(cars, total)}；"
        f"公务接待费{f.say(guests)}，占{f.percent(guests, total)}。"
    )


STYLES: tuple[Callable[[Figures], str], ...] = (
    totals, income, spending, basic_spending, completion, purchase, three_public, running_cost, execution, structure,
    vehicles, general_budget, last_year_in_the_sentence, debts, staff, project_funds,
    three_public_done, three_public_shares,
)  # fmt: skip
