"""Qualitative values (定性) as words that a profile can list."""

from __future__ import annotations

from jixiao.core.quantity import Words
from jixiao.core.quantity.notation import normalise


def core(words: Words) -> str:
    """The words without the signs, quotes and full stops that staff put around them."""
    return normalise(words.text).strip("=,;:.!、“”\"'()")
