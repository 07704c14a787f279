# Needs python3 (3.10 or newer) and make; all else goes into .venv, which may be deleted at any time.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --quiet

.PHONY: run test bench fleet field clean

# The bundled example is wrong on purpose, so findings are what it should end with.
run: $(VENV)/.ready-to-run
ifdef ARGS
	@$(PY) -m sequence_lint check $(ARGS)
else
	@$(PY) -m sequence_lint check --exit-zero examples/first_generator.py
endif

# Every check runs, whatever the others say; pytest comes last, so that its summary does.
test: $(VENV)/.ready-to-test
	@status=0; \
	echo "== ruff format"; $(PY) -m ruff format --check . || status=1; \
	echo "== ruff check"; $(PY) -m ruff check . || status=1; \
	echo "== mypy"; $(PY) -m mypy || status=1; \
	echo "== import-linter"; $(VENV)/bin/lint-imports || status=1; \
	echo "== pytest"; $(PY) -m pytest || status=1; \
	exit $$status

bench: $(VENV)/.ready-to-test
	@$(PY) benchmarks/bench.py $(ARGS)

fleet: $(VENV)/.ready-to-test
	@$(PY) benchmarks/fleet.py $(ARGS)

field: $(VENV)/.ready-to-test
	@$(PY) benchmarks/field.py $(ARGS)

clean:
	rm -rf $(VENV) build dist *.egg-info

$(PY):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 10) and "sequence-lint needs Python 3.10 or newer, this is " + sys.version)'
	@echo "Setting up $(VENV) (once)"
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.ready-to-run: pyproject.toml | $(PY)
	@$(PIP) -e .
	@touch $@

$(VENV)/.ready-to-test: pyproject.toml | $(PY)
	@$(PIP) -e '.[test]'
	@touch $@ $(VENV)/.ready-to-run
