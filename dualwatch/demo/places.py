"""The invented city: its regions, its departments and who trails.

Codes begin with 99, which no province has. Shares are fractions of the adjusted
budget; money is in 亿元 here and in 分 everywhere else of the package.
"""

from dataclasses import dataclass

YEARS = (2023, 2024, 2025, 2026)
LAST_YEAR = YEARS[-1]
LAST_MONTH = 8
CITY_CODE = "990100000"


@dataclass(frozen=True)
class Region:
    """One budget level: its projects, budget (亿元), August execution by year, trailing projects of 2026."""

    code: str
    name: str
    short: str
    projects: int
    budget: float
    august: tuple[float, float, float, float]
    low: int
    deviating: int
    both: int


REGIONS = (
    Region(CITY_CODE, "云州市本级", "市级", 640, 74.06, (0.641, 0.652, 0.648, 0.657), 46, 13, 5),
    Region("990102000", "青岚区", "青岚", 150, 11.59, (0.690, 0.705, 0.712, 0.721), 0, 2, 0),
    Region("990103000", "松澜区", "松澜", 138, 10.99, (0.722, 0.741, 0.765, 0.716), 0, 1, 0),
    Region("990121000", "鹤汀县", "鹤汀", 126, 8.56, (0.655, 0.668, 0.670, 0.696), 1, 4, 0),
    Region("990104000", "澄湾区", "澄湾", 131, 10.65, (0.630, 0.622, 0.615, 0.679), 1, 2, 0),
    Region("990122000", "禾原县", "禾原", 118, 8.49, (0.648, 0.637, 0.640, 0.665), 4, 2, 1),
    Region("990123000", "石桓县", "石桓", 122, 10.02, (0.588, 0.606, 0.597, 0.642), 10, 5, 1),
    Region("990124000", "砚溪县", "砚溪", 116, 8.25, (0.611, 0.598, 0.605, 0.633), 6, 2, 1),
    Region("990125000", "白芷县", "白芷", 112, 8.94, (0.615, 0.612, 0.603, 0.613), 11, 3, 1),
    Region("990126000", "枫陵县", "枫陵", 114, 8.13, (0.600, 0.617, 0.614, 0.611), 15, 3, 2),
    Region("990127000", "岱宁县", "岱宁", 108, 9.36, (0.561, 0.547, 0.551, 0.590), 16, 0, 0),
    Region("990128000", "锦岫县", "锦岫", 101, 9.06, (0.572, 0.588, 0.582, 0.566), 24, 7, 4),
    Region("990129000", "芦川县", "芦川", 104, 8.78, (0.492, 0.484, 0.475, 0.504), 50, 2, 2),
)

MISSING_MONTHS = (("990127000", 3), ("990124000", 5))
SILENT_UNITS = ((CITY_CODE, "港航中心"), ("990124000", "统计局"), ("990125000", "商务局"))


@dataclass(frozen=True)
class Department:
    """One department system; `city` and `county` weigh its share of projects, 0 in counties = city only."""

    code: str
    name: str
    family: str
    city: int
    county: int


_SYSTEMS = """
党委办公室 政务 2 1|政府办公室 政务 4 1|人大常委会办公室 政务 2 1|政协办公室 政务 2 1|纪委监委 政法 4 1
组织部 政务 3 1|宣传部 文化 4 1|政法委 政法 3 1|发展和改革委员会 产业 7 3|教育局 教育 18 9
科学技术局 科技 14 4|工业和信息化局 产业 9 3|公安局 政法 14 4|民政局 民政 12 5|司法局 政法 5 2
财政局 政务 6 2|人力资源社会保障局 人社 14 5|自然资源局 国土 10 4|生态环境局 生态 11 4
住房和城乡建设局 城建 15 7|交通运输局 交通 14 6|水利局 水利 12 6|农业农村局 农业 14 8|商务局 产业 8 3
文化和旅游局 文化 9 3|卫生健康委员会 卫健 16 7|退役军人事务局 民政 6 2|应急管理局 应急 8 3|审计局 政务 3 1
市场监督管理局 应急 8 2|城市管理局 城建 11 5|医疗保障局 医保 8 3|乡村振兴局 农业 6 4|林业局 生态 6 3
统计局 政务 4 1|政务服务局 政务 6 2
"""
_CITY_ONLY = """
图书馆 文化 8|博物馆 文化 6|体育局 文化 8|河湖中心 水利 7|农科院 农业 7|日报社 文化 5|广播电视台 文化 5
国资委 国资 9|金融工作局 国资 6|机关事务服务中心 政务 7|法院 政法 7|检察院 政法 6|大数据局 科技 8
投资促进局 产业 7|园林绿化中心 城建 8|公路中心 交通 9|公积金中心 政务 5|消防救援支队 应急 7|职业技术学院 教育 8
第一人民医院 卫健 8|疾病预防控制中心 卫健 7|住房保障中心 城建 6|环境卫生中心 城建 8|残联 民政 6|供销社 农业 5
粮食和物资储备局 应急 6|公共资源交易中心 政务 5|人防办公室 应急 5|总工会 民政 5
港航中心 交通 3|信访局 政务 3|档案馆 政务 3|党校 政务 4|统战部 政务 2|团委 民政 3|妇联 民政 4|科协 科技 4
文联 文化 2|社科联 文化 2|红十字会 卫健 3|工商联 产业 2|侨联 政务 2|贸促会 产业 3|气象局 应急 4
地方志研究室 文化 2|民族宗教局 政务 3|外事办公室 政务 2|地震局 应急 3|文化馆 文化 4|青少年宫 文化 3|福利院 民政 3
"""


def _entries(text: str) -> list[list[str]]:
    return [entry.split() for entry in text.replace("\n", "|").split("|") if entry]


def _departments() -> tuple[Department, ...]:
    listed = [(*entry, "0")[:4] for entry in _entries(_SYSTEMS) + _entries(_CITY_ONLY)]
    return tuple(
        Department(str(101 + position), name, family, int(city), int(county))
        for position, (name, family, city, county) in enumerate(listed)
    )


DEPARTMENTS = _departments()
SMALL = 4

TRAILING = {
    "科学技术局": 14.0,
    "图书馆": 40.0,
    "人力资源社会保障局": 14.0,
    "民政局": 10.0,
    "卫生健康委员会": 9.0,
    "河湖中心": 25.0,
    "统计局": 6.0,
    "政务服务局": 8.0,
    "体育局": 5.0,
    "农科院": 4.0,
}
