# `make` alone lists the targets.
PYTHON := .venv/bin/python
export LC_ALL := C.UTF-8

.PHONY: help run test check demo bench shots pictures lock schema torture

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: ## open the program (with no display: run the demo instead)
	@tools/setup.sh run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then exec $(PYTHON) -m neksus_desktop; \
	else echo "There is no display here, so this runs 'make demo' instead of opening the window."; $(MAKE) --no-print-directory demo; fi

test: ## run all tests (no display, no network)
	@tools/setup.sh test
	@$(PYTHON) -m pytest -n 2 --dist loadfile

check: ## lint, format, types, import layers, house rules
	@tools/setup.sh test
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PYTHON) -m pytest tests/rules -p no:randomly

demo: ## the whole main job without a display, on invented data, into build/demo
	@tools/setup.sh run
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m neksus_desktop demo --folder build/demo

bench: ## measure every budget as a ratio to its limit or peer
	@tools/setup.sh test
	@$(PYTHON) -m bench

shots: ## draw every screen and every report page into build/shots
	@tools/setup.sh test
	@$(PYTHON) -m tools.shots

pictures: ## draw the pictures of the handbook anew
	@tools/setup.sh test
	@$(PYTHON) -m tools.handbook

torture: ## thousands of kills, cuts and damaged files (long)
	@tools/setup.sh test
	@for program in tools/torture_*.py; do $(PYTHON) $$program || exit 1; done

schema: ## write the JSON Schemas of the transfer files from the models
	@tools/setup.sh run
	@$(PYTHON) -m tools.schema

lock: ## resolve requirements.lock anew (needs the package uv)
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 pyproject.toml --group dev -o requirements.lock

.PHONY: package package-once package-test package-lock

package: ## build the packages twice from the newest commit, compare them, measure the start
	@tools/setup.sh run
	@$(PYTHON) -m tools.package build

package-once: ## build the packages once into dist/
	@tools/setup.sh run
	@$(PYTHON) -m tools.package once

package-test: ## install the packages in a bare Debian 12 and run them there (root, minutes)
	@tools/setup.sh test
	@$(PYTHON) -m tools.package prove

package-lock: ## resolve packaging/requirements.lock anew and check all six platforms (needs the package uv)
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 pyproject.toml --group packaging -c requirements.lock -o packaging/requirements.lock
	@$(PYTHON) -m tools.check_platform_locks
