# `make demo` builds the sample show; `make test` sets up and runs everything CI runs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo setup lint test slow faults golden clean

help:
	@echo 'make demo     build the sample show of episodes/ into output/ and print what it made'
	@echo 'make test     set up and run every check and test'
	@echo 'make setup    only the set-up'
	@echo 'make lint     ruff, mypy, the import contract'
	@echo 'make slow     as root: what is too slow for every commit: all readers, kills between all requests, further servers'
	@echo 'make faults   as root: every kill, failing system call, full disk and power cut while tagging; ten minutes'
	@echo 'make golden   rewrite what golden tests expect; read the diff'
	@echo 'make clean    remove .venv, node_modules and everything built'

demo: .venv/runtime.stamp
	$(BIN)/feedtool build
	@tools/show_output.sh output

.venv/runtime.stamp: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -qq --disable-pip-version-check --editable .
	@touch $@

setup:
	@PYTHON=$(PYTHON) tools/setup.sh

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -q -n 2 -m 'not slow'

slow: setup
	SLOW=true tools/setup.sh
	CI=true $(BIN)/pytest -q -n 2 -m slow

# FEEDTOOL_FAULTS: how many kills and pairs of writers; a small part of all this runs in `make test` too.
faults: setup
	CI=true FEEDTOOL_FAULTS=$${FEEDTOOL_FAULTS:-200} $(BIN)/pytest -q tests/audio/test_faults.py tests/test_files.py tests/test_headjournal.py

golden: setup
	$(BIN)/pytest -q tests/test_golden.py tests/test_tutorial.py --update-golden

clean:
	rm -rf .venv tests/oracles/node_modules dist build output/*
