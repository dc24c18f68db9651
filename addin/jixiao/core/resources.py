"""Where the data that is not code lies: forms, samples, the Calc extension's own files.

Standard library only, because the functions' chain reads its scoring profiles through it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def path(*parts: str) -> Path:
    """The path of a data file or folder, in an installed wheel or in a checkout.

    Args:
        parts: the path from the project's root, e.g. ``"workbook", "forms"``.

    Returns:
        The path; it need not exist.
    """
    packed = _PACKAGE / "_data"
    root = packed if packed.is_dir() else _PACKAGE.parents[1]
    return root.joinpath(*parts)


def own_families() -> Path:
    """Where families go that are learned here or taken in from a pack; the folder need not exist.

    Outside the installed program, so that they outlive an upgrade and 卸载; among those that are shipped for who has
    no home. ``JIXIAO_FORMS`` names another folder: that of a checkout, for one, where a family is to be shipped.
    """
    if named := os.environ.get("JIXIAO_FORMS"):
        return Path(named)
    data = os.environ.get("APPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
    root = data if os.path.isabs(data) else os.path.expanduser("~/.local/share")
    return Path(root, "jixiao", "forms") if os.path.isabs(root) else path("workbook", "forms")


def family_folder(name: str) -> Path:
    """A family's folder: one that is shipped, or else one's own; it need not exist."""
    shipped = path("workbook", "forms", name)
    return shipped if shipped.is_dir() else own_families() / name


def family_folders() -> Iterator[Path]:
    """The folders of all families; what is shipped comes first, and hides an own one of the same name."""
    for root in dict.fromkeys((path("workbook", "forms"), own_families())):
        folders = sorted(file.parent for file in root.glob("[a-z]*/family.yaml"))
        yield from (folder for folder in folders if folder == family_folder(folder.name))
