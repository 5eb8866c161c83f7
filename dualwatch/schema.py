"""The data contract: every canonical table and field, its labels and what it must hold.

One row of a table is one key (`Table.key`); money is in 元.
"""

import pyarrow as pa

from dualwatch.fields import PROJECT_KEY, Field, Table, may, must

__all__ = [
    "ACTUAL_COLUMNS",
    "BUDGET_BOOKS",
    "CAUSES",
    "DERIVED",
    "LIKELIHOODS",
    "PROJECT_KEY",
    "SECRET_LEVELS",
    "SOURCE_FIELDS",
    "TABLES",
    "TARGET_COLUMNS",
    "Field",
    "Table",
    "arrow_schema",
]

SOURCE_FIELDS = (("source_file", pa.string()), ("source_sheet", pa.string()), ("source_row", pa.int32()))
BUDGET_BOOKS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算")
SECRET_LEVELS = ("涉密", "半涉密", "非涉密")
# What the monitoring form (财预〔2019〕136号) offers to tick: whether a target can be met, and why it is behind.
LIKELIHOODS = ("确定能", "有可能", "完全不可能")
CAUSES = ("经费", "制度", "人员", "硬件条件", "其他")

_YEAR = must("fiscal_year", "预算年度", "年度", kind="year")
_REGION = must("mof_div_code", "财政区划", "区划代码", "财政区划代码", kind="code")
_CODE = must("pro_code", "项目编码", "项目代码", kind="code")
_MONTH = must("month", "月份", kind="month")
_KEYS = (_YEAR, _REGION, _CODE)
_INDICATOR = must("indicator_no", "指标序号", kind="code")

_REGIONS = Table(
    "regions",
    "区划",
    ("mof_div_code",),
    (
        _REGION,
        must("mof_div_name", "区划名称"),
        must("level", "级次", kind="choice", choices=("省", "市", "县", "乡")),
        may("parent_code", "上级区划", kind="code"),
    ),
)

_PROJECTS = Table(
    "projects",
    "项目",
    PROJECT_KEY,
    (
        _YEAR,
        _REGION,
        may("mof_div_name", "区划名称"),
        may("dept_code", "部门编码", kind="code"),
        may("dept_name", "主管部门", "部门名称"),
        may("agency_code", "单位编码", kind="code"),
        may("agency_name", "预算单位", "实施单位"),
        _CODE,
        must("pro_name", "项目名称"),
        may("pro_category", "项目类别"),
        may("policy_class", "绩效分类"),
        may("budget_book", "预算类型", "四本预算", kind="choice", choices=BUDGET_BOOKS),
        may("exp_func_code", "支出功能分类", kind="code"),
        may("initial_budget", "年初预算数", "年初批复数", kind="money"),
        may("adjusted_budget", "全年预算数", "调整后预算数", "变动后预算数", kind="money"),
        may("allotted", "已下达指标", kind="money"),
        may("carried_over", "上年结转", kind="money"),
        may("is_key", "重点项目", kind="flag"),
        may("secret_level", "密级", kind="choice", choices=SECRET_LEVELS),
        may("added_in_year", "年中追加", kind="flag"),
        may("start_month", "开始月份", kind="month"),
        may("end_month", "结束月份", kind="month"),
        may("carried_over_year", "结转年度", kind="year"),
        may("fund_type", "资金性质"),
        may("finance_office", "业务科室"),
        may("expected_year_paid", "全年预计执行数", kind="money"),
        may("printed_rate", "执行率", kind="rate"),
        may("printed_score", "总分", "自评得分", kind="number"),
        may("goal_text", "预期目标", "年度总体目标"),
        may("result_text", "实际完成情况"),
        may("first_year", "起始年度", kind="year"),
        may("last_year", "终止年度", kind="year"),
        may("total_budget", "项目总额", kind="money"),
        may("previous_pro_code", "上年项目编码", kind="code"),
    ),
    one_of=(("dept_code", "dept_name"),),
)

_BUDGET_CHANGES = Table(
    "budget_changes",
    "预算调整",
    (*PROJECT_KEY, "month", "kind"),
    (
        *_KEYS,
        _MONTH,
        must("amount", "调整金额", kind="money"),
        must("kind", "调整类型", kind="choice", choices=("追加", "追减", "调剂", "收回", "结转")),
    ),
)

_FUNDING = Table(
    "funding",
    "资金来源",
    (*PROJECT_KEY, "source"),
    (
        *_KEYS,
        must("source", "资金来源"),
        must("initial_budget", "年初预算数", "年初批复数", kind="money"),
        must("adjusted_budget", "全年预算数", "调整后预算数", "变动后预算数", kind="money"),
        must("paid", "全年执行数", "累计支付", "实际支付金额", kind="money"),
    ),
)

_EXECUTION = Table(
    "execution",
    "执行",
    (*PROJECT_KEY, "month"),
    (
        *_KEYS,
        _MONTH,
        may("paid", "本月支付", "实际支付金额", kind="money"),
        may("paid_to_date", "累计支付", "全年执行数", "累计执行数", kind="money"),
    ),
    aliases=("支付",),
    exactly_one=(("paid", "paid_to_date"),),
)

_PLANS = Table(
    "plans",
    "用款计划",
    (*PROJECT_KEY, "month"),
    (*_KEYS, _MONTH, must("planned", "计划金额", kind="money")),
)

_INDICATORS = Table(
    "indicators",
    "绩效指标",
    (*PROJECT_KEY, "indicator_no"),
    (
        *_KEYS,
        _INDICATOR,
        may("level1", "一级指标"),
        may("level2", "二级指标"),
        must("level3", "三级指标", "三级指标名称"),
        may("sign", "计算符号", "指标性质"),
        must("target", "年度指标值", "目标值"),
        may("unit", "计量单位"),
        may("weight", "分值", "权重", kind="number"),
        may("direction", "指标方向", kind="choice", choices=("正向", "逆向", "等于", "区间")),
        may("accumulation", "累计方式", kind="choice", choices=("累计", "时点")),
        may("library_code", "指标库编码", kind="code"),
        may("total_target", "总体指标值"),
    ),
)

_OBSERVATIONS = Table(
    "observations",
    "指标监控",
    (*PROJECT_KEY, "indicator_no", "month"),
    (
        *_KEYS,
        _INDICATOR,
        _MONTH,
        may("actual", "当前完成值", "实际完成值"),
        may("forecast", "全年预计完成值"),
        may("likelihood", "完成可能性", kind="choice", choices=LIKELIHOODS),
        may("cause", "偏差原因"),
        may("note", "原因说明"),
        may("measure", "改进措施"),
        may("score", "得分", kind="number"),
        may("reported_on", "填报日期", kind="date"),
    ),
)

_EVALUATIONS = Table(
    "evaluations",
    "绩效评价",
    ("fiscal_year", "mof_div_code", "subject_kind", "subject_code", "evaluator", "dimension"),
    (
        _YEAR,
        _REGION,
        must(
            "subject_kind",
            "评价对象",
            kind="choice",
            choices=("项目", "政策", "部门整体", "单位整体", "县级财政运行", "乡镇财政运行"),
        ),
        must("subject_code", "对象编码", kind="code"),
        must("subject_name", "对象名称"),
        must("evaluator", "评价类型", kind="choice", choices=("自评", "复评", "部门评价", "财政评价")),
        may("dimension", "维度"),
        must("score", "得分", kind="number"),
        must("full_score", "满分", kind="number"),
        may("grade", "等级"),
        may("budget_cut", "结果应用压减金额", kind="money"),
        may("advice", "评价建议", kind="choice", choices=("延续", "调整", "取消")),
    ),
)

_APPRAISALS = Table(
    "appraisals",
    "事前评估",
    (*PROJECT_KEY, "kind"),
    (
        *_KEYS,
        must("pro_name", "项目名称"),
        must("dept_name", "主管部门", "部门名称"),
        must("kind", "评估类型", kind="choice", choices=("事前绩效评估", "预算评审")),
        must("declared", "申报金额", kind="money"),
        must("approved", "审定金额", kind="money"),
        may("conclusion", "结论", kind="choice", choices=("予以支持", "调整完善后予以支持", "不予支持")),
    ),
)

_FISCAL_TOTALS = Table(
    "fiscal_totals",
    "财政收支",
    ("mof_div_code", "fiscal_year", "month", "measure"),
    (
        _REGION,
        _YEAR,
        _MONTH,
        must("measure", "科目"),
        must("budget", "预算数", kind="money"),
        must("executed", "累计执行数", kind="money"),
    ),
)

_SATISFACTION = Table(
    "satisfaction",
    "满意度调查",
    ("fiscal_year", "mof_div_code", "pro_code", "topic"),
    (
        _YEAR,
        _REGION,
        may("pro_code", "项目编码", "项目代码", kind="code"),
        must("topic", "领域"),
        must("sample", "样本数", kind="count"),
        must("score", "满意度", kind="number"),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _REGIONS,
        _PROJECTS,
        _BUDGET_CHANGES,
        _FUNDING,
        _EXECUTION,
        _PLANS,
        _INDICATORS,
        _OBSERVATIONS,
        _EVALUATIONS,
        _APPRAISALS,
        _FISCAL_TOTALS,
        _SATISFACTION,
    )
}

_DERIVED_TYPES = {"text": pa.string(), "number": pa.float64(), "flag": pa.bool_()}


def _columns(**names: str) -> tuple[tuple[str, pa.DataType], ...]:
    return tuple((name, _DERIVED_TYPES[kind]) for kind, listed in names.items() for name in listed.split())


TARGET_COLUMNS = _columns(
    text="kind sign_read unit_read direction_read accumulation_read base_unit target_level target_date",
    number="value upper unit_factor",
    flag="direction_guessed accumulation_guessed",
)
ACTUAL_COLUMNS = _columns(
    text="actual_kind actual_unit actual_base_unit actual_level actual_date",
    number="actual_value actual_upper actual_unit_factor",
    flag="actual_signed actual_blank",
)
# The month of the official form that a row comes from; NULL for a row of a table, which says all of its key.
FORM_MONTH = (("form_month", pa.int32()),)
DERIVED: dict[str, tuple[tuple[str, pa.DataType], ...]] = {
    "projects": _columns(text="pro_initials", flag="secret_stated") + FORM_MONTH,
    "funding": FORM_MONTH,
    "indicators": TARGET_COLUMNS + FORM_MONTH,
    "observations": ACTUAL_COLUMNS,
}
FORM_TABLES = tuple(name for name, columns in DERIVED.items() if FORM_MONTH[0] in columns)


def arrow_schema(table: Table) -> pa.Schema:
    """The exact columns of a canonical table as intake hands it over and a batch keeps it."""
    own = tuple((field.name, field.arrow_type) for field in table.fields)
    return pa.schema([*own, *DERIVED.get(table.name, ()), *SOURCE_FIELDS])
