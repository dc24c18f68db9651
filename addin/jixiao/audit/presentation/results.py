"""The findings of one file, counted and grouped as all of a reviewer's outputs show them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from jixiao.audit.checks import Finding
from jixiao.audit.checks.findings import SEVERITY
from jixiao.audit.checks.prose.prose_rules import rules_of
from jixiao.core.functions.results import Outcome
from jixiao.core.unseen_signs import seen
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.form_names import form_name, form_title
from jixiao.model.forms.sheet_titles import EXPLANATION, REPORT_TEXT
from jixiao.model.submission.submission import FOOTER, HEADER, LOOSE_TEXT

_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), " ")
"""Characters that no XML, and so neither Word nor a page, can hold."""
_TOLD_BESIDE = frozenset({"C40", "C65", "C67"})
"""Checks of the whole that a workbook's own formulas ask too: of texts by figures, of figures that cannot be read."""
UNFILLED, NOT_JUDGED = "还没有填", "没有核对"
"""How people are told of what could not be judged: by a blank, and for another reason."""
_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Review:
    """The findings of one file, whatever their outcome; ``file`` is its name."""

    evaluation: Evaluation
    findings: tuple[Finding, ...]
    file: str = ""

    @cached_property
    def failed(self) -> list[Finding]:
        """What is wrong, in the order of the document."""
        wrong = [finding for finding in self.findings if finding.outcome is Outcome.FAIL]
        last = len(self.evaluation.forms)
        return sorted(wrong, key=lambda f: f.form_index if f.form_index >= 0 else last)

    @property
    def passed(self) -> int:
        """How many checks are met."""
        return sum(finding.outcome is Outcome.PASS for finding in self.findings)

    @cached_property
    def figures(self) -> int:
        """How many figures stand in the texts and in the tables as printed."""
        submission = self.evaluation.submission
        texts = [text for sections in submission.texts.values() for text in sections.values()]
        texts += [item.text for item in submission.unplaced if item.where in (LOOSE_TEXT, HEADER, FOOTER)]
        texts += [cell.text for table in submission.tables for cell in table.cells]
        return sum(len(_FIGURE.findall(text)) for text in texts)

    @cached_property
    def unjudged(self) -> dict[str, list[Finding]]:
        """What could not be judged, by the reason why; the most frequent reason first."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.outcome is Outcome.UNKNOWN:
                found.setdefault(finding.message, []).append(finding)
        return dict(sorted(found.items(), key=lambda item: -len(item[1])))

    @cached_property
    def unfilled(self) -> dict[str, list[Finding]]:
        """What could not be judged since it has not been filled in, by the reason."""
        return {reason: found for reason, found in self.unjudged.items() if found[0].awaits_entry}

    @cached_property
    def obstacles(self) -> dict[str, list[Finding]]:
        """What could not be judged for another reason, by that reason."""
        return {reason: found for reason, found in self.unjudged.items() if not found[0].awaits_entry}

    @cached_property
    def severities(self) -> dict[str, int]:
        """How many findings of each level there are; none is left out, worst first."""
        counts = Counter(finding.severity for finding in self.failed)
        return {severity: counts[severity] for severity in SEVERITY}

    @cached_property
    def beyond_cells(self) -> list[Finding]:
        """Errors and warnings that no formula of a workbook tells, so that 首页 does not count them."""
        rules = rules_of(self.evaluation.family).checks
        of_whole = {told.title for name, told in rules.items() if name not in _TOLD_BESIDE}
        return [one for one in self.failed if one.severity != "info" and one.title in of_whole]

    @cached_property
    def groups(self) -> dict[str, list[Finding]]:
        """What is wrong, by attachment in the order of the document; prose comes last."""
        found: dict[str, list[Finding]] = {}
        for finding in self.failed:
            found.setdefault(self.group_of(finding), []).append(finding)
        return found

    def group_of(self, finding: Finding) -> str:
        """The attachment a finding belongs to, with its project; for prose the part of the report."""
        if not 0 <= finding.form_index < len(self.evaluation.forms):
            return finding.sheet or REPORT_TEXT
        values = self.evaluation.forms[finding.form_index]
        return form_title(values.form) + form_name(values).removeprefix(values.form.attachment)


def summary(findings: Iterable[Finding]) -> str:
    """One line: how many checks passed, failed, wait for what is filled in, could not be judged, and why not."""
    outcomes: Counter[Outcome] = Counter()
    severities: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for finding in findings:
        outcomes[finding.outcome] += 1
        if finding.outcome is Outcome.FAIL:
            severities[SEVERITY[finding.severity]] += 1
        if finding.outcome is Outcome.UNKNOWN:
            reasons[UNFILLED if finding.awaits_entry else finding.message] += 1
    failed = "、".join(f"{name}{count}" for name, count in severities.items())
    unfilled = reasons.pop(UNFILLED, 0)
    why = "；".join(f"{reason} {count} 项" for reason, count in reasons.most_common())
    return (
        f"通过 {outcomes[Outcome.PASS]} 项，不符 {outcomes[Outcome.FAIL]} 项{f'（{failed}）' if failed else ''}"
        f"{f'，{UNFILLED} {unfilled} 项' if unfilled else ''}"
        f"{f'，{NOT_JUDGED} {reasons.total()} 项（{why}）' if why else ''}"
    )


def as_text(finding: Finding) -> str:
    """A finding as a comment or a note says it, in lines."""
    lines = [f"{SEVERITY[finding.severity]} {finding.check}：{finding.message}"]
    lines += [f"{label}：{text}" for label, text in _below(finding) if text]
    return legal("\n".join(lines))


def _below(finding: Finding) -> Iterator[tuple[str, str]]:
    yield from (("怎么办", finding.action), ("依据", finding.source), (EXPLANATION, finding.explained))


def place_of(finding: Finding) -> str:
    """Where a finding stands in the file: sheet and cell."""
    return f"{finding.sheet} {finding.cell}".strip()


def legal(text: str) -> str:
    """A text with spaces instead of the characters that XML forbids, and nothing unseen."""
    return seen(text.translate(_ILLEGAL))


def shortened(text: str, longest: int) -> str:
    """The beginning of a legal text, of at most ``longest`` characters, and … for the rest."""
    text = legal(text)
    return text if len(text) <= longest else text[:longest] + "…"
