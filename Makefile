# Shorthand for Linux and macOS. Each command sets up .venv first, where that is not done yet.
# On Windows, or with conda: README.md.

PYTHON ?= python3
PORT ?= 8866
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# Voila's template is copied into the environment, where Voila looks for it.
TEMPLATE := $(shell find share -type f)
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
PARTS := lint front-ends browser engine page notebooks papermill keras attacks unit panels
# Half of the browser tests, so that the two halves can run beside one another.
PAGE := $(patsubst %,tests/browser/test_%_browser.py,page first_screen access watch draw layers probes)
PYTEST := $(BIN)/python -m pytest -q
# Files that import TensorFlow already when they are collected.
WITHOUT_KERAS := $(addprefix --ignore=,$(shell grep -rl "^pytestmark = pytest.mark.keras" tests --include="test_*.py"))
# The files of a part: to look into all others for its tests takes five seconds.
files_of = $(sort $(shell grep -rl "mark.$(1)" tests --include="test_*.py"))

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup setup-hub dashboard lab handout slides wheelhouse test bench notebooks clean \
  $(addprefix test-,$(PARTS) unit-lessons unit-page quick wheelhouse)

help:
	@echo "make dashboard   the lab as one page, at http://127.0.0.1:$(PORT)/ (another port: make dashboard PORT=9000)"
	@echo "make lab         the first lesson in JupyterLab, in the students' folder handout/"
	@echo "make handout     write that folder only: the lessons without answers, nobody's work written over"
	@echo "make slides      slides.html, for the ten minutes before and the wrap-up"
	@echo "make test        all tests; a part alone: $(addprefix test-,$(PARTS))"
	@echo "make test-quick  what needs no TensorFlow, kernel, server or browser: about a minute, for each save"
	@echo "make bench       measure speed and memory"
	@echo "make notebooks   run all notebooks again and store what they show"
	@echo "make wheelhouse  a folder to install from without internet: make wheelhouse PLATFORM=windows VERSION=3.13"
	@echo "make setup       only set up .venv (the others do it too)"
	@echo "make setup-hub   add to it what a JupyterHub needs, which logs students in (deploy/README.md)"
	@echo "make clean       remove .venv"

setup: $(INSTALLED)

# pip brings uv, and uv fills the environment from the pinned file; the package itself is then only linked, nothing is
# resolved again. Modules are compiled here, on all cores, and not by the first page, on one; and Matplotlib's font cache
# is made here, not with a warning in somebody's first cell.
$(INSTALLED): requirements.txt pyproject.toml setup.py $(TEMPLATE)
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "The lab needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is not: name one, as in make setup PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(PYTHON) -m pip --version >/dev/null 2>&1 || { \
	  echo "$(PYTHON) can make no environments: on Debian and Ubuntu, sudo apt-get install python3-venv mends that"; exit 1; }
	@echo "Setting up $(VENV): half a minute, longer where the internet is slow; 2.2 GB"
	@if $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	  $(PYTHON) -m venv $(VENV); \
	else \
	  $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; \
	fi
	@$(BIN)/python -m pip install --quiet "$$(grep --only-matching '^uv==[0-9.]*' requirements.txt)"
	@$(UV) --compile-bytecode --requirement requirements.txt
	@$(UV) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c 'import matplotlib.font_manager' 2>/dev/null
	@touch $@

setup-hub: $(INSTALLED)
	@$(UV) --requirement requirements-hub.txt

wheelhouse: $(INSTALLED)
	@$(BIN)/python -m cnnlab wheelhouse wheelhouse $(if $(PLATFORM),--platform $(PLATFORM)) $(if $(VERSION),--python $(VERSION))

dashboard: $(INSTALLED)
	@$(BIN)/python -m cnnlab serve --port $(PORT)

lab: $(INSTALLED)
	@$(BIN)/python -m cnnlab handout --open

handout: $(INSTALLED)
	@$(BIN)/python -m cnnlab handout

slides: $(INSTALLED)
	@$(BIN)/jupyter nbconvert --to html --template notebooks/slides/deck --output-dir . notebooks/slides/slides.ipynb

notebooks: $(INSTALLED)
	@$(BIN)/python notebooks/rerun.py

bench: $(INSTALLED)
	@$(BIN)/python -m benchmarks

# Two parts at a time, the long ones first: with three, tests that wait for a page or a worker wait too long on slow
# machines. Every part runs, also after one that failed. A part's output comes whole.
test: $(INSTALLED)
	@$(MAKE) --no-print-directory --keep-going --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) \
	  $(addprefix test-,$(PARTS)) && printf '\nAll tests passed.\n'

# For each save, about a minute: what needs no TensorFlow, kernel, server or browser. All three at a time: no page and no
# worker is waited for, and some tests wait for a time to pass.
test-quick: $(INSTALLED)
	@$(MAKE) --no-print-directory --keep-going --jobs=3 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) \
	  test-unit-page test-unit-lessons test-lint && printf '\nThe quick tests passed.\n'

test-lint: $(INSTALLED)
	@printf '\n== lint: ruff, notebooks too; types, by mypy\n'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

test-front-ends: $(INSTALLED)
	@printf '\n== front ends: types and style of their JavaScript, and its functions\n'
	@$(BIN)/python -m tests.front_ends.check

test-unit: test-unit-lessons test-unit-page

test-unit-lessons: $(INSTALLED)
	@printf '\n== unit: the lessons and what they import (TensorFlow is not imported)\n'
	@$(PYTEST) tests/labhelpers tests/lessons -m 'not (panels or keras or engine)' $(WITHOUT_KERAS)

test-unit-page: $(INSTALLED)
	@printf '\n== unit: the application, import rules, the notebooks as stored (TensorFlow is not imported)\n'
	@$(PYTEST) tests --ignore=tests/labhelpers --ignore=tests/lessons $(WITHOUT_KERAS) \
	  -m 'not (panels or keras or engine or attacks or notebooks or papermill or browser or wheelhouse)'

test-panels: $(INSTALLED)
	@printf '\n== panels: real widgets, without a browser\n'
	@$(PYTEST) $(call files_of,panels) -m panels

test-keras: $(INSTALLED)
	@printf '\n== keras: networks built and trained in one process\n'
	@$(PYTEST) $(call files_of,keras) -m keras

test-engine: $(INSTALLED)
	@printf '\n== engine: real clusters and servers\n'
	@$(PYTEST) $(call files_of,engine) -m engine

test-attacks: $(INSTALLED)
	@printf '\n== attacks: what a visitor may not do, tried on a real server\n'
	@$(PYTEST) tests/attacks -m attacks

test-notebooks: $(INSTALLED)
	@printf '\n== notebooks: run again, compared with what is stored\n'
	@$(PYTEST) --nbval notebooks

test-papermill: $(INSTALLED)
	@printf '\n== papermill: the notebooks with other parameters\n'
	@$(PYTEST) $(call files_of,papermill) -m papermill

test-browser: $(INSTALLED)
	@printf '\n== browser: training and runs in a real Chromium, on the page and in JupyterLab\n'
	@$(PYTEST) $(filter-out $(PAGE),$(call files_of,browser)) -m browser

test-page: $(INSTALLED)
	@printf '\n== page: its frame, drawing and looking inside, in a real Chromium\n'
	@$(PYTEST) $(PAGE) -m browser

# Not in `make test`: it downloads all packages.
test-wheelhouse: $(INSTALLED)
	@printf '\n== wheelhouse: the lab installed without a network\n'
	@$(PYTEST) tests/cnnlab/app/test_wheelhouse.py -m wheelhouse

clean:
	rm -rf $(VENV)
