"""The administrator's path: the docs' smallest family (execution worth 20), and what is said of each mistake in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load_folder
from jixiao.model.submission import start

EXAMPLE = Path(__file__).parents[3] / "docs" / "minimal-family" / "newprovince-2025"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The family in a folder of one's own; what it extends is the one that is shipped."""
    load_folder.cache_clear()
    yield Path(shutil.copytree(EXAMPLE, tmp_path / EXAMPLE.name))
    load_folder.cache_clear()


@pytest.fixture
def family(folder: Path) -> Family:
    return load_folder(folder)


def test_what_an_administrator_writes_is_a_whole_family(family: Family) -> None:
    assert [form.id for form in family.forms] == ["project"]
    values = evaluate(family, start(family, "某单位", 2025, 1)).forms[0]
    assert values.printed("funds.weight") == "20"


def test_every_shared_check_is_asked_or_told(family: Family) -> None:
    asked = {(check.id, check.variant) for check in family.checks if check.forms}
    told = {(item.check, item.variant) for item in family.unanswered}
    assert ("C03", "") in asked
    assert ("C08", "") in asked
    reasons = {(item.check, item.variant, item.form): item.reason for item in family.unanswered}
    assert reasons["C01", "", "project"] == "缺少「总分·分值」（total.weight）"
    assert reasons["C17", "", "project"] == "缺少「偏差原因分析及改进措施」（reason）"
    assert reasons["C45", "", "base"] == "缺少附件「基础数据表」（base）"
    assert asked | told >= {("C01", ""), ("C02", ""), ("C06", ""), ("C45", ""), ("C59", ""), ("K01", "")}


# ---- one mistake, one message ----------------------------------------------------------------------------------------

CHECK = """- id: Z01
  title: 得分不超过分值
  severity: error
  forms: [project]
  cell: funds.score
  test: CHECK_LIMIT(funds.score,funds.weight)
  given: [funds.score, funds.weight]
  action: 请改得分
  source: [NOTICE]
  certainty: S
"""

MISTAKES = {
    # what is wrong: file, old text (all of it if empty), new text, what the one message must tell
    "wrong key": (
        "family.yaml", "authority:", "authorty:", "family.yaml 第 5 行：不认识的键「authorty」，是不是「authority」"
    ),
    "wrong key of a cell": (
        "project.yaml", "merge: true", "marge: true", "第 25 行：不认识的键「rows 第5项 cells 第1项 marge」"
    ),
    "unknown list": (
        "project.yaml", "{field: target}", "{field: target, choices: grade}", "是不是「grades」？可以写：rules"
    ),
    "no number": (
        "family.yaml", "year: 2025", "year: 今年", "family.yaml 第 6 行：「year」的值不合要求：今年（应是整数）"
    ),
    "no list": (
        "family.yaml", "[project]", "project", "第 8 行：「forms」的值不合要求：project（应是列表，如 [甲, 乙]）"
    ),
    "span a word": ("project.yaml", "span: 5", "span: 五", "第 14 行：「rows 第1项 cells 第2项 span」的值不合要求：五"),
    "label a number": ("project.yaml", "[项目名称,", "[2025,", '2025（文字要加引号，如 "2025"）'),
    "yes in Chinese": ("project.yaml", "repeated: true", "repeated: 是", "应写 true 或 false"),
    "made-up source": (
        "project.yaml", "[NOTICE]", "[NOTCE]", "project.yaml 第 10 行：依据「NOTCE」在 sources.yaml 里没有，是不是"
    ),
    "unknown certainty": ("family.yaml", "certainty: S", "certainty: X", "可以写：S、P、K、I"),
    "check skipped that is not there": (
        "family.yaml", "certainty: S", "certainty: S\nskip_checks: [C999]", "「C999」没有"
    ),
    "form listed twice": ("family.yaml", "[project]", "[project, project]", "「project」写了 2 次"),
    "parent unknown": (
        "family.yaml", "extends: mof", "extends: mfo", "第 7 行：extends 没有可继承的表样「mfo」，是不是「mof」"
    ),
    "id not the folder's": ("family.yaml", "id: newprovince", "id: newprovnce", "family.yaml 第 3 行：id 是"),
    "key twice": ("family.yaml", "year: 2025", "year: 2025\nyear: 2024", "第 7 行：键「year」重复出现"),
    "tab": ("report.yaml", "  - id", "\t- id", "report.yaml 不是正确的 YAML 文件：第 5 行：这里有制表符（Tab）"),
    "full-width colon": ("family.yaml", "year: 2025", "year：2025", "第 6 行：缺少英文冒号"),
    "no day": ("family.yaml", "year: 2025", "year: 2025-13-45", "第 6 行：有不成立的日期"),
    "no text": ("project.yaml", "", "", "newprovince-2025/project.yaml：里面是空的"),
    "a list for a page": ("family.yaml", "", "- 甲", "应写成「键: 内容」"),
    "row too narrow": ("project.yaml", "span: 5", "span: 4", "「项目名称」一行共占 5 列，应为 6 列"),
    "wrong kind": (
        "project.yaml", "funds.spent, kind: amount", "funds.spent, kind: percent", "第 15 行：「funds.spent」"
    ),
    "unknown function": (
        "project.yaml", "EXEC_RATE(", "EXEC_RAT(", "第 19 行：公式 EXEC_RAT(funds.budget,funds.spent) 里没有函数"
    ),
    "formula left open": ("project.yaml", 'spent)"}', 'spent"}', "第 19 行：公式写法有误，在结尾处"),
    "formulas in a circle": ("project.yaml", "EXEC_RATE(funds.budget,funds.spent)", "funds.rate", "公式互相引用"),
    "unknown part": (
        "project.yaml", "use: indicator_helpers", "use: indicator_helper", "第 32 行：parts.yaml 里没有名为"
    ),
    "unknown block": (
        "project.yaml", "block: indicators", "block: indicator", "第 31 行：helper_block 里的「indicator」"
    ),
    "weight no number": (
        "scoring.toml", "value = 20", 'value = "二十"', "scoring.toml 第 7 行：execution_weight 的值“二十”"
    ),
    "weight over the total": ("scoring.toml", "value = 20", "value = 200", "应在 0 到总分 100 之间"),
    "weight said twice": (
        "project.yaml", 'weight: "20"', 'weight: "30"', "是 30，scoring.toml 里 execution 的 weight 是 20"
    ),
    "weights over the total": ("project.yaml", "产出指标}", '产出指标, weight: "90"}', "分值合计 110，应为 100"),
    "rule unknown": ("scoring.toml", "[execution]", "[executon]", "scoring.toml 第 7 行：不认识的键 executon_weight"),
    "TOML left open": ("scoring.toml", '"S" }', '"S"', "scoring.toml 不是正确的 TOML 文件：第 7 行：括号没有配对"),
    "sentence of an unknown key": (
        "report.yaml", "guidance: 写项目是什么", 'guidance: 写, sentences: ["{project:funds.spnt}"]', "是不是「"
    ),
    "check of an unknown form": (
        "checks.yaml", "[project]", "[projects]", "checks.yaml 第 4 行 Z01：forms 里的附件「projects」"
    ),
    "check without its function": ("checks.yaml", "CHECK_LIMIT", "CHECK_LIMITS", "第 6 行 Z01：公式 CHECK_LIMITS"),
    "check of an unknown severity": (
        "checks.yaml", "error", "fatal", "第 3 行 Z01：「severity」的值不合要求：fatal，可以写："
    ),
    "check twice": ("checks.yaml", "", CHECK + CHECK, "第 11 行 Z01：前面已有 id「Z01」"),
    "limit unknown": (
        "checks.yaml", "score,funds.weight)", "score,limit.point)", "第 6 行 Z01：没有名为「limit.point」的数"
    ),
}  # fmt: skip


def faults_of(folder: Path) -> tuple[str, ...]:
    with pytest.raises(DataFileError) as caught:
        load_folder(folder)
    return caught.value.faults


@pytest.mark.parametrize("what", MISTAKES)
def test_each_mistake_has_one_message_with_its_place(folder: Path, what: str) -> None:
    name, old, new, told = MISTAKES[what]
    (folder / "checks.yaml").write_text(CHECK, "utf-8")
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1) if old else new, "utf-8")
    (fault,) = faults_of(folder)
    assert told in fault


@pytest.mark.parametrize("missing", ["scoring.toml", "report.yaml", "project.yaml", "sources.yaml"])
def test_each_file_left_out_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    (fault,) = faults_of(folder)
    assert missing in fault


def test_a_form_of_another_ending_is_named(folder: Path) -> None:
    (folder / "project.yaml").rename(folder / "project.yml")
    assert "请把 project.yml 改名为 project.yaml" in faults_of(folder)[0]


@pytest.mark.parametrize("name", ["family.yaml", "project.yaml", "scoring.toml"])
def test_a_file_may_begin_with_a_mark_of_utf8_and_is_told_to_be_gbk(folder: Path, name: str) -> None:
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(text, "utf-8-sig")
    assert load_folder(folder).head.id == folder.name
    load_folder.cache_clear()
    (folder / name).write_text(text, "gbk")
    (fault,) = faults_of(folder)
    assert f"newprovince-2025/{name}" in fault
    assert "编码选 UTF-8" in fault


def test_the_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    spoiled = {
        "family.yaml": ("year: 2025", "year: 今年"),
        "scoring.toml": ("value = 20", "vale = 20"),
        "report.yaml": ("guidance:", "guidence:"),
        "project.yaml": ("kind: percent", "kind: rate"),
    }
    for name, (old, new) in spoiled.items():
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text.replace(old, new), "utf-8")
    faults = faults_of(folder)
    assert [name for name in spoiled if not any(name in fault for fault in faults)] == []
