"""A computer on which a family was learned."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.model.forms.library import refresh


@contextmanager
def learned_family(folder: Path, name: str) -> Iterator[None]:
    """While the block runs, this computer has a family of its own: a shipped one under another name."""
    own = Path(shutil.copytree(resources.path("workbook", "forms", "sichuan-2023"), folder / name))
    head = (own / "family.yaml").read_text("utf-8")
    (own / "family.yaml").write_text(head.replace("sichuan-2023", name), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_FORMS", str(folder))
        refresh()
        yield
    refresh()
