"""A real server on the demonstration store and a real Chromium in front of it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dualwatch.store import Store

ROOT = Path(__file__).resolve().parents[2]
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 60_000


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_healthy(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """A function from a store folder to the address of a dashboard that serves it."""
    running: list[subprocess.Popen[bytes]] = []

    def start(store: Path) -> str:
        port = _free_port()
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "server.py",
            "--server.headless=true",
            f"--server.port={port}",
        ]
        environment = os.environ | {"DUALWATCH_STORE": str(store)}
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL))
        address = f"http://127.0.0.1:{port}"
        _wait_until_healthy(address)
        return address

    yield start
    for server in running:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def address(serve: Callable[[Path], str], demo_store: Store) -> str:
    """The dashboard of the demonstration store."""
    return serve(demo_store.path)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all browser tests."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path="/usr/bin/chromium", args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens an address in a fresh profile and waits until the page has been drawn."""
    contexts = []

    def open_one(url: str, width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        settle(page)
        return page

    yield open_one
    for context in contexts:
        context.close()


def settle(page: Page) -> None:
    """Waits until the script has run and nothing is being redrawn."""
    page.wait_for_selector("[data-testid='stApp']")
    page.wait_for_selector("[data-testid='stHeading']")
    page.wait_for_function("document.querySelector('[data-test-script-state=running]') === null")
    page.wait_for_timeout(500)
