"""What a reviewer takes away: findings as a page, a list, comments or notes in a copy."""

from jixiao.checks.findings import SEVERITY
from jixiao.review.annotate import annotate
from jixiao.review.listing import write_listing
from jixiao.review.page import page
from jixiao.review.results import Review, as_text, summary

__all__ = [
    "SEVERITY",
    "Review",
    "annotate",
    "as_text",
    "page",
    "summary",
    "write_listing",
]
