"""Families on disk: find, load, join with what they extend, and refuse what is not whole."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from jixiao.core import resources
from jixiao.core.scoring import Profile, ProfileError, UnknownProfile, load_from
from jixiao.core.scoring import load as load_profile
from jixiao.model.forms.cases import with_cases
from jixiao.model.forms.errors import DataFileError, UnknownFamily
from jixiao.model.forms.expression import ExpressionError
from jixiao.model.forms.family import (
    KNOWN_KEYS,
    NO_FORMS,
    Check,
    Family,
    FamilyHead,
    Form,
    Outline,
    Precision,
    Source,
    Unanswered,
)
from jixiao.model.forms.family_check import KnownNames, audit, unanswered_by
from jixiao.model.forms.fault_lines import line_at, line_of_words
from jixiao.model.forms.faults import listed, nearest, told
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.limits import FILE as LIMITS
from jixiao.model.forms.limits import Limit, numbers, unknown_numbers, with_numbers
from jixiao.model.forms.own_text_cells import with_own_texts
from jixiao.model.forms.vocabulary import vocabulary
from jixiao.model.forms.yaml_file import read_yaml

_FILE_NAMED = re.compile(r"([a-z][a-z0-9-]*\.(?:yaml|toml))(?=[ ：])")
_ID = re.compile(r"[a-z][a-z0-9-]{0,40}")
_Model = TypeVar("_Model", bound=BaseModel)
_Entries = TypeVar("_Entries", list[Any], dict[str, Any])


@cache
def families() -> tuple[str, ...]:
    """The families that a workbook can be made of, sorted; among them broken ones, which loading tells."""
    return tuple(sorted(folder.name for folder in resources.family_folders() if not _is_abstract(folder)))


def refresh() -> None:
    """Forget what was read: a family was written or changed."""
    families.cache_clear()
    load_folder.cache_clear()
    load_profile.cache_clear()


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
    if not _ID.fullmatch(family_id) or not (resources.family_folder(family_id) / "family.yaml").is_file():
        raise UnknownFamily(_unknown(family_id))
    return load_folder(resources.family_folder(family_id))


@cache
def load_folder(folder: Path) -> Family:
    """A family from its folder; the families it extends lie beside it, or are shipped.

    Raises:
        DataFileError: tells everything wrong: first what its files may not say, then what does not fit together.
    """
    reader = _Reader(folder)
    family, profile = reader.family(), reader.profile()
    if family is None or reader.faults:
        raise refusal(folder.name, reader.faults)
    if faults := list(audit(family, profile)):
        raise refusal(folder.name, [reader.placed(fault) for fault in faults])
    return family


def refusal(name: str, faults: Sequence[str]) -> DataFileError:
    """A family that is not whole, with all its faults."""
    unique = tuple(dict.fromkeys(faults))
    return DataFileError(*unique, heading=f"表样 {name} 有 {len(unique)} 处不合要求：")


def _asked(checks: Iterable[Check], head: FamilyHead) -> Iterator[Check]:
    for check in checks:
        if check.forms and check.id not in head.skip_checks:
            is_guessed = head.certainty == "I"
            is_doubtful = (is_guessed or check.id in head.doubtful_checks) and check.severity == "error"
            changed = {"severity": "warning"} if is_doubtful else {}
            changed |= {"message": check.message + _UNCONFIRMED} if is_guessed else {}
            yield check.model_copy(update=changed) if changed else check


def _with_usual_formulas(content: Any) -> Any:
    """A form's content; what 首页 asks for once stands in its cells by formula: a learned form gives none."""
    if isinstance(content, list):
        return [_with_usual_formulas(each) for each in content]
    if not isinstance(content, dict):
        return content
    found = {key: _with_usual_formulas(each) for key, each in content.items()}
    word = vocabulary().keys.get(str(found.get("field", "")))
    return {"formula": word.formula, **found} if word and word.formula else found


def _asking(form: Form) -> Form:
    """A form that asks every unit for something: a learned one does not say for what."""
    usual = vocabulary().forms.get(form.id)
    if form.needed or not usual:
        return form
    cells = {f"{block}.{cell.field}" if block else cell.field: cell for block, cell in walk_cells(form.all_rows)}
    needed = tuple(key for key in usual.needed if key in cells and not cells[key].formula)
    return form.model_copy(update={"needed": needed, "asked": tuple(key for key in usual.asked if key in cells)})


_UNCONFIRMED = "（这套表样由样表学得，还没有人核对，请先看表样对不对）"
"""What is said with whatever rests on a family that nobody has confirmed."""


def _unknown(family_id: str) -> str:
    if _ID.fullmatch(family_id) and (folder := resources.family_folder(family_id)).is_dir():
        return f"缺少文件 {family_id}/family.yaml（表样的首页：名称、年度、有哪几张表），应在文件夹 {folder} 里"
    known = families()
    near = difflib.get_close_matches(family_id, known, 1, 0.4)
    hint = f"是不是「{near[0]}」？" if near else ""
    return f"没有名为「{family_id}」的表样。{hint}可用的表样：{'、'.join(known)}。{_TAKE_IN}"


_TAKE_IN = "别处学的表样，请向发工作簿的人要表样包，装上再用：jixiao family add 表样包.zip"


def _head(folder: Path) -> FamilyHead:
    faults, path = list[str](), folder / "family.yaml"
    try:
        head = _validated(FamilyHead, read_yaml(path), path, faults)
    except DataFileError as error:
        raise refusal(folder.name, [f"{folder.name}/{fault}" for fault in error.faults]) from error
    if head is None:
        raise refusal(folder.name, faults)
    return head


def _ancestry(folder: Path, head: FamilyHead) -> list[Path]:
    """The family's folder and those it extends, nearest first."""
    folders = [folder]
    while head.extends:
        parent = _beside(folder, head.extends)
        if not _ID.fullmatch(head.extends) or parent in folders or not (parent / "family.yaml").is_file():
            raise _unknown_parent(folders, head.extends)
        folders.append(parent)
        head = _head(parent)
    return folders


def _unknown_parent(folders: Sequence[Path], name: str) -> DataFileError:
    path = folders[-1] / "family.yaml"
    beside = [found.parent for found in folders[0].parent.glob("*/family.yaml")]
    known = sorted({each.name for each in (*beside, *resources.family_folders()) if each not in folders})
    place = _placed(path, line_at(path, ("extends",), {}))
    fault = f"{place}：extends 没有可继承的表样「{name}」{nearest(name, known) or listed(known)}"
    return refusal(folders[0].name, [fault])


def _beside(folder: Path, name: str) -> Path:
    beside = folder.parent / name
    return beside if beside.is_dir() else resources.family_folder(name)


_UNREAD = FamilyHead(id="", title="", authority="", year=0, extends="mof", source=("",), certainty="I")
"""Stands for a first page that cannot be read; a family with it is always refused."""


class _Reader:
    """Reads a family's files over those it extends and gathers what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.faults: list[str] = []
        self.head = self._first_page(folder)
        try:
            self._folders = _ancestry(folder, self.head)
        except DataFileError as error:
            raise refusal(folder.name, (*self.faults, *error.faults)) from error
        self._parts = self._joined("parts.yaml")
        self._profile = self._read_profile()
        self._limits = self._read_limits()
        self._numbers = numbers(self._limits, self._profile)

    def _first_page(self, folder: Path) -> FamilyHead:
        """The first page; of one that is not right what can be taken, so that the other files are looked at too."""
        try:
            return _head(folder)
        except DataFileError as error:
            self.faults += error.faults
        with suppress(DataFileError):
            content = read_yaml(folder / "family.yaml")
            forms = content.get("forms") if isinstance(content, dict) else None
            named = tuple(each for each in forms if isinstance(each, str)) if isinstance(forms, list) else ()
            return _UNREAD.model_copy(update={"id": folder.name, "forms": named})
        return _UNREAD.model_copy(update={"id": folder.name})

    def family(self) -> Family | None:
        """The family, not yet asked whether it fits together; ``None`` if a file of it cannot be taken."""
        if self.head.id != self._folders[0].name:
            fault = f"family.yaml：id 是「{self.head.id}」，应与文件夹名「{self._folders[0].name}」相同"
            self.faults.append(self.placed(fault))
        forms = [self._form(form_id) for form_id in self.head.forms]
        outline, sources = self._outline(), self._sources()
        self._ask_sources_file(sources)
        self._ask_sources_of_limits(sources)
        found = tuple(form for form in forms if form)
        if outline is not None:
            found = tuple(with_own_texts(form, outline) for form in found)
        if len(found) < len(forms) or outline is None:
            self._checks(found)
            return None
        checks, unanswered = self._checks(found)
        self._ask_skipped({check.id for check in checks})
        return Family(
            head=self.head,
            forms=found,
            outline=outline,
            checks=tuple(_asked(checks, self.head)),
            unanswered=tuple(u for u in unanswered if u.check not in self.head.skip_checks),
            sources=sources,
            synonyms=self._synonyms(),
            narrative=self._narrative(),
            precision=self._precision(),
        )

    def profile(self) -> Profile | None:
        """The scoring rules of the family."""
        return self._profile

    def placed(self, fault: str) -> str:
        """A fault that begins with a file's name, with the folder and, where one line is meant, the line."""
        name, rest = _FILE_NAMED.match(fault), fault
        paths = [folder / name[1] for folder in self._folders if (folder / name[1]).is_file()] if name else []
        if not name or not paths:
            return fault
        rest = fault[name.end() :]
        path, line = next(((p, at) for p in paths if (at := line_of_words(p, rest))), (paths[0], 0))
        return f"{_placed(path, line)}{rest}"

    def _read_limits(self) -> dict[str, Limit]:
        found: dict[str, Limit] = {}
        for folder in reversed(self._folders):
            path = folder / LIMITS
            for name, data in self._content(path, dict).items():
                limit = _validated(Limit, data, path, self.faults, str(name), at=(name,))
                if limit:
                    found[str(name)] = limit
        return found

    def _ask_skipped(self, known: set[str]) -> None:
        """A misspelt check would go on being asked."""
        for check in self.head.skip_checks:
            if check not in known:
                self.faults.append(
                    self.placed(f"family.yaml：skip_checks 里的校验「{check}」没有{nearest(check, known)}")
                )

    def _ask_sources_file(self, sources: Mapping[str, Source]) -> None:
        folder, missing = self._folders[0], [key for key in self.head.source if key and key not in sources]
        if missing and not (folder / "sources.yaml").is_file():
            told = f"{missing[0]}: {{title: 文件名称和文号}}"
            self.faults.append(f"缺少文件 {folder.name}/sources.yaml（依据）；写明每个依据是哪一份文件，如 {told}")

    def _ask_sources_of_limits(self, sources: Mapping[str, Source]) -> None:
        for name, limit in self._limits.items():
            missing = [key for key in limit.source if key not in sources]
            self.faults += (f"limits.yaml {name} 的依据「{key}」在 sources.yaml 里没有" for key in missing)

    def _with_numbers(self, data: Any, path: Path, entry: str) -> Any:
        """A check with the numbers that its test names."""
        if not isinstance(data, dict) or not isinstance(data.get("test"), str):
            return data
        data, faults = with_cases(data)
        test = data["test"]
        faults += unknown_numbers(test, self._numbers, has_profile=self._profile is not None)
        self.faults += (f"{_placed(path, line_of_words(path, fault))} {entry}：{fault}" for fault in faults)
        return {**data, "test": with_numbers(test, self._numbers)}

    def _read_profile(self) -> Profile | None:
        folder = self._folders[0]
        if not (folder / "scoring.toml").is_file():
            self.faults.append(
                f'缺少文件 {folder.name}/scoring.toml（赋分规则）；与财政部通用办法相同的，只写一行：extends = "mof"'
            )
            return None
        try:
            return load_from(folder.parent, folder.name)
        except (ProfileError, UnknownProfile) as error:
            self.faults += getattr(error, "faults", (f"{folder.name}/scoring.toml 的 extends：{error}",))
            return None

    def _content(self, path: Path, kind: type[_Entries]) -> _Entries:
        """What a file lists; a file that is not there, or holds nothing yet, lists nothing."""
        content = self._yaml(path) if path.is_file() else None
        if content is None:
            return kind()
        if not isinstance(content, kind):
            shape = "每条以「- 」开头的列表" if kind is list else "「键: 内容」"
            self.faults.append(f"{path.parent.name}/{path.name} 应是{shape}，请对照其他表样的同名文件")
            return kind()
        return content

    def _yaml(self, path: Path) -> Any:
        try:
            return _shared(path, _stamp(path))
        except DataFileError as error:
            self.faults += (f"{path.parent.name}/{fault}" for fault in error.faults)
            return None

    def _joined(self, name: str) -> dict[str, Any]:
        """The entries of all files of a name; a nearer family's entry replaces a farther one's."""
        found: dict[str, Any] = {}
        for folder in reversed(self._folders):
            found.update(self._content(folder / name, dict))
        return found

    def _nearest(self, name: str) -> Path | None:
        return next((f / name for f in self._folders if (f / name).is_file()), None)

    def _form(self, form_id: str) -> Form | None:
        path = self._nearest(f"{form_id}.yaml") if _ID.fullmatch(form_id) else None
        if path is None:
            self.faults.append(self._no_file(form_id))
            return None
        form = self._whole(Form, path)
        if form and form.id != form_id:
            self.faults.append(f"{path.parent.name}/{path.name}：id 是「{form.id}」，应与文件名「{form_id}」相同")
        return _asking(form) if form else None

    def _no_file(self, form_id: str) -> str:
        own, files = self._folders[0], [file.stem for folder in self._folders for file in folder.glob("*.yaml")]
        known = [name for name in files if name not in NO_FORMS]
        told = f"{own.name}/family.yaml 列出了附件「{form_id}」，但没有文件 {form_id}.yaml"
        return told + (_other_ending(own, form_id) or nearest(form_id, known))

    def _outline(self) -> Outline | None:
        path = self._nearest("report.yaml")
        if path is None:
            folder = self._folders[0].name
            self.faults.append(f"缺少文件 {folder}/report.yaml（报告提纲）；可以照抄其他表样的，再改标题")
            return None
        return self._whole(Outline, path)

    def _whole(self, model: type[_Model], path: Path) -> _Model | None:
        """A file that is one thing, its shared parts put in."""
        before = len(self.faults)
        content = _with_usual_formulas(self._inserted(self._yaml(path), path))
        if len(self.faults) > before:
            return None
        return _validated(model, content, path, self.faults, parts=self._parts)

    def _checks(self, forms: Sequence[Form]) -> tuple[list[Check], list[Unanswered]]:
        """All checks in the order of their ids; a nearer family's check replaces the one it inherits.

        Inherited checks are asked only of forms that have their keys; a family's own must fit every form they name.
        """
        found: dict[tuple[str, str], tuple[Check, bool]] = {}
        for folder in reversed(self._folders):
            path, listed_here = folder / "checks.yaml", set[tuple[str, str]]()
            for number, data in enumerate(self._content(path, list), 1):
                entry = _entry(data, number)
                data = self._with_numbers(data, path, entry)
                check = _validated(Check, data, path, self.faults, entry, at=(number - 1,))
                if check and (check.id, check.variant) in listed_here:
                    self.faults.append(_twice(check, path, number))
                if check:
                    listed_here.add((check.id, check.variant))
                    found[check.id, check.variant] = check, folder == self._folders[0]
        checks, unanswered, known = [], list[Unanswered](), KnownNames(forms)
        for _, (check, is_own) in sorted(found.items()):
            lacking = [] if is_own else self._unanswered(check, known)
            fewer = {item.form for item in lacking}
            checks.append(check.model_copy(update={"forms": tuple(f for f in check.forms if f not in fewer)}))
            unanswered += lacking
        return checks, unanswered

    def _unanswered(self, check: Check, known: KnownNames) -> list[Unanswered]:
        try:
            return unanswered_by(check, known)
        except ExpressionError as error:
            self.faults.append(f"checks.yaml {check.id}（继承来的）：{error}")
            return []

    def _sources(self) -> dict[str, Source]:
        found: dict[str, Source] = {}
        for folder in reversed(self._folders):
            path = folder / "sources.yaml"
            for key, data in self._content(path, dict).items():
                source = _validated(Source, data, path, self.faults, str(key), at=(key,))
                if source:
                    found[str(key)] = source
        return found

    def _precision(self) -> dict[str, Precision]:
        paths = [folder / "precision.yaml" for folder in reversed(self._folders)]
        found = (
            (str(check), _validated(Precision, data, path, self.faults, str(check), at=(check,)))
            for path in paths
            for check, data in self._content(path, dict).items()
        )
        return {check: measured for check, measured in found if measured}

    def _synonyms(self) -> dict[str, tuple[str, ...]]:
        """Other spellings of labels; a nearer family adds to what it inherits."""
        found: dict[str, tuple[str, ...]] = {}
        for folder in reversed(self._folders):
            for label, others in self._content(folder / "synonyms.yaml", dict).items():
                if not isinstance(others, list):
                    self.faults.append(f"{folder.name}/synonyms.yaml：「{label}」后面应是列表，如 [甲, 乙]")
                    continue
                found[label] = (*found.get(label, ()), *map(str, others))
        return found

    def _narrative(self) -> dict[str, Any]:
        """The rules for figures in prose; a nearer family's entry replaces the one of that name in its section."""
        found: dict[str, Any] = {}
        for folder in reversed(self._folders):
            for section, entries in self._content(folder / "narrative.yaml", dict).items():
                if not isinstance(entries, dict):
                    self.faults.append(f"{folder.name}/narrative.yaml：「{section}」下面应是「键: 内容」")
                    continue
                found[section] = {**found.get(section, {}), **entries}
        return found

    def _inserted(self, value: Any, path: Path) -> Any:
        """Replace each ``{use: name}`` by the part; in a list the part's items take its place."""
        if isinstance(value, list):
            return [item for v in value for item in self._items(v, path)]
        if not isinstance(value, dict):
            return value
        if set(value) == {"use"}:
            return self._inserted(self._part(str(value["use"]), path), path)
        return {key: self._inserted(v, path) for key, v in value.items()}

    def _items(self, value: Any, path: Path) -> list[Any]:
        inserted = self._inserted(value, path)
        spliced = isinstance(value, dict) and set(value) == {"use"} and isinstance(inserted, list)
        return inserted if spliced else [inserted]

    def _part(self, name: str, path: Path) -> Any:
        if name not in self._parts:
            known = nearest(name, self._parts) or "，请看 parts.yaml"
            self.faults.append(self.placed(f"{path.name}：parts.yaml 里没有名为「{name}」的共用部分{known}"))
            return []
        return self._parts[name]


def _other_ending(folder: Path, name: str) -> str:
    """``，请把 project.yml 改名…`` where a file of the name has another ending."""
    near = next((file.name for file in folder.glob(f"{name}.*")), "") if _ID.fullmatch(name) else ""
    return f"，请把 {near} 改名为 {name}.yaml" if near else ""


def _twice(check: Check, path: Path, number: int) -> str:
    place = _placed(path, line_at(path, (number - 1,), {}))
    part = f"、variant「{check.variant}」" if check.variant else ""
    return f"{place} {check.id}：前面已有 id「{check.id}」{part} 的校验，请改 id，或用 variant 区分"


@lru_cache(maxsize=256)
def _shared(path: Path, stamp: tuple[int, int]) -> Any:
    """A file's content, for all families that extend it; nobody may change it. What is stamped anew is read anew.

    Most of what a family says it inherits: the files of ``mof`` are asked for by each of a dozen families.
    """
    return read_yaml(path)


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is written: its time and its size; zeros where it cannot be asked for."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _entry(data: Any, number: int) -> str:
    """What an entry of a list is called in a message."""
    return str(data.get("id", f"第 {number} 条")) if isinstance(data, dict) else f"第 {number} 条"


def _validated(
    model: type[_Model],
    data: Any,
    path: Path,
    faults: list[str],
    entry: str = "",
    *,
    at: tuple[str | int, ...] = (),
    parts: Mapping[str, Any] | None = None,
) -> _Model | None:
    """What a file says, or ``None`` with what is wrong gathered; ``at`` leads to the entry in its file."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for place, fault in told(error.errors(), KNOWN_KEYS):
            line = line_at(path, (*at, *place), parts or {})
            faults.append(f"{_placed(path, line)}{entry and f' {entry}'}：{fault}")
        return None


def _placed(path: Path, line: int) -> str:
    """``hunan-2024/base.yaml 第 12 行``, or the file alone where no line is known."""
    return f"{path.parent.name}/{path.name}{f' 第 {line} 行' if line else ''}"
