"""The search for a project: by name, code or pinyin initials, each project once, in its latest year that is found."""

import pytest

from tests.conftest import project

NAMES = {
    "P1": "农村公路养护",
    "P2": "公路养护（二期）",
    "P3": "IT系统维护",
    "P4": "城市公路养护",
}
EARLIER = {"P1": "农村公路养护", "P3": "it系统建设", "P4": "街道清扫"}


@pytest.fixture(scope="module")
def store(make_store):
    rows = [project(code, pro_name=name) for code, name in NAMES.items()]
    return make_store(
        {"projects": rows + [project(code, pro_name=name, fiscal_year=2025) for code, name in EARLIER.items()]}
    )


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("公路养护", [(2026, "P2"), (2026, "P1"), (2026, "P4")]),
        (" 公路养护 ", [(2026, "P2"), (2026, "P1"), (2026, "P4")]),
        ("农村公路养护", [(2026, "P1")]),
        ("glyh", [(2026, "P2"), (2026, "P1"), (2026, "P4")]),
        ("GLYHEQ", [(2026, "P2")]),
        ("it系统", [(2026, "P3")]),
        ("IT系统", [(2026, "P3")]),
        ("It系统建", [(2025, "P3")]),
        ("街道", [(2025, "P4")]),
        ("P4", [(2026, "P4")]),
        ("p4", []),
        ("（二", [(2026, "P2")]),
        ("护养", []),
        ("", []),
        ("  ", []),
    ],
)
def test_an_exact_name_comes_first_then_a_beginning_then_the_rest(store, search, found):
    rows = store.ask("context/search", {"search": search}).to_pylist()

    assert [(row["fiscal_year"], row["pro_code"]) for row in rows] == found
