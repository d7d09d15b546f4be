"""What the documents say: fictional bodies, indicators of many domains, results of every status."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random

LEVEL1 = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "成本指标": "产出指标",
    "经济效益指标": "效益指标",
    "社会效益指标": "效益指标",
    "生态效益指标": "效益指标",
    "可持续影响指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
}
COST_2021 = {"成本指标": ("成本指标", "经济成本指标")}
"""Since 2021 forms hold the costs on a level of their own."""

PLACES = ("青柳县", "云溪市", "白石区", "临溪县", "松岭市", "丹霞岭区", "禾泉县", "望河市")
TOWNS = ("东塘镇", "西坝乡", "柳林镇", "石门镇", "双溪乡", "凤台街道", "新河镇", "龙泉乡", "杨家集镇", "南桥街道")
_STATUSES = ("completed",) * 9 + ("exceeded",) * 4 + ("partial",) * 4 + ("not_completed",) * 2 + ("unclear",)
_REASONS = (
    "受降雨天气影响，施工进度滞后，下一步将倒排工期、加快实施。",
    "部分对象外出务工，参与人数减少；下一步加强组织动员。",
    "资金下达较晚，采购程序延后，已列入下年度一季度计划",
    "年初指标值设定偏低，今后将科学合理设置绩效目标。",
    "政策调整",
    "因征地手续未办结，1个子项（0.86万平方米）未开工",
)
_EMPTY = 0.02
"""Share of the rows that tell no result."""
_UNDER_WAY = ("正在推进", "按序时进度推进", "有序推进中，年底前完成统计")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One indicator with its result, every cell as a form prints it.

    Attributes:
        level1, level2, name: without points.
        sign, value, unit: the target in its three parts; a worded target stands in `value`.
        actual, note: as printed, "" where the cell is empty.
        points, score: as printed; `score` is "" where the body gave none.
        status, accepted: the right status, and others that can be defended.
    """

    level1: str
    level2: str
    name: str
    sign: str
    value: str
    unit: str
    actual: str = ""
    points: str = ""
    score: str = ""
    note: str = ""
    status: str = "completed"
    accepted: tuple[str, ...] = ()

    @property
    def is_worded(self) -> bool:
        """Whether the target is no figure."""
        return self.sign == "定性"

    @property
    def target(self) -> str:
        """The target in one cell."""
        return self.value if self.sign in {"定性", ""} else f"{self.sign}{self.value}{self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The head of a form, and its items."""

    name: str
    place: str
    office: str
    bureau: str
    year: int
    budget: Decimal
    executed: Decimal
    goal: str
    result: str
    items: tuple[Item, ...]

    @property
    def rate(self) -> str:
        """The share of the budget that was spent, as printed."""
        return f"{rounded(self.executed / self.budget * 100, 2)}%"

    @property
    def budget_score(self) -> str:
        """Points of ten for spending."""
        return f"{rounded(min(self.executed / self.budget, Decimal(1)) * 10, 2)}"


def make_project(random: Random, n_items: int) -> Project:
    """Return a project with `n_items` items in the order of a form, their points summing to 90."""
    domains = _domains()
    domain = random.choice(sorted(domains))
    place, year = random.choice(PLACES), random.choice(range(2018, 2025))
    items = _items(random, domains, domain, n_items, year)
    budget = Decimal(random.randrange(8000, 900000)) / 100
    return Project(
        name=f"{year}年{domain}{random.choice(('专项资金', '能力提升项目', '补助经费', '提质改造工程'))}",
        place=place,
        office=f"{place}{domain}局",
        bureau=f"{place}{domain}事务中心",
        year=year,
        budget=budget,
        executed=rounded(budget * Decimal(random.choice(("0.6812", "0.9", "0.9578", "1", "1"))), 2),
        goal=_goal(random, items),
        result=_result(random, items),
        items=items,
    )


def rounded(value: Decimal, places: int) -> Decimal:
    """Return `value` rounded half up, as forms do."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@cache
def _domains() -> dict[str, tuple[tuple[str, ...], ...]]:
    lines = (Path(__file__).parent / "indicators.tsv").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in lines[1:]:
        domain, *cells = line.split("\t")
        found.setdefault(domain, []).append(tuple(cells))
    return {domain: tuple(rows) for domain, rows in found.items()}


def _items(
    random: Random, domains: dict[str, tuple[tuple[str, ...], ...]], domain: str, n_items: int, year: int
) -> tuple[Item, ...]:
    pool = [(domain, row) for row in domains[domain]]
    others = [(other, row) for other, rows in domains.items() if other != domain for row in rows]
    pool += random.sample(others, len(others))
    named = [(row, row[1]) for _, row in pool]
    for town in TOWNS:
        named += [(row, f"{town}{row[1]}") for _, row in pool[:60]]
    chosen = (
        named[:n_items] if n_items > len(domains[domain]) else random.sample(named[: len(domains[domain])], n_items)
    )
    order = list(LEVEL1)
    chosen.sort(key=lambda entry: order.index(entry[0][0]))
    is_new = random.random() < 0.4
    shares = _points(random, n_items)
    items = [
        _item(random, row, name, points, year=year, is_new=is_new)
        for (row, name), points in zip(chosen, shares, strict=True)
    ]
    return tuple(sorted(items, key=lambda item: item.level1 != "成本指标")) if is_new else tuple(items)


def _points(random: Random, n: int) -> list[str]:
    """Share 90 points out: whole ones for a small table, halves and tenths for a long one."""
    grain = 1 if n <= 45 else 10 if n > 90 else 2
    cuts = sorted(random.sample(range(1, 90 * grain), n - 1))
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, 90 * grain], strict=True)]
    return [f"{Decimal(part) / grain:g}" for part in parts]


def _item(random: Random, row: tuple[str, ...], name: str, points: str, *, year: int, is_new: bool) -> Item:
    level2, _, sign, value, unit = row
    level1 = LEVEL1[level2]
    if is_new and level2 in COST_2021:
        level1, level2 = COST_2021[level2]
    blank = Item(level1=level1, level2=level2, name=name, sign=sign, value=value, unit=unit, points=points)
    if sign in {"≥", "≤", "="} and value not in {"0", "100"}:
        return _figured(random, replace(blank, value=_varied(random, value, unit)))
    return _worded(random, replace(blank, value=value.replace("2023", str(year))))


def _varied(random: Random, value: str, unit: str) -> str:
    number = Decimal(value.replace(",", ""))
    factor = Decimal(random.randrange(90, 101) if unit == "%" else random.randrange(60, 160)) / 100
    return _shown(number * factor, value)


def _shown(number: Decimal, like: str) -> str:
    """Print `number` with the decimals and thousands marks of `like`."""
    places = len(like.partition(".")[2])
    return f"{rounded(number, places):,}" if "," in like else f"{rounded(number, places)}"


def _figured(random: Random, item: Item) -> Item:
    """Give the item a figure that stands to its target as its status says."""
    status = random.choice(_STATUSES)
    target = Decimal(item.value.replace(",", ""))
    low, high = {"exceeded": (101, 125), "partial": (68, 96), "not_completed": (10, 45)}.get(status, (100, 100))
    share = Decimal(random.randrange(low, high + 1)) / 100
    is_cap = item.sign == "≤"
    actual = target / share if is_cap else target * share
    if item.unit == "%" and not is_cap:
        actual = min(actual, Decimal(100))
    if status == "unclear":
        return _scored(
            random,
            replace(item, actual=random.choice(_UNDER_WAY), status=status, accepted=("partial", "not_completed")),
        )
    shown = _shown(actual, item.value)
    text = f"{shown}{item.unit}"
    if random.random() < 0.12 and item.unit not in {"%", "‰"}:
        text = random.choice(
            (f"全年累计完成{text}，各项任务按实施方案组织，资料齐全、程序规范。", f"1.共{text}；\n2.资料已归档。")
        )
    accepted = ("completed", "exceeded", "partial", "not_completed")
    return _scored(random, replace(item, actual=text, status=status, accepted=accepted))


def _worded(random: Random, item: Item) -> Item:
    """Give a worded target, a date, a full share or a zero its answer."""
    status = random.choice(_STATUSES)
    target = item.target if item.is_worded or not item.sign else f"{item.value}{item.unit}"
    if status == "unclear":
        text = random.choice(_UNDER_WAY)
    elif status in {"completed", "exceeded"}:
        status, text = "completed", random.choice((target, target, "已完成", "达成年度指标", f"{target}，群众反映良好"))
    elif item.value == "100":
        text = f"{random.randrange(700, 999) / 10:g}%" if status == "partial" else "0"
    elif item.is_worded:
        text = "有所改善，但与预期仍有一定差距" if status == "partial" else "未见明显变化"
    elif item.value == "0":
        status, text = "not_completed", f"{random.randrange(1, 4)}{item.unit}"
    else:
        text = "部分完成" if status == "partial" else "未完成"
    accepted = ("completed", "partial", "not_completed", "unclear")
    return _scored(random, replace(item, actual=text, status=status, accepted=accepted))


def _scored(random: Random, item: Item) -> Item:
    points = Decimal(item.points)
    if random.random() < _EMPTY:
        return replace(item, actual="", score="", status="unclear", accepted=())
    share = {"partial": "0.8", "not_completed": "0.3", "unclear": "0.7"}.get(item.status, "1")
    score = f"{rounded(points * Decimal(share), 2).normalize():f}"
    has_reason = item.status in {"partial", "not_completed", "unclear"} or random.random() < 0.05
    return replace(item, score=score, note=random.choice(_REASONS) if has_reason else random.choice(("", "", "", "无")))


def _goal(random: Random, items: Sequence[Item]) -> str:
    several = random.sample(items, min(3, len(items)))
    parts = [f"目标{number}：围绕{item.name}，达到{item.target}" for number, item in enumerate(several, start=1)]
    return "；".join(parts) + "。"


def _result(random: Random, items: Sequence[Item]) -> str:
    several = random.sample(items, min(3, len(items)))
    parts = [f"{number}.{item.name}{item.actual.rstrip('。')}" for number, item in enumerate(several, start=1)]
    return "；".join(parts) + "。按照年初部署，各项工作总体推进顺利，保障了年度绩效目标实现。"
