"""口径与术语: everything registered is shown, and any question can be opened."""

import re

import pandas as pd
import pytest

from components.method_panels import named, side_by_side
from dualwatch import catalogue, glossary, rules
from dualwatch.measures import MEASURES
from tests.pages.opening import notes, open_page

PAGE = "pages/data/methods.py"


@pytest.fixture(autouse=True)
def published(demo_store, monkeypatch):
    """The demonstration data behind the dashboard."""
    monkeypatch.setenv("DUALWATCH_STORE", str(demo_store.path))


def test_every_registry_is_on_the_page():
    written = [table.proto.body for table in open_page(PAGE).get("html") if "<table" in table.proto.body]
    tables = {tuple(re.findall("<th>(.*?)</th>", table)): len(re.findall("<tr>", table)) for table in written}

    assert tables[("规则", "为什么报警", "怎样解除", "依据")] == len(catalogue.rules())
    assert tables[("名称", "意思", "分母", "单位", "代码")] == len(MEASURES)
    assert tables[("词", "意思", "类")] == len(glossary.TERMS)
    assert tables[("写法", "意思", "参加计算")] == len(glossary.ABSENCES)
    assert tables[("校验", "文件")] == len(catalogue.checks())


def test_every_profile_is_named_with_its_source():
    text = notes(open_page(PAGE))

    assert all(profile.label in text and profile.version in text for profile in rules.profiles().values())


def test_a_question_of_the_url_is_opened_first():
    app = open_page(PAGE, {"question": "compare/counties"}, question="compare/counties")

    assert app.code[0].value == catalogue.question("compare/counties").sql
    assert "县区对比" in notes(app)


def test_no_question_is_opened_until_one_is_chosen():
    app = open_page(PAGE)

    assert not app.code
    assert app.selectbox(key="question").value is None


@pytest.mark.parametrize("question", sorted(catalogue.questions()))
def test_every_question_shows_its_first_rows(question):
    app = open_page(PAGE, {"question": question}, question=question)

    assert not app.error
    assert not app.warning


def test_limits_stand_side_by_side():
    limits = pd.DataFrame(
        [("a", "规则甲", "red", "60.0%"), ("b", "规则甲", "yellow", "80.0%"), ("a", "规则甲", "yellow", "90.0%")],
        columns=["profile", "rule_label", "name", "shown"],
    )
    wide = side_by_side(limits)

    assert list(wide["name"]) == ["严重线", "预警线"]
    assert wide["a"].tolist() == ["60.0%", "90.0%"]
    assert wide["b"].isna().tolist() == [True, False]


def test_fields_of_a_sentence_are_called_by_their_names():
    assert named("应达 {expected_rate}") == "应达 〔应达〕"


@pytest.mark.parametrize("name", sorted({name for _, _, name, _, _ in rules.limit_rows()}))
def test_every_limit_has_a_name(name):
    assert name in glossary.LIMITS


@pytest.mark.parametrize("question", sorted(catalogue.questions()))
def test_every_parameter_has_a_name(question):
    assert set(catalogue.question(question).parameters) <= set(glossary.PARAMETERS)
