"""Each room knows only those above it, and the functions' chain knows nothing but the standard library."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jixiao
import pytest

PACKAGE = Path(jixiao.__file__).parent
ROOT = PACKAGE.parents[1]
CHAIN = ("core", "interfaces/calc_formulas.py")
CHAIN_OF_EVAL = (
    "model/forms/expression.py",
    "model/forms/spreadsheet_functions.py",
    "interfaces/cli/entry.py",
    "interfaces/cli/formula.py",
)


def test_the_rooms_import_only_downwards() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(command)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "0 broken" in done.stdout


def sources(*places: str) -> list[Path]:
    paths = [PACKAGE / place for place in places]
    return sorted(file for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path]))


def imported(file: Path, *, nested: bool) -> Iterator[str]:
    """The top-level modules a file imports; ``nested`` ones (inside functions) too."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree) if nested else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file.name}: rooms are imported by their whole name"
            yield str(node.module)


@pytest.mark.parametrize("file", sources(*CHAIN), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_functions_chain_imports_the_standard_library_only(file: Path) -> None:
    allowed = sys.stdlib_module_names | {"jixiao"}
    assert [name for name in imported(file, nested=True) if name.split(".")[0] not in allowed] == []


@pytest.mark.parametrize("file", sources(*CHAIN_OF_EVAL), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_first_answer_waits_for_nothing_heavy(file: Path) -> None:
    """Imports at the head of a file; what is imported inside a function is imported when needed."""
    allowed = sys.stdlib_module_names | {"jixiao"}
    assert [name for name in imported(file, nested=False) if name.split(".")[0] not in allowed] == []


def test_every_room_can_be_imported_before_any_other() -> None:
    rooms = sorted(".".join(path.parent.relative_to(PACKAGE).parts) for path in PACKAGE.glob("*/**/__init__.py"))
    code = """
import sys
for room in sys.argv[1:]:
    for loaded in [m for m in sys.modules if m == "jixiao" or m.startswith("jixiao.")]:
        del sys.modules[loaded]
    __import__(f"jixiao.{room}")
"""
    done = subprocess.run([sys.executable, "-c", code, *rooms], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
