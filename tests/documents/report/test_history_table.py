"""历年对比 in the report: the figures that the outline names, beside those of earlier years' files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from jixiao.documents.intake import read_report
from jixiao.documents.report import report_document
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli.entry import run as run_command
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.evaluation.yearly_figures import HISTORY, EarlierError, with_earlier
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import families, load
from jixiao.model.submission import Submission

Years = Callable[..., Evaluation]


@pytest.fixture
def of_year(family: Family, submission_of: Callable[[str], Submission]) -> Years:
    """A unit's file of a year, with some fields of 整体支出自评表 set."""

    def make(year: int, **fields: str) -> Evaluation:
        submission = submission_of("quyuan-2024")
        submission.year = year
        data = next(data for data in submission.forms if data.form == "overall")
        data.fields |= {f"funds.{key}": text for key, text in fields.items()}
        return evaluate(family, submission)

    return make


def table_of(evaluation: Evaluation, tmp_path: Path) -> dict[str, list[str]]:
    """The printed table, row by row; empty where there is none."""
    report_document(evaluation).save(str(tmp_path / "报告.docx"))
    tables = docx.Document(str(tmp_path / "报告.docx")).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows if _is_history(table)]
    return {first: others for first, *others in rows}


def _is_history(table: docx.table.Table) -> bool:
    return bool(table.cell(0, 0).text == HISTORY)


def test_figures_stand_beside_those_of_earlier_years(of_year: Years, tmp_path: Path) -> None:
    now = of_year(2024, budget="120", spent="90", rate="75%")
    before = [of_year(2023, budget="100", spent="100", rate="100%"), of_year(2021, budget="80")]
    table = table_of(with_earlier(now, before), tmp_path)
    assert table[HISTORY] == ["2021年", "2023年", "2024年", "比2023年增减", "增减率"]
    assert table["年度资金总额·全年预算数（万元）"] == ["80", "100", "120", "20", "20%"]
    assert table["年度资金总额·全年执行数（万元）"][1:] == ["100", "90", "-10", "-10%"]
    assert table["年度资金总额·执行率"][1:] == ["100%", "75%", "-25个百分点", "—"]
    assert not any("2024年" in title for title in table)


def test_a_year_without_the_figure_has_a_sign_for_it(of_year: Years, tmp_path: Path) -> None:
    table = table_of(with_earlier(of_year(2024, budget="120"), [of_year(2023, budget=""), of_year(2022)]), tmp_path)
    assert table["年度资金总额·全年预算数（万元）"][1:] == ["—", "120", "—", "—"]


def test_without_earlier_files_there_is_no_table(of_year: Years, tmp_path: Path) -> None:
    assert table_of(of_year(2024), tmp_path) == {}


def test_it_is_no_form_and_no_text_when_the_report_is_read_again(of_year: Years, tmp_path: Path) -> None:
    read = []
    for evaluation in (of_year(2024), with_earlier(of_year(2024), [of_year(2023)])):
        report_document(evaluation).save(str(tmp_path / "报告.docx"))
        read.append(read_report(tmp_path / "报告.docx").submission)
    without, beside = read
    assert beside.texts == without.texts
    assert beside.unplaced == without.unplaced
    assert [data.fields for data in beside.forms] == [data.fields for data in without.forms]
    assert beside.year == without.year


@pytest.mark.parametrize("years", [[2024], [2025], [2022, 2022], [0], [2019, 2020, 2021, 2022, 2023]])
def test_files_that_are_not_of_earlier_years_are_refused(years: list[int], of_year: Years) -> None:
    with pytest.raises(EarlierError, match="历年对比"):
        with_earlier(of_year(2024), [of_year(year) for year in years])


def test_some_family_asks_for_it() -> None:
    outlines = [load(name).outline for name in families()]
    assert any(section.years for outline in outlines for report in outline.reports for section in report.sections)


def test_the_command_takes_the_files_and_says_what_may_be_wrong(
    family: Family, of_year: Years, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    books = {year: tmp_path / f"{year}.xlsx" for year in (2023, 2024)}
    for year, path in books.items():
        build(family, of_year(year).submission, path)
    other = of_year(2022).submission
    other.unit = "另一个单位"
    build(family, other, tmp_path / "2022.xlsx")
    asked = ["report", str(books[2024]), "-o", str(tmp_path / "报告.docx"), "--years", str(books[2023])]
    assert run_command([*asked, "--years", str(tmp_path / "2022.xlsx")]) == 0
    assert "另一个单位" in capsys.readouterr().out
    assert docx.Document(str(tmp_path / "报告.docx")).tables[0].cell(0, 0).text == HISTORY
    assert run_command(["report", str(books[2023]), "-o", str(tmp_path / "二.docx"), "--years", str(books[2024])]) == 2
    assert "2023 年度以前" in capsys.readouterr().err


@pytest.mark.parametrize(("family", "told"), [("hunan-2024", "还没有填"), ("mof-project-2020", "没有历年对比的位置")])
def test_where_there_is_nothing_to_compare_it_is_said(
    family: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    books = {year: tmp_path / f"{year}.xlsx" for year in (2023, 2024)}
    for year, book in books.items():
        words = ["new", "--family", family, "--unit", "某局", "--year", str(year), "--projects", "0", "-o", str(book)]
        assert run_command(words) == 0
    assert (
        run_command(["report", str(books[2024]), "-o", str(tmp_path / "报告.docx"), "--years", str(books[2023])]) == 0
    )
    assert told in capsys.readouterr().out
