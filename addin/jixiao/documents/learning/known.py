"""What labels of forms are known to mean (``mof/labels.yaml``): the words are data, comparing them is here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from jixiao.core import resources
from jixiao.documents.intake.labels import alike, normal
from jixiao.documents.learning.composed import Composed
from jixiao.documents.learning.label_words import ColumnTwins, LabelWords
from jixiao.model.forms.numbering import without_numbering
from jixiao.model.forms.yaml_file import read_yaml

EXACT, ALIKE, UNKNOWN = "S", "I", ""
"""How sure a meaning is: the label is known, it is like a known one, nobody knows it."""

_EQUATION = re.compile(r"(?<=[\u4e00-\u9fff）)])\s*[①-⑳].*$", re.DOTALL)
"""小计④=①+②+③: how a column is reckoned is no part of its name."""
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_COUNT = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,2}\s*[：:]?\s*$")
"""年度目标1：, one of several."""
_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fff]")
_AGAIN = re.compile(r"_\d+$")
_TABLES = (("fund", "fund"), ("income", "fund"), ("spending", "spending"), ("matter", "matter"))
"""Rows and columns whose names together are a key's."""
_SECTIONS = (
    "fields",
    "fund_columns",
    "fund_rows",
    "income_rows",
    "lists",
    "spending_columns",
    "spending_rows",
    "matter_rows",
    "matter_columns",
    "indicator_columns",
    "sections",
)


class Known:
    """The known labels, section by section."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._keys = {section: _inverted(data[section]) for section in _SECTIONS}
        self._composed = {section: Composed(words) for section, words in data["composed"].items()}
        self._plain = frozenset(map(reduced, data["plain"]))
        self._total = frozenset(map(reduced, data["total"]))
        self._kinds: dict[str, str] = {key: kind for kind, keys in data["kinds"].items() for key in keys}
        self._titles: dict[str, dict[str, str]] = {
            section: {key: labels[0] for key, labels in data[section].items()} for section in _SECTIONS
        }
        self._keep = frozenset(data["keep"])
        self._signed = frozenset(data["signed"])
        self._named: Mapping[str, str] = data["named"]
        self._row_formulas: Mapping[str, Sequence[str]] = data["row_formulas"]
        self._formulas: Mapping[str, Sequence[str]] = data["formulas"]
        self.filled_first: tuple[str, ...] = tuple(data["filled_first"])
        """The keys by which a form that somebody filled in is told."""
        self.begins_form: tuple[str, ...] = tuple(data["begins_form"])
        """The keys that a form begins with."""
        self.long_term: tuple[str, ...] = tuple(data["long_term"])
        """Words beside indicators that are those of several years."""
        self._subject = re.compile(f"(?:{'|'.join(map(reduced, data['subjects']))})*")
        self._choices: dict[str, str] = {said: key for key, printed in data["choices"].items() for said in printed}
        self._incidental = frozenset(data["incidental"])
        self._goals = frozenset(data["goals"])
        self._all, self._income = data["all_funds"], data["income"]
        self.column_twins = {key: ColumnTwins.model_validate(words) for key, words in data["column_twins"].items()}
        """Columns of funds that two headings may mean, and which of the two does."""
        self._row_columns: Mapping[str, str] = data["row_columns"]
        self.three_public: frozenset[str] = frozenset(data["three_public"])
        """Rows of expenses whose sum is that of 三公经费."""
        self.second_columns: Mapping[str, str] = data["second_columns"]
        """Columns of indicators that two headings may mean, and what the second is then."""
        self._provinces: Mapping[str, Sequence[str]] = data["provinces"]
        self._empty_sections: Mapping[str, str] = data["empty_sections"]
        self._numbers = frozenset(map(reduced, data["numbers"]))
        self._lists: dict[str, str] = {row: name for name, rows in data["spending_lists"].items() for row in rows}
        self._twins = {key: _normalised(labels) for key, labels in data["twins"].items()}
        self._sentences: Mapping[str, Mapping[str, str]] = data["sentences"]

    def key(self, section: str, label: str) -> str:
        """The key of a label in a section, "" for none: the label is known, or put together of known words."""
        return self._exact(section, label) or self._put_together(section, label)

    def _exact(self, section: str, label: str) -> str:
        return self._keys[section].get(reduced(label), "")

    def _put_together(self, section: str, label: str) -> str:
        said = reduced(label)
        is_other = said in self._plain or said in self._total or not said
        return "" if is_other or section not in self._composed else self._composed[section].key(said)

    def section(self, heading: str, is_chapter: bool) -> str:
        """The key of a heading of a report, "" for none; one with others below it must be known to the letter."""
        said = without_numbering(heading)
        if not is_chapter:
            return self.key("sections", said)
        return self._exact("sections", said) or self._exact("sections", self._subject.sub("", reduced(said), count=1))

    def near(self, section: str, label: str) -> str:
        """The key of a label that differs from a known one in a few characters, "" for none."""
        said = reduced(label)
        return next((key for other, key in self._keys[section].items() if alike(said, other)), "")

    def sure(self, section: str, label: str) -> tuple[str, str]:
        """A label's key and how sure that is."""
        key = self._exact(section, label)
        if key:
            return key, EXACT
        alone = _COUNT.sub("", _BRACKETS.sub("", label))
        like = self._put_together(section, label) or self.key(section, alone) or self.near(section, label)
        return (like, ALIKE) if like else ("", UNKNOWN)

    def fund_column(self, label: str) -> tuple[str, str]:
        """The key of a column of funds; a row of theirs (上年结转) may be the heading of one."""
        key, sureness = self.sure("fund_columns", label)
        column = "" if key else self._row_columns.get(self.key("fund_rows", label), "")
        return (column, ALIKE) if column else (key, sureness)

    def source(self, label: str) -> tuple[str, str]:
        """The key of a row of funds; what it is a part of may stand before it: 资金来源：（1）财政性资金."""
        key, sureness = self.sure("fund_rows", label)
        part = label.replace(":", "：").rpartition("：")[2]
        return (key, sureness) if key or part == label else self.sure("fund_rows", part)

    def is_plain(self, label: str) -> bool:
        """Whether a label only heads what follows."""
        return reduced(label) in self._plain

    def named(self, name: str) -> str:
        """The key that the learner calls by a name of its own."""
        return self._named[name]

    def formulas(self, key: str) -> Sequence[str]:
        """How a key may be reckoned from others, the best way first."""
        row, _, column = key.rpartition(".")
        of_row = [way.replace("{row}", row) for way in self._row_formulas.get(column, ())] if row else []
        return self._formulas.get(key, of_row)

    def is_incidental(self, key: str) -> bool:
        """Whether any table may have such a field: a telephone number makes no form of it."""
        return key in self._incidental

    def is_goal(self, label: str) -> bool:
        """Whether a label heads one of the goals of the year."""
        return self.key("fields", label) in self._goals

    def chosen(self, printed: str) -> str:
        """The key of a cell that prints what may be chosen: □优 □良 □中 □差, "" for other cells."""
        return self._choices.get(_NOT_CHINESE.sub("", printed), "")

    def is_signed(self, label: str) -> bool:
        """Whether somebody signs behind a label by hand: 单位负责人（签字）."""
        return self.key("fields", label) in self._signed and "签" in label

    def counts_rows(self, label: str) -> bool:
        """Whether a label heads the numbers of a form's own rows or columns."""
        return reduced(label) in self._numbers

    def rank(self, section: str, label: str) -> int:
        """How far back among its key's known labels a label stands; behind all of them if it is none."""
        labels = list(self._keys[section])
        said = next((s for s in (reduced(label), reduced(_BRACKETS.sub("", label))) if s in labels), "")
        return labels.index(said) if said else len(labels)

    def twin(self, key: str, label: str) -> str:
        """What a label means where another on the form has its key, "" for something of its own."""
        return self._twins.get(key, {}).get(reduced(label), "")

    def is_total(self, label: str) -> bool:
        """Whether a label is that of the row of totals."""
        return reduced(label) in self._total

    def may_be_all(self, label: str) -> bool:
        """Whether a label that nobody knows may be that of the row of all funds: 本年支出合计, and no 收入合计."""
        return self.sums(label) and not self.is_income(label)

    def sums(self, label: str) -> bool:
        """Whether a label speaks of a sum."""
        return any(word in label for word in self._all)

    def is_income(self, label: str) -> bool:
        """Whether a label speaks of what was received."""
        return any(word in label for word in self._income)

    def province(self, said: str) -> str:
        """The province that a title or the number of a document names, "" for none."""
        found = [(len(w), name) for name, words in self._provinces.items() for w in (name, *words) if w in said]
        return max(found, key=lambda one: one[0], default=(0, ""))[1]

    def said_if_empty(self, heading: str) -> str:
        """What a unit that has nothing under a heading writes there, "" for headings that all have something under."""
        return next((said for ending, said in self._empty_sections.items() if heading.endswith(ending)), "")

    @property
    def provinces(self) -> list[str]:
        """All of them."""
        return list(self._provinces)

    def is_label(self, label: str) -> bool:
        """Whether any section knows the label."""
        said = reduced(label)
        keys = (self._keys[section] for section in _SECTIONS if section not in ("sections", "lists"))
        return said in self._plain or said in self._total or any(said in known for known in keys)

    def keys(self, section: str) -> list[str]:
        """A section's keys, in its own order."""
        return list(dict.fromkeys(self._keys[section].values()))

    def title(self, section: str, key: str) -> str:
        """The first known label of a key."""
        return self._titles[section].get(key, key)

    def name(self, key: str) -> str:
        """What a key is called in the lists of what may be chosen, "" for a form's own."""
        key = _AGAIN.sub("", key)
        row, _, column = key.rpartition(".")
        whole = (self._titles[section].get(key, "") for section in ("fields", "indicator_columns"))
        tables = ((self._titles[f"{rows}_rows"], self._titles[f"{columns}_columns"]) for rows, columns in _TABLES)
        joined = (f"{rows[row]}·{columns[column]}" for rows, columns in tables if row in rows and column in columns)
        return next((title for title in (*whole, *joined) if title), "")

    def sentences(self, section: str, form: str) -> str:
        """The shared part whose sentences a section of a form's report may have, "" for none."""
        return self._sentences.get(section, {}).get(form, "")

    def spending_list(self, row: str) -> str:
        """The block of rows that a unit adds behind a row of its expenses."""
        return self._lists.get(row, f"{row or 'spending'}_other")

    def kind(self, key: str) -> str:
        """What a field of that key holds; the last part of a key with dots tells what the whole does not."""
        return self._kinds.get(key) or self._kinds.get(key.rpartition(".")[2], "text")

    def is_kept(self, key: str) -> bool:
        """Whether next year's workbook starts with this year's value."""
        return key in self._keep


def reduced(label: str) -> str:
    """A label reduced to what is said, 其中 left out; a year alone says nothing."""
    said = normal(_EQUATION.sub("", label))
    return said.removeprefix("其中") if len(said) > len("其中") else said


def _normalised(labels: Mapping[str, str]) -> dict[str, str]:
    return {reduced(label): key for label, key in labels.items()}


def _inverted(keys: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {reduced(label): key for key, labels in keys.items() for label in labels}


@cache
def known() -> Known:
    """What the shared file of labels says."""
    content = read_yaml(resources.path("workbook", "forms", "mof", "labels.yaml"))
    return Known(LabelWords.model_validate(content).model_dump())
