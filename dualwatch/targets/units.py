"""Units as they are written after a number, and the units they convert to."""

import re

from dualwatch.targets.text import is_blank, normalise, words

MEASURES = words(
    "% ‰ 百分比 百分点 个百分点 百分率 小数 元 角 分 圆 美元 欧元 港元 日元"
    " 个月 个季度 个工作日 个自然日 个日历天 个小时 个学时 个课时 个学期 个学年 个年度"
    " 个班次 个标段 个批次 个点位 个床位 个工日 工作日 自然日 日历天 日历日 小时 分钟 学时 课时"
    " 学期 学年 季度 工日 台班 台时 机时 秒 时 天 日 周 月 年 年度 岁"
    " 人次 人天 人日 人月 人份 户次 件次 例次 辆次 车次 架次 航次 班次 场次 批次 频次 节次 剂次"
    " 针次 亩次 头次 趟次 期次 台次 点次 家次 台套 台件 套件"
    " 人 名 位 口 户 家 个 所 座 栋 幢 间 套 台 部 辆 艘 架 支 只 头 匹 羽 尾 株 棵 粒 枚 颗"
    " 袋 包 箱 盒 瓶 桶 罐 份 册 本 张 篇 幅 页 卷 条 道 根 块 片 面 盏 扇 把 处 组 对 双 副"
    " 床位 床 铺 席 桌 餐 顿 剂 针 疗程 棚 池 眼 孔 樘"
    " 次 场 班 期 轮 批 趟 遍 回 起 例 宗 案 件 项 则 节 集 首 种 类 款 门 科 课 级 星级 星 倍"
    " 折 届 字 盘 令 村 镇 乡 乡镇 县 社区 街道 点 站 队"
    " 亩 公顷 顷 平方米 平方公里 平方千米 平方 平米 立方米 立方 方 米 延米 延长米 公里 千米"
    " 厘米 毫米 微米 海里 里 吨 公斤 千克 斤 克 毫克 微克 升 毫升 千瓦时 千瓦 兆瓦 瓦 度 伏"
    " 千伏 千伏安 摄氏度 分贝 兆 标方 标准煤 吨标准煤 吨标煤 ㎡ m² m³ ㎥ ㎞ ㎏ ℃ °C"
)
LATIN_MEASURES = words(
    "km2 hm2 m2 m3 km KM Km kg KG Kg mg μg ug ml mL mm cm dm min kWh KWH kwh kW KW kw MW GW kVA KVA kV KV"
    " Mbps Gbps MHz GHz Hz MB GB TB PB KB dB MPa kPa ppm ppb ha m g t T L W V M G h"
)
MULTIPLIERS = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
PERCENT_UNITS = frozenset(("%", "百分比", "百分之", "百分率"))


def _one_of(listed: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))


_MEASURE = (
    rf"(?:{_one_of(MEASURES)}|成(?:(?![一-龥])|(?=以[上下内]|左右|任务))|(?:{_one_of(LATIN_MEASURES)})(?![A-Za-z0-9]))"
)
_PER = rf"(?:[/·•.每](?:{_MEASURE}|[生床]|[一-龥]{{1,4}}(?=[/·.]|$))|/\({_MEASURE}(?:[·./]{_MEASURE})*\))"
_PAIR = rf"(?:\({_MEASURE}\))"
COUNTED = rf"(?:{_MEASURE}{_PAIR}?{_PER}*)"
UNIT = (
    rf"(?:(?P<scale>[十百千万亿]+)[余多来]?(?P<scaled>{COUNTED}|{_PER}*)"
    rf"|(?P<counted>{COUNTED})|\((?P<boxed>[十百千万亿]*{_MEASURE})\))"
)
BOXED = rf"[十百千万亿]*{COUNTED}"
UNIT_ALONE = re.compile(rf"[≥≤<>=]?(?:{BOXED})")

_MONEY = re.compile(r"([十百千万亿]*)元(?:人民币)?")


def base_unit(unit: str | None) -> tuple[str, float]:
    """Return the unit that `unit` converts to and how many of it one `unit` is.

    元 with any multiplier becomes 元; the spellings of per cent become %, and so does 小数, which must be
    named; 百分点 is not %. Every other unit stays itself, with the factor 1.
    """
    plain = column_unit(unit)
    money = _MONEY.fullmatch(plain)
    if money:
        return "元", _scale(money[1])
    if plain in PERCENT_UNITS:
        return "%", 1.0
    if plain == "小数":
        return "%", 100.0
    return ("百分点", 1.0) if plain == "个百分点" else (plain, 1.0)


def column_unit(unit: str | None) -> str:
    """Return the unit column in its one spelling, '' when it says nothing."""
    plain = normalise(unit)
    return "" if is_blank(plain) else plain


def settled_unit(found: str, column: str) -> str:
    """Return the unit of a number: the one in its text, else the column's; 854万 beside 元 is 万元."""
    if not found:
        return column
    if found.strip("十百千万亿"):
        return found
    if column.startswith(found):
        return column
    return found + column if column and not column.startswith(tuple(MULTIPLIERS)) else found


def _scale(multiplier: str) -> float:
    factor = 1.0
    for character in multiplier:
        factor *= MULTIPLIERS[character]
    return factor
