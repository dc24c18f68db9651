"""The bundle installed with a real Python, and the program used as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from jixiao.documents.workbook.read import read_book

from .conftest import LEARNED
from .windows import Installed, windows_path

pytestmark = pytest.mark.live

_DROP = """
import json, os, subprocess, sys
line = json.load(open(sys.argv[1], encoding="utf-8"))
os.environ["CMDCMDLINE"] = line  # cmd's own on Windows; Wine's cmd has none
sys.exit(subprocess.run(line, input=b"").returncode)
"""


def drop(pc: Installed, script: str, file: Path) -> int:
    """Drop a file on an icon: what Explorer hands to CreateProcess, to the letter."""
    name = windows_path(file)
    shown = f'"{name}"' if " " in name else name
    line = f'C:\\windows\\system32\\cmd.exe /c ""{windows_path(pc.bundle / script)}" {shown}"'
    (pc.folder / "line.json").write_text(json.dumps(line), "utf-8")
    (pc.folder / "drop.py").write_text(_DROP, "utf-8")
    return pc.python(
        windows_path(pc.folder / "drop.py"), windows_path(pc.folder / "line.json"), folder=file.parent
    ).code


@pytest.fixture(scope="module")
def work(installed: Installed) -> Path:
    """A person's folder."""
    folder = installed.folder / "文 档 (1)"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def book(installed: Installed, work: Path) -> Path:
    ran = installed.jixiao("demo", "--output", "演示", folder=work)
    assert ran.code == 0, ran.shown
    return next((work / "演示").glob("*.xlsm"))


def test_the_self_check_was_run_and_is_in_the_log(installed: Installed) -> None:
    assert "自检通过" in installed.log
    assert {path.name for path in installed.home.iterdir()} == {"python", "venv", "安装记录.txt"}


def test_a_new_workbook_is_whole(installed: Installed, work: Path) -> None:
    ran = installed.jixiao(
        "new", "--family", "hunan-2024", "--unit", "某局", "--year", "2024", "-o", "新 的.xlsm", folder=work
    )
    assert ran.code == 0, ran.shown
    family, submission = read_book(work / "新 的.xlsm")
    assert (family.head.id, submission.unit) == ("hunan-2024", "某局")


def test_a_learned_family_came_along(installed: Installed) -> None:
    ran = installed.jixiao("family", "check", LEARNED)
    assert ran.code == 0, ran.shown + installed.log


@pytest.mark.long
def test_checking_reporting_importing_and_handing_in(installed: Installed, work: Path, book: Path) -> None:
    name = windows_path(book)
    assert installed.jixiao("check", name, "-o", "结果.html", folder=work).code in (0, 1)
    assert "校验" in (work / "结果.html").read_text("utf-8")
    assert installed.jixiao("report", name, "-o", "报告.docx", folder=work).code == 0
    assert installed.jixiao("import", "报告.docx", "-o", "读入.xlsm", folder=work).code == 0
    assert read_book(work / "读入.xlsm")[1].unit == read_book(book)[1].unit
    assert installed.jixiao("final", name, "-o", "上报.xlsx", folder=work).code == 0
    assert openpyxl.load_workbook(work / "上报.xlsx").sheetnames


@pytest.mark.parametrize(
    "name",
    [
        "带 空格&calc.xlsm",
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ("a&calc&.xlsm", "1^2;3=4,5'(6)%OS%.xlsm", "好!的!.xlsm")
        ),
    ],
)
def test_a_dropped_file_is_checked_whatever_its_name(
    installed: Installed, book: Path, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(book.read_bytes())
    (tmp_path / "calc.bat").write_text("echo ran > ran.txt\r\n")
    assert drop(installed, "校验.cmd", file) in (0, 1)
    assert (tmp_path / f"{file.stem}校验结果.html").is_file()
    assert not (tmp_path / "ran.txt").exists()


@pytest.mark.long
def test_a_dropped_workbook_becomes_a_report(installed: Installed, book: Path, tmp_path: Path) -> None:
    file = tmp_path / "自评&1.xlsm"
    file.write_bytes(book.read_bytes())
    assert drop(installed, "生成报告.cmd", file) == 0
    assert (tmp_path / "自评&1报告.docx").is_file()


@pytest.mark.long
def test_an_upgrade_that_fails_leaves_what_works(installed: Installed) -> None:
    check = installed.bundle / "setup" / "selfcheck.py"
    good = check.read_text("utf-8")
    check.write_text("print('杀毒软件拦截'); raise SystemExit(1)\n", "utf-8")
    try:
        ran = installed.run("安装.cmd", "/s")
    finally:
        check.write_text(good, "utf-8")
    assert ran.code == 4
    assert "杀毒软件拦截" in ran.shown
    assert "已恢复原来装的版本" in ran.shown
    assert installed.jixiao("eval", "=EXEC_RATE(100,50)").shown.strip() == "0.5"


def thin_out(folder: Path) -> None:
    """Leave one file of each kind in each folder: Wine's ``rd`` takes a minute for all, one as the other."""
    kept: set[tuple[Path, str]] = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (path.parent, path.suffix) in kept:
            path.unlink()
        kept.add((path.parent, path.suffix))


def test_uninstalling_takes_the_program_and_leaves_the_work(installed: Installed, work: Path, book: Path) -> None:
    """The last: nothing else can be asked of this PC afterwards."""
    thin_out(installed.home)
    assert installed.run("卸载.cmd", "/s").code == 0
    assert list(installed.local.iterdir()) == []
    assert book.is_file()
    assert (installed.roaming / "jixiao" / "forms" / LEARNED / "family.yaml").is_file()
