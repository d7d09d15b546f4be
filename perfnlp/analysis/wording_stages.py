"""Read how far a project or a document has come, as stages from preparation to use.

A target asks one stage, an answer tells stages that are reached, under way or still
ahead: 施工合同已签订，尚未进场 has reached the contract and is before the start.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from perfnlp.analysis.wording_scope import blank_plans
from perfnlp.analysis.wording_script import readable
from perfnlp.records import Cue, CueKind, Evidence, FieldName

STARTED, BUILT = 5, 8
"""Ranks from which a project has begun, and is built."""

_STAGES = (
    (
        1,
        (
            r"选址|调研|资料收集|收集资料|勘察|勘探|勘测|论证|可研|可行性研究|摸底|洽谈|谈判|鉴定|前期"
            r"|筹备|筹建|申报|申请"
        ),
    ),
    (2, r"立项|土地报批|用地报批|施工许可|批复|备案|获批|核准|用地手续|用地预审|规划许可|环评|预算评审|财评"),
    (3, r"设计|方案|图纸|图审|大纲"),
    (4, r"招投?标|采购|合同|中标|委托|征地|征拆|拆迁|签约|挂网|流标|废标"),
    (5, r"开工|进场|动工|启动|奠基|破土|开始施工|组织实施"),
    (
        6,
        (
            r"施工(?!图|许可|合同|单位|方案)|路基|桩基|基坑|支护|基础(?:工程|施工|开挖|浇筑)|土建|形象进度"
            r"|初稿|框架|软件开发|试点|试运行|试运营|试用|二次结构|装修|工程量|在建|收尾|尾工|扫尾|安装"
            r"|调试"
        ),
    ),
    (7, r"主体|封顶|贯通|成井|送审稿|征求意见|初步成果|合龙|初验"),
    (8, r"完工|竣工(?!验收|决算)|建成|建好|编制完成|完成编制|完成修订|修缮完成|打通|修复完成|交工"),
    (9, r"(?<!初步)(?<!初)验收|终验|评审(?:通过)?|报批|审定|决算|审计|销号|抽水试验"),
    (
        10,
        (
            r"投入使用|投入运行|投入运营|运营|通车|投产|投用|上线|移交|交付|正式运行|开馆|开放|开业|开诊"
            r"|启用|挂牌|入驻|入住|通水|印发|发布|出版"
        ),
    ),
)
_STAGE = re.compile("|".join(f"(?P<s{rank}>{words})" for rank, words in _STAGES))
_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+")
_AHEAD_BEFORE = re.compile(r"(?:未|没有?|不|无|待|尚无|暂无|等待|难以)[^,，。;；、]{0,7}$")
_AHEAD_AFTER = re.compile(
    r"[^,，。;；、]{0,8}?(?:(?<!尚)未|尚未|没有|待[做办批建验审]|受阻|滞后|停滞|暂停|暂缓|取消|在即)"
)
_UNDER_WAY = re.compile(r"(?:正(?!式|常|规|确)在?|着手|开始|抓紧|加紧|拟|将|处于|有序)[^,，。;；、]{0,8}$")
_UNDER_WAY_AFTER = re.compile(
    r"[^,，。;；、]{0,6}?(?:过程中|中(?!心|标|央)|阶段|正在|推进|办理中|过半|\d+%|[一二三四五六七八九]成)"
)
_BEGUN = frozenset({CueKind.STARTED, CueKind.UNDER_WAY, CueKind.NEARLY})
_STOP = re.compile(r"[,，。;；]")
_BUILDING = re.compile(r"建设|工程|改造|迁建|新建|扩建|加固|修缮|大中修|断头路|规划编制|维修|升级")


class State(StrEnum):
    """How the text stands to a stage that it names."""

    REACHED = "reached"
    UNDER_WAY = "under_way"
    AHEAD = "ahead"


class Stage(NamedTuple):
    """A stage that `text[start:end]` names; `rank` goes from 1 (preparation) to 10 (in use)."""

    start: int
    end: int
    rank: int
    state: State


def find_stages(text: str) -> Iterator[Stage]:
    """Yield the stages that a readable text names, in order."""
    results = blank_plans(text)
    for clause in _CLAUSE.finditer(text):
        for match in _STAGE.finditer(clause[0]):
            start, end = (clause.start() + place for place in match.span())
            is_planned = results[start:end] != text[start:end]
            state = State.AHEAD if is_planned else _state(clause[0][: match.start()], clause[0][match.end() :])
            yield Stage(start, end, int((match.lastgroup or "s0")[1:]), state)


def stage_evidence(text: str, field: FieldName) -> tuple[Evidence, ...]:
    """Return the stages of a printed text as evidence labelled `stage=<state>:<rank>`."""
    clean, places = readable(text)
    return tuple(
        Evidence(
            field=field,
            start=places[stage.start],
            end=places[stage.end - 1] + 1,
            label=f"stage={stage.state}:{stage.rank}",
        )
        for stage in find_stages(clean)
    )


def _state(before: str, after: str) -> State:
    if _AHEAD_BEFORE.search(before) or _AHEAD_AFTER.match(after):
        return State.AHEAD
    return State.UNDER_WAY if _UNDER_WAY.search(before) or _UNDER_WAY_AFTER.match(after) else State.REACHED


def goal_of(name: str, target: str, target_stages: Iterable[Evidence]) -> int | None:
    """Return the rank of the stage that is asked: of the target, else use or completion of what the name builds."""
    asked = [rank for state, rank in map(_told, target_stages) if state is not State.AHEAD]
    if asked:
        return max(asked)
    return BUILT if _BUILDING.search(name) or _BUILDING.search(target) else None


def reread(cues: Iterable[Cue], stages: Iterable[Evidence], goal: int | None, text: str) -> tuple[Cue, ...]:
    """Return `cues` with the successes of an earlier stage than `goal` told as what they are, and the other way round.

    完成招标 has done nothing of a building but started it; 已立项 has done all of 完成立项.

    Args:
        cues: of the actual text.
        stages: of the actual text, in order.
        goal: the rank that is asked; None leaves the cues alone.
        text: the actual text as printed.
    """
    told = [(stage.start, *_told(stage)) for stage in stages]
    if goal is None or not told:
        return tuple(cues)
    if max((rank for _, state, rank in told if state is State.REACHED), default=0) >= goal and not any(
        state is State.AHEAD and rank <= goal for _, state, rank in told
    ):
        return tuple(Cue(kind=CueKind.DONE, evidence=cue.evidence) if cue.kind in _BEGUN else cue for cue in cues)
    return tuple(_reread(cue, [each for each in told if _in_one_clause(text, cue, each[0])], goal) for cue in cues)


def _reread(cue: Cue, told: list[tuple[int, State, int]], goal: int) -> Cue:
    ranks = [rank for _, state, rank in told if state is State.REACHED]
    if not ranks or any(state is State.AHEAD and rank <= goal for _, state, rank in told):
        return cue
    reached = max(ranks)
    if cue.kind is CueKind.DONE and reached < goal:
        kind = CueKind.STARTED if reached < STARTED <= goal else CueKind.NEARLY
        return Cue(kind=kind, evidence=cue.evidence) if reached < BUILT - 1 or goal <= BUILT else cue
    return cue


def _in_one_clause(text: str, cue: Cue, place: int) -> bool:
    start, end = sorted((cue.evidence.start, place))
    return not _STOP.search(text, start, end)


def _told(stage: Evidence) -> tuple[State, int]:
    state, rank = stage.label.removeprefix("stage=").split(":")
    return State(state), int(rank)
