"""What every data file is read into."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """A part of a data file: unknown keys are refused, and what was read never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def known_keys(model: type[BaseModel] = StrictModel) -> Iterator[str]:
    """Every key of the models that were imported so far, for the near word in a message."""
    yield from model.model_fields
    for each in model.__subclasses__():
        yield from known_keys(each)
