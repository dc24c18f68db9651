"""No command writes over what it reads, whatever the reading is for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission


@pytest.fixture(scope="module")
def original(family: Family, _originals: dict[str, Submission], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("books") / "自评.xlsx"
    build(family, _originals["new with 1 projects"], path)
    return path


@pytest.mark.parametrize(
    "command",
    [
        "final BOOK -o BOOK",
        "check BOOK -o BOOK",
        "check BOOK --annotate BOOK -o list.json",
        "check BOOK --last LAST.xlsx -o LAST.xlsx",
        "check BOOK --last LAST.xlsx --annotate LAST.xlsx",
    ],
)
def test_what_a_command_reads_stays_as_it_is(
    command: str, original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("BOOK", "LAST"):
        shutil.copy(original, f"{name}.xlsx")
    arguments = [f"{word}.xlsx" if word == "BOOK" else word for word in command.split()]
    assert run(arguments) == 2
    assert "原件不能改动" in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} - {"list.json"} == {"BOOK.xlsx", "LAST.xlsx"}
    assert all((tmp_path / f"{name}.xlsx").read_bytes() == original.read_bytes() for name in ("BOOK", "LAST"))
