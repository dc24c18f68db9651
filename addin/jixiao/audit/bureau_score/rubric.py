"""What ``assessment.yaml`` may say, the bureau's scoring of the self-evaluation itself; nothing else is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from jixiao.core import resources
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Family, Sourced
from jixiao.model.forms.fault_lines import line_at, line_of_words
from jixiao.model.forms.faults import nearest, told
from jixiao.model.forms.strict_model import StrictModel, known_keys
from jixiao.model.forms.yaml_file import read_yaml

FILE = "assessment.yaml"

Span: TypeAlias = tuple[Decimal, Decimal]
"""Fewest and most points."""


class Person(StrictModel):
    """Nothing that a file could tell: a person decides."""

    kind: Literal["person"]


class SectionsComplete(StrictModel):
    """Whether every main part of the report says something; those named may say 无."""

    kind: Literal["sections_complete"]
    report: str
    per_missing: Decimal
    may_say_nothing: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections it names."""
        return self.may_say_nothing


class AttachmentsComplete(StrictModel):
    """Whether every form is filled in; one named in ``only_if`` only where that figure is not zero."""

    kind: Literal["attachments_complete"]
    forms: tuple[str, ...]
    per_missing: Decimal
    only_if: dict[str, str] = Field(default_factory=dict)


class WeightsAsRequired(StrictModel):
    """Whether execution and each first level, by a word in its name, have the points they should."""

    kind: Literal["weights_as_required"]
    forms: tuple[str, ...]
    execution: Decimal
    weights: dict[str, Decimal]


class IndicatorsToLevel3(StrictModel):
    """Whether every indicator has a name of the third level."""

    kind: Literal["indicators_to_level3"]
    forms: tuple[str, ...]


class TargetsMeasurable(StrictModel):
    """Whether every target is something to measure by; ``vague`` words alone are not."""

    kind: Literal["targets_measurable"]
    forms: tuple[str, ...]
    vague: tuple[str, ...]


class Band(StrictModel):
    """Points from some number on: of areas touched, or of hundred problems answered."""

    at_least: Decimal
    points: Span


class ProblemsAndSuggestions(StrictModel):
    """How far problems reach over the areas, or how many of them a suggestion answers."""

    kind: Literal["problems_and_suggestions"]
    part: Literal["problems", "suggestions"]
    report: str
    problems: str
    suggestions: str
    areas: dict[str, tuple[str, ...]]
    only_money: tuple[str, ...]
    simple_below: int
    blank: Span
    simple: Span
    bands: tuple[Band, ...] = Field(min_length=1)

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections it names."""
        return self.problems, self.suggestions


class HandedInOnTime(StrictModel):
    """How many working days after the deadline; the deadline stands in each year's notice."""

    kind: Literal["handed_in_on_time"]
    per_day: Decimal
    deadline: str = ""


def _measure(value: Any) -> Any:
    """A bare word is a measure without parameters."""
    return {"kind": value} if isinstance(value, str) else value


Measure: TypeAlias = (
    Person
    | SectionsComplete
    | AttachmentsComplete
    | WeightsAsRequired
    | IndicatorsToLevel3
    | TargetsMeasurable
    | ProblemsAndSuggestions
    | HandedInOnTime
)


class Part(Sourced):
    """One reason for points within an item, in the form's own words, and what tells whether they are earned.

    ``checks`` are the checks that speak of it.
    """

    points: Decimal
    standard: str
    measure: Annotated[
        Measure, Field(discriminator="kind"), BeforeValidator(_measure, json_schema_input_type=str | Measure)
    ]
    prompt: str
    checks: tuple[str, ...] = ()


class Item(StrictModel):
    """A printed row of the form; ``key`` begins the names of its fields there."""

    key: str
    level1: str
    level2: str
    points: Decimal
    evidence: str = ""
    parts: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(part.points for part in self.parts) != self.points:
            raise ValueError(f"「{self.level2}」各 parts 的分值之和不等于 {self.points}")
        return self


class Rubric(Sourced):
    """The whole form, and the form (a grid) that prints it; a family that inherits the first may lack the second."""

    form: str
    title: str
    total: Decimal
    items: tuple[Item, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(item.points for item in self.items) != self.total:
            raise ValueError(f"各项的分值之和不等于 {self.total}")
        return self


def read_rubric(family: Family) -> Rubric | None:
    """The family's form, or the one it inherits; ``None`` if there is none.

    Raises:
        DataFileError: the file says something that is not known, leaves something out, or does not add up.
    """
    path = _find(family.head.id)
    if path is None:
        return None
    try:
        rubric = Rubric.model_validate(read_yaml(path))
    except ValidationError as error:
        faults = told(error.errors(), known_keys())
        raise DataFileError(*(_placed(path, line_at(path, at, {}), fault) for at, fault in faults)) from error
    if pointless := list(_faults(rubric, family, path)):
        raise DataFileError(*(_placed(path, line_of_words(path, fault), fault) for fault in pointless))
    return rubric


def _placed(path: Path, line: int, fault: str) -> str:
    return f"{path.parent.name}/{FILE}{f' 第 {line} 行' if line else ''}：{fault}"


def _find(family_id: str) -> Path | None:
    """The nearest file among the family's folder and those it extends."""
    seen: set[str] = set()
    while family_id and family_id not in seen:
        seen.add(family_id)
        folder = resources.family_folder(family_id)
        if (folder / FILE).is_file():
            return folder / FILE
        family_id = str(read_yaml(folder / "family.yaml").get("extends", ""))
    return None


def _faults(rubric: Rubric, family: Family, path: Path) -> Iterator[str]:
    """What the file points at must be there; an inherited file may speak of forms and checks that a family lacks."""
    used = {key: None for part in _parts(rubric) for key in part.source} | dict.fromkeys(rubric.source)
    yield from (
        f"依据「{key}」在 sources 里没有{nearest(key, family.sources)}" for key in used if key not in family.sources
    )
    forms = {form.id for form in family.forms}
    if path.parent.name == family.head.id:
        known = {check.id for check in family.checks}
        asked = dict.fromkeys(key for part in _parts(rubric) for key in part.checks)
        yield from (f"checks 说到的校验「{key}」在 checks.yaml 里没有" for key in asked if key not in known)
        if rubric.form not in forms:
            yield f"form 说到的附件「{rubric.form}」不在本表样里{nearest(rubric.form, forms)}"
    reports = {report.id: {section.key for section in report.sections} for report in family.outline.reports}
    for part in _parts(rubric):
        yield from _measure_faults(part.measure, forms, reports)


def _measure_faults(measure: Measure, forms: set[str], reports: dict[str, set[str]]) -> Iterator[str]:
    for form in sorted({*getattr(measure, "forms", ()), *getattr(measure, "only_if", ())} - forms):
        yield f"{measure.kind} 说到的附件「{form}」不在本表样里{nearest(form, forms)}"
    if isinstance(measure, SectionsComplete | ProblemsAndSuggestions):
        if measure.report not in reports:
            yield f"{measure.kind} 说到的报告「{measure.report}」不在 report.yaml 里{nearest(measure.report, reports)}"
        for section in sorted(set(measure.sections) - reports.get(measure.report, set(measure.sections))):
            near = nearest(section, reports[measure.report])
            yield f"{measure.kind} 说到的部分「{section}」不在 report.yaml 里{near}"


def _parts(rubric: Rubric) -> Iterator[Part]:
    return (part for item in rubric.items for part in item.parts)
