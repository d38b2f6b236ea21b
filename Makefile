# Two commands matter: `make run` starts Daymark, `make test` checks everything. `make help` lists the rest.
# Each stamp in .make/ remembers what was installed or built, so that nothing is done again that has not changed.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv/bin
APP_SOURCES := $(shell find pwa/src pwa/public -type f 2>/dev/null) pwa/index.html pwa/vite.config.ts
PORT ?= 8000

.PHONY: help run test check server-tests app-tests browser-tests bench pictures types lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: .make/server .make/app ## set up what is missing, then start Daymark with the demo program
	@DAYMARK_DEMO=$${DAYMARK_DEMO:-yes} PORT=$(PORT) exec $(VENV)/daymark serve

test: check server-tests app-tests browser-tests ## everything: checks, both databases, both browsers
	@echo "All of make test passed."

check: .make/tests .make/npm ## lint, types, contracts: the fast part
	$(VENV)/ruff check server tests
	$(VENV)/ruff format --check server tests
	$(VENV)/mypy
	$(VENV)/lint-imports --no-logo
	@$(VENV)/daymark openapi > .make/openapi.json
	cd pwa && npm run --silent api:check -- ../.make/openapi.json
	cd pwa && npm run --silent check

server-tests: .make/tests ## the server's tests on SQLite and on PostgreSQL, side by side
	@$(MAKE) --no-print-directory -j2 --output-sync=target server-tests-sqlite server-tests-postgres

server-tests-%: .make/tests
	DAYMARK_TEST_DATABASE=$* $(VENV)/pytest -q -rs --ignore=tests/browser -o cache_dir=.pytest_cache/$*


app-tests: .make/app ## the app's unit tests and its size budget
	cd pwa && npm run --silent test
	cd pwa && npm run --silent budget

browser-tests: .make/tests .make/app .make/browsers ## real Chromium and real Firefox against a real server
	$(VENV)/pytest -q -rs tests/browser

bench: .make/tests ## benchmark figures, on this machine; ONLY=burst, workers, planning, review, growth or home for one of them
	$(VENV)/python -m tests.bench $(ONLY)

pictures: .make/tests .make/app .make/browsers ## take the README's pictures and the manifest's screenshots anew
	$(VENV)/python -m tests.browser.pictures

types: .make/tests .make/npm ## generate the app's types from the server's OpenAPI
	@$(VENV)/daymark openapi > .make/openapi.json
	cd pwa && npm run --silent api -- ../.make/openapi.json

lock: .make/tests ## resolve the Python dependencies anew, with hashes and without addresses
	$(VENV)/pip install -q uv
	$(VENV)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
		pyproject.toml -o server/requirements.txt
	$(VENV)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--extra dev -c server/requirements.txt pyproject.toml -o tests/requirements.txt

clean: ## forget what was installed and built; data/ stays
	rm -rf .venv .make pwa/node_modules pwa/dist

# --- set-up ---

.make/venv:
	@mkdir -p .make
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Daymark needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	@touch $@

.make/server: .make/venv server/requirements.txt pyproject.toml
	$(VENV)/pip install -q --disable-pip-version-check --require-hashes -r server/requirements.txt
	$(VENV)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.make/tests: .make/server tests/requirements.txt
	$(VENV)/pip install -q --disable-pip-version-check --require-hashes --no-deps -r tests/requirements.txt
	@touch $@

.make/npm: pwa/package-lock.json
	@mkdir -p .make
	cd pwa && npm ci --no-audit --no-fund --silent
	@touch $@

.make/app: .make/npm $(APP_SOURCES)
	cd pwa && npm run --silent build
	@touch $@

.make/browsers:
	@mkdir -p .make
	.ci/browsers
	@touch $@
