"""What a reviewer takes away: findings as a page, a list, comments or notes in a copy; the bureau's own scoring."""

from jixiao.review.annotate import annotate
from jixiao.review.assessment import Assessed, AssessedItem, assess
from jixiao.review.listing import write_listing
from jixiao.review.measures import Dates
from jixiao.review.page import page
from jixiao.review.results import SEVERITY, Review, as_text, summary

__all__ = [
    "SEVERITY",
    "Assessed",
    "AssessedItem",
    "Dates",
    "Review",
    "annotate",
    "as_text",
    "assess",
    "page",
    "summary",
    "write_listing",
]
