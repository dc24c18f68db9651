"""A throw-away user for LibreOffice: extensions are registered there by LibreOffice's own program, as a person's are.

Only these run inside LibreOffice; what is added to one that runs already stays in a process of its own.
"""

from __future__ import annotations

import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

UNOPKG = """#!/bin/bash
# LibreOffice's program on a profile of this folder; it refuses to work for root, so for root it works for nobody
here={here}; given=()
for each in "$@"; do
  if [[ $each == *.oxt ]]; then cp "$each" "$here/given.oxt"; chmod 644 "$here/given.oxt"; each="$here/given.oxt"; fi
  given+=("$each")
done
cd /
[ "$(id -u)" = 0 ] && as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
profile="-env:UserInstallation=file://$here/profile"
exec env HOME="$here" "${{as[@]}}" {unopkg} "${{given[0]}}" "$profile" "${{given[@]:1}}"
"""


@contextmanager
def throw_away_home() -> Iterator[Path]:
    """A user's folder with a profile, and a ``program`` folder whose ``unopkg`` leads to that profile."""
    unopkg = shutil.which("unopkg")
    if not unopkg:
        pytest.skip("no unopkg on the PATH")
    folder = Path(tempfile.mkdtemp(prefix="jixiao-home-"))
    folder.chmod(stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)
    (folder / "program").mkdir()
    script = folder / "program" / "unopkg"
    script.write_text(UNOPKG.format(here=folder, unopkg=unopkg))
    script.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def add(home: Path, extension: Path) -> None:
    """Register another extension; only what is run afterwards makes a second one known to LibreOffice itself."""
    unopkg = home / "program" / "unopkg"
    subprocess.run([unopkg, "add", "--suppress-license", extension], check=True)
    subprocess.run([unopkg, "list"], check=True, stdout=subprocess.DEVNULL)
