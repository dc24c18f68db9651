"""The words a person chose for sentences, found again in a report that was read."""

from __future__ import annotations

import pytest
from jixiao.documents.intake.unit_text import separate
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load
from jixiao.model.submission import FormData, Submission

SENTENCES = (
    ("预算调整是因为{choice:adjustment}。",),
    ("{choice:adjustment}已报批。",),
    ("“{project:project_name}”因{choice:three_public}。",),
)


def family() -> Family:
    """A family whose first section has sentences with choices, on the unit and on each project."""
    whole = load("hunan-2024")
    first, *others = whole.outline.reports
    section = first.sections[0].model_copy(update={"sentences": SENTENCES})
    report = first.model_copy(update={"sections": (section, *first.sections[1:])})
    outline = whole.outline.model_copy(update={"reports": (report, *others)})
    return whole.model_copy(update={"outline": outline})


def read(*lines: str) -> tuple[Submission, str]:
    """A submission with one project and these lines, after its own words were separated; what is left of the lines."""
    of = family()
    report = of.outline.reports[0]
    submission = Submission("hunan-2024", "某某局", 2024, [FormData("project", {"project_name": "道路养护"})])
    submission.texts = {report.id: {report.sections[0].key: "\n".join(lines)}}
    separate(of, submission)
    return submission, submission.texts.get(report.id, {}).get(report.sections[0].key, "")


def test_choices_in_several_paragraphs_are_each_found() -> None:
    submission, own = read("预算调整是因为机构调整。机构调整已报批。", "“道路养护”因任务增加。", "另有说明。")
    assert submission.choices == {"adjustment": "机构调整", "three_public": "任务增加"}
    assert own == "另有说明。"


@pytest.mark.parametrize("line", ["预算调整是因为机构调整。人员增加已报批。", "预算调整是因为机构调整。"])
def test_words_that_are_not_those_of_one_choice_stay_the_units_own(line: str) -> None:
    submission, own = read(line, "“道路养护”因任务增加。")
    assert "adjustment" not in submission.choices
    assert line in own
