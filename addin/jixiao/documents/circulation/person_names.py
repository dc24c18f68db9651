"""What may be names of persons in texts: told by surnames and by the words before and behind, for a person to decide.

A name is looked for only where a person is spoken of: behind a post or a label (组长、填表人：), before a title or what
only persons do (同志、主持), in a list that begins so, and in cells under a head for names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from jixiao.documents.circulation.person_words import PersonWords, person_words

_HAN = "[\u4e00-\u9fff]"
_GAP = "[ \u3000]{0,4}"
"""Names of two characters are spread to the width of three."""
_DOT = "[·•・‧∙]"
_FOREIGN = r"[A-Z][a-z]{1,20}(?:(?:[ ·-]|\. ?)[A-Z][a-z]{0,20}){1,3}"
_MOST_LISTED = 40
"""Every repetition has its limit: a text may be anything."""
_AROUND = 12
_LINK = re.compile(r"(?:[：:；为是由有、，\s]|名单|包括|[（(](?:签字|签名|盖章|签章)[)）]){0,6}")
_SAYS_A_NAME = re.compile(r"[：:）)]|名单|包括")
_SOUND = re.compile(f"{_DOT}|[A-Za-z]")
_BESIDE_NAME = re.compile(r"[（(][^（()）]{0,40}[)）]|[\d-]{5,}")
_LIST_SIGNS = str.maketrans("，,;；/\n和", "、" * 7)
_BETWEEN = re.compile(rf"{_GAP}(?:[（(][^（()）]{{0,40}}[)）])?{_GAP}(?:[、，,/和与及]|以及)?{_GAP}")


@dataclass(frozen=True)
class Suspect:
    """What may be a person's name, where it stands, and the words around it."""

    name: str
    where: str
    context: str


def suspects(text: str, where: str) -> Iterator[Suspect]:
    """What may be names of persons in a text; each name once, without the gaps that spread it."""
    found: dict[str, int] = {}
    for name, place in sorted(_rules().names(text), key=lambda pair: pair[1]):
        found.setdefault(plain_name(name), place)
    for name, place in found.items():
        start, end = max(0, place - _AROUND), place + len(name) + _AROUND
        yield Suspect(name, where, text[start:end].replace("\n", " "))


def suspects_in_cell(text: str, where: str, head: str) -> Iterator[Suspect]:
    """The same of a cell under a head; where that asks for names, the whole cell is one or several."""
    rules = _rules()
    if not rules.is_head(head):
        yield from suspects(text, where)
        return
    for name in rules.names_of_cell(text):
        yield Suspect(plain_name(name), where, f"{head}：{text[: 2 * _AROUND]}")


def plain_name(name: str) -> str:
    """A name without the gaps that spread it; foreign names keep theirs."""
    return " ".join(name.split()) if name[:1].isascii() else "".join(name.split())


def spelled(name: str) -> str:
    """A pattern that finds a name however it is spread."""
    return re.escape(name) if name[:1].isascii() else _GAP.join(map(re.escape, name))


def hidden(name: str) -> str:
    """What stands instead of a name: 张某, 张某某, 欧阳某, 古某某某·某某, J某."""
    if name[:1].isascii():
        return f"{name[:1]}某"
    shown = 2 if name[:2] in person_words().compound_surnames and len(name) > 2 else 1
    return name[:shown] + "".join("某" if "\u4e00" <= each <= "\u9fff" else each for each in name[shown:])


@cache
def _rules() -> _Rules:
    return _Rules(person_words())


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class _Rules:
    """The words of the data as patterns."""

    def __init__(self, words: PersonWords) -> None:
        self._words = words
        end = rf"(?={_GAP}(?:[、，,。；;：:（）()|/\s]|$|{_one_of({*words.after, *words.titles, *words.actions})}))"
        does = rf"(?={_one_of({*words.actions, *words.titles})})"
        surname = rf"(?:{_one_of(words.compound_surnames)}|[{words.surnames}])"
        any_surname = rf"(?:{_one_of(words.compound_surnames)}|[{words.surnames}{words.rare_surnames}])"
        dotted = rf"{_HAN}{{1,6}}{_DOT}{_HAN}{{1,8}}"
        is_none = rf"(?!{_one_of(words.no_names)})"
        likely = _given(f"[{words.given}]")
        possible = _given(f"(?![{words.no_name}]){_HAN}")
        sounds = f"[{words.transliterated}]"
        other = rf"{sounds}{{2,6}}(?:{_DOT}{sounds}{{1,8}}){{1,3}}|{_FOREIGN}"
        by_sound = rf"{dotted}|{_FOREIGN}|{sounds}{{3,6}}"
        self._weak = re.compile(rf"(?:{is_none}{surname}{likely}|{by_sound}){end}")
        self._strong = re.compile(rf"(?:{is_none}{any_surname}{possible}|{by_sound}){end}")
        self._sure = re.compile(rf"{any_surname}{possible}(?={_one_of(words.sure_titles)})")
        self._doing = re.compile(rf"(?:{other}|{is_none}{surname}{likely}){does}")
        self._start = re.compile(r"(?<![\u4e00-\u9fff·•・‧∙])|(?<=[由请与和及向对经以被给让、])")
        self._before = re.compile(_one_of(words.before))
        self._one_cell = re.compile(rf"{any_surname}{possible}|{dotted}|{_FOREIGN}|{_HAN}{{2,4}}")
        self._dotted = re.compile(rf"{sounds}{{2,6}}(?:{_DOT}{sounds}{{1,8}}){{1,3}}")

    def names(self, text: str) -> Iterator[tuple[str, int]]:
        """Names and where they stand, some more than once."""
        for before in self._before.finditer(text):
            yield from self._behind(text, before)
        for match in self._dotted.finditer(text):
            yield match[0], match.start()
        for start in self._start.finditer(text):
            found = self._doing.match(text, start.end())
            if found and not self._is_none(found[0]):
                yield found[0], found.start()

    def _behind(self, text: str, before: re.Match[str]) -> Iterator[tuple[str, int]]:
        """The name behind a word that calls for one, and those that are listed behind it."""
        link = _LINK.match(text, before.end())
        place = link.end() if link else before.end()
        if link and _SAYS_A_NAME.search(link[0]):
            patterns = (self._strong, self._sure)
        else:
            patterns = (self._doing if before[0] in self._words.before_action else self._weak, self._sure)
        for _ in range(_MOST_LISTED):
            match = next(filter(None, (pattern.match(text, place) for pattern in patterns)), None)
            if match is None or self._is_none(match[0]):
                return
            yield match[0], place
            between = _BETWEEN.match(text, match.end())
            place = between.end() if between else match.end()

    def _is_none(self, name: str) -> bool:
        """Whether a character is none of a name; in one that is spelled by sound more of them are."""
        sounds = self._words.transliterated if _SOUND.search(name) else ""
        return any(each in self._words.no_name and each not in sounds for each in name[1:])

    def is_head(self, head: str) -> bool:
        """Whether a head asks for names."""
        return any(word in head for word in self._words.heads) and "单位" not in head.replace("单位负责人", "")

    def names_of_cell(self, text: str) -> Iterator[str]:
        """The names that a cell lists."""
        for piece in _BESIDE_NAME.sub("", text).translate(_LIST_SIGNS).split("、"):
            name = piece.strip()
            is_post = name in self._words.before or name in self._words.titles
            if self._one_cell.fullmatch(name) and not is_post and not self._is_none(name):
                yield name


def _given(character: str) -> str:
    """One or two characters of a name, as few as what follows allows."""
    return f"{_GAP}{character}(?:{_GAP}{character})??"
