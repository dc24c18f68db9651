"""Families on disk: find, load, join with what they extend, and refuse what is not whole."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError, UnknownFamily
from jixiao.model.forms.family import KNOWN_KEYS, Check, Family, FamilyHead, Form, Outline, Source
from jixiao.model.forms.family_check import audit, fitting_forms
from jixiao.model.forms.yaml_file import read_yaml

_ID = re.compile(r"[a-z][a-z0-9-]{0,40}")
_Model = TypeVar("_Model", bound=BaseModel)
_Entries = TypeVar("_Entries", list[Any], dict[str, Any])


@cache
def families() -> tuple[str, ...]:
    """The families that a workbook can be made of, sorted; among them broken ones, which loading tells."""
    folders = (p.parent.name for p in _root().glob("*/family.yaml"))
    return tuple(sorted(name for name in folders if not _is_abstract(_root() / name)))


def _is_abstract(folder: Path) -> bool:
    try:
        return _head(folder).abstract
    except DataFileError:
        return False


def load(family_id: str) -> Family:
    """A family, loaded and checked.

    Raises:
        UnknownFamily: there is none of that name; the message names the near one.
        DataFileError: one of its files is not right; the message names file and key.
    """
    if not _ID.fullmatch(family_id) or not (_root() / family_id / "family.yaml").is_file():
        raise UnknownFamily(_unknown(family_id))
    return load_folder(_root() / family_id)


@cache
def load_folder(folder: Path) -> Family:
    """A family from its folder; the families it extends lie beside it."""
    head = _head(folder)
    folders = _ancestry(folder, head)
    parts = _parts(folders)
    forms = tuple(_form(folders, form_id, parts) for form_id in head.forms)
    family = Family(
        head=head,
        forms=forms,
        outline=_outline(folders, parts),
        checks=tuple(_asked(_checks(folders, forms), head)),
        sources=_sources(folders),
        synonyms=_synonyms(folders),
        narrative=_narrative(folders),
    )
    audit(family, folder.name)
    return family


def _asked(checks: Iterable[Check], head: FamilyHead) -> Iterator[Check]:
    for check in checks:
        if check.forms and check.id not in head.skip_checks:
            is_doubtful = check.id in head.doubtful_checks and check.severity == "error"
            yield check.model_copy(update={"severity": "warning"}) if is_doubtful else check


def _root() -> Path:
    return resources.path("workbook", "forms")


def _unknown(family_id: str) -> str:
    known = families()
    near = difflib.get_close_matches(family_id, known, 1, 0.4)
    hint = f"是不是「{near[0]}」？" if near else ""
    return f"没有名为「{family_id}」的表样。{hint}可用的表样：{'、'.join(known)}"


def _head(folder: Path) -> FamilyHead:
    return _validate(FamilyHead, read_yaml(folder / "family.yaml"), folder / "family.yaml")


def _ancestry(folder: Path, head: FamilyHead) -> list[Path]:
    """The family's folder and those it extends, nearest first."""
    folders = [folder]
    while head.extends:
        parent = folder.parent / head.extends
        if not _ID.fullmatch(head.extends) or parent in folders or not (parent / "family.yaml").is_file():
            raise DataFileError(f"{folders[-1].name}/family.yaml 的 extends：没有可继承的表样「{head.extends}」")
        folders.append(parent)
        head = _head(parent)
    return folders


def _nearest(folders: list[Path], name: str) -> Path | None:
    return next((f / name for f in folders if (f / name).is_file()), None)


def _parts(folders: list[Path]) -> dict[str, Any]:
    """Pieces that forms share (``{use: name}``); a nearer family's piece replaces a farther one's."""
    parts: dict[str, Any] = {}
    for folder in reversed(folders):
        parts.update(_entries(folder / "parts.yaml", dict))
    return parts


def _form(folders: list[Path], form_id: str, parts: dict[str, Any]) -> Form:
    path = _nearest(folders, f"{form_id}.yaml") if _ID.fullmatch(form_id) else None
    if path is None:
        raise DataFileError(f"{folders[0].name}/family.yaml 列出了附件「{form_id}」，但没有文件 {form_id}.yaml")
    return _validate(Form, _insert_parts(read_yaml(path), parts, path), path)


def _outline(folders: list[Path], parts: dict[str, Any]) -> Outline:
    path = _nearest(folders, "report.yaml")
    if path is None:
        return Outline(reports=(), cover={"lines": ()})  # type: ignore[arg-type]
    return _validate(Outline, _insert_parts(read_yaml(path), parts, path), path)


def _checks(folders: list[Path], forms: Sequence[Form]) -> tuple[Check, ...]:
    """All checks in the order of their ids; a nearer family's check replaces the one it inherits.

    Inherited checks are asked only of forms that have their keys; a family's own must fit every form they name.
    """
    found: dict[tuple[str, str], Check] = {}
    for folder in reversed(folders):
        path = folder / "checks.yaml"
        for data in _entries(path, list):
            check = _validate(Check, data, path)
            if folder != folders[0]:
                check = check.model_copy(update={"forms": fitting_forms(check, forms)})
            found[check.id, check.variant] = check
    return tuple(check for _, check in sorted(found.items()))


def _sources(folders: list[Path]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for folder in reversed(folders):
        path = folder / "sources.yaml"
        for key, data in _entries(path, dict).items():
            found[str(key)] = _validate(Source, data, path)
    return found


def _entries(path: Path, kind: type[_Entries]) -> _Entries:
    """What a file lists; a file that is not there, or holds nothing yet, lists nothing."""
    content = read_yaml(path) if path.is_file() else None
    if content is None:
        return kind()
    if not isinstance(content, kind):
        shape = "每条以「- 」开头的列表" if kind is list else "「键: 内容」"
        raise DataFileError(f"{path.parent.name}/{path.name} 应是{shape}，请对照其他表样的同名文件")
    return content


def _synonyms(folders: list[Path]) -> dict[str, tuple[str, ...]]:
    """Other spellings of labels; a nearer family adds to what it inherits."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in reversed(folders):
        path = folder / "synonyms.yaml"
        for label, others in (read_yaml(path) if path.is_file() else {}).items():
            found[label] = (*found.get(label, ()), *others)
    return found


def _narrative(folders: list[Path]) -> dict[str, Any]:
    """The rules for figures in prose, section by section; a nearer family's entry replaces the one of that name."""
    found: dict[str, Any] = {}
    for folder in reversed(folders):
        for section, entries in _entries(folder / "narrative.yaml", dict).items():
            found[section] = {**found.get(section, {}), **entries}
    return found


def _insert_parts(value: Any, parts: dict[str, Any], path: Path) -> Any:
    """Replace each ``{use: name}`` by the part; in a list the part's items take its place."""
    if isinstance(value, list):
        return [item for v in value for item in _items(v, parts, path)]
    if not isinstance(value, dict):
        return value
    if set(value) == {"use"}:
        return _insert_parts(_part(value["use"], parts, path), parts, path)
    return {key: _insert_parts(v, parts, path) for key, v in value.items()}


def _items(value: Any, parts: dict[str, Any], path: Path) -> list[Any]:
    inserted = _insert_parts(value, parts, path)
    spliced = isinstance(value, dict) and set(value) == {"use"} and isinstance(inserted, list)
    return inserted if spliced else [inserted]


def _part(name: str, parts: dict[str, Any], path: Path) -> Any:
    if name not in parts:
        raise DataFileError(f"{path.name}：没有名为「{name}」的共用部分，请看 parts.yaml")
    return parts[name]


def _validate(model: type[_Model], data: Any, path: Path) -> _Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = "；".join(_explain(e) for e in error.errors()[:5])
        raise DataFileError(f"{path.parent.name}/{path.name}：{details}") from error


def _explain(error: Any) -> str:
    """One of pydantic's errors in Chinese, with the place in the file."""
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), KNOWN_KEYS, 1)
        return f"不认识的键「{place}」" + (f"，是不是「{near[0]}」？" if near else "")
    if error["type"] == "missing":
        return f"缺少「{place}」" + ("（每条规则都要写明依据）" if place.endswith(("source", "certainty")) else "")
    return f"「{place}」的值不合要求：{str(error['input'])[:60]}"
