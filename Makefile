# Two commands need nothing but Python 3.11+ and make: `make demo` and `make test`. They set up their own .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check clean lock

$(VENV)/.runtime: requirements.lock pyproject.toml
	@echo "首次运行：建立独立的 Python 环境（约一两分钟）…"
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更新的版本，请用 make PYTHON=python3.11 指定。" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.development: requirements-dev.lock requirements-portal.lock requirements-corpus.lock $(VENV)/.runtime
	@$(PIP) install --require-hashes -r requirements-portal.lock
	@$(PIP) install --require-hashes -r requirements-corpus.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.runtime
	@$(BIN)/verifier demo --out out/demo --data out/data

test: $(VENV)/.development
	@$(BIN)/python -m pytest

check: $(VENV)/.development
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python docs/check.py

lock: $(VENV)/.development
	@$(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --output-file=requirements.lock pyproject.toml requirements-build.in
	@$(BIN)/python -m piptools compile --quiet --extra portal --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --constraint=requirements.lock --output-file=requirements-portal.lock pyproject.toml
	@$(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --constraint=requirements.lock --constraint=requirements-portal.lock --output-file=requirements-dev.lock requirements-dev.in
	@$(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --constraint=requirements.lock --output-file=requirements-corpus.lock requirements-corpus.in

clean:
	rm -rf $(VENV) out build dist
