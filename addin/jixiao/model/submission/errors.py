"""What cannot be done to a submission."""

from __future__ import annotations

from jixiao.core.errors import UserError


class SubmissionError(UserError):
    """The family has no place for what is asked; the message is Chinese and says what to do."""
