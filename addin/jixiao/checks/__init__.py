"""Rules → findings: every check of a family asked of an evaluated submission."""

from jixiao.checks.findings import Finding
from jixiao.checks.run import Question, questions, run

__all__ = ["Finding", "Question", "questions", "run"]
