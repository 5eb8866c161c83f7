"""Text that was read in the wrong encoding, told from honest text."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualwatch.intake import cells
from dualwatch.intake.garbled import garbled
from dualwatch.schema import TABLES

FIELDS = TABLES["projects"].by_name


@pytest.mark.parametrize(
    "text",
    [
        "教育局农村公路养护".encode().decode("gb18030", "replace"),
        "教育局农村公路养护".encode().decode("latin-1"),
        "教育局农村公路".encode().decode("cp1252", "ignore"),
        "教育局农村公路".encode("gb18030").decode("latin-1"),
        "教育局".encode("gb18030").decode("utf-8", "replace"),
        "锟斤拷锟斤拷",
        "鏁欒偛灞€",
    ],
)
def test_text_read_in_the_wrong_encoding_is_told(text: str) -> None:
    assert garbled(text)
    assert cells.type_column(pa.array([text, "教育局", None]), FIELDS["pro_name"]).values.to_pylist() == [
        None,
        "教育局",
        None,
    ]


@pytest.mark.parametrize(
    "text",
    ["教育局", "农村公路养护（二期）", "Educación física", "Ñandú à la carte", "①②③", "㎡", "", "骞", "A-1", "αβγδεζ"],
)
def test_honest_text_is_not_taken_for_garbled(text: str) -> None:
    assert not garbled(text)


def test_long_text_of_a_foreign_language_is_soon_judged() -> None:
    assert not garbled("é" * 5001 + "a" + "éé" * 5000 + "–")


@settings(max_examples=300, deadline=None)
@given(st.text("一丁七万丈三上下不与专世业东两严丧个丰临为主丽举乃久么义之乌乐乔乘九习乡书买乱乳京镇骞", max_size=30))
def test_common_characters_are_never_garbled(text: str) -> None:
    assert not garbled(text)
