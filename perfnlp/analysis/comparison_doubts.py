"""Reasons not to trust a comparison of figures alone."""

import re
from collections.abc import Iterator
from decimal import Decimal

from perfnlp.analysis.comparison_computed import COMPUTED_RULES
from perfnlp.analysis.comparison_matching import Answer, comparable, similarity
from perfnlp.analysis.comparison_shares import is_plan_share
from perfnlp.analysis.numerals import canonical, is_mended
from perfnlp.analysis.quantities import Figure
from perfnlp.records import Bound, Doubt, Indicator, Outcome, Part, Quantity, QuantityKind
from perfnlp.text import squeeze

_SIGN = re.compile(r"[≥≤<>]|不低于|不少于|不小于|不超过|不高于|不大于|大于|小于|高于|低于|以上|以下|以内|控制在|左右")
_PERIOD = re.compile(
    r"[0-9一二三四]{1,2}月?[-~至到](?:[1-9]|10|11|[一二三四五六七八九十])月|截[至止][^0-9，。]{0,6}(?<![0-9])(?:[1-9]|10|11)月"
    r"|上半年|前?[一二三1-3]个?季度"
)
_NOTE_AGAINST = re.compile(
    r"未(?!发[生现])|仅|只(?!有?少)|晚|迟|摘|缺|其余|次年|跨年|来年|明年|下年|不足|扣|待|返|到货|实际|失效|退|[^不未无]发生[0-9]|待核|不够"
)
_NOT_DONE = re.compile(
    r"未验收|未通过验收|未达到|未能?完成|暂未|尚未|未开[工展始]|未启动|未达标|未实施|未执行|未能达|没有完成|未建|未竣工|未拨|未交付|晚发|跨年|无法完成|推迟|取消"
    r"|正在(?:推进|实施|进行|验收)|目前正在"
)
_DONE = re.compile(r"(?:已|全部|超额|提前|视为)完成|完成年[度初].{0,6}目标|已达标|已达成")
_THING = re.compile(r"[\u4e00-\u9fff]{2}")
_EVENT_TOLD = re.compile(r"发生|出现|有$|增至|死亡|受伤")
_NEAR_LOW, _NEAR_HIGH = Decimal("0.2"), Decimal(5)  # a price and a sum without 每 may still be the same figure
_REST_TOLD = re.compile(r"其余|其中|全部|一人不|均[^0-9，,。;；]{0,8}[。]?$|还[补新]")
_STAGE_TOLD = re.compile(
    r"仅|没有?[^，,。]|(?<![尚])未(?!发[生现]|出现|超|突破)|尚|正在|推进|筹备|勘察|进场|初稿|选址|获批|待|等待|在建|施工|滞后|推迟|其余|形象进度|反[升弹]"
)
_RANKED = re.compile(r"位次|排名|名次")
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
        *_doubts_of_parts(parts, indicator.actual or "", actual),
        *_doubts_of_texts(indicator, target, parts, actual),
    }
    return tuple(doubt for doubt in Doubt if doubt in found)


def _doubts_of_answers(
    parts: tuple[Part, ...], answers: tuple[Answer, ...], given: tuple[Figure, ...], actual: str
) -> Iterator[Doubt]:
    used = {part.target for part in parts if part.rule not in {"share_of_target", "equal_text", *COMPUTED_RULES}}
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
        yield from _doubts_of_units(answer.target, answer.actual, actual)
        if answer.target.is_phrase and len([f for f in given if f.is_phrase or _EVENT_TOLD.search(f.before)]) > 1:
            yield Doubt.MANY_FIGURES


def _doubts_of_units(target: Figure, answering: Figure, actual: str) -> Iterator[Doubt]:
    goal, told = target.quantity, answering.quantity
    units = comparable(target, answering)
    is_price = ("/" in goal.unit) != ("/" in told.unit) and bool(goal.unit and told.unit and told.value)
    is_price_off = is_price and not _NEAR_LOW < goal.value / told.value < _NEAR_HIGH
    thing = target.after[:2]
    is_other_thing = goal.unit == "个" != told.unit != "" and _THING.match(thing) is not None and thing not in actual
    if (units is not None and not units.is_same) or is_price_off or is_other_thing:
        yield Doubt.UNIT_DIFFERS
    if bool(goal.unit) != bool(told.unit) and goal.value and told.value:
        yield Doubt.UNIT_MISSING


def _doubts_of_parts(parts: tuple[Part, ...], printed: str, actual: str) -> Iterator[Doubt]:
    """Yield the doubts of parts whose answers slice the `printed` and the canonical `actual` text."""
    for part in parts:
        if part.actual is None:
            continue
        if part.rule in COMPUTED_RULES:
            yield Doubt.COMPUTED
            continue
        place = slice(part.actual.start, part.actual.end)
        is_share = part.rule == "share_of_target" and part.target.end > 0 and part.target.bound is not Bound.ABOUT
        if is_share and not is_plan_share(actual, part.actual):
            yield Doubt.RATE_FOR_VALUE
        if _SIGN.search(actual[place]) and part.target.kind is not QuantityKind.DATE and part.actual.value:
            yield Doubt.BOUND_FOR_VALUE
        if is_mended(printed[place], actual[place]):
            yield Doubt.MISPRINT
        yield from _doubts_of_outcome(part, part.actual, actual)


def _doubts_of_outcome(part: Part, answering: Quantity, actual: str) -> Iterator[Doubt]:
    if part.target.kind is QuantityKind.DATE or not part.target.value:
        return
    if part.outcome in {Outcome.SHORT, Outcome.MISSED} and _REST_TOLD.search(actual):
        yield Doubt.MANY_FIGURES
    if part.outcome in {Outcome.MET, Outcome.EXCEEDED} and _STAGE_TOLD.search(actual[answering.end :]):
        yield Doubt.OTHER_SUBJECT
    if part.attainment is None or not answering.value:
        return
    is_more = part.outcome is Outcome.EXCEEDED and part.rule in {"at_least", "frequency"}
    is_unit_missing = bool(part.target.unit) != bool(answering.unit)
    if (is_more and part.attainment >= _SLIP) or (is_unit_missing and part.attainment * _SLIP < 1):
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
    is_denied = is_met and re.search(r"[0-9零一二三四五六七八九十两]", note) is not None and _NOTE_AGAINST.search(note)
    if (
        is_denied
        or (is_met and _NOT_DONE.search(note))
        or (is_short and _DONE.search(note) and not _NOT_DONE.search(note))
    ):
        yield Doubt.NOTE_CONTRADICTS
    asked_ranks = _RANKED.search(indicator.name) is not None
    if asked_ranks and any(part.actual is not None and part.actual.unit in {"分", "%"} for part in parts):
        yield Doubt.UNIT_DIFFERS
    is_list = re.search(r"、[^，,。;；]{1,12}[均都各]", wanted) is not None
    if is_list and not re.search(r"[均都各]|全部|分别", actual):
        yield Doubt.MANY_FIGURES
    if any(part.actual is not None for part in parts) and _is_other_subject(canonical(indicator.name) + wanted, actual):
        yield Doubt.OTHER_SUBJECT


def _is_other_subject(asked: str, actual: str) -> bool:
    words = "".join(re.findall(r"[\u4e00-\u9fff]+", actual))
    wanted = {measure for measure in _MEASURES if measure in asked}
    told = {measure for measure in _MEASURES if measure in actual}
    if wanted and told and not wanted & told:
        return True
    return len(words) >= 12 and similarity(words, asked) == 0  # noqa: PLR2004 - a sentence, not a value with its unit
