"""A family to spoil: a copy of the real one with what it extends beside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load_folder


@dataclass(frozen=True)
class Copied:
    """The copied family's folder (``own``) and the one it extends (``parent``)."""

    own: Path
    parent: Path

    def change(self, file: str, old: str, new: str) -> None:
        """Replace a text that stands in a file exactly once, or first."""
        path = self.own / file
        content = path.read_text("utf-8")
        assert old in content, f"{file} has no {old!r}"
        path.write_text(content.replace(old, new, 1), "utf-8")

    def load(self) -> Family:
        return load_folder(self.own)

    def refusal(self) -> str:
        """What loading is refused with."""
        with pytest.raises(DataFileError) as caught:
            self.load()
        return str(caught.value)


@pytest.fixture
def copied(tmp_path: Path) -> Copied:
    for name in ("hunan-2024", "mof"):
        shutil.copytree(resources.path("workbook", "forms", name), tmp_path / name)
    shutil.copy(tmp_path / "mof" / "checks.yaml", tmp_path / "hunan-2024")  # an inherited check may fit fewer forms
    return Copied(tmp_path / "hunan-2024", tmp_path / "mof")
