"""Spreading the reading over processes by Dask, and finding the one file that takes a process down.

A batch whose worker dies is halved until the file stands alone; it is then an outcome like any other, with its reason.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jixiao.core.errors import UserError
from jixiao.interfaces.collect.outcome_store import OutcomeStore
from jixiao.interfaces.collect.read_one import read_batch, unreadable
from jixiao.interfaces.collect.sources import Source

BATCH = 25
"""Files a task: a task costs about 2 ms to schedule, a file 20 to 200 ms to read."""

MEMORY_PER_WORKER = "1200MB"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DIED = "读这个文件时程序被系统终止（内存不够、超过时限或文件有害），已跳过。请单独打开看看"

Progress = Callable[[int], None]
"""Called with how many more files are done."""


class SchedulerError(UserError):
    """A scheduler that may not be used, or the libraries for it are not installed."""


def safe_address(address: str) -> str:
    """The address of a scheduler, if what it is sent is safe there: Dask's protocol runs what it is sent.

    Raises:
        SchedulerError: it is neither ``tls://`` nor on this machine.
    """
    try:
        parts = urlsplit(address)
        scheme, host = parts.scheme, parts.hostname
    except ValueError:
        scheme, host = "", None
    if scheme == "tls" or (scheme == "tcp" and host in _LOOPBACK):
        return address
    raise SchedulerError(f"调度地址「{address}」不能用：别的机器上只用加密的 tls://，tcp:// 只能用于本机（127.0.0.1）")


@contextmanager
def client_of(address: str, workers: int) -> Iterator[Any]:
    """A connection to the named scheduler, or to one of our own with so many processes.

    Raises:
        SchedulerError: the address is not safe, or Dask is not installed.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise SchedulerError("汇总需要 dask：请用 pip install 'jixiao[bureau]' 安装") from error
    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.admin.tick.limit": "30s"}
    with dask.config.set(settings):
        if address:
            with Client(safe_address(address)) as client:
                yield client
            return
        with (
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                memory_limit=MEMORY_PER_WORKER,
                silence_logs=logging.CRITICAL,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client


def read_all(sources: Sequence[Source], result: Path, progress: Progress, address: str, workers: int) -> None:
    """Read every source and keep its outcome in the result folder.

    Args:
        sources: what to read; each with its digest.
        result: the result folder; every worker must reach it, as it must the files.
        progress: told of each batch that is done.
        address: a scheduler's address; empty: processes of this machine.
        workers: processes to start where none is named.

    Raises:
        SchedulerError: as :func:`client_of`.
    """
    if not sources:
        return
    with client_of(address, workers) as client:
        pool = _Pool(client, result)
        for batch in _batches(sources):
            pool.submit(batch)
        for done in pool.finished():
            progress(done)


class _Pool:
    """The batches under way."""

    def __init__(self, client: Any, result: Path) -> None:
        from distributed import as_completed

        self._client, self._result, self._store = client, result, OutcomeStore(result)
        self._batches: dict[Any, Sequence[Source]] = {}
        self._deaths: Counter[str] = Counter()
        self._waiting = as_completed()

    def submit(self, batch: Sequence[Source]) -> None:
        future = self._client.submit(read_batch, batch, self._result, pure=False)
        self._batches[future] = batch
        self._waiting.add(future)

    def finished(self) -> Iterator[int]:
        """How many files are done, each time some are.

        Raises:
            OutputError: an outcome cannot be written.
        """
        from distributed import KilledWorker

        for future in self._waiting:
            batch = self._batches.pop(future)
            if future.status == "finished":
                yield len(batch)
            elif isinstance(future.exception(), KilledWorker):
                yield self._after_death(batch)
            else:
                raise future.exception()

    def _after_death(self, batch: Sequence[Source]) -> int:
        """Read again what was not read; a file that took its process down twice, alone, is given up."""
        left = [source for source in batch if not self._store.has(source.digest)]
        if len(left) == 1:
            self._deaths[left[0].digest] += 1
        if len(left) == 1 and self._deaths[left[0].digest] > 1:
            self._store.save(left[0].digest, unreadable(DIED))
            left = []
        # files are read in order, so the first one left is the one it died of, unless the death came from outside
        for part in (left[:1], left[1:]):
            if part:
                self.submit(part)
        return len(batch) - len(left)


def _batches(sources: Sequence[Source]) -> Iterator[Sequence[Source]]:
    return (sources[start : start + BATCH] for start in range(0, len(sources), BATCH))
