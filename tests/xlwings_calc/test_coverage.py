"""Nothing of xlwings' is forgotten: each member works, or raises under its own name; and README.md lists them."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings.main
import xlwings_calc
from xlwings import base_classes
from xlwings_calc.app import App
from xlwings_calc.book import Book, Books
from xlwings_calc.coverage import complete, is_covered, open_members
from xlwings_calc.engine import Apps, Engine
from xlwings_calc.font import Font
from xlwings_calc.names import Name, Names
from xlwings_calc.note import Note
from xlwings_calc.range import Range
from xlwings_calc.sheet import Sheet, Sheets

CLASSES = (Apps, App, Books, Book, Sheets, Sheet, Range, Font, Names, Name, Note)
README = Path(xlwings_calc.__file__).with_name("README.md").read_text("utf-8")
MEMBERS = [(cls, name) for cls in CLASSES for name in open_members(cls.__bases__[0])]


@pytest.mark.parametrize(("cls", "name"), MEMBERS, ids=lambda v: v if isinstance(v, str) else v.__name__)
def test_each_member_works_or_raises_under_its_own_name(cls: type, name: str) -> None:
    member = inspect.getattr_static(cls, name)
    assert member is not inspect.getattr_static(cls.__bases__[0], name), "left to the base class"
    if not is_covered(cls, name):
        for use in uses(cls, name):
            with pytest.raises(NotImplementedError, match=rf"^{cls.__name__}\.{name} is not covered by xlwings_calc$"):
                use()


def uses(cls: type, name: str) -> Iterator[Any]:
    instance: Any = object.__new__(cls)
    if isinstance(inspect.getattr_static(cls, name), property):
        yield lambda: getattr(instance, name)
        yield lambda: setattr(instance, name, 1)
    else:
        yield lambda: getattr(instance, name)()
        yield lambda: getattr(instance, name)(1, key=2)


@pytest.mark.parametrize(("cls", "name"), MEMBERS, ids=lambda v: v if isinstance(v, str) else v.__name__)
def test_what_can_be_set_in_xlwings_can_be_set_or_raises(cls: type, name: str) -> None:
    promised, own = vars(cls.__bases__[0])[name], inspect.getattr_static(cls, name)
    if isinstance(promised, property) and promised.fset:
        assert own.fset is not None


def test_a_property_that_is_read_only_here_says_so_when_it_is_set() -> None:
    @complete()
    class Sheet(base_classes.Sheet):
        @property  # type: ignore[misc]
        def visible(self) -> bool:
            return True

    assert Sheet().visible is True
    with pytest.raises(NotImplementedError, match=r"^Sheet\.visible is not covered"):
        Sheet().visible = False  # type: ignore[misc]
    with pytest.raises(NotImplementedError, match=r"^Sheet\.copy is not covered"):
        Sheet().copy(1, after=2)  # type: ignore[no-untyped-call]


def test_classes_that_are_not_covered_have_no_door() -> None:
    """Charts, shapes and the like are reached through members that are closed."""
    inner = {cls.__bases__[0].__name__ for cls in CLASSES} | {"_Unset", "Collection"}
    for name, cls in inspect.getmembers(base_classes, inspect.isclass):
        if cls.__module__ == base_classes.__name__ and name not in inner:
            doors = [(outer, door) for outer in CLASSES for door in dir(outer) if door == snake_case(name)]
            assert [(o, d) for o, d in doors if is_covered(o, d) and (o, d) != (Range, "shape")] == [], name


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("cls", [Apps, App, Books, Book, Sheets, Sheet, Range, Font, Names, Name, Note, Engine])
def test_whatever_xlwings_asks_of_an_engine_is_there(cls: type) -> None:
    """Read from xlwings' own source: its base classes do not list everything it uses."""
    asked = set(impl_members(cls.__name__))
    instance_attributes = {"options", "app", "copied", "apps"}
    assert sorted(name for name in asked if not hasattr(cls, name) and name not in instance_attributes) == []


def impl_members(class_name: str) -> Iterator[str]:
    tree = ast.parse(inspect.getsource(xlwings.main))
    cls = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name)
    for node in ast.walk(cls):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self.impl", "self._impl"):
            yield node.attr


def test_the_readme_lists_exactly_what_is_covered() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", README, re.MULTILINE))
    listed = {cls: set(re.findall(r"`(\w+)`", row)) for cls, row in rows.items()}
    covered = {cls.__name__: {n for n in public(cls) if is_covered(cls, n)} for cls in CLASSES}
    assert listed == covered


def public(cls: type) -> set[str]:
    """What xlwings' base class promises, whether the base class or ours does it; ``api`` included."""
    inner = {"xl", "coords", "raw_value", "max_cells_per_read", "max_cells_per_write", "snapshot", "contains"}
    return {name for name in vars(cls.__bases__[0]) if not name.startswith("_")} - (inner - {"raw_value"})
