"""Every sheet of a workbook as it stands in LibreOffice's window: ``python docs/pictures/screens.py 自评.xlsx 文件夹``.

In windows of 1366 × 768 and 1920 × 1080 pixels, from the top and scrolled down. Needs LibreOffice, Python's uno
(``python3-uno``) and Xvfb; run by the Python that has uno. Nobody answers what LibreOffice asks, so that nothing may be
asked: macros stay off, and a copy is opened, which no killed run has locked and whose name needs no locale.
"""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.document.MacroExecMode import NEVER_EXECUTE

WINDOWS = ((1366, 768), (1920, 1080))
SCROLLED = 22
"""Rows."""
SECONDS_TO_START, SECONDS_TO_DRAW, SECONDS_IN_ALL = 60, 3, 600
"""The last of each window: a LibreOffice that waits for an answer is ended then."""


def main(book: Path, folder: Path) -> None:
    """Write the pictures, named by window, sheet and how far it is scrolled."""
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in WINDOWS:
        with (
            tempfile.TemporaryDirectory() as name,
            _screen(Path(name), width, height) as display,
            _office(Path(name), display) as desktop,
        ):
            copy = Path(shutil.copy(book, Path(name, f"book{book.suffix}")))
            document = desktop.loadComponentFromURL(copy.resolve().as_uri(), "_blank", 0, (_without_macros(),))
            view = document.CurrentController
            view.Frame.ContainerWindow.setPosSize(0, 0, width, height, 15)
            for sheet in document.Sheets:
                if sheet.IsVisible:
                    view.setActiveSheet(sheet)
                    for row in (0, SCROLLED):
                        view.setFirstVisibleRow(row)
                        time.sleep(SECONDS_TO_DRAW)
                        picture = folder / f"{width}-{sheet.Name}-{row}.png"
                        picture.write_bytes(_png((Path(name) / "Xvfb_screen0").read_bytes()))
            document.close(True)


@contextmanager
def _screen(folder: Path, width: int, height: int) -> Iterator[str]:
    """A display of its own, under a number that is free."""
    told, tell = os.pipe()
    command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", f"{width}x{height}x24", "-fbdir", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, pass_fds=[tell]) as screen:
        os.close(tell)
        try:
            with os.fdopen(told) as number:
                display = f":{number.readline().strip()}"
            yield display
        finally:
            screen.kill()


@contextmanager
def _office(folder: Path, display: str) -> Iterator[Any]:
    """LibreOffice's desktop, on that screen and on a profile of its own."""
    pipe = f"jixiao-{os.getpid()}"
    command = [
        "soffice", "--norestore", "--nologo", "--nodefault",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}", f"--accept=pipe,name={pipe};urp;",
    ]  # fmt: skip
    shown = os.environ | {"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen", "LANG": "zh_CN.UTF-8"}  # fonts of its users
    with subprocess.Popen(command, env=shown, start_new_session=True) as office:
        limit = threading.Timer(SECONDS_IN_ALL, os.killpg, (office.pid, signal.SIGKILL))
        try:
            limit.start()
            context = _connected(pipe)
            yield context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        finally:
            limit.cancel()
            with suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)


def _without_macros() -> PropertyValue:
    mode = PropertyValue()
    mode.Name, mode.Value = "MacroExecutionMode", NEVER_EXECUTE
    return mode


def _connected(pipe: str) -> Any:
    services = uno.getComponentContext().ServiceManager
    resolver = services.createInstance("com.sun.star.bridge.UnoUrlResolver")
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _png(screen: bytes) -> bytes:
    """A picture of the screen's memory, which Xvfb keeps as an X window dump."""
    head = struct.unpack(">25I", screen[:100])
    size, width, height, line, colours = head[0], head[4], head[5], head[12], head[19]
    first, rows = size + colours * 12, bytearray()
    for number in range(height):
        dots = screen[first + number * line : first + number * line + width * 4]
        row = bytearray(width * 3)
        row[0::3], row[1::3], row[2::3] = dots[2::4], dots[1::4], dots[0::4]
        rows += b"\0" + row
    kind = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", kind), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
