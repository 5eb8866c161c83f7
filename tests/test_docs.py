"""The documents name what there is: every field, verb, setting, profile and picture."""

import re
from pathlib import Path

import pytest

from dualwatch import cli, rules
from dualwatch.schema import TABLES
from dualwatch.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PREPARING = (ROOT / "docs/user/数据准备.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs/operations/README.md").read_text(encoding="utf-8")
MANUAL = (ROOT / "docs/user/README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("name", TABLES)
def test_every_field_of_a_table_is_documented(name):
    section = PREPARING.split(f"`{name}`\n")[1].split("\n### ")[0]
    for field in TABLES[name].fields:
        assert f"`{field.name}`" in section
        assert all(label in section for label in field.labels)


def test_every_verb_is_documented():
    assert all(re.search(rf"\b{name}\b", OPERATIONS) for name in cli.app.commands)


def test_every_setting_is_documented():
    assert all(f"`DUALWATCH_{name.upper()}`" in OPERATIONS for name in Settings.__struct_fields__)


def test_every_profile_is_documented():
    assert all(profile.label in MANUAL for profile in rules.profiles().values())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        assert "://" in target or (document.parent / target).exists(), target
