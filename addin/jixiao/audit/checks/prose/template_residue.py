"""What a template left behind (C54)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction


def residue(context: Context) -> Iterator[Contradiction]:
    """C54: no placeholder and no instruction of the template stands in the text."""
    for passage in context.passages:
        if match := context.rules.residues.pattern.search(passage.text):
            mention = passage.prose.place(match.start(), match.end())
            yield Contradiction("C54", passage, mention, {"name": "", "printed": match[0]})
