"""Values in place of formulas, and back; through a file too."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.evaluation.freezing import formula_fields, freeze, restore
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission


def computed(family: Family, submission: Submission) -> Evaluation:
    """Without what the unit typed over the formulas, but for one score."""
    for values in evaluate(family, submission).forms:
        for cell, block, index in formula_fields(values):
            (values.data.rows[block][index] if block else values.data.fields).pop(cell.field, None)
    next(submission.of("overall")).rows["indicators"][1]["score"] = "3.5"
    return evaluate(family, submission)


def all_values(evaluation: Evaluation) -> list[object]:
    return [
        values.value(cell.field, block, index)
        for values in evaluation.forms
        for cell, block, index in formula_fields(values)
    ]


@pytest.fixture
def original(family: Family, quyuan: Submission) -> Evaluation:
    return computed(family, quyuan)


def test_frozen_values_are_those_of_the_formulas_and_follow_nothing(family: Family, original: Evaluation) -> None:
    frozen, count = freeze(original)
    assert count == sum(len(data.frozen) for data in frozen.forms) == len(all_values(original)) - 1
    assert all_values(evaluate(family, frozen)) == pytest.approx(all_values(original))
    before = all_values(evaluate(family, frozen))
    next(frozen.of("overall")).fields["funds.spent"] = "1"
    assert all_values(evaluate(family, frozen)) == before


def test_freezing_leaves_the_original_and_what_was_typed(original: Evaluation) -> None:
    frozen, _ = freeze(original)
    assert not any(data.frozen for data in original.submission.forms)
    (data,) = frozen.of("overall")
    assert data.rows["indicators"][1]["score"] == "3.5"
    assert "indicators[1].score" not in data.frozen


def test_restoring_gives_back_what_was_and_keeps_what_was_typed(family: Family, original: Evaluation) -> None:
    frozen, count = freeze(original)
    assert restore(evaluate(family, frozen)) == (original.submission, count)


def test_with_nothing_frozen_nothing_is_restored(original: Evaluation) -> None:
    assert restore(original) == (original.submission, 0)


def test_a_file_remembers_what_is_frozen(family: Family, original: Evaluation, tmp_path: Path) -> None:
    frozen, count = freeze(original)
    build(family, frozen, tmp_path / "冻结.xlsx")
    read = read_book(tmp_path / "冻结.xlsx")[1]
    assert [data.frozen for data in read.forms] == [data.frozen for data in frozen.forms]
    back, restored = restore(evaluate(family, read))
    assert restored == count
    assert [(data.fields, data.rows) for data in back.forms] == [
        (data.fields, data.rows) for data in read_again(family, original, tmp_path).forms
    ]


def read_again(family: Family, original: Evaluation, folder: Path) -> Submission:
    build(family, original.submission, folder / "原来.xlsx")
    return read_book(folder / "原来.xlsx")[1]
