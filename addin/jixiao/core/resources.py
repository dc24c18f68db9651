"""Where the data that is not code lies: forms, samples, the Calc extension's own files.

Standard library only, because the functions' chain reads its scoring profiles through it.
"""

from __future__ import annotations

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
