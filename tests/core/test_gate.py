"""The gate of every output: what is never written over, and new files that no other run takes away."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jixiao.core.files import (
    NameTaken,
    OutputError,
    creating,
    keep_previous,
    one_command,
    protect,
    replacing,
)

TWO_AT_ONCE = """
import sys, time
from pathlib import Path
from jixiao.core.errors import UserError
from jixiao.core.files import creating
try:
    with creating(Path(sys.argv[1])) as temporary:
        temporary.write_text(sys.argv[2])
        time.sleep(0.3)
except UserError as error:
    sys.exit(str(error))
"""


def refused(target: Path, told: str) -> None:
    for gate in (replacing, creating):
        with pytest.raises(OutputError, match=told), gate(target):
            pytest.fail("nothing is to be written")


def test_an_input_of_the_running_command_is_not_written_over_by_any_name(tmp_path: Path) -> None:
    source, link = tmp_path / "自评.xlsx", tmp_path / "同一个.xlsx"
    source.write_text("原件")
    os.link(source, link)
    with one_command():
        protect(source, None)
        for name in (source, link, tmp_path / "." / source.name):
            with pytest.raises(OutputError, match="原件不能改动"), replacing(name):
                pytest.fail("nothing is to be written")
    with replacing(source) as temporary:  # another command reads something else
        temporary.write_text("新")
    assert (source.read_text(), link.read_text()) == ("新", "原件")


@pytest.mark.skipif(os.name == "nt", reason="links and devices of this kind are not Windows'")
def test_links_devices_and_folders_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "真的.docx").write_text("真")
    (tmp_path / "链接.docx").symlink_to(tmp_path / "真的.docx")
    (tmp_path / "悬空.docx").symlink_to(tmp_path / "没有.docx")
    os.mkfifo(tmp_path / "管道.docx")
    (tmp_path / "夹.docx").mkdir()
    for name, told in {"链接": "是一个链接", "悬空": "是一个链接", "管道": "是设备", "夹": "是文件夹"}.items():
        with pytest.raises(OutputError, match=told), replacing(tmp_path / f"{name}.docx"):
            pytest.fail("nothing is to be written")
    with pytest.raises(OutputError, match="是设备"), replacing(Path(os.devnull)):
        pytest.fail("nothing is to be written")
    assert (tmp_path / "真的.docx").read_text() == "真"
    assert not (tmp_path / "没有.docx").exists()


@pytest.mark.parametrize("name", ["CON", "nul.docx", "com1.xlsx", "LPT9"])
def test_a_name_that_is_a_device_on_windows_is_refused(tmp_path: Path, name: str) -> None:
    refused(tmp_path / name, "Windows 上是设备")


@pytest.mark.parametrize("name", ["甲\x01.docx", "甲\n.docx", "甲\udcff.docx"])
def test_a_name_with_control_characters_is_refused(tmp_path: Path, name: str) -> None:
    refused(tmp_path / name, "控制字符")


def test_a_new_file_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_text("先到")
    with pytest.raises(NameTaken), creating(target):
        pytest.fail("nothing is to be written")
    target.unlink()
    with pytest.raises(NameTaken), creating(target) as temporary:  # noqa: PT012 - somebody comes in between
        temporary.write_text("我的")
        target.write_text("先到")
    assert target.read_text() == "先到"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_on_a_disk_without_links_a_taken_name_stays_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    with creating(tmp_path / "a.xlsx") as temporary:
        temporary.write_text("新")
    with pytest.raises(NameTaken), creating(tmp_path / "b.xlsx") as temporary:
        (tmp_path / "b.xlsx").write_text("先到")
    assert ((tmp_path / "a.xlsx").read_text(), (tmp_path / "b.xlsx").read_text()) == ("新", "先到")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_of_two_runs_that_create_one_file_one_is_told(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    command = [sys.executable, "-c", TWO_AT_ONCE, str(target)]
    runs = {name: subprocess.Popen([*command, name], stderr=subprocess.PIPE) for name in ("甲", "乙")}
    said = {name: run.communicate()[1].decode() for name, run in runs.items()}
    winners = [name for name, run in runs.items() if run.returncode == 0]
    assert len(winners) == 1
    assert target.read_text() == winners[0]
    assert [text for text in said.values() if "已经存在" in text]


def test_what_is_written_is_flushed_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, done = tmp_path / "a.docx", []
    flush = os.fsync

    def watched(descriptor: int) -> None:
        done.append(target.exists())
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    with replacing(target) as temporary:
        temporary.write_text("新")
    assert done[0] is False
    assert os.name == "nt" or done[1:] == [True]  # and then the folder


def test_a_copy_of_the_previous_file_takes_no_name_of_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "报告.docx"
    target.write_text("旧")
    link = os.link

    def late(source: Path, name: Path) -> None:
        if not name.exists() and "1" in name.name:
            name.write_text("别人的")
        link(source, name)

    def write(path: Path) -> None:
        path.write_text("新")

    monkeypatch.setattr(os, "link", late)
    kept = keep_previous(target, write)
    assert kept == tmp_path / "报告（旧稿2）.docx"
    assert [(tmp_path / f"报告{n}.docx").read_text() for n in ("", "（旧稿1）", "（旧稿2）")] == ["新", "别人的", "旧"]
