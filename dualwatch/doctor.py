"""Says what works here and what does not: Python, libraries, fonts, browser, disk, store."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from dualwatch.model import DualwatchError
from dualwatch.store import Store

LIBRARIES = ("streamlit", "duckdb", "pandas", "pyarrow", "plotly")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"
ENOUGH_DISK = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing examined: whether it works, what was seen and what to do otherwise."""

    what: str
    works: bool
    seen: str
    needed: bool = True


def examine(store: Store) -> Iterator[Finding]:
    """Every finding, in the order an operator would look."""
    yield Finding("Python", (3, 11) <= sys.version_info[:2] <= (3, 13), sys.version.split()[0])
    yield libraries(_pins())
    yield _disk(store)
    yield _store(store)
    yield _fonts()
    yield _browser()


def libraries(pins: Mapping[str, str]) -> Finding:
    """Whether the libraries whose behaviour was measured are installed in the versions that `pins` names."""
    found = {name: version(name) for name in LIBRARIES}
    others = [f"{name} 应为 {pins[name]}" for name in LIBRARIES if found[name] != pins[name]]
    seen = "，".join(f"{name} {number}" for name, number in found.items())
    return Finding("程序库", not others, f"{seen}；{'、'.join(others)}：运行 make setup" if others else seen)


def _pins() -> dict[str, str]:
    """The versions that requirements.txt names, by library."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ;")[0].split("==") for line in lines if line[:1].isalnum() and "==" in line)


def _disk(store: Store) -> Finding:
    existing = next(path for path in (store.path, *store.path.resolve().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    return Finding("磁盘空间", free > ENOUGH_DISK, f"{existing} 可用 {free / 1024**3:.1f} GB")


def _store(store: Store) -> Finding:
    try:
        current = store.current()
        if current is None:
            return Finding("数据", False, "还没有数据：运行 python -m dualwatch sample 或 load")
        if broken := store.damaged(current):
            named = "、".join(path.name for path in broken)
            return Finding(
                "数据", False, f"版本 {current.name} 的文件缺失或损坏：{named}：运行 python -m dualwatch rebuild"
            )
        info = store.rows("context/header")[0]
        kind = "演示数据" if current.demo else "真实数据"
        return Finding(
            "数据", True, f"版本 {current.name}（{kind}），截至 {info['data_date']}，{len(current.batches)} 批"
        )
    except (DualwatchError, OSError, ValueError) as error:
        return Finding("数据", False, str(error))


def _fonts() -> Finding:
    lister = shutil.which("fc-list")
    if lister is None:
        return Finding("中文字体", False, "没有 fc-list，无法检查；服务器导出图片时才需要", needed=False)
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    families = sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line})
    seen = "、".join(families[:3]) or "没有：安装 fonts-noto-cjk"
    return Finding("中文字体", bool(families), seen, needed=False)


def _browser() -> Finding:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return Finding("浏览器", found is not None, found or "没有 Chromium：只有运行浏览器测试时才需要", needed=False)
