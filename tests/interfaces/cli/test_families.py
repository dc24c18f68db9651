"""``jixiao family``: families are listed, found whole or told with all their faults."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms import library


def test_the_families_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["family", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("　")[0] for line in lines[::2]] == list(library.families())
    assert all("年度，" in line for line in lines[1::2])
    told = dict(zip((line.split("　")[0] for line in lines[::2]), lines[1::2], strict=True))
    assert told["sichuan-2023"].startswith("    四川，四川省财政厅，2023年度，四川省部门预算项目支出绩效自评表")
    assert told["sichuan-2023"].endswith("，见于样表，从空表学得，人工改了 0 处")
    assert run(["family", "list", "--format", "json"]) == 0
    assert {record["family"]: record["year"] for record in json.loads(capsys.readouterr().out)}["hunan-2024"] == 2024


def test_a_whole_family_tells_which_checks_it_cannot_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["family", "check", "xinjiang-2024"]) == 0
    text = capsys.readouterr().out
    assert "完整：校验" in text
    lines = text[text.index("缺得最多的在前") :].split("\n")[1:]
    counts = [int(count) for line in lines for count in re.findall(r"，(\d+) 条不问：", line)]
    assert counts == sorted(counts, reverse=True)
    line = next(line for line in lines if "没有「偏差原因分析及改进措施」（整体支出自评表）" in line)
    assert line.endswith("6 条不问：C13、C17、C18、C19、C20、C30")
    assert lines[-2].endswith("1 条不问：C61 基础数据表与整体自评表的项目支出一致")
    assert run(["family", "check", "xinjiang-2024", "--all"]) == 0
    every = capsys.readouterr().out
    assert "C17 扣分要写偏差原因（整体支出自评表）：缺少「偏差原因分析及改进措施」（reason）" in every
    assert len(re.findall(r"：缺少", every)) == sum(counts)
    assert run(["family", "check", "xinjiang-2024", "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["faults"] == []
    assert {"check": "C17", "form": "overall", "missing": ["reason"]}.items() <= {
        **next(u for u in record["unanswered"] if u["check"] == "C17")
    }.items()


def test_the_vocabulary_tells_who_needs_each_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["family", "keys", "--format", "json"]) == 0
    records = {record["key"]: record for record in json.loads(capsys.readouterr().out)}
    weight = records["indicators.weight"]
    assert (weight["title"], weight["kind"], weight["unit"], weight["forms"]) == (
        "分值", "points", "分", ["overall", "project"],
    )  # fmt: skip
    assert "读入 Word 报告" in weight["needed_by"]
    assert {"C01", "C02", "C05", "C16"} <= set(weight["checks"])
    assert run(["family", "keys", "xinjiang-2024"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("funds.rate"))
    assert line.startswith("funds.rate　年度资金总额·执行率（%）　首页和报告里的图；")
    assert "C08" in line


def test_a_broken_family_tells_every_fault_on_its_own_line(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (forms / "xinjiang-2024" / "scoring.toml").unlink()
    (forms / "xinjiang-2024" / "report.yaml").unlink()
    assert run(["family", "check", "xinjiang-2024"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "表样 xinjiang-2024 有 2 处不合要求："
    assert [line[:2] for line in lines[1:]] == ["1.", "2."]
    assert run(["family", "list"]) == 0
    assert "xinjiang-2024　不完整，请运行 jixiao family check" in capsys.readouterr().out


@pytest.mark.parametrize(("file", "told"), [("narrative.yaml", "checks N01"), ("scoring.toml", "execution_weight")])
def test_rules_that_are_asked_later_are_checked_here_too(
    forms: Path, capsys: pytest.CaptureFixture[str], file: str, told: str
) -> None:
    spoiled = {"narrative.yaml": "checks: {N01: {title: 没有依据}}\n", "scoring.toml": "[execution]\nweight = 20\n"}
    path = forms / "xinjiang-2024" / file
    path.write_text(spoiled[file], "utf-8")
    assert run(["family", "check", "xinjiang-2024"]) == 1
    assert told in capsys.readouterr().out


def test_a_family_that_is_not_there_is_told_with_the_near_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["family", "check", "hunan-2042"]) == 2
    assert "是不是「hunan-2024」？" in capsys.readouterr().err
