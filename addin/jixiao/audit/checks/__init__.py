"""Rules → findings: every check of a family asked of an evaluated submission."""

from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.run import Question, questions, run

__all__ = ["Finding", "Question", "questions", "run"]
