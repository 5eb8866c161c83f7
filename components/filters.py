"""The filter bar and the project search: the only place that names the filters' URL keys."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from components import data, links
from components.choices import DENOMINATORS, LISTS, Choices, choices, in_labels, strangers
from dualwatch import rules
from dualwatch.model import DEFAULT_PROFILE, Filters
from dualwatch.narrative import plain

LATEST = 0
UNITS = ("亿元", "万元")
DEFAULTS: dict[str, Any] = {
    "year": LATEST,
    "month": LATEST,
    "counties": [],
    "departments": [],
    "books": [],
    "categories": [],
    "key_only": False,
    "denominator": "adjusted",
    "profile": DEFAULT_PROFILE,
}


def accept_codes(page: Any) -> None:
    """Let a URL say codes as the command line does: month=5, counties=CODE, profile=NAME.

    Widgets know labels alone, so such a URL is replaced by the one that says labels. What no filter offers is
    named, since the page shows figures without it.
    """
    said = {key: st.query_params.get_all(key) for key in st.query_params}
    heard = in_labels(said, choices())
    if heard != said:
        st.switch_page(page, query_params=heard)
    if unknown := strangers(heard, choices()):
        st.warning(f"网址里的{plain('、'.join(unknown))}这里没有，下面的数没有按它筛选。", icon=":material/link_off:")


def filter_bar(
    unit: bool = True, before: Callable[[], Any] | None = None, after: Callable[[], Any] | None = None
) -> Filters:
    """Row ② of a page: month, region, 更多筛选 and, where totals are shown, the money unit.

    `before` draws the page's own widgets after the region, `after` those at the end. Returns
    the filters with year and month resolved to figures, and leaves them in the URL.
    """
    offered = choices()
    asked = st.query_params.get("month", "")
    with st.container(horizontal=True, vertical_alignment="center"):
        year = _year(offered)
        month = _month(offered.last_months[year])
        counties = _counties(offered)
        if before:
            before()
        more = _more(offered)
        if unit:
            _unit()
        if after:
            after()
    _say_no_data_yet(asked, offered.last_months[year])
    _say_two_measures(more["denominator"], more["profile"])
    links.keep(_labels(offered), {key: st.session_state.get(key, value) for key, value in DEFAULTS.items()})
    return Filters(year=year, month=month, counties=tuple(counties), version=data.asked_version(), **more)


def month_bar(year: int | None) -> Filters:
    """Row ② of a page about one project: the month of its year, and what its rate is measured by.

    `year` is the project's own, None when unknown; the other filters wait in the URL.
    """
    offered = choices()
    year = year if year in offered.last_months else max(offered.last_months)
    asked = st.query_params.get("month", "")
    with st.container(horizontal=True, vertical_alignment="center"):
        month = _month(offered.last_months[year])
        with st.popover("口径", icon=":material/tune:"):
            denominator = _denominator()
            profile = _profile(offered.of("profile"))
    _say_no_data_yet(asked, offered.last_months[year])
    _say_two_measures(denominator, profile)
    own = ("month", "denominator", "profile")
    others = {key: label for key, label in links.kept().items() if key not in own}
    links.keep(others | {key: label for key, label in _labels(offered).items() if key in own})
    version = data.asked_version()
    return Filters(year=year, month=month, denominator=denominator, profile=profile, version=version)


def chosen_unit() -> str:
    """The unit in which totals are shown: 亿元 or 万元."""
    return st.session_state.get("unit") or _units()[0]


def place(chosen: Filters) -> str:
    """What the sentences call the area that is chosen."""
    if chosen.departments or chosen.books or chosen.categories or chosen.key_only:
        return "所选范围"
    offered = choices()
    if len(chosen.counties) == 1:
        return offered.of("county")[chosen.counties[0]]
    if chosen.counties:
        return f"{len(chosen.counties)} 个县区"
    return "全市" if offered.counties else "全部项目"


def profile_label(chosen: Filters) -> str:
    """The name of the rule profile in force."""
    return choices().of("profile")[chosen.profile]


def clear() -> None:
    """Put every filter back to its default; a callback of 清除筛选."""
    for key, value in DEFAULTS.items():
        st.session_state[key] = list(value) if isinstance(value, list) else value


@st.fragment
def project_search() -> None:
    """The search box of the sidebar: name, code or pinyin initials; results lead to 项目档案.

    A fragment: a search draws its results and leaves the page alone.
    """
    search = st.text_input(
        "找项目",
        placeholder="名称、编码、首字母",
        key="search",
        type="search",
        icon=":material/search:",
        label_visibility="collapsed",
    )
    if not search:
        return
    found = data.rows("context/search", search=search)
    for project in found:
        place = plain(f"{project['fiscal_year']} 年　{project['mof_div_name']}　{project['dept_name']}")
        label = f"{plain(project['pro_name'])}  \n:small[:gray[{place}]]"
        links.link(links.PROJECT, label, project=project["project_id"])
    if not found:
        st.caption(f"没有找到“{plain(search)}”，请换一个词。")


def _year(offered: Choices) -> int:
    latest = max(offered.last_months)
    years = [LATEST, *sorted(offered.last_months, reverse=True)]
    year = st.selectbox(
        "年度",
        years,
        key="year",
        bind="query-params",
        label_visibility="collapsed",
        width=132,
        format_func=lambda year: f"{year} 年" if year else f"最新 {latest} 年",
    )
    return year or latest


def _month(last_month: int) -> int:
    month = st.selectbox(
        "月份",
        [LATEST, *range(last_month, 0, -1)],
        key="month",
        bind="query-params",
        label_visibility="collapsed",
        width=132,
        format_func=lambda month: _month_label(month, last_month),
    )
    return month or last_month


def _month_label(month: int, last_month: int) -> str:
    return f"{month} 月" if month else f"最新 {last_month} 月"


def _counties(offered: Choices) -> list[str]:
    labels = offered.of("county")
    everything = f"全市 {offered.counties} 县区" if offered.counties else f"全部 {len(labels)} 个地区"
    return st.multiselect(
        "区域",
        list(labels),
        key="counties",
        bind="query-params",
        format_func=labels.__getitem__,
        placeholder=everything,
        label_visibility="collapsed",
        width=152,
    )


def _more(offered: Choices) -> dict[str, Any]:
    with st.popover("更多筛选", icon=":material/tune:"):
        lists = {
            key: tuple(_several(key, title, offered.of(LISTS[key])))
            for key, title in (("departments", "部门"), ("books", "预算"), ("categories", "类别"))
        }
        key_only = st.toggle("只看重点项目", key="key_only", bind="query-params")
        denominator = _denominator()
        profile = _profile(offered.of("profile"))
        st.button("清除筛选", icon=":material/filter_alt_off:", on_click=clear, key="clear_filters")
    return {**lists, "key_only": key_only, "denominator": denominator, "profile": profile}


def _say_no_data_yet(asked: str, last_month: int) -> None:
    """A link, or a month kept from another year, may ask for a month that this year has not come to."""
    if asked in {f"{month} 月" for month in range(last_month + 1, 13)}:
        st.warning(f"还没有 {asked}的数据，下面是最新的 {last_month} 月。", icon=":material/link_off:")


def _say_two_measures(denominator: str, profile: str) -> None:
    """Flags are judged by the profile's own denominator, whatever the rates beside them are measured by."""
    judged = rules.profile(profile).denominator
    if denominator != judged:
        st.caption(
            f":material/info: 预警按规则方案判定，分母是{DENOMINATORS[judged]}；执行率、应达和清单里的少支付"
            f"按{DENOMINATORS[denominator]}算，两者会不同。"
        )


def _several(key: str, title: str, labels: dict[str, str]) -> list[str]:
    return st.multiselect(
        title,
        list(labels),
        key=key,
        bind="query-params",
        format_func=labels.__getitem__,
        placeholder="全部",
    )


def _denominator() -> str:
    return st.selectbox(
        "执行率的分母",
        list(DENOMINATORS),
        key="denominator",
        bind="query-params",
        format_func=DENOMINATORS.__getitem__,
    )


def _profile(labels: dict[str, str]) -> str:
    profiles = sorted(labels, key=lambda profile: profile != DEFAULTS["profile"])
    return st.selectbox("规则方案", profiles, key="profile", bind="query-params", format_func=labels.__getitem__)


def segments(label: str, options: Sequence[str], key: str) -> str:
    """One of a few options side by side, the first by default, kept in the URL; the label is for screen readers."""
    return st.segmented_control(
        label,
        options,
        default=options[0],
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )


def _units() -> tuple[str, ...]:
    """The usual one first: of one county alone 亿元 with two decimals would make small sums 0.00."""
    return UNITS if len(choices().of("county")) > 1 else UNITS[::-1]


def _unit() -> None:
    segments("金额单位", _units(), "unit")


def _labels(offered: Choices) -> dict[str, Any]:
    """What the URL says of each filter that is not at its default."""
    kinds = {"counties": "county", **LISTS}
    said: dict[str, Any] = {
        key: [offered.of(kind)[code] for code in st.session_state.get(key) or []] for key, kind in kinds.items()
    }
    year, month = st.session_state.get("year"), st.session_state.get("month")
    said["year"] = f"{year} 年" if year else ""
    said["month"] = f"{month} 月" if month else ""
    said["key_only"] = "true" if st.session_state.get("key_only") else ""
    said["denominator"] = _label_unless_default("denominator", DENOMINATORS)
    said["profile"] = _label_unless_default("profile", offered.of("profile"))
    said["unit"] = "" if chosen_unit() == _units()[0] else chosen_unit()
    return {key: label for key, label in said.items() if label}


def _label_unless_default(key: str, labels: dict[str, str]) -> str:
    chosen = st.session_state.get(key, DEFAULTS[key])
    return "" if chosen == DEFAULTS[key] else labels[chosen]
