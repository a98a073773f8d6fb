# make demo   set everything up, build the sample case, serve it
# make test   set everything up, run every test
# make check  what CI runs: lint, types, import rules, tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check lint setup browser bench peers cluster lock clean

demo: $(READY)
	$(BIN)/foja demo --case .demo/case --no-browser

test: $(READY) browser
	$(BIN)/python scripts/assets.py --dev
	$(BIN)/python -m pytest -n auto

check: lint test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(READY)

$(READY): requirements.lock pyproject.toml hatch_build.py scripts/assets.toml
	@echo "Setting up in $(VENV): what foja needs is fetched once, each package checked against its digest."
	@sh scripts/venv.sh $(PYTHON) $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -e .
	@touch $(READY)

# The browser of the tests. Where it cannot be installed, the line that does it is printed and the
# tests that need it say that they were left out.
browser:
	sh scripts/browser.sh

bench: $(READY)
	$(BIN)/python benchmarks/run.py

# The attacks on foja and on other tools that keep files with digests, side by side.
peers: $(READY)
	sh scripts/venv.sh $(PYTHON) .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.lock
	FOJA_PEERS=.venv-peers/bin/python $(BIN)/python -m pytest -q -n 0 tests/attacks

# The tests that ask a real cluster: Ray, started on this machine.
cluster:
	sh scripts/venv.sh $(PYTHON) .venv-cluster
	.venv-cluster/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-cluster.lock
	.venv-cluster/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	.venv-cluster/bin/python -m pytest -q -n 0 tests/flow/test_ray.py

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --group dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --group pyproject.toml:peers -o requirements-peers.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --constraint requirements.lock --group dev --extra cluster pyproject.toml -o requirements-cluster.lock

clean:
	rm -rf $(VENV) .venv-peers .venv-cluster .demo build dist
