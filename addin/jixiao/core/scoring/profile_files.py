"""Load scoring profiles: ``workbook/forms/<family>/scoring.toml``, each value with its basis."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jixiao.core.errors import NOT_UTF8
from jixiao.core.scoring.profile import Basis, Profile

if TYPE_CHECKING:
    from pathlib import Path

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

_SHAPES = {
    "int": "应是整数",
    "str": "应是文字",
    "Decimal": "应是数，比率写小数",
    "Tiers": "应是 [[下限, 比率], …]",
    "Grades": '应是 [["等级", 下限], …]',
    "frozenset[str]": '应是 ["甲", "乙"]',
    "tuple[str, ...]": '应是 ["甲", "乙"]',
}
"""What is to stand there, told to who writes it."""

Table = dict[str, Any]


class UnknownProfile(LookupError):
    """There is no such form family; the message names the nearest one, in Chinese."""


class ProfileError(ValueError):
    """A scoring profile breaks its own rules; each of ``faults`` names file and key, in Chinese."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("；".join(faults))


@lru_cache(maxsize=32)
def load(family: str = DEFAULT_FAMILY) -> Profile:
    """The scoring profile of a family.

    Raises:
        UnknownProfile: there is no such family.
        ProfileError: its file has an unknown key, or a value without source or certainty.
    """
    return load_from(_forms(family), family)


def load_from(forms: Path, family: str) -> Profile:
    """The scoring profile of a family in a folder of families.

    Raises:
        UnknownProfile: there is no such family, or it has no profile.
        ProfileError: tells everything that is wrong with the file.
    """
    tree = _tree(forms, family)
    title = tree.pop("title", family)
    leaves = _leaves(tree)
    known = {field.name: str(field.type) for field in fields(Profile) if field.name not in _NOT_VALUES}
    faults = {key: f"不认识的键 {key}{_did_you_mean(key, known)}" for key in leaves if key not in known}
    values = dict(_judged(faults, known, lambda key: _value(key, known[key], leaves.get(key))))
    bases = dict(_judged(faults, leaves, lambda key: _basis(key, leaves[key])))
    if faults:
        text = (forms / family / _FILE).read_text("utf-8-sig")
        raise ProfileError(*(f"{family}/{_FILE}{_line(text, key)}：{fault}" for key, fault in faults.items()))
    return Profile(family=family, title=title, bases=bases, **values)


def _line(text: str, key: str) -> str:
    """`` 第 5 行``: where a value stands in its section; nothing of one that is not of this file."""
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"\s*\[(\w+)\]", line)
        section = heading[1] if heading else section
        name = re.match(r"\s*(\w+)\s*[.=]", line)
        if key == (f"{section}_{name[1]}" if section and name else name and name[1]):
            return f" 第 {number} 行"
    return ""


def _judged(faults: dict[str, str], keys: Iterable[str], read: Callable[[str], Any]) -> Iterator[tuple[str, Any]]:
    """What can be read of each key; what is wrong goes to the faults."""
    for key in keys:
        try:
            yield key, read(key)
        except _FaultError as fault:
            faults.setdefault(key, str(fault))


def _forms(family: object) -> Path:
    """The folder in which a family lies; one that nobody knows is looked for among those that are shipped."""
    from jixiao.core import resources  # pathlib is not needed until a profile is

    folder = resources.family_folder(family) if isinstance(family, str) and _NAME.fullmatch(family) else None
    return folder.parent if folder and folder.is_dir() else resources.path("workbook", "forms")


def families() -> list[str]:
    """The families that have a scoring profile, by name."""
    from jixiao.core import resources

    return sorted(folder.name for folder in resources.family_folders() if (folder / _FILE).is_file())


def _names(forms: Path) -> list[str]:
    return sorted(file.parent.name for file in forms.glob(f"*/{_FILE}"))


class _FaultError(Exception):
    """What is wrong in a file, before its name is known."""


def _tree(forms: Path, family: str, seen: tuple[str, ...] = ()) -> Table:
    """The family's file over the files it extends."""
    tree = _parse(forms, family)
    base = tree.pop("extends", None)
    if base is None:
        return tree
    if base in (family, *seen):
        raise ProfileError(f"{family}/{_FILE}：extends 绕回了“{base}”，请改为另一个表样")
    beside = forms if isinstance(base, str) and (forms / base).is_dir() else _forms(base)
    return _merged(_tree(beside, base, (family, *seen)), tree)


def _parse(forms: Path, family: str) -> Table:
    import tomllib  # a cell that needs no profile does not pay for it

    file = forms / family / _FILE if isinstance(family, str) and _NAME.fullmatch(family) else None
    if file is None or not file.is_file():
        raise UnknownProfile(_unknown_family(str(family), _names(forms)))
    try:
        return tomllib.loads(file.read_text("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise ProfileError(f"{family}/{_FILE} {NOT_UTF8}") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{family}/{_FILE} 不是正确的 TOML 文件：{_in_chinese(str(error))}") from error


_PROBLEMS = {
    "Cannot overwrite": "这个键前面写过，请删去一个",
    "declare": "这一节或这个键前面写过，请合成一处",
    "mutate": "这一节或这个键前面写过，请合成一处",
    "Duplicate": "这个键前面写过，请删去一个",
    "Unclosed": "括号没有配对，或者 { } 里换了行",
    "Unterminated": "引号没有配对",
    "Expected '='": "键后面要有英文等号",
    "Expected newline": "一行里有多余的内容：两项之间缺少英文逗号，或者引号没有配对",
    "Invalid statement": "行首有不能用的符号：缩进、键和等号都要用英文符号",
    "Invalid value": "等号后面的值读不懂：文字要加英文双引号，小数点前面要有 0",
    "escape": "双引号里的反斜线 \\ 要写成 \\\\",
}
"""What Python's TOML reader tells, by its first words."""


def _in_chinese(error: str) -> str:
    """The problem of a TOML file with the line it was noticed in; a file that ends too early is told without."""
    told = next((words for said, words in _PROBLEMS.items() if said in error), "有一处写法读不懂")
    line = re.search(r"line (\d+)", error)
    return f"第 {line[1]} 行：{told}" if line else f"{told}（文件末尾）"


def _unknown_family(family: str, known: list[str]) -> str:
    return f"没有名为“{family[:40]}”的表样{_did_you_mean(family, known) or '。'}可用的有：{'、'.join(known)}"


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
        raise _FaultError(f"{key} 的值“{raw}”不是应有的形式（{_SHAPES[annotation]}）") from error


def _basis(key: str, leaf: Any) -> Basis:
    if not isinstance(leaf, dict):
        raise _FaultError(f"{key} 应写成 {{ value = …, source = […], certainty = … }}")
    given = {name: value for name, value in leaf.items() if name != "value"}
    names = [field.name for field in fields(Basis)]
    if unknown := [name for name in given if name not in names]:
        raise _FaultError(f"{key} 里有不认识的键 {unknown[0]}{_did_you_mean(unknown[0], names)}")
    if not given.get("source") or given.get("certainty") not in _CERTAINTIES:
        raise _FaultError(f"{key} 要写明 source（依据）和 certainty（{'、'.join(_CERTAINTIES)} 之一）")
    return Basis(tuple(given.pop("source")), **given)
