"""One more project form, one more row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from jixiao.documents.workbook.read import read_book
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission
from jixiao.model.submission.errors import SubmissionError
from jixiao.model.submission.more_rows import delete_row, insert_row, row_to_follow, sheet_rows, swap_rows, with_project

# ---- projects -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["quyuan-2024", "new with 0 projects", "new with 3 projects"])
def test_one_more_project_comes_last_and_changes_nothing_else(
    name: str, family: Family, submission_of: Callable[[str], Submission]
) -> None:
    old = submission_of(name)
    new = with_project(old, family)
    assert old == submission_of(name)
    new.forms.remove(list(new.of("project"))[-1])
    assert new.forms == old.forms
    assert new.texts == old.texts


def test_a_new_project_is_worded_as_the_others(family: Family, quyuan: Submission) -> None:
    next(quyuan.of("project")).wording["指标值"] = "目标值"
    assert with_project(quyuan, family).forms[-1].wording["指标值"] == "目标值"


def test_a_family_without_project_forms_takes_none(quyuan: Submission) -> None:
    family = SimpleNamespace(forms=[], head=SimpleNamespace(title="某表样"))
    with pytest.raises(SubmissionError, match="「某表样」没有按项目填写的表"):
        with_project(quyuan, family)  # type: ignore[arg-type]


# ---- rows -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def book(quyuan_book: Path) -> Submission:
    return read_book(quyuan_book)[1]


@pytest.mark.parametrize("index", [0, 3, -1], ids=["first", "middle", "last"])
def test_a_row_of_a_block_is_followed_itself(family: Family, book: Submission, index: int) -> None:
    (data,) = book.of("overall")
    rows = sheet_rows(data, "indicators", "name")
    assert len(rows) == len(data.rows["indicators"])
    assert row_to_follow(data, family.form("overall"), rows[index]) == ("indicators", index % len(rows))


def test_a_row_of_another_block_is_followed_there(family: Family, book: Submission) -> None:
    (data,) = book.of("base")
    block, of = next((block, of) for block, of in data.rows.items() if of)
    key = next(iter(of[0]))
    assert row_to_follow(data, family.form("base"), sheet_rows(data, block, key)[0]) == (block, 0)


@pytest.mark.parametrize("row", [1, 9999])
def test_outside_the_blocks_the_last_indicator_is_followed(family: Family, book: Submission, row: int) -> None:
    (data,) = book.of("overall")
    assert row_to_follow(data, family.form("overall"), row) == ("indicators", len(data.rows["indicators"]) - 1)


def test_without_a_row_to_follow_it_says_what_to_do(family: Family, book: Submission) -> None:
    (data,) = book.of("overall")
    data.rows["indicators"] = []
    with pytest.raises(SubmissionError, match="「附件2 整体支出自评表」里没有指标行"):
        row_to_follow(data, family.form("overall"), 1)


def test_an_inserted_row_is_blank_but_for_its_group(family: Family, quyuan: Submission) -> None:
    (data,) = quyuan.of("overall")
    before = [dict(row) for row in data.rows["indicators"]]
    insert_row(data, family.form("overall"), "indicators", 2)
    after = data.rows["indicators"]
    assert [*after[:3], *after[4:]] == before
    assert after[3] == {key: before[2][key] for key in ("level1", "level2")}


def test_what_is_frozen_behind_an_inserted_row_moves_along(family: Family, quyuan: Submission) -> None:
    (data,) = quyuan.of("overall")
    data.frozen = {"total_score", "indicators[2].score", "indicators[3].score", "others[9].score"}
    insert_row(data, family.form("overall"), "indicators", 2)
    assert data.frozen == {"total_score", "indicators[2].score", "indicators[4].score", "others[9].score"}


def test_what_is_frozen_follows_its_row_when_rows_change_places_and_goes_with_a_deleted_one(
    family: Family, quyuan: Submission
) -> None:
    (data,) = quyuan.of("overall")
    form = family.form("overall")
    data.rows["indicators"][1]["level2"] = data.rows["indicators"][0]["level2"]
    data.frozen = {"indicators[0].score", "indicators[2].score", "funds.score"}
    swap_rows(data, form, "indicators", 0, 1)
    assert data.frozen == {"indicators[1].score", "indicators[2].score", "funds.score"}
    delete_row(data, "indicators", 1)
    assert data.frozen == {"indicators[1].score", "funds.score"}
