"""The path a finance bureau walks: overview → alert → project → source row, and back by the URL."""

import re
from urllib.parse import unquote

from playwright.sync_api import Page, expect

from tests.browser.conftest import settle


def heading(page: Page) -> str:
    return page.locator("[data-testid='stHeading']").first.inner_text().strip()


def test_from_overview_to_the_source_row_and_back(address, open_page):
    page = open_page(address)
    assert heading(page) == "总览"

    page.get_by_role("link", name=re.compile("全部")).first.click()
    page.wait_for_url("**/alerts*")
    settle(page)
    assert heading(page) == "预警"

    page.get_by_role("link", name=re.compile("档案")).first.click()
    page.wait_for_url("**/project*")
    settle(page)
    name = heading(page)
    assert "project=2026-" in page.url
    expect(page.get_by_text(re.compile("来源")).first).to_be_visible()
    tables = page.locator("[data-testid='stDataFrame']")
    assert tables.count() >= 2

    again = open_page(page.url)
    assert heading(again) == name

    page.go_back()
    page.wait_for_url("**/alerts*")
    settle(page)
    assert heading(page) == "预警"


def test_filters_stay_from_page_to_page_and_in_the_url(address, open_page):
    page = open_page(f"{address}/?month=5 月")
    assert "5 月底" in page.locator("[data-testid='stMain']").inner_text()

    page.get_by_role("link", name="县区对比").click()
    page.wait_for_url("**/counties*")
    settle(page)

    assert "month=5" in unquote(page.url)


def test_a_project_is_found_by_its_pinyin_initials(address, open_page, demo_store):
    wanted = demo_store.ask("alerts/projects", {"page_size": 1}).to_pylist()[0]
    found = demo_store.ask("context/search", {"search": wanted["pro_code"]}).to_pylist()
    assert [row["project_id"] for row in found] == [wanted["project_id"]]

    page = open_page(f"{address}/methods")
    page.get_by_placeholder(re.compile("首字母")).fill(wanted["pro_code"])
    page.keyboard.press("Enter")
    settle(page)

    expect(page.get_by_text(wanted["pro_name"]).first).to_be_visible()
