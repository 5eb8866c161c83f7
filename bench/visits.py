"""The visits that are measured: every page as it opens, and what readers do there that asks for other answers."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dualwatch.store import Store

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Visit:
    """One opened page: its name, its script, what the URL says and what the widgets hold."""

    name: str
    script: str
    url: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The page's place on the server: its script's name, the first page at the root."""
        return "" if self.script == FIRST else Path(self.script).stem

    @property
    def is_page(self) -> bool:
        """Whether it is a page as it opens, and none of its other faces."""
        return self.name == Path(self.script).stem

    @property
    def shows_a_month(self) -> bool:
        """Whether it draws figures of the chosen month, and not only files or words."""
        return self.script not in TIMELESS


FIRST = "pages/monitor/overview.py"
ALERTS = "pages/monitor/alerts.py"
PROJECT = "pages/monitor/project.py"
DEPARTMENTS = "pages/compare/departments.py"
TIMELESS = ("pages/data/intake.py", "pages/data/methods.py")
SORTED = ("按少支付金额排序", "按差排序", "按连续月数排序")
DEPARTMENT_VIEWS = ("全部", "同类比较")


def visits(store: Path) -> list[Visit]:
    """Every page of the store's dashboard and its other faces; filters are codes, which every page accepts."""
    first = Store(store).ask("alerts/projects", {"page_size": 1, "sort": "underpaid"}).to_pylist()[0]
    county = Store(store).ask("compare/counties").to_pylist()[-1]["mof_div_code"]
    pages = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").glob("*/*.py"))
    opened = [
        Visit(Path(page).stem, page, {"project": first["project_id"]} if page == PROJECT else {}) for page in pages
    ]
    return [
        *opened,
        Visit("overview, 一个县区 6 月", FIRST, {"counties": county, "month": "6"}),
        Visit("overview, 查找", FIRST, widgets={"search": first["pro_name"][:4]}),
        *(Visit(f"alerts, {order}", ALERTS, {"sort": order}) for order in SORTED),
        Visit("alerts, 新增和加重", ALERTS, {"topic": "新增和加重"}),
        *(Visit(f"departments, {view}", DEPARTMENTS, {"dept_view": view}) for view in DEPARTMENT_VIEWS),
        Visit("departments, 年初预算作分母", DEPARTMENTS, {"denominator": "initial"}),
    ]
