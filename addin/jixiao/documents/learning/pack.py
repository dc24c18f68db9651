"""A family as one file (表样包), to be taken along to other computers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from jixiao.core import resources
from jixiao.core.errors import UserError
from jixiao.core.files import make_folder, private_folder, replacing
from jixiao.core.package_limits import DAMAGED, USUAL_METHODS
from jixiao.documents.learning.learned_family import BLANKS, swap_all_in
from jixiao.model.forms.yaml_file import read_yaml

SUFFIX = ".zip"

_MEMBER = re.compile(rf"([a-z][a-z0-9-]{{0,40}})/(?:[\w-]+\.(?:yaml|toml)|{BLANKS}/[^/\\:]+\.(?:docx|xlsx|json))")
_MOST_FILES, _MOST_BYTES = 200, 50_000_000


class PackError(UserError):
    """A file that is no pack, or one that cannot be taken in; the message is Chinese and says what to do."""


def own_ancestry(name: str) -> list[str]:
    """A family of one's own and those of one's own that it extends, the eldest first; nothing of a shipped one."""
    folder = resources.family_folder(name)
    if folder.parent != resources.own_families():
        return []
    head = read_yaml(folder / "family.yaml")
    return [*own_ancestry(str(head.get("extends", ""))), name]


def write_pack(names: Sequence[str], target: Path) -> None:
    """Write families with all their files, the blanks they were learned from among them, into one file.

    Raises:
        OutputError: it cannot be written.
    """
    with replacing(target) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            folder = resources.family_folder(name)
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                member = f"{name}/{file.relative_to(folder).as_posix()}"
                if _MEMBER.fullmatch(member):
                    archive.write(file, member)


def add_pack(pack: Path, replace: bool, prove_whole: Callable[[Path], object]) -> list[str]:
    """Take the families of a pack in, all of them whole, or none.

    Args:
        pack: the file.
        replace: whether an own family of the same name, but with other content, gives way.
        prove_whole: raises for a folder that holds no family that can be used.

    Returns:
        The names of those that were not there before, or that changed.

    Raises:
        PackError: it is no pack, or holds a family that is there already.
        OutputError: the folder of one's own families cannot be written.
    """
    root = resources.own_families()
    make_folder(root)
    with private_folder(root, pack.name) as private:
        names = _unpack(pack, private)
        fresh = [name for name in names if not _is_same(private / name, root / name)]
        _refuse_taken(fresh, replace)
        swap_all_in({root / name: private / name for name in fresh}, prove_whole)
    return fresh


def _unpack(pack: Path, folder: Path) -> list[str]:
    """Write a pack's files below a folder; returns the families' names in the pack's order."""
    try:
        with zipfile.ZipFile(pack) as archive:
            names = list(_checked_names(pack, archive))
            for member in archive.infolist():
                target = folder / member.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(member))
    except DAMAGED as error:
        raise PackError(f"「{pack.name}」打不开，不是完好的表样包。请重新复制一份再试") from error
    return names


def _checked_names(pack: Path, archive: zipfile.ZipFile) -> Iterator[str]:
    members = archive.infolist()
    found = [_MEMBER.fullmatch(member.filename) for member in members]
    is_ours = all(found) and all(member.compress_type in USUAL_METHODS for member in members)
    if not is_ours or not found or len({member.filename.lower() for member in members}) < len(members):
        raise PackError(f"「{pack.name}」不是表样包。表样包用 jixiao family pack 表样名称 生成")
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > _MOST_BYTES:
        raise PackError(f"「{pack.name}」太大，不像表样包，没有打开")
    yield from dict.fromkeys(match[1] for match in found if match)


def _refuse_taken(names: Sequence[str], replace: bool) -> None:
    for name in names:
        folder = resources.family_folder(name)
        if folder.parent != resources.own_families():
            raise PackError(f"表样「{name}」是程序自带的，不能换成另外一份。请对方改个名称再生成表样包")
        if folder.exists() and not replace:
            raise PackError(f"已经有表样「{name}」，内容不同，没有改动它。确实要换成这一份，请加 --replace")


def _is_same(one: Path, other: Path) -> bool:
    return _contents(one) == _contents(other)


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
