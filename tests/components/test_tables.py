"""Figures as the columns of a table take them."""

import pandas as pd

from components.tables import percent


def test_rates_are_rounded_half_up_like_the_sentences_and_zero_has_no_sign():
    figures = percent(pd.Series([646_500, -400, -500, -25_500, None], dtype="Int64"))

    assert list(figures[:4]) == [64.7, 0.0, -0.1, -2.6]
    assert str(figures[1]) == "0.0" and pd.isna(figures[4])
