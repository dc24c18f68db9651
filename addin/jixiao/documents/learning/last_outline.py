"""Last year's outline of the report, as far as this year's forms have its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jixiao.documents.learning.learned_family import Learned
from jixiao.model.forms.family import Family, Form
from jixiao.model.forms.family_check import form_names
from jixiao.model.forms.sentence_template import keys


def take_outline_over(learned: Learned, old: Family) -> None:
    """Where this year's blanks bring no outline and last year's speaks of figures they have not: it without these."""
    if learned.report is not None:
        return
    have = {f"{form.id}:{name}" for form in learned.forms for name in form_names(Form.model_validate(form.data))}
    data = old.outline.model_dump(mode="json", exclude_defaults=True)
    lost = [said for section in _sections(data) for said in _leave_out(section, have)]
    if lost:
        learned.report = data
        learned.remarks.append(
            f"报告提纲照去年的用；提纲里由表上的数写成的句子，有 {len(lost)} 处的数今年的表上没有，去掉了"
        )


def _sections(outline: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (section for report in outline["reports"] for section in report["sections"])


def _leave_out(section: dict[str, Any], have: set[str]) -> Iterator[object]:
    """Take from a section what speaks of figures that are not there, and give it."""
    for name, fits in (("sentences", _fitting), ("years", lambda key, have: [key] if key in have else [])):
        kept = [fits(one, have) for one in section.get(name, ())]
        yield from (one for one, rest in zip(section.get(name, ()), kept, strict=True) if not rest)
        if name in section:
            section[name] = [rest if name == "sentences" else rest[0] for rest in kept if rest]


def _fitting(sentence: str | Sequence[str], have: set[str]) -> list[str]:
    """The alternatives of a sentence whose figures are there."""
    texts = [sentence] if isinstance(sentence, str) else sentence
    return [text for text in texts if all(key in have or key.startswith("choice:") for key in keys(text))]
