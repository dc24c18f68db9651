# Two commands for a newcomer: `make demo` (the main job on real figures) and `make test` (everything).
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: demo test lint types rooms unit bench extension clean

demo: .venv/ready
	$(BIN)/jixiao demo --output out

test: office .venv/ready lint types rooms unit

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv || { .ci/packages python3-venv && $(PYTHON) -m venv .venv; }
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

.PHONY: office
office:
	.ci/packages libreoffice-calc libreoffice-writer libreoffice-dev python3-uno fonts-noto-cjk poppler-utils \
	  || echo "LibreOffice could not be installed here: the tests in tests/live will be skipped."

lint:
	$(BIN)/ruff check addin tests

types:
	$(BIN)/mypy

rooms:
	$(BIN)/lint-imports

unit:
	$(BIN)/python -m pytest

# Each figure beside its peer in the same run; the ratios are what counts.
bench: .venv/ready
	$(BIN)/python -m pytest tests/bench --benchmark-only --benchmark-group-by=group --benchmark-columns=median,min,rounds -s

extension: .venv/ready
	$(BIN)/python -c "from pathlib import Path; from jixiao.hosts.calc_extension import build_extension; \
	  print(build_extension(Path('out/jixiao.oxt')))"

clean:
	rm -rf .venv out build dist
