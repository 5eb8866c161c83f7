"""The programs beside Python that parts of a run need."""

import shutil
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

from dualwatch.store.engines import NEEDED

CHROMIUM = "/usr/bin/chromium"


def nginx() -> str | None:
    """Where nginx is; None where it is not installed."""
    return shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")


def missing(parts: Collection[str]) -> str | None:
    """What the parts of a run lack and how to go on, as a sentence; None where all is there."""
    if {"pages", "viewers"} & set(parts) and not nginx():
        return (
            "没有装 nginx，测不了浏览器（pages）和多人同时用（viewers）。"
            "请运行 apt-get install nginx-light，或用 --parts 不选它们。"
        )
    if "pages" in parts and not Path(CHROMIUM).exists():
        return f"没有 {CHROMIUM}，测不了浏览器（pages）。请运行 apt-get install chromium，或用 --parts 不选它。"
    if "sail" in parts and any(find_spec(name) is None for name in NEEDED):
        return "没有装 Sail，测不了它建库（sail）。请 pip install -r requirements-sail.txt，或用 --parts 不选它。"
    return None
