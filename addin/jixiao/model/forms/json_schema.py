"""JSON Schema of what a family's files may say, made from the models, so that an editor completes and marks keys.

A file names its schema in its first lines (``# yaml-language-server: $schema=../../schema/form.json``).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from jixiao.model.forms.cases import CheckEntry
from jixiao.model.forms.family import NO_FORMS, FamilyHead, Form, Outline, Parts, Precision, Source
from jixiao.model.forms.limits import Limit
from jixiao.model.forms.shown_figures import ShownFigures
from jixiao.model.forms.vocabulary import Vocabulary

Schema: TypeAlias = dict[str, Any]

FOLDER = "../../schema"
"""Where the schemas lie, seen from a family's folder."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_USE: Schema = {
    "type": "object",
    "properties": {"use": {"type": "string"}},
    "required": ["use"],
    "additionalProperties": False,
}
_WITH_PARTS: Mapping[str, Any] = {"form": Form, "report": Outline, "parts": Parts}
"""What may take in shared parts (``{use: name}``)."""

_WHOLE: Mapping[str, Any] = {
    "family": FamilyHead,
    "checks": list[CheckEntry],
    "sources": dict[str, Source],
    "limits": dict[str, Limit],
    "precision": dict[str, Precision],
    "synonyms": dict[str, list[str]],
    "vocabulary": Vocabulary,
    "collect": ShownFigures,
}


def schemas() -> dict[str, Schema]:
    """The schemas by name: of forms (``form``), and of each other file by its own name."""
    whole = {name: schema_of(model) for name, model in _WHOLE.items()}
    return whole | {name: _taking_parts(schema_of(model)) for name, model in _WITH_PARTS.items()}


def schema_of(model: Any) -> Schema:
    """The schema of a model, without the models' own words, which are for programmers."""
    bare: Schema = _bare(TypeAdapter(model).json_schema(by_alias=True))
    return {"$schema": _DIALECT, **bare}


def schema_name(path: Path) -> str:
    """The schema of a family's file: by its own name, or a form's."""
    return path.stem if path.stem in NO_FORMS else "form"


def naming(schema: str) -> str:
    """The line by which a file names its schema."""
    return f"# yaml-language-server: $schema={FOLDER}/{schema}.json"


def _bare(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in ("title", "description", "default")}
    named = {key: _each(kept.pop(key)) for key in ("properties", "$defs") if key in kept}
    return {**{key: _bare(value) for key, value in kept.items()}, **named}


def _each(named: Mapping[str, Any]) -> Schema:
    """What has names of its own, ``title`` among them."""
    return {name: _bare(schema) for name, schema in named.items()}


def _taking_parts(schema: Any) -> Any:
    """The schema where ``{use: name}`` may stand for anything but a plain value."""
    if isinstance(schema, list):
        return [_taking_parts(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    taking = {key: _taking_parts(value) for key, value in schema.items()}
    for key in ("items", "additionalProperties"):
        if isinstance(taking.get(key), dict):
            taking[key] = _or_part(taking[key])
    if isinstance(taking.get("properties"), dict):
        taking["properties"] = {name: _or_part(value) for name, value in taking["properties"].items()}
    return taking


def _or_part(schema: Schema) -> Schema:
    is_plain = schema.get("type", "object") not in ("object", "array") or "enum" in schema
    return schema if is_plain else {"anyOf": [schema, _USE]}
