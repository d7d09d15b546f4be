"""A rubric in Chinese, for a person who chooses one."""

from collections.abc import Iterator

from perfnlp.records import Status
from perfnlp.scoring.rubric import Compound, Operator, OverCompletion, RoundingMode, Rubric, Tier
from perfnlp.scoring.wording import levels, number, percent

_STATUSES = {
    Status.EXCEEDED: "超额完成",
    Status.COMPLETED: "完成",
    Status.PARTIAL: "部分完成",
    Status.NOT_COMPLETED: "未完成",
}
_COMPARISONS = (
    ("正向指标（≥）", "at_least"),
    ("反向指标（≤）", "at_most"),
    ("等值指标（=）", "exactly"),
    ("零目标（0起）", "zero"),
)


def describe_rubric(rubric: Rubric) -> str:
    """Return tiers, bands, conventions and sources of `rubric` as lines of Chinese text."""
    return "\n".join(
        [
            f"{rubric.name}：{rubric.title}",
            f"依据：{rubric.basis}",
            "",
            "定性指标（区间为规定，区间内取值为约定）",
            *(_tier(rubric, tier) for tier in rubric.tiers),
            *_distances(rubric),
            "",
            "定量指标",
            *_quantitative(rubric),
            "",
            f"超额完成：{_over_completion(rubric)}",
            f"舍入：得分按{number(rubric.rounding_step)}分{_rounding(rubric)}，不超过分值，不高于自评得分",
            f"来源：{rubric.source}",
        ]
    )


def _tier(rubric: Rubric, tier: Tier) -> str:
    rank = rubric.tiers.index(tier)
    is_top_open = rank > 0 and rubric.tiers[rank - 1].low == tier.high and rubric.tiers[rank - 1].low_included
    left = f"{percent(tier.low)}（{'含' if tier.low_included else '不含'}）"
    right = f"{percent(tier.high)}（{'不含' if is_top_open else '含'}）"
    band = percent(tier.low) if tier.low == tier.high else f"{left}至{right}"
    statuses = "、".join(_STATUSES[status] for status in tier.statuses) or "仅按程度差距取用"
    return f"  {tier.name}：{band}，取{percent(tier.point)}；用于：{statuses}"


def _distances(rubric: Rubric) -> Iterator[str]:
    if rubric.by_distance:
        steps = "，".join(
            f"低{levels(distance)}取{percent(credit)}" for distance, credit in enumerate(rubric.by_distance, start=1)
        )
        yield f"  实际用词比目标用词：{steps}"


def _quantitative(rubric: Rubric) -> Iterator[str]:
    rules = rubric.quantitative
    texts = {
        Operator.RATIO: "未达目标的，按 实际÷目标 计分",
        Operator.INVERSE_RATIO: "超出限值的，按 目标÷实际 计分",
        Operator.LINEAR_EXCESS: "超出限值的，按 1-(实际-目标)÷目标 计分，超出一倍不得分",
        Operator.STEPS: f"每差{percent(rules.steps.width)}扣{percent(rules.steps.deduction)}，不足一档按一档，扣完为止",
        Operator.PER_CASE: f"每发生一起扣{percent(rules.steps.deduction)}，扣完为止",
        Operator.ALL_OR_NOTHING: "未达目标的不得分",
    }
    for label, key in _COMPARISONS:
        yield f"  {label}：{texts[getattr(rules, key)]}"
    yield f"  多项目标：取各项{'平均' if rules.compound is Compound.MEAN else '最低'}"
    if rules.floor:
        yield f"  完成率低于{percent(rules.floor)}不得分"
    if rules.tolerance:
        yield f"  误差在{percent(rules.tolerance)}以内视同达标"
    if rules.budget_names:
        yield f"  {'、'.join(rules.budget_names)}：按 执行数÷预算数 计分，不超过分值"


def _over_completion(rubric: Rubric) -> str:
    threshold = percent(rubric.over_threshold)
    return {
        OverCompletion.NOTHING: "不作处理",
        OverCompletion.REASON: f"完成率达到{threshold}的须说明原因",
        OverCompletion.REDUCE: f"完成率超过{threshold}的部分调减，不低于{percent(rubric.over_minimum)}",
    }[rubric.over_completion]


def _rounding(rubric: Rubric) -> str:
    return "四舍五入" if rubric.rounding_mode is RoundingMode.HALF_UP else "向下取整"
