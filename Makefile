# The two commands: `make run` opens the window, `make test` runs the whole test suite.
PY := .venv/bin/python

.PHONY: run setup setup-test test faults lint types contracts screens bench lock sample

run:
	@.ci/setup run
	@$(PY) -m mentor_desk $(ARGS)

setup:
	@.ci/setup run

setup-test:
	@.ci/setup test

# One process more than there are cores, for many tests wait: for a kill, a disk, a bus.
test: setup-test
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 3 --dist worksteal \
	  --cov=mentor_desk.models --cov=mentor_desk.services --cov-branch --cov-report=term:skip-covered --cov-fail-under=95 $(ARGS)

# The long run of faults: kills at random and at every call, lost power, full and failing disks,
# damage, two starts at once, undoing all and doing it again; figures for each part and at the end.
faults: setup-test
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.faults $(ARGS)

lint: setup-test
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: setup-test
	@$(PY) -m mypy

contracts: setup-test
	@$(PY) .venv/bin/lint-imports

# Every page and dialog of the sample desk, light and dark, as PNG in screens/.
screens: setup-test
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.screens $(ARGS)

# Each bar of speed, as a ratio to a floor measured in the same run.
bench: setup-test
	@for program in benchmarks/[a-z]*.py; do echo "== $$program"; $(PY) $$program || exit 1; done

# Write the hashed locks anew; wants uv.
lock:
	@for pair in "requirements.lock" "requirements-dev.lock --group dev"; do \
	  uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --no-emit-find-links --only-binary :all: -q -o $$pair; done
