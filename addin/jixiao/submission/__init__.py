"""One unit-year: what the unit wrote into the forms of a family, by key, as text."""

from jixiao.submission.model import FormData, Submission
from jixiao.submission.roll import roll_forward
from jixiao.submission.sample import read_sample
from jixiao.submission.start import start

__all__ = ["FormData", "Submission", "read_sample", "roll_forward", "start"]
