"""What ``mof/labels.yaml`` may say; its comments tell what each section is for."""

from __future__ import annotations

from typing import TypeAlias

from jixiao.model.forms.strict_model import StrictModel

Words: TypeAlias = tuple[str, ...]
Keys: TypeAlias = dict[str, Words]
"""A key of the vocabulary and what stands for it."""


class CoreWords(StrictModel):
    """The words that tell a key, and those that change nothing beside them."""

    core: Words
    around: Words = ()


class ComposedWords(StrictModel):
    """One section's labels that are put together: words around all of them, and each key's own."""

    around: Words
    keys: dict[str, CoreWords]


class ColumnTwins(StrictModel):
    """Of several headings that mean one column: words of the last state, words of any, the key of an earlier.

    ``moved`` are words of what was added or taken away between two states, ``change`` its key.
    """

    last: Words
    any: Words
    earlier: str
    moved: Words
    change: str


class LabelWords(StrictModel):
    """The sections of the file."""

    fields: Keys
    fund_columns: Keys
    fund_rows: Keys
    income_rows: Keys
    row_columns: dict[str, str]
    lists: Keys
    three_public: Words
    second_columns: dict[str, str]
    matter_rows: Keys
    matter_columns: Keys
    spending_columns: Keys
    spending_rows: Keys
    indicator_columns: Keys
    sections: Keys
    composed: dict[str, ComposedWords]
    twins: dict[str, dict[str, str]]
    spending_lists: Keys
    kinds: Keys
    formulas: Keys
    row_formulas: Keys
    named: dict[str, str]
    sentences: dict[str, dict[str, str]]
    plain: Words
    all_funds: Words
    income: Words
    column_twins: dict[str, ColumnTwins]
    total: Words
    numbers: Words
    subjects: Words
    choices: Keys
    long_term: Words
    goals: Words
    signed: Words
    incidental: Words
    keep: Words
    filled_first: Words
    begins_form: Words
    empty_sections: dict[str, str]
    provinces: Keys
