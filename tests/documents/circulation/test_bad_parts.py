"""What comes back that was not handed out so: another unit's, year's or family's, foreign, renamed, by WPS, twice."""

from __future__ import annotations

import copy
import re
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from jixiao.documents.circulation.split import Share, split
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.package import Package
from jixiao.documents.workbook.editing.sheet import Sheet
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, start

Capture = pytest.CaptureFixture[str]
WPS = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'


def of_unit(family: str = "generic", unit: str = "某局", year: int = 2024) -> Submission:
    submission = start(load(family), unit, year, 2)
    for number, data in enumerate(submission.of("project"), 1):
        data.fields["project_name"] = f"甲乙丙丁{number}号"
    return submission


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A whole workbook and its two parts; in the first a goal is filled in."""
    folder = tmp_path_factory.mktemp("sent")
    whole = of_unit()
    build(load(whole.family), whole, folder / "自评.xlsx")
    projects = [index for index, data in enumerate(whole.forms) if data.form == "project"]
    (folder / "分发").mkdir()
    shares = [Share(who, (index,)) for who, index in zip(("甲股", "乙股"), projects, strict=True)]
    one, two, book = split(folder / "自评.xlsx", shares, folder / "分发", datetime(2025, 3, 1))
    typed(one, "goal.expected", "修一条路")
    return book, one, two


def typed(part: Path, key: str, text: str) -> None:
    (data,) = read_book(part)[1].forms
    package = Package(part)
    Sheet(package, package.sheets()[data.sheet]).say(data.places[key], text)
    package.write(part)


def goals(path: Path) -> list[str]:
    return [data.fields.get("goal.expected", "") for data in read_book(path)[1].of("project")]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"unit": "另一个局"}, "单位是「另一个局」，总的工作簿是「某局」"),
        ({"year": 2023}, "年度是「2023」，总的工作簿是「2024」"),
        ({"family": "xinjiang-2024"}, "表样是「xinjiang-2024」，总的工作簿是「generic」"),
    ],
)
def test_another_s_part_is_refused_by_its_name_and_nothing_is_merged(
    other: dict[str, str | int], told: str, sent: tuple[Path, Path, Path], tmp_path: Path, capsys: Capture
) -> None:
    book, one, _ = sent
    theirs = of_unit(**other)  # type: ignore[arg-type]
    build(load(theirs.family), theirs, tmp_path / "别的.xlsx")
    assert run(["merge", str(book), str(one), str(tmp_path / "别的.xlsx"), "-o", str(tmp_path / "新.xlsx")]) == 2
    error = capsys.readouterr().err
    assert "没有合并" in error
    assert f"「别的.xlsx」：{told}" in error
    assert [path.name for path in tmp_path.iterdir()] == ["别的.xlsx"]


def test_a_foreign_workbook_is_told_to_be_none_of_ours(
    sent: tuple[Path, Path, Path], tmp_path: Path, capsys: Capture
) -> None:
    book, one, _ = sent
    foreign = openpyxl.Workbook()
    foreign.active["A1"] = "工资表"
    foreign.save(tmp_path / "工资.xlsx")
    assert run(["merge", str(book), str(one), str(tmp_path / "工资.xlsx"), "-o", str(tmp_path / "新.xlsx")]) == 2
    assert "「工资.xlsx」不是这个工作簿分出去的，也不是它的副本" in capsys.readouterr().err
    assert not (tmp_path / "新.xlsx").exists()


def as_wps_saves(source: Path, target: Path) -> Path:
    """Sheets in another order and renamed, names without quotes, marks of its own, results gone."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = _reordered(content.decode()).encode()
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
                content = re.sub(rb"(<f[^>]*>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
                content = content.replace(b"</worksheet>", b'<extLst><ext uri="{x}"/></extLst></worksheet>')
            new.writestr(name, content)
        new.writestr("docProps/custom.xml", WPS)
    return target


def _reordered(book: str) -> str:
    """The last sheet first; a project's sheet called otherwise, in the names that lead to it too."""
    sheets = re.findall(r"<sheet [^>]*/>", book)
    moved = [sheets[-1], *sheets[:-1]]
    numbers = {str(number): str((number + 1) % len(sheets)) for number in range(len(sheets))}
    book = book.replace("".join(sheets), "".join(moved))
    book = re.sub(r'localSheetId="(\d+)"', lambda match: f'localSheetId="{numbers[match[1]]}"', book)
    (title,) = (title for title in re.findall(r'name="([^"]*甲乙丙丁[^"]*)"', book) if "!" not in title)
    return book.replace(f"'{title}'!", "我的项目!").replace(f'name="{title}"', 'name="我的项目"')


def test_a_part_with_sheets_renamed_and_reordered_as_wps_saves_it_is_merged(
    sent: tuple[Path, Path, Path], tmp_path: Path, capsys: Capture
) -> None:
    book, one, _ = sent
    part = as_wps_saves(one, tmp_path / "甲股收回.xlsx")
    assert next(iter(Package(part).sheets())) == list(Package(one).sheets())[-1]
    assert run(["merge", str(book), str(part), "-o", str(tmp_path / "新.xlsx")]) == 0
    assert "合并进来 1 格" in capsys.readouterr().out
    assert goals(tmp_path / "新.xlsx") == ["修一条路", ""]
    assert "我的项目" not in openpyxl.load_workbook(tmp_path / "新.xlsx").sheetnames


def test_a_part_sent_twice_at_once_and_again_changes_nothing(
    sent: tuple[Path, Path, Path], tmp_path: Path, capsys: Capture
) -> None:
    book, one, _ = sent
    twin = Path(shutil.copy(one, tmp_path / "又发一遍.xlsx"))
    first, second = tmp_path / "新.xlsx", tmp_path / "再新.xlsx"
    assert run(["merge", str(book), str(one), str(twin), "-o", str(first)]) == 0
    told = capsys.readouterr().out
    assert "合并进来 1 格" in told
    assert "甲股：这一份以前合并过，内容没有变，跳过" in told
    assert run(["merge", str(first), str(twin), "-o", str(second)]) == 0
    assert "合并进来 0 格" in capsys.readouterr().out
    before, after = read_book(first)[1], read_book(second)[1]
    assert [(d.fields, d.rows) for d in before.forms] == [(d.fields, d.rows) for d in after.forms]
    assert before.lists == after.lists


def test_one_project_under_two_names_in_two_parts_is_told_and_waits(
    sent: tuple[Path, Path, Path], tmp_path: Path, capsys: Capture
) -> None:
    book, *parts = sent
    files = []
    for part, name in zip(parts, ("档案数字化项目", "档案数字化经费"), strict=True):
        family, submission = read_book(part)
        new = copy.deepcopy(submission.forms[0])
        new.number, new.fields["project_name"] = 0, name
        submission.forms.append(new)
        files.append(tmp_path / part.name)
        build(family, submission, files[-1])
    assert run(["merge", str(book), *map(str, files), "-o", str(tmp_path / "新.xlsx")]) == 0
    told = "「档案数字化项目」与「档案数字化经费」的名称或数字差不多"
    assert told in capsys.readouterr().out
    merged = read_book(tmp_path / "新.xlsx")[1]
    names = [data.fields["project_name"] for data in merged.of("project")]
    assert names == ["甲乙丙丁1号", "甲乙丙丁2号", "档案数字化项目", "档案数字化经费"]
    assert [item.advice[: len(told)] for item in merged.unplaced] == [told]
