"""数据导入 in a real browser: a messy workbook, a column matched, the list sent back, published, taken back."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from dualwatch.store import Store
from tests.browser.conftest import settle
from tests.browser.test_path import cells
from tests.conftest import publish, write_tables
from tests.pages import area, uploads

BEFORE, AFTER = "59.2%", "68.3%"
WAIT = 120_000


@pytest.fixture
def own_store(tmp_path: Path) -> Store:
    """The store of tests/pages/area.py: 710 of 1,200 万元 by month 8."""
    store = Store(tmp_path / "store")
    publish(store, write_tables(tmp_path / "delivery", area.tables()))
    return store


def choose(page: Page, label: str, option: str) -> None:
    """Pick one option of a select box by typing it."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=re.compile(rf"^{option}")).first.click()
    settle(page)


def upload(page: Page, name: str, content: bytes) -> None:
    """Choose a file and press 上传并检查."""
    page.locator("[data-testid='stFileUploaderDropzoneInput']").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="上传并检查").click()


def overview_sentence(page: Page) -> str:
    page.get_by_role("link", name="总览").first.click()
    page.get_by_role("heading", name="总览").wait_for()
    settle(page)
    return page.locator("[data-testid='stMain'] h3").first.inner_text()


def test_a_messy_workbook_is_matched_published_and_taken_back(serve, open_page, own_store):
    page = open_page(serve(own_store.path))
    assert BEFORE in overview_sentence(page)

    page.get_by_role("link", name="数据导入").click()
    page.get_by_role("button", name="上传并检查").wait_for()
    upload(page, "拨付台账.xlsx", uploads.ledger())
    expect(page.get_by_text("没有认出：拨付台账.xlsx")).to_be_visible(timeout=WAIT)
    assert "job=" in page.url

    page.get_by_role("button", name="对列").click()
    page.get_by_text("2 每一列是什么").wait_for()
    choose(page, "资金结余 对应", "不对应")
    page.get_by_label("预算年度").fill("2026")
    page.get_by_label("预算年度").press("Enter")
    settle(page)
    choose(page, "月份", "9")
    expect(page.get_by_text("执行：存成这样的前 10 行")).to_be_visible()
    page.get_by_role("button", name="存下来，重新检查").click()

    expect(page.get_by_text("收到 12 行：可入库 11 行，退回 1 行")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="发布第").wait_for(timeout=WAIT)
    settle(page)
    read = cells(page)
    assert "约十万" in read and "820.00" in read

    with page.expect_download() as fetched:
        page.get_by_role("button", name="下载退回清单").click()
    returned = openpyxl.load_workbook(io.BytesIO(Path(fetched.value.path()).read_bytes()))
    bad = returned["拨付台账"]["D16"]
    assert bad.value == "约十万" and bad.comment is not None

    for place in range(2):
        page.get_by_text("我已确认").nth(place).click()
        settle(page)
    page.get_by_role("button", name="发布第 2 批").click()
    page.get_by_text("已发布版本").wait_for(timeout=WAIT)
    assert AFTER in overview_sentence(page)

    page.get_by_role("link", name="数据导入").click()
    page.get_by_role("button", name="回到旧版本").click()
    page.get_by_label("原因").fill("9 月数据有误")
    page.get_by_role("button", name="改用这个版本").click()
    page.get_by_text("现用版本已改为").wait_for()
    assert BEFORE in overview_sentence(page)


def test_a_load_goes_on_in_another_tab_and_can_be_cancelled(serve, open_page, own_store):
    address = serve(own_store.path)
    page = open_page(f"{address}/intake")
    upload(page, "支付9月.xlsx", uploads.payments())
    page.wait_for_url("**job=**")
    other = open_page(page.url)
    other.get_by_role("button", name=re.compile("取消|放弃本批")).first.wait_for(timeout=WAIT)

    other.get_by_role("button", name=re.compile("取消|放弃本批")).first.click()

    expect(other.get_by_text("没有留下任何东西")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="上传并检查")).to_be_visible(timeout=WAIT)
    assert own_store.current().name == own_store.versions()[-1].name


def test_an_empty_store_leads_to_the_upload(serve, open_page, tmp_path):
    page = open_page(serve(tmp_path / "nothing"))

    page.get_by_role("button", name="去导入数据").click()
    page.wait_for_url("**/intake*")

    expect(page.get_by_role("button", name="选择文件")).to_be_visible()
    assert page.get_by_text("每个不超过 500MB").count() == 1
