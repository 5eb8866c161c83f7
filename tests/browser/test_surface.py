"""Every page at every width and theme: drawn, whole, Chinese, and asking no other host."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, settle

PAGES = ("", "alerts", "project", "counties", "departments", "intake", "quality", "methods")
SIZES = ((1440, 900, "light"), (1440, 900, "dark"), (390, 844, "light"), (390, 844, "dark"))
ENGLISH = re.compile(r"Choose|No results|Select all|Traceback|Error|None|\bnan\b|undefined")


@pytest.fixture(scope="module")
def project_id(demo_store):
    return demo_store.ask("alerts/projects", {"page_size": 1}).to_pylist()[0]["project_id"]


def path_of(page: str, project_id: str) -> str:
    return f"project?project={project_id}" if page == "project" else page


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
@pytest.mark.parametrize("name", PAGES)
def test_page_is_drawn_whole(address, open_page, project_id, name, size):
    page = open_page(f"{address}/{path_of(name, project_id)}", *size)

    text = page.locator("[data-testid='stMain']").inner_text()
    assert not ENGLISH.search(text), ENGLISH.search(text)
    assert page.locator("[data-testid='stException']").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("name", PAGES)
def test_no_other_host_is_asked(address, browser, project_id, name):
    context = browser.new_context()
    page = context.new_page()
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(f"{address}/{path_of(name, project_id)}")
    page.wait_for_selector("[data-testid='stHeading']")
    page.wait_for_load_state("networkidle")
    context.close()

    assert hosts - {""} == {urlsplit(address).netloc}


def test_every_chart_has_a_text_alternative(address, open_page):
    page = open_page(address)
    charts = page.locator("[data-testid='stPlotlyChart']")
    # A slow machine draws one chart after the other.
    expect(charts.nth(2).locator("svg").first).to_be_attached(timeout=PATIENCE)

    for place in range(charts.count()):
        assert charts.nth(place).evaluate(
            "node => [node, ...node.querySelectorAll('*')]"
            ".some(one => (one.getAttribute('aria-label') || '').length > 10)"
        )


@pytest.mark.parametrize("name", ["", "alerts", "project", "counties", "departments"])
def test_every_chart_is_drawn_and_no_script_fails(address, browser, project_id, name):
    context = browser.new_context()
    page = context.new_page()
    failures = []
    page.on("pageerror", lambda failure: failures.append(failure))
    page.goto(f"{address}/{path_of(name, project_id)}")
    settle(page)
    charts = page.locator("[data-testid='stPlotlyChart']")

    for place in range(charts.count()):
        marks = charts.nth(place).locator(".trace, .point, .hm")
        expect(marks.first).to_be_attached()
    context.close()
    assert not failures


def test_streamlits_own_words_are_chinese(address, open_page):
    page = open_page(address)
    search = page.locator("[data-testid='stMultiSelect'] input").first
    search.click()
    search.fill("zzzz")

    expect(page.get_by_text("没有结果")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh"


def test_first_deep_link_after_a_start_opens_no_dialog(serve, open_page, demo_store):
    page = open_page(f"{serve(demo_store.path)}/counties")

    assert page.locator("[role='dialog']").count() == 0


def test_empty_store_says_what_to_do(serve, open_page, tmp_path):
    page = open_page(serve(tmp_path / "nothing"))

    text = page.locator("[data-testid='stMain']").inner_text()
    assert "python -m dualwatch sample" in text
    assert page.locator("[data-testid='stException']").count() == 0
