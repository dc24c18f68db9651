"""What a reviewer takes away: findings as text, as a page, as a list."""

from jixiao.audit.checks.findings import SEVERITY
from jixiao.audit.presentation.findings_list import ListedFile, listed, write_listing, write_listings
from jixiao.audit.presentation.findings_page import page
from jixiao.audit.presentation.results import Review, as_text, summary

__all__ = [
    "SEVERITY", "ListedFile", "Review", "as_text", "listed", "page", "summary", "write_listing", "write_listings",
]  # fmt: skip
