"""What a fault of ours leaves behind for the administrator; the person is told one sentence."""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path

LOG = "jixiao-错误记录.txt"


def told_fault() -> str:
    """Write the error that is being handled to a file in the temporary folder, and say so."""
    path = Path(tempfile.gettempdir()) / LOG
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{traceback.format_exc()}\n")
    return f"程序内部出错，工作簿没有保存任何改动，请把这个文件发给管理员：{path}"
