"""Submissions written down as data keep every digit, and are refused if they say what a submission does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Family
from jixiao.model.forms.grid import walk_blocks, walk_cells
from jixiao.model.forms.library import families, load
from jixiao.model.submission import FormData, Submission, read_sample

WRITTEN = tuple(name for name in families() if not load(name).head.learned)
"""The families whose samples, outlines and charts were written for them."""


HEAD = "family: hunan-2024\nunit: 某某局\nyear: 2024\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "unit.yaml"


def test_nested_keys_become_dotted_ones_and_figures_keep_their_digits(file: Path) -> None:
    file.write_text(HEAD + "forms:\n  - form: base\n    fields: {a: {b: 90.80, c: 95.13%}, d: ''}\n", "utf-8")
    submission = read_sample(file)
    assert submission.forms[0].fields == {"a.b": "90.80", "a.c": "95.13%", "d": ""}
    assert (submission.unit, submission.year, submission.texts) == ("某某局", 2024, {})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (HEAD, "forms"),
        (HEAD + "forms: []\nextra: 1\n", "extra"),
        (HEAD + "forms:\n  - {form: base, feilds: {}}\n", "forms.0.feilds"),
        (HEAD + "forms:\n  - {form: base, rows: {a: [1]}}\n", "forms.0.rows.a.0"),
        (HEAD.replace("2024\n", "二〇二四\n", 2).replace("hunan-二〇二四", "hunan-2024") + "forms: []\n", "year"),
        ("- a\n", "不合要求"),
        ("", "不合要求"),
        (HEAD + "forms: []\nyear: 2025\n", "重复"),
    ],
)
def test_a_sample_that_is_not_right_is_refused_with_its_name_and_the_place(file: Path, content: str, told: str) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(DataFileError) as caught:
        read_sample(file)
    assert "unit.yaml" in str(caught.value)
    assert told in str(caught.value)


def test_a_sample_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.yaml"):
        read_sample(tmp_path / "none.yaml")


SAMPLES = sorted(resources.path("workbook", "samples").glob("*.yaml"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_key_of_a_sample_is_a_key_of_its_form(path: Path) -> None:
    submission = read_sample(path)
    family = load(submission.family)
    assert {key for data in submission.forms for key in unknown_keys(family, submission, data)} == set()


def test_every_family_with_forms_of_its_own_has_a_sample() -> None:
    own = {name for name in WRITTEN if resources.path("workbook", "forms", name, "overall.yaml").is_file()}
    assert {read_sample(path).family for path in SAMPLES} == own


def unknown_keys(family: Family, submission: Submission, data: FormData) -> set[str]:
    form = family.form(data.form)
    fields = {cell.field for block, cell in walk_cells(form.rows + form.below) if not block}
    columns = {b.repeat: {c.field for c in b.cells} for b in walk_blocks(form.rows)}
    labels = {cell.label for _, cell in walk_cells(form.rows + form.below)}
    found = {k for k in data.fields if k not in fields}
    found |= {k for b, rows in data.rows.items() for row in rows for k in row if k not in columns.get(b, ())}
    return found | {label for label in data.wording if label not in labels}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_texts_belong_to_sections_of_the_familys_reports(path: Path) -> None:
    submission = read_sample(path)
    reports = load(submission.family).outline.reports
    sections = {(report.id, section.key) for report in reports for section in report.sections}
    assert {(r, s) for r, texts in submission.texts.items() for s in texts} <= sections
