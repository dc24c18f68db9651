"""What can be wrong with a family's data; every message is Chinese and names the file and the key."""

from __future__ import annotations

from jixiao.core.errors import UserError


class FormsError(UserError):
    """A family that cannot be used."""


_MOST_TOLD = 30


class DataFileError(FormsError):
    """A data file that cannot be read as data: not there, too large, not YAML, a key twice, a key not known.

    ``faults`` are all that is wrong, one Chinese line each; the message tells the first thirty.
    """

    def __init__(self, *faults: str, heading: str = "") -> None:
        self.faults = faults
        lines = faults[:_MOST_TOLD] + (("……",) if len(faults) > _MOST_TOLD else ())
        super().__init__("\n".join((heading, *lines)) if heading else "；".join(lines))


class UnknownFamily(FormsError):
    """There is no family of that name; the message suggests the nearest one."""
