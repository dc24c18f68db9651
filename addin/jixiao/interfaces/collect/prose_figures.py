"""The figures of a file's texts as rows of the table ``figures``, beside those of its forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity.sentences.mentions import Mention
from jixiao.model.evaluation.named_figures import project_of

ORIGIN_FORM, ORIGIN_TEXT = "表", "正文"
"""Where a figure stands: in a form, or in a text."""


def prose_figures(context: Context | None) -> Iterator[dict[str, Any]]:
    """Every figure of every text: what the text calls it, the number with its unit, and the sentence's place.

    Its key is the text's own with the figure's place in line, so it is the same only while the text is.
    """
    for passage in context.passages if context else ():
        for mention in passage.prose.mentions:
            yield _row(passage, mention)


def _row(passage: Passage, mention: Mention) -> dict[str, Any]:
    return {
        "form": passage.values.form.id if passage.values else passage.report,
        "project": project_of(passage.values) if passage.values else "",
        "key": f"{passage.reference}#{mention.index + 1}",
        "title": mention.name,
        "value": float(mention.amount.value),
        "measure": mention.amount.unit,
        "printed": passage.text[mention.place.start : mention.place.end],
        "place": passage.cell or passage.heading,
        "origin": ORIGIN_TEXT,
    }
