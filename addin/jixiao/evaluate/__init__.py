"""Form + submission → every computed value, without any spreadsheet program."""

from jixiao.evaluate.evaluation import Evaluation, FormValues, evaluate

__all__ = ["Evaluation", "FormValues", "evaluate"]
