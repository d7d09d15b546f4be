"""Read which way a thing moved, and whether that was for the better.

高峰拥堵指数由1.61升至1.92 and 一本上线率同比下降 tell the same: it got worse. Which way is
better is told by what moved, if the clause names it, else by what the target asks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from perfnlp.analysis import wording_effects as effects
from perfnlp.analysis.wording_scope import blank_plans
from perfnlp.analysis.wording_script import readable
from perfnlp.records import Evidence, FieldName

_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+")
_PLAIN = 2
_NAMES_END = re.compile(r"(?:影响|影响程度|[的升高善强]程度|情况)$")
"""How the mere name of an effect ends."""
_FALLS = re.compile(effects.WORSENING)
_CLAUSE_END = re.compile(r"[,，。;；]")
_BESIDE_MEASURE = re.compile(
    r"\d+(?:[.,]\d+)*(?:[%‰℃]|个?百分点|[一-龥/]{0,5})|[较比与]|上年|去年|往年|同期|年初|同比"
    r"|[从由的年在了又已再约近]|[ 、“”]"
)
_UP = (
    "不降反升|不减反增|上升|增长|增加|攀升|上涨|增多|回升|走高|提高|提升|提速|加快|扩大|增大|升高|增幅|延长|变长|多于"
    "|更加突出|更为突出|日益突出|更突出|高于|增至|升至|升到|升为|增到|增为|提到|提至|扩至|上浮|拉长|拉大|翻番|翻了[一两]番"
    r"|涨|多了|还多|更多|快了|增强|增进|(?<=[上去往]年)[多高](?=\d)"
)
_DOWN = (
    "不升反降|不增反降|不增反减|下降|降低|减少|下滑|回落|减弱|走低|缩短|缩小|减产|放缓|减缓|下跌|变慢"
    "|变短|少于|低于|降至|降到|降为"
    r"|减至|减为|减到|缩至|缩到|缩为|压至|压到|压为|归零|(?:压减|压缩|压降|削减)(?=[至到为了]?\d)|跌至|跌到|跌为|跌破|退至|少了|放慢|滑坡"
    r"|下浮|(?<=[上去往]年)[少低](?=\d)"
)
_FLAT = (
    "持平|同上年|同去年|与上年相同|与去年相同|无变化|没有变化|未变|没变|依旧|一如既往|如故|照旧|停留在|停滞|原有水平|原样|不变|原地"
    r"|老样子|无改观|^稳定在(?=\d)|维持在|仍为|[上去往]年(?:基本)?(?:相当|一致|相同)|与?[上去往]年(?:均|都|同)?[为是一](?=\d|[样致])|同为(?=\d)|难有(?:转变|改变|改观|提升|起色)"
)
_WORSE = (
    "恶化|反弹|加剧|加重|扩散|低迷|萎缩|退步|倒退|变差|脏乱差|根深蒂固|混乱|蔓延|疲软|乏力|退化|不力|反映强烈|严重|高发"
    "|有增无减|频发|多发|恶劣|错保漏保|漏保|脱管|失控|减产|亏损|不进反退|停运|停摆|瘫痪|通报批评|被通报"
)
_BETTER = "有减无增|好转|改善|改观|向好|缓解|减轻"
_SLOWER = r"(?:增速|增幅|降幅|增势|升幅)[^,，。;；]{0,4}?(?:放缓|收窄|回落|减缓|趋缓|下降|减弱)"
_CURBED = r"[^,，。;；]{0,4}?(?:得到|有效|有力|被)+(?:遏制|控制|扭转|缓解|解决|化解|治理|改变)"
_MOVE = re.compile(
    rf"(?P<slower>{_SLOWER})|(?P<curbed>(?:{_WORSE}){_CURBED})|(?P<worse>{_WORSE})"
    rf"|(?P<better>{_BETTER})|(?P<flat>{_FLAT})|(?P<up>{_UP})|(?P<down>{_DOWN})"
)
_NOT = re.compile(r"(?:未|没有?|无|不(?!断))(?:能|见|有|得到|再|明显|发生|出现|得|曾|出现)*$")
_DENIED_AFTER = re.compile(r"(?:的|得|效果|幅度|程度|成效|还|并)*(?:不(?:明显|显著|佳|理想|力|到位)|甚微)")
_SLIGHT_AFTER = re.compile(r"(?:的|得|效果|幅度|程度|成效|还|并)*(?:不(?:大|够|太|甚)|有限|较小|缓慢)")
_OBJECT = 8
"""Characters after a move in which its object may be named: 减少电费支出."""
_GRADES = "ⅠⅡⅢⅣⅤ"
_GRADE_CHANGE = re.compile(rf"(?:由|从)(劣?[{_GRADES}])类?[^,，。;；]{{0,6}}?[至为到]了?(劣?[{_GRADES}])类?")
_MORE = re.compile(r"^.{0,4}(?:提高|提升|增长|增加|增强|扩大|加快|改善|上升|优化|延长)")
_LESS = re.compile(
    r"^(?:.{0,6})?(?:负增长|零增长|降低|减少|遏制|下降|减弱|压降|缩短|缓解|减轻|消除|控制|化解|压减|缩小|不上升|不增"
    r"|不新增|不高于|不超过|节约|减负)"
)
_BAD = re.compile(
    rf"{effects.BAD_NOUNS}|富营养化|费用|肥胖|近视|异味|批而未供|来访|减排|刑事|PM|闲置|拥堵指数|病死"
    rf"|延误|欠|裁员|失业率|返贫|宕机|自付|烟粉尘|刑事立案|发案|会议|文件|台账|化肥|农药|施用量"
)
_GOOD = re.compile(
    rf"{effects.GOOD_SUBJECTS}|人均经费|报销比例|上线率|就业率|优秀率|优良率|优良天数|合格率|破案率"
    rf"|参与|接待|寿命|参保|覆盖|降幅|(?:成功|办结|调解|合格|达标|完成|利用|开工|到位|知晓|入学|转化"
    rf"|回收|接通|化解|及时|满意|优良)率|水平|能力"
)


class Trend(NamedTuple):
    """One move that a text tells: `text[start:end]`.

    Attributes:
        result: better, slower (better, but less so), worse or unchanged.
    """

    start: int
    end: int
    result: str


def wants_less(name: str, target: str) -> bool:
    """Return whether less of what `name` and `target` speak of is better, by their words."""
    asked = readable(target)[0]
    if _LESS.search(asked):
        return True
    return bool(_BAD.search(name)) and not _GOOD.search(name) and not _MORE.search(asked)


def find_trends(text: str, *, less: bool) -> Iterator[Trend]:
    """Yield the moves that a readable text tells.

    Args:
        text: as `wording_script.readable` returns it.
        less: whether less is better where a clause does not name what moved.
    """
    before = ""
    for clause in _CLAUSE.finditer(text):
        yield from (
            Trend(clause.start() + start, clause.start() + end, result)
            for start, end, result in _moves(clause[0], before, less=less)
        )
        before = clause[0]


def trend_evidence(text: str, field: FieldName, *, less: bool) -> tuple[Evidence, ...]:
    """Return the moves that a printed text tells as evidence labelled `trend=` and its result."""
    clean, places = readable(text)
    clean = blank_plans(clean)
    return tuple(
        Evidence(field=field, start=places[trend.start], end=places[trend.end - 1] + 1, label=f"trend={trend.result}")
        for trend in find_trends(clean, less=less)
    )


def degree_of_trends(
    trends: Sequence[Evidence], text: str, worded: int | None, words: Iterable[Evidence], *, measure: str
) -> int | None:
    """Return the degree of an effect of which `text` tells these moves.

    0 if nothing got better, 1 if less did, 2 if all did and no figure of another measure
    than the one that is asked says by how much; else what the wording says.

    Args:
        trends: as `trend_evidence` returns them.
        text: the text as printed.
        worded: the degree that its degree words and effect verbs tell.
        words: where they stand.
        measure: what should move, "" if more than a plain move is asked of it.
    """
    results = {trend.label.removeprefix("trend=") for trend in trends}
    if not results or _NAMES_END.search(text):
        return worded
    if "better" not in results:
        if worded and not any(_touch(word, trend) for word in words for trend in trends):
            return worded
        return int("slower" in results)
    if results == {"better"} and worded == 0 and all(_FALLS.search(text[word.start : word.end]) for word in words):
        return _PLAIN  # the fall of what should fall
    is_plain = results == {"better"} and (not any(map(str.isdigit, text)) or _moves_itself(trends, text, measure))
    return _PLAIN if is_plain and worded is None else worded


def _moves_itself(trends: Sequence[Evidence], text: str, measure: str) -> bool:
    """Whether each move is of `measure` itself: 由312起降为241起, not 优秀率由41%提高到53%."""
    subjects = (_CLAUSE_END.split(text[: trend.start])[-1] for trend in trends)
    return measure != "" and all(set(_BESIDE_MEASURE.sub("", subject)) <= set(measure) for subject in subjects)


def _touch(one: Evidence, other: Evidence) -> bool:
    return one.start <= other.end and other.start <= one.end


def _moves(clause: str, clause_before: str, *, less: bool) -> Iterator[tuple[int, int, str]]:
    if change := _GRADE_CHANGE.search(clause):
        first, last = (_grade(change[group]) for group in (1, 2))
        yield *change.span(), "unchanged" if first == last else "worse" if last > first else "better"
        return
    for move in _MOVE.finditer(clause):
        before, object_after = clause[: move.start()], clause[move.end() : move.end() + _OBJECT]
        if _SLIGHT_AFTER.match(clause, move.end()):
            yield *move.span(), "slower"
            continue
        fewer = is_less_better((before, object_after, clause_before), less=less)
        denied = _NOT.search(before) is not None or _DENIED_AFTER.match(clause, move.end()) is not None
        yield *move.span(), _result(move.lastgroup or "", denied=denied, less=fewer)


def is_less_better(contexts: Iterable[str], *, less: bool) -> bool:
    """Whether less is better of the thing that is named last in the first context to name one; else `less`."""
    for context in contexts:
        bad = max((match.end() for match in _BAD.finditer(context)), default=-1)
        good = max((match.end() for match in _GOOD.finditer(context)), default=-1)
        if bad != good:
            return bad > good
    return less


def _result(move: str, *, denied: bool, less: bool) -> str:
    match move:
        case "slower" | "flat":
            return "slower" if move == "slower" else "unchanged"
        case "curbed":
            return "better"
        case "better":
            return "unchanged" if denied else "better"
        case "worse":
            return "better" if denied else "worse"
    is_good = (move == "down") == less
    if denied:
        return "unchanged" if is_good else "better"
    return "better" if is_good else "worse"


def _grade(name: str) -> int:
    return _GRADES.index(name[-1]) + name.startswith("劣")
