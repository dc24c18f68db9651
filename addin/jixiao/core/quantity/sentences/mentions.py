"""One figure of a text, where it stands, and the lists of parts it may stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from jixiao.core.quantity.reading_kinds import Amount
from jixiao.core.quantity.sentences import words
from jixiao.core.quantity.sentences.labels import NO_LABEL, Label

TOPIC = -1
"""In place of a figure's number: the thing was named by words that end with a colon, or by none."""
NO_LIST = -1
"""In place of a list's number."""


class MentionKind(Enum):
    """What a figure says."""

    FIGURE = "数"
    CHANGE = "增减额"
    RATE = "增减率"
    SHARE = "占比"
    DONE = "完成预算的"
    RATIO = "比率"
    BASE = "上年数"
    OTHER = "其他"


class Exactness(Enum):
    """Whether a figure alone tells one number of a thing.

    Figures after 分别 (分别为3万元和5万元) belong to names before them, one by one: exact, but not when read alone.
    """

    EXACT = "确数"
    VAGUE = "约数"
    RESPECTIVE = "分别"


class Place(NamedTuple):
    """Where a figure stands: from ``start`` to ``end`` of the text, in which sentence and paragraph.

    ``segment`` counts what sentences and semicolons end, ``depth`` the brackets around it.
    """

    start: int
    end: int
    sentence: int
    paragraph: int = 0
    segment: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """One figure in a text; ``index`` is its number among the mentions.

    ``words`` are those before it in its clause. ``rising`` is 1 or -1 for changes. ``whole`` is what a share is of,
    or what a change or rate calls its own subject. ``part_of`` is the number of the list (其中) that it stands in.
    ``subject_from`` is the number of the figure, or ``TOPIC``, that names the thing which its own words do not.
    ``aside`` figures explain and are no part of the account.
    """

    index: int
    place: Place
    amount: Amount
    words: str
    kind: MentionKind
    label: Label = NO_LABEL
    whole: str = ""
    rising: int = 0
    part_of: int = NO_LIST
    subject_from: int | None = None
    exactness: Exactness = Exactness.EXACT
    aside: bool = False

    @property
    def inherited(self) -> bool:
        """Whether the thing was named before, not by its own words."""
        return self.subject_from is not None

    @property
    def name(self) -> str:
        """What the text calls it, for people."""
        said = words.BEFORE_FIGURE.sub("", words.LEADING.sub("", self.words))
        is_own = not self.inherited or self.label.subject in words.NO_THINGS or not self.amount.unit.endswith("元")
        return said if said and is_own else self.label.subject + self.label.role.value

    @property
    def is_sure(self) -> bool:
        """Whether the figure is exact and part of the account."""
        return self.exactness is Exactness.EXACT and not self.aside

    @property
    def is_figure(self) -> bool:
        """Whether it is a thing's own exact figure, not a change or a rate."""
        return self.kind is MentionKind.FIGURE and self.is_sure


@dataclass(slots=True)
class PartList:
    """The parts that 其中 begins: the figures that may be their whole, the nearest last, and the parts in order.

    ``included`` marks those in brackets (42人（含派驻7人）), which may be counted in or not; ``is_bracket`` those in
    brackets that no word begins.
    """

    wholes: list[Mention]
    included: bool = False
    is_bracket: bool = False
    parts: list[Mention] = field(default_factory=list)
