# Two commands need nothing but Python 3.11+ and make: `make demo` and `make test`. They set up their own .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check clean lock sbom wheelhouse

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

	@$(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --constraint=requirements.lock --constraint=requirements-dev.lock --output-file=requirements-cluster.lock requirements-cluster.in
	@$(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --constraint=requirements.lock --output-file=requirements-bench.lock requirements-bench.in

sbom: $(VENV)/.runtime
	@mkdir -p build && $(BIN)/python docs/make_sbom.py build/sbom.cdx.json

# Everything that a machine without a network needs to install any part of the program (docs/upgrading.md).
wheelhouse: $(VENV)/.runtime
	@rm -rf build/wheelhouse && mkdir -p build/wheelhouse
	@for lock in portal corpus cluster; do $(PIP) wheel --require-hashes --wheel-dir build/wheelhouse -r requirements-$$lock.lock || exit 1; done
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir build/wheelhouse .
	@$(BIN)/python docs/make_sbom.py build/wheelhouse/sbom.cdx.json
	@cd build/wheelhouse && sha256sum *.whl sbom.cdx.json > SHA256SUMS

clean:
	rm -rf $(VENV) out build dist
