"""What the words of a clause make of the figure behind them: a change, a rate, a share, a ratio, a thing's figure."""

from __future__ import annotations

import re
from typing import NamedTuple

from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.reading_kinds import Amount
from jixiao.core.quantity.sentences import words
from jixiao.core.quantity.sentences.labels import NO_LABEL, Label, Role, read_label
from jixiao.core.quantity.sentences.mentions import MentionKind
from jixiao.core.quantity.units import PERCENT

_STEPS = ("个百分点", "倍")
"""What is counted so is no amount of the thing and no rate of its change."""
_AROUND_A_CHANGE = re.compile(r"^(?:总体|各|均|将|有所|，)+|(?:总体|各|均|将|有所|，)+$")


class Meaning(NamedTuple):
    """The kind of a figure and what its own words name; see :class:`~.mentions.Mention` for ``whole``, ``rising``."""

    kind: MentionKind
    label: Label = NO_LABEL
    whole: str = ""
    rising: int = 0


def read_meaning(said: str, amount: Amount, spoken: str, before: str) -> Meaning:
    """What words say of the figure behind them.

    ``spoken`` is the thing that an earlier clause named without a figure; ``before`` are the words of the figure just
    before in the same clause, if there is one.
    """
    if match := words.CHANGE.fullmatch(said):
        return _change(match, amount, spoken)
    if amount.unit == PERCENT:
        return _percent(said, before)
    if (base := words.BASE.fullmatch(said)) and words.BASE_SAYS.search(base["of"]):
        is_budget = "预算" in base["of"] and "上" not in base["of"]
        return Meaning(MentionKind.BASE, Label(role=Role.BUDGET if is_budget else Role.PREVIOUS))
    if dimension(amount) in _STEPS or words.GAP.fullmatch(said):
        return Meaning(MentionKind.OTHER)
    return Meaning(MentionKind.FIGURE, read_label(said))


def _change(match: re.Match[str], amount: Amount, spoken: str) -> Meaning:
    """增加300.91万元, 增长28.21%: a change that names its own subject keeps it in ``whole``."""
    kind = MentionKind.RATE if amount.unit == PERCENT else MentionKind.CHANGE
    if dimension(amount) in _STEPS or words.OTHER_BASE.search(match["own"]):
        kind = MentionKind.OTHER
    said = words.ON_ONE_BASIS.sub("", match["own"])
    own = read_label(_AROUND_A_CHANGE.sub("", _changed_thing(said))).subject
    return Meaning(kind, whole=own or spoken, rising=1 if match["rising"] else -1)


def _changed_thing(own: str) -> str:
    """工资福利支出 of 工资福利支出较上年增加; nothing where the words name only whose figure it is."""
    thing = words.COMPARED.sub("", own)
    if thing != own:
        return "" if words.SINCE.fullmatch(thing) else thing
    bare = words.YEAR.sub("", own)
    begins = words.SINCE.match(bare)
    return words.SINCE.sub("", bare) if begins and begins[0] else own


def _percent(said: str, before: str) -> Meaning:
    share = words.SHARE.search(said)
    if share and not words.NO_SHARE.match(share["whole"]):
        return Meaning(MentionKind.SHARE, Label(read_label(said[: share.start()]).subject), share["whole"])
    if done := words.DONE.search(said):
        return Meaning(MentionKind.DONE, whole=done["whole"])
    if words.OF_IT.fullmatch(said) and (measured := words.MEASURED.search(before)):  # 完成全年预算84.82万元的73.2%
        return Meaning(MentionKind.DONE, whole=measured["whole"])
    if ratio := words.RATIO.search(said):
        role = Role.PLAN if words.PLANNED.search(said) else Role.NONE
        return Meaning(MentionKind.RATIO, Label(words.LEADING.sub("", ratio["name"]), role))
    return Meaning(MentionKind.OTHER)
