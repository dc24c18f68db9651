"""Build the LibreOffice Calc extension: one .oxt file, from the registry, the ribbon and the files of ``addin/calc``.

Calc finds an add-in's functions as methods of an interface, so an IDL with one method for each function is generated.
It goes into the extension as text, which LibreOffice reads where it takes a compiled one: nothing is needed to build.
The rest is copied: the component and its XML, this project's packages, and the data they run.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template

import xlwings_calc

import jixiao
from jixiao.core import resources
from jixiao.core.files import replacing
from jixiao.core.functions import FUNCTIONS
from jixiao.core.functions.registry import Function
from jixiao.documents.workbook.macros import commands, title
from jixiao.interfaces.calc.environment import FILE as ENVIRONMENT
from jixiao.interfaces.calc.menu import configuration

_PACKAGE = Path(jixiao.__file__).parent
_ENGINE = Path(xlwings_calc.__file__).parent
_DATA = ("workbook/forms/*/*", "macros/*", "templates/**/*")
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say; the same files give the same bytes


def build_extension(target: Path, environment: bytes = b"") -> Path:
    """Build the extension.

    Args:
        target: the .oxt file to write; an older one is replaced only by a whole one.
        environment: where its menu finds the libraries (:func:`jixiao.interfaces.calc.environment.this_environment`).
            Without it only the cells calculate.

    Returns:
        ``target``.

    Raises:
        OutputError: the file cannot be written.
    """
    parts = _parts()
    if environment:
        parts[ENVIRONMENT] = environment
    with replacing(target) as temporary:
        _write_zip(temporary, parts)
    return target


def interface_idl(functions: Iterable[Function]) -> str:
    """The interface of the functions, as UNO IDL.

    Every argument is an ``any``: only with it can a formula leave arguments out, or give a cell as well as a range.
    """
    methods = "\n".join(f"    {_method(function)}" for function in functions)
    return f"""module org {{ module jixiao {{
interface XFunctions : com::sun::star::uno::XInterface {{
{methods}
}};
}}; }};
"""


def _method(function: Function) -> str:
    answer = "sequence< sequence< any > >" if function.gives_range else "any"
    arguments = ", ".join(f"[in] any {argument.name}" for argument in function.arguments)
    return f"{answer} {function.name}({arguments});"


def _parts() -> dict[str, bytes]:
    """The content of every file of the extension, by its name in it."""
    parts = dict(_read(resources.path("addin", "calc"), ["[!.]*.*", "META-INF/*"]))
    description = Template(parts["description.xml"].decode())
    parts["description.xml"] = description.substitute(version=jixiao.__version__).encode()
    parts["functions.idl"] = interface_idl(FUNCTIONS.values()).encode()
    parts |= configuration(title(), commands())
    parts |= _read(_PACKAGE, ["[!_]*/**/*", "*.py"], "pythonpath/jixiao")
    parts |= _read(_ENGINE, ["*.py"], "pythonpath/xlwings_calc")
    parts |= _read(resources.path(), _DATA, "pythonpath/jixiao/_data")
    return parts


def _read(folder: Path, patterns: Iterable[str], inside: str = "") -> Iterator[tuple[str, bytes]]:
    for pattern in patterns:
        for source in folder.glob(pattern):
            if source.is_file() and source.suffix != ".pyc":
                yield Path(inside, source.relative_to(folder)).as_posix(), source.read_bytes()


def _write_zip(target: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _TIMESTAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same bytes on every system
            archive.writestr(entry, parts[name])
