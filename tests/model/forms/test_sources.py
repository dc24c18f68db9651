"""依据 as people are told of it: a document and how far it was seen, never a program, a web address or a key."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from jixiao.audit.checks.messages import source_of
from jixiao.model.forms.family import Seen, Source
from jixiao.model.forms.library import families, load

SEEN = get_args(Seen)
NOT_FOR_PEOPLE = re.compile(r"gh:|https?:|github|论坛|问答|\.py|代码|[A-Z]{2,}-[A-Z]", re.IGNORECASE)


@pytest.mark.parametrize("name", families())
def test_every_source_says_how_far_it_was_seen(name: str) -> None:
    for key, source in load(name).sources.items():
        assert source.seen, key  # no official text has been read whole so far
        assert not NOT_FOR_PEOPLE.search(source.told), key
        assert not any(word in source.title for word in SEEN), key  # it would be said twice


@pytest.mark.parametrize("name", families())
def test_what_a_check_rests_on_is_told_with_it(name: str) -> None:
    family = load(name)
    for check in family.checks:
        told = source_of(check, family)
        assert any(word in told for word in SEEN), check.id
        assert len(set(told.split("；"))) == len(told.split("；")), check.id  # two reprints of one text are one


def test_the_official_text_itself_needs_no_word() -> None:
    assert Source(title="某办法").told == "某办法"
    assert Source(title="某办法", seen=("转载", "原文未核")).told == "某办法（转载，原文未核）"
