# Everything is installed into .venv and nowhere else. PYTHON picks the interpreter that makes it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TEST_TOOLS := $(shell sed -n '/^test = \[/,/^\]/s/^ *"\(.*\)",/"\1"/p' pyproject.toml)

.PHONY: demo test test-all lint corpus bench clean

demo: $(VENV)/demo
	$(BIN)/datahygiene check examples/shop || test $$? -eq 1

test: $(VENV)/test lint
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The suite on every interpreter from 3.10 up that is present, each in an environment of its own.
test-all:
	sh tests/every_python.sh

corpus: $(VENV)/demo
	$(BIN)/python -m tests.corpus.run

bench: $(VENV)/test
	$(PIP) "bandit>=1.8"
	$(BIN)/python -m benchmarks.run

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo: $(VENV)/bin/python pyproject.toml hatch_build.py $(wildcard src/pytest_datahygiene/catalog/data/* src/pytest_datahygiene/catalog/*.py)
	$(PIP) --editable .
	touch $@

$(VENV)/test: $(VENV)/demo
	$(PIP) $(TEST_TOOLS)
	touch $@

clean:
	rm -rf $(VENV) .corpus dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
