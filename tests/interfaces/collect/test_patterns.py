"""What only the whole can show, each seen and not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jixiao.interfaces.collect.long_sentences import official_sentences
from jixiao.interfaces.collect.outcome_store import Outcome, OutcomeStore
from jixiao.interfaces.collect.patterns import Hint, find_hints
from jixiao.interfaces.collect.tables import FoundFile, write_tables


def outcome(unit: str, **parts: Any) -> Outcome:
    plain = {"reason": "", "unit": unit, "year": 2024, "family": "generic", "findings": [], "scores": [], "figures": []}
    return plain | {"unplaced": 0, "passed": 0, "unjudged": 0, "sentences": []} | parts


def score(indicator: str, target: str = "", actual: str = "", level2: str = "") -> dict[str, Any]:
    return {
        "form": "overall",
        "project": "",
        "indicator": indicator,
        "level2": level2,
        "target": target,
        "actual": actual,
    }


def figure(key: str, value: float, project: str = "") -> dict[str, Any]:
    return {"form": "project" if project else "overall", "project": project, "key": key, "title": key, "value": value}


def hints(result: Path, outcomes: list[Outcome]) -> list[Hint]:
    store, entries = OutcomeStore(result), []
    for number, each in enumerate(outcomes):
        digest = f"{number:064d}"
        store.save(digest, each)
        entries.append(FoundFile(f"{number}.docx", digest))
    write_tables(entries, store, result)
    return find_hints(entries, store, result)


UNITS = [f"{name}局" for name in "甲乙丙丁戊己庚辛壬癸"]


def test_long_sentences_that_two_units_alone_share_are_told(tmp_path: Path) -> None:
    shared = [(f"{n:016x}", f"第{n}句") for n in range(6)]
    notice = [("f" * 16, "通知的话")]
    outcomes = [outcome(unit, sentences=notice + (shared if unit in UNITS[:2] else [])) for unit in UNITS]
    (hint,) = hints(tmp_path, outcomes)
    assert (hint.kind, hint.units) == ("文字相同", "甲局、乙局")
    assert "6 句" in hint.seen
    assert "通知的话" not in hint.evidence


def test_the_same_satisfaction_everywhere_is_told(tmp_path: Path) -> None:
    rows = [outcome(unit, scores=[score("群众满意度", "≥90%", "95%", "满意度指标")]) for unit in UNITS[:5]]
    (hint,) = hints(tmp_path, rows)
    assert hint.kind == "满意度相同"
    assert "5 份（共 5 份）的满意度都填“95%”" in hint.seen


@pytest.mark.parametrize(("totals", "kinds"), [([98, 98.5, 98.2, 98, 98.9], ["总分集中"]), ([80, 85, 90, 95, 98], [])])
def test_totals_in_a_narrow_band(totals: list[float], kinds: list[str], tmp_path: Path) -> None:
    rows = [outcome(u, figures=[figure("total.score", t)]) for u, t in zip(UNITS, totals, strict=False)]
    assert [hint.kind for hint in hints(tmp_path, rows)] == kinds


def test_a_target_far_from_its_peers_is_told_with_the_median(tmp_path: Path) -> None:
    targets = ["≥10次", "≥12次", "≥11次", "≥9次", "≥200次"]
    rows = [outcome(u, scores=[score("检查次数", t)]) for u, t in zip(UNITS, targets, strict=False)]
    (hint,) = hints(tmp_path, rows)
    assert (hint.kind, hint.units) == ("目标值悬殊", "戊局")
    assert "中位数是 11" in hint.seen


def test_projects_that_spent_more_than_the_unit_are_told(tmp_path: Path) -> None:
    parts = [figure("funds.spent", 60, "甲项目"), figure("funds.spent", 50, "乙项目")]
    more, enough = [figure("funds.spent", 100), *parts], [figure("funds.spent", 110), *parts]
    (hint,) = hints(tmp_path, [outcome("甲局", figures=more), outcome("乙局", figures=enough)])
    assert "110.00 万元，大于整体支出全年执行数 100.00 万元" in hint.seen


def test_few_units_say_nothing(tmp_path: Path) -> None:
    rows = [
        outcome(u, scores=[score("群众满意度", "", "95%")], figures=[figure("total.score", 100)]) for u in UNITS[:4]
    ]
    assert hints(tmp_path, rows) == []


def test_projects_that_came_in_files_of_their_own_count_too(tmp_path: Path) -> None:
    parts = [outcome("甲局", figures=[figure("funds.spent", 60, name)]) for name in ("甲项目", "乙项目")]
    (hint,) = hints(tmp_path, [outcome("甲局", figures=[figure("funds.spent", 100)]), *parts])
    assert (hint.kind, hint.units) == ("项目大于整体", "甲局")


@pytest.mark.parametrize(("copies", "kinds"), [(5, ["指标相同"]), (3, [])])
def test_the_same_indicators_everywhere_are_told(copies: int, kinds: list[str], tmp_path: Path) -> None:
    same = [score(f"指标{n}") for n in range(4)]
    rows = [
        outcome(u, scores=same if i < copies else [score(f"{u}{n}") for n in range(4)]) for i, u in enumerate(UNITS[:5])
    ]
    assert [hint.kind for hint in hints(tmp_path, rows)] == kinds


def test_what_the_forms_themselves_say_is_nobodys_copy(tmp_path: Path) -> None:
    official = sorted(official_sentences())[:8]
    assert len(official) == 8
    shared = [(digest, "表样的话") for digest in official]
    assert (
        hints(tmp_path, [outcome(unit, sentences=shared) for unit in UNITS[:2]] + [outcome(u) for u in UNITS[2:]]) == []
    )
