"""``jixiao family new | apply | test``: a family learned from the blanks a notice brings, corrected, and tried."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from jixiao.core import resources
from jixiao.core.errors import UserError
from jixiao.core.files import OutputError, protect, refuse_existing
from jixiao.documents.intake import read_report
from jixiao.documents.learning import (
    BLANKS,
    Learned,
    carry_over,
    confirmed_again,
    differences,
    last_names,
    learn,
    learned_before,
    put_back,
    read_corrections,
    read_record,
    replace_family,
    take_outline_over,
    take_over,
    write_corrections,
    write_family,
)
from jixiao.documents.learning.corrections import CARRIED, Line, lines_of
from jixiao.interfaces.cli.options import need_suffix
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load, load_folder, refresh

_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_MOST_LISTED = 30
_WHOLE = re.compile(r"^（(.*)）$", re.DOTALL)
"""A text that is the name of a blank cell, and does not stand in it."""
_LONGEST = 40

Name = Annotated[
    str, typer.Argument(help="表样名称：小写英文字母开头，可带数字和短横，如 sichuan-2025", metavar="表样")
]
Corrections = Annotated[
    Path | None, typer.Option("--output", "-o", help="对照表存到哪里；不填则存在当前文件夹", metavar="文件")
]


class LearningError(UserError):
    """What was asked for cannot be learned; the message is Chinese and says what to do."""


def new_family(
    name: Name,
    blank: Annotated[Path, typer.Option("--from", help="空白样表（Word、Excel 或 WPS 文件）", metavar="样表")],
    more: Annotated[
        list[Path] | None, typer.Argument(help="同一份通知的其他样表和报告提纲", metavar="[更多样表]")
    ] = None,
    extends: Annotated[str, typer.Option(help="继承哪一套的校验和赋分规则", metavar="表样")] = "mof",
    like: Annotated[str, typer.Option(help="与去年哪一套比，能用的照用", metavar="去年的表样")] = "",
    title: Annotated[str, typer.Option(help="文件名称和文号；不填则从样表里读", metavar="名称")] = "",
    year: Annotated[int, typer.Option(help="评价年度；不填则从样表里读", metavar="年度")] = 0,
    province: Annotated[str, typer.Option(help="哪个省的表样；不填则从样表里读", metavar="省份")] = "",
    output: Corrections = None,
) -> int:
    """Learn a family, write its folder and the table of what is not sure."""
    files = _apart([blank, *(more or [])])
    folder, target = _free_folder(name), output or Path(f"{name}-对照表.xlsx")
    need_suffix(target, ".xlsx")
    refuse_existing(target)  # somebody may have corrected it
    last = load(like) if like else None
    protect(*files)
    year = year or (last.head.year + 1 if last else 0)
    province = province or (last.head.province if last else "")
    learned = learn(name, files, like or extends, title, year, province=province)
    if last:
        learned = _like_last_year(learned, last, like)
    if learned.forms:
        write_corrections(learned, target)  # first: a family without it could not be corrected
    with _removing(folder, target):
        write_family(learned, folder)
        _load_whole(folder)
        _tell(learned)
    if last:
        _list("与去年相比：", differences(learned, last) or ["没有不同"])
    if learned.forms:
        typer.echo(f"对照表：{target}。改好后运行 jixiao family apply {target.name}")
    return 0


def _like_last_year(learned: Learned, last: Family, like: str) -> Learned:
    """What was learned, with what an administrator corrected last year and what last year's cells had."""
    before = learned_before(resources.family_folder(like))
    carried = carry_over(before, learned) if before else {}
    names = last_names(learned, last)
    if carried or names:
        again = learn(learned.id, learned.files, like, learned.title, learned.year, carried, learned.province, names)
        again.remarks, again.carried, again.says_year = learned.remarks, carried, learned.says_year
        learned = again
    if before and last.head.certainty == "S":
        learned.confirmed = confirmed_again(before, learned)
    learned.like = like
    take_over(learned, last)
    take_outline_over(learned, last)
    return learned


def apply_corrections(
    corrections: Annotated[Path, typer.Argument(help="改好的对照表.xlsx", metavar="对照表")],
) -> int:
    """Take a person's corrections back: the family is learned again with them, and counts as confirmed."""
    need_suffix(corrections, ".xlsx")
    name, changes = read_corrections(corrections)
    put_back(resources.own_families() / name)
    folder = resources.family_folder(name)
    if not folder.is_dir():
        again = f"jixiao family new {name} --from 样表"
        raise LearningError(f"没有表样「{name}」，「{corrections.name}」用不上。请从样表再学一次：{again}")
    record = read_record(folder)
    files = [folder / BLANKS / file for file in record["files"]]
    asked = record["asked"]
    province = asked.get("province", "")
    carried, names = record.get("carried", {}), record.get("names")
    learned = learn(name, files, asked["extends"], asked["title"], asked["year"], carried | changes, province, names)
    learned.like, learned.carried = asked["like"], carried
    learned.confirm()
    if learned.like:
        take_over(learned, load(learned.like))
        take_outline_over(learned, load(learned.like))
    protect(corrections)
    replace_family(learned, folder, changes, _load_whole)
    refresh()
    typer.echo(f"改了 {len(changes)} 处，表样 {name} 已重新生成，算作核对过")
    undone = [where for where in record["corrections"] if where not in carried | changes]
    _list("上次改过、这份对照表里没有改的，又按样表读出的认：", undone)
    _tell(learned)
    typer.echo("按改前的表样做的、已经发出去的工作簿，请运行 jixiao upgrade 工作簿：填的内容都保留，并列出表样改了什么")
    return 0


def test_family(
    name: Name,
    document: Annotated[Path, typer.Argument(help="填好的自评表或报告（.docx）", metavar="文件")],
) -> int:
    """Read a filled document as that family and list what found no place; 1 if anything did not."""
    load(name)
    intake = read_report(document, name)
    forms = [data for data in intake.submission.forms if not data.is_empty]
    fields = sum(bool(text) for data in forms for text in data.fields.values())
    rows = sum(len(rows) for data in forms for rows in data.rows.values())
    typer.echo(f"按表样 {name} 读「{document.name}」：{len(forms)} 张表，{fields} 个栏目，{rows} 行指标和明细")
    unplaced = intake.submission.unplaced
    if not unplaced:
        typer.echo("全部读到了位置")
        return 0
    _list(
        f"有 {len(unplaced)} 处没有找到位置：",
        [f"{item.where}：{item.text[:60]}（{item.advice}）" for item in unplaced],
    )
    return 1


def _apart(files: list[Path]) -> list[Path]:
    """The files, each once; they are kept beside the family by their names, which must differ."""
    different = list({file.resolve(): file for file in files}.values())
    names = [file.name for file in different]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise LearningError(f"有两个文件都叫「{twice}」，学来的表样里分不开。请给其中一个改名再试")
    return different


def _free_folder(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise LearningError(f"表样名称「{name}」不能用：要小写英文字母开头，只用字母、数字和短横，如 sichuan-2025")
    put_back(resources.own_families() / name)
    if resources.family_folder(name).exists():
        raise OutputError(f"已经有表样「{name}」，没有改动它。请换一个名称，如 {name}-new")
    return resources.own_families() / name


@contextmanager
def _removing(folder: Path, corrections: Path) -> Iterator[None]:
    """A family that cannot be used is not left behind, nor its table of corrections."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        corrections.unlink(missing_ok=True)
        raise


def _load_whole(folder: Path) -> None:
    refresh()
    try:
        load_folder(folder)
    except DataFileError as error:
        faults = "；".join(_FILE.sub("", fault) for fault in error.faults[:3])
        advice = "对照表里不要把两个格子认作同一栏；样表里合并得很乱的格子请拆开再试"
        raise LearningError(f"这样学到的表样不能用，没有保存：{faults}。{advice}") from error


_FILE = re.compile(r"^[\w./-]+\.(?:yaml|toml)[^：:]*[：:]\s*")


def _tell(learned: Learned) -> None:
    lines = lines_of(learned)
    counted = [line for line in lines if line.sureness in ("认得", "估计", "不认得")]
    known = sum(line.sureness == "认得" for line in counted)
    typer.echo(f"表样 {learned.id}：{learned.title}，{learned.year}年度，{learned.province or '没有读出是哪个省的'}")
    if not learned.province and learned.forms:
        typer.echo("  请在对照表的第一行选省份")
    if not learned.says_year:
        typer.echo(f"  样表上没有写年度，当作 {learned.year} 年度；不是的话，换一个名称，加 --year 年度 再学一次")
    for form in learned.forms:
        typer.echo(f"  {form.data['attachment']} {form.data['title'].replace('{year}', str(learned.year))}")
    if learned.report:
        sections = sum(len(report["sections"]) for report in learned.report["reports"])
        typer.echo(f"  报告提纲：{sections} 个标题")
    if counted:
        guessed = sum(line.sureness == "估计" for line in counted)
        rest = f"，估计 {guessed} 处，不认得 {len(counted) - known - guessed} 处" if known < len(counted) else ""
        typer.echo(f"  要填写的 {len(counted)} 处，认得 {known} 处（{known / len(counted):.0%}）{rest}")
    asked = [line for line in counted if line.sureness != "认得"]
    if learned.certainty == "S":
        typer.echo(f"  都核对过了，其中 {len(asked)} 处是这张表自己的栏目" if asked else "  都核对过了")
    else:
        _tell_asked(lines, asked)
    _list("请留意：", learned.remarks)


def _tell_asked(lines: list[Line], asked: list[Line]) -> None:
    """What a person should look at; what was settled last year is said, and not asked."""
    carried = [line for line in lines if line.last_year == CARRIED]
    told = [f"{line.place}「{_words(line)[:24]}」认作{line.taken_for}" for line in carried]
    _list(f"去年在对照表里改过的 {len(carried)} 处，照样认了：", told)
    new = [line for line in asked if not line.last_year]
    _list("请在对照表里看看这些：", [_asked(lines) for lines in _by_rows(new)])
    if len(new) < len(asked):
        typer.echo(f"另有 {len(asked) - len(new)} 处与去年认的一样，去年核对过")


def _by_rows(lines: list[Line]) -> list[list[Line]]:
    """The lines, those about one row of a table (其中：中央资金·年初预算数) together."""
    rows: dict[str, list[Line]] = {}
    for line in lines:
        name, _, column = _words(line).partition("·")
        rows.setdefault(f"{line.sureness} {name}" if column else line.place, []).append(line)
    return list(rows.values())


def _words(line: Line) -> str:
    """What stands in a cell, or names it."""
    return _WHOLE.sub(r"\1", line.text)


def _asked(lines: list[Line]) -> str:
    line, more = lines[0], f"，同一行共 {len(lines)} 格" if len(lines) > 1 else ""
    how = "估计是" if line.sureness == "估计" else "不认得，当作自己的栏目"
    return f"{line.place}「{_words(line)[:24]}」{how}：{line.taken_for[:_LONGEST]}{more}"


def _list(heading: str, lines: list[str]) -> None:
    if not lines:
        return
    typer.echo(heading)
    for line in lines[:_MOST_LISTED]:
        typer.echo(f"  {line}")
    if len(lines) > _MOST_LISTED:
        typer.echo(f"  ……共 {len(lines)} 处，其余见对照表")
