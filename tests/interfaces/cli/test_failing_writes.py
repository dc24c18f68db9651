"""Each call of the disk fails in turn, in every command that writes: what was there stays, and a sentence says so."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from multiprocessing import forkserver
from pathlib import Path

import pytest
from jixiao.core.leftovers import sweep
from jixiao.interfaces.cli.entry import run

from .failing_disk import ERRORS, Disk, killed, patched, refused

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the calls are those of a POSIX system")

COMMANDS = {
    "new": "new --family generic --unit 某局 --year 2024 --projects 0 -o OUT.xlsx",
    "new --from": "new --from book.xlsx -o OUT.xlsx",
    "import": "import report.docx -o OUT.xlsx",
    "add-project": "add-project book.xlsx -o OUT.xlsx",
    "add-indicator": "add-indicator book.xlsx --sheet 附件2 -o OUT.xlsx",
    "freeze": "freeze book.xlsx -o OUT.xlsx",
    "final": "final book.xlsx -o old.xlsx",
    "final, left behind": "final noted.xlsx -o OUT.xlsx --leave-behind",
    "final --public": "final book.xlsx --public --allow-open -o OUT.xlsx",
    "report": "report book.xlsx -o old.docx",
    "report --split": "report book.xlsx -o OUT.docx --split",
    "check -o html": "check book.xlsx -o old.html",
    "check -o xlsx": "check book.xlsx -o old.xlsx",
    "check -o json": "check book.xlsx report.docx -o old.json",
    "check --annotate": "check book.xlsx --annotate old.xlsx",
    "check report --annotate": "check report.docx --annotate old.docx",
    "template new": "template new --family generic --output OUT.docx",
    "template preview": "template preview template.docx -o OUT.docx",
    "remove-project": "remove-project projects.xlsx --sheet 附件3␣项目1 -o OUT.xlsx",
    "delete-indicator": "delete-indicator rows.xlsx --sheet 附件2 --row 20 -o OUT.xlsx",
    "move-indicator": "move-indicator rows.xlsx --sheet 附件2 --row 24 --up -o OUT.xlsx",
    "undo": "undo rows.xlsx -o OUT.xlsx",
    "split": "split projects.xlsx -o OUT",
    "merge": "merge projects.xlsx parts/附件3_项目1.xlsx -o OUT.xlsx",
    "upgrade": "upgrade older.xlsm -o OUT.xlsm",
    "years": "years book.xlsx last.xlsx -o OUT.xlsx",
    "demo": "demo --sample cooperation-center-2024 -o OUT",
    "collect": "collect parts -o OUT --workers 1",
}
OLDER = Path(__file__).parents[2] / "data/books/filled-0.1.0.xlsm"
STEP_BY_STEP = ("demo", "report --split", "collect", "final --public")
"""Commands that tell of each file as it is written, or go on where they stopped: what is whole stays."""

SHORT = ("new", "report", "freeze", "template new", "report --split")
"""Commands that take little time: each kind of call fails once in each of them with every run of the tests."""


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book, its report, and earlier files that commands replace."""
    folder = tmp_path_factory.mktemp("originals")
    book, report = folder / "book.xlsx", folder / "report.docx"
    assert (
        run(["new", "--family", "generic", "--unit", "某局", "--year", "2024", "--projects", "0", "-o", str(book)]) == 0
    )
    assert run(["report", str(book), "-o", str(report)]) == 0
    shutil.copy(book, folder / "old.xlsx")
    shutil.copy(report, folder / "old.docx")
    for name in ("old.html", "old.json"):
        (folder / name).write_text("以前的清单" * 99, "utf-8")
    _with_a_note(book, folder / "noted.xlsx")
    _others(folder)
    return folder


def _others(folder: Path) -> None:
    """Books with projects, parts, rows and years, an older one, a template."""
    new = ["new", "--family", "generic", "--unit", "某局"]
    projects = str(folder / "projects.xlsx")
    for words in (
        [*new, "--year", "2024", "--projects", "2", "-o", projects],
        [*new, "--year", "2023", "--projects", "0", "-o", str(folder / "last.xlsx")],
        ["add-indicator", projects, "--sheet", "附件2", "-o", str(folder / "rows.xlsx")],
        ["split", projects, "-o", str(folder / "parts")],
        ["template", "new", "--family", "generic", "-o", str(folder / "template.docx")],
    ):
        assert run(words) == 0
    shutil.copy(OLDER, folder / "older.xlsm")


def _with_a_note(book: Path, target: Path) -> None:
    import openpyxl

    workbook = openpyxl.load_workbook(book)
    workbook.worksheets[1]["AZ90"] = "旁注"
    workbook.save(target)


def started(originals: Path, folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A folder with the earlier files in it, entered, and the command's words."""
    shutil.copytree(originals, folder)
    monkeypatch.chdir(folder)
    return [word.replace("␣", " ") for word in COMMANDS[command].split()]


def calls_of(originals: Path, folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls that a command makes when nothing fails."""
    words = started(originals, folder, command, monkeypatch)
    with patched(Disk(folder)) as disk:
        assert run(words) in (0, 1)
    assert {"open", "write", "fsync"} <= set(disk.calls), "the calls are not seen"
    return disk.calls


def firsts(calls: list[str]) -> Iterator[int]:
    """Where each kind of call is made for the first time."""
    yield from (calls.index(name) for name in dict.fromkeys(calls))


def judged(command: str, originals: Path, folder: Path, code: int, told: str, failed: str) -> None:
    """What must hold however a command ended."""
    assert "Traceback" not in told
    assert code in (0, 1, 2), told
    if code == 2:
        assert re.search("[\u4e00-\u9fff]{4}", told), "nothing is said"
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sweep(each)  # as whoever writes there next does
    names = {path.name for path in folder.iterdir()}
    left = [name for name in names if name.startswith((".", "OUT"))]
    may_stay = failed in ("unlink", "rmdir") or command in STEP_BY_STEP
    assert code != 2 or may_stay or not left, f"{failed} failed, {left} is left"
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    earlier = (path for path in originals.rglob("*") if path.is_file())
    assert all(path.read_bytes() in contents for path in earlier), "an earlier file is gone"
    assert all(zipfile.ZipFile(path).testzip() is None for path in folder.rglob("*.[xd][lo][sc][xm]"))


@pytest.mark.parametrize("command", SHORT)
def test_each_kind_of_call_fails_once(
    command: str, originals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = calls_of(originals, tmp_path / "whole", command, monkeypatch)
    for number in firsts(calls):
        _one_failure(command, originals, tmp_path / str(number), number, ERRORS[number % 3], monkeypatch, capsys, calls)


@pytest.mark.long
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("error", ERRORS)
def test_each_call_fails(
    command: str,
    error: int,
    originals: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    calls = calls_of(originals, tmp_path / "whole", command, monkeypatch)
    for number in range(len(calls)):
        _one_failure(command, originals, tmp_path / str(number), number, error, monkeypatch, capsys, calls)


def _one_failure(
    command: str, originals: Path, folder: Path, number: int, error: int,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], calls: list[str],
) -> None:  # fmt: skip
    words = started(originals, folder, command, monkeypatch)
    capsys.readouterr()
    with patched(Disk(folder, number, refused(error))):
        code = run(words)
    judged(command, originals, folder, code, capsys.readouterr().err, calls[number])
    monkeypatch.chdir(originals)
    shutil.rmtree(folder)


def _killed_at(words: list[str], folder: Path, number: int) -> int:
    """Run a command in a process that ends at one of its calls, as when the power goes."""
    process = os.fork()
    if not process:
        forkserver._forkserver._forkserver_pid = None  # type: ignore[attr-defined]  # boxes start from the parent's
        with patched(Disk(folder, number, killed)):
            run(words)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _one_kill(command: str, originals: Path, folder: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    words = started(originals, folder, command, monkeypatch)
    assert _killed_at(words, folder, number) == 9
    judged(command, originals, folder, 0, "", "kill")
    assert run(words) in (0, 1) or list(folder.glob("OUT*")), "a run after it does not finish"
    assert not [path for path in folder.iterdir() if path.name.startswith(".")], "the next run removes what is left"
    monkeypatch.chdir(originals)
    shutil.rmtree(folder)


@pytest.mark.parametrize("command", ["report"])
def test_a_command_is_killed_at_each_kind_of_call(
    command: str, originals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in firsts(calls_of(originals, tmp_path / "whole", command, monkeypatch)):
        _one_kill(command, originals, tmp_path / str(number), number, monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"collect"}))
def test_a_command_is_killed_at_each_call(
    command: str, originals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``collect`` has threads, which no fork takes along: tests/interfaces/collect/test_disturbances.py kills it."""
    for number in range(len(calls_of(originals, tmp_path / "whole", command, monkeypatch))):
        _one_kill(command, originals, tmp_path / str(number), number, monkeypatch)
