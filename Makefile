# Two commands matter: `make run` and `make test`. Both work on a fresh clone.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOCK   := pip compile --quiet --universal --upgrade --generate-hashes --no-header --python-version 3.11
RUN    := $(BIN)/.run-installed
DEV    := $(BIN)/.dev-installed
# ARGS="-n 0" runs all in order.
ALL_CORES := -n auto
# Images of containers often set it: then each of the programs that the tests start compiles all of ours anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: pictures run test quick explore lint format bench sbom words locks clean

run: $(RUN)  ## Start the server (first start: installs, and prints the link for making your account)
	@exec $(BIN)/satchel serve $(ARGS)

test: $(DEV)  ## Everything: lint, types, contracts, all tests on both databases, browser, clients
	@scripts/prepare-tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest $(ALL_CORES) $(ARGS)

quick: $(DEV)  ## The tests that are quick: no browser, no PostgreSQL, no programs, nothing is broken
	@$(BIN)/python -m pytest $(ALL_CORES) -m "not browser and not postgres and not faults and not clients and not slow" $(ARGS)

explore: $(DEV)  ## The tests of properties with new examples and more of them; elsewhere they are always the same
	@$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=explore $(ARGS)

lint: $(DEV)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(DEV)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(DEV)  ## What a request costs; with SIZE=100000 a list among so many items, with SCORES=FOLDER how well pages are read
ifdef SCORES
	@$(BIN)/python -m bench.extraction_scores $(SCORES) $(ARGS)
else ifdef SIZE
	@$(BIN)/python -m bench.growth $(SIZE) $(ARGS)
else
	@$(BIN)/python -m bench $(ARGS)
	@$(BIN)/python -m bench.extraction
	@$(BIN)/python -m bench.moving
	@$(BIN)/python -m bench.taking
endif

sbom: $(RUN)  ## What Satchel runs on, with versions, licences and hashes: satchel.cdx.json (CycloneDX)
	@$(PYTHON) -m venv .venv-sbom
	@.venv-sbom/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/sbom.txt
	@.venv-sbom/bin/python scripts/sbom.py .venv-sbom/bin/cyclonedx-py locks/run.txt $(VENV) satchel.cdx.json

pictures: $(DEV)  ## The pictures of the README, of made-up articles in a real browser
	@$(BIN)/python -m tests.gallery --manual

words: $(DEV)  ## Bring the translations of the pages up to date with what they say
	@$(BIN)/python scripts/words.py $(ARGS)

locks:  ## Renew the locks: the newest releases that fit, with their hashes
	@$(PYTHON) -m venv .venv-locks
	@.venv-locks/bin/python -m pip install --quiet --disable-pip-version-check uv
	@.venv-locks/bin/uv $(LOCK) pyproject.toml -o locks/run.txt
	@.venv-locks/bin/uv $(LOCK) pyproject.toml --extra dev -c locks/run.txt -o locks/dev.txt
	@.venv-locks/bin/uv $(LOCK) scripts/sbom.in -o locks/sbom.txt

clean:
	rm -rf $(VENV) .venv-* build *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Satchel needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one with: make PYTHON=python3.x")'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python cannot make virtual environments here. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUN): $(BIN)/python locks/run.txt pyproject.toml
	@echo "Installing what Satchel needs into $(VENV) (once)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(DEV): $(RUN) locks/dev.txt
	@echo "Installing what the tests need into $(VENV) (once)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	@touch $@
