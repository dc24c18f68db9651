"""When two labels are the same label: white space, width, brackets, numbering and the year do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from jixiao.model.forms.numbering import NUMBERING

_SYMBOLS = re.compile(r"\((?:[A-Za-z\d/÷×*+%.=-]*|\d+分[^)]*|(?:单位)?(?:盖章|公章|签章)|(?:单位:?)?万?元)\)")
"""What headings explain in brackets: （A）, （B/A）, （%）, （20分）, （20分*执行率）, （盖章）, （万元）."""
_POINTS = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,3}分$")
"""布置工作10分: as in brackets, no part of the name."""
_NOT_WORDS = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?:(?:19|20)\d\d|\{(?:previous_)?year\})年度?")
_LONGEST = 200
"""Of what is looked at: no label is longer."""

_ALIKE = 0.85
_SHORTEST_ALIKE = 5


@lru_cache(maxsize=8192)
def normal(label: str) -> str:
    """A label reduced to what is said: ``1、 公务用车 购置`` and ``公务用车购置`` are the same."""
    plain = NUMBERING.sub("", "".join(unicodedata.normalize("NFKC", label[:_LONGEST]).split()))
    said, count = _YEAR.subn("", _SYMBOLS.sub("", plain))
    return _POINTS.sub("", _NOT_WORDS.sub("", said).casefold()) or "年度" * bool(count)  # a label may be the year alone


_BRACKET = re.compile(r"[（(]")


class Spellings:
    """Labels and their other spellings (``synonyms.yaml``)."""

    def __init__(self, synonyms: Mapping[str, Iterable[str]]) -> None:
        self._canonical = {normal(other): normal(label) for label, others in synonyms.items() for other in others}

    def key(self, label: str) -> str:
        """What a label is compared by."""
        plain = normal(label)
        return self._canonical.get(plain, plain)

    def keys(self, reduced: Iterable[str]) -> frozenset[str]:
        """What labels are compared by that :func:`normal` has reduced already."""
        return frozenset(self._canonical.get(plain, plain) for plain in reduced)

    def equal(self, printed: str, label: str) -> bool:
        """Whether a printed text is that label or a known spelling of it."""
        return self.key(printed) == self.key(label) != ""

    def same(self, printed: str, label: str) -> bool:
        """Whether a printed text is that label, small differences of wording allowed."""
        a, b = self.key(printed), self.key(label)
        return bool(a) and (a == b or alike(a, b))

    def prefix(self, printed: str, label: str) -> int:
        """How many characters of a printed text are the label that it begins with; 0 if it does not.

        ``其中：  一般公共预算:  110.13`` begins with the label ``其中：一般公共预算：``.
        """
        wanted = normal(label)
        if not normal(printed).startswith(wanted):
            return 0
        for end in range(1, min(len(printed), _LONGEST) + 1):
            said = normal(printed[:end])
            if said == wanted:
                end = _behind_bracket(printed, end, wanted) if _BRACKET.search(label) else end
                return end + len(printed[end:]) - len(printed[end:].lstrip(" ：:\u3000\t"))
            if len(said) > len(wanted):
                return 0
        return 0


def _behind_bracket(printed: str, end: int, wanted: str) -> int:
    """Where a label ends that has a bracket, which is not compared: 预算数（万元） in 预算数（万元）：100."""
    closed = re.match(r"\s*[（(][^（()）]*[)）]", printed[end:])
    is_of_label = closed is not None and normal(printed[: end + closed.end()]) == wanted
    return end + closed.end() if closed is not None and is_of_label else end


def alike(a: str, b: str) -> bool:
    """Whether two labels, reduced to what they are compared by, differ in a few characters only."""
    shorter, longer = sorted((len(a), len(b)))
    return shorter >= _SHORTEST_ALIKE and 2 * shorter / (shorter + longer) >= _ALIKE and _alike(a, b)


@lru_cache(maxsize=8192)
def _alike(a: str, b: str) -> bool:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
