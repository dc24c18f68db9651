"""Paragraphs that are right, beside forms that agree with them: not one of them may be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Tell

LINES = (Path(__file__).parents[3] / "data" / "narrative-right.txt").read_text("utf-8").splitlines()
RIGHT = [line for line in LINES if not line.startswith("#")]
DOCUMENTS = (
    (Path(__file__).parents[3] / "data" / "narrative-right-documents.txt").read_text("utf-8").partition("\n")[2]
).split("\n\n")
FORMS = {
    "base": {
        "staff.quota": "68", "staff.actual": "65", "three_public.previous": "15", "three_public.budget": "14",
        "three_public.final": "12.5", "reception.budget": "4", "reception.final": "3.2", "public_funds.budget": "120",
        "public_funds.final": "110.5", "project_spending.budget": "600", "project_spending.final": "500",
        "procurement.final": "88.8",
    },
    "overall": {
        "funds.initial": "1500", "funds.budget": "1650", "funds.spent": "1600", "funds.rate": "96.97%",
        "expense.basic": "1100", "expense.project": "500", "income.general": "1600", "total.score": "95.5",
    },
}  # fmt: skip
PROJECTS = [
    {"project_name": "甲类业务专项经费", "funds.initial": "300", "funds.budget": "300", "funds.spent": "250"},
    {"project_name": "乙类运行维护经费", "funds.initial": "300", "funds.budget": "300", "funds.spent": "250"},
]


@pytest.mark.parametrize("text", RIGHT)
def test_nothing_is_told_of_a_right_paragraph(text: str, tell: Tell) -> None:
    found = tell({"text": text, "forms": FORMS, "projects": PROJECTS, "year": 2023})
    assert [f"{f.check} {f.message}" for f in found] == []


def test_nothing_is_told_of_all_of_them_together(tell: Tell) -> None:
    found = tell({"text": "\n".join(RIGHT), "forms": FORMS, "projects": PROJECTS, "year": 2023})
    assert [f"{f.check} {f.message}" for f in found] == []


@pytest.mark.parametrize("text", DOCUMENTS)
def test_nothing_is_told_of_a_document_that_agrees_with_itself(text: str, tell: Tell) -> None:
    assert [f"{f.check} {f.message}" for f in tell({"text": text, "year": 2023})] == []


@pytest.mark.parametrize(
    "text",
    ["项目支出中，甲类5万元，占50%；乙类-5万元，占50%。", "甲类、乙类分别为5万元、-5万元，占总额的50%、50%。"],
)
def test_of_amounts_that_cancel_out_no_share_is_judged(text: str, tell: Tell) -> None:
    assert tell(text) == []
