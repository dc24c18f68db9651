"""What killed runs leave in a folder is removed by the next one; what belongs to others stays."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from jixiao.core.files import private_folder, replacing
from jixiao.core.leftovers import private_name, sweep

KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from jixiao.core.files import private_folder, replacing
with private_folder(Path(sys.argv[1])) as folder, replacing(Path(sys.argv[1], "报告.docx")) as temporary:
    (folder / "copy.docx").write_text("一半")
    temporary.write_text("一半")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_killed_run_leaves_the_old_file_and_the_next_run_removes_the_rest(tmp_path: Path) -> None:
    (tmp_path / "报告.docx").write_text("旧")
    subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, str(tmp_path)], check=False)
    assert (tmp_path / "报告.docx").read_text() == "旧"
    assert len(names(tmp_path)) == 3  # a folder and a file of the killed run
    with replacing(tmp_path / "别的.docx") as temporary:
        temporary.write_text("新")
    assert names(tmp_path) == ["别的.docx", "报告.docx"]


def test_files_of_a_run_that_goes_on_and_of_others_stay(tmp_path: Path) -> None:
    mine = private_name(tmp_path, ".docx")
    mine.touch()
    others = tmp_path / ".jixiao-00000000-1-00000000.docx"
    others.touch()
    theirs = tmp_path / ".jixiao-设置"
    theirs.touch()
    sweep(tmp_path)
    assert names(tmp_path) == sorted(path.name for path in (mine, others, theirs))


def test_what_another_computer_left_for_days_is_removed(tmp_path: Path) -> None:
    others = tmp_path / ".jixiao-00000000-1-00000000.docx"
    others.touch()
    long_ago = time.time() - 3 * 86_400
    os.utime(others, (long_ago, long_ago))
    sweep(tmp_path)
    assert names(tmp_path) == []


def test_a_private_folder_is_nobody_elses_and_is_gone_at_the_end(tmp_path: Path) -> None:
    with private_folder(tmp_path) as folder:
        (folder / "x").touch()
        if os.name != "nt":
            assert folder.stat().st_mode & 0o077 == 0
    assert names(tmp_path) == []
