"""One unit-year: what the unit wrote into the forms of a family, by key, as text."""

from jixiao.model.submission.new_submission import add_missing_forms, start
from jixiao.model.submission.roll_forward import roll_forward
from jixiao.model.submission.sample import read_sample
from jixiao.model.submission.submission import FormData, Submission

__all__ = ["FormData", "Submission", "add_missing_forms", "read_sample", "roll_forward", "start"]
