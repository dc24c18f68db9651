"""What a rule for prose finds: two figures that cannot both be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity.sentences import Mention

Spot = tuple[Passage, Mention]
"""A figure and the text that it stands in."""


@dataclass(frozen=True)
class Contradiction:
    """Figures that cannot all be right: the rule, the place, and what its message says.

    ``figures`` are those of its passage, by default the one at its place; ``other`` is one that stands elsewhere.
    """

    check: str
    passage: Passage
    mention: Mention
    says: Mapping[str, str]
    figures: tuple[Mention, ...] = ()
    other: Spot | None = None

    @property
    def spots(self) -> list[Spot]:
        """Every figure that may be the wrong one."""
        own = [(self.passage, figure) for figure in self.figures or (self.mention,)]
        return own if self.other is None else [*own, self.other]


Rule = Callable[[Context], Iterator[Contradiction]]


def finding(contradiction: Contradiction, context: Context) -> Finding:
    """The record of a contradiction."""
    passage = contradiction.passage
    where = passage.where(contradiction.mention)
    place = FindingPlace(where, passage.reference, passage.sheet, passage.cell, passage.form_index)
    found = failed(contradiction.check, context, place, contradiction.says)
    form, label, figure = (contradiction.says.get(name, "") for name in ("form", "label", "figure"))
    return replace(found, against=(form, label, figure)) if form else found


def mention_text(mention: Mention) -> str:
    """A figure as printed, with its unit."""
    return mention.amount.text
