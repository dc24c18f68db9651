"""Tables read through a form's grid: as printed, and as other people print them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from jixiao.documents.intake import Intake, read_report
from jixiao.documents.report import write_report
from jixiao.model.evaluation import evaluate
from jixiao.model.submission import FormData
from jixiao.model.submission.submission import Submission

from . import published
from .published import (
    PROSE,
    TITLES,
    UNITS,
    Change,
    Table,
    at_columns,
    each,
    is_label,
    number,
    put,
    values,
    with_row,
)
from .word import Cell, docx

FORMS = [(name, form_id) for name in UNITS for form_id in published.tables(name)]
ReadAs = Callable[[dict[str, Table]], Intake]


@pytest.fixture
def read(tmp_path: Path) -> ReadAs:
    """Tables by form, written and read."""
    return lambda tables: read_report(published.write(tmp_path / "报告.docx", tables), "hunan-2024")


@pytest.fixture
def read_changed(read: ReadAs) -> Callable[..., tuple[FormData, Submission]]:
    """One published table, changed and read."""

    def changed(name: str, form_id: str, *changes: Change) -> tuple[FormData, Submission]:
        table = published.tables(name)[form_id]
        for change in changes:
            table = change(table)
        submission = read({form_id: table}).submission
        return next(submission.of(form_id)), submission

    return changed


# ---- as published ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", UNITS)
def test_published_tables_are_read_as_they_were_entered_by_hand(name: str, read: ReadAs) -> None:
    intake, sample = read(published.tables(name)), published.sample(name)
    submission = intake.submission
    assert (submission.family, submission.year) == (sample.family, sample.year)  # the unit is called otherwise
    assert [data.form for data in submission.forms] == [data.form for data in sample.forms]
    assert not submission.unplaced
    for data, entered in zip(submission.forms, sample.forms, strict=True):
        fields = {k: PROSE if k in ("goal.expected", "goal.actual", "economy_measures") else v
                  for k, v in entered.fields.items()}  # fmt: skip
        assert data.fields == fields
        assert {b: rows for b, rows in data.rows.items() if rows} == entered.rows
        assert data.wording == {k: v for k, v in entered.wording.items() if "签" not in k}  # stands below the table


@pytest.mark.parametrize("name", UNITS)
def test_published_documents_are_read_as_they_were_entered_by_hand(name: str) -> None:
    if not published.seed(name).is_file():
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    submission, sample = read_report(published.seed(name)).submission, published.sample(name)
    assert (submission.family, submission.year) == (sample.family, sample.year)  # the unit is called otherwise
    assert submission.report_date == sample.report_date
    read = [data for data in submission.forms if data.form in TITLES]
    for data, entered in zip(read, sample.forms, strict=True):
        assert values(data) == values(entered)
        assert data.wording == entered.wording
        assert {k for k, v in data.fields.items() if v} == {k for k, v in entered.fields.items() if v}


def test_a_countys_own_words_are_kept_where_the_forms_are_an_example(tmp_path: Path) -> None:
    """The bureau's form about the work itself: standards of points, which every county words otherwise."""
    title = "部门整体支出绩效自评工作考核评分表"
    table = published.all_tables("cooperation-center-2024")["appraisal"]
    intake = read_report(docx(tmp_path / "a.docx", "2024年度", title, table), "hunan-2024")
    data = next(intake.submission.of("appraisal"))
    assert data.fields == {"total.score": "98"}
    assert not intake.submission.unplaced
    assert len(data.wording) == 11
    assert set(data.wording.values()) == {PROSE}
    write_report(evaluate(intake.family, intake.submission), tmp_path / "b.docx")
    assert next(read_report(tmp_path / "b.docx").submission.of("appraisal")).wording == data.wording


def test_every_value_knows_where_it_stood(read: ReadAs) -> None:
    (base, overall) = read(published.tables("cooperation-center-2024")).submission.forms
    assert (base.sheet, overall.sheet) == ("第1个表（附件1）", "第2个表（附件2）")
    assert base.places["staff.quota"] == "第2行第2列"
    assert overall.places["funds.spent"] == "第3行第5列"
    assert overall.places["indicators[6].score"] == "第18行第8列"
    assert set(overall.fields) <= set(overall.places) | {"unit_name"}


# ---- as others print them -------------------------------------------------------------------------------------------

BREAKS = each(lambda c: replace(c, text="\n".join(c.text[:3]) + c.text[3:]) if is_label(c) else c)
BROAD = each(lambda c: replace(c, text="　".join(c.text)) if is_label(c) and "：" not in c.text else c)
HALF = each(lambda c: replace(c, text=c.text.replace("（", "(").replace("）", ")").replace("：", ":")))
FULL = each(lambda c: replace(c, text=c.text.replace("(", "（").replace(")", "）")) if is_label(c) else c)
PADDED = each(lambda c: replace(c, text=f"\n 　{c.text}　\n\n"))
FILLER = with_row(
    lambda t: published.indicator_rows(t)[3],
    lambda t, at: [replace(c, text="") if c.merge else Cell("", c.span) for c in t[at]],
)
NUMBERED = each(lambda c: replace(c, text=c.text.replace("1、", "（1）").replace("2、", "2．").replace("3、", "3 、")))


def same_figures(data: FormData, entered: FormData) -> bool:
    """Equal but for white space and the width of brackets, which the change was about."""
    return plainly(data) == plainly(entered)


def plainly(data: FormData) -> object:
    def plain(text: str) -> str:
        text = "".join(text.split()).replace("（", "(").replace("）", ")").replace("：", ":")
        return text.replace("(1)", "1、").replace("2．", "2、").replace("3、", "3、")

    fields, rows = values(data)
    return (
        {k: plain(v) for k, v in fields.items()},
        {b: [{k: plain(v) for k, v in row.items()} for row in listed] for b, listed in rows.items()},
    )


@pytest.mark.parametrize(("name", "form_id"), FORMS)
@pytest.mark.parametrize(
    "change",
    [BREAKS, BROAD, HALF, FULL, PADDED, NUMBERED, published.unmerged, published.repeated],
    ids=["line breaks", "spaced", "half width", "full width", "padded", "numbers", "unmerged", "unmerged and repeated"],
)
def test_figures_are_the_same_however_the_table_is_typeset(
    name: str, form_id: str, change: Change, read_changed: Callable[..., tuple[FormData, Submission]]
) -> None:
    data, submission = read_changed(name, form_id, change)
    assert plainly(data) == plainly(published.form(name, form_id))
    assert not submission.unplaced


INDICATORS = [(name, form_id) for name, form_id in FORMS if form_id != "base"]


@pytest.mark.parametrize(("name", "form_id"), INDICATORS)
@pytest.mark.parametrize("count", [1, 3])
def test_blank_rows_inside_a_merged_block_are_page_breaks(
    name: str, form_id: str, count: int, read_changed: Callable[..., tuple[FormData, Submission]]
) -> None:
    data, submission = read_changed(name, form_id, *[FILLER] * count)
    assert values(data) == values(published.form(name, form_id))
    assert not submission.unplaced


@pytest.mark.parametrize(("name", "form_id"), INDICATORS)
@pytest.mark.parametrize(
    "order", [(0, 1, 2, 4, 3, 5, 6, 7), (0, 1, 2, 3, 4, 6, 5, 7), (2, 0, 1, 3, 4, 5, 6, 7), (4, 3, 2, 1, 0, 5, 6, 7)]
)
def test_indicator_columns_in_another_order(
    name: str, form_id: str, order: tuple[int, ...], read_changed: Callable[..., tuple[FormData, Submission]]
) -> None:
    arranged = at_columns(lambda cells: [cells[i] for i in order])
    data, submission = read_changed(name, form_id, published.repeated, arranged)
    assert data.rows == published.form(name, form_id).rows
    assert not submission.unplaced


@pytest.mark.parametrize(("name", "form_id"), INDICATORS)
@pytest.mark.parametrize(("column", "key"), [(4, "actual"), (3, "target"), (6, "score"), (7, "reason"), (1, "level2")])
def test_a_missing_column_leaves_the_others_in_their_place(
    name: str, form_id: str, column: int, key: str, read_changed: Callable[..., tuple[FormData, Submission]]
) -> None:
    data, submission = read_changed(
        name, form_id, published.repeated, at_columns(lambda c: [*c[:column], *c[column + 1 :]])
    )
    expected = [{k: v for k, v in row.items() if k != key} for row in published.form(name, form_id).rows["indicators"]]
    assert data.rows["indicators"] == expected
    assert not submission.unplaced


@pytest.mark.parametrize(("name", "form_id"), INDICATORS)
@pytest.mark.parametrize("column", [0, 3, 5, 8])
def test_an_extra_column_is_listed_and_moves_nothing(
    name: str, form_id: str, column: int, read_changed: Callable[..., tuple[FormData, Submission]]
) -> None:
    def widen(table: Table) -> Table:
        rows, changed = published.indicator_rows(table), []
        for n, row in enumerate(table):
            if n in rows:
                text = "评分标准" if n == rows[0] else f"按比例扣分{n}"
                changed.append([*row[: column + 1], Cell(text), *row[column + 1 :]])
            else:
                is_total = n == rows[-1] + 1 and column < 6
                changed.append([replace(row[0], span=row[0].span + is_total), *row[1:]])
        return changed

    data, submission = read_changed(name, form_id, published.repeated, widen)
    entered = published.form(name, form_id)
    assert data.rows == entered.rows
    listed = {item.text for item in submission.unplaced}
    assert listed == {
        "评分标准",
        *(f"按比例扣分{n}" for n in published.indicator_rows(published.tables(name)[form_id])[1:]),
    }
    assert all("第1个表 第" in item.where and "附件" in item.advice for item in submission.unplaced)


@pytest.mark.parametrize(("name", "form_id"), INDICATORS)
def test_funds_columns_in_another_order_missing_or_extra(
    name: str, form_id: str, read_changed: Callable[..., tuple[FormData, Submission]]
) -> None:
    entered = published.form(name, form_id).fields

    def funds(order: list[int | str]) -> Change:
        def change(table: Table) -> Table:
            first = number(table, "年初预算数")
            last = number(table, "按收入性质分") if form_id == "overall" else number(table, "预期目标")
            return [
                [*row[:2], *(row[2 + i] if isinstance(i, int) else Cell(i if n == first else "x") for i in order)]
                if first <= n < last
                else row
                for n, row in enumerate(table)
            ]

        return change

    data, submission = read_changed(name, form_id, funds([1, 0, 2, 5, 4, 3]))
    assert {k: v for k, v in data.fields.items() if k.startswith("funds")} == {
        k: v for k, v in entered.items() if k.startswith("funds")
    }
    assert not submission.unplaced
    data, submission = read_changed(name, form_id, funds([1, 2, 3, 4, 5]))
    assert {k: v for k, v in data.fields.items() if k.startswith("funds")} == {
        k: v for k, v in entered.items() if k.startswith("funds") and k != "funds.initial"
    }
    assert not submission.unplaced
    data, submission = read_changed(name, form_id, funds([0, 1, 2, "支出进度", 3, 4, 5]))
    assert {k: v for k, v in data.fields.items() if k.startswith("funds")} == {
        k: v for k, v in entered.items() if k.startswith("funds")
    }
    assert "支出进度" in {item.text for item in submission.unplaced}


def test_years_tell_the_columns_of_the_base_form_apart(
    read_changed: Callable[..., tuple[FormData, Submission]],
) -> None:
    """2024年决算数 printed left of 2023年决算数."""

    def change(table: Table) -> Table:
        first, last = number(table, "经费控制情况"), number(table, "楼堂馆所")
        return [
            [row[0], replace(row[3], span=1), row[2], replace(row[1], span=4)] if first <= n < last else row
            for n, row in enumerate(table)
        ]

    data, submission = read_changed("cooperation-center-2024", "base", change)
    assert values(data) == values(published.form("cooperation-center-2024", "base"))
    assert not submission.unplaced


def test_a_missing_column_of_one_year_is_not_replaced_by_that_of_another(
    read_changed: Callable[..., tuple[FormData, Submission]],
) -> None:
    def change(table: Table) -> Table:
        first, last = number(table, "经费控制情况"), number(table, "楼堂馆所")
        return [[row[0], *row[2:]] if first <= n < last else row for n, row in enumerate(table)]

    data, submission = read_changed("cooperation-center-2024", "base", change)
    fields, _ = values(published.form("cooperation-center-2024", "base"))
    assert {k: v for k, v in values(data)[0].items() if v} == {
        k: v for k, v in fields.items() if v and not k.endswith(".previous")
    }
    assert not submission.unplaced


def test_headings_copied_from_last_year_are_read_in_their_order(
    read_changed: Callable[..., tuple[FormData, Submission]],
) -> None:
    """A form whose years nobody brought up to date: 2022年决算数, 2023年预算数, 2023年决算数 in a report on 2024."""

    def change(table: Table) -> Table:
        first = number(table, "经费控制情况")
        older = [replace(c, text=c.text.replace("2023", "2022").replace("2024", "2023")) for c in table[first]]
        return [older if n == first else row for n, row in enumerate(table)]

    data, submission = read_changed("cooperation-center-2024", "base", change)
    assert values(data) == values(published.form("cooperation-center-2024", "base"))
    assert not submission.unplaced


@pytest.mark.parametrize(
    ("form_id", "gone", "keys"),
    [
        ("base", ("2、出国经费",), ("abroad",)),
        ("base", ("其中：公车购置", "公车运行维护"), ("vehicle_purchase", "vehicle_running")),
        ("base", ("三公经费",), ("three_public",)),
        ("base", ("政府采购金额",), ("procurement",)),
        ("base", ("厉行节约保障措施",), ("economy_measures",)),
        ("overall", ("按收入性质分",), ()),
        ("overall", ("政府性基金拨款",), ("income.fund", "expense.project")),
        ("overall", ("年初预算数",), ()),
        ("overall", ("预算部门名称",), ()),
        ("overall", ("总分",), ("total",)),
        ("overall", ("三级指标",), ()),
    ],
)
def test_missing_rows_leave_the_others_in_their_place(
    form_id: str, gone: tuple[str, ...], keys: tuple[str, ...], read_changed: Callable[..., tuple[FormData, Submission]]
) -> None:
    data, submission = read_changed(
        "cooperation-center-2024", form_id, published.repeated, published.without_rows(*gone)
    )
    fields, rows = values(published.form("cooperation-center-2024", form_id))
    expected = {k: v for k, v in fields.items() if not k.startswith(keys or ("-",))}
    assert {k: v for k, v in values(data)[0].items() if v or k in expected} == expected
    if gone != ("三级指标",):  # without headings nobody can tell the columns apart
        assert values(data)[1] == rows
    else:
        listed = {item.text for item in submission.unplaced}
        assert values(data)[1] == rows or {"签约引进项目", "≥1个", "67.46万元"} <= listed


def test_more_rows_are_rows_of_the_block_or_listed(read_changed: Callable[..., tuple[FormData, Submission]]) -> None:
    extra = with_row(
        lambda t: number(t, "项目支出"), lambda t, at: [Cell("4、培训费"), Cell("1"), Cell("2"), Cell("3", 4)]
    )
    data, submission = read_changed("cooperation-center-2024", "base", extra)
    assert data.rows["three_public_other"] == [{"name": "4、培训费", "previous": "1", "budget": "2", "final": "3"}]
    assert not submission.unplaced
    stranger = [Cell("", 1, "continue"), *map(Cell, ("财政专户资金", "1.1", "2.2", "3.3", "", "")), Cell("", 2)]
    unknown = with_row(lambda t: number(t, "按收入性质"), lambda t, at: stranger)
    data, submission = read_changed("cooperation-center-2024", "overall", unknown)
    assert values(data) == values(published.form("cooperation-center-2024", "overall"))
    assert {"财政专户资金", "1.1", "2.2", "3.3"} <= {item.text for item in submission.unplaced}


def test_100_indicator_rows_are_100_rows(read_changed: Callable[..., tuple[FormData, Submission]]) -> None:
    def many(table: Table) -> Table:
        at = number(table, "总分")
        rows = [
            [Cell("", 1, "continue"), *map(Cell, ("产出指标", "数量指标", f"指标{n}", "≥1", "1", "1", "1", ""))]
            for n in range(100)
        ]
        return [*table[:at], *rows, *table[at:]]

    data, submission = read_changed("cooperation-center-2024", "overall", many)
    assert [row["name"] for row in data.rows["indicators"][-100:]] == [f"指标{n}" for n in range(100)]
    assert len(data.rows["indicators"]) == 112
    assert (data.fields["total.weight"], data.fields["total.score"]) == ("100", "98")
    assert not submission.unplaced


@pytest.mark.parametrize("total", [("100", "98"), ("90", "89"), ("100分", "98分"), ("/", "……")])
def test_a_total_is_kept_as_printed_with_the_ten_points_of_execution_or_without(
    total: tuple[str, str], read_changed: Callable[..., tuple[FormData, Submission]]
) -> None:
    def change(table: Table) -> Table:
        at = number(table, "总分")
        return put(put(table, at, 1, total[0]), at, 2, total[1])

    data, submission = read_changed("cooperation-center-2024", "overall", change)
    assert (data.fields["total.weight"], data.fields["total.score"]) == total
    assert not submission.unplaced


@pytest.mark.parametrize(
    "text", ["/", "……", "——", "-", "－", "无", "0", "0.00", "90.80", "1,234.50", "95.13%", "≥95%", "12万元"]
)
def test_placeholders_and_figures_keep_the_text_as_printed(
    text: str, read_changed: Callable[..., tuple[FormData, Submission]]
) -> None:
    def change(table: Table) -> Table:
        budget, indicator = number(table, "年度资金总额"), published.indicator_rows(table)[1]
        for column in (2, 3, 4, 6, 7):
            table = put(table, budget, column, text)
        for column in range(3, 9):
            table = put(table, indicator, column, text)
        return table

    data, submission = read_changed("cooperation-center-2024", "overall", change)
    assert {data.fields[f"funds.{key}"] for key in ("initial", "budget", "spent", "score")} == {text}
    assert data.fields["funds.rate"] == (f"{text}%" if text in ("90.80", "1,234.50") else text)
    first = data.rows["indicators"][0]
    assert {first[key] for key in ("name", "target", "actual", "weight", "score", "reason")} == {text}
    assert not submission.unplaced


def test_a_blank_where_a_formula_would_stand_is_a_blank_that_was_printed(
    read_changed: Callable[..., tuple[FormData, Submission]],
) -> None:
    def change(table: Table) -> Table:
        return put(put(table, number(table, "年度资金总额"), 6, ""), number(table, "年度资金总额"), 2, "")

    data, _ = read_changed("cooperation-center-2024", "overall", change)
    assert data.fields["funds.rate"] == ""
    assert "funds.initial" not in data.fields


def test_a_blank_below_another_first_level_does_not_take_the_second_level_above_it(
    read_changed: Callable[..., tuple[FormData, Submission]],
) -> None:
    def change(table: Table) -> Table:
        at = number(table, "满意度")
        return put(table, at, 2, "")

    data, _ = read_changed("cooperation-center-2024", "overall", published.unmerged, change)
    assert (data.rows["indicators"][-1]["level1"], data.rows["indicators"][-1].get("level2", "")) == (
        "满意度指标（10分）",
        "",
    )
    assert data.rows["indicators"][-2]["level1"] == "效益指标（30分）"


# ---- nothing is dropped ---------------------------------------------------------------------------------------------


def everything(submission: Submission) -> str:
    """All texts that a submission holds, and its list of what was not understood."""
    return str(asdict(submission))


@pytest.mark.parametrize(("name", "form_id"), FORMS)
def test_whatever_is_written_into_any_cell_is_kept_or_listed(name: str, form_id: str, read: ReadAs) -> None:
    """One cell after another, label or value, says something unheard-of."""
    table = published.tables(name)[form_id]
    whole = everything(read({form_id: table}).submission)
    for row, column in published.places(table):
        said = everything(read({form_id: put(table, row, column, "㊙此处另有说明")}).submission)
        assert "㊙此处另有说明" in said, (row, column)
    assert whole


@pytest.mark.parametrize(("name", "form_id"), FORMS)
def test_whatever_is_written_behind_any_text_is_kept_or_listed(name: str, form_id: str, read: ReadAs) -> None:
    table = published.tables(name)[form_id]
    for row, column in published.places(table):
        text = table[row][column].text.rstrip() + "（㊙另见说明）"
        assert "㊙另见说明" in everything(read({form_id: put(table, row, column, text)}).submission), (row, column)


@pytest.mark.parametrize(("name", "form_id"), FORMS)
def test_a_row_of_other_words_anywhere_is_kept_or_listed(name: str, form_id: str, read: ReadAs) -> None:
    table = published.tables(name)[form_id]
    for at in range(len(table) + 1):
        extra = [Cell("㊙甲"), Cell("㊙乙"), Cell("㊙丙", 3)]
        said = everything(read({form_id: [*table[:at], extra, *table[at:]]}).submission)
        assert [word for word in ("㊙甲", "㊙乙", "㊙丙") if word not in said] == [], at


def test_a_table_of_no_form_is_listed_with_what_it_says(tmp_path: Path) -> None:
    rows = [["考核内容", "标准"], ["工作布置", "十分"], ["最后一行", "也要看见"]]
    path = docx(tmp_path / "a.docx", "2024年度", published.tables("cooperation-center-2024")["overall"], rows)
    (item,) = read_report(path, "hunan-2024").submission.unplaced
    assert item.where == "第2个表"
    assert all(word in item.text for word in ("考核内容", "标准", "工作布置", "最后一行", "也要看见"))


def test_a_form_printed_twice_is_not_lost_and_does_not_break_the_workbook(tmp_path: Path, read: ReadAs) -> None:
    from jixiao.documents.workbook.build import build
    from jixiao.documents.workbook.read import read_book

    overall = published.tables("cooperation-center-2024")["overall"]
    again = put(overall, 2, 2, "㊙77.77")
    path = docx(tmp_path / "a.docx", "2024年度部门整体支出绩效自评表", overall, again)
    intake = read_report(path, "hunan-2024")
    assert "㊙77.77" in everything(intake.submission)
    assert [data.form for data in intake.submission.forms] == ["base", "overall"]
    build(intake.family, intake.submission, tmp_path / "a.xlsx")
    assert "㊙77.77" in everything(read_book(tmp_path / "a.xlsx")[1])
