"""``jixiao family``: the form families, whether they are whole, and which checks they cannot answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from jixiao.audit.bureau_score.rubric import read_rubric
from jixiao.audit.checks.prose.prose_rules import rules_of
from jixiao.core import resources
from jixiao.documents.learning import BLANKS, prove, read_record
from jixiao.interfaces.cli.chinese import ChineseProgram
from jixiao.interfaces.cli.family_learning import apply_corrections, new_family, test_family
from jixiao.interfaces.cli.family_packs import add_families, pack_family
from jixiao.interfaces.cli.family_schemas import write_schemas
from jixiao.interfaces.cli.lists import print_json
from jixiao.model.forms.errors import DataFileError, UnknownFamily
from jixiao.model.forms.family import Family
from jixiao.model.forms.family_check import keys_of
from jixiao.model.forms.library import families, load
from jixiao.model.forms.vocabulary import vocabulary

app = ChineseProgram(help="表样：有哪些、是否完整、哪些校验因缺少栏目不能核对")


app.command("new", help="从空白样表学一套表样：写出它的文件夹和对照表")(new_family)
app.command("apply", help="把对照表里改过的取回来")(apply_corrections)
app.command("test", help="拿一份填好的试读，看哪些没有找到位置")(test_family)
app.command("pack", help="把学来的表样做成一个文件（表样包），带到别的电脑上")(pack_family)
app.command("add", help="装上别处做的表样包")(add_families)
app.command("schema", help="写出数据文件的写法（JSON Schema），供编辑器补全和检查")(write_schemas)


class Format(StrEnum):
    """How lists are written."""

    text = "text"
    json = "json"


OutputFormat = Annotated[Format, typer.Option("--format", help="输出格式：text 文字，json 数据", metavar="格式")]


@app.command("list", help="列出可用的表样")
def list_families(output_format: OutputFormat = Format.text) -> int:
    """Print each family with its title; one that is broken says so."""
    records = [_listed(name) for name in families()]
    if output_format is Format.json:
        print_json(records)
        return 0
    for record in records:
        told = f"{record['title']}\n{_rests_on(record)}" if record["title"] else _BROKEN
        typer.echo(f"{record['family']}　{told}")
    return 0


def _rests_on(record: dict[str, Any]) -> str:
    """Whose form it is, of which year, where it was read, and how certain that is."""
    parts = (
        record["province"] or "没有写明省份",
        record["authority"],
        f"{record['year']}年度",
        "；".join(record["sources"]),
        _CERTAINTY[record["certainty"]],
    )
    learned = "" if record["corrections"] is None else f"，从空表学得，人工改了 {record['corrections']} 处"
    return "    " + "，".join(parts) + learned + ("，自己的（不随程序）" if record["own"] else "")


_CERTAINTY = {"S": "见于样表", "P": "见于在用系统", "K": "公认而未见原文", "I": "自动学得，没有人核对，校验只提醒"}


_BROKEN = "不完整，请运行 jixiao family check"


def _listed(name: str) -> dict[str, Any]:
    try:
        family = load(name)
    except DataFileError:
        return {"family": name, "title": "", "year": None, "forms": []}
    head = family.head
    listed = {"family": name, "title": head.title, "year": head.year, "forms": list(head.forms)}
    sources = [family.sources[key].told for key in head.source]
    corrections = _corrections(name) if head.learned else None
    told = {
        "province": head.province,
        "authority": head.authority,
        "sources": sources,
        "certainty": head.certainty,
        "corrections": corrections,
        "own": resources.family_folder(name).parent != resources.path("workbook", "forms"),
    }
    return {**listed, **told}


def _corrections(name: str) -> int | None:
    """How many cells of a family's blanks a person took otherwise; none known of one made before that was kept."""
    folder = resources.family_folder(name)
    return len(read_record(folder)["corrections"]) if (folder / BLANKS / "record.json").is_file() else None


@app.command("check", help="检查一套表样：是否完整，哪些校验因缺少栏目不能核对")
def check_family(
    name: Annotated[str, typer.Argument(help="表样名称，如 hunan-2024", metavar="表样")],
    output_format: OutputFormat = Format.text,
    is_all: Annotated[bool, typer.Option("--all", help="不能核对的校验逐条列出，写明缺少哪些栏")] = False,
) -> int:
    """Print everything wrong with a family, or the checks that it cannot answer; the exit code is 1 if it is broken."""
    record = _checked(name)
    if output_format is Format.json:
        print_json(record)
    else:
        _print(record, is_all)
    return int(bool(record["faults"]))


@app.command("keys", help="列出用词表：每个键的名称、单位，哪些表有，哪些功能和校验要用")
def list_keys(
    name: Annotated[str, typer.Argument(help="按哪套表样列出要用它的校验", metavar="表样")] = "hunan-2024",
    output_format: OutputFormat = Format.text,
) -> int:
    """Print the vocabulary with who needs each key."""
    records = list(_key_records(load(name)))
    if output_format is Format.json:
        print_json(records)
        return 0
    for record in records:
        unit = f"（{record['unit']}）" if record["unit"] else ""
        needed = "；".join(filter(None, ("、".join(record["needed_by"]), "、".join(record["checks"]))))
        typer.echo(f"{record['key']}　{record['title']}{unit}" + (f"　{needed}" if needed else ""))
    return 0


def _key_records(family: Family) -> Iterator[dict[str, Any]]:
    needing: dict[str, dict[str, None]] = {}
    for check in family.checks:
        for key in keys_of(check):
            needing.setdefault(key, {})[check.id] = None
    for key, word in vocabulary().keys.items():
        record = {"key": key, "title": word.title, "kind": word.kind, "unit": word.unit, "forms": list(word.forms)}
        yield {**record, "needed_by": list(vocabulary().uses_of(key)), "checks": list(needing.get(key, ()))}


def _checked(name: str) -> dict[str, Any]:
    faults, family = _faults(name)
    return {
        "family": name,
        "title": family.head.title if family else "",
        "faults": faults,
        "checks": len(family.checks) if family else 0,
        "unanswered": [item.model_dump(mode="json") for item in family.unanswered] if family else [],
        "proof": _proof(family) if family and not faults else None,
    }


def _proof(family: Family) -> dict[str, Any] | None:
    """The family beside the blanks it was learned from; ``None`` for one that somebody wrote."""
    folder = resources.family_folder(family.head.id)
    if not (folder / BLANKS).is_dir():
        return None
    proof = prove(family, folder)
    return {"cells": proof.cells, "differences": list(proof.differences)}


def _faults(name: str) -> tuple[list[str], Family | None]:
    """What is wrong with a family, its rules for prose and its scoring table."""
    try:
        family = load(name)
    except UnknownFamily:
        raise
    except DataFileError as error:
        return list(error.faults), None
    faults: list[str] = []
    for read in (rules_of, read_rubric):
        try:
            read(family)
        except DataFileError as error:
            faults += error.faults
    return faults, family


def _print(record: dict[str, Any], is_all: bool) -> None:
    if record["faults"]:
        typer.echo(f"表样 {record['family']} 有 {len(record['faults'])} 处不合要求：")
        for number, fault in enumerate(record["faults"], 1):
            typer.echo(f"{number}. {fault}")
        return
    typer.echo(f"表样 {record['family']}（{record['title']}）完整：校验 {record['checks']} 条")
    if record["proof"] is not None:
        _print_proof(record["proof"])
    if record["unanswered"] and is_all:
        typer.echo(f"以下 {len(record['unanswered'])} 条因表样缺少所需的栏目，不能核对：")
        for item in record["unanswered"]:
            title = vocabulary().form_title(item["form"])
            typer.echo(f"{item['check']} {item['title']}（{title}）：{item['reason']}")
    elif record["unanswered"]:
        _print_unanswered(record["unanswered"])


def _print_unanswered(items: list[dict[str, Any]]) -> None:
    """The checks that cannot be asked by what they lack, first what most of them lack."""
    typer.echo(f"有 {len(items)} 条因表样缺少所需的栏目，不能核对（缺得最多的在前；加 --all 逐条列出）：")
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(_lacking(item), []).append(item)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    for lacking, lack in ordered[:_MOST_LINES]:
        typer.echo(f"  没有{lacking}，{len(lack)} 条不问：{_told(lack)}")
    rest = sum(len(lack) for _, lack in ordered[_MOST_LINES:])
    if rest:
        typer.echo(f"  另有 {rest} 条各缺别的栏目")


_MOST_LINES, _MOST_NAMES, _MOST_TOLD = 12, 3, 4
_NAMED = re.compile(r"「([^」]+)」")


def _lacking(item: dict[str, Any]) -> str:
    """What a check lacks, as people call it: an attachment, or a form's columns."""
    names = _NAMED.findall(item["reason"])
    more = f"等 {len(names)} 栏" if len(names) > _MOST_NAMES else ""
    said = "".join(f"「{name}」" for name in names[:_MOST_NAMES]) + more
    is_form = str(item["reason"]).startswith("缺少附件")
    return said if is_form else f"{said}（{vocabulary().form_title(item['form'])}）"


def _told(items: list[dict[str, Any]]) -> str:
    """The checks by their titles, or many of them by their numbers."""
    if len(items) > _MOST_TOLD:
        return _ids(items)
    return "；".join(f"{item['check']} {item['title']}" for item in items)


def _ids(items: list[dict[str, Any]]) -> str:
    return "、".join(dict.fromkeys(item["check"] for item in items))


def _print_proof(proof: dict[str, Any]) -> None:
    beside = f"工作簿和报告与样表逐格比对：样表上印的 {proof['cells']} 处"
    if not proof["differences"]:
        typer.echo(f"{beside}，全部一样")
        return
    typer.echo(f"{beside}，有 {len(proof['differences'])} 处不同：")
    for difference in proof["differences"]:
        typer.echo(f"  {difference}")
