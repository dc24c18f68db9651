"""A unit of 18 projects, handed out to six, filled in by six with disagreements planted, and merged: all is counted."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from jixiao.core import resources
from jixiao.documents.circulation.merge import (
    CLEARED,
    DELETED,
    DISAGREEMENTS,
    MergeError,
    ReturnedPart,
    decide,
    merge,
    refuse_others,
)
from jixiao.documents.circulation.split import Share, each_project, part_of, split
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.documents.workbook.sheets.list_sheets import KEEP, TAKE
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.library import load
from jixiao.model.forms.part_of_family import for_part
from jixiao.model.submission import Submission, read_sample
from jixiao.model.submission.submission import EXPLAINED_LIST, FormData
from openpyxl.comments import Comment

Capture = pytest.CaptureFixture[str]
NOW = datetime(2025, 3, 1, 9, 30)
PEOPLE = ("办公室", "规划科", "财务科", "党建科", "产权科", "监督科")
SECTIONS = {"办公室": ("overall.unit_profile",), "财务科": ("overall.problems",)}


@pytest.fixture(scope="module")
def filled() -> Submission:
    return read_sample(resources.path("workbook", "samples", "assets-commission-2024.yaml"))


def names_of(submission: Submission) -> list[str]:
    return [data.fields.get("project_name", "") for data in submission.of("project")]


def emptied(filled: Submission) -> Submission:
    """The unit's workbook as it is handed out: projects with their names alone."""
    whole = copy.deepcopy(filled)
    whole.texts = {}
    for data in whole.of("project"):
        data.fields = {key: text for key, text in data.fields.items() if key == "project_name"}
        data.rows = {block: [{} for _ in rows] for block, rows in data.rows.items()}
    return whole


def shares_of(whole: Submission) -> list[Share]:
    """Eighteen projects, three to each of six."""
    projects = [index for index, data in enumerate(whole.forms) if data.form == "project"]
    assert len(projects) == 18
    return [Share(who, tuple(projects[3 * n : 3 * n + 3]), SECTIONS.get(who, ())) for n, who in enumerate(PEOPLE)]


def fill(part: Submission, filled: Submission) -> int:
    """What a person types: everything of their projects; how many cells that are."""
    count = 0
    for data in part.forms:
        source = list(filled.of(data.form))[data.number - 1]
        for mine, theirs in [(data.fields, source.fields), *_rows(data, source)]:
            new = {key: text for key, text in theirs.items() if text and not mine.get(key)}
            mine |= new
            count += len(new)
    return count


def _rows(data: FormData, source: FormData) -> list[tuple[dict[str, str], dict[str, str]]]:
    return [pair for block in data.rows for pair in zip(data.rows[block], source.rows[block], strict=True)]


def sent(parts: list[Submission]) -> list[ReturnedPart]:
    return [ReturnedPart(Path(f"{part.part}.xlsx"), part) for part in parts]


# ---- what is said, without files ------------------------------------------------------------------------------------


def test_six_parts_filled_by_six_give_the_whole_and_every_planted_disagreement_is_listed(filled: Submission) -> None:
    family, whole = load(filled.family), emptied(filled)
    parts = [part_of(whole, share) for share in shares_of(whole)]
    typed = sum(fill(part, filled) for part in parts)
    for part in parts:
        part.preparer = f"{part.part}填表人"
    whole.lists[EXPLAINED_LIST] = [("C04", "附件2", "总分", "旧的说明"), ("C05", "附件2", "等级", "留着的说明")]
    parts[2].lists[EXPLAINED_LIST] = [("C04", "附件2", "总分", "新的说明")]
    first = merge(family, whole, sent(parts), "2025-03-01 10:00")
    assert [row[3] for row in first.submission.lists[EXPLAINED_LIST]] == ["新的说明", "留着的说明"]
    assert first.taken == typed > 500
    assert first.disagreements == 0
    assert [(d.fields, d.rows) for d in first.submission.of("project")] == [
        (d.fields, d.rows) for d in filled.of("project")
    ]
    # sent again after corrections: three figures, a text, a row deleted, a cell cleared
    again = copy.deepcopy(parts)
    planted = set()
    for number, part in enumerate(again[:3]):
        part.forms[0].fields["total_weight" if "total_weight" in part.forms[0].fields else "project_name"] += "改"
        planted.add((part.part, number))
    again[3].forms[1].rows["indicators"][0]["actual"] = "改过的完成值"
    del again[4].forms[2].rows["indicators"][-1]
    key = next(key for key, text in again[5].forms[0].fields.items() if text and key != "project_name")
    del again[5].forms[0].fields[key]
    for part in again:  # handed out with what was typed since, as a second round would be
        part.lists = {"handed": [*part_of(first.submission, shares_of(whole)[PEOPLE.index(part.part)]).lists["handed"]]}
    second = merge(family, first.submission, sent(again), "2025-03-02 10:00")
    rows = second.submission.lists[DISAGREEMENTS]
    assert len(rows) == second.disagreements == 6
    assert sorted(row[6] for row in rows) == sorted(f"{who}（{who}填表人）" for who in PEOPLE)
    assert {row[5] for row in rows} >= {"改过的完成值", DELETED, CLEARED}
    assert all(row[1] and row[2] and row[3] and row[4] for row in rows)
    assert [(d.fields, d.rows) for d in second.submission.forms] == [(d.fields, d.rows) for d in first.submission.forms]
    third = merge(family, second.submission, sent(again), "2025-03-02 11:00")
    assert third.submission == second.submission
    assert len(third.again) == 6


def test_what_is_chosen_is_written_and_what_is_kept_is_not_asked_again(filled: Submission) -> None:
    family, whole = load(filled.family), emptied(filled)
    part = part_of(whole, shares_of(whole)[0])
    fill(part, filled)
    whole = merge(family, whole, sent([part]), "1").submission
    part.forms[0].rows["indicators"][1]["actual"] = "甲"
    part.forms[1].rows["indicators"][1]["actual"] = "乙"
    asked = merge(family, whole, sent([part]), "2").submission
    rows = asked.lists[DISAGREEMENTS]
    assert [row[5] for row in rows] == ["甲", "乙"]
    asked.lists[DISAGREEMENTS] = [(*rows[0][:7], TAKE), (*rows[1][:7], KEEP)]
    done, told = decide(family, asked, "3")
    assert told == ["采用送来的 1 处，保留工作簿的 1 处，还没有选定 0 处"]
    assert DISAGREEMENTS not in done.lists
    projects = list(done.of("project"))
    assert projects[0].rows["indicators"][1]["actual"] == "甲"
    assert projects[1].rows["indicators"][1]["actual"] != "乙"
    part.preparer = "换了人"  # another fingerprint
    assert merge(family, done, sent([part]), "4").disagreements == 0


def test_what_was_changed_since_it_was_listed_is_left_alone(filled: Submission) -> None:
    family, whole = load(filled.family), copy.deepcopy(filled)
    part = part_of(whole, shares_of(whole)[0])
    part.forms[0].rows["indicators"][1]["actual"] = "甲"
    asked = merge(family, whole, sent([part]), "1").submission
    asked.lists[DISAGREEMENTS] = [(*row[:7], TAKE) for row in asked.lists[DISAGREEMENTS]]
    next(asked.of("project")).rows["indicators"][1]["actual"] = "又改了"
    done, told = decide(family, asked, "2")
    assert next(done.of("project")).rows["indicators"][1]["actual"] == "又改了"
    assert "又改过" in told[1]


def test_rows_that_were_inserted_and_moved_are_told_by_their_names(filled: Submission) -> None:
    family, whole = load(filled.family), copy.deepcopy(filled)
    part = part_of(whole, shares_of(whole)[0])
    rows = part.forms[0].rows["indicators"]
    before = [row["name"] for row in rows]
    rows.insert(2, {"name": "新加的指标", "weight": "1"})
    rows[0], rows[1] = rows[1], rows[0]
    merged = merge(family, whole, sent([part]), "1")
    after = [row["name"] for row in next(merged.submission.of("project")).rows["indicators"]]
    assert merged.disagreements == 0
    assert sorted(after) == sorted([*before, "新加的指标"])
    assert merged.taken == 2


def test_a_project_that_was_added_arrives_once_and_one_under_two_names_is_told(filled: Submission) -> None:
    family, whole = load(filled.family), copy.deepcopy(filled)
    shares = shares_of(whole)
    one, two = part_of(whole, shares[0]), part_of(whole, shares[1])
    for part, name in ((one, "档案数字化项目"), (two, "档案数字化经费")):
        new = copy.deepcopy(part.forms[0])
        new.number = 0
        new.fields["project_name"] = name
        part.forms.append(new)
    merged = merge(family, whole, sent([one, two]), "1")
    assert merged.added == ["档案数字化项目", "档案数字化经费"]
    assert names_of(merged.submission) == [*names_of(whole), "档案数字化项目", "档案数字化经费"]
    assert any("「档案数字化项目」与「档案数字化经费」" in told for told in merged.doubts)
    assert any("可能是同一个项目" in item.advice for item in merged.submission.unplaced)
    again = merge(family, merged.submission, sent([one, two]), "2")
    assert names_of(again.submission) == names_of(merged.submission)


def test_a_project_that_both_renamed_is_one_disagreement_not_a_new_sheet(filled: Submission) -> None:
    family, whole = load(filled.family), copy.deepcopy(filled)
    part = part_of(whole, shares_of(whole)[0])
    part.forms[0].fields["project_name"] = "换个名字"
    merged = merge(family, whole, sent([part]), "1")
    assert merged.added == []
    assert [row[5] for row in merged.submission.lists[DISAGREEMENTS]] == ["换个名字"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"unit": "另一个局"}, "单位是「另一个局」"),
        ({"year": 2023}, "年度是「2023」"),
        ({"family": "hunan-2024"}, "表样"),
    ],
)
def test_parts_of_another_unit_year_or_family_are_refused(
    change: dict[str, object], told: str, filled: Submission
) -> None:
    part = part_of(filled, shares_of(filled)[0])
    for key, value in change.items():
        setattr(part, key, value)
    with pytest.raises(MergeError, match=told):
        refuse_others(filled, sent([part]))


def test_a_part_is_no_whole(filled: Submission) -> None:
    part = part_of(filled, shares_of(filled)[0])
    with pytest.raises(MergeError, match="不是总的工作簿"):
        refuse_others(part, [])


def test_projects_with_one_name_and_none_have_names_of_their_own(new_unit: Submission) -> None:
    family = load(new_unit.family)
    three = copy.deepcopy(new_unit)
    three.forms += [copy.deepcopy(three.forms[2]), copy.deepcopy(three.forms[2])]
    for data in three.of("project"):
        data.fields["project_name"] = "同名项目"
    assert [share.who for share in each_project(family, three)] == ["同名项目", "同名项目（2）", "同名项目（3）"]


# ---- as files, by the commands -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def handed_out(filled: Submission, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """A smaller unit's whole workbook and its two parts, as files."""
    folder = tmp_path_factory.mktemp("handed")
    small = emptied(filled)
    small.forms = small.forms[:4]
    build(load(small.family), small, folder / "自评.xlsx")
    out = folder / "分发"
    out.mkdir()
    shares = [Share("办公室", (1, 2), ("overall.management",)), Share("财务科", (3,))]
    files = split(folder / "自评.xlsx", shares, out, NOW)
    return files[-1], files[:-1]


def test_a_part_has_its_sheets_alone_and_calculates_and_is_checked(handed_out: tuple[Path, list[Path]]) -> None:
    _, (office, finance) = handed_out
    book = openpyxl.load_workbook(office)
    titles = [" ".join(title.split(" ")[:2]) for title in book.sheetnames if title.startswith("附件")]
    assert titles == ["附件2 项目1", "附件2 项目2"]
    assert {"首页", "报告正文", "校验", "全部校验"} <= set(book.sheetnames)
    family, part = read_book(office)
    assert (part.part, [data.number for data in part.forms]) == ("办公室", [1, 2])
    assert [section.key for report in family.outline.reports for section in report.sections] == ["management"]
    assert [data.number for data in read_book(finance)[1].forms] == [3]
    assert run(["check", str(office)]) in (0, 1)


def test_the_whole_says_who_has_what_and_what_came_back(handed_out: tuple[Path, list[Path]]) -> None:
    sheet = openpyxl.load_workbook(handed_out[0])["首页"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=7)]
    start = next(number for number, row in enumerate(rows) if row[0] == "谁填")
    assert [row[0] for row in rows[start + 1 : start + 3]] == ["办公室", "财务科"]
    assert [row[1] for row in rows[start + 1 : start + 3]] == [
        "附件2 项目1 2024年某某州基层组织建设经费、附件2 项目2 专项审计费、正文“一、预算绩效管理开展情况”",
        "附件2 项目3 国有企业党员教育培训费",
    ]
    assert [row[6] for row in rows[start + 1 : start + 3]] == ["没有", "没有"]
    assert rows[start + 3][:2] == ["合计", "共 2 份，收回 0 份"]
    assert all(str(row[4]).startswith("=MAX(0,") for row in rows[start + 1 : start + 3])


def work_in(path: Path, target: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    """A person's work in a part, saved under another name; sheets renamed and reordered on the way."""
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    change(book)
    book.save(target)
    return target


def test_parts_that_were_worked_in_come_back_with_notes_and_own_sheets(
    handed_out: tuple[Path, list[Path]], tmp_path: Path, capsys: Capture
) -> None:
    whole, (office, finance) = handed_out

    def change(book: openpyxl.Workbook) -> None:
        sheet = next(sheet for sheet in book.worksheets if "项目2 " in f"{sheet.title} ")
        cell = sheet[sheet.defined_names["funds_budget"].attr_text.rpartition("!")[2].replace("$", "")]
        cell.value, cell.comment = 12.5, Comment("按批复填", "老王")
        sheet.title = "我改了名的表"
        book.move_sheet(sheet, -1)
        book.create_sheet("底稿")["A1"] = "明细"

    part = work_in(office, tmp_path / "办公室收回.xlsx", change)
    merged = tmp_path / "合并后.xlsx"
    assert run(["merge", str(whole), str(part), str(finance), "-o", str(merged)]) == 0
    told = capsys.readouterr().out
    assert "合并进来 1 格" in told
    after = read_book(merged)[1]
    assert [data.fields.get("funds.budget", "") for data in after.of("project")] == ["", "12.5", ""]
    book = openpyxl.load_workbook(merged)
    assert book["底稿"]["A1"].value == "明细"
    assert sum(bool(cell.comment) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row) == 1
    assert [row[4] != "" for row in after.lists["parts"]] == [True, True]
    again = tmp_path / "再合并.xlsx"
    assert run(["merge", str(merged), str(part), str(finance), "-o", str(again)]) == 0
    assert "以前合并过" in capsys.readouterr().out
    before, now = read_book(merged)[1], read_book(again)[1]
    assert [(d.fields, d.rows) for d in now.forms] == [(d.fields, d.rows) for d in before.forms]
    assert now.lists == before.lists
    assert openpyxl.load_workbook(again).sheetnames == book.sheetnames


def test_choosing_in_the_workbook_and_merging_once_more(
    handed_out: tuple[Path, list[Path]], filled: Submission, tmp_path: Path, capsys: Capture
) -> None:
    whole, (_, finance) = handed_out
    values = read_book(whole)[1]
    next(iter([*values.of("project")][2:])).fields["funds.budget"] = "7"
    mine = tmp_path / "总.xlsx"
    build(load(values.family), values, mine)

    def change(book: openpyxl.Workbook) -> None:
        sheet = next(sheet for sheet in book.worksheets if "项目3 " in f"{sheet.title} ")
        sheet[sheet.defined_names["funds_budget"].attr_text.rpartition("!")[2].replace("$", "")].value = 8

    part = work_in(finance, tmp_path / "财务.xlsx", change)
    merged = tmp_path / "合并后.xlsx"
    assert run(["merge", str(mine), str(part), "-o", str(merged)]) == 1
    assert "有 1 处工作簿里填的和送来的不一样" in capsys.readouterr().out
    book = openpyxl.load_workbook(merged)
    sheet = book["合并分歧"]
    assert [cell.value for cell in sheet[3]][1:7] == [
        sheet["B3"].value, sheet["C3"].value, sheet["D3"].value, "7", "8", "财务科",
    ]  # fmt: skip
    sheet["H3"] = TAKE
    book.save(merged)
    final = tmp_path / "选定.xlsx"
    assert run(["merge", str(merged), "-o", str(final)]) == 0
    assert "采用送来的 1 处" in capsys.readouterr().out
    assert [*read_book(final)[1].of("project")][2].fields["funds.budget"] == "8"
    assert "合并分歧" not in openpyxl.load_workbook(final).sheetnames


def test_what_cannot_be_merged_is_told_and_nothing_is_written(
    handed_out: tuple[Path, list[Path]], quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    whole, (office, _) = handed_out
    assert run(["merge", str(whole), str(quyuan_book), "-o", str(tmp_path / "新.xlsx")]) == 2
    assert "单位是" in capsys.readouterr().err
    assert run(["merge", str(office), str(whole), "-o", str(tmp_path / "新.xlsx")]) == 2
    assert "不是总的工作簿" in capsys.readouterr().err
    assert run(["merge", str(whole), "-o", str(tmp_path / "新.xlsx")]) == 2
    assert "没有写要合并哪几份" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_list_of_who_fills_in_what_is_written_filled_in_and_followed(
    quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    book, listed = Path(shutil.copy(quyuan_book, tmp_path / "自评.xlsx")), tmp_path / "分工.xlsx"
    assert run(["split", str(book), "--list", str(listed)]) == 0
    assert "请在第一列写上谁填" in capsys.readouterr().out
    assert run(["split", str(book), "--list", str(listed)]) == 2
    assert "还没有写谁填" in capsys.readouterr().err
    sheet = openpyxl.load_workbook(listed)
    sheet["分工"]["A2"], sheet["分工"]["A4"], sheet["分工"]["A6"] = "财务 科", "业务股", "业务股"
    sheet.save(listed)
    assert run(["split", str(book), "--list", str(listed)]) == 0
    folder = tmp_path / "自评分发"
    assert sorted(path.name for path in folder.iterdir()) == ["业务股.xlsx", "自评（总表）.xlsx", "财务_科.xlsx"]
    family, part = read_book(folder / "业务股.xlsx")
    assert [data.form for data in part.forms] == ["project"]
    assert sum(len(report.sections) for report in family.outline.reports) == 1
    assert run(["split", str(folder / "业务股.xlsx")]) == 2
    assert "不能再分" in capsys.readouterr().err


def test_a_part_s_family_leaves_the_sentences_to_the_whole() -> None:
    family = load("hunan-2024")
    part = for_part(family, {"overall.basic_spending"})
    (section,) = part.outline.reports[0].sections
    assert section.sentences == ()
    assert "总的工作簿里自动生成" in section.guidance
