# Everything runs in one environment, .venv, which is made from the Python package index.
PYTHON ?= python3
BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
endif
READY := .venv/ready
# The oldest releases with which ecdkit works need the Python that ArcGIS Pro has.
LOWEST_PYTHON ?= python3.11
LOWEST := .venv-lowest
LOWEST_TESTS := tests/codec tests/test_document.py tests/packages/test_packing.py \
	tests/arcgis tests/validation/test_report.py tests/test_lowest.py

.PHONY: help run test test-lowest test-arcgis test-world mutants lint check bench docs released format clean

help:
	@echo "make run    set up, and do the main job on the example"
	@echo "make test   set up, and run every check"
	@echo "make test-lowest  run some checks with the oldest releases of what ecdkit needs"
	@echo "make test-arcgis  let the Python package arcgis read what ecdkit writes (600 MB to install)"
	@echo "make test-world  run the long checks, and those with other programs"
	@echo "make mutants  change the rules, one thing at a time, and see a test notice (half an hour)"
	@echo "make bench  measure the work on large documents"
	@echo "make docs   draw the map of migrations, write the tables and cases of the specification, and the rules"
	@echo "make released  note the digests of all schemas, at a release"
	@echo "make format write the code in its canonical form"
	@echo "make clean  remove what these made"

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $(READY)

run: $(READY)
	$(BIN)/python examples/run.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: $(READY)
	$(BIN)/python -m pytest -n 2

test: lint check test-lowest

$(LOWEST)/ready: pyproject.toml tests/lowest.txt
	$(LOWEST_PYTHON) -m venv $(LOWEST)
	$(LOWEST)/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check \
		--requirement tests/lowest.txt "hypothesis>=6.100" "pytest>=8.2" "pytest-xdist>=3.5"
	$(LOWEST)/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(LOWEST)/$(notdir $(BIN))/python -m pip check
	@touch $(LOWEST)/ready

# Where that Python is not there, this says so and is no failure.
test-lowest:
	@if $(LOWEST_PYTHON) --version >/dev/null 2>&1; then \
		$(MAKE) --no-print-directory $(LOWEST)/ready && \
		HYPOTHESIS_PROFILE=quick $(LOWEST)/$(notdir $(BIN))/python -m pytest -n 2 $(LOWEST_TESTS); \
	else echo "skipped: there is no $(LOWEST_PYTHON), for which the oldest releases are"; fi

# arcgis names all that it needs, but six.
test-arcgis: $(READY)
	$(PYTHON) -m venv .venv-arcgis
	.venv-arcgis/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check "arcgis==2.4.*" six
	ECDKIT_ARCGIS_PYTHON=.venv-arcgis/$(notdir $(BIN))/python \
		$(BIN)/python -m pytest -m world tests/world/test_arcgis_reads.py

# Long runs, and what needs more than the checks of every day.
test-world: $(READY)
	$(PYTHON) -m venv .venv-world
	.venv-world/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,world]"
	.venv-world/bin/python -m pytest -m world
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n 2

mutants: $(READY)
	$(BIN)/python tests/mutation/run.py

bench:
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	.venv-bench/bin/python benchmarks/run.py --write docs/performance.md

docs: $(READY)
	$(BIN)/python docs/draw_map.py
	$(BIN)/python spec/pages.py
	$(BIN)/python docs/write_rules.py
	$(BIN)/python spec/conformance/generate.py

# At a release: from then on these schemas never change.
released: $(READY)
	$(BIN)/python spec/release.py

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv .venv-world .venv-bench .venv-lowest .venv-arcgis build dist src/ecdkit.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
