"""Load scoring profiles: ``workbook/forms/<family>/scoring.toml``, each value with its basis."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jixiao.core.scoring.profile import Basis, Profile

DEFAULT_FAMILY = "mof"

_NAME = re.compile(r"[a-z0-9-]{1,40}")
_FILE = "scoring.toml"
_NOT_VALUES = ("family", "title", "bases")
_CERTAINTIES = ("S", "P", "K", "I")
_CHOICES = {
    "execution_method": ("linear", "tiers", "steps"),
    "completion_basis": ("exact", "printed"),
    "completion_reverse": ("ratio", "deviation"),
    "satisfaction_below": ("tiers", "unknown"),
}
_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "int": int,
    "str": str,
    "Decimal": Decimal,
    "Tiers": lambda rows: tuple((Decimal(limit), Decimal(share)) for limit, share in rows),
    "Grades": lambda rows: tuple((name, Decimal(limit)) for name, limit in rows),
    "frozenset[str]": frozenset,
    "tuple[str, ...]": tuple,
}
"""How a field of each annotated type is made from what TOML holds."""

Table = dict[str, Any]


class UnknownFamily(LookupError):
    """There is no such form family; the message names the nearest one, in Chinese."""


class ProfileError(ValueError):
    """A scoring profile breaks its own rules; the message names file and key, in Chinese."""


@lru_cache(maxsize=32)
def load(family: str = DEFAULT_FAMILY) -> Profile:
    """The scoring profile of a family.

    Raises:
        UnknownFamily: there is no such family.
        ProfileError: its file has an unknown key, or a value without source or certainty.
    """
    tree = _tree(family)
    title = tree.pop("title", family)
    leaves = _leaves(tree)
    known = {field.name: str(field.type) for field in fields(Profile) if field.name not in _NOT_VALUES}
    try:
        _refuse_unknown(leaves, known)
        values = {key: _value(key, annotation, leaves.get(key)) for key, annotation in known.items()}
        bases = {key: _basis(key, leaf) for key, leaf in leaves.items()}
    except _FaultError as fault:
        raise ProfileError(f"{family}/{_FILE}：{fault}") from fault
    return Profile(family=family, title=title, bases=bases, **values)


def families() -> list[str]:
    """The families that have a scoring profile, by name."""
    from jixiao.core import resources  # pathlib is not needed until a profile is

    return sorted(file.parent.name for file in resources.path("workbook", "forms").glob(f"*/{_FILE}"))


class _FaultError(Exception):
    """What is wrong in a file, before its name is known."""


def _tree(family: str, seen: tuple[str, ...] = ()) -> Table:
    """The family's file over the files it extends."""
    tree = _parse(family)
    base = tree.pop("extends", None)
    if base is None:
        return tree
    if base in (family, *seen):
        raise ProfileError(f"{family}/{_FILE}：extends 绕回了“{base}”，请改为另一个表式")
    return _merged(_tree(base, (family, *seen)), tree)


def _parse(family: str) -> Table:
    import tomllib  # a cell that needs no profile does not pay for it

    from jixiao.core import resources

    file = resources.path("workbook", "forms", family, _FILE) if _NAME.fullmatch(family) else None
    if file is None or not file.is_file():
        raise UnknownFamily(_unknown_family(family))
    try:
        return tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{family}/{_FILE} 不是有效的 TOML 文件：{error}") from error


def _unknown_family(family: str) -> str:
    known = families()
    return f"没有名为“{family[:40]}”的表式{_did_you_mean(family, known) or '。'}可用的有：{'、'.join(known)}"


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    import difflib  # only a mistake needs it

    near = difflib.get_close_matches(word[:40], known, n=1, cutoff=0.4)
    return f"，是不是“{near[0]}”？" if near else ""


def _merged(base: Table, over: Table) -> Table:
    """Both trees, the second winning; a value is replaced together with its basis."""
    result = dict(base)
    for key, value in over.items():
        is_section = isinstance(value, dict) and "value" not in value
        result[key] = _merged(result.get(key, {}), value) if is_section else value
    return result


def _leaves(tree: Table) -> Table:
    """The values of all sections: ``[proportion] floor`` becomes ``proportion_floor``."""
    leaves: Table = {}
    for name, section in tree.items():
        inner = section if isinstance(section, dict) else {"": section}
        leaves |= {f"{name}_{key}": leaf for key, leaf in inner.items()}
    return leaves


def _value(key: str, annotation: str, leaf: object) -> Any:
    if not isinstance(leaf, dict) or "value" not in leaf:
        raise _FaultError(f"缺少 {key}，应写成 {{ value = …, source = […], certainty = … }}")
    raw, choices = leaf["value"], _CHOICES.get(key)
    if choices and raw not in choices:
        raise _FaultError(f"{key} 的值“{raw}”不认识，可用的有：{'、'.join(choices)}")
    try:
        return _CONVERTERS[annotation](raw)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise _FaultError(f"{key} 的值“{raw}”不是应有的形式（{annotation}）") from error


def _basis(key: str, leaf: Table) -> Basis:
    given = {name: value for name, value in leaf.items() if name != "value"}
    _refuse_unknown(given, [field.name for field in fields(Basis)])
    if not given.get("source") or given.get("certainty") not in _CERTAINTIES:
        raise _FaultError(f"{key} 要写明 source（依据）和 certainty（{'、'.join(_CERTAINTIES)} 之一）")
    return Basis(tuple(given.pop("source")), **given)


def _refuse_unknown(table: Table, known: Iterable[str]) -> None:
    for key in table:
        if key not in known:
            raise _FaultError(f"不认识的键 {key}{_did_you_mean(key, known)}")
