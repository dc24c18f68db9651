"""A report from a template: the figures as the forms print them, whatever a person typed nothing but text."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Never

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jixiao.core.files import OutputError
from jixiao.documents.word_templates import TemplateError, language, template_file, write_from_template
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import start

from .conftest import Make, Render

NASTY = [
    "{{ 7*7 }}", "{% for x in y %}", "{_{ x }_}", "{_% x %_}", "{# x #}", "<w:p/>&amp;<b>", "=1+1", "a & b < c > d",
    "“引”'号\"", "第一行\n第二行", "甲\t乙", "_下划线_", "{{ ''.__class__.__mro__ }}", "]]>", "＝", "-5", "+7", "@x",
    "\\n",
]  # fmt: skip


def texts(document: DocumentObject) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_fields_are_printed_as_the_forms_print_them(make: Make, render: Render, sample: Evaluation) -> None:
    names = ("year", "previous_year", "unit", "report_date", "overall.funds.budget", "overall.funds.rate")
    document = render(make("|".join(f"{{{{ {name} }}}}" for name in names)))
    form = next(sample.of("overall"))
    submission = sample.submission
    assert texts(document)[0].split("|") == [
        str(submission.year), str(submission.year - 1), submission.unit, submission.report_date,
        form.printed("funds.budget"), form.printed("funds.rate"),
    ]  # fmt: skip


def test_rows_of_a_table_come_one_by_one(make: Make, render: Render, sample: Evaluation) -> None:
    rows = [["指标", "得分"], ["{%tr for row in overall.indicators %}", ""], ["{{ row.name }}", "{{ row.score }}"],
            ["{%tr endfor %}", ""]]  # fmt: skip
    (table,) = render(make(rows)).tables
    form = next(sample.of("overall"))
    expected = [
        (form.printed("name", "indicators", i), form.printed("score", "indicators", i)) for i in form.rows("indicators")
    ]
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == [("指标", "得分"), *expected]


def test_projects_and_their_indicators_are_gone_through(make: Make, render: Render, family: Family) -> None:
    submission = start(family, "某局", 2024, projects=2)
    for name, data in zip("甲乙", submission.of("project"), strict=True):
        data.fields["project_name"] = name
        data.rows["indicators"] = [{"name": f"{name}{n}"} for n in (1, 2)]
    rows = "{% for row in project.indicators %}{{ row.name }}{% if not loop.last %}、{% endif %}{% endfor %}"
    line = "{{ loop.index }}.{{ project.project_name }}：" + rows
    path = make("{%p for project in projects %}", line, "{%p endfor %}")
    assert texts(render(path, evaluate(family, submission)))[:2] == ["1.甲：甲1、甲2", "2.乙：乙1、乙2"]


def test_paragraphs_of_a_section_come_one_by_one_in_the_templates_style(
    make: Make, render: Render, sample: Evaluation
) -> None:
    document = render(
        make("{%p for text in sections.overall.duties %}", "{{ loop.index }}）{{ text }}", "{%p endfor %}", "完")
    )
    own = sample.submission.texts["overall"]["duties"].splitlines()
    assert texts(document) == [*(f"{number}）{line}" for number, line in enumerate(own, 1)), "完"]


def test_conditions_ask_whether_something_is_there_or_equal(make: Make, render: Render) -> None:
    path = make(
        "{%p if projects %}", "有项目", "{%p else %}", "没有项目", "{%p endif %}",
        "{% for row in overall.indicators %}{% if row.level1 == “满意度指标” %}{{ row.name }}{% endif %}{% endfor %}",
        "{% if base.abroad.previous %}{{ base.abroad.previous }}{% else %}无{% endif %}",
    )  # fmt: skip
    found = texts(render(path))
    assert found[0] == "有项目"
    assert "没有项目" not in found


@pytest.mark.parametrize("text", NASTY)
def test_what_a_person_typed_is_nothing_but_text(make: Make, render: Render, family: Family, text: str) -> None:
    submission = start(family, text, 2024)
    next(submission.of("overall")).rows["indicators"] = [{"name": text}]
    submission.texts = {"overall": {"duties": text}}
    path = make(
        "头{{ unit }}尾", "{% for row in overall.indicators %}{{ row.name }}{% endfor %}",
        "{{p sections.overall.duties }}", "{{p attachments.overall }}",
    )  # fmt: skip
    document = render(path, evaluate(family, submission))
    assert texts(document)[0] == f"头{text}尾"
    assert texts(document)[1] == text
    assert texts(document)[2] == text.split("\n")[0]
    assert text in {cell.text for row in document.tables[0].rows for cell in row.cells}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_is_printed_as_it_is(make: Make, render: Render, family: Family, text: str) -> None:
    submission = start(family, "某局", 2024)
    next(submission.of("overall")).fields["goal.expected"] = text
    printed = texts(render(make("头{{ overall.goal.expected }}尾"), evaluate(family, submission)))[0]
    legal = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text).replace("\r\n", "\n").replace("\r", "\n")
    assert printed == f"头{legal}尾"


def test_blanks_are_blank_and_what_must_be_filled_in_is_marked(make: Make, render: Render, family: Family) -> None:
    document = render(make("[{{ overall.goal.actual }}]", "{{ unit }}（盖章）", "{{p sections.overall.duties }}"),
                      evaluate(family, start(family, "", 2024)))  # fmt: skip
    assert texts(document) == ["[]", "［待填：单位名称］（盖章）", "［待填：职能职责］"]
    marked = [(run.text, run.style.name) for p in document.paragraphs for run in p.runs if run.font.highlight_color]
    assert marked == [("［待填：单位名称］", "待填"), ("［待填：职能职责］", "待填")]


def test_a_marks_looks_are_added_to_those_of_its_run(make: Make, render: Render, family: Family) -> None:
    path = make("", change=lambda d: setattr(d.paragraphs[0].add_run("单位{{ unit }}，名称"), "bold", True))
    runs = render(path, evaluate(family, start(family, "", 2024))).paragraphs[0].runs
    assert [(run.text, run.bold, run.font.highlight_color) for run in runs] == [
        ("单位", True, None), ("［待填：单位名称］", True, WD_COLOR_INDEX.YELLOW), ("，名称", True, None),
    ]  # fmt: skip


def test_a_form_that_was_not_handed_in_prints_nothing(make: Make, render: Render, family: Family) -> None:
    submission = start(family, "某局", 2024)
    submission.forms = []
    path = make(
        "[{{ base.staff.quota }}{% for row in overall.indicators %}x{% endfor %}]",
        "{%p for p in projects %}",
        "y",
        "{%p endfor %}",
    )
    assert texts(render(path, evaluate(family, submission))) == ["[]"]


def test_headers_footers_and_footnotes_are_filled_in(make: Make, render: Render, sample: Evaluation) -> None:
    def add(document: DocumentObject) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ unit }}"
        document.sections[0].footer.paragraphs[0].text = "{{ year }}"

    section = render(make("x", change=add)).sections[0]
    assert section.header.paragraphs[0].text == sample.submission.unit
    assert section.footer.paragraphs[0].text == "2024"


def test_what_is_left_empty_is_still_what_word_calls_a_document(make: Make, render: Render, family: Family) -> None:
    def add(document: DocumentObject) -> None:
        for home in (document.tables[1].cell(0, 0), document.sections[0].header):
            home.paragraphs[0].text = "{%p if projects %}"
            home.add_paragraph("有")
            home.add_paragraph("{%p endif %}")

    submission = start(family, "某局", 2024, projects=0)
    next(submission.of("base")).rows["projects"] = []
    rows = [["{%tr for row in base.projects %}"], ["{{ row.name }}"], ["{%tr endfor %}"]]
    document = render(make(rows, [["甲"]], change=add), evaluate(family, submission))
    assert [[cell.text for row in table.rows for cell in row.cells] for table in document.tables] == [[""]]
    assert [paragraph.text for paragraph in document.sections[0].header.paragraphs] == [""]


# ---- nothing of the template that is no business of the report's readers --------------------------------------------


def test_properties_are_the_reports_own(make: Make, render: Render) -> None:
    def name(document: DocumentObject) -> None:
        properties = document.core_properties
        properties.author, properties.title, properties.category = "某某", "{{ unit }}", "hunan-2024"

    properties = render(make("{{ unit }}", change=name)).core_properties
    assert (properties.author, properties.category) == ("", "")
    assert properties.title.endswith("自评报告")


def test_the_path_of_a_word_template_stays_behind(make: Make, render: Render, tmp_path: Path) -> None:
    def attach(document: DocumentObject) -> None:
        part = document.part._settings_part
        relation = part.relate_to("file:///C:/Users/someone/x.dotx", template_file.ATTACHED, is_external=True)
        part.element.append(OxmlElement("w:attachedTemplate", attrs={qn("r:id"): relation}))

    render(make("{{ unit }}", change=attach))
    with zipfile.ZipFile(tmp_path / "报告.docx") as package:
        content = b"".join(package.read(name) for name in package.namelist())
    assert b"someone" not in content
    assert b"attachedTemplate" not in content


# ---- a broken template never yields a broken report -----------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ ''.__class__.__mro__ }}", "{{ unit.__class__ }}", "{{ overall._filled }}", "{{ cycler }}",
        "{{ sections.overall.duties._content }}", "{{ attachments._evaluation }}", "{{ lipsum(9999) }}",
        "{% for x in range(10000000000) %}{% endfor %}", "{{ 'x' * 10000000000 }}", "{{ unit", "{% endfor %}",
        "{% for x in projects recursive %}{{ loop(projects) }}{% endfor %}", "{% raw %}{{ x }}",
        "{% import 'os' as os %}", "{% autoescape false %}",
    ],
)  # fmt: skip
def test_a_hostile_template_writes_nothing_and_the_old_report_stays(
    make: Make, sample: Evaluation, tmp_path: Path, hostile: str
) -> None:
    target = tmp_path / "报告.docx"
    target.write_text("旧")
    with pytest.raises(TemplateError, match="没有生成报告"):
        write_from_template(sample, make("{{ unit }}", hostile), target)
    assert target.read_text() == "旧"
    assert {path.name for path in tmp_path.iterdir()} == {"报告.docx", "模板.docx"}


def test_what_docxtpl_sees_and_the_check_does_not_is_refused_as_well(
    make: Make, sample: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jixiao.documents.word_templates.check.file_faults", lambda template: iter(()))
    hidden = OxmlElement("wp:docPr", attrs={"descr": "{{ ''.__class__.__mro__ }}"})
    path = make("{{ unit }}", change=lambda d: d.paragraphs[0].add_run()._r.append(hidden))
    with pytest.raises(TemplateError, match="套不出完整的报告"):
        write_from_template(sample, path, tmp_path / "报告.docx")
    assert not (tmp_path / "报告.docx").exists()


def test_a_report_does_not_grow_without_end(
    make: Make, sample: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "MAX_RENDERED", 20_000)
    loop = ["{%p for a in overall.indicators %}"] * 3 + ["很长" * 50] + ["{%p endfor %}"] * 3
    with pytest.raises(TemplateError, match="套不出"):
        write_from_template(sample, make(*loop), tmp_path / "报告.docx")


def test_the_first_faults_are_in_the_message(make: Make, sample: Evaluation, tmp_path: Path) -> None:
    with pytest.raises(
        TemplateError, match=r"有 7 处不对.*正文第1段.*a1.*正文第5段.*a5.*jixiao template check"
    ) as caught:
        write_from_template(sample, make(*(f"{{{{ a{n} }}}}" for n in range(1, 8))), tmp_path / "报告.docx")
    assert "a6" not in str(caught.value)


def test_a_full_disk_leaves_the_old_report(
    make: Make, sample: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: DocumentObject, path: str) -> Never:
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    target = tmp_path / "报告.docx"
    target.write_text("旧")
    path = make("{{ unit }}")
    monkeypatch.setattr("docx.document.Document.save", full)
    with pytest.raises(OutputError, match="磁盘空间不够"):
        write_from_template(sample, path, target)
    assert target.read_text() == "旧"


def test_the_template_itself_is_only_read(make: Make, render: Render) -> None:
    path = make("{{ unit }}")
    before = path.read_bytes()
    render(path)
    assert path.read_bytes() == before
    assert Document(str(path)).paragraphs[0].text == "{{ unit }}"
