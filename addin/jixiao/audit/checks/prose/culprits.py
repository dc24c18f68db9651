"""One cause, one finding: a figure that is written wrong contradicts several others, and is told once with all of them.

A figure is the cause if the contradictions it stands in vanish when it is written as others say it, or without a slip
of its unit, its point or its digits. Nothing is taken for a cause by its place alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text, safely
from jixiao.audit.checks.prose.account import Account
from jixiao.audit.checks.prose.contradiction import Contradiction, Rule, Spot
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import plain, printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention
from jixiao.core.quantity.sentences.words import FIGURE
from jixiao.core.quantity.slips import exchanges

_FEWEST = 2
"""Contradictions that one figure must explain."""
_UNITS = ("万元", "元", "亿元")
_POWERS = tuple(Decimal(10) ** power for power in (1, 2, 3, -1, -2, -3))
_LONGEST = 60_000
"""Characters of the texts in which a figure is tried in another way."""
_TRIALS = 150
"""Of one document; what is not explained by then is told one by one."""

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
    found: dict[tuple[int, int], tuple[Spot, list[Asked]]] = {}
    for one in asked:
        for key, spot in {(id(p), m.place.start): (p, m) for p, m in one[1].spots}.items():
            found.setdefault(key, (spot, []))[1].append(one)
    return sorted(found.values(), key=lambda pair: -len(pair[1]))


@dataclass(slots=True)
class _Trials:
    """Asks the rules again with one figure written otherwise."""

    context: Context
    rules: Mapping[str, Rule]
    left: int = _TRIALS
    _seen: dict[object, frozenset[object]] = field(default_factory=dict)

    def explained(self, spot: Spot, group: Sequence[Asked]) -> tuple[list[Asked], str]:
        """Which contradictions vanish if the figure is written otherwise, none coming instead, and how."""
        texts = _texts(spot, group)
        best: tuple[list[Asked], str] = ([], "")
        if sum(len(text.text) for text in texts) > _LONGEST:
            return best
        names = list(dict.fromkeys(name for name, _ in group))
        keys = {id(one): _key(one, texts) for one in group}
        before = self._ask(names, texts)
        if not before >= set(keys.values()):  # what they contradict stands in other texts too
            return best
        for meant in _others(spot, group):
            if self.left > 0 and len(best[0]) < len(group):
                after = self._ask(names, _written(spot, meant, texts))
                gone = [one for one in group if keys[id(one)] not in after]
                if after <= before and len(gone) > len(best[0]):
                    best = gone, meant
        return best

    def _ask(self, names: Sequence[str], texts: Sequence[Passage]) -> set[object]:
        self.left -= 1
        rules, tables = self.context.rules, self.context.tables
        context = replace(self.context, passages=list(texts), account=Account(texts, tables, rules, self.context.year))
        answers = ((name, one) for name in names for one in safely(name, self.rules[name], context))
        return {_key((name, one), texts) if isinstance(one, Contradiction) else name for name, one in answers}


def _texts(spot: Spot, group: Sequence[Asked]) -> list[Passage]:
    """The texts that the contradictions speak of."""
    passages = [spot[0], *(passage for _, one in group for passage, _ in one.spots)]
    return list({id(passage): passage for passage in passages}.values())


def _key(asked: Asked, texts: Sequence[Passage]) -> object:
    """What tells a contradiction from others wherever its text was changed."""
    name, found = asked
    number = next((i for i, text in enumerate(texts) if text is found.passage), -1)
    return name, number, found.spots[0][1].index


def _written(spot: Spot, meant: str, texts: Sequence[Passage]) -> list[Passage]:
    """The texts with the figure written otherwise."""
    passage, figure = spot
    text = passage.text[: figure.place.start] + meant + passage.text[figure.place.end :]
    return [replace(one, text=text) if one is passage else one for one in texts]


# ---- how else a figure may be written -----------------------------------------------------------------------


def _others(spot: Spot, group: Sequence[Asked]) -> Iterator[str]:
    """Without a slip, then as others say it; each once."""
    figure = spot[1]
    seen = {figure.amount.text}
    for text in (*_slips(figure), *_said(spot, group), *_needed(spot, group)):
        if text not in seen:
            seen.add(text)
            yield text


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
    """What a part of a sum must be for it to add up."""
    figure = spot[1]
    for name, one in group:
        whole, *parts = one.figures or (one.mention,)
        if name.startswith("N01") and any(part.place == figure.place for part in parts):
            beyond = sum((printed_precision.in_base(p.amount) for p in parts), Decimal(0))
            meant = printed_precision.in_base(figure.amount) - beyond + printed_precision.in_base(whole.amount)
            if meant > 0:
                unit = printed_precision.in_base(printed_precision.one(whole.amount))
                yield f"{number_text(meant / unit, 6)}{whole.amount.unit}"


def _slips(figure: Mention) -> Iterator[str]:
    amount = figure.amount
    number = f"{amount.value:.{amount.digits}f}"
    if dimension(amount) == MONEY:
        yield from (f"{number}{unit}" for unit in _UNITS)
    yield from (f"{plain(amount.value * power)}{amount.unit}" for power in _POWERS if amount.value)
    yield from (f"{plain(other)}{amount.unit}" for other in exchanges(amount))
