"""``jixiao family pack | add``: a learned family as one file, and taken in on another computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jixiao.core.errors import UserError
from jixiao.core.files import protect
from jixiao.documents.learning import PackError, add_pack, own_ancestry, write_pack
from jixiao.documents.learning.pack import SUFFIX
from jixiao.interfaces.cli.options import need_suffix
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.library import load, load_folder, refresh


def pack_family(
    name: Annotated[str, typer.Argument(help="表样名称，见 jixiao family list", metavar="表样")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="表样包存到哪里；不填则存在当前文件夹", metavar="文件")
    ] = None,
) -> int:
    """Write a family of one's own, with those that it takes over, as a pack."""
    load(name)
    names = own_ancestry(name)
    if not names:
        raise PackError(f"表样「{name}」是程序自带的，每台装了程序的电脑上都有，不用另外带去")
    target = output or Path(f"{name}-表样包{SUFFIX}")
    need_suffix(target, SUFFIX)
    write_pack(names, target)
    typer.echo(f"表样包：{target}。在别的电脑上装上：jixiao family add {target.name}")
    return 0


def add_families(
    packs: Annotated[list[Path], typer.Argument(help="表样包（.zip），或放着表样包的文件夹", metavar="表样包")],
    replace: Annotated[bool, typer.Option("--replace", help="已有同名的自己的表样，换成这一份")] = False,
) -> int:
    """Take in the families of packs; 1 if one could not be."""
    files = [file for each in packs for file in (sorted(each.glob(f"*{SUFFIX}")) if each.is_dir() else [each])]
    protect(*files)
    failures = [_added(file, replace) for file in files]
    if not files:
        raise PackError(f"「{packs[0]}」里没有表样包（{SUFFIX}）")
    return int(any(failures))


def _added(file: Path, replace: bool) -> bool:
    """Whether a pack could not be taken in; what became of it is told."""
    try:
        names = add_pack(file, replace, _prove_whole)
    except UserError as error:
        typer.echo(str(error), err=True)
        return True
    for name in names:
        typer.echo(f"已装上表样 {name}：{load(name).head.title}")
    if not names:
        typer.echo(f"「{file.name}」里的表样已经有了，内容相同")
    return False


def _prove_whole(folder: Path) -> None:
    refresh()
    try:
        load_folder(folder)
    except DataFileError as error:
        advice = f"请对方运行 jixiao family check {folder.name}，改好以后重新生成表样包"
        raise PackError(f"表样「{folder.name}」不完整，不能用，没有装上。{advice}") from error
