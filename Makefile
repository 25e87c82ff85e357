# Liaison: `make chat` talks, `make test` tests; both set up all that they need (Python 3.11+ and make).
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
SOURCES ?= ../shared/sources
QUESTIONS ?= tests/questions/*.jsonl

.PHONY: chat test lint types check ground eval bench serve fit format lock clean teams-app e2e

$(VENV)/.run: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Liaison needs Python 3.11 or newer; name one with PYTHON=...") if sys.version_info < (3, 11) else 0'
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

$(VENV)/.fit: requirements-fit.lock $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fit.lock
	touch $@

chat: $(VENV)/.run          ## talk in the terminal; no account or key
	@$(PY) app.py chat

serve: $(VENV)/.run         ## answer in Slack and Teams, whichever is configured
	@$(PY) app.py serve

test: $(VENV)/.dev          ## all tests
	$(PY) -m pytest

lint: $(VENV)/.dev
	$(PY) -m ruff check . && $(PY) -m ruff format --check .

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

fit: $(VENV)/.dev $(VENV)/.fit           ## learn the weights of the evidence anew from the examples; prints held-back figures
	$(PY) -m tests.fit
	$(PY) -m tests.fit_dialogue

bench: $(VENV)/.dev         ## latency, growth, memory, cold start, throughput in Teams
	$(PY) -m tests.bench
	$(PY) -m tests.bench_teams

lock:                       ## pin all dependencies with hashes, by uv in a folder of its own
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.lock
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --group fit -c requirements.lock -o requirements-fit.lock
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

teams-app: $(VENV)/.run     ## the app package for Microsoft Teams, in dist/
	$(PY) -m adapters.teams.package

e2e: $(VENV)/.run           ## in Microsoft's playground with a browser; installs chromium, Node and npm packages if need be
	e2e/run.sh
