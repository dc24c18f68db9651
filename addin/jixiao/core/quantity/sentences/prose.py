"""A text with its figures, and what can be asked of them together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.core.quantity.reading_kinds import Amount, Operator
from jixiao.core.quantity.sentences import words
from jixiao.core.quantity.sentences.labels import Role, read_label, read_role
from jixiao.core.quantity.sentences.mentions import NO_LIST, Mention, MentionKind, PartList, Place

LOOK_BACK = 40
"""Figures back among which the whole of 其中, or what a rate is of, is looked for."""
_OPENING = 40
"""Characters of a sentence that tell of which day it is."""
_LOOKED_AT = 200
"""Characters before a figure in which a budget may be spoken of."""
_BEHIND = 200
_NARROWED = 600
"""Characters before a figure in which words may narrow what is meant."""
_GIVEN = (MentionKind.FIGURE, MentionKind.RATIO, MentionKind.OTHER)
_PLANS = (Role.BUDGET, Role.INITIAL, Role.PLAN)


@dataclass(slots=True)
class Prose:
    """A text with its figures, its lists of parts, and where its sentences begin."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    lists: list[PartList] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    firsts: dict[int, Mention] = field(default_factory=dict)
    """The first figure of each sentence that has any."""
    filled: list[PartList] = field(default_factory=list)
    """The lists that have parts, in the order of their first ones."""

    def add(self, mention: Mention) -> None:
        """Take the next figure, into its list too."""
        self.mentions.append(mention)
        self.firsts.setdefault(mention.place.sentence, mention)
        if mention.part_of != NO_LIST:
            found = self.lists[mention.part_of]
            if not found.parts:
                self.filled.append(found)
            found.parts.append(mention)

    def sentence(self, number: int) -> str:
        """A sentence as it stands in the text."""
        return self.text[self.starts[number] : self.end(number)].strip()

    def end(self, number: int) -> int:
        """Where a sentence ends."""
        return self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)

    def before_in_sentence(self, mention: Mention, longest: int = _NARROWED) -> str:
        """The words of its sentence before a figure; of a sentence that goes on for pages the nearest."""
        start = mention.place.start
        return self.text[max(self.starts[mention.place.sentence], start - longest) : start]

    def around(self, mention: Mention, longest: int = _BEHIND) -> str:
        """The sentence around a figure; of one that goes on for pages what is near."""
        end = min(self.end(mention.place.sentence), mention.place.end + longest)
        return self.before_in_sentence(mention) + self.text[mention.place.start : end]

    def before(self, mention: Mention, sentences: int = 0) -> Iterable[Mention]:
        """The figures before one, the nearest first, back to the beginning of its sentence or of earlier ones.

        A sentence with more figures than anyone reads is not looked through to its beginning.
        """
        for index in range(mention.index - 1, max(-1, mention.index - 1 - LOOK_BACK), -1):
            other = self.mentions[index]
            if other.place.sentence < mention.place.sentence - sentences:
                return
            yield other

    def by_thing(self) -> dict[str, list[Mention]]:
        """The exact figures that the text gives for things it names, by the thing (see :attr:`Label.thing`)."""
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            if mention.is_sure and mention.kind in _GIVEN and self._is_named(mention):
                label = mention.label if mention.label.subject else read_label(mention.words)
                found.setdefault(label.thing, []).append(mention)
        return found

    def _is_named(self, mention: Mention) -> bool:
        return mention.kind is not MentionKind.FIGURE or self.names_its_thing(mention)

    def names_its_thing(self, mention: Mention) -> bool:
        """Whether its subject is its own, or that of the figure whose other role it is (预算20万元，决算18万元)."""
        if mention.subject_from is None or mention.subject_from < 0:
            return bool(mention.label.subject)
        source = self.mentions[mention.subject_from]
        roles = mention.label.role, source.label.role
        is_pair = Role.NONE not in roles and roles[0] is not roles[1]
        return is_pair and source.place.sentence == mention.place.sentence and not source.inherited

    def is_of_a_day(self, mention: Mention) -> bool:
        """Whether its sentence opens with some day (截至11月底): then its figures are not the year's."""
        start = self.starts[mention.place.sentence]
        opening = self.text[start : min(start + _OPENING, self.end(mention.place.sentence))]
        return any(word in opening for word in words.UNTIL)

    def stated_role(self, mention: Mention, heading: str = "") -> Role:
        """Which of a thing's figures is meant; where it does not say, a budget spoken of before it in its sentence."""
        if mention.label.role is not Role.NONE:
            return mention.label.role
        before = self.before_in_sentence(mention, _LOOKED_AT)
        said = read_role(before), read_label(heading).role
        return next((role for role in said if role in _PLANS), Role.NONE)

    def is_measure(self, figure: Mention) -> bool:
        """完成年初预算数60999万元的40.4%: what was done is measured by it, it is none that is divided or changed."""
        degree = self.mentions[figure.index + 1 : figure.index + 2]
        between = self.text[figure.place.end : degree[0].place.start] if degree else ""
        return bool(degree) and degree[0].kind is MentionKind.DONE and bool(words.OF_IT.fullmatch(between))

    def list_before(self, mention: Mention) -> PartList | None:
        """The latest list that begins before a figure."""
        count = bisect_left(self.filled, mention.index, key=lambda found: found.parts[0].index)
        return self.filled[count - 1] if count else None

    def place(self, start: int, end: int) -> Mention:
        """A stretch of the text as a place that can be quoted, whether or not a figure stands there."""
        said = self.text[start:end]
        place = Place(start, end, bisect_right(self.starts, start) - 1)
        return Mention(0, place, Amount(Operator.NONE, Decimal(0), text=said), said, MentionKind.OTHER)

    def quote(self, mention: Mention, longest: int = 60) -> str:
        """The sentence around a figure, as it stands in the text, not longer than that many characters."""
        first = self.starts[mention.place.sentence]
        last = self.end(mention.place.sentence)
        if last - first > longest:
            first = max(first, min(mention.place.start - longest // 2, last - longest))
            last = min(last, max(first + longest, mention.place.end))
        return self.text[first:last].strip()
