"""The share of published blanks' cells, columns and headings that are taken right without correction."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.documents.learning import learn

from .truth import Share, compare, read_truth

BLANKS = sorted((Path(__file__).parents[2] / "data" / "blanks").glob("*.txt"))
KINDS = ("field", "label", "column", "block", "line", "heading")
LEAST, LEAST_OF_EACH = 0.97, 0.90


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Share]:
    folder = tmp_path_factory.mktemp("blanks")
    truths = [read_truth(path) for path in BLANKS]
    return {truth.name: compare(truth, learn("learned", [truth.write(folder)])) for truth in truths}


@pytest.mark.parametrize("name", [path.stem for path in BLANKS])
def test_nine_in_ten_of_each_blank_are_taken_right(shares: dict[str, Share], name: str) -> None:
    assert shares[name].of() >= LEAST_OF_EACH, shares[name].wrong


@pytest.mark.parametrize("kind", KINDS)
def test_almost_all_of_each_kind_are_taken_right(shares: dict[str, Share], kind: str) -> None:
    total = Share()
    for share in shares.values():
        total.add(share)
    assert total.all[kind]
    assert total.of(kind) >= LEAST, total.wrong
