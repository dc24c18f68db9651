"""What a cell's CHECK_TEXT tells of a text: what the whole check tells of it too, and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from jixiao.audit.checks import run
from jixiao.audit.checks.prose.named_cells import SHORTEST_NAME, named_figures
from jixiao.core import resources
from jixiao.core.functions import call
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample

SAMPLES = ("service-center-2024", "cooperation-center-2024", "assets-commission-2022")


def sample(name: str) -> Submission:
    return read_sample(resources.path("workbook", "samples", f"{name}.yaml"))


def evaluated(submission: Submission) -> Evaluation:
    return evaluate(load(submission.family), submission)


def in_cells(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """Each text with what its cell says."""
    for report, texts in evaluation.submission.texts.items():
        known = [(n.label(evaluation), n.figure(evaluation)) for n in named_figures(evaluation, report)]
        names, figures = zip(*known, strict=True)
        for section, text in texts.items():
            yield f"{report}.{section}", str(call("CHECK_TEXT", text, names, figures))


def contradicted(evaluation: Evaluation) -> dict[str, list[str]]:
    """The errors that the whole check tells of each text against the forms."""
    found: dict[str, list[str]] = {}
    for finding in run(evaluation):
        if finding.check in ("C40", "C39") and finding.severity == "error":
            found.setdefault(finding.reference, []).append(finding.message)
    return found


def changed(submission: Submission) -> Iterator[Submission]:
    """The submission with one figure of its forms changed, each in turn."""
    for index, data in enumerate(submission.forms):
        for key, text in data.fields.items():
            if text.replace(".", "", 1).isdigit():
                other = copy.deepcopy(submission)
                digits = len(text.partition(".")[2])
                other.forms[index].fields[key] = f"{float(text) * 1.1 + 1:.{digits}f}"
                yield other


@pytest.mark.parametrize("name", SAMPLES)
def test_a_cell_says_of_a_text_what_the_whole_check_says(name: str) -> None:
    evaluation = evaluated(sample(name))
    assert {reference for reference, said in in_cells(evaluation) if said[0] == "✗"} == set(contradicted(evaluation))


@pytest.mark.parametrize("name", ["service-center-2024", "cooperation-center-2024"])
def test_so_it_does_whatever_figure_is_wrong(name: str) -> None:
    """A figure that is given several times is told once by the whole check, and in the cell of each text."""
    found = 0
    for submission in changed(sample(name)):
        evaluation = evaluated(submission)
        told = contradicted(evaluation)
        wrong = dict(in_cells(evaluation))
        assert all(wrong[reference][0] == "✗" for reference in told)
        figures = " ".join(message for messages in told.values() for message in messages)
        for said in wrong.values():
            if said[0] == "✗":
                assert said.partition("文中写")[2].partition("，")[0] in figures
                found += 1
    assert found


def test_a_projects_name_stands_for_it_unless_it_is_too_short_to_mean_it(junshan: Submission) -> None:
    evaluation = evaluated(junshan)
    labels = [n.label(evaluation) for n in named_figures(evaluation, "overall") if n.name]
    assert "2024年1、业务工作经费预算" in labels
    assert "" in labels
    assert all(len(label) > SHORTEST_NAME for label in labels if label)


def test_a_blank_cell_gives_nothing_to_compare_with(new_unit: Submission) -> None:
    evaluation = evaluated(new_unit)
    assert {n.figure(evaluation) for n in named_figures(evaluation, "overall")} == {""}


def test_figures_are_named_by_year_and_printed_with_their_unit(junshan: Submission) -> None:
    evaluation = evaluated(junshan)
    named = {(n.label(evaluation), n.figure(evaluation)) for n in named_figures(evaluation, "overall")}
    wanted = {("2024年三公经费预算", "0.90万元"), ("2023年三公经费", "0.00万元"), ("2024年编制", "3人")}
    assert wanted | {("2024年自评得分", "98分")} <= named


def test_a_family_without_rules_for_prose_has_none() -> None:
    family = load("hunan-2024").model_copy(update={"narrative": {}})
    assert named_figures(evaluate(family, sample("cooperation-center-2024")), "overall") == []
