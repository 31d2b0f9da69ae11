# Everything a contributor runs. `make` alone lists the targets.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PYTEST := $(BIN)/pytest -n 2 --dist loadgroup
AS_OF := 2026-04-29T17:30+08:00
FUZZ := build/fuzz/env
MINUTES ?= 10
LOCALES := aftercare_cli/locale
POT := $(LOCALES)/aftercare.pot
ZH := $(LOCALES)/zh_CN/LC_MESSAGES/aftercare.po
# `ngettext:1,2`: the first argument is the singular, the second the plural; of `pgettext` the first says what is meant.
# `gettext` is what Jinja2 turns a {% trans %} block into.
KEYWORDS := -k _ -k gettext -k ngettext:1,2 -k pgettext:1c,2 -k say:1 -k say_many:1,2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check bench fuzz golden fmt messages catalogues build clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z.]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) catalogues ## check the sample records, then show what was kept and what is due
	$(BIN)/aftercare check --as-of $(AS_OF)
	$(BIN)/aftercare sla report --as-of $(AS_OF)
	$(BIN)/aftercare due --as-of $(AS_OF)

test: $(READY) catalogues ## set up and run the tests
	$(PYTEST)

check: $(READY) catalogues ## everything CI checks: style, types, imports, tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST)

bench: $(READY) catalogues ## measure speed against the bars and other tools (half an hour)
	$(BIN)/python -m bench

# Atheris is needed by nothing else: it has an environment of its own.
fuzz: $(FUZZ)/.ready catalogues ## feed wrong records to the readers (MINUTES=60, TARGETS="merge edits": tests/fuzz/__init__.py)
	nice $(FUZZ)/bin/python -m tests.fuzz --minutes $(MINUTES) $(TARGETS)

golden: $(READY) catalogues ## write the expected documents anew; read the diff before committing
	UPDATE_GOLDEN=1 $(BIN)/pytest -m golden

fmt: $(READY) ## format the code and fix what can be fixed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# The header's date is left out of the .pot: only a change of the texts changes the file.
messages: $(READY) ## collect the texts of code and templates into the catalogues
	@mkdir -p $(dir $(ZH))
	$(BIN)/pybabel -q extract --mapping-file=pyproject.toml --no-default-keywords $(KEYWORDS) \
	  --no-location --sort-output --no-wrap --project=aftercare --copyright-holder="The aftercare authors" \
	  --output-file=$(POT).new aftercare_cli $(wildcard templates)
	@grep -v '^"POT-Creation-Date:' $(POT).new > $(POT) && rm $(POT).new
	@test -f $(ZH) || $(BIN)/pybabel -q init -i $(POT) -o $(ZH) -l zh_CN --no-wrap
	$(BIN)/pybabel -q update -i $(POT) -o $(ZH) -l zh_CN --no-wrap \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

catalogues: $(READY) ## compile the catalogues that changed
	@$(BIN)/python hatch_build.py

build: $(READY) ## build the wheel and the source archive into dist/
	$(BIN)/python -m build

clean: ## remove what was built or cached; .venv stays
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	find aftercare_cli -name '*.mo' -exec rm -f {} +

$(FUZZ)/.ready: $(READY)
	test -x $(FUZZ)/bin/python || $(PYTHON) -m venv $(FUZZ)
	$(FUZZ)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[holidays,qr,xlsx]' 'atheris~=3.0'
	@touch $@

.venv: $(READY) ## the environment: Python 3.11 or newer and git are needed (PYTHON=python3.12 to choose)

# The stamp is written last, so that an installation cut short is taken up again.
$(READY): Makefile pyproject.toml hatch_build.py
	@command -v git >/dev/null || { echo "make: git is missing (Debian, Ubuntu: apt-get install git)" >&2; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is missing: install Python 3.11 or newer (Debian, Ubuntu: apt-get install python3 python3-venv), or name it: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is `$(PYTHON) --version 2>&1`: Python 3.11 or newer is needed; name it: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "make: $(PYTHON) cannot make environments, its ensurepip is missing (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,holidays,pdf,qr,xlsx]'
	@touch $@
