"""Commands that need no file: what is checked, what cells can call, what a formula gives."""

from __future__ import annotations

from typing import Annotated

import typer

from jixiao.audit.checks.catalogue import catalogue
from jixiao.interfaces.cli.console import console
from jixiao.interfaces.cli.formula import evaluate_formula
from jixiao.interfaces.cli.lists import print_json
from jixiao.interfaces.cli.options import Form, Format
from jixiao.interfaces.cli.tables import print_catalogue, print_functions
from jixiao.model.forms.library import load


def evaluate_command(formula: Annotated[str, typer.Argument(help="公式", metavar="公式")]) -> int:
    """Print what a cell with this formula would show."""
    return evaluate_formula(formula)


def checks(
    family: Annotated[str, typer.Option(help="表样，不填为通用", metavar="表样")] = "generic",
    output_format: Form = Format.text,
) -> int:
    """Print the catalogue of checks of a family."""
    entries = catalogue(load(family))
    if output_format is Format.json:
        print_json([entry.record() for entry in entries])
    else:
        print_catalogue(console, entries)
    return 0


def functions() -> int:
    """Print the registry."""
    print_functions(console)
    return 0
