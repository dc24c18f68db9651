"""The schemas that editors use: current, named by every file, and of one mind with what loading accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jixiao.core import resources
from jixiao.interfaces.cli.app import app
from jixiao.interfaces.cli.family_schemas import all_schemas, text_of
from jixiao.model.forms.json_schema import FOLDER, naming, schema_name
from jixiao.model.forms.yaml_file import read_yaml

FORMS, SCHEMAS = resources.path("workbook", "forms"), resources.path("workbook", "schema")
FILES = [path.relative_to(FORMS).as_posix() for path in sorted(FORMS.glob("*/*.yaml"))]


def test_the_checked_in_schemas_are_those_of_the_models() -> None:
    kept = {path.stem: path.read_text("utf-8") for path in SCHEMAS.glob("*.json")}
    assert kept == {name: text_of(schema) for name, schema in all_schemas().items()}, "make schema"


@pytest.mark.parametrize("file", FILES)
def test_every_file_names_the_schema_it_keeps_to(file: str) -> None:
    path = FORMS / file
    named = naming(schema_name(path))
    assert path.read_text("utf-8").splitlines()[0] == named
    assert (path.parent / FOLDER / f"{schema_name(path)}.json").resolve().is_file()
    assert faults(path) == []


def faults(path: Path, content: Any = None) -> list[str]:
    """What an editor would mark in a file, or in another content of it."""
    jsonschema = pytest.importorskip("jsonschema", reason="pip install --editable '.[dev]'")
    validator = jsonschema.Draft202012Validator(all_schemas()[schema_name(path)])
    return [error.message for error in validator.iter_errors(read_yaml(path) if content is None else content)]


@pytest.mark.parametrize(
    ("file", "spoiled"),
    [
        ("hunan-2024/family.yaml", {"id": "x", "titel": "甲"}),
        ("mof/checks.yaml", [{"id": "C01", "severity": "fatal"}]),
        ("mof/limits.yaml", {"points": {"title": "甲", "value": "多"}}),
        ("mof/sources.yaml", {"A": {"titel": "甲"}}),
        ("hunan-2024/base.yaml", {"id": "base", "rows": [{"use": "a", "and": "b"}]}),
        ("hunan-2024/report.yaml", {"cover": {"use": 1}}),
        ("hunan-2024/parts.yaml", {"title_unit": "甲"}),
        ("mof/parts.yaml", {"reasons": {"title": "原因", "help": "选一条", "options": []}}),
        ("mof/labels.yaml", {"fields": {"unit_name": "单位名称"}}),
        ("mof/collect.yaml", {"units": [{"column": "总分", "form": "overall", "keys": "total.score"}]}),
    ],
)
def test_an_editor_marks_what_loading_refuses(file: str, spoiled: Any) -> None:
    assert faults(FORMS / file, spoiled) != []


def test_a_shared_part_may_stand_for_rows_and_sections() -> None:
    path = FORMS / "hunan-2024" / "base.yaml"
    assert faults(path, {**read_yaml(path), "rows": [{"use": "title_rows"}], "helpers": {"use": "helpers"}}) == []


def test_the_command_writes_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["family", "schema", str(tmp_path / "schema")])
    assert not ended.value.code
    assert json.loads((tmp_path / "schema" / "form.json").read_text("utf-8")) == all_schemas()["form"]
    assert "已写出" in capsys.readouterr().out
