"""One vocabulary: every key used anywhere is an entry, every role is played once, and code names no key."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import NUMERIC
from jixiao.model.forms.family_check import GLOBALS, form_names, keys_of
from jixiao.model.forms.library import families, load
from jixiao.model.forms.own_text_cells import is_own_text
from jixiao.model.forms.vocabulary import read_vocabulary, vocabulary
from jixiao.model.forms.yaml_file import read_yaml

PACKAGE = Path(__file__).parents[3] / "addin" / "jixiao"
MOF = resources.path("workbook", "forms", "mof")
KEYS = vocabulary().keys
WRITTEN = ("generic", "hunan-2022", "hunan-2024", "xinjiang-2024")
"""Families that the vocabulary was written with; those learned from blanks have keys of their own besides."""


@pytest.mark.parametrize("name", WRITTEN)
def test_every_key_of_a_shipped_form_is_an_entry_that_says_which_forms_have_it(name: str) -> None:
    for form in load(name).forms:
        keys = {key for key in form_names(form) - GLOBALS if not is_own_text(key)}  # those follow the report's sections
        assert keys - KEYS.keys() == set()
        assert {key for key in keys if form.id not in KEYS[key].forms} == set()


def test_every_entry_is_a_key_of_some_shipped_form() -> None:
    assert KEYS.keys() - {key for name in families() for form in load(name).forms for key in form_names(form)} == set()


@pytest.mark.parametrize("name", WRITTEN)
def test_every_key_of_a_check_is_an_entry(name: str) -> None:
    bare = {key.partition(".")[2] for key in KEYS if vocabulary().is_column(key)}
    for check in load(name).checks:
        unknown = {key for key in keys_of(check) if key.partition(":")[2] not in KEYS and key not in KEYS}
        assert unknown - bare - GLOBALS - {f"{check.rows}.{key}" for key in keys_of(check)} == set(), check.id


def test_every_key_that_the_rules_for_prose_name_is_an_entry() -> None:
    named = {text for text in _texts(read_yaml(MOF / "narrative.yaml")) if re.fullmatch(r"[a-z]+:[a-z_.]+", text)}
    assert named
    assert {text for text in named if text.partition(":")[2] not in KEYS} == set()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def test_code_names_no_key_of_a_form() -> None:
    """A key with a dot can be nothing else; bare ones are words of many uses and are held by review."""
    dotted = {key for key in KEYS if "." in key}
    named = {
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.value}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value in dotted or node.value.partition(":")[2] in dotted
    }
    assert named == set()


def test_every_entry_has_a_unit_if_and_only_if_it_is_a_figure() -> None:
    assert all(bool(word.unit) == (word.kind in NUMERIC) for word in KEYS.values())


SPOILED: dict[str, tuple[Callable[[dict[str, Any]], object], list[str]]] = {
    "role that none plays": (lambda v: v["keys"]["funds.weight"].pop("role"), ["execution_weight", "0 个"]),
    "role that two play": (
        lambda v: v["keys"]["total.points"].update(role="total_weight"),
        ["total_weight", "2 个"],
    ),
    "role not known": (lambda v: v["keys"]["duties"].update(role="levle1"), ["levle1", "是不是「level1」"]),
    "form not known": (lambda v: v["keys"]["duties"].update(forms=["overal"]), ["duties", "overal", "「overall」"]),
    "use not known": (lambda v: v["keys"]["duties"].update(needed_by=["chrat"]), ["duties", "chrat", "「chart」"]),
    "figure without a unit": (lambda v: v["keys"]["staff.quota"].pop("unit"), ["staff.quota", "unit"]),
    "key not known": (lambda v: v["keys"]["duties"].update(titel="职责"), ["duties titel", "是不是「title」"]),
    "kind not known": (lambda v: v["keys"]["duties"].update(kind="txt"), ["duties kind", "是不是「text」", "amount"]),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_vocabulary_that_is_not_whole_is_refused(what: str, tmp_path: Path) -> None:
    spoil, told = SPOILED[what]
    content = read_yaml(MOF / "vocabulary.yaml")
    spoil(content)
    path = tmp_path / "vocabulary.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(DataFileError) as caught:
        read_vocabulary(path)
    assert [words for words in ("mof/vocabulary.yaml", *told) if words not in str(caught.value)] == [], caught.value
