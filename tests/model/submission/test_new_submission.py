"""A new unit-year starts with the family's forms, their default rows, and nothing else."""

from __future__ import annotations

import pytest
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission, start
from jixiao.model.submission.submission import row_reference


@pytest.mark.parametrize("projects", [0, 1, 3])
def test_the_project_form_comes_once_for_each_project(family: Family, projects: int) -> None:
    submission = start(family, "某某局", 2024, projects)
    assert [data.form for data in submission.forms] == ["base", "overall"] + ["project"] * projects + ["appraisal"]
    assert (submission.family, submission.unit, submission.year) == ("hunan-2024", "某某局", 2024)


def test_forms_start_with_their_default_rows_and_figures(new_unit: Submission) -> None:
    (overall,) = new_unit.of("overall")
    assert overall.fields == {"funds.weight": "10"}
    assert len(overall.rows["indicators"]) == 9
    assert overall.rows["indicators"][0] == {"level1": "产出指标（50分）", "level2": "数量指标"}


def test_two_new_submissions_share_no_rows(family: Family) -> None:
    first, second = start(family, "甲", 2024), start(family, "乙", 2024)
    first.forms[1].rows["indicators"][0]["name"] = "改动"
    first.forms[1].fields["funds.spent"] = "1"
    assert "name" not in second.forms[1].rows["indicators"][0]
    assert "funds.spent" not in second.forms[1].fields


def test_a_value_inside_a_block_has_a_reference() -> None:
    assert row_reference("indicators", 2, "score") == "indicators[2].score"
