"""Build the LibreOffice Calc extension: one .oxt file, from the registry and the files of ``addin/calc``.

Calc finds an add-in's functions as methods of an interface, so an IDL with one method for each function is generated
and compiled with ``unoidl-write`` of LibreOffice's SDK. Everything else is copied: the component and its XML, the part
of this package that a cell needs, and the families' scoring profiles where :mod:`jixiao.resources` looks for them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template

import jixiao
from jixiao import resources
from jixiao.functions import FUNCTIONS
from jixiao.functions.registry import Function

_PACKAGE = Path(jixiao.__file__).parent
_CELL_CHAIN = (
    "__init__.py",
    "resources.py",
    "quantity/**/*.py",
    "scoring/**/*.py",
    "functions/**/*.py",
    "hosts/__init__.py",
    "hosts/calc_formulas.py",
)
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say; the same files give the same bytes
_ADVICE = "请安装 LibreOffice 及其 SDK（Debian：apt install libreoffice-dev），或设环境变量 OO_SDK_HOME 为 SDK 文件夹。"


class ExtensionError(Exception):
    """The extension cannot be built; ``advice`` says what to do."""

    def __init__(self, message: str, advice: str = _ADVICE) -> None:
        super().__init__(message + advice)
        self.message = message
        self.advice = advice


def build_extension(target: Path) -> Path:
    """Build the extension.

    Args:
        target: the .oxt file to write. An older one is replaced, and stays as it is when the build fails.

    Returns:
        ``target``.

    Raises:
        ExtensionError: the compiler is not there, or refuses the types.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".jixiao-") as folder:
        unfinished = Path(folder, "extension.oxt")
        _write_zip(unfinished, _parts(Path(folder)))
        unfinished.replace(target)
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


def find_compiler() -> Path:
    """Where ``unoidl-write`` is: on the PATH, in ``OO_SDK_HOME``, or in the SDK beside ``soffice``.

    Raises:
        ExtensionError: it is in none of them.
    """
    folders = [os.environ.get("PATH", ""), *(str(sdk / "bin") for sdk in _sdk_folders())]
    found = shutil.which("unoidl-write", path=os.pathsep.join(folders))
    if not found:
        raise ExtensionError("没有找到 LibreOffice 的类型编译程序 unoidl-write，不能生成 Calc 扩展。")
    return Path(found).resolve()


def _method(function: Function) -> str:
    answer = "sequence< sequence< any > >" if function.gives_range else "any"
    arguments = ", ".join(f"[in] any {argument.name}" for argument in function.arguments)
    return f"{answer} {function.name}({arguments});"


def _sdk_folders() -> Iterator[Path]:
    if home := os.environ.get("OO_SDK_HOME"):
        yield Path(home)
    if office := shutil.which("soffice"):
        yield Path(office).resolve().parents[1] / "sdk"


def _parts(work: Path) -> dict[str, bytes]:
    """The content of every file of the extension, by its name in it."""
    calc = resources.path("addin", "calc")
    parts = dict(_read(calc, ["[!.]*.*", "META-INF/*"]))
    description = Template(parts["description.xml"].decode())
    parts["description.xml"] = description.substitute(version=jixiao.__version__).encode()
    parts["jixiao.rdb"] = _compile(interface_idl(FUNCTIONS.values()), work)
    parts |= _read(_PACKAGE, _CELL_CHAIN, "pythonpath/jixiao")
    parts |= _read(resources.path(), ["workbook/forms/*/scoring.toml"], "pythonpath/jixiao/_data")
    return parts


def _read(folder: Path, patterns: Iterable[str], inside: str = "") -> Iterator[tuple[str, bytes]]:
    for pattern in patterns:
        for source in folder.glob(pattern):
            yield str(Path(inside, source.relative_to(folder)).as_posix()), source.read_bytes()


def _compile(idl: str, work: Path) -> bytes:
    compiler = find_compiler()
    source, compiled = work / "functions.idl", work / "jixiao.rdb"
    source.write_text(idl, encoding="utf-8")
    command = [compiler, compiler.parents[2] / "program" / "types.rdb", source, compiled]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own files only
    if run.returncode:
        raise ExtensionError(f"unoidl-write 不能编译函数接口：{run.stderr.strip()}。")
    return compiled.read_bytes()


def _write_zip(target: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _TIMESTAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same bytes on every system
            archive.writestr(entry, parts[name])
