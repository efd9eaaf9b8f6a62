# Everything runs in one environment, .venv, which is made from the Python package index.
PYTHON ?= python3
BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
endif
READY := .venv/ready

.PHONY: help run test test-world mutants lint check bench docs released format clean

help:
	@echo "make run    set up, and do the main job on the example"
	@echo "make test   set up, and run every check"
	@echo "make test-world  run the long checks, and those with other programs"
	@echo "make mutants  change the rules, one thing at a time, and see a test notice (an hour)"
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

test: lint check

# Long runs, and what needs more than the checks of every day.
test-world: $(READY)
	$(PYTHON) -m venv .venv-world
	.venv-world/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,world]"
	.venv-world/bin/python -m pytest -m world
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -n 2

mutants: $(READY)
	$(BIN)/python tests/mutants.py

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
	rm -rf .venv .venv-world .venv-bench build dist src/ecdkit.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
