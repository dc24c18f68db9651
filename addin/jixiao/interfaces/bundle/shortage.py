"""Collecting what all PCs need from a folder of wheels, or saying what it lacks and how to fetch it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName

from jixiao import __version__
from jixiao.interfaces.bundle.closure import PLATFORM, PYTHONS, Need, closure
from jixiao.interfaces.bundle.wheels import Wheel, WheelError, read_wheels

OURS = "jixiao"
_FETCH = (
    'pip download --no-deps --only-binary=:all: --platform {platform} --python-version {python} -d "{folder}" "{what}"'
)
_BUILD = 'pip wheel --no-deps --wheel-dir "{folder}" .    （在 jixiao 源码文件夹里运行）'
_ADVICE = (
    "取回的安装包可能还需要别的安装包，请再运行一次本命令，直到不再缺。也可以在源码文件夹里运行 make wheels，一次取齐。"
)


@dataclass(frozen=True)
class Shortage:
    """A package that is missing: its name, the versions that would do, and who needs it, in Chinese."""

    name: NormalizedName
    what: str
    why: str


def collect(folder: Path, pythons: Sequence[str] = PYTHONS) -> list[Wheel]:
    """The wheels that a PC needs, with whichever of the versions of Python it has.

    Args:
        folder: where the wheels lie: ours, of this very version, and all it depends on. Others are left out.
        pythons: the versions it may have.

    Returns:
        Each wheel once, by file name.

    Raises:
        WheelError: one is missing or damaged; the message names each that is missing and the command that fetches it.
    """
    wheels = read_wheels(folder)
    closures = {python: closure(Requirement(f"{OURS}=={__version__}"), wheels, python) for python in pythons}
    missing = {python: found.missing for python, found in closures.items() if found.missing}
    if missing:
        raise WheelError(_shortage(folder, missing))
    return sorted({w for found in closures.values() for w in found.wheels}, key=lambda wheel: wheel.path.name)


def _shortage(folder: Path, missing: Mapping[str, Iterable[Need]]) -> str:
    """What is missing, for which versions of Python, and how each is fetched."""
    pythons: dict[Shortage, list[str]] = {}
    for python, needs in missing.items():
        for shortage in _by_package(needs):
            pythons.setdefault(shortage, []).append(python)
    lines = [f"「{folder}」里的安装包不齐，没有生成离线安装包。缺："]
    for shortage, lacking in pythons.items():
        lines.append(f"  {shortage.what}（Python {'、'.join(lacking)}；{shortage.why}）")
        lines += dict.fromkeys(f"    {_how(folder, shortage, python)}" for python in lacking)
    lines.append(_ADVICE)
    return "\n".join(lines)


def _by_package(needs: Iterable[Need]) -> Iterator[Shortage]:
    grouped: dict[NormalizedName, list[Need]] = {}
    for need in needs:
        grouped.setdefault(need.name, []).append(need)
    for name, wanted in grouped.items():
        allowed = SpecifierSet()
        for need in wanted:
            allowed &= need.requirement.specifier
        yield Shortage(name, f"{name}{allowed}", _why(wanted))


def _why(needs: Iterable[Need]) -> str:
    packages = "、".join(sorted(need.wanted_by for need in needs if need.wanted_by))
    return f"{packages} 需要" if packages else "本程序"


def _how(folder: Path, shortage: Shortage, python: str) -> str:
    if shortage.name == OURS:
        return _BUILD.format(folder=folder)
    return _FETCH.format(platform=PLATFORM, python=python, folder=folder, what=shortage.what)
