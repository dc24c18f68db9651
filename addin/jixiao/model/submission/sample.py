"""Reading a submission written down as YAML (the samples); every scalar stays the text that stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.yaml_file import read_yaml
from jixiao.model.submission.submission import FormData, Submission


class _FormFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    form: str
    fields: dict[str, Any] = {}
    rows: dict[str, list[dict[str, str]]] = {}
    wording: dict[str, str] = {}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    family: str
    unit: str
    year: int
    source: str = ""
    report_date: str = ""
    forms: list[_FormFile]
    texts: dict[str, dict[str, str]] = {}
    choices: dict[str, str] = {}


def read_sample(path: Path) -> Submission:
    """A submission from a YAML file.

    Raises:
        DataFileError: the file cannot be read or says something a submission does not hold.
    """
    try:
        file = _File.model_validate(read_yaml(path, text_only=True))
    except ValidationError as error:
        places = "、".join(".".join(str(p) for p in e["loc"]) for e in error.errors()[:5])
        raise DataFileError(f"{path.name} 里有不合要求的内容：{places}") from error
    forms = [FormData(f.form, dict(_flatten(f.fields)), f.rows, f.wording) for f in file.forms]
    return Submission(file.family, file.unit, file.year, forms, file.texts, file.report_date, choices=file.choices)


def _flatten(fields: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in fields.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
