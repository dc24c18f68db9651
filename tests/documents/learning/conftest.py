"""A place of its own for families that tests learn."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.model.forms import library


@pytest.fixture
def forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped families in a folder that may be written to."""
    root = tmp_path / "home"
    shutil.copytree(resources.path("workbook", "forms"), root / "workbook" / "forms")
    shipped = resources.path

    def path(*parts: str) -> Path:
        return root.joinpath(*parts) if parts[:2] == ("workbook", "forms") else shipped(*parts)

    monkeypatch.setattr(resources, "path", path)
    library.refresh()
    yield root / "workbook" / "forms"
    monkeypatch.undo()
    library.refresh()
