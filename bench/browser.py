"""What a reader's Chromium receives and how long it takes until the last chart shows what was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from bench import programs
from bench.front import front
from bench.line import Line, line
from bench.serving import serving
from bench.timing import gathered, middle, percentile
from bench.visits import FIRST, Visit, visits

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
PATIENCE = 300_000
SIZE = {"width": 1440, "height": 900}
# Of each page: at most so many loads and months, fewer where they take so many seconds.
REPEATS, MOST_SECONDS = 5, 5.0
SLOW_MEGABITS, SLOW_ROUND_TRIP = 10, 50
# Notes when a figure, a table or a chart of the page last changed, and when the reader last clicked.
WATCH = """
window.lastDrawn = 0; window.lastClick = 0; window.drawnWhat = '';
const shown = '[data-testid=stPlotlyChart],[data-testid=stDataFrame],[data-testid=stMetric],[data-testid=stHeading]';
addEventListener('click', () => { window.lastClick = performance.now(); }, true);
new MutationObserver(changes => {
  const seen = changes.map(change => change.target.nodeType === 1 ? change.target : change.target.parentElement)
    .find(node => node && node.closest(shown));
  if (seen) { window.lastDrawn = performance.now(); window.drawnWhat = seen.closest(shown).dataset.testid; }
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
RESTED = """quiet => document.querySelector('[data-testid=stHeading]')
  && !document.querySelector('[data-test-script-state=running]')
  && !document.querySelector('[data-testid=stSkeleton]')
  && performance.now() - window.lastDrawn > quiet"""
QUIET_MS = 500


def measure(store: str, repeats: int = REPEATS, names: list[str] | None = None) -> list[dict[str, Any]]:
    """One row a page, every one or those named: kB and ms behind nginx of opening it first, again and on a slow line,
    and of another month (there are eleven); of the first page also what it is without nginx."""
    with (
        serving(store) as ((dashboard, _),), TemporaryDirectory() as folder, front([dashboard], Path(folder)) as port,
        line(port) as laid, line(dashboard) as bare, chromium() as browser,
    ):  # fmt: skip
        pages = [visit for visit in visits(Path(store)) if visit.is_page and visit.name in (names or [visit.name])]
        _warm_up(browser, laid, pages)
        return [_page(browser, laid, visit, repeats) | _without_nginx(browser, bare, visit) for visit in pages]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium for as long as the block lasts."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=programs.CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


def _warm_up(browser: Browser, laid: Line, opened: list[Visit]) -> None:
    """Opens every visit once, so that no measure pays for the server's imports."""
    with _profile(browser) as context:
        for visit in opened:
            _open(context, laid, visit).close()


@contextmanager
def _profile(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile: no cache, no session."""
    context = browser.new_context(viewport=SIZE)
    context.add_init_script(WATCH)
    yield context
    context.close()


def _page(browser: Browser, laid: Line, visit: Visit, repeats: int) -> dict[str, Any]:
    with _profile(browser) as context:
        first_kb, (first_ms, page) = _received(laid, lambda: _timed_open(context, laid, visit))
        again, sizes = [page], []

        def load() -> float:
            again.pop().close()
            size, (took, page) = _received(laid, lambda: _timed_open(context, laid, visit))
            again.append(page)
            sizes.append(size)
            return took

        loads = gathered(load, repeats, MOST_SECONDS)
        changed = _months(laid, again[0], repeats) if visit.shows_a_month else {}
    _, slow_ms = _slow_first_load(browser, laid, visit)
    return {
        "name": visit.name, "first_load_kb": first_kb, "first_load_ms": first_ms, "again_kb": max(sizes),
        "warm_load_ms": middle(loads), "slow_first_load_ms": slow_ms, **changed,
    }  # fmt: skip


def _without_nginx(browser: Browser, bare: Line, visit: Visit) -> dict[str, Any]:
    """The first load of the first page straight from the dashboard; the others differ in their figures alone."""
    if visit.script != FIRST:
        return {}
    size, took = _slow_first_load(browser, bare, visit)
    return {"bare_first_load_kb": size, "bare_slow_first_load_ms": took}


def _slow_first_load(browser: Browser, laid: Line, visit: Visit) -> tuple[float, int]:
    """kB and milliseconds of the first load on a line of 10 Mbit/s and 50 ms."""
    laid.slow_down(SLOW_MEGABITS, SLOW_ROUND_TRIP)
    try:
        with _profile(browser) as context:
            size, (took, _) = _received(laid, lambda: _timed_open(context, laid, visit))
            return size, took
    finally:
        laid.bytes_a_second, laid.round_trip = None, 0.0


def _months(laid: Line, page: Page, repeats: int) -> dict[str, Any]:
    """Other months, asked of the store at first and known to the server the second time."""
    sizes: list[float] = []
    seen: list[int] = []

    def choose(month: int) -> float:
        size, took = _received(laid, lambda: _choose_month(page, month))
        sizes.append(size)
        seen.append(month)
        return float(took)

    asked = gathered(lambda: choose(11 - len(seen)), repeats, MOST_SECONDS)
    back = list(reversed(seen[:-1]))
    known = [choose(month) for month in back]
    return {
        "month_kb": max(sizes),
        "month_change_ms": middle(asked),
        "month_change_p95_ms": percentile(asked, 95),
        "known_month_change_ms": middle(known),
    }


def _month_filter(page: Page) -> Locator:
    """The month of the filter bar."""
    return page.get_by_label("月份", exact=True)


def _choose_month(page: Page, month: int) -> int:
    """Milliseconds from the click on a month until the last figure or chart of the page changed."""
    _month_filter(page).click()
    option = page.get_by_role("option", name=f"{month} 月", exact=True)
    option.wait_for()
    option.click()
    page.wait_for_function("window.lastDrawn > window.lastClick", timeout=PATIENCE)
    _rest(page)
    return round(page.evaluate("window.lastDrawn - window.lastClick"))


def _timed_open(context: BrowserContext, laid: Line, visit: Visit) -> tuple[int, Page]:
    page = _open(context, laid, visit)
    return round(page.evaluate("window.lastDrawn")), page


def _open(context: BrowserContext, laid: Line, visit: Visit) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    said = f"?{urlencode(visit.url)}" if visit.url else ""
    page.goto(f"http://127.0.0.1:{laid.port}/{visit.address}{said}")
    _rest(page)
    return page


def _rest(page: Page) -> None:
    page.wait_for_function(RESTED, arg=QUIET_MS, timeout=PATIENCE)


def _received(laid: Line, act: Any) -> tuple[float, Any]:
    """The kB that came down the line while something was done, and what that returned."""
    before = laid.down
    done = act()
    return round((laid.down - before) / 1000, 1), done
