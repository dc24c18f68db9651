"""The bureau's scoring of the self-evaluation itself (考核评分表): likely points, why, and what would raise them."""

from jixiao.audit.bureau_score.estimate import TOTAL, Assessed, AssessedItem, AssessedRow, Decided, assess, span
from jixiao.audit.bureau_score.measures import Dates
from jixiao.audit.bureau_score.rubric import read_rubric

__all__ = ["TOTAL", "Assessed", "AssessedItem", "AssessedRow", "Dates", "Decided", "assess", "read_rubric", "span"]
