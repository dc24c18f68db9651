"""Work on strangers' files in a box: whatever happens inside, the caller goes on and is told."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.core.box import BoxError, ResourceLimits, in_box
from jixiao.core.errors import UserError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the job object is tested with the Windows scripts")


def greet(name: str) -> dict[str, object]:
    return {"greeting": f"您好，{name}", "process": os.getpid()}


def refuse() -> None:
    raise UserError("文件不对，请换一个")


def fail() -> None:
    raise ValueError("a fault of ours")


def take_memory() -> int:
    return len(bytearray(600_000_000))


def take_time() -> None:
    while True:
        pass


def wait() -> None:
    time.sleep(60)


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def test_what_the_work_returns_comes_out_as_data_from_another_process() -> None:
    answer = in_box(greet, ["张三"])
    assert answer["greeting"] == "您好，张三"
    assert answer["process"] != os.getpid()


def test_what_the_work_refuses_is_told_in_its_own_words() -> None:
    with pytest.raises(BoxError, match=r"^文件不对，请换一个$"):
        in_box(refuse, [])


def test_a_fault_of_ours_is_logged(tmp_path: Path) -> None:
    with pytest.raises(BoxError, match="程序内部出错，文件没有改动"):
        in_box(fail, [])


@pytest.mark.parametrize("work", [take_memory, take_time, die])
def test_work_that_takes_too_much_or_dies_is_told(work: Callable[[], object]) -> None:
    with pytest.raises(BoxError, match="用了太多的时间（1 秒）或内存（300 MB）"):
        in_box(work, [], ResourceLimits(seconds=1, megabytes=300))


def test_work_that_only_waits_is_ended(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(BoxError, match="还没有读完"):
        in_box(wait, [], ResourceLimits(waiting=3))
    assert time.monotonic() - started < 30
