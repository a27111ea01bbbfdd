# Needs Python 3.11–3.13, make and git. `make` prints what there is.
SHELL := /bin/sh
PY := .venv/bin/python
HOME_DIR ?= .gachi
# One more than the processors that we count on: many tests wait for an answer.
WORKERS ?= 3
export PYTHON
# Starts and tests run dozens of Pythons on the same code: it is compiled once, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help up reset test acceptance check fmt bench record schema generate lock setup setup-dev

help: ## print the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

up: setup ## run the whole marketplace here, until Ctrl-C (ARGS="--base-port 9000 --no-demo")
	@exec $(PY) -m sandbox.launch up --home "$(HOME_DIR)" $(ARGS)

reset: ## forget what `make up` keeps: databases, pictures, secrets (asks nothing; refuses while it runs)
	@if [ -x $(PY) ]; then exec $(PY) -m sandbox.launch reset --home "$(HOME_DIR)"; else rm -rf "$(HOME_DIR)"; fi

test: setup-dev ## run all tests, or a part: make test T="tests/inventory -k commit"
	@exec $(PY) -m pytest $(if $(T),$(T),-n $(WORKERS) --dist loadfile)

acceptance: setup-dev ## run the journeys against a Saleor: GACHI_SALEOR_URL=https://… GACHI_SALEOR_ADMIN=email:password
	@test -n "$(GACHI_SALEOR_URL)" || { echo "GACHI_SALEOR_URL is missing: the full address that ends with /graphql/" >&2; exit 2; }
	@JOURNEY_SALEOR_URL="$(GACHI_SALEOR_URL)" JOURNEY_SALEOR_ADMIN="$(GACHI_SALEOR_ADMIN)" exec $(PY) -m pytest -m journey tests/journeys $(T)

check: setup-dev ## format, lint, types, import directions, migrations, translations, schema, unused code
	@exec $(PY) -m tools.check

fmt: setup-dev ## put code and imports in order
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format .

bench: setup-dev ## measure everything, or one thing: make bench BENCH=shop-list
	@exec $(PY) -m benchmarks $(BENCH) $(ARGS)

record: setup-dev ## record a blank Saleor's answers to our operations: GACHI_SALEOR_URL=… GACHI_SALEOR_ADMIN=email:password
	@exec $(PY) -m tests.contracts.saleor

schema: setup-dev ## name what another Saleor's schema would break: make schema SCHEMA=path/to/schema.graphql
	@test -n "$(SCHEMA)" || { echo "SCHEMA is missing: the path of that Saleor's schema.graphql" >&2; exit 2; }
	@exec $(PY) -m tools.saleor_schema "$(SCHEMA)"

generate: setup-dev ## collect what people read into locale/, and generate the Saleor client from its .graphql files
	@$(PY) -m tools.translations extract
	@$(PY) tools/saleor_client.py

lock: ## pin the newest versions that requirements/*.in allow, with hashes (needs uv)
	@for name in dev sandbox runtime tracing; do \
	  echo "requirements/$$name.txt"; \
	  constraint=; test $$name = dev || constraint="--constraint requirements/dev.txt"; \
	  uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --only-binary :all: $$constraint requirements/$$name.in -o requirements/$$name.txt || exit; \
	done

setup:
	@sh tools/setup sandbox
	@$(PY) -m tools.translations compile

setup-dev:
	@sh tools/setup dev
	@$(PY) -m tools.translations compile
