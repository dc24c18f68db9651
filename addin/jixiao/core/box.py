"""A box for work on strangers' files: a process of its own with limits on memory, processor time and waiting.

Whatever a file does to the libraries that read it, the program that asked goes on and can say what became of it.
Only text (JSON) comes out of a box, never objects.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from jixiao.core.errors import UserError


class BoxError(UserError):
    """Work that did not end well in its box; the message is Chinese and says why."""


@dataclass(frozen=True)
class ResourceLimits:
    """Seconds of processor time, megabytes of memory, and seconds on the clock that one piece of work may take."""

    seconds: int = 30
    megabytes: int = 500
    waiting: int = 180


def in_box(work: Callable[..., Any], arguments: Sequence[Any], limits: ResourceLimits | None = None) -> Any:
    """What a function returns, run in a process of its own.

    Args:
        work: a function of a module; what it returns must be JSON.
        arguments: what it is called with.
        limits: what it may take.

    Raises:
        BoxError: it took too much, or its process ended by itself. A ``UserError`` of the work is raised as this
            with its own message; for any other error the message says that it is a fault of ours.
    """
    limits = limits or ResourceLimits()
    context: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sending, limits, work, tuple(arguments)), daemon=True)
    process.start()
    sending.close()
    try:
        return _answer(receiving, limits)
    finally:
        receiving.close()
        _end(process)


def warm(*modules: str) -> None:
    """Have boxes start with modules loaded, where the system can do that: it saves a second for each file."""
    if sys.platform != "win32":
        multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))


def limit_this_process(limits: ResourceLimits) -> None:
    """Limit the running process for good; one that takes more memory gets a ``MemoryError``, more time, its end."""
    if sys.platform == "win32":
        _limit_on_windows(limits)
    else:
        _limit_on_posix(limits)


def _answer(receiving: Connection, limits: ResourceLimits) -> Any:
    if not receiving.poll(limits.waiting):
        raise BoxError(f"读了 {limits.waiting} 秒还没有读完，已经停下。请检查文件里有没有异常多的内容")
    try:
        kind, value = json.loads(receiving.recv_bytes())
    except (EOFError, OSError) as error:
        most = f"{limits.seconds} 秒）或内存（{limits.megabytes} MB"
        raise BoxError(f"用了太多的时间（{most}），已经停下。请检查文件里有没有异常多的内容") from error
    if kind == "refused":
        raise BoxError(value)
    return value


def _work(sending: Connection, limits: ResourceLimits, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """What runs inside the box."""
    limit_this_process(limits)
    try:
        answer = ("done", work(*arguments))
    except UserError as error:
        answer = ("refused", str(error))
    except MemoryError:
        return  # nothing more can be said from here; the silence is understood outside
    except Exception:
        from jixiao.core.fault_log import fault_message

        answer = ("refused", fault_message("文件没有改动"))
    sending.send_bytes(json.dumps(answer).encode())


def _end(process: Any) -> None:
    """Wait for a process that has answered, end one that has not."""
    process.join(0.5)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def _limit_on_posix(limits: ResourceLimits) -> None:
    import resource

    memory = limits.megabytes * 1_000_000
    wanted = {resource.RLIMIT_CPU: limits.seconds, resource.RLIMIT_DATA: memory, resource.RLIMIT_CORE: 0}
    for kind, most in wanted.items():
        hard = resource.getrlimit(kind)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, limit))


def _limit_on_windows(limits: ResourceLimits) -> None:
    """A job object that holds this process alone: Windows knows no other limits."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64), ("flags", wintypes.DWORD),
            ("least", ctypes.c_size_t), ("most", ctypes.c_size_t), ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t), ("priority", wintypes.DWORD), ("scheduling", wintypes.DWORD),
        )  # fmt: skip

    class Extended(ctypes.Structure):
        _fields_ = (
            ("basic", Basic), ("counters", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t), ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
        )  # fmt: skip

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    wanted = Extended()
    wanted.basic.flags = 0x2 | 0x100  # of a process: its time and its memory
    wanted.basic.process_time = limits.seconds * 10_000_000  # in units of 100 nanoseconds
    wanted.process_memory = limits.megabytes * 1_000_000
    job = kernel.CreateJobObjectW(None, None)
    kernel.SetInformationJobObject(job, 9, ctypes.byref(wanted), ctypes.sizeof(wanted))
    kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
