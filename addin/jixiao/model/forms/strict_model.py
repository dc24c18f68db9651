"""What every data file is read into."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """A part of a data file: unknown keys are refused, and what was read never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
