# make run: the dashboard. make test: every test. Nothing is installed outside .venv, but for what `browser` says.
PYTHON := $(shell for name in python3.13 python3.12 python3.11 python3; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$name && break; done)
BIN := .venv/bin
PORT ?= 8501
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.PHONY: run setup test lint browser lock

run: setup
	@test -e "$${DUALWATCH_STORE:-data/store}/CURRENT" || $(BIN)/python -m dualwatch sample
	$(BIN)/streamlit run server.py --server.port $(PORT)

setup: .venv/installed

.venv/installed: requirements.txt
	@test -n "$(PYTHON)" || { echo "请先安装 Python 3.11、3.12 或 3.13。"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "请先安装 python3-venv：apt-get install python3-venv。"; exit 1; }
	$(BIN)/python -m pip install -q -r requirements.txt
	@touch $@

.venv/tested: .venv/installed requirements-test.txt
	$(BIN)/python -m pip install -q -r requirements-test.txt
	@touch $@

test: .venv/tested browser
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest tests/test_catalogue.py tests/test_architecture.py

browser:
	@command -v chromium >/dev/null 2>&1 && fc-list :lang=zh 2>/dev/null | grep -q . \
	|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null 2>&1 && apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk fontconfig >/dev/null; } \
	|| { echo "浏览器测试需要 Chromium 和中文字体：请由管理员运行 apt-get install chromium fonts-noto-cjk fontconfig。"; exit 1; }

lock:
	uv pip compile -q --universal -p 3.11 pyproject.toml -o requirements.txt
	uv pip compile -q --universal -p 3.11 --extra sail pyproject.toml -c requirements.txt -o requirements-sail.txt
	uv pip compile -q --universal -p 3.11 --extra sail --extra test pyproject.toml -c requirements.txt -o requirements-test.txt
