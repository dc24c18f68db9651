"""Every file that once brought the program down is answered: findings or a sentence, within its limits."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jixiao.core.box import BoxError, Limits, in_box
from jixiao.interfaces.cli.batch import judge

CORPUS = sorted(path for path in (Path(__file__).parents[1] / "corpus").iterdir() if path.suffix != ".md")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are not Windows'")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_file_that_once_was_too_much_is_answered(path: Path) -> None:
    try:
        answer = in_box(judge, (str(path), path.name, 120, "", False), Limits(seconds=20, megabytes=300))
    except BoxError as error:
        assert "程序内部出错" not in str(error)  # noqa: PT017 - findings or a sentence
        assert "已经停下" not in str(error)  # noqa: PT017
        return
    assert answer["records"]
