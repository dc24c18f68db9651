"""A grid laid out: sides, patterns, repeated blocks, merged runs, and a label with its field in one printed cell."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.model.forms.family import Family, Form, Repeat
from jixiao.model.forms.grid import Layout, Placed, lay_out, lay_out_lines, merged_runs, walk_blocks, walk_cells


def form(width: int, *rows: Any) -> Form:
    return Form.model_validate(
        {
            "id": "f",
            "attachment": "附件1",
            "sheet": "附件1",
            "title": "表",
            "source": ["X"],
            "certainty": "S",
            "columns": [10] * width,
            "rows": rows,
        }
    )


def drawn(layout: Layout) -> list[tuple[str, tuple[int, int, int, int]]]:
    """Each cell's label or key with its row, column, height and width."""
    return [(c.label or c.key, (c.row, c.column, c.rows, c.columns)) for c in layout.cells]


def test_a_row_stands_from_left_to_right() -> None:
    layout = lay_out(form(4, ["名称", {"field": "name", "span": 3}], ["甲", "乙", "丙", "丁"]), {})
    assert (layout.width, layout.height) == (4, 2)
    assert drawn(layout) == [
        ("名称", (0, 0, 1, 1)), ("name", (0, 1, 1, 3)),
        ("甲", (1, 0, 1, 1)), ("乙", (1, 1, 1, 1)), ("丙", (1, 2, 1, 1)), ("丁", (1, 3, 1, 1)),
    ]  # fmt: skip


def test_a_side_spans_all_rows_beside_it_and_sides_nest() -> None:
    inner = {"side": {"label": "内"}, "rows": [["a"], ["b"]]}
    layout = lay_out(form(3, {"side": {"label": "外"}, "rows": [["头", "头二"], inner]}, ["尾", "尾二", "尾三"]), {})
    assert ("外", (0, 0, 3, 1)) in drawn(layout)
    assert ("内", (1, 1, 2, 1)) in drawn(layout)
    assert ("b", (2, 2, 1, 1)) in drawn(layout)
    assert ("尾", (3, 0, 1, 1)) in drawn(layout)


def test_a_pattern_is_filled_in_for_each_key() -> None:
    pattern = {
        "pattern": ["{label}", {"field": "{key}.a", "kind": "amount"}, {"field": "{key}.b", "formula": "{key}.a*2"}],
        "each": [["car", "公车"], ["trip", "出国"]],
    }
    layout = lay_out(form(3, pattern), {})
    assert drawn(layout) == [
        ("公车", (0, 0, 1, 1)), ("car.a", (0, 1, 1, 1)), ("car.b", (0, 2, 1, 1)),
        ("出国", (1, 0, 1, 1)), ("trip.a", (1, 1, 1, 1)), ("trip.b", (1, 2, 1, 1)),
    ]  # fmt: skip
    assert [c.cell.formula for c in layout.cells if c.key.endswith(".b")] == ["car.a*2", "trip.a*2"]


BLOCK = {"repeat": "lines", "cells": [{"field": "name"}, {"field": "value", "kind": "amount"}]}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_block_has_as_many_rows_as_the_submission(count: int) -> None:
    layout = lay_out(form(2, ["头", "头二"], BLOCK, ["尾", "尾二"]), {"lines": [{}] * count})
    assert layout.blocks == {"lines": (1, count)}
    assert layout.height == 2 + count
    assert [(c.index, c.row) for c in layout.cells if c.key == "value"] == [(i, 1 + i) for i in range(count)]
    assert ("尾", (1 + count, 0, 1, 1)) in drawn(layout)


def test_a_block_the_submission_does_not_know_has_no_rows() -> None:
    assert lay_out(form(2, BLOCK), {}).blocks == {"lines": (0, 0)}


def test_a_block_beside_a_side_starts_right_of_it_and_the_side_grows_with_it() -> None:
    layout = lay_out(form(3, {"side": {"label": "边"}, "rows": [BLOCK]}), {"lines": [{}] * 4})
    assert ("边", (0, 0, 4, 1)) in drawn(layout)
    assert {c.column for c in layout.cells if c.key == "name"} == {1}


def test_a_label_with_its_field_is_one_printed_cell_of_both_widths() -> None:
    layout = lay_out(form(3, [{"label": "填表人：", "field": "who", "span": [1, 2]}]), {})
    (cell,) = layout.cells
    assert (cell.label, cell.key, cell.columns, cell.cell.width) == ("填表人：", "who", 3, 3)


def test_lines_below_a_table_stand_on_its_columns() -> None:
    lines = form(3, ["注", {"label": "签字", "span": 2}]).rows
    assert drawn(lay_out_lines(lines, 3)) == [("注", (0, 0, 1, 1)), ("签字", (0, 1, 1, 2))]


# ---- merged runs -----------------------------------------------------------------------------------------------------

MERGING = Repeat.model_validate(
    {"repeat": "rows", "cells": [{"field": "a", "merge": True}, {"field": "b", "merge": True}, {"field": "c"}]}
)


def runs(*rows: tuple[str, str]) -> tuple[list[int], list[int]]:
    """How many rows each cell of the two merged columns covers."""
    data = [{"a": a, "b": b} for a, b in rows]
    found = merged_runs(MERGING, data)
    return [found["a", i] for i in range(len(data))], [found["b", i] for i in range(len(data))]


@pytest.mark.parametrize(
    ("rows", "outer", "inner"),
    [
        ([("x", "1"), ("x", "1"), ("x", "2")], [3, 0, 0], [2, 0, 1]),
        ([("x", "1"), ("y", "1")], [1, 1], [1, 1]),  # an inner run ends where the outer one ends
        ([("x", "1"), ("x", "1"), ("y", "1"), ("y", "1")], [2, 0, 2, 0], [2, 0, 2, 0]),
        ([("", ""), ("", "")], [1, 1], [1, 1]),  # a blank joins nothing
        ([("x", ""), ("x", ""), ("x", "1")], [3, 0, 0], [1, 1, 1]),
        ([("x", "1"), ("", "1"), ("x", "1")], [1, 1, 1], [1, 1, 1]),
        ([("x", "1"), ("y", "1"), ("x", "1")], [1, 1, 1], [1, 1, 1]),  # only neighbours join
        ([], [], []),
    ],
)
def test_equal_neighbours_join(rows: list[tuple[str, str]], outer: list[int], inner: list[int]) -> None:
    assert runs(*rows) == (outer, inner)


def test_a_merged_cell_is_laid_out_once_with_its_height() -> None:
    data = [{"a": "x", "b": "1"}, {"a": "x", "b": "2"}]
    layout = lay_out(form(3, MERGING.model_dump()), {"rows": data})
    assert ("a", (0, 0, 2, 1)) in drawn(layout)
    assert [cell for cell, _ in drawn(layout)].count("a") == 1
    assert [cell for cell, _ in drawn(layout)].count("b") == 2


@given(st.lists(st.tuples(st.sampled_from(["", "x", "y"]), st.sampled_from(["", "1", "2"])), max_size=12))
def test_runs_cover_every_row_once(rows: list[tuple[str, str]]) -> None:
    for column in runs(*rows):
        assert sum(column) == len(rows)
        for start, height in enumerate(column):
            assert all(covered == 0 for covered in column[start + 1 : start + height])


# ---- the real forms --------------------------------------------------------------------------------------------------


def covered(cell: Placed) -> list[tuple[int, int]]:
    return [
        (r, c) for r in range(cell.row, cell.row + cell.rows) for c in range(cell.column, cell.column + cell.columns)
    ]


@given(counts=st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_every_place_of_every_form_is_covered_exactly_once(family: Family, counts: list[int]) -> None:
    for each in family.forms:
        rows: dict[str, list[dict[str, str]]] = {
            b.repeat: [{}] * n for b, n in zip(walk_blocks(each.rows), counts, strict=False)
        }
        layout = lay_out(each, rows)
        places = sorted(place for cell in layout.cells for place in covered(cell))
        assert places == [(r, c) for r in range(layout.height) for c in range(layout.width)]


def test_walking_a_form_meets_every_cell_that_is_laid_out(family: Family) -> None:
    for each in family.forms:
        one: dict[str, list[dict[str, str]]] = {b.repeat: [{}] for b in walk_blocks(each.rows)}
        laid_out = sorted((c.block, c.key, c.label) for c in lay_out(each, one).cells)
        assert laid_out == sorted((block, cell.field, cell.label) for block, cell in walk_cells(each.rows))
