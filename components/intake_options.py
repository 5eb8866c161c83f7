"""What whoever loads states beside the files: format, coverage, secrecy, and what forms leave out."""

from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from components import data
from components.choices import choices
from dualwatch.intake.formats import formats
from dualwatch.model import DualwatchError
from dualwatch.releases import Version
from dualwatch.schema import SECRET_LEVELS

NAMED = "named"
COVERS = {"": "按文件里的行", "all": "全部部门", NAMED: "指定部门"}
UNITS = ("", "元", "万元", "亿元")
UNWRITTEN = ("unit", "year", "month", "region")


def own_version() -> Version | None:
    """The version in force, when it holds the office's own data: of the demonstration nothing stays."""
    current = data.store().current()
    return None if current is None or current.demo else current


def own_mappings() -> Path:
    """The folder of the mappings that this office made."""
    return data.store().mappings_path


def format_labels() -> dict[str, str]:
    """Every format by name with its label; without the office's own mappings when one of them cannot be read."""
    return _formats(own_mappings())[0]


def _formats(folder: Path) -> tuple[dict[str, str], str]:
    """The labels, and the sentence about a mapping that cannot be read."""
    seen = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.toml")))
    try:
        return _labels(str(folder), seen), ""
    except DualwatchError as refusal:
        return _labels(None, ()), str(refusal)


@st.cache_data(show_spinner=False, max_entries=8)
def _labels(folder: str | None, seen: tuple[tuple[str, int], ...]) -> dict[str, str]:
    return {name: one.label for name, one in formats(Path(folder) if folder else None).items()}


def options(place: str, given: dict[str, Any] | None = None) -> None:
    """The options as widgets, at first as `given`; `place` tells those of one form from those of another."""
    given = given or {}
    with st.grid(3, min_column_width=168, gap="small"):
        _format(place, given)
        covers = _covers(place, given)
        _choice(
            place, given, "secret_level", "没有密级的行", ("", *reversed(SECRET_LEVELS)), "不说明，按涉密处理",
            "只对没有写密级的行有效。涉密和没有说明的行不进入人大和公开的页面。",
        )  # fmt: skip
    if covers == NAMED:
        _departments(place, given)
    unwritten = st.expander("表里没有写的，在这里说明", expanded=any(given.get(name) for name in UNWRITTEN))
    with unwritten, st.grid(4, min_column_width=140, gap="small"):
        _unwritten(place, given)


def stated(place: str) -> dict[str, Any]:
    """The options that the reader has stated in a form, as `staging.stage` takes them."""
    said = {name: st.session_state.get(f"{name}_{place}") for name in ("mapping", "covers", "secret_level", *UNWRITTEN)}
    if said["covers"] == NAMED:
        said["covers"] = ",".join(st.session_state.get(f"departments_{place}", ()))
    said["region"] = (said["region"] or "").strip()
    return {name: value for name, value in said.items() if value}


def _unwritten(place: str, given: dict[str, Any]) -> None:
    """The unit, year, month and region of files that state none."""
    _choice(
        place, given, "unit", "金额单位", UNITS, "表里已写明",
        "表头或表上方没有写单位时在这里说明；没有单位的金额会整表退回，不猜。",
    )  # fmt: skip
    _choice(place, given, "year", "年度", ("", *_years()), "表里已写明", "表里没有年度的表格在这里说明。")
    _choice(
        place, given, "month", "月份", ("", *range(1, 13)), "表里已写明", "表里没有月份的表格，数据截至几月。"
    )  # fmt: skip
    region("财政区划", given.get("region", ""), f"region_{place}")


def region(label: str, stated: str, key: str) -> str:
    """The region of a whole sheet: one that the store knows, chosen by name, or a code typed in."""
    known = data.rows("context/known_regions") if own_version() else []
    labels = {row["mof_div_code"]: row["mof_div_name"] for row in known}
    offered = list(dict.fromkeys([*labels, *([stated] if stated else [])]))
    chosen = st.selectbox(
        label,
        offered,
        index=offered.index(stated) if stated else None,
        format_func=lambda code: f"{code} {labels[code]}" if code in labels else code,
        key=key,
        placeholder="选择，或输入代码",
        accept_new_options=True,
        help="表里没有区划代码的表格在这里说明：6—9 位数字，例如 371003000。",
    )
    return (chosen or "").strip()


def _format(place: str, given: dict[str, Any]) -> None:
    labels, refusal = _formats(own_mappings())
    if refusal:
        st.warning(refusal, icon=":material/warning:")
    offered = ["", *labels]
    st.selectbox(
        "格式",
        offered,
        index=_at(offered, given.get("mapping")),
        format_func=lambda name: labels.get(name, "自动识别"),
        key=f"mapping_{place}",
        help="不选就逐个工作表自动识别，并说明有多少把握；认错了再在这里指定。",
    )


def _covers(place: str, given: dict[str, Any]) -> str:
    stated = given.get("covers", "")
    return st.selectbox(
        "覆盖范围",
        list(COVERS),
        index=_at(list(COVERS), stated if stated in COVERS else NAMED),
        format_func=COVERS.__getitem__,
        key=f"covers_{place}",
        help="没有行是没有支付，还是没有报？全部部门：文件覆盖所在区划的全部部门，没有行就是没有支付。"
        "按文件里的行：没有行的部门和月份记为未报。",
    )


def _departments(place: str, given: dict[str, Any]) -> None:
    """The codes of the departments that a load covers; known ones are offered by name."""
    labels = choices().of("department") if own_version() else {}
    before = given.get("covers", "")
    codes = [code for code in before.split(",") if code and before not in COVERS]
    st.multiselect(
        "覆盖哪些部门",
        list(dict.fromkeys([*labels, *codes])),
        codes,
        format_func=lambda code: f"{code} {labels[code]}" if code in labels else code,
        key=f"departments_{place}",
        placeholder="选择，或输入部门编码",
        accept_new_options=True,
    )


def _choice(
    place: str, given: dict[str, Any], name: str, label: str, offered: tuple[Any, ...], blank: str, help: str
) -> None:
    st.selectbox(
        label,
        offered,
        index=_at(list(offered), given.get(name)),
        format_func=lambda value: str(value) if value else blank,
        key=f"{name}_{place}",
        help=help,
    )


def _at(offered: list[Any], value: Any) -> int:
    return offered.index(value) if value in offered else 0


def _years() -> range:
    """The years that a form may be about: next year back to ten years ago, the latest first."""
    return range(date.today().year + 1, date.today().year - 11, -1)
