"""Zero in words: 不发生 未发生 零投诉 无事故 杜绝. A target of that kind is a limit of zero."""

import re
from collections.abc import Iterator
from decimal import Decimal

from perfnlp.records import Bound, Quantity

_BAD = (
    "重大|较大|特大|一般|责任|安全|生产|质量|有效|群体|恶性|泄密|负面|越级|集体|进京|非法|违法|违规|违纪|重特大|人员|刑事|治安|舆情|信访|火灾|"
    "交通|消防|网络|食品|药品|的|及以上|以上|性|性质|"
    "各类|任何|市民|群众|居民|企业|学生|公共|突发"
)
_EVENT = (
    "事故|事件|投诉|上访|案件|伤亡|死亡|火灾|命案|舆情|泄密|违规|违法|违纪|差错|"
    "逾期|拖欠|纠纷|伤害|返贫|辍学|污染|溺亡|溺水|隐患|信访件?|举报|失误|疫情|超标|感染"
)
_ZERO = re.compile(
    rf"(?:不|未|没有|没|无|避免|杜绝|防止)(?:再|新|得)?(?:发生|出现|产生)(?:[^，,。；;、]{{0,24}}?(?:{_EVENT})+)?"
    rf"|(?:杜绝|避免|防止)[^，,。；;、]{{0,24}}?(?:{_EVENT})+(?:的?发生)?"
    rf"|(?:零|无|杜绝|没有|未有|不存在)(?:{_BAD}){{0,4}}(?:{_EVENT})+(?!率)"
    rf"|(?:{_EVENT})(?:为)?(?:零发生|零容忍|为零|清零|零)(?![0-9])"
    r"|零发生|零伤亡"
)
_NOTHING = re.compile(r"^\s*(?:无|零|没有)[。\s]*$")
_GOOD = re.compile(r"^无(?:偏差|障碍|毒|烟|线|人机|偿)")


def read_zeros(plain: str) -> Iterator[Quantity]:
    """Yield a limit of zero for each phrase of avoidance in canonical text."""
    if _NOTHING.match(plain):
        yield Quantity(value=Decimal(0), bound=Bound.AT_MOST, start=0, end=len(plain))
        return
    for match in _ZERO.finditer(plain):
        if not _GOOD.match(match[0]):
            yield Quantity(value=Decimal(0), bound=Bound.AT_MOST, start=match.start(), end=match.end())


def without_zeros(plain: str) -> str:
    """Return canonical text without its phrases of avoidance and the separators around them."""
    return _ZERO.sub("", plain).strip("，,。；;、")


def is_avoidance(plain: str) -> bool:
    """Return whether canonical text asks or tells that something bad does not happen."""
    return next(read_zeros(plain), None) is not None
