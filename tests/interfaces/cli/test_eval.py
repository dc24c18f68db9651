"""``jixiao eval`` and ``jixiao functions``: the functions of the cells without a spreadsheet, at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jixiao.core.functions import FUNCTIONS
from jixiao.interfaces.cli.entry import run

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ('=SCORE_ROW(10,"≥95%","96%")', "10"),
        ('SCORE_ROW(10,"≥95%","96%")', "10"),
        ('=score_row(10,"≥60人","52人","按照完成比例赋分",,"xinjiang-2024")', "6.75"),
        ("=EXEC_SCORE(70.91,67.46)", "9.51"),
        ('=ROUND(EXEC_RATE(70.91,67.46)*100,2)&"%"', "95.13%"),
        ("=EXEC_RATE(,67.46)", ""),
        ('=EXEC_RATE("很多",1)', "⚠ "),
        ("=CHECK_SUM(50,40)", "✗ "),
        ("=CHECK_EQUAL(1,1)", "✓"),
        ("=GRADE(98)", "优"),
        ("=1<2", "TRUE"),
        ("=-1", "-1"),
        ("=100*1.50", "150"),
        ('="x"+1', "⚠ 「x」不是数字"),
    ],
)
def test_a_formula_gives_what_a_cell_would_show(formula: str, shown: str, capsys: Capture) -> None:
    assert run(["eval", formula]) == 0
    printed = capsys.readouterr().out.rstrip("\n")
    assert printed.startswith(shown) if shown.endswith(" ") else printed == shown


def test_an_answer_of_many_rows_is_printed_row_by_row(capsys: Capture) -> None:
    assert run(["eval", '=SCORE_ROWS(10,"≥95%","96%")']) == 0
    assert capsys.readouterr().out == "10\n"


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("=1/0", "算不出来"),
        ("=1+", "结尾"),
        ("=NOPE(1)", "没有名为“NOPE”的函数"),
        ("=funds.spent+1", "「funds.spent」没有值"),
        ("=SCORE_ROW(10,≥95%,96%)", "「≥」"),
        ("=IF(1)", "IF 要写三个参数"),
        ("=ROUND(1)", "参数个数"),
        ("=ROUND(1,99999999999)", "算不出来"),
        ("=1" + "+1" * 900, "太多"),
        ("=" + "(" * 300 + "1" + ")" * 300, "太深"),
        ("=" + "9" * 3000, "太长"),
        ("", "公式"),
    ],
)
def test_a_formula_that_gives_nothing_is_told_in_one_chinese_sentence(formula: str, told: str, capsys: Capture) -> None:
    assert run(["eval", formula]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert len(captured.err.strip().splitlines()) == 1


def test_too_few_arguments_of_ours_are_told_as_the_cell_tells_them(capsys: Capture) -> None:
    assert run(["eval", "=SCORE_ROW(10)"]) == 0
    assert "至少要填3个参数" in capsys.readouterr().out


def test_too_many_arguments_are_told_with_the_most_there_may_be(capsys: Capture) -> None:
    assert run(["eval", "=EXEC_RATE(1,2,3,4,5,6,7)"]) == 0
    assert re.search("最多[1-6]个，现在填了7个", capsys.readouterr().out)


def test_functions_are_listed_with_their_arguments(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    assert run(["functions"]) == 0
    shown = capsys.readouterr().out
    for function in FUNCTIONS.values():
        assert function.name in shown
        assert all(argument.label in shown for argument in function.arguments)


HEAVY = ("pandas", "numpy", "typer", "click", "rich", "pydantic", "yaml", "openpyxl", "xlsxwriter", "docx", "lxml")


def loaded_after(code: str) -> set[str]:
    """The heavy libraries a fresh interpreter has imported after some code."""
    code += f"\nimport sys; print('loaded:', *[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    return set(done.stdout.rpartition("loaded:")[2].split())


def test_eval_answers_before_anything_heavy_is_imported() -> None:
    formula = '=SCORE_ROW(10,"≥95%","96%",,,"xinjiang-2024")'
    assert loaded_after(f"from jixiao.interfaces.cli.entry import run\nrun(['eval', {formula!r}])") == set()


def test_the_chain_of_the_cells_functions_imports_nothing_heavy() -> None:
    assert loaded_after("import jixiao.core.functions\nfor f in jixiao.core.functions.FUNCTIONS: pass") == set()


def piped(arguments: str, encoding: str) -> subprocess.CompletedProcess[bytes]:
    """The program run by a shell, as people run it."""
    command = f"{sys.executable} -c 'from jixiao.interfaces.cli.entry import main; main()' {arguments}"
    return subprocess.run(  # noqa: S602 - a pipe needs a shell
        command, shell=True, capture_output=True, env=os.environ | {"PYTHONIOENCODING": encoding}
    )


def test_an_output_whose_reader_has_left_is_no_fault() -> None:
    errors = piped("functions | head -c 10", "utf-8").stderr.decode()
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_signs_that_an_output_cannot_write_stop_nothing(encoding: str, quyuan_book: Path) -> None:
    """A file that a Chinese Windows writes the output to takes GBK, which has no ✓, ✗ or ⚠."""
    done = piped("eval '=CHECK_SUM(50,40)'", encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"50" in done.stdout
    done = piped(f"check '{quyuan_book}' --format json", encoding)
    assert done.returncode == 1, done.stderr
    records = json.loads(done.stdout.decode(encoding))
    assert {record["sheet"] for record in records} >= {"附件2 整体支出自评表"}
    assert piped(f"check '{quyuan_book}'", encoding).returncode == 1
