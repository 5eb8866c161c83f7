"""Texts without a number: the level of achievement where the text says one."""

import re

MET, PARTLY, MISSED = "达成", "部分达成", "未达成"
"""The three levels of 财预〔2020〕10号 for qualitative indicators."""

WORDS = {
    "是": MET, "√": MET, "✓": MET, "✔": MET, "合格": MET,
    "否": MISSED, "×": MISSED, "✗": MISSED, "✘": MISSED, "不合格": MISSED, "不达标": MISSED, "未达标": MISSED,
}  # fmt: skip

_REACHED = "达成|完成|达到|实现|达标|合格|办结|兑现|落实|通过"
_HOW = "已经|已|全部|全面|均|都|如期|按期|按时|及时|按计划|按要求|按进度|圆满|顺利|超额|提前|高质量|总体"
_WHAT = (
    "全部|全年|年度|年初|当年|本年|既定|预期|预定|预计|设定|绩效|目标|指标|任务|工作|要求|标准|计划|效果|效益|成效"
    "|进度|水平|值|到位|验收|了|的"
)
_MET = re.compile(rf"(?:{_HOW})*(?:{_REACHED})(?:{_WHAT})*")
_PARTLY = re.compile(
    rf"(?:已)?(?:大?部分|绝?大部分|基本上?|大体|大致|初步)(?:{_HOW})*(?:{_REACHED})|(?:尚|还)?未(?:全部|完全|全面)(?:{_REACHED})"
    rf"|(?:已)?(?:{_REACHED})(?:了)?(?:一半|过半|大?部分)"
)
_MISSED = re.compile(
    rf"(?:截至|截止|目前|至今|当前|[,，])*(?:逾期|超期|尚|暂|仍|还|因.{{1,12}}?)?(?:未能?|没有?|没能|无法|不能|未予)(?:按期|按时|如期|及时)?(?:{_REACHED}|开展|实施|启动|执行)"
)


def level_of(words: str) -> str | None:
    """Return 达成, 部分达成 or 未达成 when `words` say so, else None."""
    if words in WORDS:
        return WORDS[words]
    if _PARTLY.match(words):
        return PARTLY
    if _MISSED.match(words):
        return MISSED
    return MET if _MET.fullmatch(words) or words.startswith(("达成预期", "达成年度")) else None
