"""Streamlit's script files in Chinese: nothing to translate has gone, and browsers keep what they know."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from components import language

TEXTS = [(bundle, text) for bundle, texts in language.WORDS.items() for text in texts]


def get(app, path, headers=()):
    """Status, headers and body of one GET request."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": list(headers)}
    with ThreadPoolExecutor(1) as own_loop:  # the browser tests keep a loop running in this thread
        own_loop.submit(lambda: asyncio.run(app(scope, None, send))).result()
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message["body"] for message in sent[1:])


async def streamlit_page(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b'<!DOCTYPE html>\n<html lang="en">\n'})


@pytest.mark.parametrize(("bundle", "text"), TEXTS, ids=[f"{bundle}: {text}" for bundle, text in TEXTS])
def test_text_stands_in_the_installed_bundle(bundle, text):
    files = [language.SCRIPTS / name for name in language.scripts() if name.split(".")[0] == bundle]

    assert any(f"`{text}`" in file.read_text(encoding="utf-8") for file in files)


def test_script_is_served_in_chinese_and_once():
    name = next(name for name in language.scripts() if name.startswith("Multiselect."))
    app = language.Chinese(streamlit_page)

    status, headers, body = get(app, f"/static/js/{name}")

    assert (status, headers[b"cache-control"]) == (200, b"max-age=3600")
    assert "`没有结果`" in body.decode() and "`No results`" not in body.decode()
    assert get(app, f"/static/js/{name}", [(b"if-none-match", headers[b"etag"])])[::2] == (304, b"")


@pytest.mark.parametrize("path", ["/", "/static/js/../../index.html", "/static/js/Unknown.js"])
def test_everything_else_comes_from_streamlit_and_says_its_language(path):
    assert get(language.Chinese(streamlit_page), path) == (200, {}, b'<!DOCTYPE html>\n<html lang="zh">\n')
