"""What VBA's editor, the ribbon and the buttons need of each other."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .package import Fault, Package, twice

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # oletools 0.60 uses older names of pyparsing
    from oletools.olevba import VBA_Parser

LONGEST_LINE, MOST_CONTINUATIONS, LONGEST_MODULE = 1023, 24, 65535
_DOCUMENT = 'VB_Base = "0{000208'


@dataclass(frozen=True)
class Macros:
    """The modules of a workbook's project by name; none in a workbook without macros."""

    modules: Mapping[str, str] = field(default_factory=dict)

    @property
    def public(self) -> frozenset[str]:
        """The procedures that buttons and the ribbon can call."""
        return frozenset(
            re.findall(r"^\s*(?:Public )?(?:Sub|Function) (\w+)", "\n".join(self.modules.values()), re.M | re.I)
        )

    @property
    def functions(self) -> frozenset[str]:
        """The functions that cells can call, in capitals."""
        return frozenset(name.upper() for name in self.public)


def macros_of(package: Package) -> Macros:
    """The project's modules, read by another's reader."""
    project = next((part for part in package.parts if part.endswith("vbaProject.bin")), None)
    if project is None:
        return Macros()
    parser = VBA_Parser("vbaProject.bin", data=package.parts[project])
    return Macros({stream.rsplit("/", 1)[-1]: code for _, stream, _, code in parser.extract_macros()})


def macro_faults(
    package: Package, macros: Macros, workbook: str | None, sheets: list[str | None], called: Iterable[str]
) -> Iterator[Fault]:
    """What is wrong with code names, modules, buttons and the ribbon."""
    if not macros.modules:
        return
    codes = [workbook, *(name for name in sheets if name)]  # Excel names a sheet that was added without one itself
    yield from (Fault("vba", f"code name twice: {each}") for each in twice(codes))
    yield from (Fault("vba", f"code name without a module: {each}") for each in codes if each not in macros.modules)
    documents = {name for name, code in macros.modules.items() if _DOCUMENT in code}
    yield from (Fault("vba", f"module without a sheet: {each}") for each in documents - set(codes))
    yield from _wrong_sources(macros)
    yield from (Fault("buttons", f"no such macro: {each}") for each in sorted(set(called) - macros.public))
    yield from _wrong_ribbon(package, macros)


def _wrong_sources(macros: Macros) -> Iterator[Fault]:
    for name, code in macros.modules.items():
        if len(code) > LONGEST_MODULE:
            yield Fault(name, "module too long")
        if any(len(line) > LONGEST_LINE for line in code.splitlines()):
            yield Fault(name, "line too long")
        if re.search(rf"(?: _\r?\n[^\n]*){{{MOST_CONTINUATIONS + 1},}}", code):
            yield Fault(name, "too many continued lines")


def _wrong_ribbon(package: Package, macros: Macros) -> Iterator[Fault]:
    for link in package.links("").values():
        if "ustomUI" in link.target or link.kind == "extensibility":
            root = package.xml[link.target]
            yield from (
                Fault(link.target, f"id twice: {i}") for i in twice(e.get("id") for e in root.iter("*") if e.get("id"))
            )
            for element in root.iter("*"):
                for key, value in element.attrib.items():
                    if (key in ("onAction", "onLoad") or key.startswith("get")) and value not in macros.public:
                        yield Fault(link.target, f"no such callback: {value}")
