"""What can be wrong with a family's data; every message is Chinese and names the file and the key."""

from __future__ import annotations

from jixiao.core.errors import UserError


class FormsError(UserError):
    """A family that cannot be used."""


class DataFileError(FormsError):
    """A data file that cannot be read as data: not there, too large, not YAML, a key twice, a key not known."""


class UnknownFamily(FormsError):
    """There is no family of that name; the message suggests the nearest one."""
