from __future__ import annotations

from pathlib import Path

import pytest

from .wheelhouse import fill


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with every wheel that is needed."""
    fill(tmp_path / "wheels")
    return tmp_path / "wheels"
