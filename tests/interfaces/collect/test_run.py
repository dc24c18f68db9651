"""The whole desk on a small folder, with real worker processes."""

from __future__ import annotations

import errno
import json
import shutil
import zipfile
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster
from jixiao.interfaces.cli.entry import run as run_command
from jixiao.interfaces.collect import engine, result_workbook
from jixiao.interfaces.collect.engine import DIED, Engine, SchedulerError, SchedulerLost, client_of, safe_address
from jixiao.interfaces.collect.outcome_store import OutcomeStore, ResultInUse, ResultLock
from jixiao.interfaces.collect.run import PARTIAL, WORKBOOK, Options, Progress, collect
from jixiao.interfaces.collect.summaries import Summary
from jixiao.interfaces.collect.tables import TABLES, read_table
from openpyxl import load_workbook

Collected = tuple[Path, Summary]
OWN_CLUSTER = {"n_workers": 1, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}


def test_every_file_is_read_once_or_named_with_its_reason(collected: Collected) -> None:
    files = read_table(collected[0], "files").set_index("file")
    assert set(files.index) == {
        "乙县.zip/里面/报告.docx",
        "乙县.zip/再压一层.zip",
        "乙县.zip/图.jpg",
        "坏的.xlsx",
        "报告.docx",
        "旧格式.doc",
        "甲县/junshan-2024.xlsx",
        "甲县/quyuan-2024.xlsx",
    }
    assert (files["reason"] != "").sum() == 4
    assert sorted(files["same_as"])[-1] in files.index


def test_the_tables_have_the_columns_that_are_documented(collected: Collected) -> None:
    for name, columns in TABLES.items():
        assert list(read_table(collected[0], name).columns) == [column.name for column in columns]


def test_findings_are_those_of_check(collected: Collected, received: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_command(["check", str(received / "甲县" / "quyuan-2024.xlsx"), "--format", "json"])
    told = [(f["check"], f["cell"], f["message"]) for f in json.loads(capsys.readouterr().out)]
    findings = read_table(collected[0], "findings")
    own = findings[findings["file"] == "甲县/quyuan-2024.xlsx"]
    assert sorted(zip(own["check"], own["cell"], own["message"], strict=True)) == sorted(told)


def test_no_names_or_numbers_of_people_stand_in_the_tables(collected: Collected) -> None:
    keys = set(read_table(collected[0], "figures")["key"])
    assert keys
    assert not {key for key in keys if key.startswith("sign.")}


def test_the_workbook_has_its_sheets_with_links_and_a_total_per_unit(collected: Collected) -> None:
    book = load_workbook(collected[0] / WORKBOOK)
    assert book.sheetnames == [
        "总览", "各单位", "各项目", "指标得分", "问题清单", "共性问题", "需要留意", "读不了的文件", "内容重复的文件",
    ]  # fmt: skip
    heads = [cell.value for cell in book["各单位"][1]]
    assert {"文件", "单位", "错误", "总分", "等级", "执行率"} <= set(heads)
    first = dict(zip(heads, (cell.value for cell in book["各单位"][2]), strict=True))
    assert {"全年预算数（万元）", "全年执行数（万元）"} <= set(heads)
    assert [cell.value for cell in book["读不了的文件"][1]] == ["文件", "读不了的原因"]
    assert first["总分"] > 0
    assert first["等级"] in {"优", "良", "中", "差"}
    links = [cell.hyperlink.target for cell in book["问题清单"]["A"][1:] if cell.hyperlink]
    assert links
    assert not any(Path(link).is_absolute() for link in links)


def test_the_page_loads_nothing_and_shows_the_marked_row(collected: Collected) -> None:
    page = (collected[0] / "index.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "<mark>" in page
    assert "读不了的文件" in page


def test_a_list_too_long_for_a_table_is_written_row_by_row_and_says_what_it_lacks(
    received: Path, collected: Collected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = tmp_path / "out"
    shutil.copytree(collected[0], result)
    monkeypatch.setattr(result_workbook, "_MOST_IN_TABLE", 3)
    monkeypatch.setattr(result_workbook, "_MOST_ROWS", 4)
    collect([received], result, Options(), lambda _: None)
    long, short = (load_workbook(path / WORKBOOK)["问题清单"] for path in (result, collected[0]))
    shown = [[cell.value for cell in row] for row in short.iter_rows(max_row=5)]
    assert [[cell.value for cell in row] for row in long.iter_rows(max_row=5)] == shown
    assert (long.auto_filter.ref, list(long.tables)) == ("A1:N5", [])
    assert f"其余 {short.max_row - 5} 行见" in long["A7"].value
    assert {path.suffix for path in result.iterdir() if path.name.startswith(".jixiao")} == set()


def test_a_second_run_reads_only_what_is_new(
    received: Path, collected: Collected, process: Engine, tmp_path: Path
) -> None:
    folder, result = tmp_path / "in", tmp_path / "out"
    shutil.copytree(received, folder)
    shutil.copytree(collected[0], result)
    shutil.copy(folder / "坏的.xlsx", folder / "又一个.xlsx")
    (folder / "又一个.xlsx").write_bytes(b"PK other")
    done: list[Progress] = []
    collect([folder], result, Options(process), done.append)
    assert [progress.total for progress in done] == [1]
    before, after = read_table(collected[0], "findings"), read_table(result, "findings")
    assert before.equals(after)


def test_two_runs_on_one_result_are_refused(received: Path, tmp_path: Path) -> None:
    with ResultLock(tmp_path), pytest.raises(ResultInUse, match="另一个汇总正在写"):
        collect([received], tmp_path, Options(), lambda _: None)
    with ResultLock(tmp_path):  # of a run that has ended
        pass


PRELOAD = """
import os
from jixiao.interfaces.collect import read_one as room

plain = room.read_one.__dict__.get("plain", room.read_one)  # a worker loads this file twice

def read_one(source, **asked):
    if "致命" in source.name:
        os._exit(9)
    return plain(source, **asked)

read_one.plain = plain

room.read_one = read_one
"""


def test_a_file_that_ends_its_process_is_named_and_none_that_waited_beside_it(received: Path, tmp_path: Path) -> None:
    """All batches wait at one process of a scheduler that is not ours, so that each death is theirs, too."""
    folder, preload = tmp_path / "in", tmp_path / "preload.py"
    shutil.copytree(received, folder)
    (folder / "致命.xlsx").write_bytes(b"PK deadly")
    preload.write_text(PRELOAD, "utf-8")
    settings = {
        "distributed.worker.preload": [str(preload)],
        "distributed.scheduler.worker-saturation": "inf",
        "distributed.scheduler.allowed-failures": 0,
    }
    with dask.config.set(settings), LocalCluster(**OWN_CLUSTER) as cluster:
        collect([folder], tmp_path / "out", Options(Engine(cluster.scheduler_address)), lambda _: None)
    files = read_table(tmp_path / "out", "files").set_index("file")
    assert files.loc["致命.xlsx", "reason"] == DIED
    assert (files["reason"] == DIED).sum() == 1
    assert (files["reason"] == "").sum() == 4


def test_processes_that_die_whatever_they_read_end_the_run(
    received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preload = tmp_path / "preload.py"
    preload.write_text("import os\nfrom jixiao.interfaces.collect import read_one as room\n", "utf-8")
    with preload.open("a", encoding="utf-8") as file:
        file.write("room.read_batch = lambda *_: os._exit(9)\n")
    monkeypatch.setattr(engine, "_DEATHS_IN_VAIN", 2)
    with dask.config.set({"distributed.worker.preload": [str(preload)]}), pytest.raises(SchedulerLost, match="终止"):
        collect([received], tmp_path / "out", Options(Engine(workers=1)), lambda _: None)
    assert (tmp_path / "out" / PARTIAL).is_file()


def test_a_machine_that_begins_no_process_is_told(
    received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refused)
    with pytest.raises(SchedulerError, match="--workers 1"):
        collect([received], tmp_path / "out", Options(Engine(workers=1)), lambda _: None)


def test_processes_that_cannot_be_ended_hide_nothing_of_what_went_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(cluster: LocalCluster) -> None:
        close(cluster)
        raise AssertionError("can only join a started process")

    close = LocalCluster.close
    monkeypatch.setattr(LocalCluster, "close", closed)
    with pytest.raises(SchedulerLost, match="gone"), client_of(Engine(workers=1)):
        raise SchedulerLost("gone")


def test_a_mark_stands_while_a_file_is_read_and_stays_only_after_a_death(tmp_path: Path) -> None:
    store = OutcomeStore(tmp_path)
    with store.reading("ab"):
        assert store.take_marks(["ab", "cd"]) == {"ab"}
        assert store.take_marks(["ab"]) == set()
    with pytest.raises(ValueError, match="bad"), store.reading("ab"):
        raise ValueError("bad")
    assert store.take_marks(["ab"]) == set()
    store.reading("ab").__enter__()  # as a process that dies leaves it
    store.clear_marks()
    assert store.take_marks(["ab"]) == set()


def test_interrupted_it_leaves_a_result_that_says_it_is_partial(
    received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("jixiao.interfaces.collect.run.read_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        collect([received], tmp_path, Options(), lambda _: None)
    assert "再运行一次" in (tmp_path / PARTIAL).read_text("utf-8")
    assert (tmp_path / WORKBOOK).is_file()


@pytest.mark.parametrize("address", ["tls://10.0.0.5:8786", "tcp://127.0.0.1:8786", "tcp://localhost:1"])
def test_a_scheduler_that_is_safe_is_taken(address: str) -> None:
    assert safe_address(address) == address


@pytest.mark.parametrize("address", ["tcp://10.0.0.5:8786", "10.0.0.5:8786", "http://x", "tcp://", "tcp://["])
def test_a_scheduler_that_would_run_what_anyone_sends_is_refused(address: str) -> None:
    with pytest.raises(SchedulerError, match="tls://"):
        safe_address(address)


def test_a_unit_on_the_list_that_sent_nothing_is_missed(received: Path, collected: Collected, tmp_path: Path) -> None:
    result = tmp_path / "out"
    shutil.copytree(collected[0], result)
    summary = collect([received], result, Options(expected=("某某县没有报的局",)), lambda _: None)
    assert list(summary.hints[summary.hints["种类"] == "没有收到"]["单位"]) == ["某某县没有报的局"]


def test_an_empty_folder_gives_an_empty_result(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    summary = collect([tmp_path / "in"], tmp_path / "out", Options(), lambda _: None)
    assert summary.totals["文件"] == 0
    assert (tmp_path / "out" / "index.html").is_file()


def test_the_command_says_what_matters(
    received: Path, collected: Collected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = tmp_path / "out"
    shutil.copytree(collected[0], result)
    assert run_command(["collect", str(received), "-o", str(result)]) == 1
    assert "读不了的文件 4" in capsys.readouterr().out
    assert run_command(["collect", str(tmp_path / "没有"), "-o", str(result)]) == 2


def test_a_unit_has_a_page_of_its_own_when_it_is_asked_for(
    collected: Collected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result, page = collected[0], tmp_path / "单位.html"
    findings = read_table(result, "findings")
    unit = findings["unit"].iloc[0]
    assert run_command(["unit", str(result), unit, "-o", str(page)]) == 0
    text = page.read_text("utf-8")
    own = findings[findings["unit"] == unit]
    assert text.count("<article") == len(own)
    assert "<mark>" in text
    assert set(findings[findings["unit"] != unit]["message"]) - set(own["message"])
    assert not any(message in text for message in set(findings["message"]) - set(own["message"]))
    assert run_command(["unit", str(result), unit[:4], "-o", str(page)]) == 2
    assert "相近的有" in capsys.readouterr().err


def test_an_outcome_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    store = OutcomeStore(tmp_path)
    store.save("ab" * 32, {"reason": "甲"})
    assert store.load("ab" * 32) == {"reason": "甲"}
    assert not store.has("cd" * 32)


def test_batches_hold_every_source_once() -> None:
    sources = [object()] * (2 * engine.BATCH + 1)
    sizes = [len(batch) for batch in engine._batches(sources, 2)]  # type: ignore[arg-type]
    assert sum(sizes) == len(sources)
    assert max(sizes) <= engine.BATCH
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 1


def test_a_broken_archive_member_is_an_outcome(process: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "甲.zip", "w") as archive:
        archive.writestr("甲.docx", b"x" * 100)
    data = bytearray((folder / "甲.zip").read_bytes())
    data[40] ^= 0xFF  # its checksum is no longer right
    (folder / "甲.zip").write_bytes(bytes(data))
    collect([folder], tmp_path / "out", Options(process), lambda _: None)
    assert "读不出来" in read_table(tmp_path / "out", "files")["reason"][0]
