"""The numbers before headings and labels: （一）, 1., 第一部分."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = r"[\d一二三四五六七八九十]{1,3}"
NUMBERING = re.compile(
    rf"^\s*(?:第\s*{_NUMBER}\s*(?:部分|章|节|条)|[（(]\s*{_NUMBER}\s*[)）]|\d{{1,2}}(?:[.．]\d{{1,2}})+(?!\d)[、.．]?"
    rf"|{_NUMBER}\s*[、.．:：,，)）]|\d{{1,2}}[ \u3000\t]+(?=[\u4e00-\u9fff])|[①-⑳])[\s、.．:：,，]*"
)


@lru_cache(maxsize=1024)
def without_numbering(text: str) -> str:
    """A heading without its number: ``（一）职能职责`` → ``职能职责``."""
    return NUMBERING.sub("", text.strip(), count=1)
