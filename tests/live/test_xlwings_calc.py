"""The xlwings engine for Calc in a real LibreOffice, measured by what xlwings documents and Excel does."""

from __future__ import annotations

import datetime as dt
import decimal
import doctest
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
import xlwings_calc
import xlwings_calc.office as connecting
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.calc_formulas import keep_blanks
from jixiao.model.forms.library import load
from jixiao.model.submission.submission import Submission

from ..narrowing import instance_of, present
from .office import Office

pytestmark = pytest.mark.live

PROJECT = "附件3 项目1"


@pytest.fixture
def app(office: Office) -> Iterator[xw.App]:
    attached = xlwings_calc.attach(office.context)
    yield attached
    for book in attached.books:
        book.close()
    attached.impl.formula_filter = attached.impl.on_alert = attached.impl.copied = None
    attached.impl.alerts.clear()


@pytest.fixture
def book(app: xw.App) -> xw.Book:
    return app.books.add()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]


@pytest.fixture
def built(app: xw.App, quyuan: Submission, tmp_path: Path) -> xw.Book:
    """A workbook of this project's with a unit's figures, open."""
    return opened(app, quyuan, tmp_path)


def opened(app: xw.App, submission: Submission, folder: Path) -> xw.Book:
    path = folder / "自评.xlsx"
    build(load(submission.family), submission, path)
    return app.books.open(path)


def formulas_of(cells: xw.Range) -> tuple[tuple[str, ...], ...]:
    """The formulas of several cells, which xlwings gives as tuples and its types call lists."""
    return instance_of(tuple, cells.formula)


def unlocked(sheet: xw.Sheet) -> xw.Sheet:
    sheet.api.unprotect("")
    return sheet


# ---- apps -----------------------------------------------------------------------------------------------------------


def test_an_app_is_one_of_xlwings_apps(app: xw.App) -> None:
    assert xw.engines["calc"].apps.active == app
    assert app.pid in xw.engines["calc"].apps.keys()  # noqa: SIM118 - no dict
    assert xw.engines["calc"].apps[app.pid] == app
    assert app.engine.name == "calc"
    assert app.version.major >= 7
    with pytest.raises(KeyError):
        xw.engines["calc"].apps[1]


def test_attaching_again_gives_the_same_app(app: xw.App, office: Office) -> None:
    app.status_bar = "……"
    assert xlwings_calc.attach(office.context).status_bar == "……"
    app.status_bar = False


def test_the_status_bar_shows_a_text_until_it_is_given_back(app: xw.App, book: xw.Book) -> None:
    assert app.status_bar is False
    with app.properties(status_bar="校验：第 2 步，共 5 步"):
        assert app.status_bar == "校验：第 2 步，共 5 步"  # type: ignore[comparison-overlap] # it changes by itself
    assert app.status_bar is False


def test_screen_updating_locks_the_windows_of_all_books(app: xw.App, book: xw.Book) -> None:
    with app.properties(screen_updating=False):
        assert app.screen_updating is False
        assert book.api.hasControllersLocked()
    assert app.screen_updating is True
    assert not book.api.hasControllersLocked()


def test_other_properties_of_the_app(app: xw.App, book: xw.Book) -> None:
    with app.properties(display_alerts=False, calculation="manual"):
        assert app.display_alerts is False
        assert app.calculation == "manual"
    assert app.display_alerts is True
    assert app.calculation == "automatic"
    with pytest.raises(NotImplementedError, match=r"App\.enable_events is not covered by xlwings_calc"):
        app.enable_events = False


def test_calculate_calculates_what_manual_mode_left(app: xw.App, sheet: xw.Sheet) -> None:
    sheet["A1"].value = 1
    sheet["A2"].formula = "=A1+1"
    with app.properties(calculation="manual"):
        sheet["A1"].value = 5
        app.calculate()
        assert sheet["A2"].value == 6


def test_windows_can_be_shown_and_hidden(app: xw.App, book: xw.Book) -> None:
    app.visible = True
    assert app.visible is True
    app.visible = False
    assert app.visible is False


def test_activating_makes_a_book_and_its_app_the_active_ones(app: xw.App, book: xw.Book) -> None:
    second = app.books.add()
    assert app.books.active == second
    book.activate()
    assert app.books.active == book
    app.activate(steal_focus=True)
    assert xw.engines["calc"].apps.active == app


def test_the_selection_is_a_range(app: xw.App, sheet: xw.Sheet) -> None:
    sheet["B2:C3"].select()
    assert app.selection == sheet["B2:C3"]
    sheet["A1"].select()
    assert sheet.book.selection == sheet["A1"]


@pytest.mark.parametrize(
    ("buttons", "answer"), [("ok", "ok"), ("ok_cancel", "cancel"), ("yes_no", "no"), ("yes_no_cancel", "cancel")]
)
@pytest.mark.parametrize("mode", [None, "info", "critical"])
def test_without_a_window_nobody_agrees(app: xw.App, book: xw.Book, buttons: str, answer: str, mode: str) -> None:
    assert app.alert("要继续吗？", "绩效自评", buttons, mode) == answer
    assert app.impl.alerts == [xlwings_calc.Alert("要继续吗？", "绩效自评", buttons, mode, answer)]


def test_a_hook_answers_in_a_persons_place(app: xw.App) -> None:
    app.impl.on_alert = lambda alert: "yes" if "继续" in alert.prompt else "no"
    assert app.alert("要继续吗？", buttons="yes_no_cancel") == "yes"
    assert app.impl.alerts[-1].answer == "yes"
    with pytest.raises(NotImplementedError, match="callback"):
        app.alert("?", callback="answered")
    with pytest.raises(ValueError, match="buttons"):
        app.alert("?", buttons="retry")


def test_an_office_is_started_and_ended(office: Office, tmp_path: Path) -> None:
    with xlwings_calc.start(profile=tmp_path / "profile") as app:
        pid = app.pid
        assert app.visible is False
        app.books.add().sheets[0]["A1"].value = "不保存"
        assert len(xw.engines["calc"].apps) >= 1
    assert not is_running(pid)
    assert pid not in xw.engines["calc"].apps.keys()  # noqa: SIM118 - no dict
    assert (tmp_path / "profile" / "user").is_dir()


def test_xlwings_own_call_starts_an_office_and_kill_ends_it(office: Office) -> None:
    active = xw.engines.active
    xlwings_calc.register()
    try:
        app = xw.App()
        assert xw.apps.active == app
        assert [sheet.name for sheet in xw.books[0].sheets] == ["Sheet1"]
        xw.Range("A1").value = 1
        assert xw.sheets[0]["A1"].value == 1
        app.kill()
        assert not is_running(app._pid)
        assert app._pid not in xw.apps.keys()  # noqa: SIM118 - no dict
    finally:
        xw.engines.active = active


@pytest.mark.parametrize("document", ["README.md", "__init__.py"])
def test_the_examples_of_the_documentation_run(office: Office, document: str) -> None:
    active = xw.engines.active
    try:
        path = Path(xlwings_calc.__file__).with_name(document)
        assert doctest.testfile(str(path), module_relative=False, encoding="utf-8") == (0, 3)
    finally:
        xw.engines.active = active


def is_running(pid: int) -> bool:
    """A process that was killed may wait as a zombie until somebody asks for its end."""
    stat = Path(f"/proc/{pid}/stat")
    deadline = time.monotonic() + 5
    while stat.exists() and ") Z " not in stat.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    return stat.exists() and ") Z " not in stat.read_text()


def test_a_place_where_nothing_answers_is_named(office: Office) -> None:
    with pytest.raises(xlwings_calc.OfficeError, match="no LibreOffice answers at pipe,name=nobody"):
        xlwings_calc.connect("pipe,name=nobody")
    with pytest.raises(xlwings_calc.OfficeError, match="there is no program no-such-office"):
        xlwings_calc.start(command="no-such-office")


def test_connecting_through_a_pipe_finds_the_same_office(app: xw.App, office: Office) -> None:
    assert xlwings_calc.connect(f"pipe,name={office._pipe}") == app


def test_a_bridge_that_ends_before_its_first_call_is_made_again(
    app: xw.App, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = connecting._remote_context
    ended = [True, True]

    def ending(where: str) -> Any:
        if ended and ended.pop():
            raise connecting.uno_error()("Binary URP bridge disposed during call")
        return made(where)

    monkeypatch.setattr(connecting, "_remote_context", ending)
    assert xlwings_calc.connect(f"pipe,name={office._pipe}") == app
    assert not ended


MACRO = """
import sys
sys.path += {path!r}

def press():
    import xlwings_calc
    app = xlwings_calc.attach(XSCRIPTCONTEXT.getComponentContext())
    sheet = app.books.active.sheets.active
    sheet["A1"].value = [[1, 2], ["=A1+B1", app.pid]]
    return sheet["A1:B2"].formula
"""


def test_it_works_inside_libreoffice_s_own_python(sheet: xw.Sheet, office: Office) -> None:
    macros = office._profile / "user" / "Scripts" / "python"
    macros.mkdir(parents=True, exist_ok=True)
    packages = [str(Path(present(package.__file__)).parents[1]) for package in (xlwings_calc, xw)]
    (macros / "button.py").write_text(MACRO.format(path=packages))
    factory = office.context.getByName("/singletons/com.sun.star.script.provider.theMasterScriptProviderFactory")
    script = factory.createScriptProvider("").getScript(
        "vnd.sun.star.script:button.py$press?language=Python&location=user"
    )
    written, _, _ = script.invoke((), (), ())
    pid = sheet.book.app.pid
    assert sheet["A1:B2"].value == [[1, 2], [3, pid]]
    assert written == (("1", "2"), ("=A1+B1", str(pid)))


# ---- books ----------------------------------------------------------------------------------------------------------


def test_books_are_found_by_name_and_number(app: xw.App, book: xw.Book, tmp_path: Path) -> None:
    book.save(tmp_path / "一.xlsx")
    second = app.books.add()
    assert [each.name for each in app.books] == ["一.xlsx", second.name]
    assert app.books["一.XLSX"] == app.books[0] == app.books[str(tmp_path / "一.xlsx")] == book
    assert "一.xlsx" in app.books
    assert "二.xlsx" not in app.books
    with pytest.raises(KeyError, match="二"):
        app.books["二.xlsx"]
    with pytest.raises(IndexError):
        app.books[2]


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".ods"])
def test_a_book_is_saved_in_the_format_of_its_suffix(app: xw.App, book: xw.Book, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"年度 2024{suffix}"
    book.sheets[0]["A1"].value = "甲"
    book.save(path)
    assert (book.name, book.fullname) == (path.name, str(path))
    book.sheets[0]["A1"].value = "乙"
    book.save()
    book.close()
    assert len(app.books) == 0
    assert app.books.open(path).sheets[0]["A1"].value == "乙"


def test_a_book_without_a_file_is_saved_in_the_current_folder(
    book: xw.Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = book.name
    assert book.fullname == name
    book.save()
    assert (tmp_path / f"{name}.xlsx").is_file()


def test_what_cannot_be_saved_is_told(book: xw.Book, tmp_path: Path) -> None:
    with pytest.raises(NotImplementedError, match=r"Book\.save\(\) as \.xlsb is not covered"):
        book.save(tmp_path / "a.xlsb")
    with pytest.raises(NotImplementedError, match="password"):
        book.save(tmp_path / "a.xlsx", password="1")  # noqa: S106
    with pytest.raises(FileNotFoundError, match="no folder"):
        book.save(tmp_path / "missing" / "a.xlsx")
    assert not (tmp_path / "missing").exists()


def test_what_cannot_be_opened_is_told(app: xw.App, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "missing.xlsx")
    (tmp_path / "text.odt").write_text("not a book")
    with pytest.raises(xlwings_calc.CalcError, match="is no workbook"):
        app.books.open(tmp_path / "text.odt")
    with pytest.raises(NotImplementedError, match=r"Books\.open\(\) with more"):
        app.books.open(tmp_path / "text.odt", delimiter=";")
    assert len(app.books) == 0


def test_opening_an_open_book_gives_it_back(app: xw.App, book: xw.Book, tmp_path: Path) -> None:
    book.save(tmp_path / "a.xlsx")
    assert app.books.open(tmp_path / "a.xlsx") == book
    assert len(app.books) == 1


def test_the_mock_caller_stands_for_the_book_that_called(book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xw.Book, "_mock_caller", None, raising=False)
    book.set_mock_caller()
    assert xw.Book.caller() == book


# ---- sheets ---------------------------------------------------------------------------------------------------------


def test_sheets_are_added_where_they_are_wanted(book: xw.Book) -> None:
    first = book.sheets[0]
    last = book.sheets.add("末", after=first)
    assert book.sheets.active == last
    book.sheets.add("首", before=first)
    book.sheets.add(before="末")  # type: ignore[arg-type] # xlwings takes names, its types do not
    assert book.sheet_names == ["首", "Sheet1", "Sheet4", "末"]
    assert [sheet.index for sheet in book.sheets] == [1, 2, 3, 4]
    assert book.sheets["末"] == book.sheets[-1] == book.sheets(4)
    assert "末" in book.sheets
    with pytest.raises(ValueError, match="already present"):
        book.sheets.add("末")
    with pytest.raises(KeyError):
        book.sheets["无"]


def test_without_a_place_a_sheet_is_added_before_the_active_one(book: xw.Book) -> None:
    book.sheets.add()
    assert book.sheet_names == ["Sheet2", "Sheet1"]
    assert book.sheets.active.name == "Sheet2"


def test_a_sheet_is_renamed_hidden_and_deleted(book: xw.Book) -> None:
    first, second = book.sheets[0], book.sheets.add("乙", after="Sheet1")  # type: ignore[arg-type]
    first.name = "它's"
    assert first.name == book.sheets[0].name == "它's"
    with pytest.raises(xlwings_calc.CalcError, match="cannot be renamed 乙"):
        first.name = "乙"
    first.visible = False
    assert first.visible is False
    with pytest.raises(xlwings_calc.CalcError, match="hidden and cannot be activated"):
        first.activate()
    with pytest.raises(xlwings_calc.CalcError, match="visible sheet"):
        second.visible = False
    with pytest.raises(xlwings_calc.CalcError, match="visible sheet"):
        second.delete()
    first.delete()
    assert book.sheet_names == ["乙"]


def test_ranges_are_spoken_of_in_many_ways(book: xw.Book) -> None:
    sheet = book.sheets[0]
    book.names.add("shared", "=Sheet1!$B$2:$C$3")
    sheet.names.add("own", "=Sheet1!$B$2:$C$3")
    expected = sheet["B2:C3"]
    assert expected.address == "$B$2:$C$3"
    ways: list[tuple[Any, ...]] = [
        ("$b$2:C3",), ((2, 2), (3, 3)), ("B2", "C3"), (sheet["C3"], sheet["B2"]),
        ("shared",), ("own",), ("Sheet1!B2:C3",),
    ]  # fmt: skip
    for arguments in ways:
        assert sheet.range(*arguments) == expected
    assert sheet[1:3, 1:3] == expected  # type: ignore[index] # xlwings takes slices, its types do not
    assert sheet.range((2, 2)) == sheet["B2"] == sheet[1, 1]
    assert sheet["A:B"].address == "$A:$B"
    assert sheet["2:3"].shape == (2, 16384)
    assert sheet.cells.count == 16384 * 1048576
    nothing = sheet[0:0, 0]  # type: ignore[index]
    assert nothing.value is None
    assert nothing.shape == (0, 1)


def test_a_range_of_another_sheet_is_refused(book: xw.Book) -> None:
    book.sheets.add("乙")
    book.names.add("there", "=乙!$A$1")
    with pytest.raises(xlwings_calc.CalcError, match="is on the sheet 乙, not on Sheet1"):
        book.sheets["Sheet1"].range("there")
    with pytest.raises(xlwings_calc.CalcError, match="neither an address nor a name"):
        book.sheets["Sheet1"].range("nowhere")
    with pytest.raises(NotImplementedError, match=r"Sheet\.range\('A1,B2'\)"):
        book.sheets["Sheet1"].range("A1,B2")


def test_the_used_range_begins_at_the_first_used_cell(sheet: xw.Sheet) -> None:
    assert sheet.used_range.address == "$A$1"
    sheet["C2:D5"].value = 1
    assert sheet.used_range.last_cell.address == "$D$5"


def test_clearing_a_sheet(sheet: xw.Sheet) -> None:
    sheet["A1"].value = 1
    sheet["A1"].color = "#ffff00"
    sheet.clear_contents()
    assert (sheet["A1"].value, sheet["A1"].color) == (None, (255, 255, 0))
    sheet.clear()
    assert sheet["A1"].color is None


def test_a_copied_sheet_keeps_names_hidden_rows_and_formats(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet["A1"].value, sheet["A2"].formula = 2, "=own*2"
    sheet.names.add("own", "=Sheet1!$A$1")
    sheet["A2"].formula = "=own*2"
    sheet["3:3"].rows.hidden = True
    sheet["B:B"].column_width = 30
    sheet["A1"].color = (1, 2, 3)
    copy = sheet.copy()
    assert (copy.name, copy.index) == ("Sheet1 (2)", 2)
    assert book.sheets.active == copy
    assert copy.names["own"].refers_to == "='Sheet1 (2)'!$A$1"
    copy["own"].value = 5
    assert (copy["A2"].value, sheet["A2"].value) == (10, 4)
    assert copy["3:3"].rows.hidden is True
    assert copy["B1"].column_width == pytest.approx(30, abs=0.2)
    assert copy["A1"].color == (1, 2, 3)
    named = sheet.copy(before=sheet, name="副本")
    assert (named.name, named.index) == ("副本", 1)


def test_a_copied_sheet_has_names_of_its_own_for_those_of_the_book_that_it_uses(book: xw.Book) -> None:
    sheet = book.sheets[0]
    book.names.add("rate", "=Sheet1!$A$1")
    sheet["A1:A2"].value = [[1], ["=rate*2"]]
    copy = sheet.copy()
    copy["A1"].value = 10
    assert (sheet["A2"].value, copy["A2"].value) == (2, 20)
    assert copy.names["rate"].refers_to == "='Sheet1 (2)'!$A$1"


def test_a_sheet_is_copied_to_another_book(app: xw.App, book: xw.Book) -> None:
    book.sheets[0]["A1"].value = "带走"
    other = app.books.add()
    copy = book.sheets[0].copy(after=other.sheets[0], name="带来")
    assert copy.book == other
    assert copy["A1"].value == "带走"


def test_autofit_widens_columns_to_their_texts(sheet: xw.Sheet) -> None:
    before = sheet["A1"].column_width
    sheet["A1"].value = "很长很长很长很长很长很长很长很长的一句话"
    sheet.autofit("c")
    assert present(sheet["A1"].column_width) > present(before)
    sheet.autofit()


# ---- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        1.5, -3.0, "文本", "两\n行", "🙂", True, False, None,
        dt.datetime(2024, 12, 16), dt.datetime(2024, 2, 29, 13, 5, 7),
        "≥95%", "≦125万元", "2024年12月16日前", "/", "-", "1、企业改革≥2家；2、≥80%", "#", "it's", '"', "1.2.3",
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_was_put_in(sheet: xw.Sheet, value: Any) -> None:
    sheet["B2"].value = value
    assert sheet["B2"].value == value
    assert type(sheet["B2"].value) is type(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, 3.0), (decimal.Decimal("0.1"), 0.1), (dt.date(2024, 5, 1), dt.datetime(2024, 5, 1)), (float("nan"), None)],
)
def test_a_value_becomes_what_a_cell_can_hold(sheet: xw.Sheet, value: Any, expected: Any) -> None:
    sheet["A1"].value = value
    assert sheet["A1"].value == expected


@pytest.mark.parametrize(
    ("text", "expected", "number_format"),
    [
        ("12", 12, "General"), ("1,234.5", 1234.5, "General"), ("95%", 0.95, "0%"), ("95.5%", 0.955, "0.00%"),
        ("2024-01-05", dt.datetime(2024, 1, 5), "yyyy-mm-dd"), ("2024/1/5", dt.datetime(2024, 1, 5), "yyyy-mm-dd"),
        ("TRUE", True, "BOOLEAN"), ("'007", "007", "General"), ("'=1+1", "=1+1", "General"), ("-", "-", "General"),
    ],
)  # fmt: skip
def test_a_text_is_read_as_excel_reads_typing(sheet: xw.Sheet, text: str, expected: Any, number_format: str) -> None:
    sheet["A1"].value = text
    assert sheet["A1"].value == expected
    assert sheet["A1"].number_format == number_format


def test_a_text_like_a_number_leaves_the_cell_able_to_hold_a_number(sheet: xw.Sheet, tmp_path: Path) -> None:
    sheet["A1:A2"].value = [["'007"], ["'95%"]]
    sheet.book.save(tmp_path / "a.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [saved["A1"].value, saved["A2"].value] == ["007", "95%"]
    sheet["A1"].value = 7
    assert sheet["A1"].value == 7


def test_cells_formatted_as_text_hold_texts(sheet: xw.Sheet) -> None:
    cells = sheet["A1:A4"]
    cells.number_format = "@"
    cells.value = [["95%"], ["=1+1"], [7], ["007"]]
    assert cells.value == ["95%", "=1+1", "7", "007"]


def test_lists_fill_rows_columns_and_blocks(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [1, "二", None, 4]
    assert sheet["A1:D1"].value == [1, "二", None, 4]
    sheet["A3"].options(transpose=True).value = [1, 2, 3]
    assert sheet["A3:A5"].value == [1, 2, 3]
    assert sheet["A3:A5"].options(ndim=2).value == [[1], [2], [3]]
    sheet["F1"].value = [[1, "甲"], [True, dt.datetime(2024, 1, 1)]]
    assert sheet["F1:G2"].value == [[1, "甲"], [True, dt.datetime(2024, 1, 1)]]
    sheet["I1:J2"].value = 7
    assert sheet["I1:J2"].value == [[7, 7], [7, 7]]
    sheet["I1:J2"].value = None
    assert sheet["I1:J2"].value == [[None, None], [None, None]]


def test_a_number_put_where_a_boolean_was_is_a_number(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].value = [[True, 1], [False, True]]
    sheet["A1:B2"].value = [[1, 1], [0, 5]]
    assert [type(value) for row in sheet["A1:B2"].value for value in row] == [float] * 4


def test_a_date_keeps_the_format_that_is_there(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["A1:A2"].value = [[dt.datetime(2024, 5, 1)], [dt.datetime(2024, 5, 1)]]
    assert sheet["A1"].number_format == 'yyyy"年"m"月"d"日"'
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert sheet["A1:A2"].options(dates=dt.date).value == [dt.date(2024, 5, 1)] * 2


def test_errors_are_none_unless_their_texts_are_asked_for(sheet: xw.Sheet) -> None:
    sheet["A1:A4"].value = [["=1/0"], ["=NA()"], ["=nothing"], [1]]
    assert sheet["A1:A4"].value == [None, None, None, 1]
    assert sheet["A1:A4"].options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#NAME?", 1]
    assert sheet["A1:A4"].options(empty="/", numbers=int).value == [None, None, None, 1]


def test_a_data_frame_goes_in_and_comes_out(sheet: xw.Sheet) -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {"名称": ["甲", "乙", None], "预算": [1.5, 2.0, float("nan")], "日期": pd.to_datetime(["2024-01-01"] * 3)},
        index=pd.Index(["a", "b", "c"], name="key"),
    )
    sheet["B2"].value = frame
    read = sheet["B2"].options(pd.DataFrame, expand="table").value
    assert list(read.columns) == ["名称", "预算", "日期"]
    assert read.loc["a"].tolist() == ["甲", 1.5, dt.datetime(2024, 1, 1)]
    assert sheet["C5"].value is None
    assert sheet["D5"].value is None


def test_writing_leaves_notes_alone(sheet: xw.Sheet) -> None:
    for address in ("B2", "C4"):
        sheet[address].add_note(f"注 {address}")
    sheet["A1"].value = [[r * 10 + c for c in range(5)] for r in range(6)]
    assert [note.text for note in sheet.notes] == ["注 B2", "注 C4"]
    assert sheet["A1:E6"].value == [[r * 10 + c for c in range(5)] for r in range(6)]
    sheet["A1:E6"].formula = "=1"
    assert len(sheet.notes) == 2


# ---- formulas -------------------------------------------------------------------------------------------------------

FORMULAS = [
    "=SUM(A1:B2,3)", "=Other!$A$1+'My sheet'!B2", "='it''s 附件'!A1:B2", "=SUM((A1:A2,C1:C2))",
    "={1,2;3,4}", "=SUM(Other!A:A,1:2)",
    '=IF(A1="","a,b;c",TRUE)', "=A1:B2 B1:C3", "=-A1^2%", "=SUM(Sheet1:Other!A1:B2)", "=CEILING(A1,1)",
    "=EDATE(A1,1)", "=NETWORKDAYS(A1,A2)", "=IFERROR(A1,)", "=total*2", "=Other!own", "=STDEV.S(A1:A3)",
    '=COUNTIF(A1:A3,"<>"&B1)', "=A1 + B1", "=ERROR.TYPE(A1)", "=#REF!+1", '="a""b"', "=INDEX(A1:B2,2,1)",
    '=SCORE_ROW(20,"≥95%",B1)', "=EFFECT(0.1,4)",
]  # fmt: skip


@pytest.fixture
def three_sheets(book: xw.Book) -> xw.Sheet:
    other = book.sheets.add("Other", after=book.sheets["Sheet1"])
    book.sheets.add("My sheet", after=other)
    book.sheets.add("it's 附件", after=other)
    book.names.add("total", "=Sheet1!$A$1")
    book.sheets["Other"].names.add("own", "=Other!$A$1")
    return book.sheets["Sheet1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_reads_as_it_was_written(three_sheets: xw.Sheet, formula: str) -> None:
    three_sheets["H9"].formula = formula
    assert three_sheets["H9"].formula == formula
    three_sheets["H9"].formula2 = formula
    assert three_sheets["H9"].formula2 == formula
    three_sheets["H9:I10"].value = [[formula, 1], ["x", formula]]
    assert formulas_of(three_sheets["H9:I10"]) == ((formula, "1"), ("x", formula))


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:B2,3)", "Other!$A$1+'My sheet'!B2", "{1,2;3,4}", "SUM(Other!A:A)", 'IF(A1="","a,b;c",B1)', "-A1^2%",
        "EDATE(A1,1)", "IFERROR(A1,)", "total*2", "STDEV.S(A1:A3)", 'COUNTIF(A1:A3,"<>"&B1)', "INDEX(A1:B2,2,1)",
    ],
)  # fmt: skip
def test_translated_formulas_are_what_calcs_own_parser_of_excels_notation_reads(
    three_sheets: xw.Sheet, formula: str
) -> None:
    from com.sun.star.sheet.FormulaLanguage import XL_ENGLISH

    model, cell = three_sheets.book.api, three_sheets["H9"].api.getCellByPosition(0, 0)
    parser = model.createInstance("com.sun.star.sheet.FormulaParser")
    mapper = model.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
    parser.OpCodeMap = mapper.getAvailableMappings(XL_ENGLISH, 0x7FFFFFFF)
    parser.FormulaConvention = 1  # com.sun.star.sheet.AddressConvention.XL_A1
    cell.setTokens(parser.parseFormula(formula, cell.getCellAddress()))
    parsed = cell.getFormula()
    three_sheets["H9"].formula = f"={formula}"
    assert cell.getFormula() == parsed


def test_functions_of_the_add_in_calculate(sheet: xw.Sheet) -> None:
    sheet["A1:C1"].value = [20, "≥90%", "45%"]
    sheet["D1"].formula = '=SCORE_ROW(A1,B1,"45%")'
    assert isinstance(sheet["D1"].value, float)


def test_one_formula_fills_a_range_and_its_references_move(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:C3"].formula = "=$A1*2+A$1"
    assert sheet["C3"].formula == "=$A3*2+B$1"
    sheet["D1:D3"].value = "=A1"
    assert sheet["D1:D3"].value == [1, 2, 3]


def test_formulas_of_plain_cells_are_what_was_typed(sheet: xw.Sheet) -> None:
    sheet["A1:D1"].value = ["'007", 1.5, "甲", None]
    assert formulas_of(sheet["A1:D1"]) == (("007", "1.5", "甲", ""),)


def test_array_formulas(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula_array = "=A1:A3*2"
    assert sheet["B1:B3"].value == [2, 4, 6]
    assert sheet["B1:B3"].formula_array == "=A1:A3*2"
    assert sheet["B2"].has_array is True
    assert sheet["A1"].has_array is False
    assert sheet["B2"].formula == "=A1:A3*2"
    with pytest.raises(xlwings_calc.CalcError, match="part of an array formula"):
        sheet["B2"].value = 1
    sheet["C1"].formula_array = "SUM(A1:A3*2)"
    assert sheet["C1"].value == 12


@pytest.mark.parametrize("text", ["=1+", "=A1 A2 3", "=)", "=IF("])
def test_a_text_that_is_no_formula_is_refused(sheet: xw.Sheet, text: str) -> None:
    with pytest.raises(xlwings_calc.CalcError, match="cannot read the formula"):
        sheet["A1"].formula = text


def test_another_workbook_in_a_formula_is_not_covered(sheet: xw.Sheet) -> None:
    with pytest.raises(NotImplementedError, match="refers to another workbook"):
        sheet["A1"].formula = "='[other.xlsx]Sheet1'!A1"


def test_a_filter_sees_every_formula_on_its_way_into_a_cell(app: xw.App, sheet: xw.Sheet) -> None:
    seen: list[tuple[str, frozenset[str]]] = []

    def noting(formula: str, cell_names: frozenset[str]) -> str:
        seen.append((formula, cell_names))
        return formula.replace("B3", "B4")

    sheet.book.names.add("one", "=Sheet1!$A$1")
    sheet.book.names.add("many", "=Sheet1!$A$1:$A$2")
    app.impl.formula_filter = noting
    sheet["A5"].formula = "=SUM(B3,one,many,2)"
    assert seen == [("=SUM(B3;one;many;2)", frozenset({"one"}))]
    assert sheet["A5"].formula == "=SUM(B4,one,many,2)"
    sheet["A6"].value = "no formula"
    assert len(seen) == 1


def test_with_the_host_s_filter_blank_cells_stay_blank(app: xw.App, sheet: xw.Sheet) -> None:
    sheet.book.names.add("blank", "=Sheet1!$C$9")
    sheet["A1"].formula = "=GROWTH_RATE(C9,5)"
    assert sheet["A1"].value is not None
    app.impl.formula_filter = keep_blanks
    sheet["A1:A2"].formula = [["=GROWTH_RATE(C9,5)"], ["=GROWTH_RATE(blank,5)"]]
    assert sheet["A1:A2"].value == [None, None]


# ---- where cells are ------------------------------------------------------------------------------------------------


def test_addresses(book: xw.Book, tmp_path: Path) -> None:
    book.save(tmp_path / "a b.xlsx")
    book.sheets[0].name = "附件3 项目1"
    cell = book.sheets[0]["B3"]
    assert (cell.row, cell.column, cell.shape, cell.count, len(cell)) == (3, 2, (1, 1), 1, 1)
    assert cell.get_address(False, False) == "B3"
    assert cell.get_address(external=True) == "'[a b.xlsx]附件3 项目1'!$B$3"
    assert cell.get_address(False, include_sheetname=True) == "'附件3 项目1'!$B3"
    assert cell.resize(2, 3).address == "$B$3:$D$4"
    assert cell.offset(-1, 1).address == "$C$2"
    with pytest.raises(IndexError):
        cell.offset(-5, 0)
    assert book.sheets[0]["B2:D4"](5).address == "$C$3"
    assert [c.address for c in book.sheets[0]["A1:B2"]] == ["$A$1", "$B$1", "$A$2", "$B$2"]
    assert [r.address for r in book.sheets[0]["A1:B2"].rows] == ["$A$1:$B$1", "$A$2:$B$2"]


def test_end_goes_where_ctrl_and_an_arrow_go(sheet: xw.Sheet) -> None:
    sheet["B2:B4"].value = 1
    sheet["B7"].formula = '=""'
    sheet["E2"].value = 1
    steps = [
        ("B2", "down", "B4"), ("B4", "down", "B7"), ("B7", "down", "B1048576"), ("B1", "down", "B2"),
        ("B4", "up", "B2"), ("B2", "up", "B1"), ("B7", "up", "B4"), ("B20", "up", "B7"),
        ("B2", "right", "E2"), ("E2", "right", "XFD2"), ("E2", "left", "B2"), ("B2", "left", "A2"),
    ]  # fmt: skip
    for start, direction, expected in steps:
        assert sheet[start].end(direction).get_address(False, False) == expected, (start, direction)


def test_expanding_and_the_current_region(sheet: xw.Sheet) -> None:
    sheet["B2"].value = [["a", "b", "c"], [1, 2, 3], [4, 5, 6]]
    assert sheet["B2"].expand().address == "$B$2:$D$4"
    assert sheet["B2"].expand("down").address == "$B$2:$B$4"
    assert sheet["B2"].expand("right").address == "$B$2:$D$2"
    assert sheet["C3"].current_region.address == "$B$2:$D$4"
    assert sheet["B2"].options(expand="table", ndim=2).value[2] == [4, 5, 6]


def test_only_cells_of_the_active_sheet_can_be_selected(book: xw.Book) -> None:
    book.sheets.add("乙")
    with pytest.raises(xlwings_calc.CalcError, match="not the active one"):
        book.sheets["Sheet1"]["A1"].select()
    book.sheets["Sheet1"].activate()
    book.sheets["Sheet1"]["A1"].select()


# ---- inserting, deleting, copying -----------------------------------------------------------------------------------


def test_inserted_cells_push_others_down_and_take_the_format_from_above(sheet: xw.Sheet) -> None:
    sheet["A1:B4"].value = [[1, 1], [2, 2], [3, 3], [4, 4]]
    sheet["A2"].color = (255, 0, 0)
    third = sheet["A3"]
    sheet["A3"].insert("down")
    assert sheet["A1:B5"].value == [[1, 1], [2, 2], [None, 3], [3, 4], [4, None]]
    assert sheet["A3"].color == (255, 0, 0)
    assert third.address == "$A$4"
    sheet["1:2"].insert("down")
    assert sheet["A3"].value == 1
    sheet["A3"].insert("right")
    assert sheet["A3:B3"].value == [None, 1]
    sheet["A:A"].insert("right")
    assert sheet["C3"].value == 1
    with pytest.raises(NotImplementedError, match="copy_origin"):
        sheet["A1"].insert("down", copy_origin="format_from_right_or_below")
    with pytest.raises(ValueError, match="shift must be one of down, right"):
        sheet["A1"].insert("up")


def test_deleted_cells_pull_others_up(sheet: xw.Sheet) -> None:
    sheet["A1:B4"].value = [[1, 1], [2, 2], [3, 3], [4, 4]]
    sheet["A2:A3"].delete("up")
    assert sheet["A1:B4"].value == [[1, 1], [4, 2], [None, 3], [None, 4]]
    sheet["1:1"].delete()
    assert sheet["A1:B1"].value == [4, 2]
    sheet["A1"].delete("left")
    assert sheet["A1"].value == 2


def test_cells_that_would_tear_merged_ones_are_not_inserted(sheet: xw.Sheet) -> None:
    sheet["A5:B6"].merge()
    with pytest.raises(xlwings_calc.CalcError, match="merged cells or an array would be torn"):
        sheet["A3"].insert("down")
    with pytest.raises(xlwings_calc.CalcError, match="would be torn"):
        sheet["A3"].delete("up")


def test_copying_takes_everything_along(sheet: xw.Sheet) -> None:
    sheet["A1:B1"].value = [1, "=A1*2"]
    sheet["A1"].color = (0, 128, 0)
    sheet["A1:B1"].copy(sheet["C5"])
    assert formulas_of(sheet["C5:D5"]) == (("1", "=C5*2"),)
    assert sheet["C5"].color == (0, 128, 0)
    sheet["A1:B1"].copy(sheet["A10:B12"])
    assert formulas_of(sheet["B10:B12"]) == (("=A10*2",), ("=A11*2",), ("=A12*2",))
    other = sheet.book.sheets.add("乙")
    sheet["B1"].formula = "=乙!A1"
    sheet["B1"].copy(other["B2"])
    assert other["B2"].formula == "=乙!A2"


def test_pasting_all_or_a_part_of_what_was_copied(app: xw.App, sheet: xw.Sheet) -> None:
    with pytest.raises(xlwings_calc.CalcError, match="nothing has been copied"):
        sheet["A1"].paste()
    sheet["A1:A2"].value = [[3], ["=A1*2"]]
    sheet["A1"].color = (9, 9, 9)
    sheet["D5"].value = "文"
    sheet["A1:A2"].copy()
    assert app.cut_copy_mode == "copy"
    sheet["B1"].paste()
    assert (sheet["B2"].formula, sheet["B1"].color) == ("=B1*2", (9, 9, 9))
    sheet["C1"].paste("values")
    assert (sheet["C2"].formula, sheet["C1"].color) == ("6", None)
    sheet["D1"].paste("formulas")
    assert (sheet["D2"].formula, sheet["D1"].color) == ("=D1*2", None)
    sheet["D5"].paste("formats")
    assert (sheet["D5"].value, sheet["D5"].color) == ("文", (9, 9, 9))
    sheet["D5"].add_note("注")
    for arguments in ({"paste": "validation"}, {"paste": "formats"}, {"transpose": True}):
        with pytest.raises(NotImplementedError, match=r"Range\.paste"):
            sheet["D5"].paste(**arguments)
    sheet["D5"].paste("values")
    assert (sheet["D5"].value, present(sheet["D5"].note).text) == (3, "注")
    app.cut_copy_mode = False
    assert app.cut_copy_mode is None


def test_copying_to_another_book_is_not_covered(app: xw.App, sheet: xw.Sheet) -> None:
    with pytest.raises(NotImplementedError, match="to another book"):
        sheet["A1"].copy(app.books.add().sheets[0]["A1"])


# ---- how cells look -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("color", "rgb"), [((1, 2, 3), (1, 2, 3)), ("#FFF2CC", (255, 242, 204)), (255, (255, 0, 0))])
def test_colours(sheet: xw.Sheet, color: Any, rgb: tuple[int, int, int]) -> None:
    assert sheet["A1"].color is None
    sheet["A1"].color = color
    sheet["A1"].font.color = color
    assert sheet["A1"].color == sheet["A1"].font.color == rgb
    assert sheet["A1:A2"].color is None
    sheet["A1"].color = None
    assert sheet["A1"].color is None


def test_fonts_are_set_for_chinese_as_well(sheet: xw.Sheet) -> None:
    font = sheet["A1"].font
    font.bold, font.italic, font.size, font.name = True, True, 14, "宋体"
    assert (font.bold, font.italic, font.size, font.name) == (True, True, 14, "宋体")
    api = sheet["A1"].api
    assert (api.CharWeightAsian, api.CharHeightAsian, api.CharFontNameAsian) == (150, 14, "宋体")
    assert sheet["A1:A2"].font.bold is None
    font.set(bold=False, color="#010203")
    assert (font.bold, font.color) == (False, (1, 2, 3))


@pytest.mark.parametrize(
    "code",
    ["General", "0.00%", "yyyy-mm-dd", "#,##0.00", "@", 'yyyy"年"m"月"d"日"', "h:mm AM/PM", "0.00_);[Red](0.00)"],
)
def test_number_formats_are_written_as_excel_writes_them(sheet: xw.Sheet, code: str) -> None:
    sheet["A1"].number_format = code
    assert sheet["A1"].number_format == code


def test_an_impossible_number_format_is_refused_and_mixed_ones_are_none(sheet: xw.Sheet) -> None:
    with pytest.raises(xlwings_calc.CalcError, match="no number format"):
        sheet["A1"].number_format = "0.00[Foo"
    sheet["A1"].number_format = "0%"
    assert sheet["A1:A2"].number_format is None


def test_heights_widths_wrapping_and_hiding(sheet: xw.Sheet) -> None:
    cells = sheet["A1:B2"]
    cells.row_height, cells.column_width = 30, 20
    assert cells.row_height == pytest.approx(30, abs=0.1)
    assert cells.column_width == pytest.approx(20, abs=0.1)
    sheet["A1"].row_height = 40
    assert cells.row_height is None
    assert cells.wrap_text is False
    sheet["A1"].wrap_text = True
    assert cells.wrap_text is None
    cells.rows.hidden = True
    cells.columns.hidden = True
    assert (cells.rows.hidden, cells.columns.hidden) == (True, True)
    assert sheet["A2:A3"].rows.hidden is None
    cells.rows.hidden = False
    assert cells.rows.hidden is False
    assert sheet["A:A"].row_height is None
    assert sheet["C:D"].column_width == sheet["C1"].column_width
    assert sheet["5:9"].column_width is None
    cells.autofit()


def test_merged_cells(sheet: xw.Sheet) -> None:
    cells = sheet["B2:C3"]
    cells.value = [[1, 2], [3, 4]]
    cells.merge()
    assert cells.value == [[1, None], [None, None]]
    assert (cells.merge_cells, sheet["C3"].merge_cells, sheet["A1"].merge_cells) == (True, True, False)
    assert sheet["A1:B2"].merge_cells is None
    assert sheet["C3"].merge_area == cells
    assert sheet["A1"].merge_area == sheet["A1"]
    sheet["C3"].unmerge()
    assert cells.merge_cells is False
    cells.merge(across=True)
    assert sheet["B3"].merge_area.address == "$B$3:$C$3"


# ---- names, notes, links --------------------------------------------------------------------------------------------


def test_names_of_the_book_and_of_its_sheets(book: xw.Book) -> None:
    sheet = book.sheets.add("附件 2")
    book.names.add("预算", "='附件 2'!$A$1:$B$2")
    sheet.names.add("own", "='附件 2'!$C$3")
    book.names.add("'附件 2'!scoped", "=1+预算")
    assert [name.name for name in book.names] == ["'附件 2'!own", "'附件 2'!scoped", "预算"]
    assert [name.name for name in sheet.names] == ["'附件 2'!own", "'附件 2'!scoped"]
    assert len(book.names) == book.names.count == 3
    assert book.names["预算"].refers_to == "='附件 2'!$A$1:$B$2"
    assert book.names["预算"].refers_to_range == sheet["A1:B2"]
    assert book.names["own"] == sheet.names["own"] == book.names["'附件 2'!own"] == sheet.names[0]
    assert "own" in sheet.names
    assert "OWN" in book.names
    assert "预算" not in sheet.names
    with pytest.raises(KeyError):
        book.names["nothing"]
    with pytest.raises(xlwings_calc.CalcError, match="which is no range"):
        _ = sheet.names["scoped"].refers_to_range


def test_names_change_and_go(book: xw.Book) -> None:
    book.names.add("text", "plain")
    assert book.names["text"].refers_to == '="plain"'
    book.names.add("text", "=Sheet1!$A$1")
    book.names["text"].name = "renamed"
    book.names["renamed"].refers_to = "=SUM(Sheet1!$A$1,2)"
    assert [(name.name, name.refers_to) for name in book.names] == [("renamed", "=SUM(Sheet1!$A$1,2)")]
    del book.names["renamed"]
    assert len(book.names) == 0
    with pytest.raises(xlwings_calc.CalcError, match="A1 cannot be defined"):
        book.names.add("A1", "=1")


def test_a_range_has_a_name(book: xw.Book) -> None:
    sheet = book.sheets[0]
    assert sheet["A1"].name is None
    sheet["A1"].name = "total"
    sheet["B1:B2"].name = "Sheet1!own"
    book.names["third"] = sheet["C1"]
    assert present(sheet["A1"].name).name == "total"
    assert present(sheet["B1:B2"].name).name == "Sheet1!own"
    assert sheet["B1"].name is None
    assert book.names["third"].refers_to_range == sheet["C1"]
    sheet["1:1"].insert("down")
    assert sheet["total"].address == "$A$2"


def test_notes(sheet: xw.Sheet) -> None:
    assert sheet["A1"].note is None
    note = sheet["A1"].add_note("请核对")
    sheet["B2"].add_note("另一条")
    assert (note.text, note.location) == ("请核对", sheet["A1"])
    note.text = "已核对"
    assert present(sheet["A1"].note).text == sheet.notes["A1"].text == "已核对"
    assert isinstance(note.author, str)
    note.delete()
    assert sheet["A1"].note is None
    assert [each.text for each in sheet.book.notes] == ["另一条"]


def test_hyperlinks(sheet: xw.Sheet) -> None:
    sheet["A1"].add_hyperlink("www.example.com/预算", "示例")
    assert sheet["A1"].hyperlink == "http://www.example.com/预算"
    assert sheet["A1"].value == "示例"
    sheet["A2"].formula = '=HYPERLINK("https://example.com","x")'
    assert sheet["A2"].hyperlink == "https://example.com"
    with pytest.raises(xlwings_calc.CalcError, match="seem to contain a hyperlink"):
        _ = sheet["A3"].hyperlink


# ---- protected sheets -----------------------------------------------------------------------------------------------

WRITES: dict[str, Callable[[xw.Range], object]] = {
    "value": lambda cells: setattr(cells, "value", 1),
    "formula": lambda cells: setattr(cells, "formula", "=1"),
    "formula_array": lambda cells: setattr(cells, "formula_array", "=1"),
    "color": lambda cells: setattr(cells, "color", (1, 2, 3)),
    "font": lambda cells: setattr(cells.font, "bold", True),
    "clear": lambda cells: cells.clear(),
    "clear_contents": lambda cells: cells.clear_contents(),
    "merge": lambda cells: cells.merge(),
    "add_note": lambda cells: cells[0, 0].add_note("x"),
    "add_hyperlink": lambda cells: cells.add_hyperlink("x"),
    "copy": lambda cells: cells.sheet["E9"].copy(cells),
}


@pytest.mark.parametrize("write", WRITES)
def test_locked_cells_of_a_protected_sheet_are_refused_by_address(sheet: xw.Sheet, write: str) -> None:
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    free = sheet["A2:B2"].api.CellProtection
    free.IsLocked = False
    sheet["A2:B2"].api.CellProtection = free
    sheet.api.protect("")
    with pytest.raises(xlwings_calc.LockedCellsError, match=r"Sheet1!\$A\$1(:\$B\$1)? is locked on a protected sheet"):
        WRITES[write](sheet["A1:B2"])
    assert sheet["A1:B2"].value == [[1, 2], [3, 4]]
    assert sheet["A1"].color is None
    sheet["A2:B2"].value = [5, 6]
    assert sheet["A2:B2"].value == [5, 6]
    sheet.api.unprotect("")
    WRITES[write](sheet["A1:B2"])


def test_nothing_is_inserted_into_a_protected_sheet(sheet: xw.Sheet) -> None:
    sheet.api.protect("")
    with pytest.raises(xlwings_calc.CalcError, match="the sheet is protected"):
        sheet["A1"].insert("down")
    with pytest.raises(xlwings_calc.CalcError, match="the sheet is protected"):
        sheet["A1"].delete("up")


# ---- a workbook of this project's -----------------------------------------------------------------------------------


def test_fields_are_read_and_written_by_their_names(built: xw.Book) -> None:
    overall = built.sheets["附件2 整体支出自评表"]
    overall["funds_budget"].value = 120.5
    assert overall["funds_budget"].value == 120.5
    assert built.names["jixiao_family"].refers_to == '="hunan-2024"'
    total = overall["indicators_points"]
    assert total.formula[1][0].startswith("=")
    assert "SCORE_ROW(" in "".join(total.formula[1])
    with pytest.raises(xlwings_calc.LockedCellsError):
        overall["A1"].value = "改标题"


def test_a_copied_project_sheet_is_a_project_of_its_own(
    app: xw.App, submission_of: Callable[[str], Submission], tmp_path: Path
) -> None:
    book = opened(app, submission_of("new with 1 projects"), tmp_path)
    source = book.sheets[PROJECT]
    copy = source.copy(after=source, name="附件3 项目2")
    assert own_names(copy) == own_names(source)
    assert source.names["funds_budget"].refers_to_range.address == copy["funds_budget"].address
    assert validations(copy) == validations(source)
    hidden = [column for column in range(1, 40) if source[0, column].columns.hidden]
    assert hidden == [column for column in range(1, 40) if copy[0, column].columns.hidden]
    copy["project_name"].value = "新增项目"
    copy["funds_budget"].value, copy["funds_spent"].value = 100, 50
    app.calculate()
    assert copy["funds_rate"].value == 0.5
    assert source["funds_rate"].value is None
    book.save(tmp_path / "saved.xlsx")
    _, submission = read_book(tmp_path / "saved.xlsx")
    projects = [form for form in submission.forms if form.sheet.startswith("附件3")]
    assert [form.sheet for form in projects] == [PROJECT, "附件3 项目2"]
    assert projects[1].fields["project_name"] == "新增项目"


def own_names(sheet: xw.Sheet) -> set[str]:
    """A sheet's own names, without the copy of a name of the book that speaks of it, which nothing asks."""
    return {own for name in sheet.names if not (own := name.name.partition("!")[2]).startswith("jixiao_dated_")}


def validations(sheet: xw.Sheet) -> list[tuple[int, int, str]]:
    area = sheet.used_range
    return [
        (row, column, validation.getFormula1())
        for row in range(area.shape[0])
        for column in range(area.shape[1])
        if (validation := sheet.api.getCellByPosition(column, row).Validation).Type.value != "ANY"
    ]


def test_an_indicator_row_is_inserted_filled_in_and_counted(built: xw.Book, tmp_path: Path) -> None:
    built.app.impl.formula_filter = keep_blanks
    sheet = unlocked(built.sheets["附件2 整体支出自评表"])
    rows, row = sheet["indicators_name"].shape[0], sheet["indicators_name"].row + 4
    sheet[f"{row}:{row}"].insert("down")
    # the first columns' merged cells grow by themselves
    above = sheet[row - 2, 3 : sheet.used_range.last_cell.column]  # type: ignore[index]
    above.copy(above.offset(1, 0))
    assert sheet["indicators_name"].shape[0] == rows + 1
    for key, value in (("name", "新增指标"), ("target", "≥10家"), ("actual", "8家"), ("weight", 5), ("score", 4)):
        sheet[f"indicators_{key}"][4, 0].value = value
    built.app.calculate()
    assert sheet["indicators_points"][4, 0].value == 4
    built.save(tmp_path / "saved.xlsx")
    _, submission = read_book(tmp_path / "saved.xlsx")
    overall = next(form for form in submission.forms if form.sheet == sheet.name)
    assert overall.rows["indicators"][3]["name"] == "新增指标"


def test_a_values_only_copy_has_no_formulas(built: xw.Book, tmp_path: Path) -> None:
    for sheet in built.sheets:
        unlocked(sheet)
        cells = sheet.used_range
        cells.copy()
        cells.paste("values")
    built.save(tmp_path / "values.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "values.xlsx")
    assert not [c for sheet in saved for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_the_handlers_need_no_window(built: xw.Book) -> None:
    """What a button does from start to end: progress, one read, one write, a message."""
    app = built.app
    app.impl.on_alert = lambda alert: "ok"
    with app.properties(screen_updating=False, status_bar="读取指标"):
        sheet = built.sheets["附件2 整体支出自评表"]
        rows = sheet["indicators_target"].options(ndim=2).value
        assert len(rows) > 3
    app.alert(f"共 {len(rows)} 行", "绩效自评")
    assert [alert.prompt for alert in app.impl.alerts] == [f"共 {len(rows)} 行"]


def test_every_other_door_is_closed_by_name(book: xw.Book) -> None:
    sheet = book.sheets[0]
    doors: dict[str, Any] = {
        "Sheet.charts": lambda: sheet.charts,
        "Sheet.shapes": lambda: sheet.shapes,
        "Sheet.pictures": lambda: sheet.pictures,
        "Sheet.tables": lambda: sheet.tables,
        "Sheet.pivot_tables": lambda: sheet.pivot_tables,
        "Sheet.page_setup": lambda: sheet.page_setup,
        "Sheet.freeze_panes": lambda: sheet.freeze_panes,
        "Range.borders": lambda: sheet["A1"].borders,
        "Range.characters": lambda: sheet["A1"].characters,
        "Range.data_validation": lambda: sheet["A1"].data_validation,
        "Range.horizontal_alignment": lambda: setattr(sheet["A1"], "horizontal_alignment", "left"),
        "Book.to_pdf": lambda: book.to_pdf(),
        "App.run": lambda: book.macro("Main")(),
    }
    for name, door in doors.items():
        with pytest.raises(NotImplementedError, match=f"^{name} is not covered by xlwings_calc$"):
            door()
