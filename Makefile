# K-Digital Talent Bridge. `make help` lists what there is; a fresh machine needs Python 3.11 (or newer) and make.

PORT ?= 8000
DATA ?= .data
T    ?= tests
N    ?= 2

PYTHON  := $(shell command -v python3.11 || command -v python3)
BIN     := .venv/bin
PIP     := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PRODUCT := .venv/.product
DEV     := .venv/.dev
FAST     = $(wildcard tests/*/test_rules*.py tests/*/test_states*.py tests/*/test_permissions*.py tests/*/fast)

# For what needs the settings but no database.
SCRATCH := DJANGO_SETTINGS_MODULE=talentbridge.config.settings TALENTBRIDGE_DATA=.venv/scratch

.DEFAULT_GOAL := help
.PHONY: help setup run test fast journeys check fix docs translate bench lock browser

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(PRODUCT): requirements/product.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed (python3.11 or python3 on PATH)."; exit 1; }
	@echo "Setting up .venv from $< (about a minute, once) ..."
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv || \
	  { rm -rf .venv; echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(PIP) --require-hashes -r requirements/product.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements/dev.lock $(PRODUCT)
	@$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

setup: $(DEV)  ## Make the environment with everything for development

run: $(PRODUCT)  ## Start everything with a demo world (PORT=8000 DATA=.data)
	@TALENTBRIDGE_DATA="$(DATA)" exec $(BIN)/talentbridge run --port $(PORT)

browser:  ## Install Chromium and Korean fonts for the browser tests (Debian)
	@scripts/browser

# A file stays on one worker: some share a server or a cluster. (xdist's groups do nothing under pytest 9.2: its issue 1386.)
test: $(DEV) browser  ## All tests, a real browser included (T=path N=processes)
	@$(BIN)/python -m pytest -n $(N) --dist loadfile $(T)

fast: $(DEV)  ## Rules, states, permissions: no database, no browser
	@$(SCRATCH) TALENTBRIDGE_TEST_SERVER=none $(BIN)/python -m pytest -n $(N) $(FAST)

journeys: $(DEV) browser  ## The stories in a real browser only
	@$(BIN)/python -m pytest -m journey tests/journeys

check: $(DEV)  ## Format, lint, types, floors, migrations, generated files, catalogues
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(SCRATCH) $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
	@$(SCRATCH) $(BIN)/python -m talentbridge.config.docs --check
	@$(BIN)/python -m talentbridge.config.catalogues --check

fix: $(DEV)  ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(DEV)  ## Write the generated documents again
	@$(SCRATCH) $(BIN)/python -m talentbridge.config.docs

translate: $(DEV)  ## Collect new sentences into locale/ko/*.po
	@$(BIN)/python -m talentbridge.config.catalogues

bench: $(DEV)  ## Measure what the product promises
	$(BIN)/python -m benchmarks

lock: $(DEV)  ## Write requirements/*.lock again from pyproject.toml
	scripts/lock
