"""Every input that once brought the program down is answered, and so are some new ones with every run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jixiao.core.box import BoxError, ResourceLimits, in_box
from jixiao.interfaces.cli.batch import judge

if sys.platform == "win32":
    pytest.skip("limits of this kind are not Windows'", allow_module_level=True)

from .classes import CLASSES
from .workers import is_out_of_reach, own_folder, tried

CORPUS = sorted(path for path in (Path(__file__).parents[1] / "corpus").iterdir() if path.suffix != ".md")
PACKAGES = [path for path in CORPUS if path.suffix in (".docx", ".xlsx", ".xlsm")]
TEXTS = [path for path in CORPUS if path not in PACKAGES]
COUNTS = {
    "quantity": 2000, "expression": 1500, "prose": 40, "family": 40, "docx": 15, "xlsx": 8, "circulation": 8,
    "blank": 4, "sheetblank": 2, "corrections": 2, "pack": 5, "unitlist": 20,
}  # fmt: skip
"""Inputs of each class in a run of the tests; together they take some ten seconds."""


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_a_file_that_once_was_too_much_is_answered(path: Path) -> None:
    try:
        answer = in_box(judge, (str(path), path.name, 120, "", False), ResourceLimits(seconds=20, megabytes=300))
    except BoxError as error:
        assert "程序内部出错" not in str(error)  # noqa: PT017 - findings or a sentence
        assert "已经停下" not in str(error)  # noqa: PT017
        return
    assert answer["records"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_text_that_once_brought_the_program_down_is_answered(path: Path) -> None:
    inputs = CLASSES[path.name.partition("-")[0]]()
    with own_folder() as folder:
        inputs.prepare(folder)
        assert inputs.ask(path.read_bytes(), folder) in ("answered", "refused")


@pytest.mark.skipif(is_out_of_reach(), reason="an ordinary user, as whom they run, may not read where the project lies")
@pytest.mark.parametrize("name", CLASSES)
def test_new_inputs_are_answered(name: str) -> None:
    tally = tried(CLASSES[name](), seed=2024, seconds=60, most=COUNTS[name])
    assert not tally.faults, tally.faults
    assert tally.ends["answered"] + tally.ends["refused"] > 0
