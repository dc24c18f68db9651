"""Long sentences by their words alone, so that those that stand in several units' reports are found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from jixiao.core import resources

_SENTENCE = re.compile(r"[^。；！？\n]+")
_SHORTEST = 30
"""Chinese characters; shorter sentences are the same in many reports by chance."""
_NOT_WORDS = re.compile(r"[\W\d_]+")
_SHOWN = 60


def long_sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each long sentence of a text: a hash of its words, digits and marks left out, and its beginning."""
    for sentence in _SENTENCE.findall(text):
        words = _NOT_WORDS.sub("", sentence)
        if len(words) >= _SHORTEST:
            yield sha256(words.encode("utf-8", "replace")).hexdigest()[:16], sentence.strip()[:_SHOWN]


@cache
def official_sentences() -> frozenset[str]:
    """The hashes of what the forms and notices themselves say, as the families' files have it."""
    files = (file for folder in resources.family_folders() for file in folder.glob("*.yaml"))
    texts = (re.sub(r"\n\s*", "", file.read_text("utf-8")) for file in files)
    return frozenset(digest for text in texts for digest, _ in long_sentences(text))
