"""Lines above a form that say two things at once: its number and its title, its title and the unit of money."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.documents.learning import learn

from .blanks import PROJECT, grid, write_docx, write_xlsx

TITLE = "项目支出绩效自评表"


@pytest.mark.parametrize("write", [write_docx, write_xlsx])
@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        (f"附件3：{TITLE}", "附件3", TITLE),
        (f"附件3.{TITLE}", "附件3", TITLE),
        (f"附件 3  {TITLE}", "附件3", TITLE),
        (f"附表一：{TITLE}（2025年度）", "附表一", f"{TITLE}（{{year}}年度）"),
        (f"附件3-2：2025年度{TITLE}", "附件3-2", f"{{year}}年度{TITLE}"),
        (f"附：{TITLE}", "附件1", TITLE),
        (f"{TITLE}        金额单位：万元", "附件1", TITLE),
        (f"附件3：{TITLE}        金额单位：万元", "附件3", TITLE),
    ],
)
def test_a_line_of_two_things_is_read_as_both(
    write: Callable[..., Path], line: str, number: str, title: str, tmp_path: Path
) -> None:
    suffix = "docx" if write is write_docx else "xlsx"
    (form,) = learn("learned", [write(tmp_path / f"样表.{suffix}", line, grid(PROJECT))], year=2025).forms
    assert (form.data["attachment"], form.data["title"]) == (number, title)


@pytest.mark.parametrize("number", ["（附件3）", "附件3", "附件3："])
def test_a_number_alone_is_the_number(number: str, tmp_path: Path) -> None:
    (form,) = learn("learned", [write_docx(tmp_path / "样表.docx", number, TITLE, grid(PROJECT))], year=2025).forms
    assert (form.data["attachment"], form.data["title"]) == ("附件3", TITLE)
