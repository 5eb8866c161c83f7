"""The script of charts: Plotly without the kinds of trace that nobody draws, and without their files."""

import pytest

from components import chart_script, language

BAR, PIE = 'b=_({"lib/bar.js"(e,t){t.exports=c()}})', 'p=_({"lib/pie.js"(e,t){t.exports=q()}})'
SHARED, OWN = 'c=_({"src/shared.js"(e,t){t.exports=1}})', 'q=_({"src/pie.js"(e,t){t.exports=c()}})'
CORE, MAP = 's$=_({"lib/core.js"(e,t){var n=c();t.exports=n}})', 'h=_({"lib/heatmap.js"(e,t){t.exports={}}})'
START = 'import{a}from"./other.js";var P=q(),G=(()=>{var _=e=>e,'
REST = 'return _({"lib/index.js"(e,t){var n=s$();n.register([%s]),t.exports=n}})()})();export{G}'
LAST = 'z=_({"lib/last.js"(e,t){}});' + REST
EMPTIED = 'p=_({"lib/pie.js"(e,t){}}),q=_({"src/pie.js"(e,t){}}),'


def test_files_of_kinds_that_nobody_draws_are_empty():
    whole = f"{START}{BAR},{PIE},{OWN},{SHARED},{CORE},{MAP},{LAST % 'b(),p(),h(),z()'}"

    assert chart_script.served(whole) == f"{START}{BAR},{EMPTIED}{SHARED},{CORE},{MAP},{LAST % 'b(),h()'}"


def test_what_follows_a_file_that_nobody_asks_for_stays():
    followed = 'q=_({"src/pie.js"(e,t){t.exports=1}});function r(){return 2}var '
    whole = f"{START}{BAR},{followed}{CORE},{SHARED},{LAST % 'b()'}"

    assert chart_script.served(whole) == whole


@pytest.mark.parametrize("script", ["", "const drawn = 1;", f"{START}{BAR};export{{G}}"])
def test_a_script_made_otherwise_is_served_as_it_came(script):
    assert chart_script.served(script) == script


@pytest.fixture(scope="module")
def installed():
    (name,) = (name for name in language.scripts() if name.startswith(f"{chart_script.NAME}."))
    return (language.SCRIPTS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("twice", chart_script.DRAWN_ONCE)
def test_what_draws_a_chart_again_stands_in_the_installed_script(installed, twice):
    assert installed.count(twice) == 1


@pytest.mark.parametrize("kind", sorted({"scatter", *chart_script.KINDS}))
def test_kinds_in_use_stay_in_the_served_script(installed, kind):
    text = chart_script.served(installed).partition(f'"src/traces/{kind}/plot.js"(e,t){{')[2]

    assert text.startswith("var ")


@pytest.mark.parametrize("kind", ["pie", "surface", "sankey"])
def test_other_kinds_are_empty_in_the_served_script(installed, kind):
    script = chart_script.served(installed)

    assert f'"lib/{kind}.js"(e,t){{}}}})' in script


def test_maps_are_not_in_the_served_script(installed):
    assert "maplibre-gl-js/blob" in installed
    assert "maplibre-gl-js/blob" not in chart_script.served(installed)
