"""``jixiao family schema``: the JSON Schema files by which an editor completes and marks the keys of data files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from jixiao.audit.bureau_score.rubric import Rubric
from jixiao.audit.checks.prose.prose_rules import Rules
from jixiao.core.files import make_folder, replacing
from jixiao.documents.circulation.person_words import PersonWords
from jixiao.documents.learning.label_words import LabelWords
from jixiao.model.forms.json_schema import Schema, schema_of, schemas

FolderName = Annotated[Path, typer.Argument(help="写到哪个文件夹", metavar="文件夹")]


def all_schemas() -> dict[str, Schema]:
    """Every schema by its name, those of the rules for prose and of the bureau's scoring among them."""
    narrative = schema_of(Rules)
    narrative.pop("required")  # a family says only what differs
    others = {"assessment": Rubric, "labels": LabelWords, "persons": PersonWords}
    return {**schemas(), "narrative": narrative, **{name: schema_of(model) for name, model in others.items()}}


def write_schemas(folder: FolderName) -> int:
    """Write each schema as a file of its name."""
    make_folder(folder)
    for name, schema in all_schemas().items():
        with replacing(folder / f"{name}.json") as temporary:
            temporary.write_text(text_of(schema), "utf-8")
    typer.echo(f"已写出 {len(all_schemas())} 个文件：{folder}")
    return 0


def text_of(schema: Schema) -> str:
    """A schema as its file has it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
