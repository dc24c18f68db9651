"""The families side by side: they load, speak one vocabulary, and print the labels of the published forms."""

from __future__ import annotations

import csv
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.forms.family_check import GLOBALS, form_names
from jixiao.model.forms.field_titles import field_titles, fill_year
from jixiao.model.forms.grid import Layout, Placed, lay_out, lay_out_lines, walk_blocks
from jixiao.model.forms.library import families, load
from jixiao.model.forms.vocabulary import roles
from jixiao.model.forms.yaml_file import read_yaml
from jixiao.model.submission import FormData, Submission, start
from lxml import etree

WRITTEN = tuple(name for name in families() if not load(name).head.learned)
"""The families whose samples, outlines and charts were written for them."""


ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data"
SEEDS = ROOT.parent / "shared" / "seeds"

FORMS = [(name, form.id) for name in WRITTEN for form in load(name).forms]


# ---- one vocabulary --------------------------------------------------------------------------------------------------

INDICATORS = {f"indicators.{key}" for key in (
    "level1", "level2", "name", "target", "actual", "weight", "score", "rule", "completion", "points"
)}  # fmt: skip
EXECUTION = {f"funds.{key}" for key in ("budget", "spent", "rate", "weight", "score")}
SCORED = INDICATORS | EXECUTION | {"goal.expected", "total.weight", "total.score"}
SIGNED = {"sign.preparer", "sign.date", "sign.phone"}

SHARED = {
    "overall": SCORED | {"unit_name"},
    "project": SCORED | {"goal.actual", "indicators.reason", "project_name", "department", "implementer"}
    | {f"{line}.{column}" for line in ("funds", "fiscal", "other") for column in ("initial", "budget", "spent")},
    "base": SIGNED | {"staff.quota", "staff.actual", "staff.control_rate", "economy_measures"}
    | {f"{block}.name" for block in ("projects", "three_public_other", "public_funds_other")}
    | {f"{line}.{column}" for column in ("previous", "budget", "final") for line in (
        "three_public", "vehicle", "vehicle_purchase", "vehicle_running", "abroad", "reception", "project_spending",
        "projects", "public_funds", "office", "utilities_travel", "meeting_training", "procurement",
    )},
}  # fmt: skip


@pytest.mark.parametrize(("name", "form_id"), FORMS)
def test_a_form_calls_by_the_shared_keys_what_every_family_has(name: str, form_id: str) -> None:
    assert SHARED.get(form_id, frozenset()) - form_names(load(name).form(form_id)) == set()


@pytest.mark.parametrize(("name", "form_id"), FORMS)
def test_every_field_has_a_title_in_the_forms_own_words(name: str, form_id: str) -> None:
    titles = field_titles(load(name).form(form_id), 2024)
    assert [key for key, title in titles.items() if not title or "{" in title] == []
    assert form_names(load(name).form(form_id)) - GLOBALS - set(titles) == set()


@pytest.mark.parametrize(("name", "form_id"), FORMS)
def test_every_place_of_a_form_is_covered_once(name: str, form_id: str) -> None:
    form = load(name).form(form_id)
    for count in (0, 1, 3):
        layout = lay_out(form, {block.repeat: [{}] * count for block in walk_blocks(form.rows)})
        assert sorted(_covered(layout)) == [(r, c) for r in range(layout.height) for c in range(layout.width)]


def _covered(layout: Layout) -> Iterator[tuple[int, int]]:
    for cell in layout.cells:
        for row in range(cell.row, cell.row + cell.rows):
            yield from ((row, column) for column in range(cell.column, cell.column + cell.columns))


@pytest.mark.parametrize(("name", "form_id"), FORMS)
def test_a_form_fills_its_page(name: str, form_id: str) -> None:
    form = load(name).form(form_id)
    assert sum(form.columns) == {"portrait": 156, "landscape": 247}[form.orientation]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_new_unit_starts_with_weights_to_fill_and_no_figures(name: str) -> None:
    family = load(name)
    for values in evaluate(family, start(family, "某某局", family.head.year, 2)).forms:
        if "funds.weight" in values.schema.fields:
            assert values.printed("funds.weight") == "10"
            assert values.printed("total.score") == ""


@pytest.mark.parametrize("name", WRITTEN)
def test_headings_are_numbered_in_order(name: str) -> None:
    for report in load(name).outline.reports:
        numbers = {1: 0, 2: 0}
        for section in report.sections:
            numbers[section.level] += 1
            if section.level == 1:
                numbers[2] = 0
            number = "一二三四五六七八九十"[numbers[section.level] - 1]
            assert section.heading.startswith(f"{number}、" if section.level == 1 else f"（{number}）"), section.heading


@pytest.mark.parametrize("name", families())
def test_a_reports_sections_have_keys_of_their_own(name: str) -> None:
    for report in load(name).outline.reports:
        keys = [section.key for section in report.sections]
        assert len(keys) == len(set(keys))


# ---- the published labels --------------------------------------------------------------------------------------------

GOLDEN: dict[str, Any] = read_yaml(DATA / "family-labels.yaml", text_only=True)
PRINTED = [(report, form_id) for report, golden in GOLDEN.items() for form_id in golden if form_id != "family"]


@dataclass(frozen=True)
class Difference:
    """A published row of labels and ours, where ours is meant to differ, and why."""

    reason: str
    published: list[str]
    ours: list[str]


DIFFERENCES = {
    ("hengyang-2022", "base"): [
        Difference("公交车 is a slip of the pen: it is about official cars", ["其中：公交车购置"], ["其中：公车购置"]),
        Difference("as above", ["公交车运行维护"], ["公车运行维护"]),
        Difference("a colon was lost", ["填表人：", "填报日期", "联系电话：", "单位负责人签字："],
                   ["填表人：", "填报日期：", "联系电话：", "单位负责人签字："]),
    ],
    ("hengyang-2022", "overall"): [
        Difference("a space by hand", ["其中： 一般公共预算收入：", "其中：基本支出："],
                   ["其中：一般公共预算收入：", "其中：基本支出："]),
        Difference("a semicolon for a colon", ["填表人;", "填报日期：", "联系电话：", "单位负责人签字："],
                   ["填表人：", "填报日期：", "联系电话：", "单位负责人签字："]),
    ],
    ("changji-2024", "overall"): [
        Difference("no total is printed: ours stands below the table", [], ["分值合计（含执行率）：", "自评总分："]),
    ],
}  # fmt: skip


def _labels(layout: Layout, year: int) -> list[list[str]]:
    """The labels of each row, from left to right; rows without labels, and repeated rows, have none."""
    rows: dict[int, list[Placed]] = defaultdict(list)
    for cell in layout.cells:
        if cell.label:
            rows[cell.row].append(cell)
    in_order = (sorted(cells, key=lambda cell: cell.column) for _, cells in sorted(rows.items()))
    return [[fill_year(cell.label, year) for cell in cells] for cells in in_order]


def _ours(family: Family, form_id: str) -> list[list[str]]:
    form = family.form(form_id)
    layout = lay_out(form, {block.repeat: [{}] for block in walk_blocks(form.rows)})
    below = lay_out_lines(form.below, len(form.columns))
    return _labels(layout, family.head.year) + _labels(below, family.head.year)


@pytest.mark.parametrize(("report", "form_id"), PRINTED)
def test_labels_are_those_of_the_published_form(report: str, form_id: str) -> None:
    golden = GOLDEN[report][form_id]
    expected = [*golden["rows"], *golden["below"]]
    for difference in DIFFERENCES.get((report, form_id), ()):
        if difference.published:
            expected[expected.index(difference.published)] = difference.ours
        else:
            expected.append(difference.ours)
    assert _ours(load(GOLDEN[report]["family"]), form_id) == expected


def _printed_rows(report: str) -> list[list[str]]:
    """Every row of every table of the published report, and every paragraph, white space dropped."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(SEEDS / f"{report}.docx") as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]

    def text(element: Any) -> str:
        return "".join("".join(t.text or "" for t in element.iter(f"{word}t")).split())

    rows = [[text(cell) for cell in row.findall(f"{word}tc")] for row in body.iter(f"{word}tr")]
    return rows + [[text(paragraph)] for paragraph in body.findall(f"{word}p")]


@pytest.mark.parametrize("report", GOLDEN)
def test_the_kept_labels_stand_in_the_published_report(report: str) -> None:
    if not (SEEDS / f"{report}.docx").is_file():
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    printed = _printed_rows(report)
    forms = [golden for form_id, golden in GOLDEN[report].items() if form_id != "family"]
    for row in (row for golden in forms for row in [*golden["rows"], *golden["below"]]):
        wanted = ["".join(label.split()) for label in row]
        assert any(_stand_in(wanted, cells) for cells in printed), row


def _stand_in(wanted: list[str], cells: list[str]) -> bool:
    """Whether cells (or one paragraph) hold the labels in order, each at the beginning of its cell."""
    if len(cells) == 1 and len(wanted) > 1:
        places = [cells[0].find(label) for label in wanted]
        return places[0] == 0 and all(a < b for a, b in pairwise(places))
    remaining = iter(cells)
    return all(any(cell.startswith(label) for cell in remaining) for label in wanted)


# ---- 新疆: the form itself computes what was printed ---------------------------------------------------------------


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


TOTALS = _table("changji-2024-totals.csv")
ROWS = _table("changji-2024-rows.csv")


@pytest.mark.parametrize("project", TOTALS, ids=lambda project: project["project"])
def test_a_xinjiang_project_form_computes_the_printed_scores(project: dict[str, str]) -> None:
    rows = [row for row in ROWS if row["project"] == project["project"]]
    fields = {"funds.budget": project["budget"], "funds.spent": project["spent"], "funds.weight": "10"}
    columns = ("weight", "target", "actual", "rule", "completion")
    data = FormData("project", fields, {"indicators": [{key: row[key] for key in columns} for row in rows]})
    (values,) = evaluate(load("xinjiang-2024"), Submission("xinjiang-2024", "某某局", 2024, [data])).forms
    assert values.column("indicators", "score") == [Decimal(row["points"]) for row in rows]
    assert values.value("funds.score") == Decimal(project["execution_points"])
    assert values.value("total.score") == Decimal(project["total"])
    assert values.value("total.weight") == 100


@pytest.mark.parametrize("name", families())
def test_what_the_first_sheet_asks_for_once_stands_on_every_form(name: str) -> None:
    family = load(name)
    submission = start(family, "某某局", family.head.year, 2)
    submission.preparer, submission.phone = "张三", "0000-0000000"
    for values in evaluate(family, submission).forms:
        asked = {roles().preparer: "张三", roles().phone: "0000-0000000"}
        told = {key: values.value(key) for key in asked if key in values.schema.fields}
        assert told == {key: asked[key] for key in told}, values.form.id
