"""What the screen and the plain prompts say about rows, decisions and views: Chinese texts, nothing drawn.

Every text of a review that both show is made here, so that both say the same. The
proposal of an audited row is in none of them before its decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from perfnlp.annotation import COLUMNS, STATUS_NAMES, Record
from perfnlp.records import Action
from perfnlp.review.log import Entry
from perfnlp.review.rows import Row
from perfnlp.review.session import Session
from perfnlp.review.views import Order, Progress, needs_review, points_of, total

ORDER_NAMES: Mapping[Order, str] = {
    Order.STAKE: "存疑分值",
    Order.DOCUMENT: "原文顺序",
    Order.CONFIDENCE: "置信度从低到高",
}
ACTION_NAMES: Mapping[Action, str] = {
    Action.ACCEPT: "采纳建议",
    Action.KEEP: "保留自评分",
    Action.TIER: "改定档次",
    Action.SCORE: "改定得分",
    Action.SEND_BACK: "退回单位说明",
    Action.DEFER: "缓办",
    Action.COMMENT: "备注",
    Action.UNDO: "撤销",
    Action.REDO: "重做",
}
HEADINGS = ("结果", "指标", "目标值 → 实际完成值", "自评", "建议", "置信", "复核")
"""Of the list; `cells` fills them."""
KEYS: Mapping[str, str] = {
    "a": "采纳建议得分",
    "k": "保留自评得分",
    "1-5": "定为评分规则的第1—5档",
    "s": "输入得分",
    "u": "无法判断，退回单位说明",
    "d": "缓办，排到最后",
    "c": "写备注",
    "z": "撤销上一步",
    "y": "重做",
    "n": "下一个需人工复核的行",
    "g": "按行号或编号跳转",
    "/": "按文字检索",
    "f": "筛选",
    "o": "换排序",
    "=": "目标与完成情况相同的行一并决定",
    "b": "批量采纳免复核的行",
    "?": "按键说明",
    "q": "退出（每个决定都已存盘）",
}
"""Every key of a review -> what it does, in the order of the help."""
SCREEN_KEYS: Mapping[str, str] = {
    "↑ ↓": "换行；PageUp PageDown Home End 翻页",
    "空格": "详情向下翻，退格向上翻",
    "Tab": "只看详情，再按恢复",
}
"""Keys that only the screen has."""
SHORT_KEYS = "a采纳 k自评 1-5档 s得分 u退回 d缓办 c备注 z撤销 n下一 f筛选 =同类 ?全部按键"
ADOPT_KEYS = "6789"
"""In an adjudication: adopt the first, second ... of the decisions that differ."""
_BEIJING = timezone(timedelta(hours=8))
_TEXTS = ("indicator", "target", "actual", "points", "self_score", "note")
_HIDDEN = "抽查行：请先独立评定，决定后显示建议。"
_ONE_MINUTE, _ONE_HOUR = 60, 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One paragraph about a row.

    Attributes:
        label: what it is, e.g. "实际完成值".
        text: the text, as printed where it is the report's.
        marks: half-open character ranges of `text` that the proposal rests on, in order, none overlapping.
    """

    label: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


def cells(row: Row, session: Session) -> tuple[str, ...]:
    """Return the row's cells under `HEADINGS`."""
    record = row.record
    is_hidden = session.is_hidden(row.row_id)
    return (
        "抽查" if is_hidden else STATUS_NAMES[record["status"]],
        record["indicator"] or "—",
        f"{record['target'] or '—'} → {record['actual'] or '—'}",
        shown(record["self_score"]),
        "·" if is_hidden else shown(record["proposed_score"]),
        "·" if is_hidden else _confidence(record),
        state(row, session),
    )


def state(row: Row, session: Session) -> str:
    """Return where the review of a row stands: the decided score, or a word."""
    entry = session.decided(row.row_id)
    if entry is not None:
        return "退回" if entry.action is Action.SEND_BACK else "已定" if entry.score is None else shown(entry.score)
    if session.ledger.is_deferred(row.row_id):
        return "缓办"
    if is_changed(row, session):
        return "文改"
    return "待核" if needs_review(row) or session.is_hidden(row.row_id) else "免核"


def is_changed(row: Row, session: Session) -> bool:
    """Return whether the text changed after the reviewer had decided."""
    return session.ledger.latest(row.row_id) is not None and session.decided(row.row_id) is None


def details(row: Row, session: Session, opinions: Sequence[Entry] = ()) -> tuple[Part, ...]:
    """Return all that a reviewer needs to decide the row, most important first.

    Args:
        row: the row.
        session: the reviewer's work, which knows what must be hidden.
        opinions: decisions of others that an adjudicator compares.
    """
    record, is_hidden = row.record, session.is_hidden(row.row_id)
    levels = " / ".join(level for level in (record["level1"], record["level2"]) if level)
    marked = () if is_hidden else ("indicator", "target", "actual", "note")
    parts = [
        Part(label=f"第{row.position + 1}行", text=f"{_standing(row, session)}（编号{row.row_id}）"),
        *_changes(row, session),
        *(_part(record, key, is_marked=key in marked) for key in ("indicator", "target", "actual", "note")),
        Part(label="分值", text=f"{shown(record['points'])}，自评得分 {shown(record['self_score'])}"),
        *_opinions(opinions),
        *([Part(label="建议", text=_HIDDEN)] if is_hidden else _proposal(record)),
        Part(label="层级", text=levels or "—"),
        Part(label="章节", text=record["source"]["section"] or "—"),
        Part(label="来源", text=f"{record['source']['path']} {record['source']['location'] or ''}".rstrip()),
        *(Part(label="记录", text=event(entry)) for entry in session.ledger.history(row.row_id)),
    ]
    return tuple(part for part in parts if part.label != COLUMNS["note"] or part.text != "—")


def _standing(row: Row, session: Session) -> str:
    entry = session.decided(row.row_id)
    return state(row, session) if entry is None else f"已定：{decision(entry)}"


def _part(record: Record, key: str, *, is_marked: bool) -> Part:
    spans = sorted((item["start"], item["end"]) for item in record["evidence"] if item["field"] == key)
    merged: list[tuple[int, int]] = []
    for start, end in spans if is_marked else ():
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return Part(label=COLUMNS[key], text=record[key] or "—", marks=tuple(merged))


def _changes(row: Row, session: Session) -> list[Part]:
    if row.was is None:
        return []
    again = "，原决定作废，请重新决定" if is_changed(row, session) else ""
    before = "；".join(
        f"{COLUMNS[key]}原为“{shown(row.was[key])}”" for key in _TEXTS if row.was[key] != row.record[key]
    )
    return [Part(label="文字改动", text=f"{before}{again}。")]


def _proposal(record: Record) -> list[Part]:
    status = f"{STATUS_NAMES[record['status']]}（置信度{_confidence(record)}）"
    parts = [Part(label="建议", text=f"{status}，建议得分 {shown(record['proposed_score'])}")]
    if record["tier"] is not None:
        low, high, point = (f"{record[key]:.0%}" for key in ("credit_low", "credit_high", "credit"))
        parts.append(Part(label="档次", text=f"{record['tier']}，得分率{low}—{high}，取{point}"))
    return [*parts, *(Part(label="理由", text=reason) for reason in record["reasons"])]


def _opinions(opinions: Sequence[Entry]) -> list[Part]:
    return [
        Part(label=f"意见{key}", text=f"{entry.reviewer}：{decision(entry)}（按{key}采用）")
        for key, entry in zip(ADOPT_KEYS, opinions, strict=False)
    ]


def decision(entry: Entry) -> str:
    """Return what an entry says, without who and when."""
    score = "" if entry.score is None else f"{shown(entry.score)}分"
    tier = "" if entry.tier is None else f"（{entry.tier}）"
    comment = f"：{entry.comment}" if entry.comment else ""
    return f"{ACTION_NAMES[entry.action]}{score}{tier}{comment}"


def event(entry: Entry) -> str:
    """Return one line of a row's history; times are Beijing's."""
    at = datetime.fromisoformat(entry.at).astimezone(_BEIJING)
    return f"北京时间{at:%Y-%m-%d %H:%M} {entry.reviewer} {decision(entry)}"


def done(entries: Sequence[Entry], session: Session) -> str:
    """Return what was written to the log with one key; for audited rows also how it compares to the proposal."""
    first = entries[0]
    if len(entries) > 1:
        return f"已对{len(entries)}行{ACTION_NAMES[first.action]}，可按z一并撤销。"
    row = session.rows[first.row_id]
    told = f"第{row.position + 1}行已{decision(first)}。"
    if first.saw_proposal or session.decided(first.row_id) is None:
        return told
    verdict = "一致" if first.status == row.record["status"] else "不一致"
    return (
        f"{told}抽查：建议为{STATUS_NAMES[row.record['status']]}、{shown(row.record['proposed_score'])}分，{verdict}。"
    )


def progress_line(progress: Progress, audit: tuple[int, int] | None) -> str:
    """Return the status line.

    Args:
        progress: of the session.
        audit: equally judged and all decided audited rows; None while rows are open or nothing is audited.
    """
    points = (
        f"自评{shown(progress.own)} 建议{shown(progress.proposed)} 复核{shown(progress.decided)}分"
        if progress.own or progress.proposed
        else "未列分值"
    )
    line = f"已定{progress.n_decided} 余{progress.n_rows - progress.n_decided}  {points}"
    if progress.seconds_left and progress.n_decided < progress.n_rows:
        line += f"  约剩{_duration(progress.seconds_left)}"
    return line if audit is None else f"{line}  抽查{audit[1]}行一致{audit[0]}行"


def greeting(session: Session) -> str:
    """Return what is said first: how the keys are found, and what changed since."""
    changed = sum(is_changed(row, session) for row in session.rows.values())
    again = f"有{changed}行文字已改动，原决定作废，状态为“文改”。" if changed else ""
    return f"{again}按?看按键说明。"


def group_line(row: Row, session: Session) -> str:
    """Return one line for a row among those that say the same."""
    record = row.record
    proposed = "—" if session.is_hidden(row.row_id) else shown(record["proposed_score"])
    points = f"分值{shown(record['points'])} 自评{shown(record['self_score'])} 建议{proposed}"
    return f"第{row.position + 1}行 {record['indicator']} {points} {record['source']['path']}"


def bulk_question(session: Session, row_ids: Sequence[str], certificate: str | None) -> str:
    """Return what must be known before rows are accepted in bulk."""
    rows = [session.rows[row_id] for row_id in row_ids]
    points, own, proposed = (
        shown(total(points_of(row, key) for row in rows)) for key in ("points", "self_score", "proposed_score")
    )
    return (
        f"批量采纳{len(rows)}行免复核的建议：分值共{points}分，自评共{own}分，建议共{proposed}分。\n"
        f"依据：{certificate}\n"
        "需复核、抽查和已决定的行不在其内；采纳后可按z一并撤销。\n"
        "确认采纳吗？y是，n否"
    )


def help_lines(session: Session, *, adjudicates: bool) -> tuple[str, ...]:
    """Return every key and what it does, and the tiers behind the numbers."""
    tiers = [
        f"{place}  {choice.name}，得分率{choice.low:.0%}—{choice.high:.0%}，取{choice.credit:.0%}"
        for place, choice in enumerate(session.policy.choices, start=1)
    ]
    adopting = ["6-9  采用第一、第二……种意见"] if adjudicates else []
    return (*(f"{key}  {what}" for key, what in KEYS.items()), *adopting, *tiers)


def shown(value: Decimal | float | str | None) -> str:
    """Return a value for print: a dash for what the report does not say, points without idle zeros."""
    if value is None:
        return "—"
    if isinstance(value, str):
        return value or "—"
    text = f"{value:f}" if isinstance(value, Decimal) else f"{value}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _confidence(record: Record) -> str:
    return f"{int(record['confidence'] * 100) / 100:.2f}"


def _duration(seconds: float) -> str:
    if seconds < _ONE_MINUTE:
        return f"{int(seconds) + 1}秒"
    if seconds < _ONE_HOUR:
        return f"{round(seconds / _ONE_MINUTE)}分钟"
    return f"{seconds / _ONE_HOUR:.1f}小时"
