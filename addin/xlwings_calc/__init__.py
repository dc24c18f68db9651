"""An xlwings engine for LibreOffice Calc.

>>> import xlwings as xw, xlwings_calc
>>> xlwings_calc.register()
<Engine calc>
>>> with xw.App(visible=False) as app:
...     sheet = app.books[0].sheets[0]
...     sheet["A1"].value = [["甲", 1], ["乙", 2]]
...     sheet["B3"].formula = "=SUM(B1:B2)"
...     sheet["A1"].expand().value
[['甲', 1.0], ['乙', 2.0]]

The same code runs with Excel when its engine is the active one. README.md lists what is covered and how Calc differs.
"""

from xlwings_calc.app import Alert, App, FormulaFilter
from xlwings_calc.engine import attach, connect, engine, register, start
from xlwings_calc.errors import CalcError, LockedCellsError, OfficeError, UnoMissingError

__version__ = "0.1.0"

__all__ = [
    "Alert",
    "App",
    "CalcError",
    "FormulaFilter",
    "LockedCellsError",
    "OfficeError",
    "UnoMissingError",
    "attach",
    "connect",
    "engine",
    "register",
    "start",
]
