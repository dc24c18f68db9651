"""What is read of the published reports, reduced to counts and hashes, kept in tests/data/published-intake.json.

``python -m tests.intake.golden`` writes it anew from ../shared/seeds; look at what changed.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from jixiao.documents.intake import read_report
from jixiao.documents.intake.labels import normal

from .published import DATA, SEEDS

PATH = DATA / "published-intake.json"
NAMES = ("changji-2024", "hengyang-2022", "junshan-2024", "quyuan-2024")


def normal_title(title: str) -> str:
    return normal(title)


def extract(name: str) -> dict[str, Any]:
    """Family, unit, year and date; per form its fields and rows; per section its paragraphs; what found no place."""
    intake = read_report(SEEDS / f"{name}.docx")
    submission = intake.submission
    return {
        "family": intake.family.head.id,
        "sureness": round(intake.sureness, 2),
        "unit": _hash(submission.unit),
        "year": submission.year,
        "date": submission.report_date,
        "forms": [
            {
                "form": d.form,
                "fields": len([v for v in d.fields.values() if v]),
                "rows": {b: len(r) for b, r in d.rows.items() if r},
            }
            for d in submission.forms
        ],
        "texts": {
            report: {key: [len(text.split("\n")), _hash(text)] for key, text in texts.items()}
            for report, texts in submission.texts.items()
        },
        "unplaced": [len(submission.unplaced), _hash("\n".join(item.text for item in submission.unplaced))],
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _write() -> None:
    """One line for each part, so that a change can be read."""
    found = {name: extract(name) for name in NAMES}
    PATH.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
