"""Streamlit's script files as they are served: its words in Chinese (assets/streamlit.zh.toml)."""

import tomllib
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st

from components import chart_script

SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
WORDS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "assets" / "streamlit.zh.toml").read_text(encoding="utf-8")
)
# Browsers keep a script this long without asking, compiled too; after an upgrade an old one still works.
KEPT = b"max-age=3600"
ENGLISH_PAGE, CHINESE_PAGE = b'<html lang="en">', b'<html lang="zh">'

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Chinese:
    """ASGI middleware: answers for the script files that hold words, and says the page's language."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Callable[..., Any], send: Send) -> None:
        """Serve one request; everything but scripts with words goes to Streamlit."""
        name = scope.get("path", "").rpartition("/static/js/")[2]
        if scope["type"] != "http" or scope["method"] != "GET" or name not in scripts():
            await self.app(scope, receive, lambda message: send(_in_chinese(message)))
            return
        body, tag = translated(name)
        known = dict(scope["headers"]).get(b"if-none-match", b"").removeprefix(b"W/") == tag
        kind = (b"content-type", b"text/javascript; charset=utf-8")
        headers = [kind, (b"etag", tag), (b"cache-control", KEPT), (b"x-content-type-options", b"nosniff")]
        await send({"type": "http.response.start", "status": 304 if known else 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if known else body})


@cache
def scripts() -> frozenset[str]:
    """The names of the script files that hold words or draw charts."""
    changed = {*WORDS, chart_script.NAME}
    return frozenset(file.name for file in SCRIPTS.glob("*.js") if file.name.split(".")[0] in changed)


@cache
def translated(name: str) -> tuple[bytes, bytes]:
    """A script file with its words in Chinese, and a tag that changes with either."""
    text, bundle = (SCRIPTS / name).read_text(encoding="utf-8"), name.split(".")[0]
    for english, chinese in WORDS.get(bundle, {}).items():
        text = text.replace(f"`{english}`", f"`{chinese}`")
    body = (chart_script.served(text) if bundle == chart_script.NAME else text).encode()
    return body, f'"{sha256(body).hexdigest()[:32]}"'.encode()


def _in_chinese(message: Message) -> Message:
    body = message.get("body", b"")
    return {**message, "body": body.replace(ENGLISH_PAGE, CHINESE_PAGE)} if ENGLISH_PAGE in body else message
