# make demo   网页上看一个市的一月中旬      make test    跑全部测试
# make lint   格式、类型、引用关系          make bundle  做可离线安装的安装包
.DEFAULT_GOAL := demo
.PHONY: install demo tour pictures test lint format bench load fuzz bundle bundle-test requirements clean

PYTHON ?= python3
BIN := .venv/bin
# Some machines forbid it, and then each start of a command compiles everything anew, for seconds.
unexport PYTHONDONTWRITEBYTECODE

# The stamps make repeated runs instant; each part is redone only when what it is made from changes.
install: .venv/.project-installed

.venv/.packages-installed: requirements/dev.txt requirements/installer.txt scripts/install-packages.sh
	@PYTHON=$(PYTHON) sh scripts/install-packages.sh
	@touch $@

# Editable and without dependencies or isolation: nothing but the pinned packages is ever fetched.
.venv/.project-installed: .venv/.packages-installed pyproject.toml CHANGELOG.md hatch_build.py
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
	@touch $@

# The desk in the browser, with a made-up city in mid-January: make demo PORT=8123
demo: install
	@$(BIN)/baton desk-demo --port $(or $(PORT),8123)

# The engine in the terminal: a published ranking added up again, a city's year, one number explained.
tour: install
	@$(BIN)/baton demo

# Random order (pytest-randomly) on all cores; `make test ARGS="-k quota -x"` narrows it. Each core takes one stretch of
# the tests and then from what another has left, so that what a module prepares is seldom prepared twice.
# The desk's tests run a second time on a private PostgreSQL cluster.
test: install
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)
	@sh scripts/with-postgresql.sh $(BIN)/python -m pytest -n auto --dist worksteal -q tests/domain tests/web $(ARGS)

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q -p no:randomly tests/architecture/test_addresses.py

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The pictures in the documents, taken by the journeys themselves.
pictures: install
	@mkdir -p build/pictures
	@BATON_PICTURES=build/pictures $(BIN)/python -m pytest -q -n 2 tests/journeys -k stumbles
	@cp build/pictures/工作台-1440.png docs/pictures/workbench.png
	@cp build/pictures/收件台-1440.png docs/pictures/desk.png
	@cp build/pictures/成绩-1440.png docs/pictures/board.png
	@cp build/pictures/怎么算的-1440.png docs/pictures/explanation.png
	@cp build/pictures/复算去年-1440.png docs/pictures/last-year.png

bench: install
	@$(BIN)/python -m bench

# Five clerks at work for ten minutes; make load ARGS="--seconds 60" for a short look.
load: install
	@$(BIN)/python -m bench.load $(ARGS)

fuzz: install
	@$(BIN)/python -m tests.fuzz --books 100000

# For offices without a network: wheels for Linux x86-64 and aarch64, Python 3.11 to 3.13.
bundle: install
	@sh scripts/bundle.sh

bundle-test: bundle
	@sh scripts/bundle-test.sh

# Pins the newest allowed versions; without ARGS=--upgrade it keeps those already pinned.
requirements: install
	@sh scripts/compile-requirements.sh $(ARGS)

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
