# `make demo` and `make test` do all the set-up; they need Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint train bench docs pictures clean

demo: $(VENV)/.ready
	$(BIN)/perfnlp annotate corpus/samples -o demo.xlsx

test: $(VENV)/.ready lint
	$(BIN)/pytest -n 2

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

train: $(VENV)/.ready
	$(BIN)/perfnlp train

bench: $(VENV)/.ready
	$(BIN)/python tests/benchmarks/stages.py

docs: $(VENV)/.ready
	( echo "# Command line"; echo; echo "Written by \`make docs\`."; \
	for command in "" annotate grade show "review open" "review adjudicate" "review agreement" "review verify" "review recover" "review import" \
	export import rubrics "rubrics show" schema train evaluate corpus; do \
	echo; echo "## perfnlp $$command"; echo '```'; COLUMNS=100 $(BIN)/perfnlp $$command --help; echo '```'; done ) > docs/cli.md

$(VENV)/.ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@

# the form is drawn by LibreOffice and pdftoppm
pictures: $(VENV)/.ready
	$(BIN)/python docs/pictures/make.py
	$(BIN)/python docs/pictures/form.py

clean:
	rm -rf $(VENV) demo.xlsx
