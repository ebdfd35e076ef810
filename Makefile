# Two commands do all the set-up: `make run` and `make test`.
PYTHON ?= python3.11
VENV ?= .venv
PORT ?= 8501
BIN := $(VENV)/bin

.PHONY: run test soak check install install-dev system-packages benchmark fuzz test-training clean

run: install
	$(BIN)/workbench serve --seeds --port $(PORT)

test: system-packages install-dev
	WORKBENCH_TOOLS=required $(BIN)/python -m pytest

soak: system-packages install-dev
	$(BIN)/python -m pytest -m soak

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

install: $(VENV)/.installed

install-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-deps -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/pip install --quiet --no-deps -r requirements-dev.txt
	touch $@

system-packages:
	.ci/system-packages

benchmark: install-dev
	$(BIN)/python -m pytest -m benchmark
	$(BIN)/python -m tests.benchmarks

# Coverage-guided inputs for every reader; takes hours with the usual 100 000 inputs each.
fuzz: install-dev
	$(BIN)/pip install --quiet atheris==3.0.0
	$(BIN)/python -m tests.fuzz

test-training: install-dev
	$(BIN)/pip install --quiet torch==2.13.0 eflomal
	$(BIN)/python -m pytest tests/training -m "not benchmark"

clean:
	rm -rf $(VENV) build *.egg-info artifacts
