"""Runs that are disturbed: whatever dies, nothing is lost and nothing stands there twice.

In the suite each kind of death happens once on a few files; ``pytest -m long`` has twenty of each on 500.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pytest
from jixiao.interfaces.cli.entry import run as run_command
from jixiao.interfaces.collect.engine import Engine
from jixiao.interfaces.collect.run import PARTIAL, Options, Progress, collect
from jixiao.interfaces.collect.tables import TABLES, read_table

from .made_files import make

PATIENCE = 900
CHANCE = Random(18)  # noqa: S311 - when to kill, not a secret
DASK = [sys.executable, "-m", "dask"]
WORKER = ["worker", "--nthreads", "1", "--no-dashboard", "--death-timeout", "60", "--scheduler-file"]
SCHEDULER = ["scheduler", "--port", "0", "--no-dashboard", "--scheduler-file"]
COMMAND = [sys.executable, "-c", "from jixiao.interfaces.cli.entry import main; main()", "collect"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("unshare"), reason="only root may mount here"
)


@dataclass(frozen=True)
class Received:
    """Files, what an undisturbed run makes of them, and how often something dies."""

    folder: Path
    tables: dict[str, Any]
    deaths: int


@pytest.fixture(scope="module", params=[(6, 1), pytest.param((500, 20), marks=pytest.mark.long)], ids=["few", "many"])
def received(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Received:
    count, deaths = request.param
    folder = tmp_path_factory.mktemp("made") / "收到"
    make(count, folder, seed=18, processes=os.cpu_count() or 1 if count > 100 else 1)
    result = tmp_path_factory.mktemp("whole")
    collect([folder], result, Options(Engine(workers=2)), lambda _: None)
    return Received(folder, tables(result), deaths)


def tables(result: Path) -> dict[str, Any]:
    return {name: read_table(result, name) for name in TABLES}


def assert_whole(result: Path, received: Received) -> None:
    """The disturbed result says what the undisturbed one says, row by row."""
    for name, table in tables(result).items():
        assert table.equals(received.tables[name]), name
    assert not (result / PARTIAL).exists()


def started(received: Received, result: Path, *options: str, workers: int = 1) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, str(received.folder), "-o", str(result), "--workers", str(workers), *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip


def ended(process: subprocess.Popen[str], *codes: int) -> str:
    said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode in codes, said
    return said


def outcomes(result: Path) -> int:
    return len(list(result.glob("outcomes/*/*/*.json.gz")))


def when_some_are_read(result: Path, process: subprocess.Popen[str], some: int) -> None:
    """Wait until so many more outcomes are there, or the run is over."""
    before = outcomes(result)
    while outcomes(result) < before + some and process.poll() is None:
        time.sleep(0.05)


@posix
def test_a_worker_is_killed(received: Received, tmp_path: Path) -> None:
    process = started(received, tmp_path, workers=2)
    for _ in range(received.deaths):
        when_some_are_read(tmp_path, process, CHANCE.randint(1, 3))
        children = psutil.Process(process.pid).children() if process.poll() is None else []
        workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        if workers:
            CHANCE.choice(workers).kill()
    ended(process, 0, 1)
    assert_whole(tmp_path, received)


@posix
def test_the_client_is_killed(received: Received, tmp_path: Path) -> None:
    for _ in range(received.deaths):
        process = started(received, tmp_path)
        when_some_are_read(tmp_path, process, CHANCE.randint(1, 3))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    ended(started(received, tmp_path), 0, 1)
    assert_whole(tmp_path, received)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Callable[[], tuple[str, subprocess.Popen[bytes]]]]:
    """Starts a scheduler on this machine with two workers: its address and its process."""
    processes: list[subprocess.Popen[bytes]] = []

    def begun(*command: str) -> subprocess.Popen[bytes]:
        processes.append(subprocess.Popen([*DASK, *command], stderr=subprocess.DEVNULL))
        return processes[-1]

    def start() -> tuple[str, subprocess.Popen[bytes]]:
        file = str(tmp_path / f"scheduler-{len(processes)}.json")
        own = begun(*SCHEDULER, file, "--host", "tcp://127.0.0.1")
        for _ in range(2):
            begun(*WORKER, file)
        return address_in(Path(file)), own

    yield start
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(60)


def address_in(file: Path) -> str:
    for _ in range(600):
        if file.exists() and file.stat().st_size:
            return str(json.loads(file.read_text())["address"])
        time.sleep(0.2)
    raise TimeoutError(file)


@posix
def test_the_scheduler_is_killed(received: Received, scheduler: Any, tmp_path: Path) -> None:
    result = tmp_path / "out"
    for _ in range(received.deaths):
        address, process = scheduler()
        client = started(received, result, "--scheduler", address)
        when_some_are_read(result, client, CHANCE.randint(1, 3))
        process.kill()
        said = ended(client, 0, 1, 2)
        assert client.returncode != 2 or "再运行一次就接着做" in said
    ended(started(received, result), 0, 1)
    assert_whole(result, received)


def test_a_folder_vanishes_and_comes_back(received: Received, tmp_path: Path) -> None:
    hidden = tmp_path / "藏起来"

    def vanish(_: Progress) -> None:
        if not hidden.exists():
            shutil.move(received.folder, hidden)

    try:
        collect([received.folder], tmp_path / "out", Options(Engine(workers=1)), vanish)
    finally:
        shutil.move(hidden, received.folder)
    reasons = read_table(tmp_path / "out", "files")["reason"]
    assert reasons.str.contains("文件读不到了").any()
    collect([received.folder], tmp_path / "out", Options(Engine(workers=1)), lambda _: None)
    assert_whole(tmp_path / "out", received)


def test_two_runs_on_one_result(received: Received, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers: list[int] = []

    def second(_: Progress) -> None:
        if not answers:
            asked = [*COMMAND, str(received.folder), "-o", str(tmp_path)]
            done = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE)
            answers.append(done.returncode)
            assert "另一个汇总正在写" in done.stderr + done.stdout

    collect([received.folder], tmp_path, Options(Engine(workers=1)), second)
    assert answers == [2]
    assert_whole(tmp_path, received)


@root
def test_the_disk_is_full_and_then_is_not(received: Received, tmp_path: Path) -> None:
    """In a mount of its own: a small disk, then the same disk with room, then the result carried away."""
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    again = " ".join(
        f"'{part}'" for part in [*COMMAND, str(received.folder), "-o", str(disk / "out"), "--workers", "1"]
    )
    script = (
        f"mount -t tmpfs -o size=100k tmpfs '{disk}' && {{ {again}; echo first $?; }} && "
        f"mount -o remount,size=500m '{disk}' && {{ {again}; echo second $?; }} && cp -r '{disk}/out' '{kept}'"
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE
    )
    if re.search("permission denied|not permitted|cannot change root filesystem", done.stderr, re.IGNORECASE):
        pytest.skip("no mounts may be made here")  # as an ordinary user, or inside a chroot
    assert "first 2" in done.stdout, done.stdout + done.stderr
    assert "空间" in done.stdout + done.stderr or "磁盘" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert_whole(kept, received)


def test_nobody_answers_at_the_schedulers_address(
    received: Received, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jixiao.interfaces.collect.engine._SECONDS_TO_CONNECT", 2)
    asked = ["collect", str(received.folder), "-o", str(tmp_path), "--scheduler", "tcp://127.0.0.1:9"]
    assert run_command(asked) == 2


# ---- other machines: workers in network namespaces, reached over tls:// -----------------------------------------


@pytest.fixture
def namespaces() -> Iterator[list[tuple[str, str]]]:
    """Two namespaces, each with the address by which it reaches this machine."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("openssl"):
        pytest.skip("network namespaces need Linux, root, ip and openssl")
    made, own = [], os.getpid() % 200
    try:
        for number in (1, 2):
            name, link = f"jx{own}n{number}", f"jx{own}v{number}"
            base = f"10.{own + 10}.{number}"
            for command in (
                f"ip netns add {name}",
                f"ip link add {link} type veth peer name {link}p netns {name}",
                f"ip addr add {base}.1/24 dev {link}",
                f"ip link set {link} up",
                f"ip netns exec {name} ip addr add {base}.2/24 dev {link}p",
                f"ip netns exec {name} ip link set {link}p up",
                f"ip netns exec {name} ip link set lo up",
                f"ip netns exec {name} ip route add default via {base}.1",
            ):
                done = subprocess.run(command.split(), capture_output=True, text=True)
                if done.returncode:
                    pytest.skip(f"no network namespaces here: {done.stderr.strip()}")
            made.append((name, f"{base}.1"))
        yield made
    finally:
        for number in (1, 2):
            subprocess.run(["ip", "netns", "del", f"jx{own}n{number}"], capture_output=True)


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    folder = tmp_path / "证书"
    folder.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=jixiao",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    shutil.copy(folder / "cert.pem", folder / "ca.pem")
    return folder


def test_workers_in_other_networks_over_tls(
    received: Received, namespaces: list[tuple[str, str]], certificates: Path, tmp_path: Path
) -> None:
    file = tmp_path / "scheduler.json"
    files = {"ca-file": "ca.pem", "cert": "cert.pem", "key": "key.pem"}
    tls = [part for kind, name in files.items() for part in (f"--tls-{kind}", str(certificates / name))]
    commands = [[*DASK, *SCHEDULER, str(file), "--host", f"tls://{namespaces[0][1]}", *tls]]
    commands += [["ip", "netns", "exec", name, *DASK, *WORKER, str(file), *tls] for name, _ in namespaces]
    processes = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for command in commands]
    try:
        found = address_in(file)
        assert found.startswith("tls://")
        client = started(received, tmp_path / "out", "--scheduler", found, "--certificates", str(certificates))
        ended(client, 0, 1)
        assert_whole(tmp_path / "out", received)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(60)
