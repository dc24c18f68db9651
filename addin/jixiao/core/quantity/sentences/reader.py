"""Figures inside official prose: each with its words, unit, year and role, and what it says about another.

``2024年基本支出53.06万元，其中：人员经费49.35万元，占基本支出的93.01%，比上年增加2.10万元，增长4.44%``
holds two figures, of which the second is a part of the first, a share, a change and its rate. Nothing is guessed: what
cannot be told is marked (``vague``, ``aside``) and left alone by those who audit. Standard library only; linear in the
text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from jixiao.core.quantity.amounts import decimals
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.readings import Amount, Operator
from jixiao.core.quantity.sentences import words as words
from jixiao.core.quantity.units import PERCENT

LONGEST_LEAD = 80
"""Characters before a figure that are looked at; what stands farther away does not name it."""

_FILL = "\x00"
_NEAR = 8
"""Figures back among which the thing is looked for that a figure does not name again."""
_OPENING = 40
"""Characters of a sentence that tell of which day it is."""
_LOOKED_AT = 200
"""Characters before a figure in which a budget may be spoken of."""
_NARROWED = 600
"""Characters before a figure in which words may narrow what is meant."""
_LONGEST_BRACKET = 300
_LOOK_BACK = 40
"""Figures back among which the whole of 其中, or what a rate is of, is looked for."""


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


class Role(Enum):
    """Which of a thing's figures it is."""

    PREVIOUS = "上年"
    INITIAL = "年初预算"
    BUDGET = "预算"
    FINAL = "决算"
    PLAN = "计划"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What words before a figure say: the thing meant, and which of its figures."""

    subject: str
    role: Role = Role.NONE
    year: int = 0

    @property
    def thing(self) -> str:
        """The subject without endings that do not change what is meant."""
        return _thing(self.subject)


@dataclass(slots=True)
class Mention:
    """One figure in a text; ``start`` and ``end`` are its place, ``index`` its number among the mentions.

    ``words`` are those before it in its clause. ``rising`` is 1 or -1 for changes. ``whole`` is what a share is of,
    or what a change or rate calls its own subject. ``part_of`` is the number of the list (其中) it stands in, or -1.
    ``inherited`` says that the subject was taken from before, ``heir`` the number of the figure it was taken from (-1:
    from words that end with a colon). ``respective`` figures (分别为3万元和5万元) belong to names before them, one by
    one, and are ``vague`` for whoever reads one alone.
    """

    index: int
    start: int
    end: int
    amount: Amount
    kind: MentionKind
    words: str
    subject: str
    role: Role
    year: int
    sentence: int
    paragraph: int
    segment: int
    depth: int
    rising: int = 0
    whole: str = ""
    part_of: int = -1
    inherited: bool = False
    heir: int = -1
    vague: bool = False
    aside: bool = False
    respective: bool = False

    @property
    def name(self) -> str:
        """What the text calls it, for people."""
        said = words.BEFORE_FIGURE.sub("", words.LEADING.sub("", self.words))
        return said if said and not self.inherited else self.subject + self.role.value

    def names_its_thing(self, prose: Prose) -> bool:
        """Whether its subject is its own, or that of the figure whose other role it is (预算20万元，决算18万元)."""
        if not self.inherited or self.heir < 0:
            return bool(self.subject)
        source = prose.mentions[self.heir]
        is_pair = Role.NONE not in (self.role, source.role) and self.role is not source.role
        return is_pair and source.sentence == self.sentence and not source.inherited

    @property
    def is_sure(self) -> bool:
        """Whether the figure is exact and part of the account."""
        return not (self.vague or self.aside)

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

    def sentence(self, number: int) -> str:
        """A sentence as it stands in the text."""
        return self.text[self.starts[number] : self.end(number)].strip()

    def end(self, number: int) -> int:
        """Where a sentence ends."""
        return self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)

    def before_in_sentence(self, mention: Mention, longest: int = _NARROWED) -> str:
        """The words of its sentence before a figure; of a sentence that goes on for pages the nearest."""
        return self.text[max(self.starts[mention.sentence], mention.start - longest) : mention.start]

    def before(self, mention: Mention, sentences: int = 0) -> Iterable[Mention]:
        """The figures before one, the nearest first, back to the beginning of its sentence or of earlier ones.

        A sentence with more figures than anyone reads is not looked through to its beginning.
        """
        for index in range(mention.index - 1, max(-1, mention.index - 1 - _LOOK_BACK), -1):
            other = self.mentions[index]
            if other.sentence < mention.sentence - sentences:
                return
            yield other

    def by_thing(self) -> dict[str, list[Mention]]:
        """The exact figures that the text gives for things it names, by the thing (see :attr:`Label.thing`)."""
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            if mention.is_sure and mention.kind in _GIVEN and self._is_named(mention):
                subject = mention.subject or read_label(mention.words).subject
                found.setdefault(_thing(subject), []).append(mention)
        return found

    def _is_named(self, mention: Mention) -> bool:
        return mention.kind is not MentionKind.FIGURE or mention.names_its_thing(self)

    def is_of_a_day(self, mention: Mention) -> bool:
        """Whether its sentence opens with some day (截至11月底): then its figures are not the year's."""
        start = self.starts[mention.sentence]
        opening = self.text[start : min(start + _OPENING, self.end(mention.sentence))]
        return any(word in opening for word in words.UNTIL)

    def stated_role(self, mention: Mention, heading: str = "") -> Role:
        """Which of a thing's figures is meant; where it does not say, a budget spoken of before it in its sentence."""
        if mention.role is not Role.NONE:
            return mention.role
        before = self.before_in_sentence(mention, _LOOKED_AT)
        said = _role_of(before), read_label(heading).role
        return next((role for role in said if role in (Role.BUDGET, Role.INITIAL, Role.PLAN)), Role.NONE)

    def list_before(self, mention: Mention) -> PartList | None:
        """The latest list that begins before a figure."""
        count = bisect_left(self.filled, mention.index, key=lambda found: found.parts[0].index)
        return self.filled[count - 1] if count else None

    def place(self, start: int, end: int) -> Mention:
        """A stretch of the text as a place that can be quoted, whether or not a figure stands there."""
        sentence = bisect_right(self.starts, start) - 1
        words = self.text[start:end]
        nothing = Amount(Operator.NONE, Decimal(0), text=words)
        return Mention(
            index=0, start=start, end=end, amount=nothing, kind=MentionKind.OTHER, words=words, subject="",
            role=Role.NONE, year=0, sentence=sentence, paragraph=0, segment=0, depth=0,
        )  # fmt: skip

    def quote(self, mention: Mention, longest: int = 60) -> str:
        """The sentence around a figure, as it stands in the text, not longer than that many characters."""
        first = self.starts[mention.sentence]
        last = self.end(mention.sentence)
        if last - first > longest:
            first = max(first, min(mention.start - longest // 2, last - longest))
            last = min(last, max(first + longest, mention.end))
        return self.text[first:last].strip()


def read_prose(text: str) -> Prose:
    """The figures of a text, in order."""
    return _Reader(text).read()


_MONEY = "万元"
_DECIMALS = 2
"""Accounts are kept to 0.01 万元: beside 66.05万元 a figure such as 20万元 or 14.4万元 has dropped its zeros."""


def read_account(text: str) -> Prose:
    """The figures of a text, those in 万元 to the decimals that the text uses."""
    prose = read_prose(text)
    money = [m for m in prose.mentions if m.amount.unit == _MONEY]
    finest = max((m.amount.digits for m in money), default=0)
    for mention in money:
        if mention.amount.digits < min(finest, _DECIMALS):
            mention.amount = replace(mention.amount, digits=min(finest, _DECIMALS))
    return prose


@lru_cache(maxsize=4096)
def read_label(label: str) -> Label:
    """What a label or the words before a figure say; a thing written in the usual ways gives one subject."""
    said = words.MARKS.sub("", label.translate(words.WIDTHS))
    year = words.YEAR.search(said)
    bare = words.LEADING.sub("", said)
    role = _role(bare)
    for pattern in (words.INITIAL, words.BUDGET, words.FINAL, words.PREVIOUS, words.PLANNED):
        bare = pattern.sub("", bare)
    bare = words.TRAILING.sub("", words.LEADING.sub("", words.YEAR.sub("", bare)))
    return Label(bare, role, int(year[1]) if year else 0)


def _role_of(said: str) -> Role:
    """The role that words name, of words that no other place has and that need not be remembered."""
    return _role(words.LEADING.sub("", words.MARKS.sub("", said.translate(words.WIDTHS))))


def _role(bare: str) -> Role:
    if words.PREVIOUS.search(bare):
        return Role.PREVIOUS
    if words.PLANNED.search(bare):
        return Role.PLAN
    if words.INITIAL.search(bare):
        return Role.INITIAL
    found = [(match.start(), role) for pattern, role in _LATER if (match := pattern.search(bare))]
    return max(found, key=lambda pair: pair[0])[1] if found else Role.NONE


_GIVEN = (MentionKind.FIGURE, MentionKind.RATIO, MentionKind.OTHER)
_COUNTING = re.compile(r"(?:支出|经费|费用|费|人数|人员|人|总额|金额|额|数)$")
"""Endings that do not change what is meant: 公务接待费 and 公务接待, 编制 and 编制人数."""


@lru_cache(maxsize=4096)
def _thing(subject: str) -> str:
    bare = _COUNTING.sub("", subject)
    return bare if len(bare) > 1 else subject


_LATER = ((words.BUDGET, Role.BUDGET), (words.FINAL, Role.FINAL))
"""Where both are named (支出预算执行数), the later word says what the figure is."""


def _masked(text: str) -> str:
    """The text in one width, with titles and remarks that hold no figure blotted out; no place moves."""
    return words.ASIDE.sub(_blot, text.translate(words.WIDTHS))


def _blot(match: re.Match[str]) -> str:
    inside = match[0]
    is_text = inside[0] == "(" and words.FIGURE.search(inside) and not words.CODE.fullmatch(inside)
    return inside if is_text else _FILL * len(inside)


class _Reader:
    """Walks the marks of a text once and keeps what the sentence so far has said."""

    def __init__(self, text: str) -> None:
        self._text = _masked(text)
        self._prose = Prose(text)
        self._paragraph = self._segment = 0
        self._clause = self._heard = 0
        self._has_figure = False
        self._list = -1
        self._outer: list[int] = []
        self._is_aside = self._is_respective = False
        self._topic = self._spoken = ""
        self._spoken = ""
        self._year = 0

    def read(self) -> Prose:
        """Take every mark in order; what comes between two of them is a clause."""
        for token in words.TOKEN.finditer(self._text):
            kind = token.lastgroup
            self._hear(token.start(), is_figure=kind in ("unit", "lent"))
            if kind in ("unit", "lent"):
                self._take_figure(token)
            elif kind != "pause" or self._has_figure:  # 收、支总计 and 水费、电费 are one label
                self._close_clause(token.start(), token[0])
                self._pass_mark(str(kind), token)
        return self._prose

    # ---- marks ----------------------------------------------------------------------------------------------

    def _hear(self, end: int, *, is_figure: bool) -> None:
        """Words that say how the figures behind them are meant; each word is looked at once."""
        said = self._text[self._heard : end]
        self._heard = end
        if words.REASON.search(said):
            self._is_aside = True
        if words.RESPECTIVELY.search(said) and not (is_figure and words.NAMED_PARTS.search(said[-LONGEST_LEAD:])):
            self._is_respective = True

    def _close_clause(self, end: int, mark: str) -> None:
        """What a clause without a figure says about those that follow."""
        if self._has_figure:
            return
        if spoken := words.UNCHANGED.match(self._text, max(self._clause, end - LONGEST_LEAD), end):
            self._spoken = read_label(spoken["thing"]).subject or self._spoken
        if (match := words.LIST.match(self._text, self._clause, end)) and match.end() == end:
            self._open_list()
        elif mark == ":" and (said := self._text[max(self._clause, end - LONGEST_LEAD) : end].strip()):
            self._topic = read_label(said).subject

    def _pass_mark(self, kind: str, token: re.Match[str]) -> None:
        self._clause, self._has_figure = token.end(), False
        if kind == "stop":
            self._end_sentence(token)
        elif kind == "semicolon":
            self._segment += 1
            self._is_respective = False
            self._spoken = ""
            self._is_aside = self._is_aside and self._list < 0  # the next part of a list is no reason of the last
        elif kind == "open":
            self._outer.append(self._list)
            self._open_bracket(token.end())
        elif kind == "close" and self._outer:
            self._list = self._outer.pop()

    def _open_bracket(self, start: int) -> None:
        """3608万元（中央2855万元、省级753万元）: a bracket right behind a figure that holds two or more of its kind."""
        whole = self._prose.mentions[-1] if self._prose.mentions else None
        if whole is None or not whole.is_figure or self._text[whole.end : start - 1].strip():
            return
        if words.NO_PARTS.match(self._text, start):
            return
        inside = self._text[start : start + _LONGEST_BRACKET].partition(")")[0]
        alike = [m for m in words.FIGURE.finditer(inside) if m["unit"] == whole.amount.unit]
        if len(alike) > 1:
            self._prose.lists.append(PartList([whole], is_bracket=True))
            self._list = len(self._prose.lists) - 1

    def _end_sentence(self, token: re.Match[str]) -> None:
        self._prose.starts.append(token.end())
        self._segment += 1
        self._list, self._outer = -1, []
        self._is_aside = self._is_respective = False
        self._topic = ""
        if token[0] == "\n":
            self._paragraph += 1
            self._year = 0

    def _open_list(self) -> None:
        """A list's wholes are the figures before it: of its own sentence, or of the latest that has any."""
        recent = self._prose.mentions[-_LOOK_BACK:]
        figures = [m for m in recent if m.is_figure and m.paragraph == self._paragraph]
        latest = figures[-1].sentence if figures else -1
        self._prose.lists.append(PartList([m for m in figures if m.sentence == latest]))
        self._list = len(self._prose.lists) - 1

    # ---- figures --------------------------------------------------------------------------------------------

    def _take_figure(self, token: re.Match[str]) -> None:
        lead = self._text[max(self._clause, token.start() - LONGEST_LEAD) : token.start()]
        said = words.MARKS.sub("", lead)
        if (begins := words.INCLUDED if self._in_bracket() else words.LIST).match(said):
            self._open_list()
            self._prose.lists[self._list].included = not said.startswith("其中")
            said = begins.sub("", said)
        mention = self._mention(token, said)
        self._classify(mention, said)
        self._prose.mentions.append(mention)
        self._prose.firsts.setdefault(mention.sentence, mention)
        if self._list >= 0 and mention.kind is MentionKind.FIGURE and len(self._outer) == self._depth_of_list():
            self._join_list(mention)
        self._clause, self._has_figure = token.end(), True

    def _in_bracket(self) -> bool:
        return self._text[self._clause - 1 : self._clause] == "("

    def _depth_of_list(self) -> int:
        return sum(1 for outer in self._outer if outer != self._list)

    def _join_list(self, mention: Mention) -> None:
        mention.part_of = self._list
        found = self._prose.lists[self._list]
        if not found.parts:
            self._prose.filled.append(found)
        found.parts.append(mention)
        wholes = [w for w in found.wholes if dimension(w.amount) == dimension(mention.amount)]
        if mention.role is Role.NONE and wholes and not found.is_bracket:
            mention.role = wholes[-1].role

    def _mention(self, token: re.Match[str], said: str) -> Mention:
        unit = self._unit(token, said)
        is_exact = self._is_exact(token, said) and unit not in words.MULTIPLES
        return Mention(
            index=len(self._prose.mentions),
            start=token.start(),
            end=token.end(),
            amount=_amount(token["number"], unit),
            kind=MentionKind.FIGURE,
            words=said,
            subject="",
            role=Role.NONE,
            year=self._year,
            sentence=len(self._prose.starts) - 1,
            paragraph=self._paragraph,
            segment=self._segment,
            depth=len(self._outer),
            vague=self._is_respective or not is_exact,
            aside=self._is_aside,
            respective=self._is_respective and is_exact,
        )

    def _unit(self, token: re.Match[str], said: str) -> str:
        """What a figure counts: a multiple alone is money beside words for it, or behind money in its sentence."""
        unit = token["unit"] or token["lent"]
        if unit not in words.MULTIPLES:
            return unit
        last = self._prose.mentions[-1:]
        beside = last and last[0].sentence == len(self._prose.starts) - 1 and last[0].amount.unit.endswith("元")
        return f"{unit}元" if beside or words.MONEY.search(said) else unit

    def _is_exact(self, token: re.Match[str], said: str) -> bool:
        """Whether a figure stands alone for one number of a thing whose name can be read."""
        behind = self._text[token.end() : token.end() + 4]
        if token["more"] or words.VAGUE_BEFORE.search(said) or words.VAGUE_AFTER.match(behind):
            return False
        if words.RANGE_AFTER.match(behind) or (self._has_figure and said in ("-", "~", "至", "到")):
            return False
        return words.MASKED not in self._text[max(self._clause, token.start() - LONGEST_LEAD) : token.start()]

    def _classify(self, mention: Mention, said: str) -> None:
        is_percent = mention.amount.unit == PERCENT
        if match := words.CHANGE.fullmatch(said):
            self._take_change(mention, match, is_percent)
        elif is_percent:
            self._take_percent(mention, said)
        elif (base := words.BASE.fullmatch(said)) and words.BASE_SAYS.search(base["of"]):
            mention.kind = MentionKind.BASE
            mention.role = Role.BUDGET if "预算" in base["of"] and "上" not in base["of"] else Role.PREVIOUS
        elif dimension(mention.amount) in ("个百分点", "倍"):
            mention.kind = MentionKind.OTHER
        else:
            self._take_subject(mention, said)

    def _take_change(self, mention: Mention, match: re.Match[str], is_percent: bool) -> None:
        """增加300.91万元, 增长28.21%: a change that names its own subject keeps it in ``whole``."""
        mention.kind = MentionKind.RATE if is_percent else MentionKind.CHANGE
        mention.rising = 1 if match["rising"] else -1
        own = match["own"]
        if dimension(mention.amount) in ("个百分点", "倍") or words.OTHER_BASE.search(own):
            mention.kind = MentionKind.OTHER
        mention.whole = read_label(words.SINCE.sub("", own).strip("各均将总体有所，")).subject or self._spoken

    def _take_percent(self, mention: Mention, said: str) -> None:
        share = words.SHARE.search(said)
        if share and not words.NO_SHARE.match(share["whole"]):
            mention.kind, mention.whole = MentionKind.SHARE, share["whole"]
            mention.subject = read_label(said[: share.start()]).subject
        elif done := words.DONE.search(said):
            mention.kind, mention.whole = MentionKind.DONE, done["whole"]
        elif said == "的" and (whole := self._done_just_said()):
            mention.kind, mention.whole = MentionKind.DONE, whole
        elif ratio := words.RATIO.search(said):
            mention.kind, mention.subject = MentionKind.RATIO, words.LEADING.sub("", ratio["name"])
            mention.role = Role.PLAN if words.PLANNED.search(said) else Role.NONE
        else:
            mention.kind = MentionKind.OTHER

    def _done_just_said(self) -> str:
        """完成全年预算84.82万元的73.2%: what is done, if the figure just before the percentage gives it."""
        done = words.DONE.search(self._prose.mentions[-1].words) if self._has_figure else None
        return done["whole"] if done else ""

    def _take_subject(self, mention: Mention, said: str) -> None:
        self._spoken = ""
        label = read_label(said)
        mention.subject, mention.role = label.subject, label.role
        if label.year:
            self._year = mention.year = label.year
        if not label.subject:
            self._inherit(mention)

    def _inherit(self, mention: Mention) -> None:
        """支出决算数为5.12万元 after a colon, or 决算数 after 公务接待费全年预算数: the thing was named before."""
        mention.inherited = True
        if self._topic:
            mention.subject = self._topic
            return
        figures = (m for m in reversed(self._prose.mentions[-_NEAR:]) if m.kind is MentionKind.FIGURE and m.subject)
        if source := next((m for m in figures if m.paragraph == mention.paragraph), None):
            mention.subject, mention.heir = source.subject, source.index


def _amount(number: str, unit: str) -> Amount:
    value = Decimal(number.replace(",", ""))
    unit = words.MARKS.sub("", unit)
    return Amount(Operator.NONE, value, unit, decimals(value), f"{number}{unit}")
