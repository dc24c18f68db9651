"""Form + submission → every computed value, without any spreadsheet program."""

from jixiao.model.evaluation.evaluation import Evaluation, FormValues, evaluate

__all__ = ["Evaluation", "FormValues", "evaluate"]
