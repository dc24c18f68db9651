"""Files are written whole or not at all, and what stood there before is kept."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.core.errors import UserError
from jixiao.core.files import OutputError, filling, keep_previous, replacing


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "报告.docx"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write(content: str) -> Callable[[Path], None]:
    def written(path: Path) -> None:
        path.write_text(content, "utf-8")

    return written


# ---- replacing ------------------------------------------------------------------------------------------------------


def test_a_new_file_appears_when_it_is_whole(target: Path) -> None:
    with replacing(target) as temporary:
        temporary.write_text("新")
        assert temporary.parent == target.parent
        assert temporary.suffix == target.suffix
        assert not target.exists()
    assert target.read_text() == "新"
    assert names(target.parent) == [target.name]


def test_an_old_file_is_replaced(target: Path) -> None:
    target.write_text("旧")
    with replacing(target) as temporary:
        temporary.write_text("新")
    assert target.read_text() == "新"


@pytest.mark.parametrize("fault", [ValueError("x"), KeyboardInterrupt(), OutputError("已说明")])
def test_a_fault_while_writing_leaves_the_old_file_and_no_other(target: Path, fault: BaseException) -> None:
    target.write_text("旧")
    with pytest.raises(type(fault)), replacing(target) as temporary:  # noqa: PT012 - the block is what is tested
        temporary.write_text("半")
        raise fault
    assert target.read_text() == "旧"
    assert names(target.parent) == [target.name]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(errno.EACCES, "denied"), "请关闭后再试"),
        (OSError(errno.ENOSPC, "no space"), "磁盘空间不够"),
        (OSError(errno.EIO, "bad disk"), "没有改动"),
    ],
)
def test_what_the_system_refuses_is_told_in_chinese(
    target: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    target.write_text("旧")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError, match=told) as caught, replacing(target) as temporary:
        temporary.write_text("新")
    assert target.name in str(caught.value)
    assert isinstance(caught.value, UserError)
    assert target.read_text() == "旧"
    assert names(target.parent) == [target.name]


def test_a_folder_that_is_not_there_or_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("x")
    for folder in ("没有", "文件"):
        with pytest.raises(OutputError, match="没有文件夹"), replacing(tmp_path / folder / "a.xlsx"):
            pass


def test_a_file_missing_for_the_writer_is_not_taken_for_a_missing_folder(target: Path) -> None:
    with pytest.raises(OutputError) as caught, replacing(target):
        (target.parent / "模板.docx").read_bytes()
    assert "没有文件夹" not in str(caught.value)


@pytest.mark.parametrize("mark", [".~lock.报告.docx#", "~$报告.docx"])
def test_a_file_open_in_another_program_is_left_alone(target: Path, mark: str) -> None:
    target.write_text("旧")
    (target.parent / mark).write_text("LibreOffice")
    with pytest.raises(OutputError, match="请关闭后再试"), replacing(target):
        pytest.fail("nothing is to be written")
    assert target.read_text() == "旧"
    assert names(target.parent) == sorted([target.name, mark])


def test_a_long_chinese_name_is_written_too(tmp_path: Path) -> None:
    target = tmp_path / f"{'长' * 80}.docx"  # 245 bytes; a system takes 255
    with replacing(target) as temporary:
        temporary.write_text("新")
    assert target.read_text() == "新"


@pytest.mark.skipif(os.name == "nt", reason="rights of this kind are not Windows'")
def test_colleagues_may_read_a_new_file_and_a_replaced_one_keeps_its_rights(target: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    with replacing(target):
        pass
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    target.chmod(0o640)
    with replacing(target):
        pass
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


# ---- keep_previous --------------------------------------------------------------------------------------------------


def test_the_first_report_has_no_previous_one(target: Path) -> None:
    assert keep_previous(target, write("一")) is None
    assert names(target.parent) == ["报告.docx"]


def test_each_report_before_is_kept_under_the_next_free_name(target: Path) -> None:
    kept = [keep_previous(target, write(content)) for content in ("一", "二", "三")]
    assert [path and path.name for path in kept] == [None, "报告（旧稿1）.docx", "报告（旧稿2）.docx"]
    assert [p.read_text("utf-8") for p in (target, *kept[1:]) if p] == ["三", "一", "二"]


def test_a_name_that_is_taken_is_not_used(target: Path) -> None:
    target.write_text("旧")
    other = target.with_stem("报告（旧稿1）")
    other.write_text("别人的")
    assert keep_previous(target, write("新")) == target.with_stem("报告（旧稿2）")
    assert other.read_text() == "别人的"


def test_a_writer_that_fails_leaves_the_previous_report_and_no_copy(target: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("半")
        raise OSError(errno.ENOSPC, "no space")

    target.write_text("旧")
    with pytest.raises(OutputError, match="磁盘空间不够"):
        keep_previous(target, fail)
    assert target.read_text() == "旧"
    assert names(target.parent) == [target.name]


def test_a_report_that_cannot_be_replaced_is_not_copied_again_at_each_attempt(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "open in Word")

    target.write_text("旧")
    monkeypatch.setattr(os, "replace", refuse)
    for _ in range(2):
        with pytest.raises(OutputError):
            keep_previous(target, write("新"))
    assert target.read_text() == "旧"
    assert names(target.parent) == [target.name]


# ---- a new folder ----------------------------------------------------------------------------------------------------


def test_a_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    with filling(tmp_path / "夹") as folder:
        (folder / "文件").write_text("新")
        assert not (tmp_path / "夹").exists()
    assert names(tmp_path) == ["夹"]
    assert (tmp_path / "夹" / "文件").read_text() == "新"


def test_of_a_folder_that_was_not_finished_nothing_is_left(tmp_path: Path) -> None:
    def fail() -> None:
        with filling(tmp_path / "夹") as folder:
            (folder / "文件").write_text("半")
            raise OSError(errno.ENOSPC, "no space")

    with pytest.raises(OutputError, match="磁盘空间不够"):
        fail()
    assert names(tmp_path) == []


def test_a_new_folder_can_be_read_by_colleagues(tmp_path: Path) -> None:
    (tmp_path / "别的").mkdir()
    with filling(tmp_path / "夹"):
        pass
    assert (tmp_path / "夹").stat().st_mode == (tmp_path / "别的").stat().st_mode
