# Two words to remember: `make demo` and `make test`. Both set everything up by themselves.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1

.PHONY: demo test lint format docs bench bench-families bench-planning soak lock clean

# The stamp is newer than the lock exactly when the locked packages are installed.
$(VENV)/.stamp: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "parentlink needs Python 3.11 or newer"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(VENV)/.stamp
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

test: $(VENV)/.stamp lint
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.stamp
	$(BIN)/python docs/make_commands.py
	$(BIN)/python docs/make_picture.py
	$(BIN)/python docs/make_fields.py
	$(BIN)/python docs/make_sessions.py

bench: $(VENV)/.stamp
	$(BIN)/python benchmarks/run.py

# A trust of 60,000 pupils from CSV, xlsx and CTF: minutes, and needs the sqlite3 shell.
bench-families: $(VENV)/.stamp
	$(BIN)/python benchmarks/families.py

# The planner of conversations against the best of a solver; installs one into benchmarks/.venv.
bench-planning: $(VENV)/.stamp
	$(BIN)/python benchmarks/planning.py

soak: $(VENV)/.stamp
	$(BIN)/python -m pytest -m soak --hypothesis-profile=default

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
