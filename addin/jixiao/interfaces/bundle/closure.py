"""Which wheels a Windows PC needs, and which of them a folder lacks.

pip asks environment markers of the machine it runs on, whatever ``--platform`` says, and so leaves out what only
Windows needs (pywin32, colorama). Here the markers are asked for the PC the wheels are meant for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import NormalizedName, canonicalize_name

from jixiao.interfaces.bundle.wheels import Wheel

PLATFORM = "win_amd64"
PYTHONS = ("3.11", "3.12", "3.13")
"""The versions of CPython a bundle serves."""


@dataclass(frozen=True)
class Need:
    """A requirement and the package that has it; the first one of all is nobody's."""

    requirement: Requirement
    wanted_by: str = ""

    @property
    def name(self) -> NormalizedName:
        """The package needed, spelled as wheels spell it."""
        return canonicalize_name(self.requirement.name)


@dataclass(frozen=True)
class Closure:
    """What one version of Python gets: the wheels, and the needs that no wheel meets."""

    wheels: tuple[Wheel, ...]
    missing: tuple[Need, ...]


def closure(root: Requirement, wheels: Iterable[Wheel], python: str) -> Closure:
    """Follow the requirements of a package through a set of wheels.

    Of each package the newest version is taken that meets all needs met so far; nothing is tried again with an older
    one, so a folder that mixes versions may be found lacking where pip would find a way. It never is the other way.

    Args:
        root: the package to install.
        wheels: what there is.
        python: the version of CPython, as ``3.12``.
    """
    fitting = [wheel for wheel in wheels if _fits(wheel, python)]
    environment = windows_environment(python)
    needs = {Need(root)}
    while True:
        chosen = _choose(needs, fitting)
        more = {need for wheel in chosen.values() for need in _needs_of(wheel, needs, environment)}
        if more <= needs:
            break
        needs |= more
    missing = sorted((n for n in needs if n.name not in chosen), key=lambda n: (n.name, n.wanted_by))
    return Closure(tuple(sorted(chosen.values(), key=lambda wheel: wheel.name)), tuple(missing))


def windows_environment(python: str) -> dict[str, str]:
    """The values of all environment markers on a Windows PC, as the packaging specification lists them."""
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_release": "10",
        "platform_system": "Windows",
        "platform_version": "10.0.19045",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "win32",
    }


def _choose(needs: Iterable[Need], wheels: Sequence[Wheel]) -> dict[NormalizedName, Wheel]:
    """The newest wheel of each package that meets all its needs; none for a package that has no such wheel."""
    allowed: dict[NormalizedName, SpecifierSet] = {}
    for need in needs:
        allowed[need.name] = allowed.get(need.name, SpecifierSet()) & need.requirement.specifier
    meeting = (w for w in wheels if w.name in allowed and allowed[w.name].contains(w.version))
    return {wheel.name: wheel for wheel in sorted(meeting, key=lambda wheel: wheel.version)}


def _needs_of(wheel: Wheel, needs: Iterable[Need], environment: dict[str, str]) -> Iterator[Need]:
    extras = {"", *(extra for need in needs if need.name == wheel.name for extra in need.requirement.extras)}
    for requirement in wheel.requires:
        marker = requirement.marker
        if marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in extras):
            yield Need(requirement, wheel.name)


def _fits(wheel: Wheel, python: str) -> bool:
    return bool(wheel.tags & _tags(python)) and wheel.requires_python.contains(f"{python}.0")


def _tags(python: str) -> set[Tag]:
    major, minor = (int(part) for part in python.split("."))
    interpreter = f"cp{major}{minor}"
    own = cpython_tags((major, minor), [f"{interpreter}", "abi3", "none"], [PLATFORM])
    return {*own, *compatible_tags((major, minor), interpreter, [PLATFORM])}
