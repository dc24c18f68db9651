"""The text of a formula, made once for all sheets of a form and all rows of a block; only addresses differ."""

from __future__ import annotations

from collections.abc import Callable

from jixiao.model.evaluation.formulas import Schema

Reference = Callable[[str], str]
"""What stands for a key in a formula."""

_MARK = "\0"


def formula_text(schema: Schema, key: str, make: Callable[[Reference], str], reference: Reference) -> str:
    """A formula with the addresses of one sheet, or of one row.

    Args:
        schema: the form's, which all its sheets share.
        key: by which the formula is known among all of the form's.
        make: writes the formula for any references.
        reference: those of this place.
    """
    pieces = schema.formula_texts.get(key)
    if pieces is None:
        pieces = schema.formula_texts[key] = tuple(make(lambda name: f"{_MARK}{name}{_MARK}").split(_MARK))
    addresses = {name: reference(name) for name in dict.fromkeys(pieces[1::2])}  # asked in the same order every time
    return "".join(addresses[piece] if place % 2 else piece for place, piece in enumerate(pieces))


def row_formula(
    schema: Schema, key: str, row: int, make: Callable[[Reference], str], reference: Callable[[str, int], str]
) -> str:
    """A formula that speaks of its own sheet only, in one row: the same on all sheets of the form.

    Args:
        schema: the form's, which all its sheets share.
        key: by which the formula is known among all of the form's.
        row: where it stands.
        make: writes the formula for any references.
        reference: what stands for a key in a row.
    """
    text = schema.row_formulas.get((key, row))
    if text is None:
        text = schema.row_formulas[key, row] = formula_text(schema, key, make, lambda name: reference(name, row))
    return text
