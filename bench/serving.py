"""Dashboards in processes of their own on loopback, for as long as a block lasts."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bench.visits import ROOT

PATIENCE = 120


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(store: str, count: int = 1, program: str = "streamlit") -> Iterator[list[tuple[int, int]]]:
    """Port and process id of each of `count` dashboards of a store, started by a module with Streamlit's arguments."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        ports = [free_port() for _ in range(count)]
        for port in ports:
            command = [sys.executable, "-m", program, "run", "server.py", "--server.headless=true",
                       "--client.showErrorDetails=full", f"--server.port={port}"]  # fmt: skip
            settings = os.environ | {"DUALWATCH_STORE": store}
            running.append(subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL))
        for port in ports:
            wait_until_healthy(port)
        yield [(port, process.pid) for port, process in zip(ports, running, strict=True)]
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()


def wait_until_healthy(port: int) -> None:
    """Returns once a dashboard answers; raises TimeoutError when it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return
        time.sleep(0.1)
    raise TimeoutError(f"no dashboard on port {port}")
