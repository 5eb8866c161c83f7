"""What every shown column is called, means and is counted in; and how its figures are written."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dualwatch import measure_rows

MISSING = "—"
MILLION = 1_000_000
MINUS = "−"


@dataclass(frozen=True)
class Measure:
    """One shown column: `format` is rate, points, money, count, number, month, date, flag, code or text."""

    name: str
    label: str
    format: str
    meaning: str = ""
    denominator: str = ""


def _table(*rows: tuple[str, ...]) -> dict[str, Measure]:
    return {row[0]: Measure(*row) for row in rows}


MEASURES = _table(
    ("fiscal_year", "预算年度", "code", "支出所属的预算年度"),
    ("month", "月份", "month", "截至该月月底"),
    ("mof_div_code", "区划代码", "code", "财政区划代码，6—9 位文本"),
    ("mof_div_name", "县区", "text", "财政区划名称"),
    ("dept_code", "部门编码", "code", "主管部门编码"),
    ("dept_name", "部门", "text", "主管部门"),
    ("agency_code", "单位编码", "code", "预算单位编码"),
    ("agency_name", "预算单位", "text", "项目实施单位"),
    ("project_id", "项目标识", "code", "年度-区划-项目编码"),
    ("pro_code", "项目编码", "code", "预算管理一体化系统的项目编码"),
    ("pro_name", "项目", "text", "项目名称"),
    ("pro_category", "项目类别", "text", "人员类、运转类、特定目标类"),
    ("policy_class", "绩效分类", "text", "公共服务、经济发展、社会保障等"),
    ("budget_book", "预算类型", "text", "四本预算之一"),
    ("is_key", "重点项目", "flag", "列为重点的项目"),
    ("secret_level", "密级", "text", "未标注的按涉密处理，不进入公开和人大的输出"),
    ("projects", "项目数", "count", "在册项目个数"),
    ("rated", "计入执行率的项目", "count", "预算大于 0 且已报支付的项目"),
    ("unrated", "不计入执行率的项目", "count", "预算为 0、未知或当月未报的项目，单列"),
    ("unreported", "未报项目", "count", "所在部门当月未报支付的项目"),
    ("initial_budget", "年初预算", "money", "年初批复数"),
    ("adjusted_budget", "调整后预算", "money", "年初预算加截至该月的调整；没有调整明细时按最新预算回算"),
    ("allotted", "已下达指标", "money", "已下达的预算指标"),
    ("budget", "预算", "money", "所选口径（年初、调整后、已下达）的预算，只含计入执行率的项目"),
    ("budget_all", "全部预算", "money", "含不计入执行率的项目"),
    ("unrated_budget", "不计入项目的预算", "money", "单列，不混入执行率"),
    ("paid", "支付", "money", "实际支付，退款为负"),
    ("paid_in_month", "当月支付", "money", "当月实际支付，退款为负"),
    ("paid_to_date", "累计支付", "money", "截至该月各月支付之和，退款为负；部门未报为未报"),
    ("execution_rate", "执行率", "rate", "累计支付 ÷ 预算；一组的执行率为支付合计 ÷ 预算合计", "所选口径的预算"),
    ("expected_rate", "应达", "rate", "按规则方案的进度应当支付的比例；一组为应支付合计 ÷ 预算合计", "所选口径的预算"),
    ("pace_ratio", "执行率为应达的", "rate", "执行率 ÷ 应达", "应达"),
    ("execution_gap", "差", "points", "执行率 − 应达"),
    ("underpaid", "少支付", "money", "应达 × 预算 − 累计支付，不小于 0"),
    ("payment_needed", "解除所需支付", "money", "预警线 × 应达 × 预算 − 累计支付，进到分"),
    ("completion_rate", "完成率", "rate", "各指标完成率按权重加权，单项最高 100%；一组按预算加权", "可比指标的权重"),
    ("expected_completion_rate", "应完成", "rate", "累计型指标按测评月的时间进度，时点型为 100%", "可比指标的权重"),
    ("completion_ratio", "完成率为应完成的", "rate", "完成率 ÷ 应完成", "应完成"),
    ("deviation_rate", "偏离度", "points", "完成率 ÷ 应完成 − 1"),
    ("completion_gap", "完成差", "points", "完成率 − 应完成"),
    ("progress_rate", "目标进度", "rate", "把目标放到全年尺度上的完成率，用来与支付对照", "可比指标的权重"),
    ("match_gap", "事与钱之差", "points", "最近测评月的目标进度 − 当月执行率"),
    ("reported_share", "填报比例", "rate", "本轮已填报指标的权重占全部权重", "全部指标的权重"),
    ("worst_completion", "最差指标", "rate", "各指标完成率 ÷ 应完成的最小值", "应完成"),
    ("observed_month", "测评月", "month", "最近一次有可比完成值的月份"),
    ("indicators_compared", "可比指标", "count", "目标与完成值可以比较的指标个数"),
    ("indicators_all", "全部指标", "count", "项目的绩效指标个数"),
    ("quadrant", "象限", "text", "执行率对应达、完成率对应完成两条线划分的四类；缺一项为未知"),
    ("rule", "规则代码", "code", "预警规则"),
    ("rule_label", "规则", "text", "预警规则"),
    ("severity", "级别", "text", "严重、预警、关注、无数据"),
    ("observed", "实际", "rate", "规则看到的数值"),
    ("expected", "应有", "rate", "规则拿来对照的数值"),
    ("limit_value", "触发线", "rate", "越过的限值"),
    ("amount", "涉及金额", "money", "规则涉及的金额：少支付、超支、预算等，见各规则"),
    ("sentence", "为什么报警", "text", "由同一查询的数值生成"),
    ("clears", "怎样解除", "text", "由同一查询的数值生成"),
    ("run", "连续月数", "count", "本年度内同一规则连续达到预警及以上的月数"),
    ("level1", "一级指标", "text", "产出、效益、满意度、成本"),
    ("level2", "二级指标", "text", ""),
    ("level3", "三级指标", "text", ""),
    ("target", "年度目标", "text", "原文"),
    ("actual", "实际完成", "text", "原文"),
    ("weight", "权重", "number", "分值"),
    ("uncapped", "未封顶完成率", "rate", "实际 ÷ 目标，不封顶，用来识别目标偏低"),
    ("completion", "完成率", "rate", "单项完成率，0—100%"),
    ("profile", "规则方案", "code", "一组有日期的限值"),
    ("version", "版本", "code", "方案或数据版本"),
    ("source_file", "来源文件", "text", "数据所在的文件"),
    ("source_sheet", "工作表", "text", "数据所在的工作表"),
    ("source_row", "行", "count", "文件中的行号"),
    ("source_batch", "批次", "code", "载入批次"),
    ("value", "值", "text", ""),
    ("share", "占比", "rate", ""),
    ("rank", "名次", "count", "并列同名次；少于 5 个项目不排名"),
    ("planned", "计划支付", "money", "用款计划"),
    ("declared", "申报金额", "money", ""),
    ("approved", "审定金额", "money", ""),
    *measure_rows.ROWS,
)


def measure(name: str) -> Measure:
    """The entry of a column; a column without one is text under its own name."""
    return MEASURES.get(name, Measure(name, name, "text"))


def half_up(number: Decimal, places: int) -> Decimal:
    """`number` rounded half up, away from zero, to so many decimals."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _is_missing(figure: Any) -> bool:
    return figure is None or bool(figure != figure)


def _signed(number: Decimal, text: str, sign: bool) -> str:
    if number < 0:
        return MINUS + text
    return f"+{text}" if sign and number > 0 else text


def rate_text(ppm: Any, places: int = 1) -> str:
    """A rate in parts per million as `64.7%`; unknown is —."""
    if _is_missing(ppm):
        return MISSING
    number = half_up(Decimal(int(ppm)) / 10_000, places)
    return _signed(number, f"{abs(number):,}%", sign=False)


def points_text(ppm: Any, places: int = 1, sign: bool = True) -> str:
    """A difference of rates in 个百分点, as `−2.0`; without `sign` only its size."""
    if _is_missing(ppm):
        return MISSING
    number = half_up(Decimal(int(ppm)) / 10_000, places)
    return _signed(number, f"{abs(number):,}", sign=True) if sign else f"{abs(number):,}"


UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def money_number(yuan: Any, unit: str) -> Decimal | None:
    """Money in the unit asked for, half up to two decimals; unknown is None."""
    if _is_missing(yuan):
        return None
    return half_up(Decimal(str(yuan)) / UNITS[unit], 2)


def money_text(yuan: Any, unit: str | None = None) -> str:
    """Money with its unit, `913.68 万元`; without one 亿元 from 1 亿 up, else 万元."""
    if _is_missing(yuan):
        return MISSING
    unit = unit or ("亿元" if abs(Decimal(str(yuan))) >= UNITS["亿元"] else "万元")
    number = half_up(Decimal(str(yuan)) / UNITS[unit], 2)
    return _signed(number, f"{abs(number):,} {unit}", sign=False)


def yuan_text(yuan: Any) -> str:
    """Money to the 分, as `9,136,800.01 元`."""
    return money_text(yuan, "元")


def fraction_text(ppm: Any) -> str:
    """A rate as the fraction with six decimals that scripts read; unknown is empty."""
    return "" if _is_missing(ppm) else f"{Decimal(int(ppm)) / MILLION:.6f}"


WRITERS: dict[str, Callable[[Any], str]] = {
    "rate": rate_text,
    "points": lambda ppm: points_text(ppm, sign=False),
    "money": money_text,
    "yuan": yuan_text,
    "count": lambda number: MISSING if _is_missing(number) else f"{int(number):,}",
}


def write(figure: Any, unit: str) -> str:
    """A figure as a sentence writes it, by its unit; text stays text."""
    return WRITERS[unit](figure) if unit in WRITERS else str(figure)
