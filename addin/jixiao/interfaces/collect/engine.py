"""Spreading the reading over processes by Dask, and finding the one file that takes a process down.

Which file a dead process was reading its mark in the store tells, whatever else was waiting for that process. The file
is read again alone, and given up in the end; it is then an outcome like any other, with its reason.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jixiao.core.errors import UserError
from jixiao.interfaces.collect.outcome_store import OutcomeStore
from jixiao.interfaces.collect.read_one import Batch, read_batch, unreadable
from jixiao.interfaces.collect.sources import Source

BATCH = 25
"""Files a task: a task costs about 2 ms to schedule, a file 20 to 200 ms to read."""

_SHARES = 4
"""The batches at the end are so many times smaller than what is left for each worker, that all end together."""

MEMORY_PER_WORKER = 1_200_000_000
"""Bytes; the largest real reports take a quarter of it."""

_SECONDS_TO_CONNECT = 30
"""A scheduler on a busy machine takes long to answer."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DIED = "读这个文件时程序被系统终止（内存不够、超过时限或文件有害），已跳过。请单独打开看看"

_DEATHS = 3
"""So often a file must have taken down the process that read it; a process may be ended from outside, too."""

_DEATHS_IN_VAIN = 20
"""So often a batch is begun again while no file is to blame and nothing else is done either."""

Progress = Callable[[int, int], None]
"""Called with how many more files are done, and how many of them could not be read."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What does the work: the scheduler at ``address``, or ``workers`` processes of this machine (0: as many as fit).

    ``certificates`` is the folder with ``ca.pem``, ``cert.pem`` and ``key.pem`` for an address that is ``tls://``.
    """

    address: str = ""
    workers: int = 0
    certificates: Path | None = None


class SchedulerError(UserError):
    """A scheduler that may not be used or cannot be reached, or the libraries for it are not installed."""


class SchedulerLost(SchedulerError):
    """A scheduler that is gone while files are read."""


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
def client_of(engine: Engine) -> Iterator[Any]:
    """A connection to the named scheduler, or to one of our own on this machine.

    Raises:
        SchedulerError: the address is not safe, nobody answers there, Dask is not installed, or as
            :func:`_own_cluster`.
    """
    try:
        import dask
        from distributed import Client
        from distributed.utils import silence_logging_cmgr
    except ImportError as error:
        raise SchedulerError("汇总需要 dask：请用 pip install 'jixiao[bureau]' 安装") from error
    settings = {
        "distributed.scheduler.allowed-failures": 0,
        "distributed.scheduler.worker-saturation": 1.0,  # what waits for a process dies with it and is begun again
        "distributed.worker.profile.enabled": False,  # its samples take memory without end, and nobody looks at them
        "distributed.admin.tick.limit": "30s",
        "distributed.deploy.lost-worker-timeout": "1h",  # a busy machine takes long to start the next one
    }
    with dask.config.set(settings), silence_logging_cmgr(logging.CRITICAL):  # what is wrong we say in our own words
        if engine.address:
            with _connected(engine) as client:
                yield client
            return
        with _own_cluster(engine.workers or workers_that_fit()) as cluster, Client(cluster) as client:
            yield client


@contextmanager
def _own_cluster(workers: int) -> Iterator[Any]:
    """Processes of this machine, ended whatever state they are in: of what went wrong nothing is lost in ending them.

    Raises:
        SchedulerError: the machine begins no further process.
    """
    from distributed import LocalCluster

    try:
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # some port of this machine alone is opened even without a dashboard
            scheduler_kwargs={"dashboard": False},
            memory_limit=MEMORY_PER_WORKER,
            silence_logs=logging.CRITICAL,
        )
    except (RuntimeError, OSError) as error:
        raise SchedulerError(
            "本机起动不了读文件的进程（内存不够，或进程已太多）。请关掉一些程序再运行一次，或用 --workers 1"
        ) from error
    try:
        yield cluster
    finally:
        with suppress(AssertionError):  # Dask's nanny asserts that the process it was just beginning has begun
            cluster.close()


def workers_that_fit() -> int:
    """As many processes as there are cores and memory for, by what this process may use."""
    from dask.system import CPU_COUNT
    from distributed.system import MEMORY_LIMIT

    return max(1, min(CPU_COUNT, MEMORY_LIMIT // MEMORY_PER_WORKER))


def _connected(engine: Engine) -> Any:
    """A connection to a scheduler that runs already; without certificates those of Dask's own settings are used."""
    from distributed import Client
    from distributed.security import Security

    security = None
    if engine.certificates:
        ca, certificate, key = (str(engine.certificates / f"{name}.pem") for name in ("ca", "cert", "key"))
        security = Security(require_encryption=True, tls_ca_file=ca, tls_client_cert=certificate, tls_client_key=key)
    try:
        return Client(safe_address(engine.address), security=security, timeout=_SECONDS_TO_CONNECT)
    except (OSError, TypeError, ValueError) as error:
        raise SchedulerError(
            f"连不上调度程序「{engine.address}」：请检查地址、网络和证书（--certificates）。{error.__class__.__name__}"
        ) from error


def read_all(sources: Sequence[Source], store: OutcomeStore, progress: Progress, engine: Engine) -> dict[str, str]:
    """Read every source and keep its outcome.

    Args:
        sources: what to read; each with its digest.
        store: where outcomes are kept; every worker must reach it, as it must the files.
        progress: told of each batch that is done.
        engine: what does the work.

    Returns:
        The digests of what could not be reached, with the reason; these have no outcome.

    Raises:
        SchedulerError: as :func:`client_of`.
        SchedulerLost: the scheduler is gone; what is read is kept.
        OutputError: an outcome cannot be written.
    """
    unreached: dict[str, str] = {}
    store.clear_marks()
    if not sources:
        return unreached
    with client_of(engine) as client:
        pool = _Pool(client, store)
        for batch in _batches(sources, len(client.scheduler_info()["workers"]) or 1):
            pool.submit(batch)
        for done, files in pool.finished():
            unreached.update(done.unreached)
            progress(files, done.unread + len(done.unreached))
    return unreached


class _Pool:
    """The batches under way."""

    def __init__(self, client: Any, store: OutcomeStore) -> None:
        from distributed import as_completed

        self._client, self._store = client, store
        self._batches: dict[Any, Sequence[Source]] = {}
        self._deaths: Counter[str] = Counter()
        self._in_vain: Counter[str] = Counter()
        self._waiting = as_completed()

    def submit(self, batch: Sequence[Source]) -> None:
        future = self._client.submit(read_batch, batch, self._store, pure=False)
        self._batches[future] = batch
        self._waiting.add(future)

    def finished(self) -> Iterator[tuple[Batch, int]]:
        """What came of each batch and how many files it had, as they are done.

        Raises:
            OutputError: an outcome cannot be written.
            SchedulerLost: the scheduler is gone, or its processes die whatever they read.
        """
        from distributed import KilledWorker

        for future in self._waiting:
            batch = self._batches.pop(future)
            try:
                done = future.result(), len(batch)  # the worker may die with what it has done
                self._in_vain.clear()
            except KilledWorker:
                done = self._after_death(batch)
            except (CancelledError, TimeoutError, OSError) as error:
                raise SchedulerLost("调度程序断开了。已经读完的都保留着，调度程序恢复后再运行一次就接着做") from error
            yield done

    def _after_death(self, batch: Sequence[Source]) -> tuple[Batch, int]:
        """Begin again what was not read; the file it was reading then alone, and not once more after its last death."""
        marked = self._store.take_marks(source.digest for source in batch)
        left = [source for source in batch if not self._store.has(source.digest)]
        guilty = [source for source in left if source.digest in marked]
        self._deaths.update(source.digest for source in guilty)
        hopeless = [source for source in guilty if self._deaths[source.digest] >= _DEATHS]
        for source in hopeless:
            self._store.save(source.digest, unreadable(DIED))
        self._count_in_vain(batch, is_in_vain=not guilty and len(left) == len(batch))
        innocent = [source for source in left if source not in guilty]
        for part in (*([source] for source in guilty if source not in hopeless), innocent):
            if part:
                self.submit(part)
        return Batch(len(hopeless), {}), len(batch) - len(left) + len(hopeless)

    def _count_in_vain(self, batch: Sequence[Source], *, is_in_vain: bool) -> None:
        if not is_in_vain:
            self._in_vain.clear()
            return
        self._in_vain[batch[0].digest] += 1
        if self._in_vain[batch[0].digest] >= _DEATHS_IN_VAIN:
            raise SchedulerLost(
                "工作进程一启动就被系统终止，没有读完任何文件。已经读完的都保留着；请检查内存够不够、各工作机器上的程序能不能运行，再运行一次就接着做"
            )


def _batches(sources: Sequence[Source], workers: int = 1) -> Iterator[Sequence[Source]]:
    """All sources in order, in batches that grow smaller at the end."""
    start = 0
    while start < len(sources):
        size = min(BATCH, ceil((len(sources) - start) / (_SHARES * workers)))
        yield sources[start : start + size]
        start += size
