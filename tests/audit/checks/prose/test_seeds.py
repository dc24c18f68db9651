"""The four published reports: what a careful reader finds in their prose is found, what is right is not told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from jixiao.audit.checks import Finding
from jixiao.audit.checks.prose import audit, context_of
from jixiao.documents.intake import read_report
from jixiao.model.evaluation import evaluate

SEEDS = Path(__file__).parents[5] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the published reports are not beside the project")

PROSE = {
    # document: what of findings.yaml is told by figures in the prose, and the check that tells it
    "quyuan-2024": {"Q3": "C40", "Q4": "N09"},
    "junshan-2024": {"J1": "C40", "J2": "C40"},
    "hengyang-2022": {"H2": "C40", "H3": "C40", "H7": "N03", "H8": "N04", "H9": "C40"},
    "changji-2024": {"C1": "N07"},
}
BEYOND = {
    # true, and not in the list: an instruction of the outline left in the text; 公务接待 as J2; 会议出席率 90% and 100%
    "quyuan-2024": [("C54", "总结归纳本部门（单位）")],
    "junshan-2024": [("C40", "公务接待费预算0万元")],
    "hengyang-2022": [],
    "changji-2024": [("N08", "会议出席率")],
}


@pytest.fixture(scope="module", params=PROSE)
def told(request: pytest.FixtureRequest) -> tuple[str, list[Finding]]:
    report = read_report(SEEDS / f"{request.param}.docx")
    return request.param, audit(context_of(evaluate(report.family, report.submission)))


def entries(document: str) -> dict[str, dict[str, object]]:
    listed = yaml.safe_load((SEEDS / "findings.yaml").read_text("utf-8"))[document]
    return {entry["id"]: entry for entry in listed}


def quotes(finding: Finding, figures: list[object]) -> bool:
    return {Decimal(str(figure)) for figure in figures} <= {Decimal(figure) for figure in finding.figures}


def test_every_entry_on_figures_in_the_prose_is_found(told: tuple[str, list[Finding]]) -> None:
    document, findings = told
    for name, check in PROSE[document].items():
        entry = entries(document)[name]
        figures = entry["figures"]
        assert isinstance(figures, list)
        found = [f for f in findings if f.check == check and quotes(f, figures)]
        assert found, name
        assert any(f.severity == entry["severity"] for f in found), name


def test_nothing_else_is_told(told: tuple[str, list[Finding]]) -> None:
    document, findings = told
    beyond = [f for f in findings if any(f.check == c and words in f.message for c, words in BEYOND[document])]
    assert len(beyond) == len(BEYOND[document])
    assert len(findings) == len(beyond) + len(PROSE[document])


def test_a_finding_says_where_and_quotes(told: tuple[str, list[Finding]]) -> None:
    for finding in told[1]:
        assert finding.sheet
        assert "：“" in finding.where
        assert finding.message
        assert finding.action
        assert finding.source
