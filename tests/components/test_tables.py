"""Figures as the columns of a table take them."""

from decimal import Decimal

import pandas as pd

from components.tables import money, percent


def test_rates_are_rounded_half_up_like_the_sentences_and_zero_has_no_sign():
    figures = percent(pd.Series([646_500, -400, -500, -25_500, None], dtype="Int64"))

    assert list(figures[:4]) == [64.7, 0.0, -0.1, -2.6]
    assert str(figures[1]) == "0.0" and pd.isna(figures[4])


def test_money_is_rounded_half_up_like_the_sentences():
    """10,050 元 is 1.005 万元, which a binary fraction holds a little too small."""
    yuan = pd.Series([Decimal("10050.00"), Decimal("10049.99"), Decimal("-10050.00"), Decimal("0.00"), None])

    assert list(money(yuan, "万元")[:4]) == [1.01, 1.0, -1.01, 0.0]
    assert pd.isna(money(yuan, "万元")[4])
    assert list(money(yuan * 10_000, "亿元")[:4]) == [1.01, 1.0, -1.01, 0.0]
    assert list(money(yuan, "元")[:2]) == [10_050.0, 10_049.99]


def test_money_without_decimals_is_rounded_once():
    """4,999 元 is 0.4999 万元: by way of 0.50 it would become 1."""
    assert list(money(pd.Series([Decimal("4999.00"), Decimal("5000.00")]), "万元", 0)) == [0.0, 1.0]
