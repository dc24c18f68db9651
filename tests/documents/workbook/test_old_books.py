"""Workbooks handed out by earlier versions go on working; what their macros call is still there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from docx import Document
from jixiao.audit.checks import run
from jixiao.core.functions import FUNCTIONS
from jixiao.core.functions.results import Outcome
from jixiao.documents.report import write_report
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import evaluate

from .macros.readers import VBA_Parser

BOOKS = sorted((Path(__file__).parents[2] / "data" / "books").glob("*-0.1.0.xlsm"))
FILLED = {"filled-0.1.0"}


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_a_book_of_an_earlier_version_is_read_checked_and_reported(book: Path, tmp_path: Path) -> None:
    family, submission = read_book(book)
    assert book.stem in FILLED or book.stem.startswith(family.head.id)
    evaluation = evaluate(family, submission)
    findings = run(evaluation)
    assert findings
    assert not [f for f in findings if "程序出错" in f.message]
    assert any(f.outcome is Outcome.PASS for f in findings) or book.stem not in FILLED
    write_report(evaluation, tmp_path / "报告.docx")
    assert len(Document(str(tmp_path / "报告.docx")).tables) >= len(submission.forms) - 1


def macros(book: Path) -> str:
    parser = VBA_Parser(str(book))
    code = "\n".join(source for *_, source in parser.extract_macros())
    parser.close()
    return code


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_what_its_macros_call_is_still_there_and_takes_as_many_arguments(book: Path) -> None:
    code = macros(book)
    pressed = re.findall(r"import ([\w.]+) as b; b\.(\w+)\(\)", code)
    assert len(pressed) >= 9
    for module, name in pressed:
        assert callable(getattr(importlib.import_module(module), name))
    called = set(re.findall(r'CallUDF\("([\w.]+)", "(\w+)", Array\(([^)]*)\)', code))
    assert len(called) > 20
    for module, name, arguments in called:
        function = getattr(importlib.import_module(module), name)
        assert callable(function)
        assert len(arguments.split(",")) <= len(FUNCTIONS[name].arguments)
