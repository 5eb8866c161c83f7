"""The path a finance bureau walks: overview → alert → project → source row, and back by the URL."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import settle


def heading(page: Page) -> str:
    return page.locator("[data-testid='stHeading']").first.inner_text().strip()


def cells(page: Page) -> list[str]:
    """What the tables of the page say, cell by cell, as a screen reader would read them."""
    tables = page.locator("[data-testid='stDataFrame']")
    read = []
    for place in range(tables.count()):
        tables.nth(place).scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        read += tables.nth(place).locator("canvas td").all_text_contents()
    return read


def test_from_overview_to_the_source_row_and_back(address, open_page, demo_store):
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
    project = parse_qs(urlsplit(page.url).query)["project"][0]
    source = demo_store.ask("projects/sources", {"project": project}).to_pylist()[0]
    read = cells(page)
    assert source["source_file"] in read
    assert any(f"第 {source['source_row']:,} 行" in cell or f"第 {source['source_row']} 行" in cell for cell in read)

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


def test_a_click_on_a_point_leads_to_its_project(address, open_page):
    page = open_page(address)
    chart = page.locator("[data-testid='stPlotlyChart']").filter(has_text="目标偏离").first
    gravest = chart.locator(".scatterlayer .trace .point").last
    gravest.wait_for()

    gravest.click(force=True)
    page.wait_for_url("**/project*")
    settle(page)

    assert "project=2026-" in page.url
