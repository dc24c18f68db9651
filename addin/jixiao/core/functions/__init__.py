"""What a cell can call: one registry for Excel, LibreOffice, the command line and the expressions of forms and checks.

Importing this package registers every function. Standard library only.
"""

from jixiao.core.functions import rates, scores, checks, prose_check, wording, listings, row_checks, answers  # noqa: F401 # isort: skip - importing registers, in this order
from jixiao.core.functions.registry import CATEGORY, FUNCTIONS, Argument, Function, UnknownFunction, call, cell_function
from jixiao.core.functions.results import Answer, Cell, Outcome, Problem, Result, Verdict, to_cell

__all__ = [
    "CATEGORY",
    "FUNCTIONS",
    "Answer",
    "Argument",
    "Cell",
    "Function",
    "Outcome",
    "Problem",
    "Result",
    "UnknownFunction",
    "Verdict",
    "call",
    "cell_function",
    "to_cell",
]
