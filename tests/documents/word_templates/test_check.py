"""Every fault of a template is named with the paragraph it stands in; a good template has none."""

from __future__ import annotations

import re

import pytest
from docx.document import Document as DocumentObject
from docx.oxml import OxmlElement
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jixiao.documents.word_templates import check_template, open_template, vocabulary
from jixiao.documents.word_templates.check import MAX_BRACES
from jixiao.documents.word_templates.fields import Node, Text, paths
from jixiao.documents.word_templates.reader import MAX_FAULTS
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load

from .conftest import Make, Messages

GOOD = [
    "{{ year }}年度{{ unit }}自评报告",
    "{{ overall.funds.budget }}万元",
    "{{p sections.overall.duties }}",
    "{%p for text in sections.overall.duties %}",
    "（{{ loop.index }}）{{ text }}",
    "{%p endfor %}",
    "{% if overall.funds.spent %}{{ overall.funds.spent }}{% else %}无{% endif %}",
    "{%p if projects and not reports.overall %}",
    "{%p elif reports.project %}",
    "{%p for project in projects %}",
    "{{ project.project_name }}{% for row in project.indicators %}{{ row.name }}、{% endfor %}",
    "{% for row in overall.indicators %}{% if row.level1 == “产出指标” %}{{ row.name }}{% endif %}{% endfor %}",
    "{%p endfor %}",
    "{%p endif %}",
    "{# 给以后改模板的人看 #}",
    "{{p attachments.base }}",
    "{{p attachment_list }}",
]

ROWS = [
    ["指标", "得分"],
    ["{%tr for row in overall.indicators %}", ""],
    ["{{ row.name }}", "{{ row.score }}"],
    ["{%tr endfor %}", ""],
]


def test_a_good_template_has_no_faults(make: Make, messages: Messages) -> None:
    assert messages(make(*GOOD, ROWS)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ overal.funds.budget }}", "没有字段「overal.funds.budget」，是不是「overall.funds.budget」"),
        ("{{ overall.funds.bugdet }}", "是不是「overall.funds.budget」"),
        ("{{ funds.budget }}", "是不是「overall.funds.budget」"),
        ("{{ 单位 }}", "没有字段「单位」"),
        ("{{ unit.title }}", "没有字段「unit.title」"),
        ("{{ overall.funds }}", "是一组字段，要写到具体的字段，如 overall.funds."),
        ("{{ overall.indicators }}", "是列表，要一项一项地印"),
        ("{{ attachments }}", "写作 {{p attachments }}"),
        ("全文：{{p attachments }}", "要独占一段"),
        ("{{p unit }}", "是文字，写作 {{ unit }}"),
        ("{{r unit }}", "不能用「r」开头的标记"),
        ("{{ reports.overall }}", "只能用在 if 里"),
        ("{{ 7*7 }}", "只能写字段名"),
        ("{{ unit|upper }}", "只能写字段名"),
        ("{{ unit.upper() }}", "只能写字段名"),
        ("{{ '' }}", "只能写字段名"),
        ("{{ }}", "写法不对"),
        ("{{ unit", "花括号不成对"),
        ("{ unit }", "花括号不成对"),
        ("｛｛ unit ｝｝", "不是半角"),
        ("{{ unit }", "花括号不成对"),
        ("{% for row in overall.indicators %}", "没有结束，后面要有 {% endfor %}"),
        ("{%p if projects %}", "没有结束，后面要有 {%p endif %}"),
        ("{% endfor %}", "前面没有与「endfor」对应的 for 或 if"),
        (
            "{% for row in overall.indicators %}{% endif %}{% endfor %}",
            "这里应该先结束「for row in overall.indicators」",
        ),
        ("{% for row in unit %}{% endfor %}", "不是列表"),
        ("{% for a, b in projects %}{% endfor %}", "循环写作"),
        ("{% for row in range(9) %}{% endfor %}", "只能写字段名"),
        ("{% for row overall.indicators %}{% endfor %}", "写法不对"),
        ("{% if %}{% endif %}", "写法不对"),
        ("{% if overall %}{% endif %}", "不能作条件"),
        ("{% if year > '2024' %}{% endif %}", "只能问是否相同"),
        ("{% if year == 2024 %}{% endif %}", "带引号的文字"),
        ("{% if projects == 'x' %}{% endif %}", "不是文字"),
        ("{% if unit %}{% else %}{% elif year %}{% endif %}", "elif 在 else 前面"),
        ("{% set x = unit %}", "没有「set」这种步骤"),
        ("{% include 'x' %}", "没有「include」这种步骤"),
        ("{% macro x() %}", "没有「macro」这种步骤"),
        ("{%- if unit -%}", "没有「-」这种步骤"),
        ("{%tr for row in overall.indicators %}", "只能写在表格里"),
        ("{%tc for row in overall.indicators %}", "不能用「tc」开头的标记"),
        (f"{{{{ {'a' * 400} }}}}", "标记太长"),
        (f"{{{{ {'(' * 140}unit{')' * 140} }}}}", "「"),
    ],
)
def test_a_fault_is_named_with_its_paragraph(make: Make, messages: Messages, text: str, told: str) -> None:
    found = messages(make("第一段", "", text))
    assert any(told in message for message in found), found
    assert all(message.startswith(f"正文第2段「{text[:20]}") for message in found)


@pytest.mark.parametrize("level", ["r", "tc"])
def test_a_forbidden_mark_over_two_paragraphs_is_told_too(make: Make, messages: Messages, level: str) -> None:
    found = messages(make(f"{{%{level} if unit %}}", f"{{%{level} endif %}}"))
    assert any(f"不能用「{level}」开头的标记" in message for message in found)


def test_all_faults_are_found_not_only_the_first(make: Make, messages: Messages) -> None:
    found = messages(make("{{ a1 }}", "好", "{{ unit }}和{{ b2 }}", "{% for x in c3 %}{{ d4 }}", "{{ e5 }}"))
    assert [re.findall(r"没有字段「(\w+)」", message) for message in found] == [
        ["a1"], ["b2"], ["c3"], ["d4"], ["e5"], [],
    ]  # fmt: skip


def test_a_mark_that_word_has_split_into_runs_is_read_whole(make: Make, messages: Messages) -> None:
    def split(document: DocumentObject) -> None:
        paragraph = document.paragraphs[0]
        for piece in ("{", "{ ove", "rall.fun", "ds.bugdet }", "}"):
            paragraph.add_run(piece).bold = True

    assert "是不是「overall.funds.budget」" in messages(make("", change=split))[0]


def test_faults_in_tables_headers_and_footers_have_their_place(make: Make, messages: Messages) -> None:
    def add(document: DocumentObject) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ unti }}"
        document.sections[0].footer.paragraphs[0].text = "{{ yaer }}"

    found = messages(make([["指标", "{{ x9 }}"]], [["a"], ["{{ y9 }}"]], change=add))
    assert [message.partition("「")[0] for message in found] == [
        "正文第1个表第1行第2格",
        "正文第2个表第2行第1格",
        "页眉第1段",
        "页脚第1段",
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["{%tr for row in overall.indicators %}", "标题"], ["{%tr endfor %}", ""]], "独占表格的一行"),
        ([["{%tr for row in overall.indicators %}"], ["{{ row.nmae }}"], ["{%tr endfor %}"]], "是不是「row.name」"),
        ([["{%tr for row in overall.indicators %}"], ["{% endfor %}"]], "{%tr endfor %}"),
        ([["{%p if projects %}"], ["{%p endif %}"]], "同一处正文或同一格"),
        ([["{{p attachments }}"]], "不在表格"),
    ],
)
def test_rows_of_tables_have_rules_of_their_own(
    make: Make, messages: Messages, rows: list[list[str]], told: str
) -> None:
    assert any(told in message for message in messages(make(rows)))


def test_a_condition_ends_in_the_paragraph_it_began_in(make: Make, messages: Messages) -> None:
    assert "同一段" in messages(make("{% if projects %}有", "{% endif %}"))[0]


def test_loops_within_loops_are_few(make: Make, messages: Messages) -> None:
    loops = [f"{{%p for p{n} in projects %}}" for n in range(5)]
    found = messages(make(*loops, *["{%p endfor %}"] * 5))
    assert sum("循环套循环" in message for message in found) == 2


def test_ready_pieces_are_not_repeated(make: Make, messages: Messages) -> None:
    path = make("{%p for project in projects %}", "{{p attachments }}", "{%p endfor %}")
    assert "请移到循环外面" in messages(path)[0]


def test_very_many_faults_are_not_all_looked_for(make: Make, messages: Messages) -> None:
    found = messages(make(*["}"] * (MAX_FAULTS + 9)))
    assert len(found) == MAX_FAULTS + 1
    assert "后面的没有检查" in found[-1]


def test_too_many_marks_are_no_template(make: Make, messages: Messages) -> None:
    assert "花括号超过" in messages(make("{{ unit }}" * (MAX_BRACES // 4 + 1)))[0]


def test_what_nobody_sees_has_no_marks(make: Make, messages: Messages) -> None:
    def hide(document: DocumentObject) -> None:
        drawing = OxmlElement("wp:docPr", attrs={"descr": "{{ ''.__class__.__mro__ }}"})
        document.paragraphs[0].add_run()._r.append(drawing)
        field = OxmlElement("w:instrText")
        field.text = "{% for x in projects %}"
        document.paragraphs[0].add_run()._r.append(field)

    assert sum("看不见的地方" in message for message in messages(make("正文", change=hide))) == 2


def test_a_document_without_any_field_is_no_template(make: Make, messages: Messages) -> None:
    assert messages(make("会议纪要", "一、出席人员")) == [
        "整个文件：没有一个字段（如 {{ unit }}），不像报告模板。请检查选对了文件"
    ]


def test_sections_and_attachments_left_out_are_told_as_hints(make: Make, family: Family) -> None:
    checked = check_template(open_template(make("{{p sections.overall.duties }}", "{{p attachments.base }}")), family)
    hints = "\n".join(checked.hints)
    assert checked.faults == ()
    assert "sections.overall.duties" not in hints
    assert "（二）机构设置」（sections.overall.organization）" in hints
    assert "attachments.overall" in hints
    assert "attachments.base" not in hints


@pytest.mark.parametrize("family_id", ["hunan-2024", "hunan-2022", "xinjiang-2024", "generic"])
def test_every_listed_field_is_a_good_mark(make: Make, family_id: str) -> None:
    family = load(family_id)
    members = vocabulary(family).members
    texts = [f"{{{{ {path} }}}}" for path in paths(vocabulary(family)) if isinstance(_at(members, path), Text)]
    assert len(texts) > 20
    assert check_template(open_template(make(*texts)), family).faults == ()


def _at(members: dict[str, Node], path: str) -> Node:
    for name in path.split("."):
        node = members[name]
        members = getattr(node, "members", {})
    return node


KNOWN = sorted(paths(vocabulary(load("hunan-2024"))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(KNOWN), data=st.data())
def test_any_misspelt_name_is_named(make: Make, messages: Messages, path: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(path) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz_"))
    how = data.draw(st.sampled_from(["drop", "change", "add"]))
    wrong = path[:at] + {"drop": "", "change": letter, "add": letter + path[at]}[how] + path[at + 1 :]
    assume(wrong not in KNOWN and re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", wrong))
    assume(not {"not", "true", "false", "none", "if", "in", "is", "and", "or", "else"} & set(wrong.split(".")))
    (message,) = messages(make(f"数字：{{{{ {wrong} }}}}"))
    assert message.startswith("正文第1段")
    assert f"没有字段「{wrong}」" in message


def test_paragraphs_within_text_boxes_are_read_once(make: Make, messages: Messages) -> None:
    def box(document: DocumentObject) -> None:
        inner = OxmlElement("w:p")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "{{ untt }}"
        run.append(text)
        inner.append(run)
        content = OxmlElement("w:txbxContent")
        content.append(inner)
        document.paragraphs[0].add_run()._r.append(content)

    found = messages(make("外面 {{ unit }}", change=box))
    assert len(found) == 1
    assert "「{{ untt }}」" in found[0]


def test_a_row_of_marks_in_a_content_control_is_in_the_text(make: Make, messages: Messages) -> None:
    def wrap(document: DocumentObject) -> None:
        paragraph = document.paragraphs[0]._p
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        paragraph.addprevious(control)
        control.append(content)
        content.append(paragraph)

    assert messages(make("{{p attachments }}", change=wrap)) == []
