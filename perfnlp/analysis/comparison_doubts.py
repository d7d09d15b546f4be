"""Reasons not to trust a comparison of figures alone."""

import re
from collections.abc import Iterator

from perfnlp.analysis.comparison_matching import Answer, comparable, similarity
from perfnlp.analysis.comparison_shares import is_plan_share
from perfnlp.analysis.numerals import canonical
from perfnlp.analysis.quantities import Figure
from perfnlp.records import Bound, Doubt, Indicator, Outcome, Part, QuantityKind
from perfnlp.text import squeeze

_SIGN = re.compile(r"[≥≤<>]|不低于|不少于|不小于|不超过|不高于|不大于|大于|小于|高于|低于|以上|以下|以内|控制在|左右")
_PERIOD = re.compile(
    r"[0-9一二三四]{1,2}月?[-~至到](?:[1-9]|10|11|[一二三四五六七八九十])月|截[至止][^0-9，。]{0,6}(?<![0-9])(?:[1-9]|10|11)月"
    r"|上半年|前?[一二三1-3]个?季度"
)
_NOT_DONE = re.compile(
    r"未验收|未通过验收|未达到|未能?完成|暂未|尚未|未开[工展始]|未启动|未达标|未实施|未执行|未能达|没有完成|无法完成|推迟|取消"
    r"|正在(?:推进|实施|进行|验收)|目前正在"
)
_DONE = re.compile(r"(?:已|全部|超额|提前|视为)完成|完成年[度初].{0,6}目标|已达标|已达成")
_MEASURES = (
    "营业收入", "主营业务收入", "产值", "增加值", "销售额", "营业额", "利润", "税收", "财政收入", "预算收入",
    "投资额", "签约", "到位资金", "零售额", "出口额", "交易额", "占比", "满意度", "合格率", "覆盖率",
)  # fmt: skip
_SLIP = 10  # ten times the target looks like a slip of scale or a target set too low


def find_doubts(
    indicator: Indicator, target: str, parts: tuple[Part, ...], answers: tuple[Answer, ...], given: tuple[Figure, ...]
) -> tuple[Doubt, ...]:
    """Return the doubts about `parts`, each once, in the order of `Doubt`."""
    if not parts:
        return ()
    actual = canonical(indicator.actual or "")
    found = {
        *_doubts_of_answers(parts, answers, given, actual),
        *_doubts_of_parts(parts, actual),
        *_doubts_of_texts(indicator, target, parts, actual),
    }
    return tuple(doubt for doubt in Doubt if doubt in found)


def _doubts_of_answers(
    parts: tuple[Part, ...], answers: tuple[Answer, ...], given: tuple[Figure, ...], actual: str
) -> Iterator[Doubt]:
    used = {part.target for part in parts if part.rule not in {"share_of_target", "equal_text"}}
    nothing_answers = all(answer.actual is None for answer in answers)
    for answer in answers:
        if answer.target.before.endswith("各"):
            yield Doubt.MANY_FIGURES
        if answer.target.quantity not in used:
            continue
        if answer.actual is None:
            if actual.strip():
                is_other = nothing_answers and any(
                    f.quantity.unit and comparable(answer.target, f) is None for f in given
                )
                yield Doubt.UNIT_DIFFERS if is_other and answer.target.quantity.unit else Doubt.TEXT_FOR_NUMBER
            continue
        if answer.is_guess:
            yield Doubt.MANY_FIGURES
        units = comparable(answer.target, answer.actual)
        if units is not None and not units.is_same:
            yield Doubt.UNIT_DIFFERS
        goal, told = answer.target.quantity, answer.actual.quantity
        if bool(goal.unit) != bool(told.unit) and goal.value and told.value:
            yield Doubt.UNIT_MISSING


def _doubts_of_parts(parts: tuple[Part, ...], actual: str) -> Iterator[Doubt]:
    for part in parts:
        if part.actual is None:
            continue
        printed = actual[part.actual.start : part.actual.end]
        is_share = part.rule == "share_of_target"
        if (
            is_share
            and part.target.end > 0
            and not is_plan_share(actual, part.actual)
            and part.target.bound is not Bound.ABOUT
        ):
            yield Doubt.RATE_FOR_VALUE
        if _SIGN.search(printed) and part.target.kind is not QuantityKind.DATE and part.actual.value:
            yield Doubt.BOUND_FOR_VALUE
        is_more = part.outcome is Outcome.EXCEEDED and part.rule in {"at_least", "frequency"}
        if is_more and part.attainment is not None and part.attainment >= _SLIP:
            yield Doubt.SCALE_SLIP


def _doubts_of_texts(indicator: Indicator, target: str, parts: tuple[Part, ...], actual: str) -> Iterator[Doubt]:
    wanted, note = canonical(target), canonical(indicator.note or "")
    is_signed = any(_SIGN.search(wanted[part.target.start : part.target.end]) for part in parts if part.target.end)
    if is_signed and squeeze(target) == squeeze(indicator.actual or ""):
        yield Doubt.COPIED_TARGET
    if _PERIOD.search(actual) and not _PERIOD.search(wanted):
        yield Doubt.PERIOD_DIFFERS
    outcomes = {part.outcome for part in parts}
    is_met = outcomes <= {Outcome.MET, Outcome.EXCEEDED}
    is_short = bool(outcomes & {Outcome.SHORT, Outcome.MISSED})
    if (is_met and _NOT_DONE.search(note)) or (is_short and _DONE.search(note) and not _NOT_DONE.search(note)):
        yield Doubt.NOTE_CONTRADICTS
    if any(part.actual is not None for part in parts) and _is_other_subject(canonical(indicator.name) + wanted, actual):
        yield Doubt.OTHER_SUBJECT


def _is_other_subject(asked: str, actual: str) -> bool:
    words = "".join(re.findall(r"[\u4e00-\u9fff]+", actual))
    wanted = {measure for measure in _MEASURES if measure in asked}
    told = {measure for measure in _MEASURES if measure in actual}
    if wanted and told and not wanted & told:
        return True
    return len(words) >= 12 and similarity(words, asked) == 0  # noqa: PLR2004 - a sentence, not a value with its unit
