"""``jixiao final --public``: what a website may show, after every name was decided on and every part looked through."""

from __future__ import annotations

from pathlib import Path

import typer

from jixiao.core.files import refuse_target
from jixiao.documents.circulation.names_list import names_file, read_names, write_names
from jixiao.documents.circulation.private_remains import left_in
from jixiao.documents.circulation.public import people_in, publish, published_message
from jixiao.documents.versions import final
from jixiao.interfaces.cli.options import need_suffix
from jixiao.interfaces.cli.reports import is_refused
from jixiao.model.evaluation import Evaluation


def published(evaluation: Evaluation, output: Path, allow_open: bool) -> int:
    """Write the two files; 1 while errors are open or a name is not decided on."""
    need_suffix(output, ".xlsx")
    report = output.with_suffix(".docx")
    for target in (output, report):
        refuse_target(target)
    if is_refused(evaluation, final(evaluation), allow_open):
        return 1
    listed = names_file(output)
    decided = read_names(listed)
    found = people_in(evaluation.family, evaluation.submission)
    if open_names := [one.name for one in found if one.name not in decided]:
        write_names(found, decided, listed)
        typer.echo(
            f"正文和表里有 {len(open_names)} 个像是人名的词还没有定：{'、'.join(open_names[:10])}\n"
            f"请在「{listed.name}」最后一列逐个写明“隐去”还是“保留”，再运行一次同样的命令。公开版还没有写"
        )
        return 1
    typer.echo(published_message(publish(evaluation, output, report, decided)))
    return 0


def check_public(file: Path) -> int:
    """List what is left in a file that should not be published; 1 if anything is."""
    found = left_in(file)
    for one in found:
        typer.echo(one)
    typer.echo(
        f"有 {len(found)} 处不该公开，请改好再检查"
        if found
        else f"「{file.name}」的每个部分都检查过，没有发现不该公开的内容"
    )
    return int(bool(found))
