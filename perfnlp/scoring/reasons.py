"""The first sentence of a proposal: the fact, the rubric's tier and clause, the number."""

from decimal import Decimal

from perfnlp.records import Analysis, Bound, Cue, CueKind, Doubt, Grade, Kind, Outcome, Part, Status
from perfnlp.scoring.credit import (
    Basis,
    Credit,
    are_figures_trusted,
    degree_distance,
    is_budget_row,
    is_zero_limit,
    operator_of,
    over_completion,
)
from perfnlp.scoring.rubric import Operator, OverCompletion, Rubric, Tier
from perfnlp.scoring.score import Limit, Score
from perfnlp.scoring.wording import levels, number, percent, printed, quoted

_SHORT = (Outcome.SHORT, Outcome.MISSED)
_MOST_PARTS_NAMED = 3
_ORDINALS = "一二三四五六七八九"

_SHORTFALLS = {
    CueKind.NONE: "尚无结果",
    CueKind.MISSED: "自述未达目标",
    CueKind.PARTLY: "仅部分达到目标",
    CueKind.NEARLY: "未全部完成",
    CueKind.UNDER_WAY: "尚在进行",
    CueKind.STARTED: "仅为前期工作",
    CueKind.SHORTFALL: "仍有不足",
}
_QUESTIONS = {
    CueKind.NO_DATA: "没有数据",
    CueKind.PLACEHOLDER: "为占位内容",
    CueKind.NOT_DUE: "尚未到期",
    CueKind.PLAN: "为计划表述，不是结果",
    CueKind.UNDER_WAY: "只述进展，未述结果",
    CueKind.STARTED: "只述前期工作，未述结果",
    CueKind.PROCESS: "只述工作过程，未述效果",
}


def first_sentence(grade: Grade, rubric: Rubric, credit: Credit, score: Score) -> str:
    """Return fact + tier + number of a row with a credit, as one Chinese sentence."""
    analysis = grade.analysis
    is_met = grade.status in (Status.COMPLETED, Status.EXCEEDED)
    cues = () if is_met else tuple(_SHORTFALLS)
    fact = _fact(analysis, _deciding_cue(analysis, cues))
    finding = _met(grade, rubric, credit) if is_met else _shortfall(grade, credit)
    return (
        f"{fact}，{finding}，{_clause(analysis, rubric, credit, is_met=is_met)}，{_result(analysis, credit, score)}。"
    )


def question(grade: Grade) -> str:
    """Return what a person has to ask about a row whose status is unclear."""
    analysis, row = grade.analysis, grade.analysis.indicator
    if not (row.actual or "").strip():
        fact = f"目标为{quoted(row.target)}，实际完成情况为空" if row.target else "目标和实际完成情况均为空"
        return f"{fact}，暂不计分，请补充{quoted(row.name)}的实际完成情况。"
    cue = _deciding_cue(analysis, tuple(_QUESTIONS))
    asked = "实际完成值" if analysis.kind is Kind.QUANTITATIVE else "实际完成结果"
    if row.target is None:
        asked = f"目标和{asked}"
    return f"{_fact(analysis, cue)}，{_gap(analysis, cue)}，暂不计分，请补充{quoted(row.name)}的{asked}。"


def tier_band(tier: Tier) -> str:
    """Return a tier's band as the rules write it: 80%-60%, or one figure."""
    if tier.low == tier.high:
        return percent(tier.high)
    return f"{percent(tier.high)}-{percent(tier.low)}"


def _fact(analysis: Analysis, cue: Cue | None) -> str:
    row = analysis.indicator
    actual = quoted(row.actual, _focus(analysis, cue)) if row.actual else "空白"
    return f"目标为{quoted(row.target)}，实际为{actual}" if row.target else f"报告称{actual}"


def _focus(analysis: Analysis, cue: Cue | None) -> tuple[int, int] | None:
    """Return the characters of the actual text that a shortened quotation must show."""
    if cue is not None:
        return cue.evidence.start, cue.evidence.end
    answered = [part for part in analysis.parts if part.actual is not None]
    if answered:
        figure = min(answered, key=_attainment).actual
        return (figure.start, figure.end) if figure is not None else None
    spans = [span for span in analysis.evidence if span.field == "actual"]
    return (spans[0].start, spans[0].end) if spans else None


def _deciding_cue(analysis: Analysis, kinds: tuple[CueKind, ...]) -> Cue | None:
    """Return the cue of the actual text whose kind comes first in `kinds`."""
    cues = [cue for cue in analysis.actual_cues if cue.kind in kinds]
    return min(cues, key=lambda cue: kinds.index(cue.kind), default=None)


def _gap(analysis: Analysis, cue: Cue | None) -> str:
    if Doubt.RATE_FOR_VALUE in analysis.doubts:
        return "以完成率代替指标值"
    return _QUESTIONS[cue.kind] if cue is not None else "未回答指标要求"


def _met(grade: Grade, rubric: Rubric, credit: Credit) -> str:
    analysis = grade.analysis
    if credit.basis is Basis.FIGURES and rubric.over_completion is OverCompletion.REDUCE:
        highest = over_completion(analysis, rubric) or rubric.over_threshold
        return f"完成率{percent(highest)}，超过{percent(rubric.over_threshold)}"
    if grade.status is Status.EXCEEDED:
        return "优于目标"
    is_claim = analysis.kind is Kind.QUANTITATIVE and not are_figures_trusted(analysis)
    return (
        "自述达到目标"
        if is_claim and analysis.indicator.target
        else "已达目标"
        if analysis.indicator.target
        else "已取得所述结果"
    )


def _shortfall(grade: Grade, credit: Credit) -> str:
    analysis = grade.analysis
    if len(analysis.parts) > 1 and (credit.basis is Basis.FIGURES or _is_partly_answered(analysis)):
        return _parts(analysis)
    if any(is_zero_limit(part) and part.outcome in _SHORT for part in analysis.parts):
        return "突破零目标"
    if credit.basis is Basis.FIGURES:
        return _short_figure(analysis.parts[0])
    distance = degree_distance(analysis)
    if distance is not None:
        return f"程度低{levels(distance)}"
    cue = _deciding_cue(analysis, tuple(_SHORTFALLS))
    if cue is not None:
        return _SHORTFALLS[cue.kind]
    return "未完全达到目标" if grade.status is Status.PARTIAL else "未达目标"


def _is_partly_answered(analysis: Analysis) -> bool:
    outcomes = {part.outcome for part in analysis.parts}
    return Outcome.UNANSWERED in outcomes and outcomes != {Outcome.UNANSWERED}


def _parts(analysis: Analysis) -> str:
    short = [part for part in analysis.parts if part.outcome in _SHORT]
    silent = [part for part in analysis.parts if part.outcome is Outcome.UNANSWERED]
    n_met = len(analysis.parts) - len(short) - len(silent)
    pieces = [f"共{len(analysis.parts)}项，{n_met}项达标"]
    if short:
        pieces.append(f"{len(short)}项未达标：{_named(short, analysis)}")
    if silent:
        pieces.append(f"{len(silent)}项未说明：{_named(silent, analysis)}")
    return "，".join(pieces)


def _named(parts: list[Part], analysis: Analysis) -> str:
    names = [_part(part, analysis) for part in parts[:_MOST_PARTS_NAMED]]
    return "、".join(names) + ("等" if len(parts) > _MOST_PARTS_NAMED else "")


def _part(part: Part, analysis: Analysis) -> str:
    target = quoted(printed(part.target, analysis, is_target=True))
    if part.actual is None:
        return target
    ratio = f"（{percent(part.attainment)}）" if part.attainment is not None else ""
    return f"{target}实际{quoted(printed(part.actual, analysis, is_target=False))}{ratio}"


def _short_figure(part: Part) -> str:
    """Tell how far the one figure of a target is missed."""
    attainment = _attainment(part)
    if part.target.bound is not Bound.AT_MOST or not attainment:
        return f"完成率{percent(attainment)}，未达目标"
    return f"超过限值{percent(1 / attainment - 1)}"


def _clause(analysis: Analysis, rubric: Rubric, credit: Credit, *, is_met: bool) -> str:
    tier = f"“{credit.tier.name}”"
    if credit.basis is Basis.FIGURES:
        rule = "偏离度调减" if is_met else _figure_rule(analysis, rubric)
        return f"依{rubric.basis}按{rule}"
    if is_met:
        return f"属{tier}"
    rank = rubric.tiers.index(credit.tier)
    return f"依{rubric.basis}属第{_ORDINALS[rank]}档{tier}（{tier_band(credit.tier)}）"


def _figure_rule(analysis: Analysis, rubric: Rubric) -> str:
    """Name the rule that the worst part was scored by."""
    part = min((part for part in analysis.parts if part.outcome in _SHORT), key=_attainment)
    rules, operator, attainment = rubric.quantitative, operator_of(part, rubric.quantitative), _attainment(part)
    wordings = (
        (is_budget_row(analysis.indicator, rubric), "预算执行率计分"),
        (operator is Operator.PER_CASE, f"每发生一起扣{percent(rules.steps.deduction)}"),
        (is_zero_limit(part), "未达零目标不得分"),
        (attainment >= 1 - rules.tolerance, f"误差{percent(rules.tolerance)}以内视同达标"),
        (attainment < rules.floor, f"完成率低于{percent(rules.floor)}不得分"),
        (operator is Operator.ALL_OR_NOTHING, "未达目标不得分"),
        (operator is Operator.STEPS, f"每差{percent(rules.steps.width)}扣{percent(rules.steps.deduction)}"),
        (operator is Operator.LINEAR_EXCESS, "超出幅度扣减"),
        (operator is Operator.INVERSE_RATIO, f"目标与实际之比{percent(attainment)}计分"),
    )
    return next((text for holds, text in wordings if holds), "完成比例计分")


def _attainment(part: Part) -> Decimal:
    return part.attainment or Decimal(0)


def _result(analysis: Analysis, credit: Credit, score: Score) -> str:
    if score.score is None or score.rule_score is None:
        return f"计分比例{percent(score.credit)}（未列分值）"
    is_told = credit.basis is Basis.FIGURES and len(analysis.parts) == 1
    share = f"按{percent(credit.value)}" if 0 < credit.value < 1 and not is_told else ""
    text = f"{share}计{number(score.score)}分"
    if score.limit is Limit.SELF_SCORE:
        text = f"{share}应计{number(score.rule_score)}分，复核不高于自评，计{number(score.score)}分"
    if score.limit is Limit.EQUAL_TEXT:
        same = f"与同目标同结果的行统一按{percent(score.credit)}"
        text = f"{share}应计{number(score.rule_score)}分，{same}计{number(score.score)}分"
    deduction = (analysis.indicator.points or Decimal(0)) - score.score
    if deduction > 0:
        return f"{text}，扣{number(deduction)}分"
    return text if credit.value == 1 or not analysis.indicator.points else f"{text}，舍入后不扣分"
