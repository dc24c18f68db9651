"""Signs that nobody sees: of no width, or turning what is shown after them around (Trojan Source, CVE-2021-42574).

What strangers send is cleaned of them where it is read, and their names of files where they are shown. A sign without
width goes; one that turns is shown by a word, for what a person saw there is not what stands there.
"""

from __future__ import annotations

import re

TURNED = "〔倒序符〕"
"""Stands where a sign turned what was shown."""

ADVICE = f"原文件这里有看不见的符号，后面的字会倒过来显示；已换成{TURNED}，请看原文件，把这一处删去重打"

_TURNING = "\u061c\u200f\u202b\u202e\u2067"
_WITHOUT_WIDTH = "\u200b\u200e\u202a\u202c\u202d\u2060\u2066\u2068\u2069\ufeff"
_JOINERS = "[\u200c\u200d]"
_PLAIN = r"[\x00-\u02ff\u2010-\u205f\u3000-\u9fff\uff00-\uffef]"
"""Latin letters, digits, Chinese: a joiner beside one of these does nothing; between others it makes one of two."""

_ANY = re.compile(f"[{_TURNING}{_WITHOUT_WIDTH}\u200c\u200d]")
_UNSEEN = re.compile(f"[{_TURNING}{_WITHOUT_WIDTH}]|{_JOINERS}(?={_PLAIN}|$)|(?:(?<={_PLAIN})|^){_JOINERS}")


def seen(text: str) -> str:
    """The text as it stands, nothing of it unseen."""
    return _UNSEEN.sub(_shown, text) if _ANY.search(text) else text


def _shown(found: re.Match[str]) -> str:
    return TURNED if found[0] in _TURNING else ""
