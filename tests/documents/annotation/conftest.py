"""The reviews that presentation is tested on."""

from ...audit.presentation.conftest import HOSTILE, LONG, SEEDS, finding, review, review_of

__all__ = ["HOSTILE", "LONG", "SEEDS", "finding", "review", "review_of"]
