"""Asks the server as VBA does for each call of a list, run by Windows' Python: CLIENT CALLS ANSWERS PLANTED.

CALLS is JSON: a list of [function, arguments]; an argument is a value, or says what it is: {"omitted": true},
{"date": "2024-12-31"}, {"currency": "12.5"}, {"error": -2146826281}, {"cells": [[…], …]}.
"""

from __future__ import annotations

import datetime
import importlib.util
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any

import pythoncom

COUNTER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "server_count.py")
_ASKED = "__import__('win32com.server.policy', fromlist=['policy']).jixiao_count['asked']"


def load(path: str) -> ModuleType:
    """The bundle's own client."""
    spec = importlib.util.spec_from_file_location("excel_client", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def argument(given: Any) -> Any:
    """What VBA hands over: ``.Value`` of cells, a constant of the formula, or nothing."""
    if isinstance(given, dict):
        return _KINDS[next(iter(given))](next(iter(given.values())))
    return float(given) if isinstance(given, int) and not isinstance(given, bool) else given


_KINDS: dict[str, Callable[[Any], Any]] = {
    "omitted": lambda _: pythoncom.ArgNotFound,
    "date": lambda text: datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC),
    "currency": Decimal,
    "error": int,  # so it arrives; pywin32 as a client makes "left out" of whatever error it is given
    "cells": lambda rows: tuple(tuple(argument(cell) for cell in row) for row in rows),
}


def main(client_path: str, calls_path: str, answers_path: str, folder: str) -> None:
    """Ask everything; write the answers, the seconds of each call, and what the server says of itself."""
    os.chdir(folder)
    client = load(client_path)
    with open(calls_path, encoding="utf-8") as file:
        calls = json.load(file)
    server = client.Server(os.path.join(folder, "book.xlsm"))
    try:
        answers, seconds = [], []
        server.evaluate(f"__import__('runpy').run_path({COUNTER!r})['start']()")
        before = int(server.evaluate(_ASKED))
        for function, arguments in calls:
            start = time.perf_counter()
            answers.append(server.call(function, *map(argument, arguments)))
            seconds.append(time.perf_counter() - start)
        asked = int(server.evaluate(_ASKED)) - before
        about = {
            "path": server.evaluate("__import__('sys').path"),
            "safe": server.evaluate("__import__('sys').flags.safe_path"),
            "package": server.evaluate("__import__('jixiao').__file__"),
        }
    finally:
        server.stop()
    result = {
        "answers": answers,
        "median": statistics.median(seconds),
        "first": seconds[0],
        "about": about,
        "asked": asked,
    }
    with open(answers_path, "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
