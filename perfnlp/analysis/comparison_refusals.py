"""Figures that answer nothing although their units fit: changes, plans, earlier stages, stocks, other rates."""

import re

from perfnlp.analysis.quantities import Figure
from perfnlp.records import Bound, QuantityKind

CHANGE = (
    r"增长|增幅|增速|增加|增至|提高|提升|上升|下降|下滑|减少|降低|降幅|涨幅|回落|回升|缩短|延长|压减|压缩|压降|"
    r"节约|核减|新增|净增|扩大|递增|缩减|节能|减排|涨|降|增"
)
_CHANGED = re.compile(
    r"(?:增长|增幅|增速|提高|提升|上升|下降|下滑|减少|降低|降幅|涨幅|回落|回升|缩短|延长|扩大)[了约近]?$"
)
_COMPARED = re.compile(
    r"(?:同比|较上年|比上年|较去年|比去年|较上期|环比|较年初|较之)[^0-9，,。;；]{0,10}(?:增|升|高|降|少|减|多|涨|落)[^0-9，,。;；]{0,4}$"
)
_TO_LEVEL = re.compile(r"(?:[增提升降减缩压扩]\S{0,2}|下滑|回落|上升)(?:到|至|为|达)[^0-9，,。;；]{0,4}$")
_CHANGE_ASKED = re.compile(CHANGE)
_INTENDED = re.compile(
    r"(?:(?<!按)(?<!超)计划(?!的|完成|内|任务)|(?<!虚)拟(?!定|订)|预计(?!(?:全年|年底|可|将)*(?:达|实现|完成))|力争|争取|确保|设计能力|设计产能|洽谈|正在申报)[^0-9，,。;；]{0,8}$"
)
_REALLY = re.compile(r"实际|已完成|完成率|占|按|年度计划|达到|为.{0,4}计划")
_LAST_YEAR = re.compile(r"(?<![较比])(?:上年|去年)(?:同期|度)?(?:为|是|完成|实现)?$")
_LAST_YEAR_AFTER = re.compile(r"^[(（]?(?:上年|去年)")
_EARLIER = (
    "申请", "申报", "报名", "签约", "洽谈", "立项", "启动", "选址", "方案", "初步设计", "初设", "招标", "可研", "报批",
    "存栏", "意向", "储备", "征求意见", "施工图", "协议资金", "受理",
)  # fmt: skip
"""Stages and states before the one that a target asks, unless it names them itself."""
_STOCK = re.compile(r"总数|总量|现有|保有|存量|总面积|总规模|在库")
_GROWN_STOCK = re.compile(r"累计|达到?|总")
_NEW = re.compile(r"新增|净增|增加|新[建设认开办]|首次|当年|今年|本年")
_TIMES_A_STOCK = 3  # a cumulated figure so much above the new amount asked is a stock
_PER_HEAD = re.compile(r"每(?:[千万百十]?人|[千万]户|平方公里|亩)[^0-9，,。;；]{0,10}$")
_RATE = re.compile(r"(?P<head>[\u4e00-\u9fff]{2})(?:率|度|评价占|占比)[^0-9，,。;；\u4e00-\u9fff]*$")
_KINDRED = (
    frozenset({"合格", "达标", "优良", "优质", "通过", "良好", "优秀", "验收"}),
    frozenset({"满意", "好评", "认可"}),
    frozenset({"覆盖", "普及", "参与", "参加", "参保", "入户", "到位"}),
    frozenset({
        "完成", "办结", "执行", "支付", "支出", "到位", "使用", "拨付", "销号", "整改", "开工", "完工", "竣工", "进度",
        "处理", "处置", "解决", "回复", "答复", "及时", "化解", "发放", "兑现", "落实", "按时", "准时",
    }),
    frozenset({"完好", "良好", "正常", "运行"}),
    frozenset({"知晓", "认知", "满意"}),
)  # fmt: skip


def is_no_answer(target: Figure, actual: Figure, name: str, target_text: str) -> bool:
    """Return whether `actual` cannot answer `target` whatever its value is."""
    asked = f"{name}{target_text}"
    return (
        _is_change_for_level(target, actual, name)
        or _is_intended(actual)
        or _is_earlier_stage(actual, asked)
        or _is_stock(target, actual, name)
        or (_PER_HEAD.search(actual.before) is not None and not re.search(r"每|人均|户均|标准", asked))
    )


def is_other_rate(target: Figure, actual: Figure, name: str) -> bool:
    """Return whether the actual share is the rate of something else: 回收率 for 满意度."""
    if target.quantity.kind is not QuantityKind.SHARE or actual.quantity.kind is not QuantityKind.SHARE:
        return False
    asked = f"{name}{target.before}"
    told = _RATE.search(actual.quantity.subject or actual.before)
    own = re.search(
        r"(?P<head>[\u4e00-\u9fff]{2})[率度](?![\u4e00-\u9fff]*[率度])", re.sub(r"[(（].*?[)）]", "", asked)
    )
    if told is None or own is None or told["head"] in asked:
        return False
    is_limit = target.quantity.bound is Bound.AT_MOST and own["head"] not in _KINDRED[3]
    is_progress = told["head"] in _KINDRED[3] and not is_limit
    return not any({told["head"], own["head"]} <= group for group in _KINDRED) and not is_progress


def _is_change_for_level(target: Figure, actual: Figure, name: str) -> bool:
    if _TO_LEVEL.search(actual.before + actual.sign):
        return False
    asks_level = _TO_LEVEL.search(target.before + target.sign) is not None
    if not asks_level and _CHANGE_ASKED.search(f"{name}{target.before}"):
        return False
    if target.quantity.kind is QuantityKind.RANK:
        return re.search(r"(?:上升|下降|前进|提升|进步|退后|后退|跃升|进)[了]?$", actual.before) is not None
    if _COMPARED.search(actual.before):
        return True
    is_scale = actual.quantity.kind is QuantityKind.SHARE or actual.quantity.unit in {"秒", "天", "工作日"}
    return is_scale and _CHANGED.search(actual.before) is not None


def _is_intended(actual: Figure) -> bool:
    if _LAST_YEAR_AFTER.match(actual.after) or _LAST_YEAR.search(actual.before):
        return True
    intended = _INTENDED.search(actual.before)
    return intended is not None and _REALLY.search(actual.before[max(0, intended.start() - 6) :]) is None


def _is_earlier_stage(actual: Figure, asked: str) -> bool:
    clause = re.split(r"[，,、]", actual.before)[-1][-12:] + actual.after
    return any(stage in clause and stage not in asked for stage in _EARLIER) and not re.search(
        r"通过|完成(?!.{0,8}(?:立项|启动|选址|方案|设计|招标|可研))|授权|获批|入库|到位", clause
    )


def _is_stock(target: Figure, actual: Figure, name: str) -> bool:
    """Return whether the whole is told where the new amount is asked: 总数97家 for 新增10家."""
    clause = re.split(r"[，,、]", actual.before)[-1] + actual.sign
    if (
        not _NEW.search(f"{name}{target.before}")
        or _NEW.search(clause)
        or target.quantity.kind is not QuantityKind.COUNT
    ):
        return False
    is_much = actual.quantity.value >= _TIMES_A_STOCK * target.quantity.value
    return _STOCK.search(clause) is not None or (is_much and _GROWN_STOCK.search(clause) is not None)
