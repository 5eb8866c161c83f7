"""Cells as texts: what people see, and nothing that nobody sees."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualwatch.intake.texts import cell_text, text_column


@pytest.mark.parametrize("text", ["教\u200b育局", "\ufeff教育局", " 教育局\u3000", "教育局\xa0", "教育\xad局"])
def test_what_nobody_sees_is_no_part_of_a_text(text: str) -> None:
    assert cell_text(text) == "教育局"
    assert text_column([text, "x"]).to_pylist() == ["教育局", "x"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.floats(allow_nan=True),
            st.integers(-(10**18), 10**18),
            st.text(max_size=5),
            st.none(),
            st.booleans(),
            st.dates(),
        ),
        max_size=8,
    )
)
def test_whole_columns_are_texts_as_single_cells_are(values: list[Any]) -> None:
    assert text_column(values).to_pylist() == [cell_text(value) for value in values]
