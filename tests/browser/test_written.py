"""What senders write is shown as written, whatever it means in Markdown or HTML."""

import re

import pytest

from tests.conftest import project
from tests.given import indicator, months_heard, observed

NAME = "*[试点]* 10~20 和 30~40 <中心> _改造_ $1$ :red[x]"
GOAL = "工期 1~2 和 3~4 <天>"


@pytest.fixture(scope="module")
def served(serve, make_store):
    """A dashboard of one project of a difficult name, nothing paid and its goal hardly begun."""
    store = make_store({
        "projects": [project("p1", pro_name=NAME, goal_text=GOAL)],
        "execution": months_heard("p1", 8),
        "indicators": [indicator("p1", level3=GOAL, target="100", weight="50")],
        "observations": [observed("p1", 8, "1")],
    })  # fmt: skip
    return serve(store.path)


@pytest.mark.parametrize("path", ["alerts?view=卡片", "project?project=2026-371003000-p1"])
def test_the_name_of_a_project(served, open_page, path):
    page = open_page(f"{served}/{path}")

    assert NAME in page.locator("[data-testid='stMain']").inner_text()


def test_as_much_of_the_name_as_has_room(served, open_page):
    page = open_page(served)

    page.get_by_role("link", name=re.compile(re.escape("*[试点]* 10~20 和 30~40 <中心> _改造_"))).wait_for()


def test_the_name_found_by_a_search(served, open_page):
    page = open_page(served)
    page.get_by_placeholder("名称、编码、首字母").fill("试点")
    page.keyboard.press("Enter")

    page.get_by_role("link", name=NAME).first.wait_for()


def test_the_words_of_a_flag(served, open_page):
    page = open_page(f"{served}/project?project=2026-371003000-p1")
    said = page.locator("[data-testid='stMain']").inner_text()

    assert f"下次填报时达到：{GOAL}" in said
    assert f"预期目标：{GOAL}" in said
