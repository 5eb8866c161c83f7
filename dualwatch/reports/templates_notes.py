"""What the notes and the example rows of the import format's template say."""

from dualwatch.intake.rows import EXAMPLE
from dualwatch.schema import Field, Table

KINDS = {
    "text": "文字",
    "code": "编码，按文本填写",
    "choice": "只能选列出的值",
    "year": "四位年份，如 2025",
    "month": "月份，1 到 12",
    "date": "日期，如 2025-09-30",
    "money": "金额，单位写在列名里",
    "number": "数",
    "count": "整数",
    "flag": "是或否",
    "rate": "百分数，如 64.7%",
}
MEANINGS = {
    "mof_div_code": "6 至 9 位数字的财政区划代码",
    "pro_code": "预算管理一体化系统的项目编码",
    "budget_book": "空白按一般公共预算计，会提示",
    "adjusted_budget": "空白按年初预算数计，会提示",
    "secret_level": "空白当作未标注，对外的材料里按涉密处理",
    "start_month": "项目开始的月份，应达进度从这个月算起",
    "end_month": "项目结束的月份",
    "amount": "追减、收回写负数",
    "paid": "本月的支付，退款写负数；与累计支付只填一列",
    "paid_to_date": "年初到本月的支付；与本月支付只填一列",
    "indicator_no": "在一个项目里不重复",
    "sign": "＞ ≥ ＝ ＜ ≤ 或定性；也可以写在指标值里",
    "target": "照原样写：≥95%、30天以内、显著提升",
    "weight": "一个项目各指标的分值合计不超过 100",
    "direction": "空白按指标值和名称猜，标明是猜的",
    "accumulation": "累计：随时间增加；时点：某一时的水平；空白会猜",
    "actual": "照原样写，空白就是未报，不是 0",
    "cause": "经费、制度、人员、硬件条件、其他",
    "printed_rate": "原表印出的执行率，只用来核对",
    "printed_score": "原表印出的总分，只用来核对",
    "previous_pro_code": "上年同一项目的编码",
    "dimension": "空白是总分，否则写维度名称",
    "grade": "优（90 分及以上）、良（80）、中（60）、差；按得分重算，不同会提示",
    "measure": "改进措施",
    "executed": "年初到本月的累计数",
    "sample": "调查的人数或份数",
    "score": "不高于满分",
}
_OWN = {
    ("fiscal_totals", "measure"): "一般公共预算收入、一般公共预算支出、政府性基金收入……",
    ("funding", "paid"): "年初到现在的执行数",
    ("satisfaction", "pro_code"): "对一个项目的调查填项目编码，对一个地区的留空",
    ("satisfaction", "score"): "0 到 100",
    ("evaluations", "subject_code"): "项目编码、部门编码、单位编码或区划代码",
}
_KEYS: dict[str, str | int | float] = {"fiscal_year": 2025, "mof_div_code": "991001000", "pro_code": f"{EXAMPLE}-0001"}
_MONEY: dict[str, str | int | float] = {"initial_budget": 1_000_000, "adjusted_budget": 1_200_000}
EXAMPLES: dict[str, dict[str, str | int | float]] = {
    "regions": {
        "mof_div_code": f"{EXAMPLE}991001000", "mof_div_name": "样例县", "level": "县", "parent_code": "991000000",
    },
    "projects": {
        **_KEYS, **_MONEY, "dept_code": "101", "dept_name": "交通运输局", "agency_name": "公路管理所",
        "pro_name": "农村公路养护", "pro_category": "特定目标类", "budget_book": "一般公共预算", "is_key": "是",
        "secret_level": "非涉密",
    },
    "budget_changes": {**_KEYS, "month": 4, "kind": "追加", "amount": 200_000},
    "funding": {**_KEYS, **_MONEY, "source": "本年财政拨款", "paid": 600_000},
    "execution": {**_KEYS, "month": 6, "paid": 200_000},
    "plans": {**_KEYS, "month": 7, "planned": 300_000},
    "indicators": {
        **_KEYS, "indicator_no": "1", "level1": "产出指标", "level2": "数量指标", "level3": "养护里程", "sign": "≥",
        "target": "100", "unit": "公里", "weight": 50, "direction": "正向", "accumulation": "累计",
    },
    "observations": {
        **_KEYS, "indicator_no": "1", "month": 6, "actual": "60", "forecast": "100", "likelihood": "确定能",
    },
    "evaluations": {
        **_KEYS, "subject_kind": "项目", "subject_code": f"{EXAMPLE}-0001", "subject_name": "农村公路养护",
        "evaluator": "财政评价", "score": 92, "full_score": 100, "grade": "优", "advice": "延续",
    },
    "appraisals": {
        **_KEYS, "pro_name": "农村公路养护", "dept_name": "交通运输局", "kind": "事前绩效评估", "declared": 1_500_000,
        "approved": 1_000_000, "conclusion": "调整完善后予以支持",
    },
    "fiscal_totals": {
        "mof_div_code": f"{EXAMPLE}991001000", "fiscal_year": 2025, "month": 6, "measure": "一般公共预算收入",
        "budget": 500_000_000, "executed": 260_000_000,
    },
    "satisfaction": {**_KEYS, "topic": "交通", "sample": 400, "score": 88.5},
}  # fmt: skip


def note_of(table: Table, field: Field) -> str:
    """What to write in a column: its other names, whether it must be filled, what it means, what may stand in it."""
    meaning = _OWN.get((table.name, field.name)) or MEANINGS.get(field.name)
    others = "、".join(field.labels[1:])
    lines = (
        f"{field.label}（{field.name}）：{'必填' if field.required else '选填'}",
        meaning,
        f"可填：{'、'.join(field.choices)}" if field.choices else KINDS[field.kind],
        f"列名也可以写：{others}" if others else None,
    )
    return "\n".join(line for line in lines if line)
