"""nginx in front of dashboards on loopback: the committed configuration, with the ports of a run in it."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import programs
from bench.serving import free_port, wait_until_healthy
from bench.visits import ROOT

CONFIGURATION = ROOT / "docs" / "operations" / "nginx.conf"


@contextmanager
def front(ports: list[int], folder: Path) -> Iterator[int]:
    """The port of an nginx that spreads readers over dashboards, for as long as the block lasts."""
    port = free_port()
    text = configured(CONFIGURATION.read_text(encoding="utf-8"), ports, port)
    (folder / "nginx.conf").write_text(f"pid {folder}/nginx.pid;\n{text}", encoding="utf-8")
    errors = str(folder / "nginx.log")
    command = [str(programs.nginx()), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", errors,
               "-g", f"user root; daemon off; error_log {errors};"]  # fmt: skip
    process = subprocess.Popen(command)
    try:
        wait_until_healthy(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def configured(text: str, ports: list[int], port: int) -> str:
    """The configuration with other ports: those of the dashboards and the one it listens on."""
    servers = "\n".join(f"        server 127.0.0.1:{own};" for own in ports)
    spread = re.sub(r"(?:^ +server 127\.0\.0\.1:\d+;\n?)+", servers + "\n", text, flags=re.MULTILINE)
    return re.sub(r"listen \d+;", f"listen 127.0.0.1:{port};", spread)
