"""Families are found, joined with what they extend, and refused with file and key if they are not whole."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError, FormsError, UnknownFamily
from jixiao.model.forms.library import families, load, load_folder
from jixiao.model.forms.yaml_file import read_yaml

from .conftest import Copied

ALL = families()


def test_the_installed_families_are_listed_without_those_that_only_serve_others() -> None:
    assert "hunan-2024" in families()
    assert "mof" not in families()


@pytest.mark.parametrize("name", ALL)
def test_each_installed_family_is_whole(name: str) -> None:
    family = load(name)
    assert family.head.id == name
    assert [form.id for form in family.forms] == list(family.head.forms)
    assert family.outline.reports or family.head.learned  # a notice may bring forms alone
    assert family.checks


def test_a_copied_family_is_the_same_family(copied: Copied) -> None:
    assert copied.load() == load("hunan-2024")


def test_a_family_not_known_is_told_with_the_near_one() -> None:
    with pytest.raises(UnknownFamily, match=r"没有名为「hunan-2042」的表样。是不是「hunan-2024」？"):
        load("hunan-2042")
    with pytest.raises(UnknownFamily, match=r"可用的表样：.*hunan-2024"):
        load("zzz")


@pytest.mark.parametrize("name", ["../hunan-2024", "hunan-2024/", "/etc", "..", "", "HUNAN-2024", "hunan 2024", "a\0b"])
def test_a_name_that_is_a_path_is_no_family(name: str) -> None:
    with pytest.raises(UnknownFamily):
        load(name)


REFUSED = {
    # what is wrong: file, old text, new text, what the message must tell
    "unknown key of a form": (
        "overall.yaml",
        "title:",
        "titel:",
        ["overall.yaml", "不认识的键「titel」", "是不是「title」"],
    ),
    "unknown key of a cell": (
        "overall.yaml",
        "{field: unit_name,",
        "{field: unit_name, spam: 1,",
        ["overall.yaml", "rows 第1项", "spam」", "是不是「span」"],
    ),
    "unknown key deep in a side": (
        "base.yaml",
        "{field: staff.quota, kind: count",
        "{field: staff.quota, knid: count",
        ["base.yaml", "knid」", "是不是「kind」"],
    ),
    "unknown key of a block": (
        "base.yaml",
        "- repeat: projects\n",
        "- repeat: projects\n    hepl: 帮助\n",
        ["hepl」", "「help」"],
    ),
    "unknown kind": (
        "base.yaml",
        "{field: staff.quota, kind: count",
        "{field: staff.quota, kind: number",
        ["base.yaml", "kind", "number"],
    ),
    "unknown key of the family": ("family.yaml", "authority:", "autority:", ["family.yaml", "autority", "authority"]),
    "unknown key of a check": (
        "checks.yaml",
        "severity: error",
        "severitty: error",
        ["checks.yaml", "severitty", "severity"],
    ),
    "unknown severity": ("checks.yaml", "severity: error", "severity: fatal", ["checks.yaml", "severity", "fatal"]),
    "unknown key of a section": ("report.yaml", "guidance:", "guidence:", ["report.yaml", "guidence", "guidance"]),
    "check without a source": (
        "checks.yaml",
        'source: [ZJX, "gh:54504033813"]',
        "",
        ["checks.yaml", "缺少", "source", "依据"],
    ),
    "form without a source": ("overall.yaml", "source: [YY2024]", "", ["overall.yaml", "缺少", "source", "依据"]),
    "form with an empty source": ("overall.yaml", "source: [YY2024]", "source: []", ["overall.yaml", "source"]),
    "form without certainty": ("overall.yaml", "certainty: S", "", ["overall.yaml", "缺少", "certainty"]),
    "source not listed": ("overall.yaml", "[YY2024]", "[YY2042]", ["overall.yaml", "YY2042", "sources.yaml"]),
    "source of a check not listed": (
        "checks.yaml",
        "source: [AA, ",
        "source: [AAA, ",
        ["checks.yaml", "AAA", "sources.yaml"],
    ),
    "source of a report not listed": ("report.yaml", "source: [YY2024]", "source: [NONE]", ["report.yaml", "NONE"]),
    "row too narrow": (
        "overall.yaml",
        "span: 9, formula: unit",
        "span: 8, formula: unit",
        ["overall.yaml", "预算部门名称", "9 列", "10"],
    ),
    "row too wide": ("base.yaml", "[编制数,", "[编制数, 人数,", ["base.yaml", "编制数", "7 列", "6"]),
    "pattern too wide": (
        "parts.yaml",
        '"{key}.score", kind: points, span: 2',
        '"{key}.score", kind: points, span: 3',
        ["project.yaml", "列"],
    ),
    "key twice": ("base.yaml", "field: staff.actual,", "field: staff.quota,", ["base.yaml", "staff.quota", "2 次"]),
    "formula with an unknown name": (
        "base.yaml",
        "CONTROL_RATE(staff.actual,",
        "CONTROL_RATE(staff.actul,",
        ["base.yaml", "staff.actul"],
    ),
    "formula with an unknown function": (
        "base.yaml",
        "CONTROL_RATE(staff",
        "CONTROLL_RATE(staff",
        ["base.yaml", "CONTROLL_RATE"],
    ),
    "formula that cannot be read": ("base.yaml", "staff.quota)", "staff.quota", ["base.yaml", "结尾"]),
    "formula with too few arguments": (
        "base.yaml",
        "CONTROL_RATE(staff.actual,staff.quota)",
        "CONTROL_RATE(staff.actual)",
        ["CONTROL_RATE", "参数个数"],
    ),
    "native function with too few arguments": (
        "base.yaml",
        "ROUND(SUM(projects.final),6)",
        "ROUND(SUM(projects.final))",
        ["ROUND", "参数个数"],
    ),
    "branch with two arms missing": (
        "base.yaml",
        'IF(COUNT(projects.final)=0,"",',
        "IF(AND(COUNT(projects.final)=0),",
        ["IF 要写三个参数"],
    ),
    "check of an unknown key": (
        "checks.yaml",
        "given: [funds.rate, funds.budget,",
        "given: [funds.rat, funds.budget,",
        ["checks.yaml", " C08：", "funds.rat"],
    ),
    "check on an unknown cell": (
        "checks.yaml",
        "cell: staff.control_rate",
        "cell: staff.rate",
        ["checks.yaml", " C49：", "staff.rate"],
    ),
    "check testing an unknown key": (
        "checks.yaml",
        "test: weight>0",
        "test: wieght>0",
        ["checks.yaml", " C05：", "wieght"],
    ),
    "check telling an unknown key": (
        "checks.yaml",
        "在职{staff.actual}人÷",
        "在职{staff.present}人÷",
        ["checks.yaml", " C49：", "staff.present"],
    ),
    "check once per a column not merged": (
        "checks.yaml",
        "once_per: level1",
        "once_per: name",
        ["checks.yaml", " C02：", "once_per", "name"],
    ),
    "sentence with an unknown figure": (
        "report.yaml",
        "{base:buildings.approved_area}",
        "{base:buildings.approved_areas}",
        ["report.yaml", "base:buildings.approved_areas"],
    ),
    "sentence with an unknown form": (
        "report.yaml",
        "{base:buildings.approved_area}",
        "{basic:buildings.approved_area}",
        ["report.yaml", "basic:buildings.approved_area"],
    ),
    "sentence that calls no function of ours": (
        "parts.yaml",
        "{=CHANGE_TEXT(base:procurement",
        "{=CHANGED_TEXT(base:procurement",
        ["report.yaml", "CHANGED_TEXT"],
    ),
    "sentence with too few arguments": (
        "parts.yaml",
        "{=CHANGE_TEXT(base:procurement.final,base:procurement.previous)}",
        "{=CHANGE_TEXT(base:procurement.final)}",
        ["report.yaml", "CHANGE_TEXT", "参数个数"],
    ),
    "sentence with a choice that is not there": (
        "parts.yaml",
        "{choice:three_public}",
        "{choice:three_publics}",
        ["report.yaml", "choice:three_publics"],
    ),
    "sentence on all projects about rows of each": (
        "parts.yaml",
        "IF(SUM_ALL(project:fiscal.spent)=0",
        "IF(SUM_ALL(project:indicators.score)=0",
        ["report.yaml", "project:indicators.score", "写明项目"],
    ),
    "alternatives of which one is on each project": (
        "parts.yaml",
        "    - 年末实际在职{base:staff.actual}人。",
        "    - “{project:project_name}”年末实际在职{base:staff.actual}人。",
        ["report.yaml", "逐个项目"],
    ),
    "sentence with words too long for a formula": (
        "parts.yaml",
        "    - 年末实际在职{base:staff.actual}人。",
        f"    - {'长' * 256}{{base:staff.actual}}人。",
        ["report.yaml", "255"],
    ),
    "beside no helper column": (
        "parts.yaml",
        "beside: completion",
        "beside: completed",
        ["overall.yaml", "beside", "completed"],
    ),
    "helpers of no block": (
        "project.yaml",
        "helper_block: indicators",
        "helper_block: indicator",
        ["project.yaml", "helper_block"],
    ),
    "name field not there": (
        "project.yaml",
        "name_field: project_name",
        "name_field: name",
        ["project.yaml", "name_field"],
    ),
    "default of an unknown column": (
        "parts.yaml",
        "{level1: 满意度指标",
        "{leval1: 满意度指标",
        ["defaults.rows.indicators", "leval1"],
    ),
    "default of an unknown field": (
        "project.yaml",
        "fields: {funds.weight:",
        "fields: {fund.weight:",
        ["project.yaml", "fund.weight"],
    ),
    "part not there": (
        "overall.yaml",
        "{use: funds_rows}",
        "{use: fund_rows}",
        ["overall.yaml", "fund_rows", "parts.yaml"],
    ),
    "family extended not there": (
        "family.yaml",
        "extends: mof",
        "extends: mov",
        ["hunan-2024/family.yaml", "extends", "mov"],
    ),
    "family extending itself": ("family.yaml", "extends: mof", "extends: hunan-2024", ["extends", "hunan-2024"]),
    "family extended by a path": ("family.yaml", "extends: mof", "extends: ../hunan/mof", ["extends", "../hunan/mof"]),
    "form without a file": (
        "family.yaml",
        "[base, overall,",
        "[base, overal,",
        ["family.yaml", "overal", "overal.yaml"],
    ),
    "form by a path": (
        "family.yaml",
        "[base, overall,",
        "[../hunan-2024/base, overall,",
        ["family.yaml", "../hunan-2024/base"],
    ),
    "key given twice": (
        "family.yaml",
        "year: 2024",
        "year: 2024\nyear: 2025",
        ["family.yaml", "第 6 行", "「year」重复"],
    ),
    "not YAML": ("family.yaml", "year: 2024", "year: [2024", ["family.yaml", "不是正确的 YAML", "第 "]),
    "rows that no page can repeat": ("project.yaml", "repeated_rows: 1", "repeated_rows: 3", ["repeated_rows", "3"]),
    "list not known": (
        "base.yaml",
        "{field: staff.quota,",
        "{field: staff.quota, choices: rule,",
        ["choices", "rule", "是不是「rules」", "grades"],
    ),
    "made-up source of a weight": (
        "scoring.toml",
        'source = ["',
        'source = ["MADE-UP", "',
        ["scoring.toml", "MADE-UP"],
    ),
    "weight that is no number": ("scoring.toml", "value = 10", 'value = "十"', ["hunan-2024/scoring.toml", "十"]),
    "sheets that cannot be told apart": ("project.yaml", "{number}", "一", ["project.yaml", "{number}"]),
    "sheet of an illegal name": ("base.yaml", "sheet: 附件1", "sheet: 附件1/", ["base.yaml", "工作表名"]),
    "form called otherwise than its file": ("base.yaml", "id: base", "id: basic", ["base.yaml", "basic", "「base」"]),
    "family called otherwise than its folder": ("family.yaml", "id: hunan-2024", "id: hunan", ["family.yaml", "hunan"]),
    "own check of a form that is not there": (
        "checks.yaml",
        "forms: [overall, project]",
        "forms: [overal, project]",
        ["checks.yaml", " C01：", "overal", "是不是「overall」"],
    ),
    "check doubted that is not there": (
        "family.yaml",
        "certainty: S",
        "certainty: S\ndoubtful_checks: [C99]",
        ["family.yaml", "doubtful_checks", "C99"],
    ),
    "key that the score needs": (
        "parts.yaml",
        "field: target,",
        "field: targets,",
        ["overall.yaml", "缺少键「indicators.target」（年度指标值）", "逐行打分", "是不是「indicators.targets」"],
    ),
    "amount kept as a text": (
        "overall.yaml",
        "field: income.general, kind: amount",
        "field: income.general, kind: text",
        ["overall.yaml", "income.general", "应是「amount」"],
    ),
    "formulas that need each other": (
        "appraisal.yaml",
        'notice.points, kind: points, title: 自评通知·分值, formula: "SUM(2,6)"',
        "notice.points, kind: points, title: 自评通知·分值, formula: total.points",
        ["appraisal.yaml：公式互相引用", "：notice.points、total.points。"],
    ),
    "form filled many times without a name": ("project.yaml", "name_field: project_name", "", ["name_field"]),
    "checks that are no list": ("checks.yaml", "- id: C01", "C01:", ["checks.yaml"]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_family_that_is_not_whole_is_refused_with_file_and_key(what: str, copied: Copied) -> None:
    file, old, new, told = REFUSED[what]
    copied.change(file, old, new)
    message = copied.refusal()
    assert [words for words in told if words not in message] == [], message


@pytest.mark.parametrize(
    ("file", "told"),
    [("scoring.toml", 'extends = "mof"'), ("report.yaml", "报告提纲")],
)
def test_a_file_that_is_not_there_is_named_with_what_to_do(copied: Copied, file: str, told: str) -> None:
    (copied.own / file).unlink()
    message = copied.refusal()
    assert f"缺少文件 hunan-2024/{file}" in message
    assert told in message


def test_faults_of_several_files_are_gathered(copied: Copied) -> None:
    (copied.own / "scoring.toml").unlink()
    (copied.own / "report.yaml").unlink()
    copied.change("base.yaml", "{field: staff.quota, kind: count", "{field: staff.quota, kind: number")
    copied.change("checks.yaml", "severity: error", "severity: fatal")
    with pytest.raises(DataFileError) as caught:
        copied.load()
    assert len(caught.value.faults) == 4
    assert str(caught.value).startswith("表样 hunan-2024 有 4 处不合要求")


def test_everything_wrong_is_said_at_once(copied: Copied) -> None:
    copied.change("overall.yaml", "[YY2024]", "[YY2042]")
    copied.change("base.yaml", "CONTROL_RATE(staff", "CONTROLL_RATE(staff")
    copied.change("checks.yaml", "test: weight>0", "test: wieght>0")
    message = copied.refusal()
    assert all(words in message for words in ("YY2042", "CONTROLL_RATE", "wieght"))


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("parts.yaml", "- a\n- b\n", "键: 内容"),
        ("sources.yaml", "just a text\n", "键: 内容"),
        ("checks.yaml", "C01: {}\n", "列表"),
        ("family.yaml", "- a\n", "family.yaml"),
        ("family.yaml", "", "family.yaml"),
        ("overall.yaml", "", "overall.yaml"),
    ],
)
def test_a_file_of_the_wrong_shape_is_named(copied: Copied, file: str, content: str, told: str) -> None:
    (copied.own / file).write_text(content, "utf-8")
    message = copied.refusal()
    assert file in message
    assert told in message


def test_an_empty_file_of_checks_and_parts_lists_nothing(copied: Copied) -> None:
    for folder in (copied.parent, copied.own):
        (folder / "checks.yaml").write_text("# 还没有\n", "utf-8")
    own, inherited = copied.own / "parts.yaml", copied.parent / "parts.yaml"
    own.write_text(own.read_text("utf-8") + inherited.read_text("utf-8"), "utf-8")
    inherited.write_text("", "utf-8")
    assert copied.load().checks == ()


def test_a_familys_own_check_replaces_the_one_it_inherits_and_others_can_be_left_out(copied: Copied) -> None:
    inherited = yaml.safe_load((copied.parent / "checks.yaml").read_text("utf-8"))
    own = next(c for c in inherited if c["id"] == "C05") | {"severity": "info"}
    (copied.own / "checks.yaml").write_text(yaml.safe_dump([own], allow_unicode=True), "utf-8")
    copied.change("family.yaml", "certainty: S", "certainty: S\nskip_checks: [C10, C45]")
    before, after = load("hunan-2024").checks, copied.load().checks
    assert [c.severity for c in after if c.id == "C05"] == ["info"]
    assert {c.id for c in before} - {c.id for c in after} == {"C10", "C45"}
    assert sum(c.id == "C05" for c in after) == sum(c.id == "C05" for c in before)


def test_a_nearer_familys_part_replaces_the_inherited_one(copied: Copied) -> None:
    with (copied.parent / "parts.yaml").open("a", encoding="utf-8") as parts:
        parts.write("signature:\n  - [{label: 没有人用, span: 10}]\n")
    assert copied.load() == load("hunan-2024")


def test_a_folder_without_a_family_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"family.yaml"):
        load_folder(tmp_path)


def test_whatever_is_wrong_with_a_family_is_one_kind_of_error(copied: Copied) -> None:
    copied.change("family.yaml", "extends: mof", "extends: mov")
    with pytest.raises(FormsError):
        copied.load()


def test_an_inherited_check_is_asked_only_of_forms_that_have_its_keys(copied: Copied) -> None:
    (copied.own / "checks.yaml").unlink()
    checks = copied.parent / "checks.yaml"
    checks.write_text(checks.read_text("utf-8").replace("test: weight>0", "test: wieght>0"), "utf-8")
    left = {(c.id, c.variant) for c in load("hunan-2024").checks} - {(c.id, c.variant) for c in copied.load().checks}
    assert left == {("C05", "")}
    unanswered = [item for item in copied.load().unanswered if item.check == "C05"]
    assert [(item.form, item.reason) for item in unanswered] == [
        ("overall", "缺少「wieght」"),
        ("project", "缺少「wieght」"),
    ]


@pytest.mark.parametrize("name", ALL)
def test_every_inherited_check_is_asked_or_told_with_what_is_lacking(name: str) -> None:
    """None is dropped without a word, but those that the family itself leaves out or replaces."""
    family = load(name)
    shared = read_yaml(resources.path("workbook", "forms", "mof", "checks.yaml"))
    named = {(c["id"], c.get("variant", ""), form) for c in shared for form in c["forms"]}
    asked = {(c.id, c.variant, form) for c in family.checks for form in c.forms}
    told = {(u.check, u.variant, u.form) for u in family.unanswered}
    left_out = {key for key in named if key[0] in family.head.skip_checks}
    own = {(c["id"], c.get("variant", "")) for c in read_yaml(path)} if (path := _own_checks(name)).is_file() else set()
    assert {key for key in named - asked - told - left_out if key[:2] not in own} == set()
    assert told & asked == set()
    assert all(item.reason.startswith("缺少") for item in family.unanswered)


def _own_checks(name: str) -> Path:
    return resources.path("workbook", "forms", name, "checks.yaml")


def test_every_shared_check_is_asked_by_some_family_of_every_form_it_names() -> None:
    """A check whose keys no family has would be inherited by none, without a word."""
    asked = {(c.id, c.variant, form) for name in families() for c in load(name).checks for form in c.forms}
    shared = read_yaml(resources.path("workbook", "forms", "mof", "checks.yaml"))
    named = {(c["id"], c.get("variant", ""), form) for c in shared for form in c["forms"]}
    assert named - asked == set()


def test_what_a_family_doubts_is_told_as_a_warning(copied: Copied) -> None:
    assert {c.severity for c in copied.load().checks if c.id == "C34"} == {"error"}
    (copied.own / "checks.yaml").unlink()
    copied.change("family.yaml", "extends: mof", "extends: mof\ndoubtful_checks: [C34, C37]")
    load_folder.cache_clear()
    severities = {(c.id, c.severity) for c in copied.load().checks if c.id in ("C34", "C37")}
    assert severities == {("C34", "warning"), ("C37", "info")}
