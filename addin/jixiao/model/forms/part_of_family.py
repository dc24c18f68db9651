"""A family for a part of a workbook: all forms, and of the reports only the sections that were handed out."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from jixiao.model.forms.family import Family, Report, Section

_WRITTEN_ELSEWHERE = "由表中数字写出的句子在总的工作簿里自动生成，这里只写您自己的话。"


def for_part(family: Family, sections: Container[str]) -> Family:
    """The family with those sections (``report.section``) alone, for writing without the figures of other forms."""
    found = (_reduced(report, sections) for report in family.outline.reports)
    outline: dict[str, Any] = {"reports": tuple(report for report in found if report.sections), "choices": {}}
    return family.model_copy(update={"outline": family.outline.model_copy(update=outline)})


def _reduced(report: Report, sections: Container[str]) -> Report:
    kept = tuple(_to_write(each) for each in report.sections if f"{report.id}.{each.key}" in sections)
    return report.model_copy(update={"sections": kept})


def _to_write(section: Section) -> Section:
    """A section whose sentences the whole workbook writes; without them it would seem to be asked for."""
    if not section.sentences:
        return section
    told = f"{section.guidance}{_WRITTEN_ELSEWHERE}"
    return section.model_copy(update={"sentences": (), "guidance": told, "empty": section.empty or "无"})
