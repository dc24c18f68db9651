"""The form's file is read strictly: what is not known, left out or does not add up is refused with its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.audit.bureau_score import read_rubric
from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load

Change = Callable[[str, str], None]
Copied = tuple[Family, Change]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copied:
    """A copy of the families, and what changes the form's file in it."""
    family = load("hunan-2024")
    folder = tmp_path / "workbook" / "forms"
    shutil.copytree(resources.path("workbook", "forms"), folder)
    monkeypatch.setattr(resources, "path", lambda *parts: tmp_path.joinpath(*parts))
    file = folder / "hunan-2024" / "assessment.yaml"

    def change(old: str, new: str) -> None:
        content = file.read_text("utf-8")
        assert old in content
        file.write_text(content.replace(old, new, 1), "utf-8")

    return family, change


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    evidence: 自评通知", "    evidense: 自评通知", ["hunan-2024/assessment.yaml", "不认识的键", "evidense"]),
        ("per_missing: 2", "per_mising: 2", ["per_mising"]),
        ("measure: person", "measure: guess", ["measure", "不合要求"]),
        ("        prompt: 有没有印发自评通知？请备好盖章的扫描件。\n", "", ["缺少", "prompt"]),
        ("        source: [PFB]\n        certainty: S\n", "        certainty: S\n", ["缺少", "source"]),
        ("      - points: 2\n", "      - points: 3\n", ["自评通知", "不等于 8"]),
        ("total: 100", "total: 99", ["不等于 99"]),
        ("source: [PFB, YY2024]", "source: [PFB, NONE]", ["依据「NONE」"]),
        ("forms: [base, overall, project]", "forms: [base, overal]", ["overal", "不在本表样里"]),
        ("checks: [C55, C60]", "checks: [C55, C99]", ["校验「C99」"]),
        ("report: overall", "report: overal", ["overal", "report.yaml"]),
        ("may_say_nothing: [government_fund", "may_say_nothing: [gov", ["gov", "report.yaml"]),
        ("bands:\n", "bands: []\n          x:\n", ["x"]),
        ("points: 8", "points: 八", ["points", "八"]),
        ("title: 部门整体", "title: 一\ntitle: 部门整体", ["重复"]),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_and_the_reason(
    old: str, new: str, told: list[str], copied: Copied
) -> None:
    family, change = copied
    change(old, new)
    with pytest.raises(DataFileError) as error:
        read_rubric(family)
    assert all(word in str(error.value) for word in told), str(error.value)


def test_next_years_family_inherits_the_form(copied: Copied) -> None:
    family, change = copied
    folder = resources.path("workbook", "forms", "hunan-2025")
    folder.mkdir()
    (folder / "family.yaml").write_text("extends: hunan-2024", "utf-8")
    next_year = family.model_copy(update={"head": family.head.model_copy(update={"id": "hunan-2025"})})
    change("title: 部门整体", "title: 改名的部门整体")
    found = read_rubric(next_year)
    assert found is not None
    assert found.title.startswith("改名的")


def test_a_family_without_the_file_has_none() -> None:
    assert read_rubric(load("xinjiang-2024")) is None
