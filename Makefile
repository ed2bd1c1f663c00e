# Every command of the project. `make` alone lists them.
PORT ?= 8000
PYTHON = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check screenshots lock setup setup-test clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: setup ## the demo with weeks of history, on http://localhost:8000 (PORT=N for another, AHEAD=21d for later)
	@exec .venv/bin/mentorhub demo --port $(PORT) $(if $(AHEAD),--ahead $(AHEAD))

test: setup setup-test ## everything, quickest first (less than twenty minutes on two cores)
	@exec $(PYTHON) .ci/gate.py

check: setup setup-test ## the quick half: format, lint, types, contracts, migrations, architecture
	@exec $(PYTHON) .ci/gate.py --quick

screenshots: setup setup-test ## every page of the demo at two widths, light and dark, into var/screenshots
	@exec $(PYTHON) -m tests.screenshots

lock: setup ## write requirements.lock again from pyproject.toml
	@.venv/bin/uv pip compile --quiet --generate-hashes --extra dev --no-emit-index-url \
		--custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

setup: ## .venv with the locked packages (run and test do it by themselves)
	@.ci/setup

setup-test: ## PostgreSQL and Chromium for the tests (test does it by itself)
	@.ci/setup-test

clean: ## remove .venv, caches and var/ (the demo's data too)
	rm -rf .venv var build .coverage .coverage.* .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
