"""Draft or final: what a report still lacks, and how its properties say so."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.audit.checks import Finding, run
from jixiao.core.functions.results import Outcome
from jixiao.documents.report import OpenField, open_fields
from jixiao.documents.word_package import WordPackage
from jixiao.model.evaluation import Evaluation

DRAFT, FINAL = "草稿", "定稿"
_LONGEST = 255
"""Characters of a property: Word shows no more."""


@dataclass(frozen=True)
class Status:
    """``word`` is 草稿 or 定稿; ``open_fields`` are still to be filled in, ``errors`` are checks that fail as errors.

    A draft's checks are not asked.
    """

    word: str
    open_fields: tuple[OpenField, ...] = ()
    errors: tuple[Finding, ...] = ()

    @property
    def is_final(self) -> bool:
        """Whether it is the final version."""
        return self.word == FINAL

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against it."""
        return not self.open_fields and not self.errors

    def write(self, document: WordPackage) -> None:
        """Say it in the document's properties (Word: 文件—信息, 状态 and 备注)."""
        document.set_property("status", self.word)
        document.set_property("comments", self.remark())

    def counts(self) -> str:
        """How much is open, in a few words; empty if nothing is."""
        counts = (("待填", len(self.open_fields)), ("校验错误", len(self.errors)))
        return "，".join(f"{what} {count} 处" for what, count in counts if count)

    def remark(self) -> str:
        """How much is open, then what, as far as a property can hold it; empty if nothing is."""
        names = [*(field.name for field in self.open_fields), *(f"{f.check} {f.where}" for f in self.errors)]
        remark = f"{self.counts()}：{'、'.join(dict.fromkeys(names))}" if names else ""
        return remark if len(remark) <= _LONGEST else remark[: _LONGEST - 1] + "…"


def draft(evaluation: Evaluation) -> Status:
    """A draft, with what is still to be filled in."""
    return Status(DRAFT, tuple(open_fields(evaluation)))


def final(evaluation: Evaluation) -> Status:
    """The final version, with all that stands against it."""
    failed = (f for f in run(evaluation) if f.outcome is Outcome.FAIL and f.severity == "error")
    return Status(FINAL, tuple(open_fields(evaluation)), tuple(failed))
