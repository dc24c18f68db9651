"""One cause, one finding: a figure that is written wrong contradicts several others, and is told once with all of them.

A figure is the cause if the contradictions it stands in vanish when it is written as others say it, or without a slip
of its unit, its point or its digits. Nothing is taken for a cause by its place alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text, safely
from jixiao.audit.checks.prose.account import Account
from jixiao.audit.checks.prose.contradiction import Contradiction, Rule, Spot
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import Amount, plain, printed_precision, read_figure
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention, MentionKind
from jixiao.core.quantity.sentences.words import FIGURE
from jixiao.core.quantity.slips import exchanges

_FEWEST = 2
"""Contradictions that one figure must explain."""
_UNITS = ("万元", "元", "亿元")
_POWERS = tuple(Decimal(10) ** power for power in (1, 2, 3, -1, -2, -3))
_LONGEST = 8_000
"""Characters of the paragraphs that are asked about again for one figure."""
_MOST = 60_000
"""Characters that are asked about again for one document; what is not explained by then is told one by one."""
_DECIMALS = 3
"""Of a figure whose point was moved there may be more than of the others."""
_OF_A_CHANGE = 3
"""Figures of a change: itself, last year's and this year's."""
_ASKED = "asked"

Asked = tuple[str, Contradiction]
"""A contradiction with the name of the rule that found it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What is told together: contradictions, and the figure that explains them, with what it should be."""

    found: Sequence[Contradiction]
    spot: Spot | None = None
    meant: str = ""


def causes(asked: Sequence[Asked], context: Context, rules: Mapping[str, Rule]) -> list[Cause]:
    """Contradictions in their order, those of one cause together at the place of the first."""
    trials, left = _Trials(context, rules), {id(one): one for one in asked}
    leaders: dict[int, Cause] = {}
    for spot, of_spot in _by_spot(asked):
        group = [one for one in of_spot if id(one) in left]
        found, meant = trials.explained(spot, group) if len(group) >= _FEWEST else ([], "")
        if len(found) >= _FEWEST:
            leaders[id(found[0])] = Cause([one for _, one in found], spot, meant)
            for one in found[1:]:
                del left[id(one)]
            left.pop(id(found[0]))
    alone = ((key, Cause([one])) for key, (_, one) in ((id(one), one) for one in asked) if key in left)
    told = {**leaders, **dict(alone)}
    return [told[id(one)] for one in asked if id(one) in told]


def _by_spot(asked: Sequence[Asked]) -> list[tuple[Spot, list[Asked]]]:
    """Every figure with what it stands in, those with most first."""
    found: dict[tuple[int, int, int], tuple[Spot, list[Asked]]] = {}
    for one in asked:
        for key, spot in {(id(p), m.place.start, m.place.end): (p, m) for p, m in one[1].spots}.items():
            found.setdefault(key, (spot, []))[1].append(one)
    return sorted(found.values(), key=lambda pair: -len(pair[1]))


@dataclass(frozen=True, slots=True)
class _Excerpt:
    """The paragraphs of a text that figures stand in: where they begin, and the number of their first figure."""

    passage: Passage
    text: Passage
    start: int
    first: int

    def written(self, figure: Mention, meant: str) -> Passage:
        """The excerpt with one of its figures written otherwise."""
        before, behind = figure.place.start - self.start, figure.place.end - self.start
        return replace(self.text, text=self.text.text[:before] + meant + self.text.text[behind:])


@dataclass(slots=True)
class _Trials:
    """Asks the rules again with one figure written otherwise; ``left`` is how many characters may still be asked."""

    context: Context
    rules: Mapping[str, Rule]
    left: int = _MOST

    def explained(self, spot: Spot, group: Sequence[Asked]) -> tuple[list[Asked], str]:
        """Which contradictions vanish if the figure is written otherwise, none coming instead, and how."""
        excerpts = sorted(_excerpts(spot, group), key=lambda excerpt: self._number(excerpt.passage))
        own = next(i for i, excerpt in enumerate(excerpts) if excerpt.passage is spot[0])
        names, texts = list(dict.fromkeys(name for name, _ in group)), [excerpt.text for excerpt in excerpts]
        keys = {id(one): _key(one, excerpts) for one in group}
        best: tuple[list[Asked], str] = ([], "")
        before = self._ask(names, texts) if sum(len(text.text) for text in texts) <= _LONGEST else set()
        if not before >= set(keys.values()):  # what they contradict stands elsewhere, or too much was asked
            return best
        for meant in _others(spot, group):
            if len(best[0]) < len(group):
                written = excerpts[own].written(spot[1], meant)
                after = self._ask(names, [*texts[:own], written, *texts[own + 1 :]])
                gone = [one for one in group if keys[id(one)] not in after and _holds(one, spot[1], meant)]
                if after and after <= before | {_ASKED} and len(gone) > len(best[0]):
                    best = gone, meant
        return best

    def _number(self, passage: Passage) -> int:
        """Which text of the document it is: of two places that differ the rules tell the later one."""
        return next(i for i, other in enumerate(self.context.passages) if other is passage)

    def _ask(self, names: Sequence[str], texts: Sequence[Passage]) -> set[object]:
        """What the rules find; nothing, not even that they were asked, if too much was asked."""
        self.left -= sum(len(text.text) for text in texts)
        if self.left < 0:
            return set()
        rules, tables = self.context.rules, self.context.tables
        account = Account(texts, tables, rules, self.context.year)
        context = replace(self.context, passages=list(texts), account=account)
        answers = ((name, one) for name in names for one in safely(name, self.rules[name], context))
        found = (_found(name, one, texts) if isinstance(one, Contradiction) else name for name, one in answers)
        return {_ASKED, *found}


def _holds(asked: Asked, figure: Mention, meant: str) -> bool:
    """Whether a sum with the figure written so comes out, and is not only no longer asked about."""
    name, found = asked
    written = read_figure(meant)
    if not name.startswith("N01") or len(found.figures) <= _FEWEST or not isinstance(written, Amount):
        return True
    whole, *parts = (written if one.place == figure.place else one.amount for one in found.figures)
    return printed_precision.adds_up(whole, parts) or printed_precision.some_add_up(whole, parts)


def _excerpts(spot: Spot, group: Sequence[Asked]) -> list[_Excerpt]:
    """Of every text that the contradictions speak of the paragraphs from their first figure to their last."""
    found: dict[int, list[Spot]] = {}
    for passage, figure in (spot, *(one for _, asked in group for one in asked.spots)):
        found.setdefault(id(passage), []).append((passage, figure))
    return [_excerpt(spots[0][0], [figure for _, figure in spots]) for spots in found.values()]


def _excerpt(passage: Passage, figures: Sequence[Mention]) -> _Excerpt:
    text = passage.text
    start = text.rfind("\n", 0, min(figure.place.start for figure in figures)) + 1
    end = text.find("\n", max(figure.place.end for figure in figures))
    first = bisect_left(passage.prose.mentions, start, key=lambda mention: mention.place.start)
    return _Excerpt(passage, replace(passage, text=text[start : end if end >= 0 else len(text)]), start, first)


def _key(asked: Asked, excerpts: Sequence[_Excerpt]) -> object:
    """What tells a contradiction from others, as :func:`_found` has it of the excerpts."""
    name, found = asked
    number = next(i for i, excerpt in enumerate(excerpts) if excerpt.passage is found.passage)
    return name, number, found.spots[0][1].index - excerpts[number].first


def _found(name: str, found: Contradiction, texts: Sequence[Passage]) -> object:
    number = next(i for i, text in enumerate(texts) if text is found.passage)
    return name, number, found.spots[0][1].index


# ---- how else a figure may be written -----------------------------------------------------------------------


def _others(spot: Spot, group: Sequence[Asked]) -> Iterator[str]:
    """Without a slip, then as others say it; each once."""
    figure = spot[1]
    seen = {figure.amount.text}
    for text in (*_slips(figure), *_said(spot, group), *_needed(spot, group)):
        if text not in seen and _is_as_fine(text, group):
            seen.add(text)
            yield text


def _is_as_fine(text: str, group: Sequence[Asked]) -> bool:
    """62.61875万元 is not meant where figures have two decimals."""
    digits = max(m.amount.digits for _, one in group for _, m in one.spots)
    meant = read_figure(text)
    return isinstance(meant, Amount) and meant.digits <= max(digits, _DECIMALS)


def _said(spot: Spot, group: Sequence[Asked]) -> Iterator[str]:
    """What a contradiction says of the figure's kind: what another place or a form has, what a sum comes to."""
    for _, one in group:
        for text in one.says.values():
            match = FIGURE.fullmatch(text)
            if match and _has_kind(match["unit"] or "", spot[1]):
                yield text


def _has_kind(unit: str, figure: Mention) -> bool:
    return dimension(replace(figure.amount, unit=unit)) == dimension(figure.amount)


def _needed(spot: Spot, group: Sequence[Asked]) -> Iterator[str]:
    """What a part of a sum must be for it to add up, and a year's figure for the change from the other's."""
    figure = spot[1]
    for name, one in group:
        whole, *parts = one.figures or (one.mention,)
        if one.check == "N03-base" and whole.kind is MentionKind.CHANGE:
            yield from _year_needed(figure, *one.figures[:_OF_A_CHANGE])
        if name.startswith("N01") and any(part.place == figure.place for part in parts):
            beyond = sum((printed_precision.in_base(p.amount) for p in parts), Decimal(0))
            meant = printed_precision.in_base(figure.amount) - beyond + printed_precision.in_base(whole.amount)
            if meant > 0:
                unit = printed_precision.in_base(printed_precision.one(whole.amount))
                yield f"{number_text(meant / unit, 6)}{whole.amount.unit}"


def _year_needed(figure: Mention, change: Mention, base: Mention, now: Mention) -> Iterator[str]:
    """925万元 beside 860万元 and 增加75万元: 935万元, or 850万元."""
    by = printed_precision.in_base(change.amount) * change.rising
    unit = printed_precision.in_base(printed_precision.one(figure.amount))
    for one, other, step in ((now, base, by), (base, now, -by)):
        if one.place == figure.place and (meant := printed_precision.in_base(other.amount) + step) > 0:
            yield f"{number_text(meant / unit, 6)}{figure.amount.unit}"


def _slips(figure: Mention) -> Iterator[str]:
    amount = figure.amount
    number = f"{amount.value:.{amount.digits}f}"
    if dimension(amount) == MONEY:
        yield from (f"{number}{unit}" for unit in _UNITS)
    yield from (f"{plain(amount.value * power)}{amount.unit}" for power in _POWERS if amount.value)
    yield from (f"{plain(other)}{amount.unit}" for other in exchanges(amount))
