"""The data contract is whole: every key, group and label can be used, and the Arrow schema is exact."""

import pyarrow as pa
import pytest

from dualwatch.schema import PROJECT_KEY, TABLES, Table, arrow_schema

NAMES = {
    "regions": "区划",
    "projects": "项目",
    "budget_changes": "预算调整",
    "funding": "资金来源",
    "execution": "执行",
    "plans": "用款计划",
    "indicators": "绩效指标",
    "observations": "指标监控",
    "evaluations": "绩效评价",
    "appraisals": "事前评估",
    "fiscal_totals": "财政收支",
    "satisfaction": "满意度调查",
}
KEYS = {
    "regions": ("mof_div_code",),
    "projects": PROJECT_KEY,
    "budget_changes": (*PROJECT_KEY, "month", "kind"),
    "funding": (*PROJECT_KEY, "source"),
    "execution": (*PROJECT_KEY, "month"),
    "plans": (*PROJECT_KEY, "month"),
    "indicators": (*PROJECT_KEY, "indicator_no"),
    "observations": (*PROJECT_KEY, "indicator_no", "month"),
}


def test_every_table_of_the_import_format_is_there() -> None:
    assert {table.name: table.label for table in TABLES.values()} == NAMES


@pytest.mark.parametrize(("name", "key"), KEYS.items())
def test_keys(name: str, key: tuple[str, ...]) -> None:
    assert TABLES[name].key == key


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_and_groups_name_fields(table: Table) -> None:
    named = {*table.key, *(name for group in (*table.one_of, *table.exactly_one) for name in group)}
    assert named <= set(table.by_name)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_label_means_one_field_of_its_table(table: Table) -> None:
    labels = [label for field in table.fields for label in field.labels]
    assert len(labels) == len(set(labels))
    assert all(field.labels for field in table.fields)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_choices_belong_to_choice_fields(table: Table) -> None:
    assert all(bool(field.choices) == (field.kind == "choice") for field in table.fields)


@pytest.mark.parametrize(
    ("table", "field", "arrow_type"),
    [
        ("projects", "fiscal_year", pa.int32()),
        ("projects", "pro_code", pa.string()),
        ("projects", "adjusted_budget", pa.decimal128(18, 2)),
        ("projects", "is_key", pa.bool_()),
        ("projects", "start_month", pa.int32()),
        ("projects", "pro_initials", pa.string()),
        ("projects", "secret_stated", pa.bool_()),
        ("projects", "source_row", pa.int32()),
        ("indicators", "weight", pa.decimal128(9, 4)),
        ("indicators", "value", pa.float64()),
        ("indicators", "direction_guessed", pa.bool_()),
        ("observations", "actual_blank", pa.bool_()),
        ("satisfaction", "sample", pa.int64()),
    ],
)
def test_arrow_types(table: str, field: str, arrow_type: pa.DataType) -> None:
    assert arrow_schema(TABLES[table]).field(field).type == arrow_type


def test_the_required_fields_of_a_payment() -> None:
    execution = TABLES["execution"]
    assert execution.required == (*PROJECT_KEY, "month")
    assert execution.exactly_one == (("paid", "paid_to_date"),)
    assert execution.money == ("paid", "paid_to_date")
