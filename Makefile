# Everything one does with this project. `make` alone lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON := .venv/bin/python
NPM := setup/with_node.sh npm --prefix js
# Jupyter asks for this flag when it runs as root, as it does in containers.
ALLOW_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: help setup lab demo test check check-python check-js format bench screenshots build lock clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## make .venv with everything in it
	@setup/install.sh

lab: setup ## open JupyterLab on the first notebook
	.venv/bin/jupyter lab --ip=127.0.0.1 $(ALLOW_ROOT) notebooks/00_start_here.ipynb

demo: setup ## run the first notebook without a browser and show what it recorded
	@$(PYTHON) notebooks/demo.py

test: check ## every check and every test
	$(PYTHON) -m pytest

check: setup check-python check-js ## lint, format, types, layers, contract, front-end tests

check-python:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/pyright
	.venv/bin/lint-imports
	$(PYTHON) -m strands_robots_nb.contract.generate --check

check-js:
	$(NPM) run --silent check

format: setup ## format Python and TypeScript
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .
	$(NPM) run --silent format

bench: setup ## measure every budget of the design; fails when one is exceeded
	@$(PYTHON) benchmarks/run_all.py

screenshots: setup ## make the pictures of the README with the browser tests
	STRANDS_ROBOTS_NB_UPDATE_SCREENSHOTS=1 $(PYTHON) -m pytest tests/browser -k screenshot

build: setup ## wheel and source archive in dist/
	rm -rf dist
	$(PYTHON) -m hatchling build

lock: ## resolve requirements.lock again from pyproject.toml
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.12 --no-header --no-annotate --quiet --upgrade -o requirements.lock

clean: ## remove what was built (.venv stays)
	rm -rf build dist strands_robots_nb/static .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -not -path './js/node_modules/*' -prune -exec rm -rf {} +
