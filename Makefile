# The one list of commands. People and CI run the same recipes.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
PATIENT ?= examples/lymphoma.json
LANGUAGE ?= en

.PHONY: help match test serve lint bench docs lock knowledge format clean new-product new-regulation

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 18

.venv/runtime: requirements/runtime.lock requirements/bootstrap.txt pyproject.toml tools/make_environment
	tools/make_environment runtime

.venv/test: requirements/test.lock requirements/bootstrap.txt pyproject.toml tools/make_environment tools/debian_packages.txt
	tools/make_environment test

match: .venv/runtime  ## answer for one patient (PATIENT=file, LANGUAGE=en|zh): text here, report in out/
	@mkdir -p out
	@.venv/bin/cartway match $(PATIENT) --language $(LANGUAGE)
	@.venv/bin/cartway match $(PATIENT) --language $(LANGUAGE) --format html -o out/report.html
	@echo "The report for the doctor: out/report.html"

serve: .venv/runtime  ## start the web application on http://127.0.0.1:8000
	.venv/bin/cartway serve

test: .venv/test  ## install what the tests need and pass every test
	$(PY) -m pytest -n 2 --dist loadgroup

lint: .venv/test  ## style, types, layers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: .venv/test  ## let ruff mend the style
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

knowledge: .venv/test  ## rebuild what programs derive from the knowledge (trial lines, counts, schemas, manual)
	$(PY) tools/build_knowledge.py

new-product: .venv/test  ## lay down a commented product record (ID=name)
	$(PY) tools/new_record.py product $(ID)

new-regulation: .venv/test  ## lay down a commented regulation record (ID=name)
	$(PY) tools/new_record.py regulation $(ID)

bench: .venv/test  ## run every benchmark, quickly; each prints ratios measured in this run
	for b in benchmarks/*.py; do $(PY) $$b --quick || exit 1; done

lock: .venv/test  ## resolve the dependencies anew into requirements/*.lock
	tools/lock_dependencies

clean:  ## remove the environment and all caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache out
