"""The administrator's path: a new province's project form with execution worth 20, written by the docs alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load_folder
from jixiao.model.submission import start

FILES = {
    "family.yaml": """id: newprovince-2025
title: 某省2025年度项目支出绩效自评
authority: 某省财政厅
year: 2025
extends: mof
forms: [project]
source: [NOTICE]
certainty: S
""",
    "sources.yaml": """NOTICE:
  title: 某省财政厅2025年自评通知
""",
    "scoring.toml": """title = "某省2025年度"
extends = "mof"

[execution]
weight = { value = 20, source = ["NOTICE"], certainty = "S" }
""",
    "report.yaml": """cover: {lines: ["{unit}"]}
reports:
  - id: project
    title: "{year}年度项目支出绩效自评报告"
    source: [NOTICE]
    certainty: S
    sections:
      - {key: overview, heading: 一、项目概况, guidance: 写项目是什么}
""",
    "project.yaml": """id: project
attachment: 附件1
sheet: 项目{number}
title: "{year}年度项目支出绩效自评表"
repeated: true
name_field: project_name
source: [NOTICE]
certainty: S
columns: [20, 20, 20, 20, 20, 20]
rows:
  - [项目名称, {field: project_name, span: 5}]
  - [全年预算数, {field: funds.budget, kind: amount}, 全年执行数, {field: funds.spent, kind: amount}, "", ""]
  - - 分值
    - {field: funds.weight, kind: points}
    - 执行率
    - {field: funds.rate, kind: percent, formula: "EXEC_RATE(funds.budget,funds.spent)"}
    - 得分
    - {field: funds.score, kind: points, formula: "EXEC_SCORE(funds.budget,funds.spent,funds.weight,family)"}
  - [一级指标, 三级指标, 年度指标值, 实际完成值, 分值, 得分]
  - repeat: indicators
    cells:
      - {field: level1, merge: true}
      - {field: name}
      - {field: target}
      - {field: actual}
      - {field: weight, kind: points}
      - {field: score, kind: points}
helper_block: indicators
helpers: {use: indicator_helpers}
defaults:
  fields: {funds.weight: "20"}
  rows:
    indicators:
      - {level1: 产出指标}
      - {level1: 效益指标}
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(resources.path("workbook", "forms", "mof"), tmp_path / "mof")
    own = tmp_path / "newprovince-2025"
    own.mkdir()
    for name, content in FILES.items():
        (own / name).write_text(content, "utf-8")
    load_folder.cache_clear()
    yield own
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


@pytest.mark.parametrize("missing", ["scoring.toml", "report.yaml", "project.yaml"])
def test_each_file_left_out_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(DataFileError, match=missing):
        load_folder(folder)


def test_all_mistakes_of_a_first_try_are_told_at_once(folder: Path) -> None:
    spoiled = {
        "scoring.toml": ('["NOTICE"]', '["NOTCE"]'),
        "report.yaml": ("guidance", "guidence"),
        "project.yaml": ("kind: percent", "kind: rate"),
    }
    for name, (old, new) in spoiled.items():
        (folder / name).write_text(FILES[name].replace(old, new), "utf-8")
    with pytest.raises(DataFileError) as caught:
        load_folder(folder)
    message = str(caught.value)
    assert all(words in message for words in ("guidence", "是不是「guidance」", "rate", "percent"))
    (folder / "report.yaml").write_text(FILES["report.yaml"], "utf-8")
    (folder / "project.yaml").write_text(FILES["project.yaml"], "utf-8")
    load_folder.cache_clear()
    with pytest.raises(DataFileError, match=r"execution_weight 的依据「NOTCE」.*是不是「NOTICE」"):
        load_folder(folder)
