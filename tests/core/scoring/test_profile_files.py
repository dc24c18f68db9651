"""Scoring profiles: loading, refusing, and a basis for every value."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jixiao.core import resources
from jixiao.core.scoring import ProfileError, UnknownProfile, families, load
from jixiao.core.scoring.profile import Profile

GOOD = '{ value = 1, source = ["X"], certainty = "S" }'


def leaves(tree: Any) -> Iterator[tuple[str, Any]]:
    """Every value of a scoring.toml, by its key."""
    for key, value in tree.items():
        if isinstance(value, dict) and "value" not in value:
            yield from ((f"{key}.{name}", leaf) for name, leaf in leaves(value))
        elif key not in ("title", "extends"):
            yield key, value


def all_leaves() -> Iterator[pytest.ParameterSet]:
    for family in families():
        text = resources.path("workbook", "forms", family, "scoring.toml").read_text("utf-8")
        for key, leaf in leaves(tomllib.loads(text)):
            yield pytest.param(family, leaf, id=f"{family}:{key}")


SOURCES = yaml.safe_load(resources.path("workbook", "forms", "mof", "sources.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("family", "leaf"), list(all_leaves()))
def test_every_value_has_its_basis(family: str, leaf: dict[str, Any]) -> None:
    assert leaf["certainty"] in ("S", "P", "K", "I")
    assert leaf["source"]
    assert set(leaf["source"]) <= set(SOURCES) | own_sources(family)


def is_number(value: Any) -> bool:
    """Whether a value is a weight, a band or another number: not a choice of words, nor a list of them."""
    row = value[0] if isinstance(value, list) else value
    return not isinstance(row, str)


@pytest.mark.parametrize(("family", "leaf"), list(all_leaves()))
def test_every_number_has_its_unit_and_only_numbers_have(family: str, leaf: dict[str, Any]) -> None:
    assert bool(leaf.get("unit")) == is_number(leaf["value"])
    assert re.fullmatch(r"(20\d\d(-\d\d-\d\d)?)?", leaf.get("begins", ""))


def test_where_it_is_known_a_number_says_since_when() -> None:
    assert load("mof").bases["execution_tiers"].begins == "2021-08-18"
    assert load("mof").bases["execution_tiers"].unit == "比率"


def own_sources(family: str) -> set[str]:
    path = resources.path("workbook", "forms", family, "sources.yaml")
    return set(yaml.safe_load(path.read_text("utf-8"))) if path.is_file() else set()


@pytest.mark.parametrize("key", SOURCES)
def test_every_source_says_what_it_is_and_how_reliable(key: str) -> None:
    assert {"title", "reliability"} <= set(SOURCES[key])


def test_a_family_inherits_what_it_does_not_say() -> None:
    mof, xinjiang = load("mof"), load("xinjiang-2024")
    assert xinjiang.total_grades == mof.total_grades
    assert xinjiang.proportion_floor != mof.proportion_floor
    assert xinjiang.bases["proportion_floor"].certainty == "I"
    assert not xinjiang.bases["proportion_floor"].verified
    assert mof.bases["execution_method"].verified


def test_a_profile_is_loaded_once() -> None:
    assert load("mof") is load("mof")


@pytest.mark.parametrize("family", ["hunan-2023", "no-such", "../mof", "mof/../mof", "MOF", "", "湖南"])
def test_an_unknown_family_is_told_with_those_there_are(family: str) -> None:
    with pytest.raises(UnknownProfile, match="可用的有"):
        load(family)


def test_an_unknown_family_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownProfile, match="是不是“hunan-2024”"):
        load("hunan-2042")


BROKEN = {
    'extends = "mof"\n[proportion]\nfloors = ' + GOOD: "是不是“proportion_floor”",
    'extends = "mof"\n[proportion]\nfloor = 0.6': "缺少 proportion_floor",
    'extends = "mof"\n[proportion]\nfloor = { value = 0.6, source = ["X"] }': "certainty",
    'extends = "mof"\n[proportion]\nfloor = { value = 0.6, source = [], certainty = "S" }': "source",
    'extends = "mof"\n[proportion]\nfloor = { value = 0.6, source = ["X"], certainty = "S", why = 1 }': "键 why",
    'extends = "mof"\n[proportion]\nfloor = { value = "x", source = ["X"], certainty = "S" }': "不是应有的形式",
    'extends = "mof"\n[execution]\nmethod = { value = "best", source = ["X"], certainty = "S" }': "linear",
    'extends = "mof"\nfloor = 1': "不认识的键",
    'extends = "broken"': "绕回",
    'title = "甲"': "缺少",
    "title = ": "TOML",
}


FamilyOf = Callable[[str], Profile]


@pytest.fixture
def family_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FamilyOf:
    """A function that writes a family's file beside a copy of mof's, and loads it."""
    forms = tmp_path / "workbook" / "forms"
    text = resources.path("workbook", "forms", "mof", "scoring.toml").read_text("utf-8")
    for name in ("mof", "broken"):
        (forms / name).mkdir(parents=True)
    (forms / "mof" / "scoring.toml").write_text(text, "utf-8")

    def write_and_load(text: str) -> Profile:
        (forms / "broken" / "scoring.toml").write_text(text, "utf-8")
        monkeypatch.setattr(resources, "path", tmp_path.joinpath)
        return load.__wrapped__("broken")

    return write_and_load


@pytest.mark.parametrize(("text", "why"), BROKEN.items())
def test_a_broken_profile_is_refused(family_of: FamilyOf, text: str, why: str) -> None:
    with pytest.raises(ProfileError, match=why):
        family_of(text)


def test_a_good_profile_is_not(family_of: FamilyOf) -> None:
    text = 'extends = "mof"\n[proportion]\nfloor = { value = 0.5, source = ["X"], certainty = "S" }'
    assert str(family_of(text).proportion_floor) == "0.5"
