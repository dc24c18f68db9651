"""A running LibreOffice, reached through UNO. The module ``uno`` is imported only when one is asked for."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from typing import Any

from xlwings_calc.errors import CalcError, OfficeError, UnoMissingError

START_SECONDS = 60.0
STOP_SECONDS = 20.0
_ATTEMPTS = 3
"""A new bridge that nothing uses yet may end itself between the agreement on its protocol and the first call."""
_UNO_ADVICE = (
    "xlwings_calc needs the module 'uno'. Run it with LibreOffice's own Python, or with a Python of the same version "
    "as LibreOffice was built for: on Debian install python3-uno, and from a virtual environment append the folder "
    "that holds uno.py to the END of sys.path."
)
_NOT_INHERITED = frozenset({"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"})
"""Variables that would lead the Python inside LibreOffice into the caller's environment."""
_PLACE_IN_SOURCE = re.compile(r"\s*\bat \S+:\d+\s*$")
"""LibreOffice's errors end with the line of its source that raised them."""

_unknown_pids = count(-1, -1)


def load_uno() -> Any:
    """The module ``uno``.

    Raises:
        UnoMissingError: this Python does not have it; the message says what to do.
    """
    try:
        import uno
    except ImportError as error:
        raise UnoMissingError(_UNO_ADVICE) from error
    return uno


class Office:
    """One running LibreOffice.

    Args:
        context: its component context.
        process: set if it was started here, and therefore has to be ended here.
    """

    def __init__(self, context: Any, process: _Process | None = None) -> None:
        self.context = context
        self.process = process
        self.desktop = self.service("com.sun.star.frame.Desktop")
        if self.desktop is None:
            raise OfficeError("this component context belongs to no running LibreOffice")

    def service(self, name: str) -> Any:
        """A new object of a UNO service."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    @cached_property
    def pid(self) -> int:
        """The number of its process; a negative number of its own where the system does not tell."""
        inside = self._read("file:///proc/self/stat").split(b" ")[0]
        if inside:
            return int(inside)
        return self.process.pid if self.process else next(_unknown_pids)

    @cached_property
    def version(self) -> str:
        """Such as ``7.4.7.2``."""
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        where = properties(nodepath="/org.openoffice.Setup/Product")
        access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", where)
        return str(access.ooSetupVersionAboutBox)

    @property
    def is_running(self) -> bool:
        """Whether it still answers."""
        try:
            self.desktop.getFrames()
        except uno_error():
            return False
        return True

    def end(self) -> None:
        """Ask it to end.

        Raises:
            OfficeError: it does not want to, for example because a dialog is open.
        """
        agreed = True
        with suppress(uno_error()):  # it may be gone before it answers
            agreed = self.desktop.terminate()
        if not agreed:
            raise OfficeError("LibreOffice refuses to end: another document is open or a dialog waits")
        if self.process:
            self.process.wait()

    def kill(self) -> None:
        """End its process, whatever it is doing."""
        if self.process:
            self.process.kill()
        elif self.pid == os.getpid():
            raise OfficeError("this Python runs inside LibreOffice: killing it would kill the caller")
        elif self.pid < 0:
            raise OfficeError("the process of this LibreOffice is not known")
        else:
            os.kill(self.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    def _read(self, url: str) -> bytes:
        """The beginning of a file as LibreOffice, not this Python, sees it; nothing if there is none."""
        try:
            stream = self.service("com.sun.star.ucb.SimpleFileAccess").openFileRead(url)
            _, data = stream.readBytes(None, 64)
            stream.closeInput()
        except uno_error():
            return b""
        return bytes(data.value)


def connect(where: str, timeout: float = 0) -> Office:
    """A LibreOffice that runs with ``--accept``.

    Args:
        where: ``pipe,name=...``, ``socket,host=...,port=...``, or a whole ``uno:...`` address.
        timeout: how long to wait for it, in seconds.

    Raises:
        OfficeError: nothing answers there.
    """
    load_uno()
    deadline = time.monotonic() + timeout
    attempts = 0
    while True:
        attempts += 1
        try:
            return Office(_remote_context(where))
        except uno_error() as error:
            if attempts >= _ATTEMPTS and time.monotonic() >= deadline:
                raise OfficeError(f"no LibreOffice answers at {where}: {error}") from error
        time.sleep(0.05)


def _remote_context(where: str) -> Any:
    """The component context behind an address.

    The bridge is made here, not by the service that resolves addresses, so that it can be torn down before Python
    ends: pyuno may crash when it releases objects across a bridge that is still up.
    """
    local = load_uno().getComponentContext()
    given = where.removeprefix("uno:").split(";")
    connection, protocol, instance = given + ["urp", "StarOffice.ComponentContext"][len(given) - 1 :]
    manager = local.ServiceManager
    connected = manager.createInstanceWithContext("com.sun.star.connection.Connector", local).connect(connection)
    factory = manager.createInstanceWithContext("com.sun.star.bridge.BridgeFactory", local)
    bridge = factory.createBridge("", protocol, connected, None)
    atexit.register(_tear_down, bridge)
    return bridge.getInstance(instance)


def _tear_down(bridge: Any) -> None:
    with suppress(uno_error()):  # the other side may have gone before
        bridge.dispose()


def start(command: str | None = None, profile: Path | None = None, timeout: float = START_SECONDS) -> Office:
    """Start a LibreOffice without a window.

    Args:
        command: the program; by default ``soffice`` of the PATH.
        profile: a folder for its user profile. By default a new one, which is removed when it ends: another
            LibreOffice of the user's stays untouched.
        timeout: how long to wait for it, in seconds.

    Raises:
        OfficeError: there is no such program, or it does not answer in time.
    """
    load_uno()
    process = _Process(command, profile)
    try:
        office = process.connect(timeout)
    except BaseException:
        process.kill()
        raise
    office.process = process
    return office


class _Process:
    """A LibreOffice started here, its profile and what it writes."""

    def __init__(self, command: str | None, profile: Path | None) -> None:
        program = shutil.which(command or "soffice")
        if not program:
            raise OfficeError(f"there is no program {command or 'soffice'}")
        # A program that was killed may still be writing while its profile is removed.
        temporary = partial(tempfile.TemporaryDirectory, prefix="xlwings_calc-", ignore_cleanup_errors=True)
        self._own_profile = None if profile else temporary()
        folder = profile or Path(self._own_profile.name)  # type: ignore[union-attr]
        folder.mkdir(parents=True, exist_ok=True)
        self._pipe = f"xlwings_calc-{uuid.uuid4().hex}"
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._popen = subprocess.Popen(  # noqa: S603 - the program the caller names
            [
                program,
                "--headless", "--norestore", "--nologo", "--nodefault",
                f"-env:UserInstallation={folder.resolve().as_uri()}",
                f"--accept=pipe,name={self._pipe};urp;",
            ],
            stdout=self._log,
            stderr=self._log,
            env={name: value for name, value in os.environ.items() if name not in _NOT_INHERITED},
            start_new_session=True,  # soffice is a script: the session is what can be ended as a whole
        )  # fmt: skip
        self.pid = self._popen.pid
        atexit.register(self.kill)  # nothing is left running when Python ends

    def connect(self, timeout: float) -> Office:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and self._popen.poll() is None:
            with suppress(OfficeError):
                return connect(f"pipe,name={self._pipe}")
            time.sleep(0.05)
        self._log.seek(0)
        raise OfficeError(f"LibreOffice did not start: {self._log.read().decode(errors='replace').strip()}")

    def wait(self) -> None:
        try:
            self._popen.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._clean_up()

    def kill(self) -> None:
        if sys.platform == "win32":
            self._popen.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()
        self._clean_up()

    def _clean_up(self) -> None:
        atexit.unregister(self.kill)
        self._log.close()
        if self._own_profile:
            self._own_profile.cleanup()
        for left in Path(tempfile.gettempdir()).glob(f"OSL_PIPE_*_{self._pipe}"):  # by a program that was killed
            left.unlink(missing_ok=True)


# ---- small things every module needs --------------------------------------------------------------------------------


def struct(name: str, **fields: Any) -> Any:
    """A UNO struct."""
    return load_uno().createUnoStruct(name, **fields)


def enum(kind: str, name: str) -> Any:
    """A value of a UNO enumeration."""
    return load_uno().Enum(kind, name)


def properties(**values: Any) -> tuple[Any, ...]:
    """Arguments as UNO takes them by name."""
    return tuple(struct("com.sun.star.beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def uno_error() -> type[Exception]:
    """The root of UNO's errors."""
    load_uno()
    from com.sun.star.uno import Exception as UnoError

    return UnoError  # type: ignore[no-any-return]


@contextmanager
def refusing(message: str) -> Iterator[None]:
    """Turn an error of UNO's, which rarely says anything, into one that says what could not be done.

    Raises:
        CalcError: there was one.
    """
    try:
        yield
    except uno_error() as error:
        reason = _PLACE_IN_SOURCE.sub("", str(getattr(error, "Message", "")))
        raise CalcError(f"{message}: {reason}" if reason else message) from error
