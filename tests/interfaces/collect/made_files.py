"""Files as a bureau receives them, as many as asked: ``python -m tests.interfaces.collect.made_files 500 FOLDER``.

Each is one of the samples under another unit's name, its money multiplied, as one of several families prints it, in
folders by county, some in archives. Into a third of them an error is planted; ``planted.json`` beside the folder says
which and where. The same seed makes the same files, whatever the number: file 7 of 10 is file 7 of 20,000.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from random import Random

from jixiao.core import resources
from jixiao.documents.report import report_document
from jixiao.documents.workbook.build import build
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.formulas import schema
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import families, load
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission import FormData, Submission, read_sample

_IN_A_COUNTY, _IN_AN_ARCHIVE = 60, 6
_MOST_PROJECTS = 3
_WORKBOOKS = 0.1
"""Of the files; the others are reports in Word, as most are that bureaus receive."""
_PLANTED = 1 / 3
_OWN_FAMILY = 0.6


@dataclass(frozen=True, slots=True)
class Planted:
    """An error put into a file: its kind, the form and the reference of the figure, before and after."""

    kind: str
    form: str
    reference: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Made:
    """One file: its name in the folder, the unit, the family, and the error in it if there is one."""

    name: str
    unit: str
    family: str
    planted: Planted | None


def submission_of(number: int, seed: int) -> tuple[Submission, Planted | None]:
    """What the unit of that number wrote."""
    chance = Random(f"{seed}/{number}")  # noqa: S311 - the same files again, not a secret
    submission = copy.deepcopy(_sample(chance.choice(_sample_names())))
    _keep_some_projects(submission, chance)
    _print_as(chance.choice(families()) if chance.random() > _OWN_FAMILY else submission.family, submission)
    submission.unit = f"某某市某某县第{number}局"
    _multiply(submission, chance.randint(1, 9))
    for data in submission.forms:
        data.fields.pop(roles().unit_name, None)
    planted = chance.choice(PLANTS)(submission, chance) if chance.random() < _PLANTED else None
    return submission, planted


def write(number: int, seed: int, folder: Path, workbooks: float = _WORKBOOKS) -> Made:
    """Write the file of that number below the folder."""
    submission, planted = submission_of(number, seed)
    chance = Random(f"{seed}/{number}/file")  # noqa: S311
    county = folder / f"某某市第{number // _IN_A_COUNTY}县"
    county.mkdir(parents=True, exist_ok=True)
    stem = f"{number}号单位{chance.choice(('自评报告', '绩效自评', '（盖章版）', '报告-终稿', '上报'))}"
    family = load(submission.family)
    path = county / (stem + (".xlsx" if chance.random() < workbooks else ".docx"))
    if path.suffix == ".xlsx":
        build(family, submission, path)
    else:
        report_document(evaluate(family, submission)).save(str(path))
    if number % _IN_AN_ARCHIVE == 0:
        path = _archived(path)
    return Made(path.relative_to(folder).as_posix(), submission.unit, submission.family, planted)


def make(count: int, folder: Path, seed: int = 1, workbooks: float = _WORKBOOKS, processes: int = 1) -> list[Made]:
    """Write so many files, and beside the folder what was planted in them."""
    work = partial(write, seed=seed, folder=folder, workbooks=workbooks)
    if processes == 1:
        made = [work(number) for number in range(count)]
    else:
        with ProcessPoolExecutor(processes) as pool:
            made = list(pool.map(work, range(count), chunksize=10))
    listed = json.dumps([asdict(each) for each in made], ensure_ascii=False, indent=0)
    folder.with_name(f"{folder.name}-planted.json").write_text(listed, "utf-8")
    return made


# ---- what makes units different ---------------------------------------------------------------------------------


@cache
def _sample_names() -> list[str]:
    return sorted(path.stem for path in resources.path("workbook", "samples").glob("*.yaml"))


@cache
def _sample(name: str) -> Submission:
    return read_sample(resources.path("workbook", "samples", f"{name}.yaml"))


def _keep_some_projects(submission: Submission, chance: Random) -> None:
    """Units have a few projects, not the eighteen of one sample, and not the same ones."""
    projects = list(submission.of(roles().project_form))
    kept = chance.sample(projects, min(len(projects), chance.randint(1, _MOST_PROJECTS)))
    submission.forms = [
        data for data in submission.forms if data.form != roles().project_form or any(data is each for each in kept)
    ]


def _print_as(family_id: str, submission: Submission) -> None:
    """The same figures on another family's forms, as far as it has a place for them; the texts stay with the first."""
    family = load(family_id)
    known = {form.id for form in family.forms}
    if family_id == submission.family or not any(data.form in known for data in submission.forms):
        return
    submission.family, submission.texts, submission.choices = family_id, {}, {}
    submission.forms = [_fitted(family, data) for data in submission.forms if data.form in known]
    have = {data.form for data in submission.forms}
    needed = (form for form in family.forms if not (form.repeated or form.optional))
    submission.forms += [FormData(form.id) for form in needed if form.id not in have]


def _fitted(family: Family, data: FormData) -> FormData:
    known = schema(family.form(data.form), 2024)
    fields = {key: text for key, text in data.fields.items() if key in known.fields}
    rows = {
        block: [{key: text for key, text in row.items() if key in known.blocks[block]} for row in rows]
        for block, rows in data.rows.items()
        if block in known.blocks
    }
    return FormData(data.form, fields, rows)


def _multiply(submission: Submission, factor: int) -> None:
    """Every amount times a whole number: sums and rates stay what they are. The texts, which name amounts, go."""
    if factor == 1:
        return
    submission.texts = {}
    family = load(submission.family)
    for data in submission.forms:
        known = schema(family.form(data.form), submission.year)
        for key, column in known.fields.items():
            if column.kind == "amount" and key in data.fields:
                data.fields[key] = _times(data.fields[key], factor)
        for block, columns in known.blocks.items():
            for row in data.rows.get(block, ()):
                row.update(
                    {key: _times(row[key], factor) for key in row if key in columns and columns[key].kind == "amount"}
                )


def _times(text: str, factor: float) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    return f"{value * factor:.2f}".rstrip("0").rstrip(".")


# ---- errors -----------------------------------------------------------------------------------------------------


def _more_spent(submission: Submission, chance: Random) -> Planted | None:
    """More spent than there was."""
    return _altered_field("执行数大于预算数", submission, chance, roles().spent, 7)


def _higher_total(submission: Submission, chance: Random) -> Planted | None:
    """A total that is not the sum of its parts."""
    return _altered_field("总分不等于各项之和", submission, chance, roles().total_score, 0.9)


def _more_points(submission: Submission, chance: Random) -> Planted | None:
    """More points than the indicator is worth."""
    found = [
        (data, index, row)
        for data in submission.forms
        for index, row in enumerate(data.rows.get(roles().indicators, ()))
        if _number(row.get(roles().weight)) and _number(row.get(roles().score))
    ]
    if not found:
        return None
    data, index, row = chance.choice(found)
    before, row[roles().score] = row[roles().score], f"{_number(row[roles().weight]) + 5:g}"
    reference = f"{roles().indicators}[{index}].{roles().score}"
    return Planted("得分大于分值", data.form, reference, before, row[roles().score])


PLANTS: tuple[Callable[[Submission, Random], Planted | None], ...] = (_more_spent, _higher_total, _more_points)


def _altered_field(kind: str, submission: Submission, chance: Random, key: str, factor: float) -> Planted | None:
    found = [data for data in submission.forms if _number(data.fields.get(key)) and data.rows]
    if not found:
        return None
    data = chance.choice(found)
    before, data.fields[key] = data.fields[key], _times(data.fields[key], factor)
    return Planted(kind, data.form, key, before, data.fields[key])


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0


def _archived(path: Path) -> Path:
    archive = path.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(path, path.name)
    path.unlink()
    return archive


def main() -> None:
    """Make the files that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workbooks", type=float, default=_WORKBOOKS, help="share of the files that are workbooks")
    wanted = parser.parse_args()
    made = make(wanted.count, wanted.folder, wanted.seed, wanted.workbooks, os.cpu_count() or 1)
    print(f"{len(made)} files, an error planted in {sum(each.planted is not None for each in made)}")


if __name__ == "__main__":
    main()
