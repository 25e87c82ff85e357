# Liaison: `make chat` talks, `make test` tests; both set up all that they need (Python 3.11+ and make).
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
SOURCES ?= ../shared/sources
QUESTIONS ?= tests/questions/*.jsonl

.PHONY: chat test lint types check ground eval bench serve format lock clean teams-app e2e

$(VENV)/.run: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Liaison needs Python 3.11 or newer; name one with PYTHON=...") if sys.version_info < (3, 11) else 0'
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

chat: $(VENV)/.run          ## talk in the terminal; no account or key
	@$(PY) app.py chat

serve: $(VENV)/.run         ## answer in Slack and Teams, whichever is configured
	@$(PY) app.py serve

test: $(VENV)/.dev          ## all tests
	$(PY) -m pytest

lint: $(VENV)/.dev
	$(PY) -m ruff check .

format: $(VENV)/.dev
	$(PY) -m ruff format . && $(PY) -m ruff check --fix .

types: $(VENV)/.dev
	$(PY) -m mypy

check: $(VENV)/.run         ## the content is sound
	$(PY) app.py check

ground: $(VENV)/.run        ## every value stands in the paragraph that it cites
	$(PY) app.py ground --sources $(SOURCES)

eval: $(VENV)/.dev          ## right, wrong and refused on question files
	$(PY) -m tests.evaluate $(QUESTIONS)

bench: $(VENV)/.dev         ## latency, growth, memory, cold start, throughput in Teams
	$(PY) -m tests.bench
	$(PY) -m tests.bench_teams

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

teams-app: $(VENV)/.run     ## the app package for Microsoft Teams, in dist/
	$(PY) -m adapters.teams.package

e2e: $(VENV)/.run           ## in Microsoft's playground with a browser; installs chromium, Node and npm packages if need be
	e2e/run.sh
