"""What a reviewer takes away: findings as text, as a page, as a list."""

from jixiao.audit.checks.findings import SEVERITY
from jixiao.audit.presentation.findings_list import write_listing
from jixiao.audit.presentation.findings_page import page
from jixiao.audit.presentation.results import Review, as_text, summary

__all__ = ["SEVERITY", "Review", "as_text", "page", "summary", "write_listing"]
