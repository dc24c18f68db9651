"""What can go wrong, as a tree.

* ``xlwings.XlwingsError``
    * ``CalcError``: LibreOffice refuses what was asked
        * ``LockedCellsError``: cells are locked on a protected sheet
        * ``OfficeError``: LibreOffice cannot be started, reached or ended
* ``ImportError``
    * ``UnoMissingError``: this Python has no ``uno``

What is not covered raises ``NotImplementedError`` with the name of the member (:mod:`xlwings_calc.coverage`).
"""

from __future__ import annotations

from xlwings import XlwingsError


class CalcError(XlwingsError):
    """LibreOffice refuses what was asked; Excel would refuse it too."""


class LockedCellsError(CalcError):
    """Cells are locked on a protected sheet. UNO itself would write some of them and silently skip others."""


class OfficeError(CalcError):
    """LibreOffice cannot be started, reached or ended."""


class UnoMissingError(ImportError):
    """The module ``uno``, LibreOffice's bridge into Python, cannot be imported."""
