"""Take decisions that were made outside: in the cells of an exported form, or in another tool."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NoReturn

from perfnlp.errors import ReviewError
from perfnlp.records import Decision
from perfnlp.review.log import Entry
from perfnlp.review.outcomes import judgement
from perfnlp.review.session import Look, Session
from perfnlp.review.views import points_of

_DECIDED = "; decided "


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One row of an exported form as it came back.

    Attributes:
        place: sheet and line, for messages.
        row_id: as the form names it.
        fault: why the row cannot be taken whatever it says, in Chinese; "" if it can.
        seq: number of the log's last entry when the form was written.
        was_tier, was_score, was_comment: what stood there then; "" and None for nothing.
        tier, score, comment: what stands there now.
    """

    place: str
    row_id: str
    fault: str = ""
    seq: int = 0
    was_tier: str = ""
    was_score: Decimal | None = None
    was_comment: str = ""
    tier: str = ""
    score: Decimal | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import comes to.

    Attributes:
        entries: of the rows that are taken, to be appended in one go.
        refused: one Chinese line for each row that is not.
    """

    entries: tuple[Entry, ...]
    refused: tuple[str, ...]


def take_edits(session: Session, edits: Sequence[Edit], *, basis: str, sent_back: str) -> Taken:
    """Return the decisions that the edits of a form come to; what was taken before is not taken again.

    Args:
        session: of the reviewer who edited the form.
        edits: every row of the form.
        basis: as in `Entry`, e.g. "import: FORM.xlsx".
        sent_back: the word that stands for sending a row back in the column of tiers.
    """
    entries: list[Entry] = []
    refused: list[str] = []
    counts = Counter(edit.row_id for edit in edits if not edit.fault)
    for edit in edits:
        try:
            if counts[edit.row_id] > 1:
                _refuse("同一编号在表中出现多次，不能导入")
            entries += _taken(session, edit, basis, sent_back)
        except ReviewError as error:
            refused.append(f"{edit.place}：{str(error).rstrip('。')}。")
    return Taken(entries=tuple(entries), refused=tuple(refused))


def _taken(session: Session, edit: Edit, basis: str, sent_back: str) -> tuple[Entry, ...]:
    if edit.fault:
        _refuse(edit.fault)
    if edit.row_id not in session.rows:
        _refuse(f"复核库中没有编号为“{edit.row_id}”的行")
    own = session.decided(edit.row_id)
    is_newer = own is not None and own.seq > edit.seq
    is_ours = is_newer and own is not None and own.basis == basis
    comment = _comment(session, edit)
    if (edit.tier, edit.score) == (edit.was_tier, edit.was_score) and not is_ours:
        return session.comment(edit.row_id, Look(basis=basis, comment=comment)) if comment else ()
    entries = _decided(session, edit, Look(basis=basis, comment=comment), sent_back)
    if own is not None and judgement(own) == judgement(entries[0]):
        return session.comment(edit.row_id, Look(basis=basis, comment=comment)) if comment else ()
    if is_newer and not is_ours:
        _refuse("导出后已在复核库中另作决定，请重新导出后再改")
    return entries


def _comment(session: Session, edit: Edit) -> str:
    """Return the words to be added, "" if there are no new ones."""
    if not edit.comment and edit.was_comment:
        _refuse("复核意见已记入修改记录，不能删除，可以改写")
    is_known = edit.comment in (edit.was_comment, *session.ledger.comments(edit.row_id)[-1:])
    return "" if is_known else edit.comment


def _decided(session: Session, edit: Edit, look: Look, sent_back: str) -> tuple[Entry, ...]:
    """Return the entry that the cells of a row ask for."""
    row_ids, is_tier_new = (edit.row_id,), edit.tier != edit.was_tier
    typed = edit.score if edit.score != edit.was_score or not is_tier_new else None
    if edit.tier == sent_back:
        if typed is not None:
            _refuse(f"采用档次为“{sent_back}”，不能有复核得分")
        return session.send_back(row_ids, look)
    if not edit.tier and is_tier_new and typed is None:
        _refuse("采用档次被清空；不能判断的请选“退回单位说明”")
    if not is_tier_new:
        if typed is None:
            _refuse("复核得分被清空；不能判断的请选“退回单位说明”")
        return session.score(row_ids, typed, look)
    if typed is None:
        return session.tier(row_ids, _place(session, edit.tier), look)
    row = session.rows[edit.row_id]
    if (edit.tier, typed) == (row.record["tier"], points_of(row, "proposed_score")):
        return session.accept(row_ids, look)
    usual = session.tier(row_ids, _place(session, edit.tier), look) if edit.tier else ()
    if usual and usual[0].score == typed:
        return usual
    scored = session.score(row_ids, typed, look)
    if edit.tier and scored[0].tier != edit.tier:
        _refuse(f"复核得分{typed}分不在采用档次“{edit.tier}”之内，属“{scored[0].tier}”")
    return scored


def _place(session: Session, tier: str) -> int:
    names = [choice.name for choice in session.policy.choices]
    if tier not in names:
        _refuse(f"评分规则没有档次“{tier}”")
    return names.index(tier) + 1


def _refuse(why: str) -> NoReturn:
    raise ReviewError(why)


def take_decisions(session: Session, decisions: Sequence[Decision], *, basis: str) -> tuple[Entry, ...]:
    """Return entries that take over decisions as they were made elsewhere, without those that count already.

    Args:
        session: of the reviewer who made them.
        decisions: of that reviewer, about rows of the session.
        basis: where they come from; the time when each was made is noted behind it.

    Raises:
        ReviewError: a score is below 0, above the points or above the row's own score.
    """
    entries: list[Entry] = []
    for decision in decisions:
        own = session.decided(decision.row_id)
        if own is not None and replace(decision_of(own), decided_at="") == replace(decision, decided_at=""):
            continue
        if decision.score is not None:
            session.score((decision.row_id,), decision.score)  # refuses what no reviewer may give
        look = Look(basis=f"{basis}{_DECIDED}{decision.decided_at}", comment=decision.comment)
        (entry,) = session.defer((decision.row_id,), look)
        entries.append(
            replace(entry, action=decision.action, status=decision.status, tier=decision.tier, score=decision.score)
        )
    return tuple(entries)


def decision_of(entry: Entry) -> Decision:
    """Return what an entry decides; one that came from another tool keeps the time when it was made there."""
    elsewhere = entry.basis.rpartition(_DECIDED)
    return replace(entry.decision(), decided_at=elsewhere[2] if elsewhere[1] else entry.at)
