"""What a test knows of an answer and its type does not say; a test whose answer is another fails here."""

from __future__ import annotations

from typing import TypeVar

Kind = TypeVar("Kind")


def instance_of(kind: type[Kind], answer: object) -> Kind:
    """The answer, which is of this kind."""
    assert isinstance(answer, kind), f"{answer!r} is no {kind.__name__}"
    return answer


def present(answer: Kind | None) -> Kind:
    """The answer, which is not None."""
    assert answer is not None
    return answer
