"""Next year's start: final figures become the previous year's, indicators and goals stay, what was done is emptied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.report_sentences import NOTHING
from jixiao.model.forms.family import Family
from jixiao.model.forms.grid import walk_blocks, walk_cells
from jixiao.model.forms.library import families, load
from jixiao.model.submission import FormData, Submission, roll_forward
from jixiao.model.submission.roll_forward import LAST_YEAR_MARK
from jixiao.model.submission.submission import Unplaced

ALL = families()


Capture = pytest.CaptureFixture[str]

DONE = {"actual", "score", "reason", "completion", "spent", "final", "budget"}
"""Columns that say what was done in a year."""


def rolled(submission: Submission, family: Family, form: str) -> FormData:
    return next(roll_forward(submission, family, submission.year + 1).of(form))


# ---- by the form's data ---------------------------------------------------------------------------------------------


def test_the_head_moves_on_by_a_year_and_keeps_the_unit(family: Family, quyuan: Submission) -> None:
    new = roll_forward(quyuan, family, 2025)
    assert (new.family, new.unit, new.year, new.report_date) == (quyuan.family, quyuan.unit, 2025, "")
    assert [data.form for data in new.forms] == [*(data.form for data in quyuan.forms), "appraisal"]
    assert not new.published


def test_final_figures_become_the_previous_years(family: Family, junshan: Submission) -> None:
    base = rolled(junshan, family, "base")
    assert base.fields == {
        "staff.quota": "3",
        "three_public.previous": "0",
        "reception.previous": "0",
        "project_spending.previous": "14.4",
        "public_funds.previous": "3.71",
        "office.previous": "3.71",
    }
    assert base.rows["projects"] == [
        {"name": "1、业务工作经费", "previous": "14.4"},
        {"name": "2、其他资金"},
        {"name": "3、"},
        {"name": "3、市级专项资金（一个专项一行）"},
        {"name": "……"},
    ]


def test_indicators_goals_and_weights_stay_as_a_start(family: Family, junshan: Submission) -> None:
    overall = rolled(junshan, family, "overall")
    (old,) = junshan.of("overall")
    assert overall.fields == {"goal.expected": old.fields["goal.expected"], "funds.weight": "10"}
    kept = ("level1", "level2", "name", "target", "weight")
    assert overall.rows["indicators"] == [{k: row[k] for k in kept if row.get(k)} for row in old.rows["indicators"]]


def test_a_project_keeps_its_name_and_who_runs_it(family: Family, quyuan: Submission) -> None:
    next(quyuan.of("project")).fields |= {"department": "甲", "implementer": "乙"}
    project = rolled(quyuan, family, "project")
    assert project.fields["project_name"] == "国资中心专项工作经费"
    assert (project.fields["department"], project.fields["implementer"]) == ("甲", "乙")
    assert {"goal.expected", "funds.weight"} <= set(project.fields)
    assert not any(key.split(".")[-1] in DONE for key in project.fields)


def test_a_rule_that_was_chosen_for_an_indicator_stays(family: Family, quyuan: Submission) -> None:
    (overall,) = quyuan.of("overall")
    overall.rows["indicators"][0] |= {"rule": "按照完成比例赋分", "completion": "100%"}
    row = rolled(quyuan, family, "overall").rows["indicators"][0]
    assert row["rule"] == "按照完成比例赋分"
    assert "completion" not in row


@pytest.mark.parametrize("family_id", sorted(ALL))
def test_every_field_starts_with_what_its_carry_says_and_nothing_else(family_id: str) -> None:
    """Each field filled with its own name, so that it can be seen where each value went."""
    family = load(family_id)
    for form in family.forms:
        cells = [*walk_cells(form.above + form.rows + form.below)]
        fields = {cell.field: f"<{cell.field}>" for block, cell in cells if cell.field and not block}
        columns = {b.repeat: [c for block, c in cells if block == b.repeat] for b in walk_blocks(form.rows)}
        rows = {block: [{c.field: f"<{c.field}>" for c in own}] for block, own in columns.items()}
        new = rolled(Submission(family_id, "甲", 2024, [FormData(form.id, fields, rows)]), family, form.id)
        expected = {c.field: f"<{c.field if c.carry == 'keep' else c.carry}>" for b, c in cells if c.carry and not b}
        assert new.fields == {**form.defaults.fields, **expected}
        for block, own in columns.items():
            row = {c.field: f"<{c.field if c.carry == 'keep' else c.carry}>" for c in own if c.carry}
            assert new.rows[block] == ([row] if row else [])


@pytest.mark.parametrize("family_id", sorted(ALL))
def test_no_family_keeps_what_was_done_in_an_indicators_row(family_id: str) -> None:
    for form in load(family_id).forms:
        for block, cell in walk_cells(form.rows):
            if block and cell.field in DONE | {"rate"}:
                assert cell.carry == "", (form.id, cell.field)


def test_blank_and_missing_values_carry_nothing(family: Family) -> None:
    fields = {"staff.quota": "", "reception.final": "", "staff.control_rate": ""}
    base = rolled(Submission("hunan-2024", "甲", 2024, [FormData("base", fields)]), family, "base")
    assert base.fields == {}


def test_rows_that_keep_nothing_are_not_kept(family: Family) -> None:
    rows = {"indicators": [{"actual": "5", "score": "3"}, {"name": "甲", "score": "3"}]}
    overall = rolled(Submission("hunan-2024", "甲", 2024, [FormData("overall", {}, rows)]), family, "overall")
    assert overall.rows["indicators"] == [{"name": "甲"}]


# ---- texts and wording ----------------------------------------------------------------------------------------------


def test_texts_are_kept_and_marked_once(family: Family, junshan: Submission) -> None:
    once = roll_forward(junshan, family, 2025)
    twice = roll_forward(once, family, 2026)
    for new in (once, twice):
        for report, sections in junshan.texts.items():
            for section, text in sections.items():
                assert new.texts[report][section] == f"{LAST_YEAR_MARK}\n{text}"
    assert once.texts == twice.texts


def test_a_blank_text_is_not_marked(family: Family, junshan: Submission) -> None:
    junshan.texts = {"overall": {"duties": "", "other": " \n", "organization": LAST_YEAR_MARK}}
    assert roll_forward(junshan, family, 2025).texts == {}


def test_wording_stays_and_years_in_it_do_not_stand_still(family: Family, junshan: Submission) -> None:
    base = next(junshan.of("base"))
    base.wording = {
        "{year}年预算数": "{year}年度预算安排数",
        "{previous_year}年决算数": "2023年决算数（万元）",
        "公用经费": "公用经费支出",
    }
    assert rolled(junshan, family, "base").wording == {
        "{year}年预算数": "{year}年度预算安排数",
        "公用经费": "公用经费支出",
    }
    assert rolled(junshan, family, "overall").wording == next(junshan.of("overall")).wording


def test_what_had_found_no_place_still_waits_for_one(family: Family, junshan: Submission) -> None:
    junshan.unplaced = [Unplaced("第3个表", "考核", "请手工填写")]
    assert roll_forward(junshan, family, 2025).unplaced == junshan.unplaced


def test_nothing_of_last_years_is_changed(
    family: Family, junshan: Submission, submission_of: Callable[[str], Submission]
) -> None:
    roll_forward(junshan, family, 2025).forms[1].rows["indicators"][0]["name"] = "改动"
    assert junshan == submission_of("junshan-2024")


# ---- into another family --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family_id", sorted(ALL))
def test_a_years_figures_can_begin_any_familys_workbook(family_id: str, quyuan: Submission, tmp_path: Path) -> None:
    family = load(family_id)
    new = roll_forward(quyuan, family, 2025)
    wanted = [form.id for form in family.forms for _ in range(1)]
    assert [data.form for data in new.forms] == wanted
    for data, values in zip(new.forms, evaluate(family, new).forms, strict=True):
        assert set(data.fields) <= set(values.schema.fields)
        assert set(data.rows) == set(values.schema.blocks)
    build(family, new, tmp_path / "新.xlsx")
    assert read_book(tmp_path / "新.xlsx")[1].unit == quyuan.unit


def test_texts_without_a_section_in_the_new_family_are_listed(family: Family, junshan: Submission) -> None:
    junshan.texts["overall"]["old_section"] = "旧提纲的话。"
    junshan.texts["gone"] = {"x": "整篇没有了。"}
    new = roll_forward(junshan, family, 2025)
    assert "gone" not in new.texts
    assert "old_section" not in new.texts["overall"]
    assert [item.text for item in new.unplaced] == ["旧提纲的话。", "整篇没有了。"]


def test_a_form_that_last_years_file_lacks_starts_as_new(family: Family, new_unit: Submission) -> None:
    new = roll_forward(Submission("hunan-2024", "甲", 2024, [FormData("project")]), family, 2025)
    assert [data.form for data in new.forms] == ["base", "overall", "project", "appraisal"]
    assert next(new.of("overall")).rows == next(new_unit.of("overall")).rows


# ---- from a file ----------------------------------------------------------------------------------------------------


def emptied(path: Path) -> Submission:
    """The workbook as read, with nothing done in it yet."""
    submission = read_book(path)[1]
    for data in submission.forms:
        for block, rows in data.rows.items():
            for row in rows:
                done = {k: v for k, v in row.items() if k in DONE and v}
                assert not done, (data.form, block, done)
        filled = {k for k, v in data.fields.items() if v}
        assert not [k for k in filled if k.split(".")[-1] in DONE or k in ("goal.actual", "economy_measures")]
    return submission


@pytest.mark.parametrize("name", ["quyuan-2024", "junshan-2024"])
@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_new_from_last_years_file(
    name: str, kind: str, family: Family, submission_of: Callable[[str], Submission], tmp_path: Path, capsys: Capture
) -> None:
    last, new = tmp_path / f"上年.{kind}", tmp_path / "今年.xlsx"
    submission = submission_of(name)
    if kind == "xlsx":
        build(family, submission, last)
    else:
        write_report(evaluate(family, submission), last)
    assert run(["new", "--from", str(last), "-o", str(new)]) == 0
    read = emptied(new)
    assert (read.family, read.unit, read.year) == ("hunan-2024", submission.unit, 2025)
    (old,) = submission.of("overall")
    (overall,) = read.of("overall")
    kept = ("level1", "level2", "name", "target", "weight")
    assert [{k: row.get(k, "") for k in kept} for row in overall.rows["indicators"]] == [
        {k: row.get(k, "") for k in kept} for row in old.rows["indicators"]
    ]
    assert all(t.startswith(LAST_YEAR_MARK) for texts in read.texts.values() for t in texts.values())
    assert all(t.count(LAST_YEAR_MARK) == 1 for texts in read.texts.values() for t in texts.values())
    written = {key for key, text in submission.texts["overall"].items() if text and text not in NOTHING}
    assert written <= set(read.texts["overall"])


def test_a_new_year_and_unit_can_be_told(family: Family, quyuan_book: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "今年.xlsx"
    assert run(["new", "--from", str(quyuan_book), "--year", "2027", "--unit", "改名后的单位", "-o", str(path)]) == 0
    read = read_book(path)[1]
    assert (read.unit, read.year) == ("改名后的单位", 2027)
    assert run(["new", "--from", str(quyuan_book), "-o", str(path)]) == 2  # never overwrites
    assert run(["new", "--from", str(tmp_path / "没有.docx"), "-o", str(tmp_path / "x.xlsx")]) == 2
    assert not (tmp_path / "x.xlsx").exists()
    assert "没有文件" in capsys.readouterr().err


def test_the_year_after_next_begins_the_same_way(family: Family, quyuan_book: Path, tmp_path: Path) -> None:
    assert run(["new", "--from", str(quyuan_book), "-o", str(tmp_path / "1.xlsx")]) == 0
    assert run(["new", "--from", str(tmp_path / "1.xlsx"), "-o", str(tmp_path / "2.xlsx")]) == 0
    first, second = read_book(tmp_path / "1.xlsx")[1], read_book(tmp_path / "2.xlsx")[1]
    assert second.year == 2026
    assert second.texts == first.texts
    assert next(second.of("overall")).rows == next(first.of("overall")).rows
