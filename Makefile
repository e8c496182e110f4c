# Two commands are enough: `make app` and `make test`. The rest is for whoever works on ReplyGuard.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: app test test-model demo rules lint types docs clean train bench bench-docs faults

app: $(VENV)/app.done
	$(BIN)/replyguard app --offline --port $(PORT)

demo: $(VENV)/app.done
	$(BIN)/replyguard demo --offline

test: $(VENV)/dev.done
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term

# A real, small model (SmolLM2-135M, on loopback) before the whole pipeline, its server in a venv of its own.
test-model: $(VENV)/dev.done build/model/done
	$(BIN)/python -m pytest -m model -rA tests/model

build/model/done: tests/model/requirements.txt
	test -x build/model/venv/bin/python || $(PYTHON) -m venv build/model/venv
	build/model/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --requirement tests/model/requirements.txt
	@touch $@

rules: $(VENV)/dev.done
	@$(BIN)/python -m replyguard.cooldown.proof

lint: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --no-print-directory types
	$(BIN)/lint-imports

types: $(VENV)/dev.done
	$(BIN)/mypy --strict replyguard tests training
	$(BIN)/mypy --strict ui

# What docs show of the program is printed, and photographed, by the program.
docs: $(VENV)/dev.done
	$(BIN)/cog -r README.md docs/*.md
	REPLYGUARD_PICTURES=docs $(BIN)/python -m pytest tests/app

$(VENV)/app.done: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ReplyGuard needs Python 3.11 or newer; name one: make app PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[app]'
	@touch $@

$(VENV)/dev.done: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ReplyGuard needs Python 3.11 or newer; name one: make test PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/app.done

# The tagger's weights, made anew from training/data: under two hours on two cores. torch stands in a venv of its own.
train: .venv-train/done
	.venv-train/bin/python -m training

.venv-train/done: training/requirements.txt training/constraints.txt
	test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt --constraint training/constraints.txt --editable .
	@touch $@

# One core, a quiet machine, a few minutes. The tools it compares with stand in a venv of their own.
bench: build/bench/done
	build/bench/venv/bin/python -m benchmarks

bench-docs: build/bench/done
	build/bench/venv/bin/python -m benchmarks --write docs/performance.md

build/bench/done: pyproject.toml constraints.txt
	test -x build/bench/venv/bin/python || $(PYTHON) -m venv build/bench/venv
	build/bench/venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	@touch $@

# Many writers, and writers that are killed, at full size on both databases: some minutes.
faults: $(VENV)/dev.done
	$(BIN)/python -m tests.faults --write docs/reliability.md

clean:
	rm -rf $(VENV) dist build .coverage* .pytest_cache .mypy_cache .ruff_cache
