# Two commands do everything: `make serve` and `make test`.
# Each makes the environment in .venv, installs what it needs and does its job.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
TORCH  := 2.13.0
# As many processes as cores, four at most; a file of tests stays in one of them.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: help serve test check test-fast system lock clean

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

serve: $(VENV)/.installed ## Ingest the starter corpus and serve it on port 8000
	$(BIN)/gtnum ingest corpus --collection gtnum
	$(BIN)/gtnum serve

test: check ## Run every check and test, as CI does

check: system $(VENV)/.developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not model and not network"

test-fast: $(VENV)/.developer ## Run the tests that take seconds
	$(BIN)/python -m pytest

system: ## Install Debian's Chromium and tesseract for the tests, where missing
	@sh scripts/install_system_packages.sh

# PyPI's torch for Linux brings gigabytes of CUDA. The CPU build is taken from the
# configured index, then from PyTorch's own; macOS has only CPU builds.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	if [ "$$(uname -s)" = Linux ]; then \
	  $(BIN)/python -m pip install --quiet "torch==$(TORCH)+cpu" 2>/dev/null \
	  || $(BIN)/python -m pip install --quiet "torch==$(TORCH)" \
	       --index-url https://download.pytorch.org/whl/cpu 2>/dev/null \
	  || $(BIN)/python -m pip install --quiet "torch==$(TORCH)"; \
	else $(BIN)/python -m pip install --quiet "torch==$(TORCH)"; fi
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.developer: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	touch $@

lock: $(VENV)/.developer ## Write the versions now installed to constraints.txt
	$(BIN)/python -m pip freeze --exclude-editable | grep -v '^torch==' > constraints.txt

clean: ## Remove the environment; the library stays
	rm -rf $(VENV)
