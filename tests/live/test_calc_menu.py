"""The extension as a person gets it: installed by the command, its menu chosen in a LibreOffice of its own.

Each command is dispatched as the menu does it, and runs in LibreOffice's own Python with this environment's libraries.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document as WordDocument
from jixiao.audit.checks import run as run_checks
from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.macros import commands, title
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission
from jixiao.model.submission.more_rows import sheet_rows

from .home import add, throw_away_home
from .office import Document, Office, OfficeMissingError, _property, find_office

pytestmark = pytest.mark.live

OVERALL = "附件2 整体支出自评表"
RED = 0xFFC7CE
LISTENER = "org.jixiao.test.Listener"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where ``jixiao install calc`` has been run."""
    try:
        find_office()
    except OfficeMissingError as error:
        pytest.skip(str(error))
    with throw_away_home() as folder:
        assert run(["install", "calc", "--program", str(folder / "program")]) == 0
        add(folder, listener(tmp_path_factory.mktemp("listener")))
        yield folder


@pytest.fixture(scope="module")
def menu_office(home: Path) -> Iterator[Office]:
    """LibreOffice as it is started after that: what is added to a running one stays a process of its own."""
    with Office(home / "profile") as office:
        yield office


def listener(folder: Path) -> Path:
    manifest = (
        '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest"><manifest:file-entry '
        'manifest:media-type="application/vnd.sun.star.uno-component;type=Python" manifest:full-path="listener.py"/>'
        "</manifest:manifest>"
    )
    description = (
        '<description xmlns="http://openoffice.org/extensions/description/2006">'
        '<identifier value="org.jixiao.test"/><version value="1"/></description>'
    )
    with zipfile.ZipFile(folder / "listener.oxt", "w") as archive:
        archive.write(Path(__file__).with_name("listener.py"), "listener.py")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("description.xml", description)
    return folder / "listener.oxt"


class Desk:
    """A workbook in front, and the menu."""

    def __init__(self, office: Office, path: Path) -> None:
        self._office, self._listener, self.path = office, office.service(LISTENER), path
        self._desktop = office.service("com.sun.star.frame.Desktop")
        self.document = Document(self._desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ()))
        self.messages()

    def choose(self, url: str) -> str:
        """Dispatch an entry's address in the window in front; what was told."""
        frame = self._desktop.getCurrentFrame()
        self._office.service("com.sun.star.frame.DispatchHelper").executeDispatch(frame, url, "", 0, ())
        return self.messages()

    def press(self, label: str) -> str:
        """Choose an entry of the menu by what it says."""
        return self.choose(dict(entries(self._office, "OfficeMenuBar/org.jixiao.menu/Submenu"))[label])

    def messages(self) -> str:
        return "\n".join(self._listener.execute(()))

    def select(self, sheet: str, row: int) -> None:
        controller = self.document.model.getCurrentController()
        controller.select(self.document.range((sheet, f"F{row}")))

    @property
    def in_front(self) -> str:
        return str(self._desktop.getCurrentComponent().getURL())

    def close_all(self) -> None:
        for component in list(self._desktop.getComponents()):
            component.close(True)


def entries(office: Office, place: str) -> list[tuple[str, str]]:
    """Title and address of each entry of a menu or toolbar, in LibreOffice's order."""
    found = settings(office, f"/org.openoffice.Office.Addons/AddonUI/{place}")
    return [(found.getByName(n).Title, found.getByName(n).URL) for n in sorted(found.getElementNames())]


def settings(office: Office, path: str) -> Any:
    provider = office.service("com.sun.star.configuration.ConfigurationProvider")
    return provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", (_property("nodepath", path),)
    )


@pytest.fixture
def opened(menu_office: Office, tmp_path: Path) -> Iterator[Callable[[Submission], Desk]]:
    desks: list[Desk] = []

    def open_it(submission: Submission) -> Desk:
        path = tmp_path / "2024自评.xlsx"
        build(load(submission.family), submission, path)
        desks.append(Desk(menu_office, path))
        return desks[-1]

    yield open_it
    for desk in desks:
        desk.close_all()


@pytest.fixture
def desk(opened: Callable[[Submission], Desk], quyuan: Submission) -> Desk:
    return opened(quyuan)


# ---- what is seen ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["OfficeMenuBar/org.jixiao.menu/Submenu", "OfficeToolBar/org.jixiao.toolbar"])
def test_menu_and_toolbar_hold_the_ribbons_commands(menu_office: Office, place: str) -> None:
    assert [label for label, _ in entries(menu_office, place)] == [command.label for command in commands()]


def test_the_window_shows_them_under_their_names(desk: Desk, menu_office: Office) -> None:
    frame = desk.document.model.getCurrentController().getFrame()
    shown = [element.ResourceURL for element in frame.LayoutManager.getElements()]
    assert "private:resource/toolbar/addon_org.jixiao.toolbar" in shown
    menu = settings(menu_office, "/org.openoffice.Office.Addons/AddonUI/OfficeMenuBar/org.jixiao.menu")
    assert menu.Title == title()
    described = menu_office.service("com.sun.star.frame.UICommandDescription")
    words = described.getByName("com.sun.star.sheet.SpreadsheetDocument")
    for (_, url), command in zip(entries(menu_office, "OfficeToolBar/org.jixiao.toolbar"), commands(), strict=True):
        told = {each.Name: each.Value for each in words.getByName(url)}
        assert (told["Label"], told["TooltipLabel"]) == (command.label, command.tip)


# ---- the commands ---------------------------------------------------------------------------------------------------


def test_checking_colours_what_fails_and_shows_the_sheet_of_checks(desk: Desk, quyuan: Submission) -> None:
    assert "校验完成：错误 " in desk.press("校验全部")  # a question about emptied formulas may stand before it
    family, submission = read_book(desk.path)
    failing = [f for f in run_checks(evaluate(family, submission)) if f.outcome is Outcome.FAIL and f.cell]
    assert {desk.document.range((f.sheet, f.cell)).CellBackColor for f in failing} == {RED}
    assert desk.document.model.getCurrentController().getActiveSheet().Name == "校验"


def test_the_report_stands_beside_the_workbook_and_is_opened(desk: Desk) -> None:
    desk.document["附件1 基础数据表", cell(desk, "base", "staff.quota")] = 4321
    told = desk.press("生成报告")
    report = desk.path.with_name("2024自评报告.docx")
    assert str(report) in told
    assert desk.in_front == report.as_uri()
    cells = [cell.text for table in WordDocument(str(report)).tables for row in table.rows for cell in row.cells]
    assert "4321" in cells


def cell(desk: Desk, form: str, key: str) -> str:
    return next(read_book(desk.path)[1].of(form)).places[key]


def test_a_row_is_inserted_and_calculates_and_the_sheet_permits_what_it_permitted(desk: Desk, tmp_path: Path) -> None:
    (before,) = read_book(desk.path)[1].of("overall")
    row = sheet_rows(before, "indicators", "name")[2]
    desk.select(OVERALL, row)
    assert desk.press("插入指标行") == ""
    for key, value in (("name", "新增"), ("target", "≥10家"), ("actual", "8家"), ("weight", 5)):
        column = re.sub(r"\d", "", before.places[f"indicators[2].{key}"])
        desk.document[OVERALL, f"{column}{row + 1}"] = value
    desk.document.recalculate()
    saved = desk.document.save(tmp_path / "存.xlsx")
    (after,) = read_book(saved)[1].of("overall")
    rows = after.rows["indicators"]
    assert [row.get("name") for row in [*rows[:3], *rows[4:]]] == [r.get("name") for r in before.rows["indicators"]]
    assert rows[3]["name"] == "新增"
    score = re.sub(r"\d", "", before.places["indicators[2].score"])
    assert desk.document[OVERALL, f"{score}{row + 1}"] == 4
    assert permitted(desk.path).items() <= permitted(saved).items()  # the log is a sheet more


def permitted(path: Path) -> dict[str, Any]:
    """What the protection of each sheet forbids; those of the forms permit formats, rows and more."""
    book = openpyxl.load_workbook(path)
    names = ("sheet", "formatCells", "formatRows", "formatColumns", "insertRows", "deleteRows", "sort", "autoFilter")
    return {sheet.title: [getattr(sheet.protection, name) for name in names] for sheet in book.worksheets}


def test_every_other_command_runs_too(desk: Desk) -> None:
    assert "第 1 处" in desk.press("跳到下一个问题")
    assert "2024自评上报版.xlsx" in desk.press("导出上报版")
    desk.document.model.getCurrentController().getFrame().activate()
    assert "帮助" in desk.press("帮助")
    for label, beside in (("结转新年度", "2025自评.xlsx"), ("新增项目表", "2024自评（新增项目表之前）.xlsx")):
        desk.document.model.getCurrentController().getFrame().activate()
        assert beside in desk.press(label)
        assert read_book(desk.path.with_name(beside))


def test_formulas_are_frozen(opened: Callable[[Submission], Desk], new_unit: Submission) -> None:
    desk = opened(new_unit)
    assert "个计算结果固定为数值" in desk.press("冻结/恢复公式")


# ---- what goes wrong ------------------------------------------------------------------------------------------------


def test_on_a_sheet_without_indicators_nothing_changes_and_it_says_what_to_do(desk: Desk) -> None:
    before = desk.document.range(("首页", "A1:H40")).getFormulaArray()
    assert "请先打开要改指标的那张表" in desk.press("插入指标行")
    assert desk.document.range(("首页", "A1:H40")).getFormulaArray() == before


def test_a_workbook_of_others_is_told_as_such(menu_office: Office, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "别的.xlsx")
    desk = Desk(menu_office, tmp_path / "别的.xlsx")
    try:
        assert "不是本程序的自评工作簿" in desk.press("校验全部")
    finally:
        desk.close_all()


def test_an_address_that_is_no_command_runs_nothing(desk: Desk) -> None:
    assert "程序内部出错" in desk.choose("service:org.jixiao.Commands?os.system")


def test_without_a_noted_environment_the_menu_says_what_to_do_and_cells_calculate(
    extension: Path, home: Path, quyuan: Submission, tmp_path: Path
) -> None:
    build(load(quyuan.family), quyuan, tmp_path / "书.xlsx")
    with throw_away_home() as other:
        add(other, extension)
        add(other, listener(tmp_path))
        with Office(other / "profile") as office:
            desk = Desk(office, tmp_path / "书.xlsx")
            assert "请再运行一次 jixiao install calc" in desk.choose("service:org.jixiao.Commands?check_all")
            desk.document["首页", "J1"] = '=SCORE_ROW(10;"≥95%";"96%")'
            assert desk.document["首页", "J1"] == 10
            desk.close_all()


def test_while_libreoffice_runs_it_is_refused_with_what_to_do(
    home: Path, menu_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["install", "calc", "--program", str(home / "program")]) == 2
    assert "请关闭所有 LibreOffice 窗口" in capsys.readouterr().err


def test_installing_again_and_removing(extension: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with throw_away_home() as other:
        add(other, extension)
        arguments = ["install", "calc", "--program", str(other / "program")]
        assert run(arguments) == 0
        assert run([*arguments, "--remove"]) == 0
        assert "已从 LibreOffice 里去掉" in capsys.readouterr().out
        assert run([*arguments, "--remove"]) == 0
        assert "不需要去掉" in capsys.readouterr().out
