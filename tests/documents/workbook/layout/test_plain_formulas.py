"""A sheet that repeats another: the same parts of the file as if it had been written by itself."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from pathlib import Path

import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.documents.workbook.sheets.form_sheet import FormSheet
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission, start


@pytest.fixture(params=[3, 45], ids=["in memory", "in files"])
def many(request: pytest.FixtureRequest, family: Family) -> Submission:
    return start(family, "某某县某某局", 2024, request.param)


def parts(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written_each(family: Family, submission: Submission, target: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with monkeypatch.context() as patched:
        patched.setattr(FormSheet, "says_the_same", lambda self, other: False)
        build(family, submission, target)
    return target


@pytest.mark.parametrize("suffix", [".xlsm", ".xlsx"])
def test_sheets_that_are_not_filled_in_repeat_the_first(
    many: Submission, suffix: str, family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repeating = tmp_path / f"甲{suffix}"
    build(family, many, repeating)
    assert parts(repeating) == parts(written_each(family, many, tmp_path / f"乙{suffix}", monkeypatch))


def test_a_sheet_that_is_filled_in_is_its_own(family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = start(family, "某某县某某局", 2024, 5)
    projects = [form for form in submission.forms if form.form == "project"]
    projects[1].fields["project_name"] = "乡村道路"
    before, book = deepcopy(submission), tmp_path / "甲.xlsx"
    build(family, submission, book)
    assert parts(book) == parts(written_each(family, submission, tmp_path / "乙.xlsx", monkeypatch))
    read = read_book(book)[1]
    assert [form.fields for form in read.forms] == [form.fields for form in before.forms]
