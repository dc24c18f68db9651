"""What ``mof/persons.yaml`` says: surnames, characters of names, and the words beside them."""

from __future__ import annotations

from functools import cache
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, ValidationError, WithJsonSchema

from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.faults import explain
from jixiao.model.forms.strict_model import StrictModel
from jixiao.model.forms.yaml_file import read_yaml

FILE = "persons.yaml"
_WRITTEN = WithJsonSchema({"type": "string"})


def _joined(text: object) -> object:
    return "".join(text.split()) if isinstance(text, str) else text


def _split(text: object) -> object:
    return tuple(text.split()) if isinstance(text, str) else text


Characters: TypeAlias = Annotated[str, BeforeValidator(_joined), _WRITTEN]
"""Single characters; white space between them only breaks the line."""
Words: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_split), _WRITTEN]
"""Words with white space between them."""


class PersonWords(StrictModel):
    """All of the file; its comments tell what each section is for."""

    surnames: Characters
    rare_surnames: Characters
    compound_surnames: Words
    given: Characters
    transliterated: Characters
    before: Words
    before_action: Words
    heads: Words
    titles: Words
    sure_titles: Words
    after: Words
    actions: Words
    no_name: Characters
    no_names: Words


@cache
def person_words() -> PersonWords:
    """The words of ``mof/persons.yaml``.

    Raises:
        DataFileError: the file says something else.
    """
    try:
        return PersonWords.model_validate(read_yaml(resources.path("workbook", "forms", "mof", FILE)))
    except ValidationError as error:
        raise DataFileError(f"{FILE}：{'；'.join(explain(each, ()) for each in error.errors())}") from error
