"""Names and numbers of people in sentences as reports have them; what is no name stays."""

from __future__ import annotations

import pytest
from jixiao.interfaces.collect.privacy import masked, names_in

PRIVATE = {
    "组长：王小明，副组长：李卫国，成员：张丽、赵永强。": ("王小明", "李卫国", "张丽", "赵永强"),
    "填表人：陈建华 联系电话：13812345678": ("陈建华", "13812345678"),
    "联系人刘芳，电话0731-88881234。": ("刘芳", "0731-88881234"),
    "单位负责人（签字）：周国平": ("周国平",),
    "由局长孙志刚任组长，各科室负责人为成员。": ("孙志刚",),
    "经办人 何晓燕，审核人 马俊。": ("何晓燕", "马俊"),
    "项目负责人：吴海涛（副主任）": ("吴海涛",),
    "会议由黄文斌同志主持。": ("黄文斌",),
    "法定代表人：欧阳建国": ("欧阳建国",),
    "评价组成员包括：林峰、郑洁、高翔三人。": ("林峰", "郑洁", "高翔"),
    "填报人：徐静，手机 139 1234 5678。": ("徐静", "139 1234 5678"),
    "财务负责人：胡明；制表：郭敏": ("胡明", "郭敏"),
    "主任罗建军同志多次到项目现场调研。": ("罗建军",),
    "科长梁秀英具体负责资金拨付。": ("梁秀英",),
    "身份证号430102199001011234。": ("430102199001011234",),
    "分管领导宋振华，责任科室综合科。": ("宋振华",),
    "邮箱 someone@example.com 。": ("someone@example.com",),
    "组织领导：成立以韩立新为组长的绩效评价小组。": ("韩立新",),
    "自评人员：唐波、许莉": ("唐波", "许莉"),
}
PUBLIC = (
    "全年预算数1234.56万元，执行率95.13%。",
    "王家村道路硬化工程已完工。",
    "张家界市财政局下达专项资金20万元。",
    "黄石市图书馆总分100分。",
    "组长负责制落实到位，成员单位各司其职。",
    "高标准农田建设面积1200亩。",
    "联系人变更的应及时报备。",
    "负责人应当签字并加盖公章。",
    "马铃薯种植补贴按时发放。",
    "何时完成、如何完成均已明确。",
    "周边群众满意度98%。",
    "安全生产检查12次。",
    "金额合计13812345678元。",
    "文件号湘财绩〔2024〕5号。",
    "江河湖库水系连通项目。",
    "项目负责人制度不健全。",
    "主任办公会研究通过。",
    "钱粮湖镇人民政府",
    "白云山公园绿化养护",
    "经办人员不足3人。",
)


@pytest.mark.parametrize("text", PRIVATE)
def test_names_and_numbers_of_people_are_masked(text: str) -> None:
    told = masked(text, names_in([text]))
    assert not [private for private in PRIVATE[text] if private in told]


@pytest.mark.parametrize("text", PUBLIC)
def test_what_names_nobody_stays(text: str) -> None:
    assert masked(text, names_in([text])) == text
