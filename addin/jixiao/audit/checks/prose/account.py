"""What the whole document gives for each thing: figures of its prose and of its tables, by thing and role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Rules, subjects
from jixiao.audit.checks.table_grid import Column, Entry, Grid
from jixiao.core.quantity import Amount, printed_precision
from jixiao.core.quantity.sentences import Mention, Role, read_label

_MOST = 12
_LEAST = 4
"""Characters of a name by whose end longer words are known to mean it."""
_LEADS = re.compile(
    r"^(?:其中[:：]?|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])+"
)
_BRACKET = re.compile(r"[（(][^（）()]{0,40}[)）]")
_SENTENCE = re.compile(r"[。；，]")
_TOTAL = re.compile(r"(?:合计|总计|小计|共计)(?:数|金额)?[:：]?")


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that the document gives for a thing, and where; of one in a text also that."""

    amount: Amount
    place: str
    is_table: bool
    source: tuple[Passage, Mention] | None = None


class Account:
    """The figures of a document by thing and role; the final one where no role is said."""

    def __init__(self, passages: Sequence[Passage], tables: Iterable[Grid], rules: Rules, year: int) -> None:
        self._year = year
        self._names = {
            subject: name
            for name, figure in rules.figures.items()
            for subject in subjects(figure.names)
            if len(subject) >= _LEAST or figure.names
        }
        self._things: dict[str, str] = {}
        self._given: dict[tuple[str, Role], list[Given]] = {}
        for passage in passages:
            self._take_prose(passage)
        for grid in tables:
            if not grid.form:
                self._take_table(grid)

    def thing(self, subject: str) -> str:
        """One name for what may be called in several ways."""
        if subject not in self._things:
            self._things[subject] = self._name(subject)
        return self._things[subject]

    def _name(self, subject: str) -> str:
        bare = read_label(subject).subject
        for start in range(len(bare)):
            name = bare[start:]
            if name in self._names and (not start or len(name) >= _LEAST):
                return self._names[name]
        return read_label(bare).thing

    def find(self, subject: str, role: Role, like: Amount) -> list[Given]:
        """The different figures of a thing in a role, of the kind of another figure; tables first."""
        kind = printed_precision.dimension(like)
        given = self._given.get((self.thing(subject), role), ())
        found = [one for one in given if printed_precision.dimension(one.amount) == kind]
        return sorted(found, key=lambda one: not one.is_table)

    def of(self, name: str, role: Role) -> list[Given]:
        """The different figures of a thing that ``narrative.yaml`` names."""
        return self._given.get((name, role), [])

    def _take(self, thing: str, role: Role, given: Given) -> None:
        """Keep a figure, each of the different ones once; so many that nobody can tell are not kept."""
        kept = self._given.setdefault((thing, role), [])
        is_new = not any(
            printed_precision.same(given.amount, one.amount) and one.is_table >= given.is_table for one in kept
        )
        if is_new and len(kept) < _MOST:
            kept.append(given)

    def only(self, subject: str, role: Role, like: Amount) -> Given | None:
        """The figure of a thing, if the document gives but one."""
        found = self.find(subject, role, like)
        return found[0] if found and all(printed_precision.same(found[0].amount, g.amount) for g in found) else None

    def _take_prose(self, passage: Passage) -> None:
        for mention in passage.prose.mentions:
            if mention.is_figure and mention.label.subject and passage.prose.names_its_thing(mention):
                role = _role(mention.label.role)
                if role is not None and mention.label.year in (0, self._year):
                    given = Given(mention.amount, f"“{passage.heading}”", is_table=False, source=(passage, mention))
                    self._take(self.thing(mention.label.subject), role, given)

    def _take_table(self, grid: Grid) -> None:
        for column in grid.columns:
            label = read_label(column.heading)
            role = _role(label.role)
            if role is not None and label.role is not Role.NONE and label.year in (0, self._year):
                for thing, entry in self._named_entries(column, grid):
                    unit = grid.unit(column.heading, entry)
                    if unit and entry.amount is not None:
                        amount = replace(entry.amount, unit=unit)
                        self._take(thing, role, Given(amount, grid.name, is_table=True))

    def _named_entries(self, column: Column, grid: Grid) -> Iterator[tuple[str, Entry]]:
        for entry in column.entries:
            name = bare_name(entry.label)
            if _TOTAL.fullmatch(name):
                titled = [thing for line in grid.above.splitlines() if (thing := self._titled(line))]
                if titled:
                    yield titled[-1], entry
            else:
                yield self.thing(name), entry

    def _titled(self, line: str) -> str:
        """The thing that a table's title names: 2021年度财政拨款“三公”经费支出决算表; a sentence above is no title."""
        if _SENTENCE.search(line):
            return ""
        bare = read_label(line).subject
        return next(
            (self._names[n] for n in sorted(self._names, key=len, reverse=True) if n in bare and len(n) > 3), ""
        )


def bare_name(label: str) -> str:
    """What a row is called, without its number, 其中 and remarks in brackets."""
    return _BRACKET.sub("", _LEADS.sub("", label))


def _role(role: Role) -> Role | None:
    if role in (Role.NONE, Role.FINAL):
        return Role.FINAL
    return Role.BUDGET if role in (Role.BUDGET, Role.INITIAL) else None
