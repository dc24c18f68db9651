"""Reads the figures of official prose: each with its words, unit, year and role, and what it says about another.

``2024年基本支出53.06万元，其中：人员经费49.35万元，占基本支出的93.01%，比上年增加2.10万元，增长4.44%``
holds two figures, of which the second is a part of the first, a share, a change and its rate. Nothing is guessed: what
cannot be told is marked (``exactness``, ``aside``) and left alone by those who audit. Standard library only; linear in
the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jixiao.core.quantity.amounts import decimals
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.reading_kinds import Amount, Operator
from jixiao.core.quantity.sentences import words
from jixiao.core.quantity.sentences.chinese_amounts import in_digits
from jixiao.core.quantity.sentences.labels import Label, Role, read_label
from jixiao.core.quantity.sentences.meaning import Meaning, read_meaning
from jixiao.core.quantity.sentences.mentions import NO_LIST, TOPIC, Exactness, Mention, MentionKind, PartList, Place
from jixiao.core.quantity.sentences.prose import LOOK_BACK, Prose

LONGEST_LEAD = 80
"""Characters before a figure that are looked at; what stands farther away does not name it."""

_FILL = "\x00"
_NEAR = 8
"""Figures back among which the thing is looked for that a figure does not name again."""
_LONGEST_BRACKET = 300
_MONEY = "万元"
_DECIMALS = 2
"""Accounts are kept to 0.01 万元: beside 66.05万元 a figure such as 20万元 or 14.4万元 has dropped its zeros."""


def read_prose(text: str) -> Prose:
    """The figures of a text, in order."""
    return _Reader(text).read()


def read_account(text: str) -> Prose:
    """The figures of a text, those in 万元 to the decimals that the text uses."""
    prose = read_prose(text)
    money = [m.amount.digits for m in prose.mentions if m.amount.unit == _MONEY]
    finest = min(max(money, default=0), _DECIMALS)
    return _with_zeros(prose, finest) if any(digits < finest for digits in money) else prose


def _with_zeros(prose: Prose, digits: int) -> Prose:
    """The same text, its figures in 万元 with so many decimals at the least."""
    mentions = [_to_digits(mention, digits) for mention in prose.mentions]
    lists = [
        replace(found, wholes=[mentions[whole.index] for whole in found.wholes], parts=[]) for found in prose.lists
    ]
    renewed = Prose(prose.text, lists=lists, starts=prose.starts)
    for mention in mentions:
        renewed.add(mention)
    return renewed


def _to_digits(mention: Mention, digits: int) -> Mention:
    if mention.amount.unit != _MONEY or mention.amount.digits >= digits:
        return mention
    return replace(mention, amount=replace(mention.amount, digits=digits))


def _masked(text: str) -> str:
    """The text in one width, with titles and remarks that hold no figure blotted out; no place moves."""
    return words.ASIDE.sub(_blot, in_digits(text.translate(words.WIDTHS)))


def _blot(match: re.Match[str]) -> str:
    inside = match[0]
    if words.SIGNED.fullmatch(inside):
        return f"{_FILL}{inside[1:-1]}{_FILL}"
    is_text = inside[0] == "(" and words.FIGURE.search(inside) and not words.CODE.fullmatch(inside)
    return inside if is_text else _FILL * len(inside)


@dataclass(slots=True)
class _Clause:
    """The clause that is being read: where it begins, and whether a figure of it was read."""

    start: int = 0
    has_figure: bool = False

    def begin(self, start: int, *, has_figure: bool) -> None:
        """What stands before is read."""
        self.start, self.has_figure = start, has_figure


@dataclass(slots=True)
class _Heard:
    """What the words so far say of the figures behind them; ``until`` is how far they were heard."""

    until: int = 0
    is_aside: bool = False
    is_respective: bool = False

    def hear(self, text: str, end: int, *, is_figure: bool) -> None:
        """Each word is looked at once."""
        said = text[self.until : end]
        self.until = end
        if words.REASON.search(said):
            self.is_aside = True
        is_named = is_figure and words.NAMED_PARTS.search(said[-LONGEST_LEAD:])
        is_named = is_named or (said.endswith("用于") and words.NAMED_BEHIND.match(text, end))
        if words.RESPECTIVELY.search(said) and not is_named:
            self.is_respective = True

    def exactness(self, is_exact: bool) -> Exactness:
        """How exact a figure is here that by itself is or is not."""
        if not is_exact:
            return Exactness.VAGUE
        return Exactness.RESPECTIVE if self.is_respective else Exactness.EXACT


@dataclass(slots=True)
class _OpenLists:
    """The number of the list whose parts are being read, and those of the lists around the open brackets."""

    number: int = NO_LIST
    outer: list[int] = field(default_factory=list)

    def close_bracket(self) -> None:
        """What is read belongs to the list around the bracket again."""
        if self.outer:
            self.number = self.outer.pop()

    def number_here(self) -> int:
        """The list that a figure standing here is a part of; none inside a bracket of one of the parts."""
        return NO_LIST if self.number in self.outer else self.number


@dataclass(slots=True)
class _Named:
    """What was named before and may be meant again: before a colon, in a clause without its figure, the year."""

    topic: str = ""
    spoken: str = ""
    year: int = 0


class _Reader:
    """Walks the marks of a text once and keeps what the sentence so far has said."""

    def __init__(self, text: str) -> None:
        self._text = _masked(text)
        self._prose = Prose(text)
        self._paragraph = self._segment = 0
        self._clause = _Clause()
        self._heard = _Heard()
        self._lists = _OpenLists()
        self._named = _Named()

    def read(self) -> Prose:
        """Take every mark in order; what comes between two of them is a clause."""
        for token in words.TOKEN.finditer(self._text):
            kind = token.lastgroup
            is_figure = kind in ("unit", "lent")
            self._heard.hear(self._text, token.start(), is_figure=is_figure)
            if is_figure:
                self._take_figure(token)
                self._clause.begin(token.end(), has_figure=True)
            elif kind != "pause" or self._clause.has_figure:  # 收、支总计 and 水费、电费 are one label
                if token[0] == ":":
                    self._divide_at_colon(token.start())
                self._close_clause(token.start(), token[0])
                self._clause.begin(token.end(), has_figure=False)
                self._pass_mark(str(kind), token)
        return self._prose

    # ---- marks ----------------------------------------------------------------------------------------------

    def _close_clause(self, end: int, mark: str) -> None:
        """What a clause without a figure says about those that follow."""
        if self._clause.has_figure:
            return
        start = max(self._clause.start, end - LONGEST_LEAD)
        if year := words.OPENING_YEAR.match(self._text, self._clause.start):
            self._named.year = int(year[1])
        if unchanged := words.UNCHANGED.match(self._text, start, end):
            self._named.spoken = read_label(unchanged["thing"]).subject or self._named.spoken
        if (match := words.LIST.match(self._text, self._clause.start, end)) and match.end() == end:
            self._open_list(PartList(self._wholes()))
        elif mark == ":" and (said := self._text[start:end].strip()):
            self._named.topic = read_label(said).subject

    def _divide_at_colon(self, start: int) -> None:
        """自评得分94.6分：履职效能46分，…: a figure right before a colon is divided behind it."""
        whole = self._prose.mentions[-1] if self._clause.has_figure else None
        if whole is not None and whole.is_figure and not self._text[whole.place.end : start].strip():
            self._open_list(PartList([whole]))

    def _pass_mark(self, kind: str, token: re.Match[str]) -> None:
        if kind == "stop":
            self._end_sentence(token)
        elif kind == "semicolon":
            self._end_segment()
        elif kind == "open":
            self._lists.outer.append(self._lists.number)
            self._open_bracket(token.end())
        elif kind == "close":
            self._lists.close_bracket()

    def _end_segment(self) -> None:
        self._segment += 1
        self._named.spoken = ""
        self._heard.is_respective = False
        if self._lists.number != NO_LIST:  # the next part of a list is no reason of the last
            self._heard.is_aside = False

    def _end_sentence(self, token: re.Match[str]) -> None:
        self._prose.starts.append(token.end())
        self._segment += 1
        self._lists = _OpenLists()
        self._heard = _Heard(self._heard.until)
        self._named.topic = ""
        if token[0] == "\n":
            self._paragraph += 1
            self._named.year = 0

    # ---- lists of parts -------------------------------------------------------------------------------------

    def _open_list(self, found: PartList) -> None:
        self._lists.number = len(self._prose.lists)
        self._prose.lists.append(found)

    def _wholes(self) -> list[Mention]:
        """A list's wholes are the figures before it: of its own sentence, or of the latest that has any."""
        recent = self._prose.mentions[-LOOK_BACK:]
        figures = [m for m in recent if m.is_figure and m.place.paragraph == self._paragraph]
        of_sentence = [m for m in figures if m.place.sentence == figures[-1].place.sentence]
        return [m for m in of_sentence if not self._prose.is_measure(m)]

    def _open_bracket(self, start: int) -> None:
        """3608万元（中央2855万元、省级753万元）: a bracket right behind a figure that holds two or more of its kind."""
        whole = self._prose.mentions[-1] if self._prose.mentions else None
        if whole is None or not whole.is_figure or start - whole.place.end > _LONGEST_BRACKET:
            return  # far off; a long text is not cut out for each of its brackets
        if self._text[whole.place.end : start - 1].strip():
            return
        if words.NO_PARTS.match(self._text, start):
            return
        inside = self._text[start : start + _LONGEST_BRACKET].partition(")")[0]
        alike = [m for m in words.FIGURE.finditer(inside) if m["unit"] == whole.amount.unit]
        if len(alike) > 1:
            self._open_list(PartList([whole], is_bracket=True))

    def _begin_list(self, said: str) -> str:
        """Open the list that the words before a figure begin; the words without that."""
        in_bracket = self._text[self._clause.start - 1 : self._clause.start] == "("
        if words.ADDED.match(said) and not self._lists.outer:
            self._lists.number = NO_LIST
        begins = words.INCLUDED if in_bracket else words.LIST
        if not begins.match(said):
            return said
        self._open_list(PartList(self._wholes(), included=not said.startswith("其中")))
        return begins.sub("", said)

    # ---- figures --------------------------------------------------------------------------------------------

    def _take_figure(self, token: re.Match[str]) -> None:
        lead = self._text[max(self._clause.start, token.start() - LONGEST_LEAD) : token.start()]
        said = self._begin_list(words.MARKS.sub("", lead))
        unit = self._unit(token, said)
        amount = _amount(token["number"], unit)
        is_measure = bool(words.MEASURE_BEHIND.match(self._text, token.end()))
        named = words.MEASURED.sub(r"\g<whole>", said) if is_measure else said
        if words.CHANGE_BEHIND.match(self._text, token.end()):
            named = words.BASED.sub(r"\g<since>", self._owned_base(named))
        meaning = read_meaning(named, amount, self._named.spoken, self._words_before())
        label, subject_from = self._label(meaning)
        is_part = meaning.kind is MentionKind.FIGURE and not is_measure
        part_of = self._lists.number_here() if is_part else NO_LIST
        is_exact = self._is_exact(token, said, lead) and unit not in words.MULTIPLES
        mention = Mention(
            index=len(self._prose.mentions),
            place=self._place(token),
            amount=amount,
            words=said,
            kind=meaning.kind,
            label=self._in_list(label, amount, part_of),
            whole=meaning.whole,
            rising=meaning.rising,
            part_of=part_of,
            subject_from=subject_from,
            exactness=self._heard.exactness(is_exact),
            aside=self._heard.is_aside,
        )
        self._prose.add(mention)

    def _owned_base(self, said: str) -> str:
        """立案数较2022年的 before a figure that a change starts from: the change is of that thing."""
        owned = words.OWNED_BASE.fullmatch(said)
        if not owned:
            return said
        self._named.spoken = read_label(owned["thing"]).subject or self._named.spoken
        return owned["since"]

    def _place(self, token: re.Match[str]) -> Place:
        sentence, depth = len(self._prose.starts) - 1, len(self._lists.outer)
        return Place(token.start(), token.end(), sentence, self._paragraph, self._segment, depth)

    def _unit(self, token: re.Match[str], said: str) -> str:
        """What a figure counts: a multiple alone is money beside words for it, or behind money in its sentence."""
        unit: str = token["unit"] or token["lent"]
        if unit not in words.MULTIPLES:
            return unit
        last = self._prose.mentions[-1:]
        beside = last and last[0].place.sentence == len(self._prose.starts) - 1 and last[0].amount.unit.endswith("元")
        return f"{unit}元" if beside or words.MONEY.search(said) else unit

    def _is_exact(self, token: re.Match[str], said: str, lead: str) -> bool:
        """Whether a figure stands alone for one number of a thing whose name can be read."""
        behind = self._text[token.end() : token.end() + 4]
        if token["more"] or words.VAGUE_BEFORE.search(said) or words.VAGUE_AFTER.match(behind):
            return False
        if words.RANGE_AFTER.match(behind) or (self._clause.has_figure and said in ("-", "~", "至", "到")):
            return False
        return words.MASKED not in lead

    def _words_before(self) -> str:
        """The words of the figure just before in the same clause."""
        return self._prose.mentions[-1].words if self._clause.has_figure else ""

    def _label(self, meaning: Meaning) -> tuple[Label, int | None]:
        """What a figure is called, with what was named before it, and the number of the figure that named it."""
        label = meaning.label
        if meaning.kind is not MentionKind.FIGURE:
            return Label(label.subject, label.role, self._named.year), None
        self._named.spoken, self._named.year = "", label.year or self._named.year
        subject, number = (label.subject, None) if label.subject else self._named_before()
        return Label(subject, label.role, self._named.year), number

    def _named_before(self) -> tuple[str, int]:
        """支出决算数为5.12万元 after a colon, or 决算数 after 公务接待费全年预算数: the thing was named before.

        Behind 预算数350万元（省级200万元、县级150万元） what the bracket named is meant no more.
        """
        if self._named.topic:
            return self._named.topic, TOPIC
        for other in reversed(self._prose.mentions[-_NEAR:]):
            is_thing = other.kind is MentionKind.FIGURE and other.place.depth <= len(self._lists.outer)
            is_thing = is_thing and not words.ADJUSTMENT.fullmatch(other.label.subject)
            if is_thing and other.label.subject and other.place.paragraph == self._paragraph:
                return other.label.subject, other.index
        return "", TOPIC

    def _in_list(self, label: Label, amount: Amount, number: int) -> Label:
        """A part of a list has the role of its whole, where it names none."""
        if number == NO_LIST or label.role is not Role.NONE or self._prose.lists[number].is_bracket:
            return label
        wholes = [w for w in self._prose.lists[number].wholes if dimension(w.amount) == dimension(amount)]
        return Label(label.subject, wholes[-1].label.role, label.year) if wholes else label


def _amount(number: str, unit: str) -> Amount:
    value = Decimal(number.replace(",", ""))
    unit = words.MARKS.sub("", unit)
    return Amount(Operator.NONE, value, unit, decimals(value), f"{number}{unit}")
