# `make` alone lists what there is. Every target does its own set-up in .venv,
# and does it once: a second call starts at once and needs no network.

VENV := .venv
BIN := $(VENV)/bin
CONFIG ?= config.toml
WORKERS ?= 4# processes that run the tests: two cores wait often enough for two more
MARKERS ?=# make test MARKERS="not slow"
ARGS ?=# make test ARGS="tests/adapters/test_logs.py -k secret"
PYTHON ?=# make PYTHON=/opt/python/bin/python3.12

PYTHONS = $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)
FITS = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
COMPLETE = import ensurepip, sqlite3, ssl, venv
PIP = $(BIN)/python -m pip install -qq --disable-pip-version-check \
	--constraint constraints.txt
# A folder in memory for the tests, where there is room: each alert is worth a sync, and
# waiting for the disk takes a tenth of the time.
SCRATCH = [ -w /dev/shm ] && [ "$$(df -Pk /dev/shm | awk 'NR == 2 { print $$4 }')" -gt 1000000 ] \
	&& mktemp -d /dev/shm/watcher-tests-XXXXXX
# Byte code first, or each of hundreds of processes makes it anew.
PYTEST = $(BIN)/python -m compileall -q src tests; \
	scratch=$$($(SCRATCH)); trap 'rm -rf "$$scratch"' EXIT; \
	export TMPDIR="$${scratch:-$${TMPDIR:-/tmp}}" PYTHONDONTWRITEBYTECODE=; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
UNIT = deploy/systemd/watcher.service

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo wheel test test-browser picture test-crash soak coverage check check-unit format bench messages lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
	@echo "Times are about those of two idle cores; the first call also sets up $(VENV), in a minute or so."

run: $(VENV)/.run $(CONFIG) ## the service in the foreground, on SQLite; Ctrl-C ends it
	@exec $(BIN)/watcher --config $(CONFIG) run $(ARGS)

demo: $(VENV)/.run ## the whole job offline (half a minute)
	@exec $(BIN)/watcher demo $(ARGS)

wheel: $(VENV)/.run ## dist/*.whl, for machines without a checkout (seconds)
	$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

test: $(VENV)/.dev ## the tests, but for those in a browser (2 to 3 minutes, more on a busy machine); ARGS="..." goes to pytest
	@$(PYTEST) $(if $(findstring tests/,$(ARGS)),,--ignore=tests/browser) $(if $(MARKERS),-m "$(MARKERS)") $(ARGS)

test-browser: $(VENV)/.dev ## the pages in Debian's Chromium (a minute)
	@$(PYTEST) tests/browser $(ARGS)

coverage: $(VENV)/.dev ## the tests, with the lines and branches that none of them ran (twice as long)
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term-missing:skip-covered $(ARGS)

picture: $(VENV)/.dev ## docs/watcher.png, which README shows: an alert and the page (needs Chromium; seconds)
	@$(BIN)/python -m pytest -q -n 0 -p no:randomly tests/browser/test_picture.py -k alert
	@cp artefacts/watcher.png docs/watcher.png

test-crash: $(VENV)/.dev ## kill real processes 210 times, on SQLite and PostgreSQL, and count what is lost (10 minutes)
	$(BIN)/python -m tests.crash $(ARGS)

check: $(VENV)/.dev ## format, lint, types, import contracts, dependencies, marks of size and names (a minute, later 20 seconds)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/python -m pytest -q -n 0 -p no:randomly tests/guards

check-unit: ## what systemd says of the unit file (a second; needs systemd-analyze)
	@deploy/systemd/check $(UNIT)

format: $(VENV)/.dev ## put the code into its format, and mend what ruff can (seconds)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

soak: $(VENV)/.dev ## 10,000 polls and 500 rounds by a simulated clock: memory, handles, threads, database (5 minutes)
	$(BIN)/python -m bench.soak $(ARGS)

bench: $(VENV)/.dev ## the figures, as a table with the command that makes each (9 minutes)
	$(BIN)/python -m bench $(ARGS)

messages: $(VENV)/.dev ## the catalogues, brought up to the sentences in the code (seconds); NEW=de begins one
	@pot=$$(mktemp); trap 'rm -f "$$pot"' EXIT; \
		$(BIN)/pybabel -q extract -F pyproject.toml --add-location=file -o "$$pot" src && \
		{ [ -z "$(NEW)" ] || $(BIN)/pybabel -q init -D watcher -i "$$pot" -d src/watcher/locale \
			--width 100 -l $(NEW); } && \
		$(BIN)/pybabel -q update -D watcher -i "$$pot" -d src/watcher/locale --width 100 \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

lock: ## newest versions within pyproject's ranges into constraints.txt (3.11 to 3.13 at hand)
	@.ci/lock > constraints.new || { rm constraints.new; exit 1; }
	@mv constraints.new constraints.txt

clean: ## remove the environment and every cache; keeps config.toml and databases
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis .coverage .coverage.*
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up -------------------------------------------------------------------

# A link that leads nowhere, after an upgrade of the system, is as good as none.
$(BIN)/python:
	@found=; for python in $(PYTHONS); do \
		$$python -c '$(FITS)' 2>/dev/null || continue; \
		found=$$python; $$python -c '$(COMPLETE)' 2>/dev/null && break; \
		found=; partial=$$python; \
	done; \
	if [ -n "$$found" ]; then \
		echo "setting up $(VENV) with $$($$found --version)"; \
		exec $$found -m venv --clear $(VENV); \
	elif [ -n "$$partial" ]; then \
		echo "make: $$partial lacks a part that watcher needs ($(COMPLETE)); on Debian and Ubuntu: apt-get install python3-venv" >&2; \
	else \
		echo "make: watcher needs Python 3.11, 3.12 or 3.13, and there is none (tried: $(PYTHONS)); install one, or say where it is: make PYTHON=/path/to/python3" >&2; \
	fi; exit 1

# No build isolation: so installing again, after a change of pyproject.toml that adds
# nothing, needs no network.
# pip before 25.1 knows no dependency groups. Byte code is made here because
# PYTHONDONTWRITEBYTECODE or a read-only disk may forbid it later, and starting
# without it takes three times as long.
$(VENV)/.run: $(BIN)/python pyproject.toml constraints.txt
	@echo "installing watcher into $(VENV), half a minute or so"
	@$(PIP) pip hatchling editables
	@$(PIP) --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src $(VENV)/lib
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "installing what the tests and checks need, half a minute or so"
	@$(PIP) --group dev
	@touch $@

# Readable by its owner alone: it will hold tokens and passwords.
$(CONFIG): | config.example.toml
	@install -m 0600 config.example.toml $@
	@echo "wrote a first $@: write into it whom to tell, and of what"
