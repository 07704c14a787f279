# Needs python3 (3.10 or newer) and make; all else goes into .venv, which may be deleted at any time.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --quiet

# The oracle beside that of `make test`: Keras 3 on TensorFlow, and the line of Keras 2 that lives on.
# Both need TensorFlow and share an environment; tf_keras asks for the big build of it, hence --no-deps.
ORACLE := .venv-oracle
ORACLE_LINES := tensorflow tf_keras

# The site of docs/.
DOCS := .venv-docs

.PHONY: run test docs oracle differential bench fleet field clean

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

# A link that leads nowhere, or a page that is in no menu, is an error.
docs: $(DOCS)/.ready
	@NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/python -m mkdocs build --strict --quiet
	@echo "The site is in site/index.html"

# Compares what Keras does with what is on record; RECORD=1 writes the record instead. The lines are
# asked side by side, and each is told of when it is done.
oracle: $(VENV)/.ready-to-test $(ORACLE)/.ready
	@echo "Training with $(ORACLE_LINES): some ten minutes"
	@$(MAKE) --no-print-directory -j 2 $(TOLD_WHOLE) $(ORACLE_LINES:%=oracle-%)

TOLD_WHOLE := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

oracle-%: $(VENV)/.ready-to-test $(ORACLE)/.ready
	@echo "== $*"
	@export ORACLE_PYTHON_TENSORFLOW="$(CURDIR)/$(ORACLE)/bin/python"; \
	export ORACLE_PYTHON_TF_KERAS="$(CURDIR)/$(ORACLE)/bin/python"; \
	if [ -n "$(RECORD)" ]; then \
		cd tests && PYTHONPATH=.. ../$(PY) -m oracle.record $*; \
	else \
		ORACLE_LINE=$* $(PY) -m pytest tests/oracle; \
	fi

# `make test` does this with a few thousand classes; SEED=n goes on where another run ended.
COUNT ?= 20000
SEED ?= 1000
differential: $(VENV)/.ready-to-test
	@cd tests && PYTHONPATH=.. ../$(PY) -m differential.long $(COUNT) --seed $(SEED)

bench: $(VENV)/.ready-to-test
	@$(PY) benchmarks/bench.py $(ARGS)

fleet: $(VENV)/.ready-to-test
	@$(PY) benchmarks/fleet.py $(ARGS)

field: $(VENV)/.ready-to-test
	@$(PY) benchmarks/field.py $(ARGS)

clean:
	rm -rf $(VENV) $(ORACLE) $(DOCS) site build dist *.egg-info

$(PY):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 10) and "sequence-lint needs Python 3.10 or newer, this is " + sys.version)'
	@echo "Setting up $(VENV) (once)"
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.ready-to-run: pyproject.toml | $(PY)
	@$(PIP) -e .
	@touch $@

$(VENV)/.ready-to-test: pyproject.toml | $(PY)
	@$(PIP) -e '.[test,oracle]'
	@touch $@ $(VENV)/.ready-to-run

$(ORACLE)/.ready: pyproject.toml | $(PY)
	@echo "Setting up $(ORACLE) (once)"
	@"$(PYTHON)" -m venv $(ORACLE)
	@$(ORACLE)/bin/python -m pip --disable-pip-version-check install --quiet --quiet 'keras>=3.11' tensorflow-cpu
	@$(ORACLE)/bin/python -m pip --disable-pip-version-check install --quiet --quiet --no-deps tf_keras
	@touch $@

$(DOCS)/.ready: pyproject.toml | $(PY)
	@echo "Setting up $(DOCS) (once)"
	@"$(PYTHON)" -m venv $(DOCS)
	@$(DOCS)/bin/python -m pip --disable-pip-version-check install --quiet --quiet -e '.[docs]'
	@touch $@
