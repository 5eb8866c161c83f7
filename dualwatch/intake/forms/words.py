"""The words of the three official forms as bureaus write them: labels of the head, columns of the blocks."""

import re
from functools import lru_cache

from dualwatch.intake.forms.paper import Box, bare

_UNTIL = r"(截[至止]\d+月底?|1[-~至到](\d+|[xn*])月|\d+月底?|上半年)"
_WHOSE = r"(项目|预算|地方|省级|市级|县级|区级|市县|业务|一级)*"
_CODED = r"(及代码|及编码)?"
_PERSON = r"(项目|单位)?(填报|填表|制表|审核|复核|联系|经办|负责)(人|人员)(签字|签章|姓名)?"

# What a label of the head names; the first field whose pattern fits, brackets at the end left away.
_HEAD = {
    "pro_code": r"(项目|专项)?(编码|代码|编号)",
    "pro_name": r"(转移支付|部门|预算|支出|专项|政策|资金|或|/)*项目(支出|资金|政策|专项|或|/)*名称"
    r"|(专项资金|专项|政策|转移支付|资金)名称",
    "dept_name": rf"{_WHOSE}主管(预算)?(部门|单位)(名称)?{_CODED}|部门名称|一级预算单位(名称)?",
    "agency_name": rf"(项目)?(具体)?(实施|使用|资金使用|承担|预算|填报|填表|用款)(单位|部门)(名称)?{_CODED}"
    rf"|(项目)?单位名称{_CODED}|项目单位",
    "fiscal_year": r"(预算|自评|评价|监控|财政|所属|项目)?年度|年份",
    "mof_div_code": r"财政区划(代码|编码)?|区划(代码|编码)|行政区划(代码)?",
    "month": r"(监控|截至|截止|填报)?月份|(监控|数据)?截[至止](时间|月份|日期)?",
    "reported_on": r"(填报|填表|报送|自评|监控)(日期|时间)",
    "printed_score": r"(项目)?自评(总分|得分|分数)|综合得分",
    "in_adjustment": r"(是否)?已?(纳入|列入|申请)(本次|年中)?预算调整(范围)?",
    "person": rf"{_PERSON}|联系(电话|方式)|电话",
    "kind": r"项目(类别|属性|类型|性质|级次|期限|概况|周期|起止时间|实施期)|资金(性质|用途)|存续状态",
}
_MONEY = {
    "rate": r".*执行率|.*(支出|支付|执行)进度|.*支出率",
    "expected_year_paid": r"(全年预计|预计全年|全年预测|预计)(到位)?(执行|支出|支付)(数|金额|情况)?",
    "initial_budget": r"年初.*(预算|批复|安排|下达).*",
    "paid": rf"(全年|预算|实际|本年|本期|累计|资金|{_UNTIL})*(执行|支出|支付|使用)(数|金额|额|资金)?|决算数",
    "adjusted_budget": r"(全年|年度|本年|项目|资金|当年)*((调整|变动|变更|调剂)后?)?的?"
    r"((预算|下达|批复|安排)总?(数|金额|额|总额|额度|资金|安排数?)?|资金(数|额度|安排数?|投入)|(资金)?到位(资金|数))",
    "weight": r"(分值|权重|标准分|满分)(权重|比重)?",
    "score": r"(自评)?(得分|评分|分数)值?",
    "other": r".*(结余|结转数|原因|说明|备注|调整数|调整金额|到位率).*",
}
_LINE = {
    "level1": r"一级(指标|目标)?(名称)?",
    "level2": r"二级(指标|目标)?(名称)?",
    "level3": r"三级(指标|目标)?(名称|内容)?|指标名称|具体指标|指标内容|四级指标",
    "sign": r"指标性质|计算符号|指标符号|运算符号?|符号|比较符",
    "revised_target": r"调整后?(年度)?(指标|目标)值|(指标|目标)调整值",
    "forecast": r"(全年预计|预计全年|预计年底|年底预计|预计年末)(完成|实现)?(情况|值|数|率)?",
    "actual": rf"(全年|年度|当前|实际|指标|项目|本年|累计|自评|{_UNTIL})*(完成|执行|实现)(指标|目标)?(值|数|数值|情况)?"
    r"|实际(指标|目标)?值",
    "target": r"(年度|年初|全年|计划|预期|预计|绩效|设定|本年|当年|批复|三级)*(指标|目标)(设定|完成)*(值|内容)"
    r"|年度(绩效)?指标|计划完成值|预期值|计划值|年初设定值|目标要求",
    "unit": r"(度量|计量|指标|计算)?单位",
    "weight": r"(指标)?(分值|权重|标准分|满分)(权重|比重)?",
    "score": r"(自评|指标|单项|实际)?(得分|评分|自评分|分数)值?",
    "确定能": r"确定能(完成|够)?",
    "有可能": r"有?可能(完成)?",
    "完全不可能": r"(完全)?不可能(完成)?",
    "likelihood": r"(完成|实现)?(年度)?(目标|指标)?(完成|实现)?的?可能性(分析)?",
    "经费": r"(经费|资金)(保障|原因)?",
    "制度": r"制度(保障|原因)?",
    "人员": r"人员(保障|原因)?",
    "硬件条件": r"硬件(条件)?(保障|原因)?",
    "其他": r"其他(原因|保障)?",
    "measure": r"(拟采取的?|下一步|后续|相关)*(改进|纠偏|整改|调整|解决|应对)的?(措施|建议|意见|办法).*",
    "cause": r"(偏差)?原因(类别|类型|分类)",
    "note": r".*原因.*|偏差(说明|分析)|(情况)?说明",
    "remark": r"备注|佐证材料|评分(说明|依据|标准)|得分(说明|依据)|计分(标准|方法)",
    "deviation": r"(偏差|偏离)(度|率|值|情况)?|(指标)?完成(率|比例|程度|度)|得分系数",
}
AMOUNTS = ("initial_budget", "adjusted_budget", "paid", "expected_year_paid")
GOAL = re.compile(r"(预期|总体|年度|项目|绩效|年初|设定)+目标(及任务|设定|值|内容|申报)?")
RESULT = re.compile(rf"(目标|全年|年度|实际|总体|任务|{_UNTIL})*(完成|实现)(情况|效果)(综述)?")
TOTAL = re.compile(
    r"(年度|项目|财政|预算|实施期|全年|本年|支出|到位)*(资金|预算|经费)(总额|总量|合计|总数|总计)|总额|合计|总计|小计|共计"
)
FINAL = re.compile(r"(自评|评价|指标|得分)?(总分|总计|合计|总得分|分数合计|合计得分)值?")
FORM_TITLE = re.compile(r"(自评|自我评价|监控|监测|跟踪|绩效目标|绩效评价|目标申报).*表|绩效自评|绩效目标申报")
CLOSING = re.compile(
    r"(注|备注|说明|填[表报](人|日期|时间|说明)|制表人|审核人|(单位|项目)?负责人|经办人|联系人|联系电话|主管部门意见"
    r"|其他需要?说明的?(问题|事项)|存在(的)?问题.*|下一步.*|偏差大.*|改进措施.*|绩效分析.*|(自评|总体|评价)结论.*)(\d|:|$|[(])"
)
_ALLOCATED = r"(当年|本年|年度|全年)*(一般公共预算|财政性?)(拨款|资金|预算资金|预算拨款|安排)(小计)?"
SOURCES = (
    ("本年财政拨款", re.compile(_ALLOCATED)),
    ("上年结转资金", re.compile(r"(上年|以前年度|上年度)(财政)?(结转|结余|结转结余)(资金|拨款)?(小计)?")),
    ("其他资金", re.compile(r"其他(资金|来源|收入|财政资金)?")),
)  # fmt: skip
POINTS = re.compile(r"[(]?(?:共|计|满分)?(\d+(?:\.\d+)?)分(?![之制])")
LONGEST_LABEL = 40
_TELLING_LENGTH = 3


class Vocabulary:
    """What the labels of one part of a form mean, in the order in which they are tried."""

    def __init__(self, words: dict[str, str]) -> None:
        self._patterns = [(name, re.compile(pattern)) for name, pattern in words.items()]
        self._known = lru_cache(maxsize=50_000)(self._meaning)

    def meaning(self, box: Box) -> str | None:
        """The field that a box is the label of."""
        label = box.label
        return self._known(label) if len(label) <= LONGEST_LABEL else None

    def _meaning(self, label: str) -> str | None:
        for text in dict.fromkeys((label, bare(label), re.sub(r"[()\[\]]", "", label))):
            for name, pattern in self._patterns:
                if pattern.fullmatch(text):
                    return name
        return None


HEAD = Vocabulary(_HEAD)
MONEY = Vocabulary(_MONEY)
LINE = Vocabulary(_LINE)


def is_label(box: Box) -> bool:
    """Whether a box is a label of any part of a form, so that it is nobody's value."""
    if HEAD.meaning(box) or any(one.fullmatch(box.bare) for one in (GOAL, RESULT, TOTAL)):
        return True
    column = MONEY.meaning(box) not in (None, "other") or LINE.meaning(box)
    return bool(column) and len(box.bare) >= _TELLING_LENGTH
